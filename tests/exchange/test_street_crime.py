"""Street files of data.police.uk: what is counted, what is left out, and what is refused."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.reports import ImportReport
from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options, recognise
from workbench.exchange.street.crime import READER
from workbench.exchange.street.rows import KINDS_OF_PLACE, kind_of_place
from workbench.indicators.catalogue import indicator_named, indicators
from workbench.indicators.observations import Figure, figure_at, figures, history_of
from workbench.project.file import Project

SPECIMEN = Path(__file__).resolve().parents[1] / "specimens" / "street"
JANUARY, FEBRUARY, MARCH = (
    SPECIMEN / month / f"{month}-essex-street.csv" for month in ("2024-01", "2024-02", "2024-03")
)
HARLOW, UTTLESFORD, SOUTHEND = "E07000073", "E07000077", "E06000033"
WEAPONS = "Possession of weapons"


def brought(project: Project, *paths: Path, amend: bool = False) -> list[ImportReport]:
    return bring_in(project, paths, amend=amend)


def held(project: Project, indicator: str = "Robbery") -> list[Figure]:
    with project.read() as session:
        return figures(session, indicator_id=indicator_named(session, indicator))


def count_of(
    project: Project, area: str, period: str, *, indicator: str = "Robbery", category: str = "all"
) -> float | None:
    found = [
        one for one in held(project, indicator) if (one.area_code, one.period, one.category) == (area, period, category)
    ]
    assert len(found) <= 1
    return found[0].count if found else None


def test_a_folder_of_months_is_one_import(project: Project) -> None:
    [report] = brought(project, SPECIMEN)
    assert (report.outcome, report.kind, report.counts["rows"]) == ("imported", "indicators", 29)
    assert count_of(project, HARLOW, "Jan 2024") == 3
    assert count_of(project, HARLOW, "Jan 2024 to Mar 2024") == 6
    assert count_of(project, UTTLESFORD, "Jan 2024 to Mar 2024") == 8
    assert count_of(project, UTTLESFORD, "Jan 2024 to Mar 2024", category="place: Airport/Airfield") == 8
    assert count_of(project, HARLOW, "Jan 2024 to Mar 2024", category="place: a street") == 2
    assert count_of(project, "E01021849", "Jan 2024 to Mar 2024") == 3
    with project.read() as session:
        assert [line.name for line in indicators(session)] == ["Anti-social behaviour", "Burglary", "Robbery"]


def test_what_is_left_out_is_told_with_its_lines(project: Project) -> None:
    [report] = brought(project, SPECIMEN)
    told = {(left.what, left.why) for left in report.left_out}
    assert ("1 row", "no LSOA, so nobody can say in which district") in told
    assert ("1 row", "the same Crime ID, month, type and LSOA stand further up: counted once") in told
    assert ("1 row in “Atlantis 001A”", "the register has no district of that name, and no lookup has its code") in told
    assert ("1 row in Havering", "outside Essex Police's districts") in told
    assert ("1 row", "recorded by the British Transport Police, who are no police of a district") in told
    assert ("the file", "outcomes of crimes, not the crimes themselves") in told
    assert ("the file", "stops and searches, not crimes") in told
    assert any(left.where == "2024-01-essex-street.csv, row 14" for left in report.left_out)
    assert "1 Crime IDs stand on several rows" in " ".join(report.notes)
    counted = sum(one.count or 0 for name in ("Robbery", "Burglary", "Anti-social behaviour")
                  for one in held(project, name)
                  if one.category == "all" and one.area_code[:3] in {"E06", "E07"} and not one.derived)  # fmt: skip
    left_out = sum(1 for left in report.left_out if left.what.startswith("1 row"))
    assert counted + left_out == report.counts["rows"]


def test_none_in_a_month_is_zero_for_districts_and_not_stored_for_small_areas(project: Project) -> None:
    brought(project, SPECIMEN)
    assert count_of(project, SOUTHEND, "Feb 2024") == 0
    [zero] = [one for one in held(project) if (one.area_code, one.period) == (SOUTHEND, "Feb 2024")]
    assert zero.value == 0
    assert zero.upper is not None
    assert zero.upper > 0
    assert count_of(project, "E01021850", "Feb 2024") is None
    assert all(one.count for one in held(project) if one.area_code.startswith("E01"))


def test_months_one_by_one_come_to_the_same_as_their_folder(project: Project, tmp_path: Path) -> None:
    from workbench.project.file import create

    brought(project, SPECIMEN)
    with create(tmp_path / "other.workbench", title="Other", coder="amina") as other:
        reports = brought(other, FEBRUARY, MARCH, JANUARY, MARCH)
        assert [report.outcome for report in reports] == ["imported"] * 4
        assert "nothing changed" in reports[-1].notes[-1]

        def said(where: Project) -> dict[tuple[str, ...], tuple[float | None, float | None]]:
            return {
                (one.indicator, one.area_code, one.period, one.category): (one.count, one.value)
                for name in ("Robbery", "Burglary", "Anti-social behaviour")
                for one in held(where, name)
            }

        alone, together = said(other), said(project)
        assert {key: alone.get(key) for key in together} == together


def test_the_span_speaks_for_now_and_the_months_are_its_history(project: Project) -> None:
    brought(project, SPECIMEN)
    with project.read() as session:
        key = indicator_named(session, "police.uk/robbery")
        now = figure_at(session, key, HARLOW)
        assert now is not None
        assert (now.period, now.derived, now.count) == ("Jan 2024 to Mar 2024", True, 6)
        assert [one.period for one in history_of(session, key, HARLOW)] == ["Jan 2024", "Feb 2024", "Mar 2024"]
        mains = figures(session, indicator_id=key, main=True)
        assert {one.area_code for one in mains} == {HARLOW, UTTLESFORD, SOUTHEND}
        assert {one.category for one in mains} == {"all"}
        [line] = [one for one in indicators(session) if one.name == "Robbery"]
        assert (line.areas, line.first, line.latest) == (3, "Jan 2024", "Jan 2024 to Mar 2024")
        assert line.missing == 0


def test_a_missing_month_ends_the_span_and_is_named(project: Project) -> None:
    reports = brought(project, JANUARY, MARCH)
    assert count_of(project, HARLOW, "Jan 2024 to Mar 2024") is None
    assert not any("Added up" in note for report in reports for note in report.notes)
    [report] = brought(project, FEBRUARY)
    assert count_of(project, HARLOW, "Jan 2024 to Mar 2024") == 6
    assert any("Jan 2024 to Mar 2024" in note for note in report.notes)


def test_a_gap_is_told_beside_the_span_after_it(project: Project, tmp_path: Path) -> None:
    for month in ("2024-04", "2024-05"):
        copied = tmp_path / f"{month}-essex-street.csv"
        copied.write_text(MARCH.read_text(encoding="utf-8").replace("2024-03", month), encoding="utf-8")
    reports = brought(project, JANUARY, FEBRUARY, tmp_path)
    said = "Mar 2024 missing, so earlier months are not in it"
    assert any(said in note for note in reports[-1].notes)
    [span] = [one for one in held(project) if (one.area_code, one.period) == (HARLOW, "Apr 2024 to May 2024")
              and one.category == "all"]  # fmt: skip
    assert span.count == 4
    assert said in span.note
    assert count_of(project, HARLOW, "Jan 2024 to Feb 2024") == 4


def test_other_counts_for_a_month_are_a_revision(project: Project, tmp_path: Path) -> None:
    brought(project, SPECIMEN)
    lines = MARCH.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = tmp_path / MARCH.name
    changed.write_text("".join(line for line in lines if "Harlow 001B,Robbery" not in line), encoding="utf-8")
    [refused] = brought(project, changed)
    assert refused.outcome == "refused"
    assert "--amend" in refused.why
    assert count_of(project, HARLOW, "Jan 2024 to Mar 2024") == 6
    [amended] = brought(project, changed, amend=True)
    assert amended.counts["amended"] > 0
    assert count_of(project, HARLOW, "Mar 2024") == 0
    assert count_of(project, HARLOW, "Jan 2024 to Mar 2024") == 4
    assert count_of(project, "E01021850", "Mar 2024") is None
    assert count_of(project, "E01021850", "Jan 2024 to Mar 2024") == 1


def test_rates_take_the_estimate_nearest_to_their_time(project: Project) -> None:
    brought(project, SPECIMEN)
    [harlow] = [one for one in held(project) if (one.area_code, one.period) == (HARLOW, "Jan 2024")
                and one.category == "all"]  # fmt: skip
    assert harlow.denominator == 94_409
    assert harlow.value == pytest.approx(3 / 94_409 * 100_000)
    assert harlow.note == "residents of mid-2022"
    small = next(one for one in held(project) if one.area_code.startswith("E01"))
    assert (small.value, small.status) == (None, "not applicable")
    assert "no population for this area" in small.note


def test_a_type_that_a_month_cannot_be_without_is_no_zero(tmp_path: Path, project: Project) -> None:
    header, *lines = JANUARY.read_text(encoding="utf-8").splitlines()
    one = next(line for line in lines if "Harlow 001A,Robbery" in line).replace("Robbery", "Burglary")
    other = one.replace("Burglary", "Robbery")
    rows = [other.replace(one[:64], f"{at:064x}") for at in range(100)]
    rows += [one.replace(one[:64], f"{at:064x}") for at in range(200, 300)]
    rows += [other.replace("2024-01", "2024-02").replace(one[:64], f"{at:064x}") for at in range(400, 600)]
    path = tmp_path / "cut.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    [report] = brought(project, path)
    assert any("not one row of Burglary in Feb 2024" in note for note in report.notes)
    assert count_of(project, HARLOW, "Jan 2024", indicator="Burglary") == 100
    assert count_of(project, HARLOW, "Feb 2024", indicator="Burglary") is None


def test_kinds_of_place() -> None:
    assert len(KINDS_OF_PLACE) == 20
    assert kind_of_place("On or near Airport/Airfield") == "Airport/Airfield"
    assert kind_of_place("On or near Further/higher Educational Building") == "Further/Higher Educational Building"
    assert kind_of_place("On or near Chelmsford Police Station") == "Police Station"
    assert kind_of_place("On or near Hospital Road") == "a street"
    assert kind_of_place("No Location") == "not given"


def _with(tmp_path: Path, text: str | bytes, name: str = "2024-01-essex-street.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


GOOD = JANUARY.read_text(encoding="utf-8")
HEADER = GOOD.splitlines()[0]
NOWHERE = "\n".join([HEADER, f"{'a' * 64},2024-01,Essex Police,Essex Police,,,No Location,,,Robbery,,", ""])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD[: len(GOOD) - 60], "ends in the middle of line"),
        (GOOD.replace("Crime type", "Kind"), "does not begin with the columns"),
        (HEADER + "\n", "not one of them can be placed"),
        (NOWHERE, "not one of them can be placed"),
        (GOOD.replace("2024-01", "2024-02"), "the name says 2024-01, and line 2 says 2024-02"),
        (GOOD.replace("Acacia", "Acác").encode("cp1252"), "not written in UTF-8"),
        (GOOD + "a" * 200_000, "is not a line of text"),
        (GOOD.replace("On or near Acacia", '"On or near Acacia'), "a quotation mark may be open"),
        (GOOD[:400] + "\0" * 40 + GOOD[440:], "is not a line of text"),
        ("", "is empty"),
    ],
    ids=["cut off", "header", "no rows", "nowhere", "month", "encoding", "huge line", "quote", "nul", "empty"],
)
def test_bad_files_are_refused_in_a_sentence(project: Project, tmp_path: Path, text: str | bytes, said: str) -> None:
    before = project.latest_change()
    [report] = brought(project, _with(tmp_path, text))
    assert report.outcome == "refused"
    assert said in report.why
    assert "\n" not in report.why
    assert project.latest_change() == before
    with project.read() as session:
        assert not indicators(session)


def test_folders_with_nothing_for_us_are_refused(project: Project, tmp_path: Path) -> None:
    empty, other = tmp_path / "empty", tmp_path / "other"
    empty.mkdir()
    other.mkdir()
    (other / "notes.txt").write_text("nothing", encoding="utf-8")
    shutil.copy(SPECIMEN / "2024-01" / "2024-01-essex-outcomes.csv", other)
    reports = brought(project, empty, other)
    assert [report.outcome for report in reports] == ["refused"] * 2
    assert "It is empty." in reports[0].why
    assert "has no street file of data.police.uk" in reports[1].why


def test_a_bad_month_refuses_its_folder(project: Project, tmp_path: Path) -> None:
    shutil.copy(FEBRUARY, tmp_path)
    _with(tmp_path, GOOD[: len(GOOD) - 60])
    [report] = brought(project, tmp_path)
    assert report.outcome == "refused"
    assert report.why.startswith("2024-01-essex-street.csv ends in the middle")


def test_two_files_that_disagree_in_one_folder_are_refused(tmp_path: Path) -> None:
    shutil.copy(JANUARY, tmp_path / "2024-01-essex-street.csv")
    _with(tmp_path, GOOD.replace("Parking Area,E01021849", "Parking Area,E01021850"), "again.csv")
    with pytest.raises(WorkbenchError, match="Keep one of the two files"):
        READER.read(tmp_path, Options())
    shutil.copy(JANUARY, tmp_path / "again.csv")
    assert not any("Crime ID" in note for note in READER.read(tmp_path, Options()).notes)
    assert READER.read(tmp_path, Options()).figures == READER.read(JANUARY, Options()).figures


def test_a_street_file_is_known_by_its_columns(tmp_path: Path) -> None:
    shutil.copy(JANUARY, tmp_path / "anything.csv")
    assert recognise(tmp_path / "anything.csv") is READER
    assert recognise(tmp_path / "anything.csv", as_="indicators") is READER
    assert recognise(SPECIMEN) is READER


PUBLISHED = (
    "police_uk_street_2019-02_essex_12_districts.csv",
    "police_uk_street_essex_2018-10_to_2019-02_weapons_robbery.csv",
)


def test_the_figures_of_method_8(project: Project, shared_data: Path) -> None:
    """Method 8: Harlow 45, 51.6 (37.6 to 69.0); Basildon 69, 36.8; Brentwood 8, 10.4 exact; Uttlesford 261, 281.4."""
    reports = brought(project, *(shared_data / "indicators" / name for name in PUBLISHED))
    assert [report.outcome for report in reports] == ["imported", "imported"]
    expected = {
        HARLOW: (45, 51.6, 37.6, 69.0, "Byar"),
        UTTLESFORD: (261, 281.4, 248.3, 317.7, "Byar"),
        "E07000066": (69, 36.8, 28.6, 46.6, "Byar"),
        "E07000068": (8, 10.4, 4.5, 20.4, "exact Poisson"),
    }
    with project.read() as session:
        key = indicator_named(session, WEAPONS)
        for area, (count, value, lower, upper, method) in expected.items():
            figure = figure_at(session, key, area)
            assert figure is not None
            assert figure.period == "Oct 2018 to Feb 2019"
            assert (figure.count, figure.interval) == (count, method)
            assert [round(number or 0, 1) for number in (figure.value, figure.lower, figure.upper)] == [
                value, lower, upper,
            ]  # fmt: skip
    assert count_of(project, "E01022090", "Oct 2018 to Feb 2019", indicator=WEAPONS) == 249
    at_airport = count_of(
        project, UTTLESFORD, "Oct 2018 to Feb 2019", indicator=WEAPONS, category="place: Airport/Airfield"
    )
    assert at_airport == 228
    assert count_of(project, "E07000075", "Oct 2018 to Feb 2019", indicator=WEAPONS) == 19
    assert count_of(project, SOUTHEND, "Feb 2019", indicator="Burglary") is None


def test_parts_add_up_to_their_district(project: Project, shared_data: Path) -> None:
    from workbench.geography import district_of

    brought(project, *(shared_data / "indicators" / name for name in PUBLISHED))
    sums: Counter[tuple[str, str]] = Counter()
    whole: dict[tuple[str, str], float] = {}
    places: Counter[tuple[str, str]] = Counter()
    for one in held(project, WEAPONS):
        if one.category != "all":
            places[one.area_code, one.period] += round(one.count or 0)
        elif one.area_code.startswith("E01"):
            district = district_of(one.area)
            assert district is not None
            sums[district.code, one.period] += round(one.count or 0)
        else:
            whole[one.area_code, one.period] = one.count or 0
    assert {key: count for key, count in whole.items() if count} == dict(sums) == dict(places)


def test_every_row_of_the_published_files_is_counted_or_told(shared_data: Path) -> None:
    path = shared_data / "indicators" / PUBLISHED[1]
    with path.open(encoding="utf-8", newline="") as file:
        rows = sum(1 for _ in csv.DictReader(file))
    draft = READER.read(path, Options())
    counted = sum(
        one.count or 0
        for indicator in draft.indicators
        for one in indicator.figures
        if one.category == "all" and not one.area_code.startswith("E01")
    )
    assert (draft.rows, counted) == (rows, rows - 13)
    assert [left.what for left in draft.left_out] == ["12 rows", "1 row in Havering"]


def test_a_folder_of_months_is_one_import_and_others_are_not(tmp_path: Path) -> None:
    from workbench.desk.importing.bring_in import is_one_import

    assert is_one_import(SPECIMEN)
    assert not is_one_import(tmp_path)
    assert not is_one_import(JANUARY)


def test_a_small_area_that_a_census_ended_is_not_added_to_what_followed(project: Project, tmp_path: Path) -> None:
    """Uttlesford 006B of 2011 in January, 006F of 2021, a part of it, in February: the district's sum has both."""
    row = ",{month},Essex Police,Essex Police,0.1,51.8,On or near Airport/Airfield,{code},{name},Robbery,,\n"
    for month, code, name in (("2024-01", "E01022090", "Uttlesford 006B"), ("2024-02", "E01035178", "Uttlesford 006F")):
        text = HEADER + "\n" + row.format(month=month, code=code, name=name) * 3
        [report] = brought(project, _with(tmp_path, text, f"{month}-essex-street.csv"))
        assert report.outcome == "imported"
    assert count_of(project, "E07000077", "Jan 2024 to Feb 2024") == 6
    notes = {one.area_code: one.note for one in held(project) if one.period == "Jan 2024 to Feb 2024"}
    assert "ended with the census of 2021: what was counted under the new codes is not in it" in notes["E01022090"]
    assert "began with the census of 2021: what was counted under the old codes is not in it" in notes["E01035178"]
    assert "census" not in notes["E07000077"]


def test_code_and_name_of_two_districts(project: Project, tmp_path: Path) -> None:
    """The code counts and the row is named; a code of no lookup is placed by its name, and that is said."""
    row = ",2024-01,Essex Police,Essex Police,0.1,51.8,On or near A Street,{},{},Robbery,,\n"
    text = HEADER + "\n" + row.format("E01022090", "Harlow 001A") * 2 + row.format("E01099999", "Harlow 002B")
    [report] = brought(project, _with(tmp_path, text))
    assert count_of(project, "E07000077", "Jan 2024") == 2
    assert count_of(project, "E07000073", "Jan 2024") == 1
    said = " ".join(report.notes)
    assert "Row 2 and 1 more: E01022090 lies in Uttlesford, and the name beside it is “Harlow 001A”" in said
    assert (
        "1 row, the first in line 4: the code of the small area is in no official lookup (E01099999 (Harlow 002B))"
        in said
    )
