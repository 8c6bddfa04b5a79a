"""Topics changed by a person: what has to be worked out from all their passages, and the change that writes it.

Every verb reads first, with nothing locked, and writes in one change that undo takes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from workbench.coding.codebook import ensure_code
from workbench.errors import WorkbenchError
from workbench.project.file import Project
from workbench.rows import find
from workbench.suggestions import clustering, trials
from workbench.suggestions.kept_arrays import KeptArrays
from workbench.suggestions.material import Material, ToRead, gather
from workbench.suggestions.members import RunMembers, living, parts_of, read_members, rows_of
from workbench.suggestions.topic_changes import (
    MOST_PROPOSED,
    NotAwayError,
    Part,
    Size,
    TopicIntoItselfError,
    TopicsOfTwoRunsError,
    bring_back,
    is_topic,
    map_to_code,
    merge,
    propose_for_topic,
    split,
    topics_of_run,
)
from workbench.suggestions.topic_words import coherence, keywords
from workbench.suggestions.topics import AWAY, Topic
from workbench.suggestions.word_counts import WordTable, count_words

if TYPE_CHECKING:
    from workbench.suggestions.members import Rows

SMALLEST_PART = 3
MOST_PARTS = 9


class MembersNotHereError(WorkbenchError):
    """Which passages this topic has is not kept on this computer. Press s to look for topics anew, then do it there."""


class TooSmallToSplitError(WorkbenchError):
    """This topic has too few passages to be split."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A topic's run, as it is in the project and in the cache."""

    topic: Topic
    every: Mapping[int, Topic]
    run: RunMembers
    material: Material
    segments: Mapping[int, ToRead]

    def read(self, rows: Rows) -> list[ToRead]:
        """The passages of some rows, the closest to their topic's middle first."""
        return [self.segments[key] for key in living(rows, self.run).tolist()]

    def near(self, rows: Rows) -> dict[int, float]:
        """How close each segment of some rows is to its topic's middle."""
        return dict(zip(self.run.segments[rows].tolist(), self.run.near[rows].tolist(), strict=True))


def map_topic(
    project: Project, topic_id: int, *, code: int | None = None, new: str = "", cache: Path | None = None
) -> str:
    """Say which code a topic is about, an old one or a `new` one of that name, and propose it for the topic's passages.

    What came of it is said in a sentence. Where the passages are not kept here, the topic is mapped all the same.
    """
    known = _known(project, topic_id, cache, must=False)
    members = []
    if known is not None:
        rows = rows_of(topic_id, known.every, known.run)
        near = known.near(rows)
        members = [(one, near[one.segment_id]) for one in known.read(rows)]
    with project.change("Map a topic to a code") as session:
        is_topic(find(session, Topic, topic_id))
        key = ensure_code(session, new) if code is None else code
        map_to_code(session, topic_id, key)
        made = 0 if known is None else propose_for_topic(session, topic_id, known.material, members)
    if known is None:
        return (
            f"Mapped, but nothing is proposed: {str(MembersNotHereError())[0].lower()}{str(MembersNotHereError())[1:]}"
        )
    most = f" These are the {MOST_PROPOSED} closest to its middle." if made == MOST_PROPOSED else ""
    return f"{made:,} of its {len(members):,} passages wait in the review with this code.{most}"


def merge_topics(project: Project, topic_id: int, into: int, *, cache: Path | None = None) -> None:
    """Merge a topic into another of the same run."""
    if topic_id == into:
        raise TopicIntoItselfError
    known = _needed(project, into, cache)
    if topic_id not in known.every:
        raise TopicsOfTwoRunsError
    import numpy as np

    rows = [rows_of(key, known.every, known.run) for key in (into, topic_id)]
    after = _sizes(known, [np.unique(np.concatenate(rows))])[0]
    with project.change("Merge two topics") as session:
        merge(session, topic_id, into, after)


