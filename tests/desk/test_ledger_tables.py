"""The ledger and what is measured, as tables; what they keep and what they never hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.suggestions.conftest import EVERY, put_codes, put_turns
from tests.suggestions.test_blind_samples import answer_all, codes_of
from workbench.coding.codings import adjust, remove_coding
from workbench.desk.suggesting.blind import draw_sample
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.tables.declared import make_table
from workbench.desk.tabular import Table
from workbench.governance.audiences import add_audience
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.cases import set_attribute
from workbench.sources.consent import Consent
from workbench.suggestions.ledger import tallies
from workbench.suggestions.review import accept, accept_as, later, queue, reject
from workbench.text import Span

TURNS = [(f"P{at % 6}", said) for at, said in enumerate(EVERY)]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def told(project: Project) -> Project:
    put_turns(project, TURNS)
    put_codes(project)
    suggest(project, topics=2)
    return project


def named(table: Table, *cells: str) -> list[tuple[object, ...]]:
    places = [table.columns.index(cell) for cell in cells]
    return [tuple(row[place] for place in places) for row in table.rows]


def test_every_suggestion_is_a_row_with_its_run_and_what_became_of_it(told: Project) -> None:
    with told.read() as session:
        one, two, three, four, five, six, *rest = queue(session, begun_only=False)
    with told.change("Decide") as session:
        accept(session, one.id, looked_ms=3500)
        moved = accept(session, two.id)
        gone = accept(session, three.id)
        reject(session, four.id)
        other = next(line.code_id for line in rest if line.code_id != five.code_id)
        accept_as(session, five.id, other, looked_ms=800)
        later(session, six.id)
        adjust(session, moved, Span(two.start, two.start + 8))
        remove_coding(session, gone)
    table = make_table(told, "ledger")
    said = dict(zip([row[:2] for row in named(table, "document", "start", "code")], table.rows, strict=False))
    assert len(table.rows) == 6 + len(rest)
    place = {name: at for at, name in enumerate(table.columns)}

    def cells(line: object, *names: str) -> tuple[object, ...]:
        row = next(
            row
            for row in table.rows
            if (row[place["start"]], row[place["code"]]) == (line.start, line.code)  # type: ignore[attr-defined]
        )
        return tuple(row[place[name]] for name in names)

    assert said
    assert cells(one, "status", "decided_by", "looked_seconds", "coding") == ("accepted", "amina", 3.5, "kept")
    assert cells(two, "status", "coding") == ("accepted", "changed since")
    assert cells(three, "status", "coding") == ("accepted", "removed since")
    assert cells(four, "status", "coding") == ("rejected", None)
    assert cells(five, "status", "coding") == ("edited", "kept")
    assert cells(six, "status", "decided_by") == ("later", "amina")
    assert cells(rest[0], "status", "decided_by", "decided", "shown") == ("proposed", None, None, None)
    model, seed, settings, words, taught, versions = cells(
        one, "model", "seed", "settings", "words", "taught", "versions"
    )
    assert "MiniLM" in str(model)
    assert (seed, json.loads(str(settings))["topics"]) == (42, 2)
    assert words
    assert taught
    assert {"python", "numpy", "scikit-learn", "onnxruntime", "bertopic", "processor", "model"} <= json.loads(
        str(versions)
    ).keys()


def test_proposals_that_made_way_stay_in_the_ledger_and_an_undone_run_does_not(told: Project) -> None:
    count = len(make_table(told, "ledger").rows)
    suggest(told, topics=2)
    status = named(make_table(told, "ledger"), "status")
    assert (status.count(("made way",)), status.count(("proposed",))) == (count, count)
    told.undo()
    assert named(make_table(told, "ledger"), "status") == [("proposed",)] * count


def test_what_refused_is_in_the_ledger_without_words_and_nowhere_else(told: Project) -> None:
    with told.read() as session:
        line = queue(session, begun_only=False)[0]
    before = make_table(told, "ledger").rows
    with told.change("Consent") as session:
        add(session, Consent, case_id=line.case_id, scope="machine", state="refused")
    with told.read() as session:
        assert line.case not in {one.case for one in queue(session, status=None, begun_only=False, blind_too=True)}
    assert make_table(told, "ledger").rows == before
    assert not {cell for row in before for cell in row if isinstance(cell, str) and cell in EVERY}
    assert line.text not in {row[3] for row in make_table(told, "suggestions").rows}
    report = suggest(told, topics=2)
    with told.read() as session:
        assert line.case not in {one.case for one in queue(session, begun_only=False)}
    again = [row for row in named(make_table(told, "ledger"), "start", "status") if row[1] == "proposed"]
    assert len(again) == report.suggestions
    assert line.start not in {start for start, _ in again}


def test_how_often_it_was_right_as_a_table(told: Project) -> None:
    assert named(make_table(told, "precision"), "measure", "of", "why_not") == [
        ("precision", 0, "too few to say"),
        ("recall", 0, "too few to say"),
    ]
    with told.change("Facts") as session:
        for line in queue(session, begun_only=False):
            set_attribute(session, line.case_id or 0, "age", "young" if line.case in {"P0", "P1"} else "old")
    draw_sample(told, seed=1)
    answer_all(told, codes_of(told), wrong=3)
    table = make_table(told, "precision", by="age")
    rows = {tuple(row[:3]): row for row in table.rows}
    whole = rows["recall", "all", "all codes"]
    place = {name: at for at, name in enumerate(table.columns)}
    assert (whole[place["of"]], whole[place["people"]]) == (15, 6)
    assert whole[place["lower"]] < whole[place["share"]] <= whole[place["upper"]]  # type: ignore[operator]
    assert rows["recall", "age", "young"][place["why_not"]] == "too few to say"
    assert ("precision", "coder", "amina") in rows
    assert {key[1] for key in rows} == {"all", "code", "run", "sample", "coder", "likelihood", "age"}
    with told.change("Audience") as session:
        add_audience(session, "police")
    outside = make_table(told, "precision", by="age", audience="police")
    assert "coder" not in {row[1] for row in outside.rows}
    young = next(row for row in outside.rows if row[:3] == ("recall", "age", "young"))
    assert "fewer than" in str(young[place["of"]])
    assert outside.withheld


def test_who_decided_is_a_number_for_others_than_the_team(told: Project) -> None:
    with told.change("Decide") as session:
        accept(session, queue(session, begun_only=False)[0].id)
        add_audience(session, "police")
    assert ("amina",) in named(make_table(told, "ledger"), "decided_by")
    outside = named(make_table(told, "ledger", audience="police"), "decided_by")
    assert {row for row in outside if row[0]} == {("coder 1",)}


def test_what_was_made_of_the_proposals_is_counted_by_model_coder_and_code(told: Project) -> None:
    with told.change("Decide") as session:
        one, two, three, *rest = [line for line in queue(session, begun_only=False) if line.code == "Buses"]
        accept(session, one.id, looked_ms=100)
        reject(session, two.id)
        later(session, three.id)
    with told.read() as session:
        found = {(line.by, line.name): line for line in tallies(session)}
    buses = found["code", "Buses"]
    assert (buses.accepted, buses.edited, buses.rejected, buses.later, buses.open) == (1, 0, 1, 1, len(rest))
    assert (buses.glances, buses.timed, buses.decided) == (1, 1, 2)
    assert found["coder", "amina"].accepted == 1
    assert sum(line.rejected for key, line in found.items() if key[0] == "model") == 1
