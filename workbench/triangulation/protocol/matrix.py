"""The matrix: topic rows down, sources across, then how each two of them meet, as a screen shows it.

It is kept in memory topic by topic: after a change only those topics are made anew in which a finding says something
else, or that were judged, settled or written to themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.indicators.datasets import today
from workbench.rows import Row, Written, in_chunks, kept, live, table_of
from workbench.sources.asked import Question
from workbench.sources.coders import coder_names, known_coder
from workbench.triangulation.findings import Finding, FindingLine, findings
from workbench.triangulation.protocol.blind import PairInRow
from workbench.triangulation.protocol.consensus import Consensus, newest_consensuses
from workbench.triangulation.protocol.meetings import (
    ALONE,
    CANNOT_TELL,
    DOTS,
    Cell,
    Known,
    Matrix,
    MatrixRow,
    Meeting,
    Pair,
    RatingLine,
    row_of,
)
from workbench.triangulation.protocol.topic_rows import Rating, RowFinding, TopicRow, hidden_pairs
from workbench.triangulation.resting import RESTED_ON

__all__ = ["ALONE", "CANNOT_TELL", "DOTS", "Cell", "Matrix", "MatrixRow", "Meeting", "Pair", "RatingLine", "matrix"]

MADE_OF = (*RESTED_ON, "topic_row", "row_finding", "rating", "consensus")
"""The tables that the matrix is read from."""
_MANY = 2_000
"""Where so many placings, judgements or settlements were written everything is read anew."""


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What the matrix is made of, by topic, and the matrix itself."""

    topics: Mapping[int, Any]
    """In their order."""
    placed: Mapping[int, Sequence[int]]
    """The findings in each topic, by key."""
    ratings: Mapping[int, Sequence[Any]]
    """Everybody's judgements, the newest last, without those who only looked."""
    hidden: frozenset[PairInRow]
    settled: Mapping[PairInRow, Consensus]
    lines: Mapping[int, FindingLine]
    whole: Matrix


def matrix(session: Session) -> Matrix:
    """The whole matrix as the person at the keyboard sees it, kept and brought up to what was written since."""
    name = f"matrix for {session.info['who']} on {today()}"
    found: _Read = kept(session, name, _read, tables=MADE_OF, renew=_renewed)
    return found.whole


def _read(session: Session) -> _Read:
    """The whole matrix, read in one go."""
    hidden, settled = hidden_pairs(session), newest_consensuses(session)
    nothing = _Read(_topics(session), _placed(session), _ratings(session), hidden, settled, {}, Matrix())
    return _made(session, nothing, nothing, set(nothing.topics))


def _renewed(session: Session, known: _Read, written: list[Written]) -> _Read | None:
    """The matrix with those topics anew that what was written touches; None where all of it has to be read."""
    tables = {one.table for one in written}
    rows = _rows_written(session, written)
    if rows is None or not tables.isdisjoint({"coder", "question"}):
        return None
    judged = not tables.isdisjoint({"rating", "consensus"})
    now = _Read(
        _topics(session) if "topic_row" in tables else known.topics,
        _some_anew(known.placed, rows, _placed(session, rows)) if "row_finding" in tables else known.placed,
        _some_anew(known.ratings, rows, _ratings(session, rows)) if "rating" in tables else known.ratings,
        hidden_pairs(session) if judged else known.hidden,
        newest_consensuses(session) if judged else known.settled,
        known.lines,
        known.whole,
    )
    rows |= {row for row, *_ in now.hidden ^ known.hidden}
    return _made(session, now, known, rows)


def _rows_written(session: Session, written: Iterable[Written]) -> set[int] | None:
    """The topics that were written to, or whose placings, judgements or settlements were; None where it cannot be told."""
    kinds: dict[str, type[Row]] = {"row_finding": RowFinding, "rating": Rating, "consensus": Consensus}
    rows: set[int] = set()
    keys: dict[str, set[int]] = defaultdict(set)
    for one in written:
        if one.op == "D" and one.old is None:
            return None
        if one.table == "topic_row":
            rows |= set(range(one.first, one.last + 1))
        elif one.table in kinds:
            keys[one.table] |= set(range(one.first, one.last + 1))
            rows |= {one.old["row_id"]} if one.old and "row_id" in one.old else set()
    if any(len(some) > _MANY for some in keys.values()):
        return None
    for table, wanted in keys.items():
        t = table_of(kinds[table]).c
        for some in in_chunks(sorted(wanted)):
            rows |= set(session.execute(sa.select(t.row_id).where(t.id.in_(some)).distinct()).scalars())
    return rows


def _some_anew(before: Mapping[int, Any], rows: Collection[int], now: Mapping[int, Any]) -> dict[int, Any]:
    """What is known by topic, with some topics as they are now."""
    return {**{row: some for row, some in before.items() if row not in rows}, **now}


