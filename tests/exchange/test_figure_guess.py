"""What partners send: tables in no known layout, read by what their columns are called and what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.exchange.indicator_tables import READER
from workbench.exchange.readers import Options
from workbench.indicators.drafts import DraftFigure, DraftFigures


def read(folder: Path, text: str, name: str = "sent.csv") -> DraftFigures:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return READER.read(path, Options())


def figures(draft: DraftFigures) -> dict[tuple[str, ...], DraftFigure]:
    every = [(one.name, figure) for one in draft.indicators for figure in one.figures]
    found = {(name, figure.area_code, figure.starts, *figure.breakdown): figure for name, figure in every}
    assert len(found) == len(every)
    return found


def why(draft: DraftFigures) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in draft.left_out:
        found.setdefault(entry.where, []).append(entry.why)
    return found


EVERYBODY = ("all", "all", "all")
ROW_9 = """Safer Essex partnership
Quarterly return

Prepared by: analysis team
Date: 3 May 2024
Contact: nobody
Draft
Restricted
District,Referrals 2022/23,Referrals 2023/24,% repeat 2023/24
Harlow,"1,204","1 310",12.5%
Uttlesford,<5,*,..
Southend,310,n/a,8%
Epping Forest,suppressed,-,c
Harlow,"1,204","1 310",12.5%
Brentwood,200,210,7%
Brentwood,201,210,7%
Atlantis,5,6,7%
Tendring,many,5,7%
Total,2019,2030,
Source: case system
"""


def test_a_header_in_row_9_with_all_that_is_wrong_below_it(tmp_path: Path) -> None:
    draft = read(tmp_path, ROW_9)
    found = figures(draft)
    assert len(found) == 3 * 6 - 1
    assert found["Referrals", "E07000073", "2022-04-01", *EVERYBODY].value == 1204
    assert found["Referrals", "E07000073", "2023-04-01", *EVERYBODY].value == 1310
    assert found["repeat", "E07000073", "2023-04-01", *EVERYBODY].value == 12.5
    assert next(one for one in draft.indicators if one.name == "repeat").unit == "%"
    for key, status in {
        ("Referrals", "E07000077", "2022-04-01"): "withheld by the publisher",
        ("Referrals", "E07000077", "2023-04-01"): "withheld by the publisher",
        ("repeat", "E07000077", "2023-04-01"): "missing",
        ("Referrals", "E06000033", "2023-04-01"): "missing",
        ("Referrals", "E07000072", "2022-04-01"): "withheld by the publisher",
        ("Referrals", "E07000072", "2023-04-01"): "missing",
        ("repeat", "E07000072", "2023-04-01"): "withheld by the publisher",
    }.items():
        figure = found[*key, *EVERYBODY]
        assert (figure.value, figure.count, figure.status) == (None, None, status), key
    left = why(draft)
    assert left["rows 1, 2, 4 and 4 more"] == ["above the names of the columns"]
    assert left["row 16"][0] == "another figure for the same area, time and group stands in row 15"
    assert left["row 17"][0].startswith("there is no area code, and no one area of that name")
    assert left["row 18"] == ["“many” in Referrals 2022/23 is neither a number nor a mark we know"]
    assert left["row 19"] == ["a total of other rows, of no area that has a code"]
    assert left["row 20"] == ["a note, no figure"]
    assert "the same figure stands further up" in left["rows 14, 16"]
    assert draft.rows == 10
    assert "named in row 9" in draft.notes[0]
    assert any("Southend is E06000033" in note for note in draft.notes)


def test_every_row_is_a_figure_or_is_reported(tmp_path: Path) -> None:
    draft = read(tmp_path, ROW_9)
    told = {entry.where for entry in draft.left_out}
    kept = {figure.row for one in draft.indicators for figure in one.figures}
    for row in range(10, 21):
        assert row in kept or any(f" {row}" in where.replace(",", " ").replace("rows", "row") for where in told), row


def test_a_long_table_in_words_of_its_own(tmp_path: Path) -> None:
    text = "Council,Reporting year,Ethnic group,Number of referrals,Region\n" + "".join(
        f"{area},{year},{group},{count},East\n"
        for area, year, group, count in (
            ("Harlow", "2011-12", "White", 10), ("Harlow", "2011-12", "Asian", 5), ("Harlow", "2012-13", "White", 12),
            ("Harlow", "2012-13", "Asian", 0),
        )
    )  # fmt: skip
    draft = read(tmp_path, text)
    found = figures(draft)
    assert found["referrals", "E07000073", "2011-04-01", "all", "all", "Asian"].count == 5
    assert found["referrals", "E07000073", "2012-04-01", "all", "all", "Asian"].value == 0
    assert len(found) == 4
    assert any("2011-12 is a year across two" in note for note in draft.notes)
    assert why(draft)["first line"] == ["columns that are no part of a figure"]


def test_months_as_excel_counts_days(tmp_path: Path) -> None:
    draft = read(tmp_path, "area code,month,value\nE07000073,43831,10\nE07000073,43862,11\nE07000077,43831,3\n")
    spans = {(figure.area_code, figure.starts, figure.ends, figure.value) for figure in draft.indicators[0].figures}
    assert spans == {
        ("E07000073", "2020-01-01", "2020-01-31", 10),
        ("E07000073", "2020-02-01", "2020-02-29", 11),
        ("E07000077", "2020-01-01", "2020-01-31", 3),
    }
    assert "five digits are Excel's number of a day" in draft.notes[0]


def test_two_units_in_one_column(tmp_path: Path) -> None:
    head = "area_code,period,indicator,value\n"
    draft = read(
        tmp_path,
        head
        + "E07000073,2021,Active,60%\nE07000077,2021,Active,70.5%\nE07000068,2021,Active,812\nE07000066,2021,Active,*\n",
    )
    (indicator,) = draft.indicators
    assert (indicator.unit, sorted(figure.area_code for figure in indicator.figures if figure.value)) == (
        "%",
        ["E07000073", "E07000077"],
    )
    assert why(draft)["row 4"] == ["two units in one column: it is written without %, and most others with %"]


@pytest.mark.parametrize(
    ("header", "starts", "ends"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019/20", "2019-04-01", "2020-03-31"),
        ("2019-20", "2019-04-01", "2020-03-31"),
        ("2011-12", "2011-04-01", "2012-03-31"),
        ("Q1 2020", "2020-01-01", "2020-03-31"),
        ("Jan-20", "2020-01-01", "2020-01-31"),
        ("2020-01", "2020-01-01", "2020-01-31"),
        ("year ending March 2020", "2019-04-01", "2020-03-31"),
        ("2017 - 19", "2017-01-01", "2019-12-31"),
        ("Number 2020/21", "2020-04-01", "2021-03-31"),
        ("mid-2022", "2022-06-30", "2022-06-30"),
    ],
)
def test_a_column_for_a_period(tmp_path: Path, header: str, starts: str, ends: str) -> None:
    draft = read(tmp_path, f"Area,{header},Q4 2030\nHarlow,5,1\nUttlesford,6,2\n")
    every = [figure for one in draft.indicators for figure in one.figures]
    found = {(figure.area_code, figure.starts): (figure.ends, figure.value) for figure in every}
    assert len(every) == 4
    assert found["E07000073", starts] == (ends, 5)


def test_names_stacked_in_two_rows_of_a_csv(tmp_path: Path) -> None:
    text = (
        ",,2021/22,,2022/23,\nArea code,Area,Number,Rate per 1000,Number,Rate per 1000\n"
        "E07000073,Harlow,45,0.5,50,0.6\nE07000077,Uttlesford,12,0.1,*,*\n"
    )
    draft = read(tmp_path, text)
    (indicator,) = draft.indicators
    assert (indicator.kind, indicator.multiplier) == ("rate", 1000)
    found = {(figure.area_code, figure.period): (figure.value, figure.count) for figure in indicator.figures}
    assert found == {
        ("E07000073", "2021/22"): (0.5, 45), ("E07000073", "2022/23"): (0.6, 50),
        ("E07000077", "2021/22"): (0.1, 12), ("E07000077", "2022/23"): (None, None),
    }  # fmt: skip


def test_a_thousand_columns(tmp_path: Path) -> None:
    names = ",".join(f"Measure {number} 2021" for number in range(1000))
    values = ",".join(map(str, range(1000)))
    draft = read(tmp_path, f"area_code,area,{names}\nE07000073,Harlow,{values}\nE07000077,Uttlesford,{values}\n")
    assert (len(draft.indicators), draft.figures) == (1000, 2000)
    assert draft.indicators[999].name == "Measure 999"
    assert draft.indicators[999].figures[0].value == 999


def test_half_a_download(tmp_path: Path) -> None:
    draft = read(tmp_path, "area_code,period,value\nE07000073,2021,10\nE07000077,2021,11\nE07000068,20")
    assert draft.figures == 2
    assert why(draft)["row 4"] == ["the file ends in the middle of this row: look whether it arrived whole"]


def test_small_areas_of_other_censuses_other_districts_and_no_census(tmp_path: Path) -> None:
    """E01022090 was split in 2021 into E01035178 and others; E01022057 lies in Uttlesford; E01099999 is nobody's."""
    rows = ("E01022090,Uttlesford 006B", "E01035178,", "E01022057,Harlow 001A", "E01099999,Harlow 001B", "E01021820,")
    draft = read(tmp_path, "area_code,area,period,value\n" + "".join(f"{row},2024,{n}\n" for n, row in enumerate(rows)))
    assert why(draft)["row 5"] == ["no small area of the censuses of 2001, 2011 and 2021 has the code E01099999"]
    notes = {figure.area_code: figure.note for figure in draft.indicators[0].figures}
    assert notes == {
        "E01022090": "a small area that was split with the census of 2021",
        "E01035178": "",
        "E01022057": "its code lies in Uttlesford, its name says Harlow",
        "E01021820": "",
    }
    said = " ".join(draft.notes)
    assert (
        "Row 2 has a code of small areas that ended with the census of 2021, and row 3 codes that began with it" in said
    )
    assert "Row 4: E01022057 lies in Uttlesford, and the name beside it is Harlow 001A: kept under its code." in said


