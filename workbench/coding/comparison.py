"""What several coders have read in common, and what each of them put on it: plain arrays, read in a few statements.

The units are segments: turns of a transcript, answers of a survey. A coder has read a unit when they have read its
document to the end, or it by itself; to have read without coding is a judgement too. A code is on a unit for a coder
when one of their codings touches it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.arrays import numbers
from workbench.coding.codings import Coding
from workbench.coding.presence import Marks, Tallies, Whole, tallies_of_places
from workbench.coding.tree import Tree, read_tree
from workbench.rows import table_of
from workbench.sources.coders import coder_names
from workbench.sources.documents import Document, Segment
from workbench.sources.readings import Reading

_CODING, _SEGMENT, _DOCUMENT, _READING = table_of(Coding), table_of(Segment), table_of(Document), table_of(Reading)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Several coders on what they have read in common.

    `units` are rows of segment, document, start and end in the order of the text; `read` is coders x units; `codings`
    are rows of coding, code (its place in `codes`), coder (its place in `coders`), document, start and end; `touches`
    are rows of a coding's place in `codings` and a unit it touches, in order.
    """

    coders: tuple[int, ...]
    names: tuple[str, ...]
    codes: tuple[int, ...]
    units: Whole
    read: Marks
    codings: Whole
    touches: Whole

    def among(self, coders: Collection[int]) -> Comparison:
        """The same for some of the coders only, in the order in which they are given."""
        places = [self.coders.index(key) for key in coders]
        new = np.full(len(self.coders), -1)
        new[places] = np.arange(len(places))
        codings = self.codings.copy()
        codings[:, 2] = new[codings[:, 2]]
        kept = codings[self.touches[:, 0], 2] >= 0
        return replace(
            self,
            coders=tuple(coders),
            names=tuple(self.names[at] for at in places),
            read=self.read[places],
            codings=codings,
            touches=self.touches[kept],
        )

    @property
    def placed(self) -> tuple[Whole, Whole, Whole]:
        """Code, unit and coder of every mark."""
        of = self.codings[self.touches[:, 0]]
        return of[:, 1], self.touches[:, 1], of[:, 2]

    @property
    def tallies(self) -> Tallies:
        """How the units of each code fell out."""
        return tallies_of_places(len(self.codes), self.placed, self.read)

    def on_common_ground(self) -> tuple[Whole, Whole, Whole]:
        """The codings, cut to the units that every one has read, and the first and last such unit of each."""
        by_all: Marks = np.asarray(self.read.all(axis=0))
        touches = self.touches[by_all[self.touches[:, 1]]]
        which, at = np.unique(touches[:, 0], return_index=True)
        first, last = touches[at, 1], touches[np.append(at[1:], len(touches))[: len(at)] - 1, 1]
        held = self.codings[which]
        held[:, 4] = np.maximum(held[:, 4], self.units[first, 2])
        held[:, 5] = np.minimum(held[:, 5], self.units[last, 3])
        return held, first, last

    def sections(self) -> tuple[list[list[Whole]], int]:
        """Where each code lies for each coder on one line of all that every one of them has read, and how long it is.

        The units follow each other with one position between two; a coding is cut to the units that all have read.
        """
        sizes = np.where(self.read.all(axis=0), self.units[:, 3] - self.units[:, 2] + 1, 0)
        begins = np.cumsum(sizes) - sizes
        held, first, last = self.on_common_ground()
        starts = begins[first] + held[:, 4] - self.units[first, 2]
        lines = np.column_stack((starts, begins[last] + held[:, 5] - self.units[last, 2]))
        order = np.lexsort((held[:, 2], held[:, 1]))
        group = held[order, 1] * len(self.coders) + held[order, 2]
        cuts = np.searchsorted(group, np.arange(1, len(self.codes) * len(self.coders)))
        parts = np.split(lines[order], cuts)
        many = len(self.coders)
        return [parts[at * many : (at + 1) * many] for at in range(len(self.codes))], int(sizes.sum())


def compare(
    session: Session,
    coders: Iterable[int] | None = None,
    *,
    codes: Collection[int] | None = None,
    rolled_up: bool = False,
) -> Comparison:
    """Read what coders have in common: those who are given, or everybody who has read anything to the end.

    Args:
        session: A session to read with.
        coders: Keys of coders.
        codes: Only codings with one of these codes.
        rolled_up: Whether what is coded with a code is coded with every code above it too.
    """
    names = coder_names(session)
    readers = numbers(session, sa.select(_READING.c.coder_id).where(_done()).distinct())[:, 0]
    chosen = tuple(sorted(readers)) if coders is None else tuple(coders)
    chosen = tuple(int(key) for key in chosen if key in names)
    common = (
        sa.select(_READING.c.document_id)
        .where(_done(), _READING.c.coder_id.in_(chosen))
        .group_by(_READING.c.document_id)
        .having(sa.func.count(_READING.c.coder_id.distinct()) >= 2)
    )
    units = _units(session, common)
    tree = read_tree(session)
    codings = _codings(session, common, chosen, tree, codes, rolled_up=rolled_up)
    return Comparison(
        chosen,
        tuple(names[key] for key in chosen),
        tuple(tree.order),
        units,
        _read_by(session, common, chosen, units),
        codings,
        _touches(codings, units),
    )


