from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.exchange.delimited import QuoteIsNotClosedError
from workbench.exchange.encoding import FileIsEmptyError
from workbench.exchange.indicator_columns import NoFiguresColumnsError
from workbench.exchange.indicator_tables import READER, AreasUnknownError, NoFiguresError
from workbench.exchange.readers import Options
from workbench.indicators.drafts import DraftFigure, DraftFigures
from workbench.indicators.gathering import UnitNotSaidError

HEAD = "area_code,area_name,period,indicator,value,unit\n"
ACTIVE = "active_lives_physically_active_adults_fingertips93014.csv"
INACTIVE = "active_lives_physically_inactive_adults_fingertips93015.csv"


def read(folder: Path, text: str | bytes, name: str = "figures.csv") -> DraftFigures:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return READER.read(path, Options())


def only(draft: DraftFigures) -> DraftFigure:
    (indicator,) = draft.indicators
    (figure,) = indicator.figures
    return figure


def reasons(draft: DraftFigures) -> dict[str, str]:
    return {entry.where: entry.why for entry in draft.left_out}


@pytest.mark.parametrize(
    ("name", "polarity", "harlow", "brentwood"),
    [
        (ACTIVE, "high is good", (60.3, "worse"), (75.7, "better")),
        (INACTIVE, "low is good", (27.7, "worse"), (15.2, "better")),
    ],
)
def test_both_active_lives_files(shared_data: Path, name: str, polarity: str, harlow, brentwood) -> None:
    draft = READER.read(shared_data / "indicators" / name, Options())
    assert (draft.rows, draft.figures, draft.areas, draft.periods) == (3089, 3089, 314, 10)
    assert [(entry.where, entry.what) for entry in draft.left_out] == [("first line", "area_type")]
    (indicator,) = draft.indicators
    assert (indicator.kind, indicator.unit, indicator.polarity) == ("proportion", "%", polarity)
    assert indicator.benchmark == "E92000001"
    at = {(figure.area_code, figure.period): figure for figure in indicator.figures}
    assert {figure.breakdown for figure in indicator.figures} == {("all", "all", "all")}
    for code, (value, word) in (("E07000073", harlow), ("E07000068", brentwood)):
        figure = at[code, "2024/25"]
        assert (figure.value, figure.compared, figure.interval) == (value, word, "")
        assert (figure.starts, figure.ends) == ("2024-11-16", "2025-11-15")
    assert at["E92000001", "2024/25"].compared == ""
    assert draft.publisher
    assert "Open Government Licence" in draft.licence


def test_files_that_are_no_figures_are_not_recognised(shared_data: Path) -> None:
    folder = shared_data / "indicators"
    for path in folder.glob("police_uk_*.csv"):
        assert READER.recognises(path, path.read_bytes()[:65_536]) == 0.0
    for path in (*folder.glob("dfe_*.csv"), *folder.glob("uk_local_*.csv")):
        assert READER.recognises(path, path.read_bytes()[:65_536]) == 0.95
    for path in folder.glob("active_lives_*.csv"):
        assert READER.recognises(path, path.read_bytes()[:65_536]) == 0.9


def test_weapon_possession_counted_from_the_police_file(shared_data: Path, tmp_path: Path) -> None:
    """The trap of the demonstration, from the street records to the rate with its interval."""
    import csv
    from collections import Counter

    from workbench import geography

    counted: Counter[str] = Counter()
    source = shared_data / "indicators" / "police_uk_street_essex_2018-10_to_2019-02_weapons_robbery.csv"
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["Crime type"] == "Possession of weapons":
                counted[row["LSOA name"].rsplit(" ", 1)[0]] += 1
    lines = [
        f"{area.code},{area.name},Oct 2018 to Feb 2019,{counted[area.name]},{area.population_2020}"
        for area in geography.of_county("E10000012")
    ]
    for unit, header in ((",unit", ",per 100 000 residents"), ("", "")):
        table = f"area_code,area,period,count,denominator{unit}\n" + "".join(f"{line}{header}\n" for line in lines)
        if not unit:
            with pytest.raises(UnitNotSaidError, match="Add a column unit"):
                read(tmp_path, table, "weapons.csv")
            continue
        (indicator,) = read(tmp_path, table, "weapons.csv").indicators
        at = {figure.area: figure for figure in indicator.figures}
        expected = {
            "Harlow": (45, 87_280, 51.6, 37.6, 69.0, "Byar"),
            "Basildon": (69, 187_558, 36.8, 28.6, 46.6, "Byar"),
            "Brentwood": (8, 77_242, 10.4, 4.5, 20.4, "exact Poisson"),
            "Uttlesford": (261, 92_759, 281.4, 248.3, 317.7, "Byar"),
        }
        for name, said in expected.items():
            figure = at[name]
            limits = [round(number or 0, 1) for number in (figure.value, figure.lower, figure.upper)]
            assert (figure.count, figure.denominator, *limits, figure.interval) == said
            assert figure.derived
            assert (figure.starts, figure.ends) == ("2018-10-01", "2019-02-28")
        assert len(at) == 14