def test_codes_that_are_ended_elsewhere_or_made_up(tmp_path: Path) -> None:
    rows = (
        "E07000073,Harlow", "E07000026,Allerdale", "S12000033,Aberdeen City", "S01006506,Culter", "E07000999,Somewhere",
        "E0700007,Harlow", "E07000073,Basildon", "881,Essex",
    )  # fmt: skip
    draft = read(tmp_path, "area_code,area,period,value\n" + "".join(f"{row},2024,{n}\n" for n, row in enumerate(rows)))
    left = why(draft)
    assert left["row 6"] == ["no area has the code E07000999"]
    assert left["row 7"][0].endswith("did you mean Harlow (E07000073)?")
    assert left["row 8"] == ["E07000073 is Harlow, and the row says Basildon"]
    assert left["row 9"][0].startswith("“881” is no area code")
    assert [figure.area_code for figure in draft.indicators[0].figures] == [
        "E07000073",
        "E07000026",
        "S12000033",
        "S01006506",
    ]
    said = " ".join(draft.notes)
    assert "Row 3: figures of areas that had ended by then (Allerdale)." in said
    assert "2 rows about Scotland" in said
    assert "1 row about areas of kinds that the register does not hold." in said


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("Area,Burglary\nHarlow,100\n", "crimes.csv", "no line above says which time it is of"),
        ("Measure,Harlow,Uttlesford\nBurglary,100,40\nRobbery,9,1\n", "crimes.csv", "has a column for each area"),
        (
            "area;year;value\nHarlow;2023;10,5\nUttlesford;2023;11,2\n",
            "commas.csv",
            "“10,5” in value is neither a number",
        ),
        (
            "Area,2021\nAtlantis,1\nAvalon,2\nHarlow,3\n",
            "nowhere.csv",
            "2 of 3 rows are about areas that are not known",
        ),
        ("Ward,2021\nBrentwood,1\nHarlow,2\n", "wards.csv", "the name of a ward is not enough"),
        ("Police force,2021\nEssex,1\nKent,2\n", "forces.csv", "the name of a force is not enough"),
        ("a,b\n1,2\n", "ab.csv", "no area, period and value columns"),
    ],
)
def test_what_cannot_be_told_is_asked_in_a_sentence(tmp_path: Path, text: str, name: str, said: str) -> None:
    with pytest.raises(WorkbenchError, match=said) as fault:
        read(tmp_path, text, name)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("above", "name", "period"),
    [
        ("Crimes by district, year ending March 2023\n", "crimes.csv", "year ending March 2023"),
        ("", "crimes_2019-20.csv", "2019-20"),
        ("Date:,2022/23\n", "crimes.csv", "2022/23"),
    ],
)
def test_one_time_for_the_whole_table(tmp_path: Path, above: str, name: str, period: str) -> None:
    draft = read(tmp_path, above + "Area,Burglary,Robbery\nHarlow,100,20\nUttlesford,40,3\n", name)
    assert {figure.period for one in draft.indicators for figure in one.figures} == {period}
    assert draft.figures == 4
    assert f"{period} for every row" in draft.notes[0]


