"""Open suggestions without their words: the same that the queue has, in the same order, and nobody's that refused."""

from __future__ import annotations

import pytest

from tests.suggestions.conftest import EVERY, put_codes, put_turns
from workbench.desk.suggesting.suggest import suggest
from workbench.governance.flags import SAFEGUARDING, flag
from workbench.project.file import Project
from workbench.rows import add, add_many, now
from workbench.sources.consent import Consent
from workbench.sources.readings import begin_reading
from workbench.suggestions.open_ones import open_ones, topics_of_segments
from workbench.suggestions.review import Suggestion, later, one_line, queue, reject
from workbench.suggestions.runs import Run
from workbench.suggestions.topic_changes import discard
from workbench.suggestions.topics import Topic
from workbench.text import Span

TURNS = [(f"P{at % 4}", said) for at, said in enumerate(EVERY)]


@pytest.fixture
def proposed(project: Project) -> Project:
    document, _ = put_turns(project, TURNS)
    put_codes(project)
    suggest(project)
    with project.change("Begin", kind="reading") as session:
        begin_reading(session, document)
    return project


def test_they_are_those_of_the_queue_in_its_order_put_off_last(proposed: Project) -> None:
    with proposed.read() as session:
        lines = queue(session)
        assert [one.id for one in open_ones(session)] == [line.id for line in lines]
        assert [one_line(session, line.id) for line in lines[:1]] == [
            line.__class__(**{**{name: getattr(line, name) for name in line.__slots__}, "left": 1})
            for line in lines[:1]
        ]
    with proposed.change("Later") as session:
        later(session, lines[0].id)
    with proposed.change("Reject") as session:
        reject(session, lines[1].id)
    with proposed.read() as session:
        assert [one.id for one in open_ones(session)] == [line.id for line in [*lines[2:], lines[0]]]


def test_who_refused_and_what_is_held_back_is_not_among_them(proposed: Project) -> None:
    with proposed.read() as session:
        before = open_ones(session)
    refused, held = before[0], next(one for one in before if one.case_id != before[0].case_id)
    with proposed.change("Refuse") as session:
        add(session, Consent, case_id=refused.case_id, scope="machine", state="refused")
        flag(session, held.document_id, Span(held.start, held.end), SAFEGUARDING)
    with proposed.read() as session:
        left = {one.id for one in open_ones(session)}
        assert {line.id for line in queue(session)} == left
    assert refused.case_id not in {one.case_id for one in before if one.id in left}
    assert held.id not in left


def test_a_topic_is_known_of_a_segment_until_it_is_put_out_of_sight(project: Project) -> None:
    document, _ = put_turns(project, TURNS[:2])
    code = put_codes(project)["Buses"]
    with project.read() as session:
        from workbench.sources.documents import segments_of

        turns = segments_of(session, document)
    with project.change("Suggest codes") as session:
        run = add(session, Run, kind="codes", model="counted words", at=now())
        kept = add(session, Topic, run_id=run, number=1)
        merged = add(session, Topic, run_id=run, number=2, state="merged", into_id=kept)
        cells = {"run_id": run, "document_id": document, "code_id": code, "score": 0.5}
        rows = [
            {**cells, "segment_id": turn.id, "start": turn.start, "end": turn.end, "topic_id": topic}
            for turn, topic in zip(turns, (kept, merged), strict=True)
        ]
        add_many(session, Suggestion, rows)
    with project.read() as session:
        assert topics_of_segments(session) == {turns[0].id: kept, turns[1].id: kept}
    with project.change("Discard") as session:
        discard(session, kept)
    with project.read() as session:
        assert topics_of_segments(session) == {}
