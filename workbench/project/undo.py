"""Undo and redo: a new change that reverts an earlier one, entry by entry, from the history.

Undo takes back the newest change of one coder; what somebody else has made of the same rows since is never
overwritten. Rows that a bulk import made are moved aside as a whole and moved back by a redo.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from workbench.errors import WorkbenchError
from workbench.project import sqlite
from workbench.project.following import COUNTED
from workbench.project.history import DONE, DROPPED, SEALED, UNDONE, day, moment
from workbench.project.schema import NUMBERS, TABLES
from workbench.rows import table_of


class UndoIsClosedError(WorkbenchError):
    """Undo ends here: a withdrawal or a newer file version has closed what came before. It stays in the history."""


class BuiltUponError(WorkbenchError):
    """Somebody has gone on from this change since, so it cannot be taken back without losing their work."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an undo or redo did, so that a screen can say it and show the place."""

    name: str
    """The change that was taken back or done again: Apply code."""
    who: str
    at: str
    """When that change was made, in UTC."""
    kind: str
    """undo or redo."""
    touched: list[tuple[str, int]]
    """Table and key of the rows, in the order they were first changed; of a bulk import's range the first row."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The change to revert, and the later change that last did or undid it."""

    id: int
    name: str
    who: str
    at: int
    source: int


@dataclass(frozen=True, slots=True)
class _Entry:
    id: int
    table: sa.Table
    op: str
    row: int
    upto: int | None
    guid: bytes | None
    old: Any


_TABLES = tuple(table_of(kind) for kind in TABLES)
_BLOBS = {table.name: {c.name for c in table.columns if isinstance(c.type, sa.LargeBinary)} for table in _TABLES}


def newest_done(connection: Any, who: str) -> Chosen | None:
    """This coder's newest change that stands, or None. Raises UndoIsClosedError when it is beyond undo."""
    found = connection.execute(
        "SELECT id, name, who, at, state FROM change WHERE who = ? AND state IN (?, ?) AND kind IN ('do', 'merge')"
        " AND via IS NULL"
        " ORDER BY id DESC LIMIT 1",
        (who, DONE, SEALED),
    ).fetchone()
    if found is None:
        return None
    key, name, who, at, state = found
    if state == SEALED:
        raise UndoIsClosedError(_why_closed(connection, key))
    again = connection.execute("SELECT max(id) FROM change WHERE of_id = ? AND kind = 'redo'", (key,)).fetchone()[0]
    return Chosen(key, name, who, at, again or key)


def first_undone(connection: Any, who: str) -> Chosen | None:
    """The change that this coder's last undo took back, or None."""
    found = connection.execute(
        "SELECT id, name, who, at FROM change WHERE who = ? AND state = 0 ORDER BY id LIMIT 1", (who,)
    ).fetchone()
    if found is None:
        return None
    source = connection.execute("SELECT max(id) FROM change WHERE of_id = ? AND kind = 'undo'", (found[0],)).fetchone()[
        0
    ]
    key, name, who, at = found
    return Chosen(key, name, who, at, source)


def _why_closed(connection: Any, key: int) -> str:
    found = connection.execute(
        "SELECT kind, at FROM change WHERE id > ? AND kind IN ('purge', 'migrate') ORDER BY id DESC LIMIT 1", (key,)
    ).fetchone()
    what = "a newer version of the project file" if found and found[0] == "migrate" else "a withdrawal"
    when = f" on {day(found[1])}" if found else ""
    return f"Undo ends here: {what}{when} has closed what came before. It stays in the history."


def revert(connection: Any, chosen: Chosen, *, kind: str, who: str) -> Done:
    """Take back what a change did, inside the change that has just begun, and note which one that was.

    Raises BuiltUponError, and nothing is changed, when somebody else's work rests on it.
    """
    _refuse_if_built_upon(connection, chosen, who)
    entries = _entries(connection, chosen.source)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for entry in reversed(entries):
        _revert_entry(connection, entry)
    verb = "Undo" if kind == "undo" else "Redo"
    connection.execute(
        "UPDATE change SET name = ?, of_id = ? WHERE id = (SELECT max(id) FROM change)",
        (f"{verb} {chosen.name}", chosen.id),
    )
    connection.execute("UPDATE change SET state = ? WHERE id = ?", (UNDONE if kind == "undo" else DONE, chosen.id))
    in_order = entries if kind == "undo" else entries[::-1]
    touched = list(dict.fromkeys((entry.table.name, entry.row) for entry in in_order))
    return Done(chosen.name, chosen.who, moment(chosen.at), kind, touched)


