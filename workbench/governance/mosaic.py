"""The mosaic: which quotes of each person readers have already, under the person's name, so that a portrait adds up.

The register keeps the places of quotes that left and what stood beside them, never their words.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session

from workbench.governance.audiences import Departure
from workbench.governance.released import Quoted
from workbench.rows import add_many, table_of
from workbench.sources.documents import Document, Segment

WIDEST = "public"
"""What everybody may read, every audience has read."""
NAME = "who"
"""Stands among the descriptors of a quote that was printed with the name of who said it."""
Place = tuple[str, int, int]
"""A document by its name, and code points from its start, half-open."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A quote that stands in what leaves: its place, and the names of what is printed beside it (`NAME`, attributes)."""

    document: str
    start: int
    end: int
    descriptors: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.document, self.start, self.end


@dataclass(frozen=True, slots=True)
class PrintedQuotes(Collection[Printed]):
    """Quotes in the order in which they were printed, kept as numbers: a large archive has a million and a half."""

    _documents: dict[str, int] = field(default_factory=dict)
    _beside: dict[tuple[str, ...], int] = field(default_factory=dict)
    _cells: array[int] = field(default_factory=lambda: array("q"))
    """Document, start, end and what stands beside it, of one quote after the other."""

    def append(self, one: Printed) -> None:
        """Take in the next."""
        document = self._documents.setdefault(one.document, len(self._documents))
        beside = self._beside.setdefault(one.descriptors, len(self._beside))
        self._cells.extend((document, one.start, one.end, beside))

    def __len__(self) -> int:
        return len(self._cells) // 4

    def __iter__(self) -> Iterator[Printed]:
        documents, beside = list(self._documents), list(self._beside)
        for at in range(0, len(self._cells), 4):
            document, start, end, told = self._cells[at : at + 4]
            yield Printed(documents[document], start, end, beside[told])

    def __contains__(self, one: object) -> bool:
        return any(other == one for other in self)


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A quote that left, as the register shows it."""

    at: str
    who: int
    kind: str
    name: str
    audience: str
    document: str
    start: int
    end: int
    descriptors: tuple[str, ...]
    departure_id: int


def record_quoted(session: Session, departure_id: int, printed: Iterable[Printed]) -> int:
    """Write down which quotes are in something that leaves, each place once; gives how many."""
    keys = {name: key for key, name in _documents(session).items()}
    by_document: dict[str, PrintedQuotes] = {}
    for one in printed:
        if one.document in keys:
            by_document.setdefault(one.document, PrintedQuotes()).append(one)
    rows = (
        {
            "departure_id": departure_id,
            "document_id": keys[document],
            "start": start,
            "end": end,
            "descriptors": json.dumps(list(descriptors), ensure_ascii=False),
        }
        for document, some in by_document.items()
        for (_, start, end), descriptors in _each_once(some).items()
    )
    return add_many(session, Quoted, rows)


def _each_once(printed: Iterable[Printed]) -> dict[Place, dict[str, None]]:
    """What stands beside each place, all that was printed there together."""
    beside: dict[Place, dict[str, None]] = {}
    for one in printed:
        beside.setdefault(one.place, {}).update(dict.fromkeys(one.descriptors))
    return beside


def quoted(session: Session, departure_id: int | None = None) -> list[QuotedLine]:
    """The quotes that left, all or in one thing, the newest first and each in the order of the texts."""
    row, left, document = table_of(Quoted), table_of(Departure), table_of(Document)
    chosen = (
        sa.select(
            row, left.c.at, left.c.coder_id, left.c.kind, left.c.name, left.c.audience, document.c.name.label("of")
        )
        .select_from(row.join(left, left.c.id == row.c.departure_id).join(document, document.c.id == row.c.document_id))
        .where(row.c.gone.is_(False), left.c.gone.is_(False))
    )
    if departure_id is not None:
        chosen = chosen.where(row.c.departure_id == departure_id)
    return [
        QuotedLine(
            one.at,
            one.coder_id,
            one.kind,
            one.name,
            one.audience,
            one.of,
            one.start,
            one.end,
            tuple(json.loads(one.descriptors)),
            one.departure_id,
        )
        for one in session.execute(chosen.order_by(left.c.at.desc(), left.c.id.desc(), document.c.id, row.c.start))
    ]


def named_before(session: Session, audience: str) -> Mapping[int, frozenset[Place]]:
    """The places of quotes that left under a person's name for these readers or for everybody, by person."""
    row, left, segment, document = table_of(Quoted), table_of(Departure), table_of(Segment), table_of(Document)
    touching = sa.and_(
        segment.c.document_id == row.c.document_id,
        segment.c.start < row.c.end,
        segment.c.end > row.c.start,
        segment.c.gone.is_(False),
        segment.c.case_id.is_not(None),
    )
    chosen = (
        sa.select(segment.c.case_id, document.c.name, row.c.start, row.c.end, row.c.descriptors)
        .select_from(
            row.join(left, left.c.id == row.c.departure_id)
            .join(document, document.c.id == row.c.document_id)
            .join(segment, touching)
        )
        .where(row.c.gone.is_(False), left.c.gone.is_(False), left.c.audience.in_({audience, WIDEST}))
        .distinct()
    )
    found: dict[int, set[Place]] = defaultdict(set)
    for case_id, name, start, end, descriptors in session.execute(chosen):
        if NAME in json.loads(descriptors):
            found[case_id].add((name, start, end))
    return {case: frozenset(places) for case, places in found.items()}


def _documents(session: Session) -> dict[int, str]:
    document = table_of(Document)
    return dict(session.execute(sa.select(document.c.id, document.c.name)).all())
