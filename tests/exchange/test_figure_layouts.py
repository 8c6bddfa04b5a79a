"""Each layout of figures by a small specimen of it, written here and counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.exchange.readers import Options, recognise
from workbench.indicators.drafts import DraftFigure, DraftFigures

SPECIMENS = Path(__file__).resolve().parents[1] / "specimens" / "figures"


def read(name: str) -> DraftFigures:
    """A specimen, recognised by itself."""
    path = SPECIMENS / name
    reader = recognise(path)
    assert reader.kind == "indicators"
    return reader.read(path, Options())


def figures(draft: DraftFigures) -> dict[tuple[str, ...], DraftFigure]:
    """Its figures by indicator, area, time and group; each of them once."""
    every = [(one.name, figure) for one in draft.indicators for figure in one.figures]
    found = {(name, figure.area_code, figure.period, *figure.breakdown): figure for name, figure in every}
    assert len(found) == len(every)
    return found


def left_out(draft: DraftFigures) -> dict[str, str]:
    return {entry.where: entry.why for entry in draft.left_out}


@pytest.mark.parametrize(
    ("name", "rows", "indicators", "observations", "areas", "periods", "said"),
    [
        ("fingertips_27.csv", 7, 1, 6, 4, 1, "OHID Fingertips"),
        ("fingertips_26.csv", 2, 1, 2, 2, 1, "OHID Fingertips"),
        ("fingertips_package.csv", 2, 1, 2, 2, 1, "OHID Fingertips"),
        ("fingertips_upload.csv", 4, 1, 3, 2, 1, "a table for upload to Fingertips"),
        ("fingertips_upload_old.csv", 3, 1, 3, 2, 3, "an older table for upload to Fingertips"),
        ("dfe_2025.csv", 9, 2, 16, 5, 2, "explore education statistics"),
        ("dfe_2022.csv", 4, 1, 4, 2, 2, "explore education statistics"),
        ("local_statistics.csv", 4, 2, 4, 3, 2, "ONS Explore Local Statistics"),
        ("nomis_api.csv", 6, 2, 5, 2, 1, "Nomis, from its API"),
        ("nomis_page.csv", 3, 1, 4, 2, 2, "Nomis, from its pages"),
        ("nomis_pages.csv", 4, 1, 8, 2, 2, "Nomis, from its pages"),
        ("census_bulk.csv", 2, 1, 6, 2, 1, "Census 2021 bulk data"),
        ("census_ages.csv", 2, 1, 6, 2, 1, "Census 2021 bulk data"),
        ("census_custom.csv", 6, 1, 6, 1, 1, "a custom data set of Census 2021"),
        ("deprivation_2019.csv", 2, 6, 12, 2, 2, "English indices of deprivation"),
        ("deprivation_districts_2025.csv", 2, 4, 8, 2, 1, "English indices of deprivation"),
        ("population_years.csv", 4, 1, 8, 2, 2, "mid-year population estimates, by year"),
        ("population_small_mid-2021.csv", 2, 1, 10, 2, 1, "mid-year population estimates of small areas"),
    ],
)
def test_counts(name: str, rows: int, indicators: int, observations: int, areas: int, periods: int, said: str) -> None:
    draft = read(name)
    assert (draft.rows, len(draft.indicators), draft.figures) == (rows, indicators, observations)
    assert (draft.areas, draft.periods) == (areas, periods)
    assert any(f"ead as {said}" in note for note in draft.notes)


def test_fingertips_keeps_england_once_and_groups_apart() -> None:
    draft = read("fingertips_27.csv")
    name = "Ready for school, end of Reception"
    found = figures(draft)
    assert left_out(draft)["row 6"] == "the same figure stands further up"
    england = found[name, "E92000001", "2023/24", "all", "5 yrs", "all"]
    assert (england.value, england.lower, england.upper, england.count) == (67.7, 67.6, 67.8, 404_000)
    decile = "District & UA deprivation deciles in England (IMD2019): Most deprived decile (IMD2019)"
    assert found[name, "E92000001", "2023/24", "all", "5 yrs", decile].value == 59.1
    assert found[name, "E10000012", "2023/24", "female", "5 yrs", "all"].value == 75.7
    thurrock = found[name, "E06000034", "2023/24", "all", "5 yrs", "all"]
    assert (thurrock.value, thurrock.count, thurrock.status) == (None, None, "withheld by the publisher")
    assert found[name, "E06000033", "2023/24", "all", "5 yrs", "all"].status == "estimated"
    assert draft.indicators[0].external_id == "90631"
    assert draft.indicators[0].benchmark == "E92000001"


def test_fingertips_in_other_spellings() -> None:
    older = figures(read("fingertips_26.csv"))[
        "Violence offences per 1000", "E07000073", "2019/20", "all", "all", "all"
    ]
    assert (older.value, older.lower, older.compared) == (33.1, 32.1, "higher")
    package = figures(read("fingertips_package.csv"))
    one = package["Households that are lone parents", "E07000073", "2018 - 20", "all", "all", "all"]
    assert (one.value, one.lower, one.upper, one.starts, one.ends) == (9.0, 8.6, 9.4, "2018-01-01", "2020-12-31")


def test_fingertips_uploads() -> None:
    draft = read("fingertips_upload.csv")
    found = {figure.breakdown: figure for figure in draft.indicators[0].figures}
    assert set(found) == {("all", "all", "all"), ("female", "16 to 64", "all"), ("all", "18+", "IMD 2019: decile 1")}
    assert (found["all", "all", "all"].value, found["all", "all", "all"].starts) == (4.5, "2022-04-01")
    assert left_out(draft)["row 5"].startswith("the period ends before it begins")
    older = {figure.starts: figure for figure in read("fingertips_upload_old.csv").indicators[0].figures}
    assert (older["2019-01-01"].ends, older["2019-01-01"].value) == ("2021-12-31", 23.0)
    assert (older["2019-04-01"].ends, older["2019-04-01"].sex) == ("2019-06-30", "male")
    nothing = older["2019-05-01"]
    assert (nothing.value, nothing.count, nothing.status, nothing.note) == (None, None, "missing", "value note 506")


def test_education_statistics_with_their_break() -> None:
    draft = read("dfe_2025.csv")
    found = figures(draft)
    name = "Good level of development"
    england = found[name, "E92000001", "2024/25", "all", "all", "all"]
    assert (england.value, england.count, england.denominator) == (68.3, 402_591, 589_471)
    assert (england.starts, england.ends) == ("2024-09-01", "2025-08-31")
    assert found[name, "E10000012", "2024/25", "all", "all", "FSM status: FSM eligible"].value == 50
    assert found[name, "E10000012", "2024/25", "female", "all", "all"].value == 75
    withheld = found[name, "E07000073", "2024/25", "all", "all", "all"]
    assert (withheld.value, withheld.count, withheld.status) == (None, None, "withheld by the publisher")
    assert found[name, "E07000073", "2021/22", "all", "all", "all"].status == "series break"
    assert found[name, "E06000033", "2024/25", "all", "all", "all"].value is None
    assert left_out(draft)["row 10"] == "geographic_level is School, which is not read"
    assert "not comparable" in draft.caveats


def test_education_statistics_in_older_names_and_without_a_code() -> None:
    draft = read("dfe_2022.csv")
    found = figures(draft)
    name = "Good level of development"
    assert found[name, "E06000034", "2021/22", "male", "all", "all"].value == 60
    assert found[name, "E06000034", "2021/22", "all", "all", "First language: EAL"].count == 300
    by_name = found[name, "E06000034", "2018/19", "all", "all", "all"]
    assert (by_name.value, by_name.note, by_name.status) == (74, "the code was found by the name", "normal")
    assert any("Thurrock is E06000034" in note for note in draft.notes)


def test_local_statistics_and_what_is_outside_england() -> None:
    draft = read("local_statistics.csv")
    rate = figures(draft)["Employment rate", "E07000073", "2023-01-01/P1Y", "all", "all", "all"]
    assert (rate.value, rate.lower, rate.upper, rate.starts, rate.ends) == (
        78.2,
        70.1,
        86.3,
        "2023-01-01",
        "2023-12-31",
    )
    assert any(note.startswith("1 row about Scotland, under the codes") for note in draft.notes)


def test_nomis_from_its_api() -> None:
    draft = read("nomis_api.csv")
    people, share = draft.indicators
    found = {(figure.area_code, *figure.breakdown): figure for figure in people.figures}
    assert found["E07000073", "all", "all", "all"].value == 93_300
    assert found["E07000073", "female", "all", "all"].value == 47_600
    assert found["E07000073", "all", "Aged 15 to 19 years", "all"].value == 5_000
    assert (found["E07000077", "all", "all", "all"].value, found["E07000077", "all", "all", "all"].status) == (
        None,
        "missing",
    )
    assert (share.unit, share.figures[0].value) == ("%", 100)
    assert left_out(draft)["row 6"] == "MEASURES_NAME is Confidence, which is not read"


def test_nomis_from_its_pages() -> None:
    draft = read("nomis_page.csv")
    found = {(figure.area_code, figure.starts): figure for figure in draft.indicators[0].figures}
    harlow = found["E07000073", "2023-01-01"]
    assert (harlow.value, harlow.lower, harlow.upper, harlow.interval) == (79.9, 73.5, 86.3, "published")
    assert found["E07000077", "2023-01-01"].value is None
    why = left_out(draft)
    assert why["row 10"] == "a total of other rows, of no area that has a code"
    assert why["row 12"] == why["row 13"] == "a note, no figure"


def test_nomis_pages_below_each_other_keep_their_own_sex() -> None:
    found = {
        (figure.area_code, figure.period, figure.sex): figure.value
        for figure in read("nomis_pages.csv").indicators[0].figures
    }
    assert found["E07000073", "2016", "male"] == 41_400
    assert found["E07000073", "2016", "female"] == 43_500


def test_census_tables_have_no_interval() -> None:
    found = figures(read("census_bulk.csv"))
    cars = found["Number of cars or vans", "E07000077", "2021", "all", "all", "No cars or vans in household"]
    assert (cars.value, cars.count, cars.lower, cars.interval) == (3_300, 3_300, None, "")
    assert found["Number of cars or vans", "E07000077", "2021", "all", "all", "all"].count == 36_500
    assert figures(read("census_ages.csv"))["Age", "E01022090", "2021", "all", "Aged 5 to 9 years", "all"].count == 90
    custom = figures(read("census_custom.csv"))
    name = "Census 2021: Sex by Car or van availability"
    assert custom[name, "E07000073", "2021", "male", "all", "Does not apply"].count == 400
    assert sum(figure.count or 0 for figure in custom.values()) == 91_800


def test_deprivation_says_what_a_number_is() -> None:
    draft = read("deprivation_2019.csv")
    units = {one.name: one.unit for one in draft.indicators}
    assert units["Index of Multiple Deprivation Rank"] == "rank, 1 is most deprived"
    assert units["Index of Multiple Deprivation Decile"] == "decile, 1 is most deprived"
    found = figures(draft)
    assert found["Index of Multiple Deprivation Score", "E01022090", "2019", "all", "all", "all"].value == 8.412
    assert found["Income Score", "E01021849", "2019", "all", "all", "all"].value == 0.172
    assert found["Total population (excluding prisoners)", "E01021849", "mid-2015", "all", "all", "all"].count == 1_701
    of_districts = figures(read("deprivation_districts_2025.csv"))
    assert of_districts["IMD - Average score", "E07000073", "2025", "all", "all", "all"].value == 22.1


def test_populations_by_year() -> None:
    found = figures(read("population_years.csv"))
    one = found["Residents (mid-year estimate)", "E07000073", "mid-2022", "female", "0", "all"]
    assert (one.count, one.starts, one.ends, one.interval) == (610, "2022-06-30", "2022-06-30", "")


def test_populations_of_small_areas() -> None:
    found = figures(read("population_small_mid-2021.csv"))
    name = "Residents (mid-year estimate)"
    assert found[name, "E01022090", "mid-2021", "all", "all", "all"].count == 1_510
    assert found[name, "E01021849", "mid-2021", "female", "90", "all"].count == 8


def test_school_readiness_of_the_real_file(shared_data: Path) -> None:
    path = shared_data / "indicators" / "dfe_eyfsp_gld_la_2016_2018.csv"
    draft = recognise(path).read(path, Options())
    assert (draft.rows, draft.figures, len(draft.indicators), draft.areas, draft.periods) == (152, 6_384, 5, 152, 3)
    found = figures(draft)
    name = "Good level of development"
    course = [found[name, "E10000012", year, "all", "all", "all"] for year in ("2015/16", "2016/17", "2017/18")]
    assert [figure.value for figure in course] == [71.9, 73.5, 73.8]
    assert course[2].denominator == 17_040
    fsm = found[name, "E06000033", "2017/18", "all", "all", "Free school meals: eligible"]
    assert (fsm.value, fsm.denominator) == (64.3, 342)
    assert not any("National" in one.name or "gap" in one.name for one in draft.indicators)


def test_the_register_of_mysociety(shared_data: Path) -> None:
    path = shared_data / "indicators" / "uk_local_authorities_mysociety.csv"
    draft = recognise(path).read(path, Options())
    assert (draft.rows, draft.figures, draft.areas) == (470, 415, 415)
    found = {figure.area_code: figure for figure in draft.indicators[0].figures}
    assert (found["E07000073"].count, found["E07000077"].count) == (87_280, 92_759)
    assert sum(entry.where.startswith("row ") for entry in draft.left_out) == 55


def test_a_name_is_that_of_the_area_there_was_at_the_time(tmp_path: Path) -> None:
    table = tmp_path / "ready.csv"
    table.write_text(
        "area,period,value,unit\nDorset,2017/18,70.3,%\nDorset,2023/24,69.0,%\nEssex,2017/18,73.8,%\nPoole,2017/18,71.0,%\n",
        encoding="utf-8",
    )
    draft = recognise(table, as_="indicators").read(table, Options())
    (indicator,) = draft.indicators
    assert [(one.area, one.period, one.area_code) for one in indicator.figures] == [
        ("Dorset", "2017/18", "E10000009"),
        ("Dorset", "2023/24", "E06000059"),
        ("Essex", "2017/18", "E10000012"),
        ("Poole", "2017/18", "E06000029"),
    ]
    assert any("Dorset was E10000009" in note for note in draft.notes)
