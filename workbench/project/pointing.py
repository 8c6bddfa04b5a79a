"""Which cells of a row name another row by its key: those that the schema ties, and those whose kind stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from workbench.project import sqlite

BY_KIND: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "memo": (
        "about",
        {
            "document": "document",
            "case": "cases",
            "code": "code",
            "coding": "coding",
            "theme": "theme",
            "finding": "finding",
        },
    ),
    "finding_evidence": (
        "kind",
        {"theme": "theme", "code": "code", "coding": "coding", "observation": "observation"},
    ),
    "citation": ("kind", {"finding": "finding", "quote": "coding", "figure": "observation"}),
}
"""By table: the cell that says what `thing_id` is a key of, and of which table for each of its values."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A cell that names a row of another table; `needed` where it may not be empty."""

    cell: str
    table: str
    needed: bool


@cache
def pointers(table: str) -> tuple[Pointer, ...]:
    """The cells of a table that the schema ties to another one."""
    return tuple(
        Pointer(column.name, key.column.table.name, not column.nullable)
        for column in sqlite.EVERY[table].columns
        for key in column.foreign_keys
    )


def thing_of(table: str, row: Mapping[str, object]) -> Pointer | None:
    """The pointer in `thing_id`, for a row of a table that has one and names something."""
    if table not in BY_KIND or row.get("thing_id") is None:
        return None
    cell, tables = BY_KIND[table]
    to = tables.get(str(row[cell]))
    return Pointer("thing_id", to, needed=True) if to else None


def pointing(table: str, row: Mapping[str, object]) -> tuple[Pointer, ...]:
    """Every pointer of a row."""
    thing = thing_of(table, row)
    return pointers(table) if thing is None else (*pointers(table), thing)