def test_a_native_fingertips_file(tmp_path: Path) -> None:
    head = (
        "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
        "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
        "Denominator,Value note,Recent Trend,Compared to England value or percentiles,Compared to percentiles,"
        "Time period Sortable,New data,Compared to goal,Time period range\n"
    )
    england = "90631,Ready for school,,,E92000001,England,England,Persons,5 yrs,,,2023/24,67.7,67.6,67.8,,,404000,597000,,,,,20230000,,,1y\n"
    draft = read(
        tmp_path,
        head
        + england
        + "90631,Ready for school,,,E10000012,Essex,Counties,Persons,5 yrs,,,2023/24,68.9,68.2,69.6,,,11000,15965,,,Better,,20230000,,,1y\n"
        + "90631,Ready for school,,,E10000012,Essex,Counties,Female,5 yrs,,,2023/24,75.7,74.8,76.6,,,,,,,Similar,,20230000,,,1y\n"
        + "90631,Ready for school,,,E92000001,England,England,Persons,5 yrs,Deprivation deciles,Most deprived decile,2023/24,59.1,58.8,59.4,,,,,,,,,20230000,,,1y\n"
        + "90631,Ready for school,,,E07000073,Harlow,Districts,Persons,5 yrs,,,2023/24,,,,,,,,Value suppressed for disclosure control,,,,20230000,,,1y\n"
        + england
        + england,
    )
    (indicator,) = draft.indicators
    assert (indicator.name, indicator.external_id, indicator.kind) == ("Ready for school", "90631", "proportion")
    groups = {(figure.area_code, figure.sex, figure.category): figure for figure in indicator.figures}
    essex = groups["E10000012", "all", "all"]
    assert (essex.value, essex.lower, essex.interval, essex.compared) == (68.9, 68.2, "published", "better")
    assert groups["E10000012", "female", "all"].value == 75.7
    assert groups["E92000001", "all", "Deprivation deciles: Most deprived decile"].value == 59.1
    harlow = groups["E07000073", "all", "all"]
    assert (harlow.value, harlow.status) == (None, "withheld by the publisher")
    assert reasons(draft)["rows 7, 8"] == "the same figure stands further up"


def test_breakdowns_never_become_the_figure_of_everybody(tmp_path: Path) -> None:
    text = "area_code,period,indicator,measure,unit,value,inequality\n" + "".join(
        f"E07000073,2024/25,Active,Percentage,{unit},{value},{group}\n"
        for unit, value, group in (
            ("Persons", 60, "NA"), ("Persons", 50, "Ethnicity: Asian"), ("Persons", 55, "Male"), ("Females", 58, "NA"),
        )
    )  # fmt: skip
    (indicator,) = read(tmp_path, text).indicators
    found = {figure.breakdown: figure.value for figure in indicator.figures}
    assert found == {
        ("all", "all", "all"): 60,
        ("all", "all", "Ethnicity: Asian"): 50,
        ("male", "all", "all"): 55,
        ("female", "all", "all"): 58,
    }


@pytest.mark.parametrize(
    "text",
    [
        "AREACD,AREANM,period,value,lci_95,uci_95\nE07000073,Harlow,2023-01-01/P1Y,10,9,11\n",
        "DATE_NAME,GEOGRAPHY_NAME,GEOGRAPHY_CODE,MEASURES_NAME,OBS_VALUE\n2023,Harlow,E07000073,Value,10\n",
        "LAD23CD;LAD23NM;Year;Value\nE07000073;Harlow;2023;10\n",
        "area code\tperiod\tvalue\nE07000073\t2023\t10\n",
        "Number of things\nSource: us\n\nArea Code,Time period,Value\nE07000073,2023,10\n",
        "area,year,value\nHarlow,2023,10\n",
        "area,year,value\nE07000073,2023,10\n",
        "\ufeffarea_code,period,value\n e07000073 ,2023, 10 \n",
        'area_code,period,period_start,period_end,value\nE07000073,some time,2023-01-01,2023-12-31,"10"\n',
    ],
)
def test_layouts_that_partners_send(tmp_path: Path, text: str) -> None:
    figure = only(read(tmp_path, text))
    assert (figure.area_code, figure.starts, figure.ends, figure.value) == ("E07000073", "2023-01-01", "2023-12-31", 10)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = HEAD + "E07000073,Harlow,2023,Café visits – “all”,10,%\n"
    draft = read(tmp_path, text.encode(encoding))
    assert draft.indicators[0].name == "Café visits – “all”"
    assert only(draft).value == 10
    assert READER.recognises(tmp_path / "figures.csv", text.encode(encoding)) == 0.9


