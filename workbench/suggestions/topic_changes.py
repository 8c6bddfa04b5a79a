"""Changing topics: map, merge, split, put out of sight, bring back. Each is taken back by undo as every change is.

A topic that is about a code proposes that code for its passages; whether a passage gets it a person decides, one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.errors import WorkbenchError
from workbench.rows import add, add_many, amend, bulk, find, live, remove, remove_many, table_of
from workbench.suggestions.grouping import label_of
from workbench.suggestions.material import Material, ToRead
from workbench.suggestions.material import decided as decided_there
from workbench.suggestions.review import Suggestion
from workbench.suggestions.topics import TYPICAL, OutliersAreNoTopicError, Topic, TopicPassage
from workbench.text import Span

MOST_PROPOSED = 200
"""A topic proposes its code for so many passages at most, the closest: nobody reviews thousands."""


class TopicIntoItselfError(WorkbenchError):
    """A topic cannot be merged into itself. Choose another one."""


class TopicsOfTwoRunsError(WorkbenchError):
    """These two topics are of different runs, which read the same passages anew. Map both to one code instead."""


class TopicIsAwayError(WorkbenchError):
    """That topic is out of sight: discarded, merged or split. Bring it back first."""


class WholeIsAwayError(WorkbenchError):
    """The topic that it was merged into is out of sight itself. Bring that one back first."""


class NotAwayError(WorkbenchError):
    """That topic is in sight already; there is nothing to bring back."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a topic is after a change: its words, and how many passages and people."""

    keywords: tuple[str, ...]
    segments: int
    cases: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a topic that is split."""

    size: Size
    steadiness: float
    over_seeds: float
    coherence: float | None
    typical: tuple[tuple[int, float], ...]
    """Segments with their closeness, the closest first."""


def topics_of_run(session: Session, run_id: int) -> dict[int, Topic]:
    """Every topic of a run by key, also those out of sight."""
    chosen = live(Topic).where(table_of(Topic).c.run_id == run_id)
    return {row.id: row for row in session.execute(chosen).scalars() if row.id is not None}


def map_to_code(session: Session, topic_id: int, code_id: int) -> None:
    """Say which code a topic is about; the topic is kept from then on, and its open proposals of another go."""
    _in_sight(session, topic_id)
    find(session, Code, code_id)
    _forget_proposals(session, topic_id, but=code_id)
    amend(session, Topic, topic_id, code_id=code_id, state="kept")


def propose_for_topic(
    session: Session, topic_id: int, material: Material, members: Iterable[tuple[ToRead, float]]
) -> int:
    """Propose a topic's code for its passages, the closest first, where it is not given, decided or proposed yet.

    Args:
        session: Within a change.
        topic_id: A topic that is mapped to a code.
        material: What may be read in the project, and what people coded in it.
        members: The topic's passages with their closeness, the closest first.
    """
    topic = find(session, Topic, topic_id)
    if topic.code_id is None:
        return 0
    code = topic.code_id
    rows: list[dict[str, Any]] = []
    shut = _shut(session, code)
    for one, near in members:
        if len(rows) == MOST_PROPOSED:
            break
        if one.segment_id in shut or _given(material, one, code):
            continue
        place = {"document_id": one.document_id, "segment_id": one.segment_id, "start": one.start, "end": one.end}
        rows.append(
            {
                "run_id": topic.run_id,
                **place,
                "code_id": code,
                "topic_id": topic_id,
                "score": round(near, 4),
                "basis": "topic",
            }
        )
    with bulk(session, Suggestion):
        add_many(session, Suggestion, rows)
    return len(rows)


def discard(session: Session, topic_id: int) -> None:
    """Put a topic out of sight, and what it proposed that nobody has decided."""
    find(session, Topic, topic_id)
    _forget_proposals(session, topic_id)
    amend(session, Topic, topic_id, state="discarded")


def merge(session: Session, topic_id: int, into: int, after: Size) -> None:
    """Merge a topic into another, which is `after` then; its passages are the other's from then on."""
    if topic_id == into:
        raise TopicIntoItselfError
    one, other = _in_sight(session, topic_id), _in_sight(session, into)
    if one.run_id != other.run_id:
        raise TopicsOfTwoRunsError
    _forget_proposals(session, topic_id)
    amend(session, Topic, topic_id, state="merged", into_id=into)
    resize(session, into, after)