def _done() -> sa.ColumnElement[bool]:
    return sa.and_(_READING.c.state == "done", _READING.c.gone.is_(False))


def _units(session: Session, common: sa.Select[Any]) -> Whole:
    """The segments of the documents that two have read something of."""
    chosen = (
        sa.select(_SEGMENT.c.id, _SEGMENT.c.document_id, _SEGMENT.c.start, _SEGMENT.c.end)
        .select_from(_SEGMENT.join(_DOCUMENT, _DOCUMENT.c.id == _SEGMENT.c.document_id))
        .where(_SEGMENT.c.gone.is_(False), _DOCUMENT.c.gone.is_(False), _SEGMENT.c.document_id.in_(common))
    )
    found = numbers(session, chosen)
    return found[np.lexsort((found[:, 2], found[:, 1]))]


def _read_by(session: Session, common: sa.Select[Any], coders: tuple[int, ...], units: Whole) -> Marks:
    """Who has read which unit: coders x units."""
    chosen = sa.select(
        _READING.c.coder_id, _READING.c.document_id, sa.func.coalesce(_READING.c.segment_id, 0).label("segment")
    ).where(_done(), _READING.c.coder_id.in_(coders), _READING.c.document_id.in_(common))
    read = np.zeros((len(coders), len(units)), dtype=np.bool_)
    rows = numbers(session, chosen)
    by_id = np.argsort(units[:, 0])
    for place, coder in enumerate(coders):
        mine = rows[rows[:, 0] == coder]
        whole = mine[mine[:, 2] == 0, 1]
        read[place] = np.isin(units[:, 1], whole)
        single = mine[mine[:, 2] > 0, 2]
        at = np.searchsorted(units[by_id, 0], single)
        known = at < len(units)
        known[known] = units[by_id[at[known]], 0] == single[known]
        read[place, by_id[at[known]]] = True
    return read


def _codings(
    session: Session,
    common: sa.Select[Any],
    coders: tuple[int, ...],
    tree: Tree,
    codes: Collection[int] | None,
    *,
    rolled_up: bool,
) -> Whole:
    """The codings of these coders in these documents; rolled up, a row more for every code above."""
    chosen = sa.select(
        _CODING.c.id, _CODING.c.code_id, _CODING.c.coder_id, _CODING.c.document_id, _CODING.c.start, _CODING.c.end
    ).where(_CODING.c.gone.is_(False), _CODING.c.coder_id.in_(coders), _CODING.c.document_id.in_(common))
    if codes is not None:
        chosen = chosen.where(_CODING.c.code_id.in_(list(codes)))
    rows = numbers(session, chosen)
    rows[:, 1], rows[:, 2] = _places_of(rows[:, 1], tree.order), _places_of(rows[:, 2], coders)
    rows = rows[rows[:, 1] >= 0]
    if not rolled_up:
        return rows
    place_of = {key: place for place, key in enumerate(tree.order)}
    ways = [[place_of[one] for one in _upwards(tree, key)] for key in tree.order]
    steps = np.array([len(way) for way in ways], dtype=np.int64)
    found = np.repeat(rows, steps[rows[:, 1]], axis=0)
    found[:, 1] = list(chain.from_iterable(ways[place] for place in rows[:, 1].tolist()))
    return found


def _places_of(keys: Whole, listed: Collection[int]) -> Whole:
    """The place of each key in a list; -1 for those that are not in it."""
    known = np.array([*listed, *([0] if not listed else [])], dtype=np.int64)
    order = np.argsort(known)
    at = np.minimum(np.searchsorted(known[order], keys), len(known) - 1)
    return np.where(known[order[at]] == keys, order[at], -1)


def _upwards(tree: Tree, key: int) -> list[int]:
    """A code and every code above it."""
    found = [key]
    while (parent := tree.codes[found[-1]]["parent_id"]) in tree.codes and parent not in found:
        found.append(parent)
    return found


def _touches(codings: Whole, units: Whole) -> Whole:
    """Which coding touches which unit, as rows of their places."""
    if not len(codings) or not len(units):
        return np.zeros((0, 2), dtype=np.int64)
    line = 1 << 40
    starts, ends = (units[:, 1] * line + units[:, cell] for cell in (2, 3))
    first = np.searchsorted(ends, codings[:, 3] * line + codings[:, 4], side="right")
    many = np.maximum(np.searchsorted(starts, codings[:, 3] * line + codings[:, 5], side="left") - first, 0)
    which = np.repeat(np.arange(len(codings)), many)
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return np.column_stack((which, np.repeat(first, many) + within))
