"""Where two coders who have both read the words differ on a code: only one of them has it, or both with other ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.comparison import Comparison, compare
from workbench.coding.presence import Whole
from workbench.coding.settlements import Difference, SettledLine, settled
from workbench.coding.tree import paths_of
from workbench.rows import table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker
from workbench.text import Span


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where two coders differ on a code; `spans` are whose words are where, in code points."""

    code_id: int
    code: str
    document_id: int
    document: str
    turn: int
    """The number of the turn or answer in which it begins, from 1 on."""
    speaker: str
    start: int
    end: int
    text: str
    coder_ids: tuple[int, int]
    coders: tuple[str, str]
    spans: tuple[tuple[Span, ...], tuple[Span, ...]]
    settled: SettledLine | None = None

    @property
    def has(self) -> str:
        """Who has the code here: first, second or both."""
        first, second = self.spans
        return "both" if first and second else "first" if first else "second"

    @property
    def difference(self) -> Difference:
        """What is to be settled."""
        return Difference(self.code_id, self.document_id, self.start, self.end, *self.coder_ids, self.has)


@dataclass(frozen=True, slots=True)
class Open:
    """How many places of a code differ, and how many of them are settled."""

    places: int = 0
    settled: int = 0


def disagreements(
    session: Session,
    first: int,
    second: int,
    *,
    codes: Collection[int] | None = None,
    without: Collection[int] = (),
) -> list[Disagreement]:
    """The places where two coders differ, in the order of the documents and their words.

    Codings that lie on the same turn or answer are one place: both have the code there, and differ if their ends do.

    Args:
        session: A session to read with.
        first: A coder's key.
        second: Another's.
        codes: Only these codes.
        without: Documents that are left out.
    """
    comparison = compare(session, (first, second))
    if len(comparison.coders) < 2:
        return []
    found = [one for one in _places(comparison, codes) if one.document_id not in set(without)]
    found.sort(key=lambda one: (one.document_id, one.start, one.code_id))
    return _told(session, comparison, found)


def open_places(session: Session, first: int, second: int, *, without: Collection[int] = ()) -> dict[int, Open]:
    """How many places differ, a code, for the codes that have any; without reading any words."""
    comparison = compare(session, (first, second))
    if len(comparison.coders) < 2:
        return {}
    known = _settled_by_place(session, None)
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in _places(comparison, None):
        if one.document_id not in without:
            counts[one.code_id][0] += 1
            counts[one.code_id][1] += _key(one.code_id, one.document_id, one.start, one.end, (first, second)) in known
    return {code: Open(*both) for code, both in counts.items()}


@dataclass(slots=True)
class _Place:
    """A place before its words are read."""

    code_id: int
    document_id: int
    unit: int
    last: int
    start: int
    end: int
    spans: tuple[set[tuple[int, int]], set[tuple[int, int]]]

    @property
    def differs(self) -> bool:
        return self.spans[0] != self.spans[1]


def _places(comparison: Comparison, codes: Collection[int] | None) -> Iterator[_Place]:
    """Codings of either coder that share a turn or answer, brought together; those on which they agree left out."""
    place: _Place | None = None
    for code, coder, document, start, end, unit, last in _rows(comparison):
        key = comparison.codes[code]
        if codes is not None and key not in codes:
            continue
        if place is None or place.code_id != key or unit > place.last:
            if place is not None and place.differs:
                yield place
            place = _Place(key, document, unit, last, start, end, (set(), set()))
        place.last, place.start, place.end = max(place.last, last), min(place.start, start), max(place.end, end)
        place.spans[coder].add((start, end))
    if place is not None and place.differs:
        yield place


def _rows(comparison: Comparison) -> list[list[int]]:
    """Code, coder, document, start, end, first and last unit of every coding, cut to what both have read; in order."""
    held, first, last = comparison.on_common_ground()
    rows: Whole = np.column_stack((held[:, 1:], first, last))
    listed: list[list[int]] = rows[np.lexsort((rows[:, 5], rows[:, 0]))].tolist()
    return listed


Where = tuple[int, int, int, int, frozenset[int]]


def _key(code: int, document: int, start: int, end: int, pair: Iterable[int]) -> Where:
    return (code, document, start, end, frozenset(pair))


def _settled_by_place(session: Session, codes: Collection[int] | None) -> dict[Where, SettledLine]:
    """What was settled, by the words and the two coders whom it is about."""
    return {
        _key(one.code_id, one.document_id, one.start, one.end, (one.first_id, one.second_id)): one
        for one in settled(session, codes=codes)
    }


def _told(session: Session, comparison: Comparison, places: list[_Place]) -> list[Disagreement]:
    """Places with their words, whose they are, and what was decided."""
    paths = paths_of(session, {one.code_id for one in places})
    known = _settled_by_place(session, {one.code_id for one in places}) if places else {}
    names, words = _words(session, {one.document_id for one in places})
    pair, coders = (comparison.coders[0], comparison.coders[1]), (comparison.names[0], comparison.names[1])
    found = []
    for one in places:
        turns = [words[int(comparison.units[at, 0])] for at in range(one.unit, one.last + 1)]
        said = [turn.text[max(0, one.start - turn.start) : one.end - turn.start] for turn in turns]
        first, second = (tuple(Span(*ends) for ends in sorted(spans)) for spans in one.spans)
        found.append(
            Disagreement(
                one.code_id,
                paths[one.code_id],
                one.document_id,
                names[one.document_id],
                turns[0].ordinal + 1,
                turns[0].speaker,
                one.start,
                one.end,
                "\n".join(said),
                pair,
                coders,
                (first, second),
                known.get(_key(one.code_id, one.document_id, one.start, one.end, pair)),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Turn:
    ordinal: int
    start: int
    text: str
    speaker: str


def _words(session: Session, documents: Collection[int]) -> tuple[dict[int, str], dict[int, _Turn]]:
    """The names of some documents, and every turn or answer of them."""
    segment, document, speaker, case = table_of(Segment), table_of(Document), table_of(Speaker), table_of(Case)
    names: dict[int, str] = {}
    turns: dict[int, _Turn] = {}
    whose = sa.func.coalesce(speaker.c.label, case.c.label, "")
    for key in documents:
        chosen = (
            sa.select(segment.c.id, segment.c.ordinal, segment.c.start, segment.c.text, whose, document.c.name)
            .select_from(
                segment.join(document, document.c.id == segment.c.document_id)
                .outerjoin(speaker, speaker.c.id == segment.c.speaker_id)
                .outerjoin(case, case.c.id == segment.c.case_id)
            )
            .where(segment.c.document_id == key, segment.c.gone.is_(False))
        )
        for turn, ordinal, start, text, label, name in session.execute(chosen):
            names[key] = name
            turns[turn] = _Turn(ordinal, start, text, label)
    return names, turns
