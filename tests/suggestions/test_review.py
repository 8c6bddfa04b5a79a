"""Review: proposals wait for the reader, decisions stay, undo takes back both halves."""

from __future__ import annotations

import pytest

from tests.suggestions.conftest import EVERY, put_codes, put_turns
from workbench.coding.codings import codings_in
from workbench.desk.suggesting.suggest import suggest
from workbench.project.file import Project
from workbench.rows import NotInProjectError, add, add_many, amend, now
from workbench.sources.coders import coder_named, current_coder
from workbench.sources.consent import Consent
from workbench.sources.documents import Segment
from workbench.sources.readings import Reading
from workbench.suggestions.open_ones import open_ones
from workbench.suggestions.problems import problems
from workbench.suggestions.review import (
    AlreadyDecidedError,
    Suggestion,
    SuggestionLine,
    accept,
    accept_as,
    later,
    ledger,
    queue,
    reject,
)
from workbench.suggestions.runs import Run
from workbench.suggestions.topic_changes import map_to_code
from workbench.suggestions.topics import topics, typical_passages
from workbench.text import Span

TURNS = [(f"P{at % 4}", said) for at, said in enumerate(EVERY)]


@pytest.fixture
def proposed(project: Project) -> Project:
    put_turns(project, TURNS)
    put_codes(project)
    suggest(project)
    return project


def every(project: Project, status: str | None = "proposed") -> list[SuggestionLine]:
    with project.read() as session:
        return queue(session, status=status, begun_only=False)


def begin(project: Project, document: int, who: str = "amina") -> None:
    with project.change("Begin reading") as session:
        add(session, Reading, coder_id=coder_named(session, who), document_id=document, state="begun", at=now())


def test_proposals_hide_until_the_coder_has_begun_to_read(proposed: Project) -> None:
    lines = every(proposed)
    assert lines
    begin(proposed, lines[0].document_id, who="bea")
    with proposed.read() as session:
        assert queue(session) == []
        assert [one.begun for one in open_ones(session)] == [False] * len(lines)
    begin(proposed, lines[0].document_id)
    with proposed.read() as session:
        assert queue(session) == lines
        assert [one.begun for one in open_ones(session)] == [True] * len(lines)


def test_the_queue_goes_down_the_page_and_says_what_is_left(proposed: Project) -> None:
    lines = every(proposed)
    assert [line.start for line in lines] == sorted(line.start for line in lines)
    assert [line.left for line in lines] == list(range(len(lines), 0, -1))
    text = "\n".join(words for _, words in TURNS)
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert {line.likelihood for line in lines} <= {"likely", "possible"}
    right = {"Buses": EVERY[:6], "Lighting": EVERY[6:12], "Police": EVERY[12:]}
    assert sum(line.text in right[line.code] for line in lines) >= 0.8 * len(lines)


def test_accepting_makes_the_coding_and_undo_takes_both_back(proposed: Project) -> None:
    line = every(proposed)[0]
    with proposed.change("Accept") as session:
        coding = accept(session, line.id, looked_ms=3200)
    with proposed.read() as session:
        made = codings_in(session, line.document_id)
        assert [(one.id, one.code_id, one.start, one.end, one.origin, one.coder) for one in made] == [
            (coding, line.code_id, line.start, line.end, "suggestion", "amina")
        ]
        decided = queue(session, status="accepted", begun_only=False)
        assert [(one.id, one.decided_by) for one in decided] == [(line.id, "amina")]
        assert decided[0].decided
    proposed.undo()
    with proposed.read() as session:
        assert codings_in(session, line.document_id) == []
    assert every(proposed)[0] == line


def test_another_code_or_fewer_words_count_as_edited(proposed: Project) -> None:
    first, second = every(proposed)[:2]
    with proposed.change("Other code") as session:
        other = next(one.code_id for one in queue(session, begun_only=False) if one.code_id != first.code_id)
        accept_as(session, first.id, other)
        accept(session, second.id, span=Span(second.start, second.start + 7))
    with proposed.read() as session:
        made = codings_in(session, first.document_id)
        assert {(one.code_id, one.start, one.end) for one in made} == {
            (other, first.start, first.end),
            (second.code_id, second.start, second.start + 7),
        }
    assert {one.id for one in every(proposed, "edited")} == {first.id, second.id}