def _entries(connection: Any, change: int) -> list[_Entry]:
    found = connection.execute(
        "SELECT entry.id, tab, op, row_id, upto, guid, old FROM entry LEFT JOIN payload ON entry_id = entry.id"
        " WHERE change_id = ? ORDER BY entry.id",
        (change,),
    )
    return [
        _Entry(key, _TABLES[tab], op, row, upto, guid, None if old is None else json.loads(old))
        for key, tab, op, row, upto, guid, old in found
    ]


def _revert_entry(connection: Any, entry: _Entry) -> None:
    table = entry.table
    if entry.op in {"K", "L"}:
        return
    if entry.op == "I" and entry.upto is not None:
        sqlite.set_aside(connection, table, entry.row, entry.upto)
    elif entry.op == "I":
        connection.execute(f'DELETE FROM "{table.name}" WHERE id = ?', (entry.row,))
    elif entry.op == "D" and entry.upto is not None:
        if not sqlite.bring_back(connection, table, entry.id, entry.row, entry.upto):
            raise UndoIsClosedError
    elif entry.old is None:
        raise UndoIsClosedError
    elif entry.op == "D":
        cells = {"id": entry.row, "guid": entry.guid, **_plain(table, entry.old)}
        columns = ", ".join(f'"{name}"' for name in cells)
        marks = ", ".join("?" * len(cells))
        connection.execute(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', tuple(cells.values()))
    else:
        cells = _plain(table, {name: pair[0] for name, pair in entry.old.items()})
        pairs = ", ".join(f'"{name}" = ?' for name in cells)
        connection.execute(f'UPDATE "{table.name}" SET {pairs} WHERE id = ?', (*cells.values(), entry.row))


def _plain(table: sa.Table, cells: dict[str, Any]) -> dict[str, Any]:
    """Cells as they were, from the history's JSON, in which bytes are written as hexadecimal digits."""
    blobs = _BLOBS[table.name]
    return {
        name: bytes.fromhex(value) if name in blobs and value is not None else value for name, value in cells.items()
    }


def _refuse_if_built_upon(connection: Any, chosen: Chosen, who: str) -> None:
    """Somebody else's change to the same rows, after this one and still standing, is not overwritten.

    What a copy brought in does not stand any more once taking in that copy was undone.

    Figures that are counted from answers are nobody's work: they are counted anew whatever is taken back.
    """
    found = connection.execute(
        "SELECT change.name, change.who, change.at FROM entry AS mine"
        " JOIN entry AS theirs ON theirs.tab = mine.tab AND theirs.row_id >= mine.row_id"
        "  AND theirs.row_id <= coalesce(mine.upto, mine.row_id)"
        " JOIN change ON change.id = theirs.change_id"
        " WHERE mine.change_id = ? AND theirs.change_id > mine.change_id AND change.who <> ?"
        "  AND change.state IN (?, ?) AND change.kind IN ('do', 'merge', 'purge') AND change.via IS NOT ?"
        "  AND NOT EXISTS (SELECT 1 FROM change AS brought WHERE brought.id = change.via AND brought.state IN (?, ?))"
        f"  AND NOT (mine.tab = {NUMBERS['observation']} AND mine.row_id IN ({COUNTED})) LIMIT 1",
        (chosen.source, who, DONE, SEALED, chosen.id, UNDONE, DROPPED),
    ).fetchone()
    if found is not None:
        name, other, at = found
        raise BuiltUponError(
            f"“{chosen.name}” stays: {other} has gone on from it since (“{name}”, {day(at)})."
            f" Ask {other} to undo that first, or change it by hand."
        )


def forget_dropped(connection: Any) -> None:
    """Free the room of rows that were set aside for a redo which cannot come any more."""
    waiting = connection.execute("SELECT 1 FROM change WHERE state = 0 LIMIT 1").fetchone()
    if waiting is None:
        connection.execute("BEGIN IMMEDIATE")
        sqlite.forget_aside(connection)
        connection.execute("COMMIT")


def seal(connection: Any) -> None:
    """Close the undo stack of everybody: what stands stays, what was undone stays undone."""
    connection.execute("UPDATE change SET state = ? WHERE state = ?", (SEALED, DONE))
    connection.execute("UPDATE change SET state = ? WHERE state = ?", (DROPPED, UNDONE))
    sqlite.forget_aside(connection)