def split_topic(project: Project, topic_id: int, parts: int = 2, *, cache: Path | None = None) -> None:
    """Split a topic into parts by where its passages lie."""
    known = _needed(project, topic_id, cache)
    rows = rows_of(topic_id, known.every, known.run)
    if not 2 <= parts <= MOST_PARTS or len(rows) < parts * SMALLEST_PART:
        most = min(MOST_PARTS, len(rows) // SMALLEST_PART)
        advice = f"Ask for 2 to {most} parts." if most >= 2 else "Read them instead."
        raise TooSmallToSplitError(f"This topic has {len(rows):,} passages. {advice}")
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1):
        places = known.run.places[rows]
        which = parts_of(places, parts)
        steady, starts = trials.steadiness(places, which - 1, parts, 0)
        own = [rows[which == number] for number in range(1, parts + 1)]
        table, sizes = _counted(known, own)
    made = [
        Part(
            size, round(steady[at], 3), round(starts[at], 3), coherence(table, size.keywords), _typical(known, own[at])
        )
        for at, size in enumerate(sizes)
    ]
    with project.change("Split a topic") as session:
        split(session, topic_id, made)


def bring_topic_back(project: Project, topic_id: int, *, cache: Path | None = None) -> None:
    """Bring back a topic that was discarded, merged into another or split."""
    with project.read() as session:
        row = find(session, Topic, topic_id)
        if row.state not in AWAY:
            raise NotAwayError
        into = row.into_id if row.state == "merged" else None
    whole = None
    if into is not None:
        known = _needed(project, into, cache)
        known.every[topic_id].into_id = None
        whole = _sizes(known, [rows_of(into, known.every, known.run)])[0]
    with project.change("Bring a topic back") as session:
        bring_back(session, topic_id, whole)


def members_of(
    session: Session, key: str | None, run_id: int, allowed: list[ToRead], cache: Path | None = None
) -> dict[int, list[int]] | None:
    """For every topic of a run in sight its segments, the closest first; None where they are not kept here.

    `key` is the project's raw key, None for a plain file.
    """
    run = read_members(session, KeptArrays(session.info["secret"], key=key, folder=cache), run_id, allowed)
    if run is None:
        return None
    every = topics_of_run(session, run_id)
    return {at: living(rows_of(at, every, run), run).tolist() for at, row in every.items() if row.state not in AWAY}


def _needed(project: Project, topic_id: int, cache: Path | None) -> _Known:
    known = _known(project, topic_id, cache, must=True)
    assert known is not None
    return known


def _known(project: Project, topic_id: int, cache: Path | None, *, must: bool) -> _Known | None:
    """What is known of a topic's run; None, or an error where it `must` be there, if its passages are not kept here."""
    with project.read() as session:
        topic = find(session, Topic, topic_id)
        is_topic(topic)
        material = gather(session)
        kept = KeptArrays(session.info["secret"], key=project.key, folder=cache)
        run = read_members(session, kept, topic.run_id, material.segments)
        every = topics_of_run(session, topic.run_id)
        session.expunge_all()
    if run is None:
        if must:
            raise MembersNotHereError
        return None
    return _Known(topic, every, run, material, {one.segment_id: one for one in material.segments})


def _sizes(known: _Known, groups: list[Rows]) -> list[Size]:
    return _counted(known, groups)[1]


def _counted(known: _Known, groups: list[Rows]) -> tuple[WordTable, list[Size]]:
    """The words of a run's passages, and what some groups of its rows are beside all its other passages."""
    import numpy as np

    rows = np.flatnonzero(known.run.segments)
    drawn = clustering.drawn(len(rows), clustering.FITTED, 0)
    wanted = np.unique(np.concatenate([rows[drawn], *(own[known.run.segments[own] > 0] for own in groups)]))
    labels = np.full(len(wanted), clustering.NONE, np.int64)
    for number, own in enumerate(groups):
        labels[np.isin(wanted, own)] = number
    read = [known.segments[key] for key in known.run.segments[wanted].tolist()]
    table = count_words(
        (one.text for one in read),
        known.material.names,
        question_of=known.material.question_of(read),
        questions=list(known.material.questions.values()),
    )
    words = keywords(table, labels, len(groups), people=[one.case_id for one in read])
    sizes = []
    for number, chosen in enumerate(words):
        own_read = [one for one, label in zip(read, labels.tolist(), strict=True) if label == number]
        people = {one.case_id for one in own_read if one.case_id is not None}
        sizes.append(Size(tuple(chosen), len(own_read), len(people)))
    return table, sizes


def _typical(known: _Known, rows: Rows) -> tuple[tuple[int, float], ...]:
    near = known.near(rows)
    return tuple((key, round(near[key], 4)) for key in living(rows, known.run).tolist())