def test_marks_become_statuses_and_never_zero(tmp_path: Path) -> None:
    marks = ["NA", "", "-", "..", ":", "*", "[c]", "c", "z", "x", "u", "low", "b", "p", "r", "<5"]
    rows = "".join(f"E07000073,Harlow,{2000 + n},Thing,{mark},%\n" for n, mark in enumerate(marks))
    (indicator,) = read(tmp_path, HEAD + rows + "E07000073,Harlow,2020,Thing,0,%\n").indicators
    found = {figure.period: figure for figure in indicator.figures}
    assert len(found) == len(marks) + 1
    for n, mark in enumerate(marks):
        figure = found[str(2000 + n)]
        assert figure.value is None, mark
        assert figure.status in {"missing", "withheld by the publisher", "not applicable"}, mark
    assert [found[str(2000 + n)].status for n in (5, 6, 7, 15)] == ["withheld by the publisher"] * 4
    assert (found["2020"].value, found["2020"].status) == (0, "normal")


def test_a_withheld_value_is_not_worked_out_behind_the_publisher(tmp_path: Path) -> None:
    text = "area_code,period,value,count,denominator,unit\nE07000073,2023,*,3,200,%\nE07000068,2023,,3,200,%\n"
    withheld, open_one = read(tmp_path, text).indicators[0].figures
    assert withheld.value is None
    assert withheld.lower is None
    assert withheld.status == "withheld by the publisher"
    assert (open_one.value, open_one.derived, open_one.interval) == (1.5, True, "Wilson score")


def test_rows_left_out_say_where_and_why(tmp_path: Path) -> None:
    rows = [
        "E07000073,Harlow,2023,Thing,10,%",
        "E07000999,Southend on Sea,2023,Thing,10,%",
        "Harlow,,2023,Thing,10,%",
        "E07000073,Brentwood,2023,Thing,10,%",
        "E07000073,Harlow,one day,Thing,10,%",
        "E07000073,Harlow,2024,Thing,ten,%",
        'E07000073,Harlow,2024,Thing,"51,6",%',
        "E07000073,Harlow,2024,Thing,110,%",
        "E07000073,Harlow,2024,Thing,-1,%",
        "E07000073,Harlow,2023,Thing,11,%",
        "E07000073,Harlow,2024,Thing,10,%,and more",
        "E07000068,Brentwood,2024,Thing,10,%",
        "E01022090,Uttlesford 001A,2024,Thing,10,%",
        "E07000026,Allerdale,2024,Thing,10,%",
        "E08000020,Gateshead,2024,Thing,10,%",
    ]
    draft = read(tmp_path, HEAD + "\n".join(rows) + "\n\n")
    why = reasons(draft)
    assert draft.rows == len(rows)
    assert draft.figures == 5
    assert len(draft.left_out) == 10
    assert "did you mean Southend-on-Sea (E06000033)?" in why["row 3"]
    assert "did you mean Harlow (E07000073)?" in why["row 4"]
    assert why["row 5"] == "E07000073 is Harlow, and the row says Brentwood"
    assert "“one day”" in why["row 6"]
    assert "“ten” in value" in why["row 7"]
    assert "“51,6”" in why["row 8"]
    assert why["row 9"] == "the value 110 is more than 100"
    assert why["row 10"] == "the value is below zero"
    assert why["row 11"] == "another figure for the same area, time and group stands in row 2"
    assert why["row 12"] == "it has 7 cells where the first line has 6"
    notes = {figure.area: figure.note for figure in draft.indicators[0].figures}
    assert notes["Uttlesford 001A"] == "a small area that was split with the census of 2021"
    assert notes["Allerdale"] == "Allerdale ended on 31 March 2023"
    assert notes["Gateshead"] == "published as E08000020"


