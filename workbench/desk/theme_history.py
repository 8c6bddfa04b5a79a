"""What became of a theme: every change to its words, its state and its codes, by whom and when.

Old words are read from the history's payload. Where a withdrawal or a name found later has purged them, only that
something was changed is left.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.themes import Theme, ThemeCode
from workbench.coding.tree import code_paths
from workbench.project.history import Change, Entry, Payload, moment
from workbench.project.schema import NUMBERS
from workbench.rows import table_of

CALLED = {"name": "name", "statement": "statement", "state": "state"}
ORDER = "order"
KEPT = "K"
"""A merge that left a row as it was: nothing became of it."""


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """One change to a theme: when (UTC, as rows store it), who, and what in words."""

    at: str
    who: str
    said: tuple[str, ...]


def theme_history(session: Session, theme_id: int) -> list[ThemeChange]:
    """The changes to a theme, the newest first."""
    paths = code_paths(session)
    gathered = table_of(ThemeCode)
    rows = session.execute(sa.select(gathered.c.id, gathered.c.code_id).where(gathered.c.theme_id == theme_id))
    codes = {key: paths.get(code, "a code that is gone") for key, code in rows}
    told: dict[int, tuple[str, str, list[str]]] = {}
    for key, at, who, tab, op, row, old in _entries(session, theme_id, codes):
        _, _, said = told.setdefault(key, (moment(at), who, []))
        values = json.loads(old) if old else {}
        said += _of_theme(op, values) if tab == NUMBERS[table_of(Theme).name] else _of_code(op, values, codes[row])
    return [ThemeChange(at, who, tuple(dict.fromkeys(said))) for at, who, said in reversed(told.values()) if said]


def _entries(session: Session, theme_id: int, codes: dict[int, str]) -> Iterator[Any]:
    """Every entry of the history on the theme's row and on those that join it to codes, the oldest first."""
    change, entry, payload = table_of(Change), table_of(Entry), table_of(Payload)
    of_theme = sa.and_(entry.c.tab == NUMBERS[table_of(Theme).name], entry.c.row_id == theme_id)
    of_codes = sa.and_(entry.c.tab == NUMBERS[table_of(ThemeCode).name], entry.c.row_id.in_(list(codes)))
    yield from session.execute(
        sa.select(change.c.id, change.c.at, change.c.who, entry.c.tab, entry.c.op, entry.c.row_id, payload.c.old)
        .select_from(
            entry.join(change, change.c.id == entry.c.change_id).outerjoin(payload, payload.c.entry_id == entry.c.id)
        )
        .where(sa.or_(of_theme, of_codes))
        .order_by(entry.c.id)
    )


def _of_theme(op: str, values: dict[str, Any]) -> list[str]:
    """What happened to the theme itself."""
    if op == "I":
        return ["begun"]
    if op == "D":
        return ["taken back"]
    if op == KEPT:
        return []
    if not values:
        return ["changed; its earlier words were taken out of the history"]
    said = []
    for column, (old, new) in values.items():
        if column in CALLED:
            said.append(f"{CALLED[column]}: “{old}” became “{new}”" if old else f"{CALLED[column]}: “{new}”")
        elif column == "gone":
            said.append("taken away" if new else "brought back")
        elif column == "position":
            said.append(ORDER)
    return said


def _of_code(op: str, values: dict[str, Any], path: str) -> list[str]:
    """What happened to a code in it."""
    if op == "I":
        return [f"takes in {path}"]
    if op == "D":
        return [f"lets go of {path}"]
    gone = values.get("gone")
    if gone is None:
        return [f"takes in {path}"] if "code_id" in values else []
    return [f"lets go of {path}" if gone[1] else f"takes in {path}"]
