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
    comparison = compare(session, (first, second), codes=codes)
    if len(comparison.coders) < 2:
        return []
    hidden = set(without)
    found = [one for one in _places(comparison) if one.document_id not in hidden]
    found.sort(key=lambda one: (one.document_id, one.start, one.code_id))
    return _told(session, comparison, found)


def open_places(session: Session, comparison: Comparison, *, without: Collection[int] = ()) -> dict[int, Open]:
    """How many places of two coders differ, a code, for the codes that have any; without reading any words."""
    differ = _differing(comparison)
    shown = differ.held[~np.isin(differ.held[:, 2], list(without))]
    counts = np.bincount(shown[:, 0], minlength=len(comparison.codes))
    pair = frozenset(comparison.coders)
    settled_at = {key for key in _settled_by_place(session, None) if key[4] == pair}
    done: dict[int, int] = defaultdict(int)
    if settled_at:
        for code, _, document, start, end, *_ in shown.tolist():
            key = comparison.codes[code]
            done[key] += _key(key, document, start, end, pair) in settled_at
    return {
        comparison.codes[at]: Open(int(counts[at]), done[comparison.codes[at]])
        for at in np.flatnonzero(counts).tolist()
    }


@dataclass(frozen=True, slots=True)
class _Place:
    """A place before its words are read."""

    code_id: int
    document_id: int
    unit: int
    last: int
    start: int
    end: int
    spans: tuple[list[tuple[int, int]], list[tuple[int, int]]]


@dataclass(frozen=True, slots=True, eq=False)
class _Differing:
    """Places that differ.

    `held` are rows of code, (a coder), document, start, end, first and last unit; `codings` the rows of their codings,
    in the same columns; `begins` says where in these each place begins, with their number at the end.
    """

    held: Whole
    codings: Whole
    begins: Whole


def _differing(comparison: Comparison) -> _Differing:
    """Codings of either coder that share a turn or answer, brought together; those on which they agree left out."""
    held, first, last = comparison.on_common_ground()
    rows: Whole = np.column_stack((held[:, 1:], first, last))
    rows = rows[np.lexsort((rows[:, 4], rows[:, 3], rows[:, 5], rows[:, 0]))]
    line = len(comparison.units) + 1
    reach = np.maximum.accumulate(rows[:, 0] * line + rows[:, 6])
    opens = np.concatenate(([True], rows[1:, 0] * line + rows[1:, 5] > reach[:-1]))[: len(rows)]
    place = np.cumsum(opens) - 1
    wrong = np.unique(place[_alone(np.column_stack((place, rows[:, 3:5], rows[:, 1])))])
    kept = np.isin(place, wrong)
    rows, begins = rows[kept], np.flatnonzero(opens[kept])
    places = rows[begins].copy()
    if len(begins):
        places[:, 3] = np.minimum.reduceat(rows[:, 3], begins)
        places[:, 4] = np.maximum.reduceat(rows[:, 4], begins)
        places[:, 6] = np.maximum.reduceat(rows[:, 6], begins)
    return _Differing(places, rows, np.append(begins, len(rows)))


def _alone(rows: Whole) -> Whole:
    """Which rows of place, start, end and coder have no fellow of the other coder, as their numbers."""
    order = np.lexsort(rows.T[::-1])
    sorted_rows = rows[order]
    opens = np.concatenate(([True], (sorted_rows[1:, :3] != sorted_rows[:-1, :3]).any(axis=1)))[: len(rows)]
    group = np.cumsum(opens) - 1
    coders = np.zeros((len(rows), 2), dtype=np.bool_)
    coders[group, sorted_rows[:, 3]] = True
    found: Whole = order[~coders[group].all(axis=1)]
    return found


def _places(comparison: Comparison) -> Iterator[_Place]:
    """The places that differ, one by one."""
    differ = _differing(comparison)
    listed = differ.codings.tolist()
    for place, begin, end in zip(differ.held.tolist(), differ.begins, differ.begins[1:], strict=False):
        spans: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
        for row in listed[begin:end]:
            spans[row[1]].append((row[3], row[4]))
        code, _, document, start, finish, unit, last = place
        yield _Place(comparison.codes[code], document, unit, last, start, finish, spans)


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
        first, second = (tuple(Span(*ends) for ends in sorted(spans)) for spans in map(set, one.spans))
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