def test_answers_of_people_are_not_taken_for_figures(tmp_path: Path) -> None:
    rows = "".join(f"P{n},E0700007{n % 3 + 2},2024-03-0{n % 9 + 1},{n % 5},{n % 7}\n" for n in range(60))
    answers = tmp_path / "answers.csv"
    answers.write_text("respondent,lad code,day,how safe,how often\n" + rows, encoding="utf-8")
    assert READER.recognises(answers, answers.read_bytes()) <= 0.3
    figures = tmp_path / "sent.csv"
    figures.write_text(ROW_9, encoding="utf-8")
    assert READER.recognises(figures, figures.read_bytes()) == 0.6


def test_a_survey_with_areas_days_and_ages_is_not_taken_for_figures(tmp_path: Path) -> None:
    ages = ("65+", "65+", "25-44", "16-24", "45-64")
    districts = ("Harlow", "Tendring", "Epping Forest")
    for asked, answers in {
        "how safe;email": "fairly safe;r{}@example.org",
        "years here;email": "7;r{}@example.org",
    }.items():
        rows = (f"{districts[n % 3]};{ages[n % 5]};{n % 9 + 1:02}/03/2026;{answers.format(n)}\n" for n in range(60))
        survey = tmp_path / "survey.csv"
        survey.write_text(f"area;age_band;started;{asked}\n{''.join(rows)}", encoding="utf-8")
        assert READER.recognises(survey, survey.read_bytes()) <= 0.3, asked
    monthly = (f"{districts[n % 3]},{n // 3 % 12 + 1:02}/{2020 + n // 36},{n + 4}\n" for n in range(60))
    sent = tmp_path / "sent.csv"
    sent.write_text("District,Month,Referrals\n" + "".join(monthly), encoding="utf-8")
    assert READER.recognises(sent, sent.read_bytes()) >= 0.6


def test_a_page_of_nomis_that_may_not_be_all(tmp_path: Path) -> None:
    head = "DATE_NAME,GEOGRAPHY_NAME,GEOGRAPHY_CODE,CELL_NAME,OBS_VALUE\n"
    rows = "".join(f"2021,Harlow,E07000073,cell {number},1\n" for number in range(25_000))
    draft = read(tmp_path, head + rows)
    assert draft.figures == 25_000
    assert any("look whether more follow" in note for note in draft.notes)


@pytest.mark.parametrize("header", ["2020-04-01,2020-05-01", "43922,43952", "Apr-20,May-20", "04/2020,05/2020"])
def test_months_as_names_of_columns_however_excel_kept_them(tmp_path: Path, header: str) -> None:
    draft = read(tmp_path, f"Area,{header}\nHarlow,5,6\nUttlesford,7,8\n")
    (indicator,) = draft.indicators
    spans = {(figure.area_code, figure.starts, figure.ends): figure.value for figure in indicator.figures}
    assert spans["E07000073", "2020-04-01", "2020-04-30"] == 5
    assert spans["E07000077", "2020-05-01", "2020-05-31"] == 8
