"""Learning again: what people decided is learned from, what stands stays, nobody is disturbed, undo passes it by."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.suggestions.conftest import BUS, DARK, EVERY, put_codes, put_turns
from workbench.coding.codebook import add_code, retire_code
from workbench.coding.codings import apply_code
from workbench.desk.suggesting.learn_again import NothingToLearnFromError, learn_again, what_is_new
from workbench.desk.suggesting.suggest import suggest
from workbench.project.file import Project, open_file
from workbench.project.history import changes
from workbench.rows import amend, live, table_of
from workbench.sources.documents import segments_of
from workbench.sources.readings import begin_reading
from workbench.suggestions import computing
from workbench.suggestions.jobs import TooMuchIsNewError
from workbench.suggestions.open_ones import OpenOne, open_ones
from workbench.suggestions.review import Suggestion, accept, reject
from workbench.suggestions.runs import Run
from workbench.text import Span

TURNS = [(f"P{at % 4}", said) for at, said in enumerate(EVERY)]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def proposed(project: Project) -> Project:
    document, _ = put_turns(project, TURNS)
    put_codes(project)
    with project.change("Begin reading", kind="reading") as session:
        begin_reading(session, document)
    suggest(project)
    return project


def waiting(project: Project) -> list[OpenOne]:
    with project.read() as session:
        return open_ones(session)


def runs(project: Project) -> int:
    with project.read() as session:
        return len(session.execute(live(Run).with_only_columns(table_of(Run).c.id)).all())


def decide(project: Project) -> list[OpenOne]:
    """Take one and reject one of another segment; those left come back."""
    first, *others = waiting(project)
    other = next(one for one in others if one.segment_id != first.segment_id)
    with project.change("Accept a suggestion") as session:
        accept(session, first.id)
    with project.change("Reject a suggestion") as session:
        reject(session, other.id)
    return waiting(project)


def test_there_is_nothing_to_learn_before_a_run_and_before_a_decision(project: Project) -> None:
    put_turns(project, TURNS)
    put_codes(project)
    with pytest.raises(NothingToLearnFromError):
        learn_again(project)
    suggest(project)
    before = waiting(project)
    with pytest.raises(NothingToLearnFromError):
        learn_again(project)
    assert waiting(project) == before


def test_decisions_since_are_counted_and_learned_from_once(proposed: Project) -> None:
    decide(proposed)
    assert what_is_new(proposed).decisions == 2
    learned = learn_again(proposed)
    assert learned.decisions == 2
    assert learned.sentence == "looked again with your last 2 decisions"
    assert what_is_new(proposed).decisions == 0
    assert runs(proposed) == 3


def test_what_still_stands_keeps_its_key_and_its_run(proposed: Project) -> None:
    before = {(one.segment_id, one.code_id, one.start, one.end): one for one in decide(proposed)}
    learned = learn_again(proposed)
    after = {(one.segment_id, one.code_id, one.start, one.end): one for one in waiting(proposed)}
    same = [key for key in before.keys() & after.keys() if before[key].id == after[key].id]
    assert same
    assert learned.became.stayed == len(same)
    assert learned.became.added == len(after) - len(same)
    assert learned.became.gone == len(before) - len(same)
    assert all(before[key].run_id == after[key].run_id for key in same)


def test_coding_teaches_a_code_that_its_own_words_do_not_say(project: Project) -> None:
    document, _ = put_turns(project, TURNS)
    codes = put_codes(project)
    with project.change("Another code for the same") as session:
        retire_code(session, codes["Lighting"])
        plain = add_code(session, "Zebra")
    suggest(project)
    assert plain not in {one.code_id for one in waiting(project)}
    with project.read() as session:
        dark = segments_of(session, document)[len(BUS) : len(BUS) + len(DARK)]
    with project.change("Code") as session:
        for turn in dark[:4]:
            apply_code(session, plain, document, Span(turn.start, turn.end))
    learn_again(project)
    assert {one.segment_id for one in waiting(project) if one.code_id == plain} & {turn.id for turn in dark[4:]}


def test_what_somebody_looks_at_stays_whatever_is_computed(proposed: Project) -> None:
    kept = decide(proposed)[-1]
    with proposed.change("Code") as session:
        apply_code(session, kept.code_id, kept.document_id, Span(kept.start, kept.end))
    learn_again(proposed, in_sight=lambda: {kept.id})
    assert kept.id in {one.id for one in waiting(proposed)}
    with proposed.change("Code another") as session:
        code = next(one for one in waiting(proposed) if one.id != kept.id)
        apply_code(session, code.code_id, code.document_id, Span(code.start, code.end))
    learn_again(proposed)
    assert {kept.id, code.id}.isdisjoint({one.id for one in waiting(proposed)})


def test_what_a_topic_proposes_is_neither_taken_away_nor_said_twice(proposed: Project) -> None:
    kept = decide(proposed)[-1]
    with proposed.change("From a topic") as session:
        amend(session, Suggestion, kept.id, basis="topic", score=0.31)
    learn_again(proposed)
    same = [one for one in waiting(proposed) if (one.segment_id, one.code_id) == (kept.segment_id, kept.code_id)]
    assert [one.id for one in same] == [kept.id]


def test_what_is_decided_or_coded_while_it_computes_is_not_proposed_again(
    proposed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = decide(proposed)
    rejected, coded = left[0], left[-1]
    assert rejected.segment_id != coded.segment_id
    inner = computing.propose

    def meanwhile(*given: object, **named: object) -> object:
        with proposed.change("Reject a suggestion") as session:
            reject(session, rejected.id)
        with proposed.change("Apply code") as session:
            apply_code(session, coded.code_id, coded.document_id, Span(coded.start, coded.end))
        return inner(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(computing, "propose", meanwhile)
    learn_again(proposed)
    open_now = {(one.segment_id, one.code_id) for one in waiting(proposed)}
    assert (rejected.segment_id, rejected.code_id) not in open_now
    assert (coded.segment_id, coded.code_id) not in open_now


def test_undo_takes_back_the_decision_and_not_the_learning(proposed: Project) -> None:
    decide(proposed)
    learn_again(proposed)
    after = len(waiting(proposed))
    taken = proposed.undo()
    assert taken is not None
    assert taken.name == "Reject a suggestion"
    assert len(waiting(proposed)) == after + 1
    assert proposed.undo() is not None
    taken = proposed.undo()
    assert taken is not None
    assert taken.name == "Suggest codes"
    with proposed.read() as session:
        assert "Learn from decisions" in {one.name for one in changes(session)}


def test_many_new_words_ask_for_a_whole_run_and_change_nothing(
    proposed: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(proposed)
    put_turns(proposed, [("New", f"{said} And number {at}.") for at, said in enumerate(EVERY * 8)], name="two.md")
    before = waiting(proposed)
    with pytest.raises(TooMuchIsNewError, match="Press s"):
        learn_again(proposed)
    assert waiting(proposed) == before


def test_a_project_that_is_only_read_learns_nothing(proposed: Project) -> None:
    decide(proposed)
    with open_file(proposed.path, coder="ben") as second:
        assert second.read_only
        with pytest.raises(NothingToLearnFromError):
            learn_again(second)


def test_a_learned_run_says_that_it_was_one(proposed: Project) -> None:
    decide(proposed)
    learn_again(proposed)
    table = table_of(Run)
    with proposed.read() as session:
        last = session.execute(sa.select(table.c.settings, table.c.kind).order_by(table.c.id.desc()).limit(1)).one()
    assert '"again": true' in last.settings
    assert last.kind == "codes"
