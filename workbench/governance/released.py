"""Released: the tables of people and records that left the house, number by number, so that the next one gives none away.

It holds what readers outside hold, and no more: a withheld number stands as the bounds in which they know it.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


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
