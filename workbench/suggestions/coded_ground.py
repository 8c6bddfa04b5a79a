"""The ground: every passage that a machine may read, with what people read of it and coded on it. Read in one go.

Who reads a document blind sees only their own codings of it here, as everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sqlmodel import Session

from workbench.coding.blind import seen
from workbench.coding.codings import Coding
from workbench.coding.tree import read_tree
from workbench.rows import fetched, live, table_of
from workbench.sources.cases import attributes_of, case_labels
from workbench.sources.coders import coder_names
from workbench.sources.readings import Reading
from workbench.suggestions.keywords import tells
from workbench.suggestions.material import Material, ToRead, gather
from workbench.suggestions.open_ones import OpenOne, open_ones, topics_of_segments
from workbench.suggestions.review import begun_documents
from workbench.suggestions.topics import TopicLine, topics

TELLING = 4
"""A passage with fewer telling words says too little to be compared."""


class Given(NamedTuple):
    """A code that somebody gave to some words of a segment."""

    code_id: int
    coder: str


@dataclass(frozen=True)
class Ground:
    """What there is to look at; places count from 0 in `material.segments`."""

    material: Material
    given: Mapping[int, tuple[Given, ...]]
    """The codes on a segment, by its place; a segment that nobody coded is not in it."""
    read: frozenset[int]
    """Places of segments that somebody read or coded."""
    begun: frozenset[int]
    """Keys of documents that the person at the keyboard has begun."""
    waiting: tuple[OpenOne, ...]
    topics: tuple[TopicLine, ...]
    topic_of: Mapping[int, int]
    """The topic of a segment, by their keys."""
    names: Mapping[int, str]
    """The name of each code, without those it lies below."""
    above: Mapping[int, frozenset[int]]
    """For each code, those it lies below."""
    people: Mapping[int, str]
    attributes: Mapping[int, Mapping[str, str]]

    @property
    def segments(self) -> tuple[ToRead, ...]:
        """The passages."""
        return self.material.segments

    @cached_property
    def place_of(self) -> dict[int, int]:
        """The place of a segment, by its key."""
        return {one.segment_id: at for at, one in enumerate(self.segments)}

    @cached_property
    def says_enough(self) -> frozenset[int]:
        """Places of passages with enough telling words to be compared."""
        names = self.material.names
        return frozenset(at for at, one in enumerate(self.segments) if tells(one.text, TELLING, names))

    def codes_at(self, at: int) -> frozenset[int]:
        """The codes on a segment."""
        return frozenset(one.code_id for one in self.given.get(at, ()))

    def related(self, one: Collection[int], other: Collection[int]) -> bool:
        """Whether some code of the one is some code of the other, or lies above or below it."""
        return any(a == b or a in self.above.get(b, ()) or b in self.above.get(a, ()) for a in one for b in other)


def read_ground(session: Session) -> Ground:
    """Read everything that is needed to say where to look next."""
    material = gather(session)
    given = _given(session, material.segments)
    tree = read_tree(session)
    above: dict[int, set[int]] = defaultdict(set)
    for key in tree.order:
        for below in tree.below(key):
            if below != key:
                above[below].add(key)
    return Ground(
        material,
        given,
        _read(session, material.segments) | given.keys(),
        begun_documents(session),
        tuple(open_ones(session)),
        tuple(one for one in topics(session) if one.state in {"proposed", "kept"}),
        topics_of_segments(session),
        {key: tree.names[key][-1] for key in tree.order},
        {key: frozenset(some) for key, some in above.items()},
        case_labels(session),
        attributes_of(session),
    )


def _given(session: Session, segments: Sequence[ToRead]) -> dict[int, tuple[Given, ...]]:
    """The codes on each segment, as far as the person at the keyboard sees them; evidence against a code is none."""
    coding = table_of(Coding)
    cells = (coding.c.document_id, coding.c.start, coding.c.end, coding.c.code_id, coding.c.coder_id)
    chosen = live(Coding).where(coding.c.direction == "for").with_only_columns(*cells)
    visible = seen(session)
    rows = fetched(session, chosen if visible is None else chosen.where(visible))
    names = coder_names(session)
    ends: dict[int, list[int]] = defaultdict(list)
    places: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(segments):
        ends[one.document_id].append(one.end)
        places[one.document_id].append(at)
    found: dict[int, dict[Given, None]] = defaultdict(dict)
    for document, start, end, code, coder in sorted(rows):
        here = places.get(document, [])
        for at in here[bisect_right(ends.get(document, []), start) :]:
            if segments[at].start >= end:
                break
            found[at][Given(code, names.get(coder, "somebody"))] = None
    return {at: tuple(some) for at, some in found.items()}


def _read(session: Session, segments: Collection[ToRead]) -> frozenset[int]:
    """Places of the segments that anybody has read to the end."""
    reading = table_of(Reading)
    chosen = live(Reading).where(reading.c.state == "done")
    rows = fetched(session, chosen.with_only_columns(reading.c.document_id, reading.c.segment_id))
    whole = {document for document, segment in rows if segment is None}
    single = {segment for _, segment in rows if segment is not None}
    return frozenset(at for at, one in enumerate(segments) if one.document_id in whole or one.segment_id in single)