def test_intervals_and_counts_that_cannot_be_right(tmp_path: Path) -> None:
    head = "area_code,period,value,lower,upper,count,denominator,unit\n"
    rows = [
        "E07000066,2023,10,11,12,,,%",
        "E07000067,2023,10,9,11,60,50,%",
        "E07000068,2023,10,11,9,,,%",
        "E07000069,2023,10,9,11,-5,50,%",
        "E07000070,2023,10.0,10.04,11,,,%",
        "E07000071,2023,30,,,5,50,%",
        "E07000072,2023,10,,,5,50,%",
    ]
    draft = read(tmp_path, head + "\n".join(rows))
    why = reasons(draft)
    assert why["row 2"] == "the value 10 lies outside its own interval"
    assert why["row 3"] == "the count 60 is larger than its denominator 50"
    assert why["row 4"] == "the interval runs backwards, 11 to 9"
    assert why["row 5"] == "a count is below zero"
    kept = {figure.area_code: figure for figure in draft.indicators[0].figures}
    assert set(kept) == {"E07000070", "E07000071", "E07000072"}
    assert "its own count gives 10 (5 of 50), not 30" in kept["E07000071"].note
    assert kept["E07000071"].lower is None, "no interval around a figure that is not the count's"
    assert kept["E07000072"].interval == "Wilson score"


def test_several_indicators_and_units_in_one_file(tmp_path: Path) -> None:
    rows = [
        "E07000073,Harlow,2023,Crimes,50,per 1,000 residents".replace("1,000", "1000"),
        "E07000073,Harlow,2023,Crimes,4500,Count",
        "E07000073,Harlow,2023,Mean age,38.5,years",
    ]
    draft = read(tmp_path, HEAD + "\n".join(rows))
    found = {indicator.name: (indicator.kind, indicator.multiplier) for indicator in draft.indicators}
    assert found == {
        "Crimes (per 1000 residents)": ("rate", 1000),
        "Crimes (Count)": ("count", 1),
        "Mean age": ("mean", 1),
    }


def test_the_unit_is_found_by_how_count_and_denominator_fit(tmp_path: Path) -> None:
    (indicator,) = read(
        tmp_path, "area_code,period,value,count,denominator\nE07000073,2023,51.6,45,87280\n", "weapon_possession.csv"
    ).indicators
    assert (indicator.name, indicator.kind, indicator.unit) == ("weapon possession", "rate", "per 100,000")
    assert indicator.figures[0].interval == "Byar"


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("", FileIsEmptyError, "empty"),
        ("a,b,c\n1,2,3\n", NoFiguresColumnsError, "area_code, period and value"),
        ("area,crimes\nHarlow,1\nUttlesford,2\n", NoFiguresColumnsError, "no line above says which time it is of"),
        (HEAD, NoFiguresError, "not one figure"),
        (HEAD + "X1,Nowhere,2023,Thing,1,%\nX2,Nowhere,2023,Thing,1,%\nE07000073,Harlow,2023,Thing,1,%\n",
         AreasUnknownError, "2 of 3 rows"),
        (HEAD + "E07000073,Harlow,never,Thing,1,%\n", NoFiguresError, "row 2"),
        ("area_code,period,count,denominator\nE07000073,2023,1,2\n", UnitNotSaidError, "per 100,000 residents"),
    ],
)  # fmt: skip
def test_refusals_are_sentences(tmp_path: Path, text: str, error: type[WorkbenchError], says: str) -> None:
    with pytest.raises(error, match=says):
        read(tmp_path, text)


@pytest.mark.parametrize("length", [200, 2_000_000])
def test_an_open_quotation_mark(tmp_path: Path, length: int) -> None:
    rows = "".join(f"E07000073,Harlow,{year},Thing,1,%\n" for year in range(1950, 2024))
    with pytest.raises(QuoteIsNotClosedError, match="line 76: a quotation mark is opened"):
        read(tmp_path, HEAD + rows + 'E07000073,"Harlow,2024,Thing,1,%\n' + "x" * length)


def test_every_nasty_csv_is_refused_with_a_sentence(shared_data: Path) -> None:
    for path in sorted((shared_data / "nasty" / "csv").glob("*.csv")):
        assert READER.recognises(path, path.read_bytes()[:65_536]) < 0.5
        with pytest.raises(WorkbenchError):
            READER.read(path, Options())