def _made(session: Session, now: _Read, known: _Read, again: set[int]) -> _Read:
    """The matrix of what was read: those topics anew that are named or of which a finding says something else."""
    wanted = {key for row in now.topics for key in now.placed.get(row, ())}
    lines = {line.id: line for line in findings(session, wanted)}
    sources = _sources(now, lines)
    pairs = tuple((min(one, other), max(one, other)) for one, other in combinations(sources, 2))
    before = {row.id: row for row in known.whole.rows} if sources == known.whole.sources else {}
    moved = {key for key in {*lines, *known.lines} if lines.get(key) is not known.lines.get(key)}
    stale = {
        row for row in now.topics if row in again or row not in before or not moved.isdisjoint(now.placed.get(row, ()))
    }
    made = _rows(session, now, lines, (sources, pairs), stale)
    rows = tuple(made[row] if row in made else before[row] for row in now.topics)
    return _Read(now.topics, now.placed, now.ratings, now.hidden, now.settled, lines, Matrix(sources, pairs, rows))


def _sources(now: _Read, lines: Mapping[int, FindingLine]) -> tuple[str, ...]:
    """The sources that speak or were judged in any topic: those that speak in words first, then by name."""
    here = [lines[key] for row in now.topics for key in now.placed.get(row, ()) if key in lines]
    in_words = {line.source for line in here if line.strand == "words"}
    names = {line.source for line in here}
    names |= {name for row in now.topics for one in now.ratings.get(row, ()) for name in (one.a, one.b)}
    return tuple(sorted(names, key=lambda name: (name not in in_words, name)))


def _rows(
    session: Session,
    now: _Read,
    lines: Mapping[int, FindingLine],
    columns: tuple[tuple[str, ...], tuple[Pair, ...]],
    wanted: Collection[int],
) -> dict[int, MatrixRow]:
    """Some topics, made of what was read."""
    if not wanted:
        return {}
    here = {row: [lines[key] for key in now.placed.get(row, ()) if key in lines] for row in wanted}
    questions = {row.id: row.short for row in session.execute(live(Question)).scalars()}
    known = Known(
        known_coder(session),
        coder_names(session),
        _stamped(session, {line.id for some in here.values() for line in some}),
        now.hidden,
        now.settled,
    )
    return {
        row: row_of(
            now.topics[row],
            questions.get(now.topics[row].question_id, ""),
            some,
            now.ratings.get(row, ()),
            columns,
            known,
        )
        for row, some in here.items()
    }


def _topics(session: Session) -> dict[int, Any]:
    """Every topic by key, in their order."""
    t = table_of(TopicRow)
    chosen = sa.select(t).where(t.c.gone.is_(False)).order_by(t.c.position)
    return {row.id: row for row in session.execute(chosen)}


def _placed(session: Session, rows: Collection[int] | None = None) -> dict[int, list[int]]:
    """The findings of each topic, or of some, by key."""
    t = table_of(RowFinding).c
    found: dict[int, list[int]] = defaultdict(list)
    chosen = sa.select(t.row_id, t.finding_id).where(t.gone.is_(False)).order_by(t.id)
    for only in _only(t.row_id, rows):
        for row, finding in session.execute(chosen.where(only)):
            found[row].append(finding)
    return {row: list(dict.fromkeys(some)) for row, some in found.items()}


def _ratings(session: Session, rows: Collection[int] | None = None) -> dict[int, list[Any]]:
    """Everybody's judgements of each topic, or of some, the newest last, without those who only looked."""
    t = table_of(Rating)
    found: dict[int, list[Any]] = defaultdict(list)
    chosen = sa.select(t).where(t.c.gone.is_(False)).order_by(t.c.at, t.c.guid)
    for only in _only(t.c.row_id, rows):
        for one in session.execute(chosen.where(only)):
            if one.meaning or one.confirmed or one.silence:
                found[one.row_id].append(one)
    return dict(found)


def _only(column: sa.ColumnElement[int], rows: Collection[int] | None) -> Iterable[sa.ColumnElement[bool]]:
    """Conditions that together name some topics; one that holds of all where none are named."""
    return (sa.true(),) if rows is None else (column.in_(some) for some in in_chunks(sorted(rows)))


def _stamped(session: Session, keys: Collection[int]) -> dict[int, Any]:
    """Of some findings what a judgement of them is stamped with; their evidence stays where it is."""
    t = table_of(Finding).c
    chosen = sa.select(t.id, t.guid, t.number, t.statement, t.prominence)
    return {row.id: row for some in in_chunks(sorted(keys)) for row in session.execute(chosen.where(t.id.in_(some)))}
