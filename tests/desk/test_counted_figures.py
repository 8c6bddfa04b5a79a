"""Counts from records at the door: rounding, agreements, what left earlier, and two copies that each let something leave."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from typer.testing import CliRunner

from workbench.cli.main import app
from workbench.desk.merging.merge import merge
from workbench.desk.tables.declared import make_table
from workbench.desk.take_out import take_out
from workbench.governance.audiences import add_agreement, add_audience, amend_agreement, audiences
from workbench.governance.departures import departures
from workbench.governance.policies import PUBLIC, Policy
from workbench.governance.released import left_for
from workbench.indicators.catalogue import describe_dataset
from workbench.indicators.drafts import DraftFigure, DraftFigures, DraftIndicator
from workbench.indicators.observations import add_figures
from workbench.project.file import Project, create, open_file

ESSEX, HARLOW, MALDON, BRAINTREE = "E10000012", "E07000073", "E07000074", "E07000067"
YEAR = ("2024", "2024-01-01", "2024-12-31")


def bring_in(project: Project, counts: dict[str, int], *, shared: bool = False) -> None:
    """Bring counts of records by area into the project, over those that are there."""
    drafts = tuple(
        DraftFigure(area, area, *YEAR, value=count / 800, count=count, denominator=80_000, lower=0.1, upper=9.0)
        for area, count in counts.items()
    )
    indicator = DraftIndicator("Searches", drafts, kind="rate", unit="per 100", multiplier=100)
    with project.change("Bring in") as session:
        add_figures(session, DraftFigures("records.csv", (indicator,), rows=1), amend=True, from_records=True)


def shown(project: Project, audience: str) -> dict[str, float | None]:
    table = make_table(project, "observations", audience=audience)
    area, count = (table.columns.index(name) for name in ("area_code", "count"))
    return {str(row[area]): row[count] for row in table.rows}  # type: ignore[misc]


def test_a_new_project_rounds_for_the_public_and_values_are_worked_out_from_that(tmp_path: Path) -> None:
    from workbench.desk.new_project import new_project

    path = tmp_path / "new.workbench"
    with new_project(path, title="New", coder="amina") as project:
        with project.read() as session:
            assert next(one.rule for one in audiences(session) if one.name == "public") == PUBLIC
        bring_in(project, {HARLOW: 26, MALDON: 33, BRAINTREE: 3})
        table = make_table(project, "observations", audience="public")
        rows = {row[1]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
        assert (rows[HARLOW]["count"], rows[HARLOW]["value"]) == (25, 25 / 80_000 * 100)
        assert rows[MALDON]["count"] == 35
        assert rows[BRAINTREE]["count"] is None
        assert rows[BRAINTREE]["value"] is None
        assert any("rounded to the nearest 5; totals are rounded by themselves" in said for said in table.left_out)
        team = make_table(project, "observations")
        assert sorted(row[team.columns.index("count")] for row in team.rows) == [3, 26, 33]  # type: ignore[type-var]


def test_an_agreement_that_demands_more_holds_and_is_named(project: Project) -> None:
    bring_in(project, {HARLOW: 26, MALDON: 33, BRAINTREE: 7})
    with project.change("Audience and agreement") as session:
        add_audience(session, "police", rule=Policy(5))
        key = add_agreement(session, "WEISF 12", parties="Essex Police")
        amend_agreement(session, key, threshold=10, rounding=10)
        describe_dataset(
            session, 1, shared=True, agreement_id=key, purpose="p", lawful_basis="b", impact_assessment="i",
            keep_until="2999-01-01",
        )  # fmt: skip
    assert shown(project, "police") == {HARLOW: 30, MALDON: 30, BRAINTREE: None}
    said = make_table(project, "observations", audience="police").left_out
    assert (
        "Counts from data under WEISF 12 are shown by a stricter rule, which the agreement demands: fewer than 10"
        " withheld, rounded to 10." in said
    )


def test_what_left_earlier_is_named_where_a_difference_would_give_a_small_number_away(
    project: Project, tmp_path: Path
) -> None:
    """40 last time and 42 now are two people more: the second number is withheld, and what left first is named."""
    with project.change("Audience") as session:
        add_audience(session, "police", rule=Policy(5))
        add_audience(session, "school", rule=Policy(5))
    bring_in(project, {HARLOW: 40, MALDON: 33})
    first = take_out(project, tmp_path / "first.csv", audience="police", table="observations")
    assert not first.withheld
    assert shown(project, "police") == {HARLOW: 40, MALDON: 33}
    bring_in(project, {HARLOW: 42, MALDON: 33})
    table = make_table(project, "observations", audience="police")
    assert shown(project, "police") == {HARLOW: None, MALDON: 33}
    (said,) = [one for one in table.left_out if "first.csv" in one]
    assert said.startswith("Searches: 1 number is withheld because beside what left on ")
    assert said.endswith(" for police (first.csv) a small number could be worked out.")
    assert shown(project, "school") == {HARLOW: 42, MALDON: 33}, "the school has not read what the police hold"
    bring_in(project, {HARLOW: 60, MALDON: 33})
    assert shown(project, "police") == {HARLOW: 60, MALDON: 33}, "twenty people are no small number"


def test_what_left_for_the_public_is_read_by_every_audience(project: Project, tmp_path: Path) -> None:
    with project.change("Audience") as session:
        add_audience(session, "police", rule=Policy(5))
        add_audience(session, "public", rule=Policy(5))
    bring_in(project, {HARLOW: 40})
    take_out(project, tmp_path / "first.csv", audience="public", table="observations")
    bring_in(project, {HARLOW: 42})
    assert shown(project, "police") == {HARLOW: None}


def test_older_sums_are_looked_at_too(project: Project, tmp_path: Path) -> None:
    """3, 10 and 20 of 33; then the 20 are 8 of 21. Withholding 3 and 8 and showing the 10 would give the 3 away."""
    with project.change("Audience") as session:
        add_audience(session, "police", rule=Policy(5))
    bring_in(project, {HARLOW: 3, MALDON: 10, BRAINTREE: 20, ESSEX: 33})
    take_out(project, tmp_path / "first.csv", audience="police", table="observations")
    assert shown(project, "police") == {HARLOW: None, MALDON: None, BRAINTREE: 20, ESSEX: 33}
    bring_in(project, {HARLOW: 3, MALDON: 10, BRAINTREE: 8, ESSEX: 21})
    now = shown(project, "police")
    assert now[HARLOW] is None
    assert now[MALDON] is None


def test_a_table_that_is_printed_for_an_audience_is_entered_number_by_number(project: Project, tmp_path: Path) -> None:
    with project.change("Audience") as session:
        add_audience(session, "police", rule=Policy(5, rounding=5))
    bring_in(project, {HARLOW: 26, MALDON: 3})
    path = project.path
    project.close()
    result = CliRunner().invoke(app, ["table", str(path), "observations", "--audience", "police", "--json"])
    assert result.exit_code == 0, result.output
    assert {row["area_code"]: row["count"] for row in json.loads(result.stdout)} == {HARLOW: 25, MALDON: None}
    with open_file(path, coder="amina") as again, again.read() as session:
        (left,) = left_for(session, "police")
        assert left.about == "Searches, counted from records"
        by_area = {cell[1]: known for cell, known in left.numbers.items()}
        assert by_area == {HARLOW: (25, 23, 27), MALDON: (None, 1, 4)}
        assert [one.kind for one in departures(session)] == ["table"]


def test_two_copies_that_each_let_something_leave_know_of_both_when_they_meet(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.workbench", tmp_path / "theirs.workbench"
    with create(ours, title="Study", coder="amina") as project:
        with project.change("Audience") as session:
            add_audience(session, "police", rule=Policy(5))
        bring_in(project, {HARLOW: 40, MALDON: 33})
    shutil.copy(ours, theirs)
    with open_file(theirs, coder="ben") as copy:
        take_out(copy, tmp_path / "theirs.csv", audience="police", table="observations")
    with open_file(ours, coder="amina") as project:
        with project.change("A memo of ours, so that both have work of their own") as session:
            add_audience(session, "school")
        bring_in(project, {HARLOW: 42, MALDON: 33})
        assert shown(project, "police") == {HARLOW: 42, MALDON: 33}
        merge(project, theirs)
        with project.read() as session:
            (left,) = left_for(session, "police")
            assert left.file == "theirs.csv"
        assert shown(project, "police") == {HARLOW: None, MALDON: 33}


def test_the_file_holds_what_the_register_says(project: Project, tmp_path: Path) -> None:
    with project.change("Audience") as session:
        add_audience(session, "police", rule=Policy(5, rounding=10))
    bring_in(project, {HARLOW: 3, MALDON: 10, BRAINTREE: 24, ESSEX: 37})
    take_out(project, tmp_path / "out.csv", audience="police", table="observations")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        written = {row["area_code"]: row["count"] for row in csv.DictReader(file)}
    with project.read() as session:
        (left,) = left_for(session, "police")
    for (_, area, *_), (number, low, high) in left.numbers.items():
        assert written[area] == ("" if number is None else str(number))
        assert low <= {HARLOW: 3, MALDON: 10, BRAINTREE: 24, ESSEX: 37}[area] <= high