def test_what_is_decided_is_not_decided_again(proposed: Project) -> None:
    line = every(proposed)[0]
    with proposed.change("Reject") as session:
        reject(session, line.id, " about trains ")
    assert every(proposed, "rejected")[0].reason == "about trains"
    for decide in (accept, reject, later):
        with pytest.raises(AlreadyDecidedError), proposed.change("Again") as session:
            decide(session, line.id)
    with pytest.raises(NotInProjectError), proposed.change("None") as session:
        accept(session, 10_000)


def test_a_second_run_replaces_what_is_open_and_keeps_what_is_decided(proposed: Project) -> None:
    accepted, rejected, put_off, *rest = every(proposed)
    with proposed.change("Decide") as session:
        accept(session, accepted.id)
        reject(session, rejected.id)
        later(session, put_off.id)
    report = suggest(proposed)
    assert report.replaced == len(rest)
    assert [one.id for one in every(proposed, "later")] == [put_off.id]
    again = every(proposed)
    assert not {one.id for one in again} & {one.id for one in rest}
    gone_by = {(one.start, one.code_id) for one in (accepted, rejected, put_off)}
    assert not {(one.start, one.code_id) for one in again} & gone_by
    assert again
    with proposed.change("Later on") as session:
        accept(session, put_off.id)


def test_running_twice_gives_the_same_proposals_again(proposed: Project) -> None:
    first = [(one.start, one.end, one.code, one.score) for one in every(proposed)]
    suggest(proposed)
    assert [(one.start, one.end, one.code, one.score) for one in every(proposed)] == first


def test_a_mapped_topic_outlives_the_next_run(proposed: Project) -> None:
    with proposed.change("Map") as session:
        first = topics(session)[0]
        code = queue(session, begun_only=False)[0].code_id
        map_to_code(session, first.id, code)
    suggest(proposed)
    with proposed.read() as session:
        kept = [one for one in topics(session) if one.id == first.id]
        assert [(one.code_id, one.state) for one in kept] == [(code, "kept")]
        assert len(typical_passages(session, first.id)) == first.segments


def test_consent_taken_back_after_the_run_empties_the_queue(proposed: Project) -> None:
    line = every(proposed)[0]
    with proposed.change("Withdraw") as session:
        add(session, Consent, case_id=line.case_id, scope="machine", state="withdrawn")
    assert not [one for one in every(proposed) if one.case == line.case]


def test_a_segment_that_is_gone_takes_its_proposals_along(proposed: Project) -> None:
    line = every(proposed)[0]
    with proposed.change("Remove") as session:
        amend(session, Segment, line.segment_id, gone=True)
    assert line.segment_id not in {one.segment_id for one in every(proposed)}


def stamped(project: Project, looks: list[int], status: str = "accepted") -> None:
    line = every(project)[0]
    with project.change("Accept many") as session:
        run = add(session, Run, kind="codes", model="m", at=now())
        cells = {"run_id": run, "document_id": line.document_id, "segment_id": line.segment_id, "start": 0, "end": 3}
        cells |= {"code_id": line.code_id, "score": 0.9, "status": status, "decided_by": current_coder(session)}
        add_many(session, Suggestion, [{**cells, "looked_ms": looked, "decided": now()} for looked in looks])


@pytest.mark.parametrize(
    ("looks", "status", "found"),
    [
        ([1999] * 17 + [2000] * 3, "accepted", 1),
        ([1999] * 16 + [2000] * 4, "accepted", 0),
        ([500] * 19, "accepted", 0),
        ([500] * 20, "edited", 1),
        ([500] * 40, "rejected", 0),
    ],
)
def test_stamping_without_reading_is_noticed(proposed: Project, looks: list[int], status: str, found: int) -> None:
    stamped(proposed, looks, status)
    with proposed.read() as session:
        said = problems(session)
    assert len(said) == found
    assert all("amina accepted" in one.message for one in said)


def test_the_ledger_counts_by_model_and_coder(proposed: Project) -> None:
    stamped(proposed, [100, 5000])
    stamped(proposed, [100], "rejected")
    with proposed.read() as session:
        one = next(line for line in ledger(session) if line.model == "m" and line.accepted)
    assert (one.coder, one.accepted, one.edited, one.rejected, one.glances) == ("amina", 2, 0, 1, 1)
