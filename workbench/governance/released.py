"""Released: the tables of people and records that left the house, number by number, so that the next one gives none away.

It holds what readers outside hold, and no more: a withheld number stands as the bounds in which they know it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.governance.audiences import Departure
from workbench.governance.policies import Policy
from workbench.rows import AUTOINCREMENT, Row, add_many, table_of
from workbench.text import dated

WIDER = "public"
"""What left for it is read by every other audience too."""

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


@dataclass(frozen=True, slots=True)
class Left:
    """A table that left: when, for whom, in which file, and its numbers."""

    at: str
    file: str
    audience: str
    key: str
    about: str
    numbers: Mapping[Cell, Known] = field(repr=False)

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
                {"table": one.key, "numbers": [[list(cell), *known] for cell, known in one.numbers.items()]},
                ensure_ascii=False,
                separators=(",", ":"),
            ),
        }
        for one in tables
        if one.numbers
    ]
    if rows:
        add_many(session, Released, rows)


def left_for(session: Session, audience: str) -> list[Left]:
    """The tables that an audience holds: those that left for it, and those for the public, the oldest first."""
    released, departure = table_of(Released).c, table_of(Departure).c
    chosen = (
        sa.select(departure.at, departure.name, departure.audience, released.about, released.cells)
        .join(table_of(Departure), departure.id == released.departure_id)
        .where(released.gone.is_(False), departure.gone.is_(False), departure.audience.in_({audience, WIDER}))
        .order_by(departure.at, released.id)
    )
    return [_left(row) for row in session.execute(chosen)]


def _left(row: Any) -> Left:
    held = json.loads(row.cells or "{}")
    numbers = {tuple(cell): (shown, low, high) for cell, shown, low, high in held.get("numbers", ())}
    return Left(row.at, row.name, row.audience, held.get("table", ""), row.about, numbers)
