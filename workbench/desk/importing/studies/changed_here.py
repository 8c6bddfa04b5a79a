"""Whether somebody changed a cell of a row here: then another tool's value does not take its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.desk.looking_again.written_since import in_force
from workbench.project.history import Change, Entry, Payload
from workbench.project.schema import NUMBERS
from workbench.rows import Row, amend, table_of

IMPORT = "Import "
"""What the names of changes begin with that bring files in."""


def changed_here(session: Session, kind: type[Row], key: int, cell: str) -> bool:
    """Whether a change that stands, and that was no import, wrote this cell of a row that was there before."""
    entry, payload, change = table_of(Entry), table_of(Payload), table_of(Change)
    chosen = (
        sa.select(entry.c.id)
        .join(change, change.c.id == entry.c.change_id)
        .join(payload, payload.c.entry_id == entry.c.id)
        .where(
            entry.c.tab == NUMBERS[str(kind.__tablename__)],
            entry.c.row_id == key,
            entry.c.op == "U",
            in_force(),
            sa.not_(change.c.name.startswith(IMPORT, autoescape=True)),
            sa.func.json_type(payload.c.old, f"$.{cell}").is_not(None),
        )
    )
    return session.execute(chosen.limit(1)).first() is not None


def bring_up_to_date(
    session: Session, kind: type[Row], row: Any, wanted: Mapping[str, Any]
) -> tuple[list[str], list[str]]:
    """Give a row another tool's values, but for cells that somebody changed here; gives the cells changed, and those left."""
    differing = [cell for cell, value in wanted.items() if getattr(row, cell) != value]
    left = [cell for cell in differing if changed_here(session, kind, row.id, cell)]
    changed = [cell for cell in differing if cell not in left]
    if changed:
        amend(session, kind, row.id, **{cell: wanted[cell] for cell in changed})
    return changed, left
