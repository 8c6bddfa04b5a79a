"""A new release in place of the old: every count checked against an independent comparison, and what it moves named."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from workbench.cli.main import app
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.releasing import Taking
from workbench.desk.importing.reports import ImportReport
from workbench.desk.tables.declared import make_table
from workbench.indicators.answers import doubts_about
from workbench.indicators.catalogue import indicators
from workbench.indicators.compared import Told
from workbench.indicators.observations import Figure, figures, observation_at
from workbench.project.file import Project, create
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import findings, look_again, write_finding

ENGLAND, ESSEX = "E92000001", "E10000012"
HARLOW, MALDON, TENDRING, UTTLESFORD, BASILDON = "E07000073", "E07000074", "E07000076", "E07000077", "E07000066"
NAMES = {
    ENGLAND: "England", ESSEX: "Essex", HARLOW: "Harlow", MALDON: "Maldon", TENDRING: "Tendring",
    UTTLESFORD: "Uttlesford", BASILDON: "Basildon",
}  # fmt: skip
COLUMNS = (
    "area_code",
    "area",
    "period",
    "sex",
    "indicator",
    "value",
    "lower",
    "upper",
    "unit",
    "compared to England",
    "status",
)
Row = dict[str, str]


def first_rows() -> list[Row]:
    """Seven areas, four years, by sex; the interval is two points either way."""
    rows = []
    for at, (code, name) in enumerate(NAMES.items()):
        for year in range(2019, 2023):
            for sex in ("Persons", "Male"):
                value = 60 + at + (year - 2019) * 0.5 + (sex == "Male")
                rows.append(line(code, name, year, sex, value))
    return rows


def line(code: str, name: str, year: int, sex: str, value: float) -> Row:
    cells = {"area_code": code, "area": name, "period": f"{year}/{year % 100 + 1}", "sex": sex}
    cells |= {"indicator": "Active adults", "unit": "%", "compared to England": "", "status": ""}
    return cells | {"value": f"{value:.1f}", "lower": f"{value - 2:.1f}", "upper": f"{value + 2:.1f}"}


def next_rows() -> list[Row]:
    """The oldest year has left, a new one came; some figures are revised, some words changed, some are gone."""
    rows = [dict(row) for row in first_rows() if row["period"] != "2019/20" and row["area_code"] != TENDRING]
    kept = []
    for row in rows:
        at = (row["area_code"], row["period"], row["sex"])
        if at in {(HARLOW, "2022/23", "Persons"), (BASILDON, "2021/22", "Male")}:
            row["value"] = f"{float(row['value']) + 0.7:.1f}"
        if at == (ENGLAND, "2022/23", "Persons"):
            row |= {"value": "71.5", "lower": "71.0", "upper": "72.0"}
        if at == (MALDON, "2021/22", "Persons"):
            row["upper"] = "70.0"
        if at == (UTTLESFORD, "2020/21", "Persons"):
            row["compared to England"] = "Better"
        if at == (UTTLESFORD, "2020/21", "Male"):
            row["status"] = "provisional"
        if at not in {(UTTLESFORD, "2021/22", "Persons"), (UTTLESFORD, "2021/22", "Male"), (ESSEX, "2020/21", "Male")}:
            kept.append(row)
    newest = [row for row in first_rows() if row["period"] == "2022/23" and row["area_code"] != TENDRING]
    return kept + [row | {"period": "2023/24", "compared to England": "", "status": ""} for row in newest]


def written(folder: Path, name: str, rows: list[Row]) -> Path:
    place = folder / name
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    place.write_text(out.getvalue(), encoding="utf-8")
    return place


def compared_by_pandas(old: Path, new: Path) -> dict[str, int]:
    """The same comparison by another way: two tables joined on their keys."""
    key = ["area_code", "period", "sex"]
    a, b = (pd.read_csv(path, dtype=str, keep_default_na=False) for path in (old, new))
    both = a.merge(b, on=key, how="outer", suffixes=("_a", "_b"), indicator=True)
    there = both[both["_merge"] == "both"]
    numbers = (there[[f"{n}_a" for n in ("value", "lower", "upper")]].to_numpy()
               != there[[f"{n}_b" for n in ("value", "lower", "upper")]].to_numpy()).any(axis=1)  # fmt: skip
    words = (there["compared to England_a"] != there["compared to England_b"]) | (
        there["status_a"] != there["status_b"]
    )
    left = both[both["_merge"] == "left_only"]
    covered = left["period"].isin(set(b["period"])) & left["area_code"].isin(set(b["area_code"]))
    return {
        "new": int((both["_merge"] == "right_only").sum()),
        "revised": int(numbers.sum()),
        "changed": int((words & ~numbers).sum()),
        "gone": int(covered.sum()),
        "kept": int((~covered).sum()),
        "same": int((~numbers & ~words).sum()),
    }


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return written(tmp_path, "active 2023.csv", first_rows())


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return written(tmp_path, "active 2024.csv", next_rows())


def release(project: Project, path: Path, **told: Any) -> ImportReport:
    dry_run = bool(told.pop("dry_run", False))
    taking = Taking(release_of="active 2023.csv", release=Told("of 2024", **told))
    [report] = bring_in(project, [path], dry_run=dry_run, figures=taking)
    assert report.outcome == "imported", report.why
    return report


def figure(project: Project, code: str, period: str, sex: str = "all") -> Figure | None:
    with project.read() as session:
        found = [one for one in figures(session, area=code, period=period) if one.sex == sex]
    return found[0] if found else None


def test_every_count_is_what_an_independent_comparison_finds(project: Project, old: Path, new: Path) -> None:
    bring_in(project, [old])
    report = release(project, new)
    assert report.release is not None
    assert dict(report.release.counts) == compared_by_pandas(old, new)
    assert dict(report.release.counts) == {"new": 12, "revised": 4, "changed": 2, "gone": 3, "same": 27, "kept": 20}
    assert report.release.kept == {"times": {"2019/20": 12}, "areas": {"Tendring": 8}}
    with project.read() as session:
        assert len(indicators(session)) == 1
        assert len(figures(session)) == 56 + 12 - 3


def test_what_was_is_kept_and_what_is_now_stands(project: Project, old: Path, new: Path) -> None:
    bring_in(project, [old])
    release(project, new)
    table = make_table(project, "release-changes")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    harlow = next(row for row in rows if row["area"] == "Harlow" and row["change"] == "revised")
    assert (harlow["value_before"], harlow["value"], harlow["status"], harlow["period"]) == (
        63.5, 64.2, "revised", "2022/23",
    )  # fmt: skip
    assert sorted(row["value_before"] for row in rows if row["change"] == "gone") == [62.5, 66.0, 67.0]
    assert all(row["value"] is None for row in rows if row["change"] == "gone")
    assert {row["area"] for row in rows if row["change"] == "changed"} == {"Uttlesford"}
    now = figure(project, HARLOW, "2022/23")
    assert now is not None
    assert now.note.startswith("was 63.5 until ")
    assert figure(project, UTTLESFORD, "2021/22") is None
    oldest = figure(project, HARLOW, "2019/20")
    assert oldest is not None
    assert oldest.value == 62.0
    releases = make_table(project, "releases")
    told = [dict(zip(releases.columns, row, strict=True)) for row in releases.rows]
    assert [(row["release"], row["file"], row["new"], row["gone"]) for row in told] == [
        ("of 2024", "active 2024.csv", 12, 3),
        ("active 2023.csv", "active 2023.csv", 0, 0),
    ]


def test_a_release_that_replaces_the_whole_leaves_nothing_behind(project: Project, old: Path, new: Path) -> None:
    bring_in(project, [old])
    report = release(project, new, whole=True)
    assert report.release is not None
    assert (report.release.counts["gone"], report.release.counts["kept"]) == (23, 0)
    with project.read() as session:
        assert len(figures(session)) == len(next_rows())


def test_a_release_that_only_adds_a_year_makes_nothing_gone(project: Project, old: Path, tmp_path: Path) -> None:
    bring_in(project, [old])
    added = [row | {"period": "2023/24"} for row in first_rows() if row["period"] == "2022/23"]
    report = release(project, written(tmp_path, "only new.csv", added))
    assert report.release is not None
    assert {kind: report.release.counts[kind] for kind in ("new", "revised", "changed", "gone")} == {
        "new": 14, "revised": 0, "changed": 0, "gone": 0,
    }  # fmt: skip


def test_undo_takes_a_release_back_whole_and_redo_brings_it_again(project: Project, old: Path, new: Path) -> None:
    bring_in(project, [old])
    with project.read() as session:
        before = figures(session)
    release(project, new)
    with project.read() as session:
        after = figures(session)
    project.undo()
    with project.read() as session:
        assert figures(session) == before
    assert len(make_table(project, "releases").rows) == 1
    assert not make_table(project, "release-changes").rows
    project.redo()
    with project.read() as session:
        assert figures(session) == after
    project.undo()
    report = release(project, new)
    assert report.release is not None
    assert report.release.counts["revised"] == 4


def test_a_trial_says_the_same_and_changes_nothing(project: Project, old: Path, new: Path) -> None:
    bring_in(project, [old])
    latest = project.latest_change()
    tried = release(project, new, dry_run=True)
    assert project.latest_change() == latest
    done = release(project, new)
    assert tried.release is not None
    assert done.release is not None
    assert tried.release.as_json() == done.release.as_json()


def test_the_findings_that_it_moves_are_named_with_the_cause(project: Project, old: Path, new: Path) -> None:
    bring_in(project, [old])
    with project.change("Findings") as session:
        (only,) = indicators(session)
        about = [(HARLOW, "2022/23"), (UTTLESFORD, "2021/22"), (BASILDON, "2022/23"), (MALDON, "2020/21")]
        for code, period in about:
            write_finding(
                session,
                strand="numbers",
                source="Active Lives",
                statement=f"{NAMES[code]} is so in {period}.",
                evidence=[Evidence("observation", observation_at(session, only.id, code, period))],
                against="Not everybody.",
            )
    report = release(project, new)
    assert report.release is not None
    said = {one.name: (one.state, one.why) for one in report.release.moved}
    assert said["Finding F1"] == (
        "look again",
        "Harlow 2022/23 is now 64.2, was 63.5. Harlow 2022/23 is now lower beside its benchmark, was similar.",
    )
    assert said["Finding F2"] == ("look again", "Uttlesford 2021/22 is no longer in the project.")
    assert said["Finding F3"] == ("look again", "Basildon 2022/23 is now lower beside its benchmark, was higher.")
    assert "Finding F4" not in said
    with project.read() as session:
        assert [one.state for one in findings(session)] == ["recheck", "recheck", "recheck", "current"]
    with project.change("Look again") as session:
        look_again(session, 3)
        assert next(one.state for one in findings(session, [3])) == "current"


def test_a_newer_figure_beside_one_that_a_finding_cites_is_more_evidence(
    project: Project, old: Path, tmp_path: Path
) -> None:
    bring_in(project, [old])
    with project.change("Finding") as session:
        (only,) = indicators(session)
        key = observation_at(session, only.id, MALDON, "2022/23")
        write_finding(
            session,
            strand="numbers",
            source="A",
            statement="So.",
            evidence=[Evidence("observation", key)],
            against="Not everybody.",
        )
    added = [row | {"period": "2023/24"} for row in first_rows() if row["period"] == "2022/23"]
    report = release(project, written(tmp_path, "next.csv", added))
    assert report.release is not None
    assert [(one.name, one.state, one.why) for one in report.release.moved] == [
        ("Finding F1", "more evidence since", "There is a figure for Maldon 2023/24 now.")
    ]


def test_a_file_that_looks_like_a_release_is_asked_about(project: Project, old: Path, new: Path) -> None:
    bring_in(project, [old])
    [asked] = bring_in(project, [new])
    assert (asked.outcome, asked.asks, asked.looks_like) == ("refused", "release", ("active 2023.csv",))
    assert "--release-of “active 2023.csv”" in asked.why
    [both] = bring_in(project, [new], as_new=True)
    assert both.counts["observations"] == len(next_rows())
    with project.read() as session:
        assert len(indicators(session)) == 2


@pytest.mark.parametrize("changes", [{"indicator": "Inactive adults"}, {"area_code": "E07000008", "area": "Cambridge"}])
def test_other_indicators_and_other_areas_are_no_release(
    project: Project, old: Path, tmp_path: Path, changes: Row
) -> None:
    bring_in(project, [old])
    other = [row | changes for row in first_rows() if row["area_code"] == HARLOW]
    [report] = bring_in(project, [written(tmp_path, "other.csv", other)])
    assert report.outcome == "imported", report.why


def test_a_release_brought_in_again_is_found_and_amended_by_its_name(project: Project, old: Path, new: Path) -> None:
    bring_in(project, [old])
    release(project, new)
    [again] = bring_in(project, [new])
    assert again.outcome == "imported", again.why
    assert "nothing changed" in again.notes[-1]
    rows = next_rows()
    rows[0] = rows[0] | {"value": "12.0", "lower": "10.0", "upper": "14.0"}
    written(new.parent, new.name, rows)
    [refused] = bring_in(project, [new])
    assert (refused.outcome, refused.asks) == ("refused", "amend")
    [amended] = bring_in(project, [new], amend=True)
    assert amended.counts["amended"] == 1
    with project.read() as session:
        assert len(indicators(session)) == 1


def test_another_measure_under_the_same_name_is_refused(project: Project, old: Path, tmp_path: Path) -> None:
    bring_in(project, [old])
    rates = [row | {"unit": "per 100,000"} for row in first_rows()]
    taking = Taking(release_of="active 2023.csv")
    [report] = bring_in(project, [written(tmp_path, "rates.csv", rates)], figures=taking)
    assert report.outcome == "refused"
    assert "cannot stand in one series" in report.why
    [unknown] = bring_in(project, [tmp_path / "rates.csv"], figures=Taking(release_of="weather"))
    assert "There is no data set called “weather”" in unknown.why
    assert "“active 2023.csv”" in unknown.why


def test_another_definition_is_told_and_left_as_a_note_for_a_person(project: Project, old: Path, new: Path) -> None:
    from dataclasses import replace

    from workbench.exchange.indicator_tables import READER
    from workbench.exchange.readers import Options
    from workbench.indicators.new_release import take_in_release
    from workbench.indicators.observations import add_figures

    def draft(path: Path, definition: str, name: str) -> Any:
        read = READER.read(path, Options())
        return replace(read, indicators=(replace(read.indicators[0], definition=definition, name=name),))

    with project.change("Import") as session:
        add_figures(session, draft(old, "150 minutes a week", "Active adults"))
        (only,) = indicators(session)
    with project.change("Release") as session:
        done = take_in_release(session, draft(new, "60 minutes a day", "active  adults"), only.dataset_id, Told("two"))
        (kept,) = indicators(session)
        harlow = [one for one in figures(session, area=HARLOW) if one.sex == "all"]
        lines = doubts_about(session, harlow)[harlow[0].id]
    assert [one.what for one in done.redefined] == ["its name", "definition"]
    assert (kept.definition, kept.name) == ("150 minutes a week", "Active adults")
    note = next(one for one in lines if one.kind == "another definition in a release")
    assert "was “150 minutes a week”, is “60 minutes a day”" in note.sentence
    assert not any(one.status == "series break" for one in harlow)


def test_the_command_line_takes_a_release_in_and_reports_it(tmp_path: Path, old: Path, new: Path) -> None:
    create(tmp_path / "p.workbench", title="P", coder="amina").close()
    place, run = str(tmp_path / "p.workbench"), CliRunner().invoke
    assert run(app, ["import", place, str(old)]).exit_code == 0
    assert run(app, ["import", place, str(new), "--release-of", "x", "--as-new"]).exit_code == 2
    assert run(app, ["import", place, str(new), "--json"]).exit_code == 1
    done = run(app, ["import", place, str(new), "--release-of", "active 2023.csv", "--release", "2024", "--json"])
    (told,) = json.loads(done.stdout)
    assert told["release"]["counts"]["revised"] == 4
    assert told["counts"]["revised"] == 4
    assert told["release"]["moved"] == []


def test_months_that_add_up_are_no_release(project: Project) -> None:
    street = Path(__file__).resolve().parents[1] / "specimens" / "street"
    [report] = bring_in(project, [street], figures=Taking(release_of="Street-level crime (data.police.uk)"))
    assert report.outcome == "refused"
    assert "Bring it in without --release-of" in report.why


def test_an_earlier_release_brought_in_again_is_told_apart(project: Project, old: Path, new: Path) -> None:
    bring_in(project, [old])
    release(project, new)
    [report] = bring_in(project, [old])
    assert (report.outcome, report.asks) == ("refused", "amend")
    assert report.why.startswith("active 2023.csv is an earlier release than “of 2024”, which came in on ")
    with project.read() as session:
        assert len(figures(session)) == 65
