"""Released: the tables of people and records that left the house, number by number, so that the next one gives none away.

It holds what readers outside hold, and no more: a withheld number stands as the bounds in which they know it. Beside each
stands a seal, by which the project knows later whether the number has changed; nobody without the project can read it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.governance.audiences import INTERNAL, Departure
from workbench.governance.policies import Policy, read_policy
from workbench.rows import AUTOINCREMENT, Row, add_many, guid_for, table_of
from workbench.text import dated

WIDER = "public"
"""What left for it is read by every other audience too."""

_NEAR = 400
"""How far from a number the one is looked for that it was."""

Cell = tuple[str, ...]
"""The place of a number in its table: what is counted, where, when, of whom."""
Known = tuple[int | None, int, int]
"""A number as it was shown (None: withheld), and between what a reader knows it to lie, both ends included."""


class Released(Row, table=True):
    """One table that left, as it was shown."""

    __table_args__: Any = (AUTOINCREMENT,)

    departure_id: int = Field(foreign_key="departure.id", index=True)
    about: str
    """What was counted, in words that are the same for the same table: its records, rows, columns and filters."""
    policy: str = "{}"
    """The rule it was made safe by, as JSON."""
    cells: str = "[]"
    """Its numbers as they were shown, each with its place and the bounds a reader knows, as JSON."""


class Quoted(Row, table=True):
    """One quote that left: its place and what stood beside it, never its words."""

    __table_args__: Any = (AUTOINCREMENT,)

    departure_id: int = Field(foreign_key="departure.id", index=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    start: int
    end: int
    descriptors: str = "[]"
    """Names of the attributes printed beside it, as JSON."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A table that is about to leave: what was counted, by a key that copies share, and its numbers as they are shown."""

    key: str
    about: str
    rule: Policy
    numbers: Mapping[Cell, Known]
    exact: Mapping[Cell, int] = field(default_factory=dict, repr=False)
    """What the numbers are, of which only a seal is kept."""
    seals: Mapping[Cell, str] = field(default_factory=dict, repr=False)
    """Of numbers that were kept since an earlier day, what they are known again by."""


@dataclass(frozen=True, slots=True)
class Left:
    """A table that left: when, for whom, in which file, and its numbers."""

    at: str
    file: str
    audience: str
    key: str
    about: str
    numbers: Mapping[Cell, Known] = field(repr=False)
    seals: Mapping[Cell, str] = field(default_factory=dict, repr=False)
    sealed: Callable[[Cell, int], str] | None = field(default=None, repr=False, compare=False)
    """The seal that a number would have."""

    def was(self, cell: Cell, now: int) -> int | None:
        """What a number was that left, where it is what it is now or near that or near what readers know; else None."""
        seal, (_, low, high) = self.seals.get(cell), self.numbers[cell]
        if seal is None or self.sealed is None:
            return now if seal is None and low <= now <= high else None
        near = (now, *range(low, min(high, low + _NEAR) + 1), *range(max(0, now - _NEAR), now + _NEAR + 1))
        return next((one for one in dict.fromkeys(near) if low <= one <= high and self.sealed(cell, one) == seal), None)

    @property
    def said(self) -> str:
        """As a sentence names it: what left on 3 March 2025 for police (figures.csv)."""
        return f"what left on {dated(self.at[:10])} for {self.audience} ({self.file})"


def write_released(session: Session, departure_id: int, tables: Iterable[Leaving]) -> None:
    """Keep tables as they leave, number by number."""
    rows = [
        {
            "departure_id": departure_id,
            "about": one.about,
            "policy": one.rule.written(),
            "cells": json.dumps(
                {"table": one.key, "numbers": _sealed(session, one)}, ensure_ascii=False, separators=(",", ":")
            ),
        }
        for one in tables
        if one.numbers
    ]
    if rows:
        add_many(session, Released, rows)


def as_plain(session: Session, one: Leaving) -> dict[str, Any]:
    """A table that may leave, as plain values to be kept: its numbers with their seals, and not what they are."""
    return {"table": one.key, "about": one.about, "policy": one.rule.written(), "numbers": _sealed(session, one)}


def leaving_in(plain: Mapping[str, Any]) -> Leaving:
    """The table in what `as_plain` gave."""
    numbers, seals = _numbers(plain)
    return Leaving(plain["table"], plain["about"], read_policy(plain["policy"]), numbers, seals=seals)


def as_left(session: Session, one: Leaving) -> Left:
    """A table that was kept, as one that left: its numbers can be known again by their seals."""
    return Left("", "", "", one.key, one.about, one.numbers, one.seals, partial(_seal, session, one.key))


def left_for(session: Session, audience: str) -> list[Left]:
    """The tables that readers may hold beside a new one for an audience, the oldest first.

    An audience holds what left for it and for the public. Of what is for the public, every other audience reads it who
    holds tables of its own.
    """
    released, departure = table_of(Released).c, table_of(Departure).c
    chosen = (
        sa.select(departure.at, departure.name, departure.audience, released.about, released.cells)
        .join(table_of(Departure), departure.id == released.departure_id)
        .where(released.gone.is_(False), departure.gone.is_(False), departure.audience != INTERNAL)
        .order_by(departure.at, released.id)
    )
    if audience != WIDER:
        chosen = chosen.where(departure.audience.in_({audience, WIDER}))
    return [_left(session, row) for row in session.execute(chosen)]


def _left(session: Session, row: Any) -> Left:
    held = json.loads(row.cells or "{}")
    key = held.get("table", "")
    numbers, seals = _numbers(held)
    return Left(row.at, row.name, row.audience, key, row.about, numbers, seals, partial(_seal, session, key))


def _numbers(held: Mapping[str, Any]) -> tuple[dict[Cell, Known], dict[Cell, str]]:
    """The numbers of a table that was kept, and their seals."""
    numbers: dict[Cell, Known] = {}
    seals: dict[Cell, str] = {}
    for cell, shown, low, high, seal in held.get("numbers", ()):
        numbers[tuple(cell)] = (shown, low, high)
        if seal:
            seals[tuple(cell)] = seal
    return numbers, seals


def _sealed(session: Session, one: Leaving) -> list[list[Any]]:
    """The numbers of a table, each with its place, the bounds that a reader knows, and its seal."""
    return [
        [
            list(cell),
            *known,
            _seal(session, one.key, cell, one.exact[cell]) if cell in one.exact else one.seals.get(cell, ""),
        ]
        for cell, known in one.numbers.items()
    ]


def _seal(session: Session, key: str, cell: Cell, value: int) -> str:
    """What a number is known again by: a digest of it with its place and a secret of the project."""
    return guid_for(session, "released", "\x1f".join((key, *cell, str(value)))).hex()[:14]