def resize(session: Session, topic_id: int, after: Size) -> None:
    """Write down what a topic is after others came to it or left it; a name that a person gave stays."""
    row = find(session, Topic, topic_id)
    own = row.label != label_of(row.keywords.split(", "))
    amend(
        session,
        Topic,
        topic_id,
        label=row.label if own else label_of(after.keywords),
        keywords=", ".join(after.keywords),
        segments=after.segments,
        cases=after.cases,
        state="kept",
    )


def split(session: Session, topic_id: int, parts: Sequence[Part]) -> list[int]:
    """Split a topic into parts, which are topics of their own; their keys come back."""
    whole = _in_sight(session, topic_id)
    _forget_proposals(session, topic_id)
    amend(session, Topic, topic_id, state="split")
    keys: list[int] = []
    typical: list[dict[str, Any]] = []
    for number, one in enumerate(parts, start=1):
        key = add(
            session,
            Topic,
            run_id=whole.run_id,
            number=whole.number,
            label=label_of(one.size.keywords),
            keywords=", ".join(one.size.keywords),
            segments=one.size.segments,
            cases=one.size.cases,
            steadiness=one.steadiness,
            over_seeds=one.over_seeds,
            coherence=one.coherence,
            state="kept",
            from_id=topic_id,
            part=number,
            parts=len(parts),
        )
        keys.append(key)
        typical += [{"topic_id": key, "segment_id": at, "closeness": near} for at, near in one.typical[:TYPICAL]]
    with bulk(session, TopicPassage):
        add_many(session, TopicPassage, typical)
    return keys


def bring_back(session: Session, topic_id: int, whole: Size | None = None) -> None:
    """Bring back a topic that was discarded, merged or split; of a split one the parts go.

    Args:
        session: Within a change.
        topic_id: The topic.
        whole: What the topic that it was merged into is without it.
    """
    row = find(session, Topic, topic_id)
    if row.state == "merged" and row.into_id is not None:
        other = find(session, Topic, row.into_id)
        if other.state == "split":
            raise WholeIsAwayError
        amend(session, Topic, topic_id, state="kept", into_id=None)
        if whole is not None and other.id is not None:
            resize(session, other.id, whole)
            if other.state == "discarded":
                amend(session, Topic, other.id, state="discarded")
    elif row.state == "split":
        parts = live(Topic).where(table_of(Topic).c.from_id == topic_id).with_only_columns(table_of(Topic).c.id)
        for key in list(session.execute(parts).scalars()):
            _forget_proposals(session, key)
            remove(session, Topic, key)
        amend(session, Topic, topic_id, state="kept")
    elif row.state == "discarded":
        amend(session, Topic, topic_id, state="kept")
    else:
        raise NotAwayError


def is_topic(row: Topic) -> Topic:
    """The row, where it is a topic and not the passages that fit in none."""
    if row.kind == "outliers":
        raise OutliersAreNoTopicError
    return row


def _in_sight(session: Session, topic_id: int) -> Topic:
    row = is_topic(find(session, Topic, topic_id))
    if row.state in ("discarded", "merged", "split"):
        raise TopicIsAwayError
    return row


def _forget_proposals(session: Session, topic_id: int, *, but: int | None = None) -> None:
    """Take out what a topic proposed that nobody has decided, but for one code."""
    table = table_of(Suggestion)
    chosen = live(Suggestion).where(
        table.c.topic_id == topic_id, table.c.basis == "topic", table.c.status == "proposed", table.c.code_id != but
    )
    remove_many(session, Suggestion, list(session.execute(chosen.with_only_columns(table.c.id)).scalars()))


def _shut(session: Session, code_id: int) -> Collection[int]:
    """Segments where a code is decided about, or proposed already."""
    table = table_of(Suggestion)
    chosen = live(Suggestion).where(table.c.code_id == code_id).with_only_columns(table.c.segment_id)
    known: Mapping[int, frozenset[int]] = decided_there(session)
    return {*session.execute(chosen).scalars(), *(at for at, codes in known.items() if code_id in codes)}


def _given(material: Material, one: ToRead, code: int) -> bool:
    covered = material.covered.get(one.document_id)
    return covered is not None and any(own.code == code for own in covered.touching(Span(one.start, one.end)))
