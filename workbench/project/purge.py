"""Purging: rows deleted for good, after a withdrawal or when a name is found where none should be.

What stays is a tombstone, the row's GUID and nothing else, so that no import and no merge brings it back. The
history keeps who and when, and loses the words. Undo ends at a purge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.project import sqlite, undo
from workbench.project.schema import NUMBERS
from workbench.rows import Row, now, table_of

if TYPE_CHECKING:
    from workbench.project.file import Project


class TracesMayRemainError(WorkbenchError):
    """It is deleted, but traces may remain while the project is read: close it everywhere and open it once more."""


@contextmanager
def purging(project: Project, name: str) -> Iterator[Session]:
    """A change that may purge: it closes undo for everybody, and the file is rewritten so that no trace stays.

    Takes as long as a copy of the file. Backups and other copies made earlier still hold the words.
    """
    with project.change(name, kind="purge") as session:
        session.info["purging"] = project.connection_of_change()
        project.connection_of_change().execute("PRAGMA secure_delete = ON")
        yield session
        undo.seal(project.connection_of_change())
    write_anew(project)


def write_anew(project: Project) -> None:
    """Write the whole file anew; TracesMayRemainError where somebody reads on."""
    try:
        project.rewrite()
    except sqlite.OperationalError as error:
        raise TracesMayRemainError from error


UNFINISHED = "purge_unfinished"
"""Where the project says that a purge was begun whose traces outside its rows are not all gone yet."""


def leave_unfinished(session: Session) -> None:
    """Remember, in the same change, that backups and caches are still to be purged."""
    session.info["purging"].execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (UNFINISHED, "yes"))


def is_unfinished(project: Project) -> bool:
    """Whether a purge was cut off before its backups and caches were purged too."""
    with project.reading_connection() as connection:
        found = connection.execute("SELECT 1 FROM meta WHERE key = ?", (UNFINISHED,)).fetchone()
    return found is not None


def finished(project: Project) -> None:
    """Say that nothing of a purge is left to be done."""
    with project.change("Purge finished", kind="purge"):
        project.connection_of_change().execute("DELETE FROM meta WHERE key = ?", (UNFINISHED,))


def forget_label(session: Session, label: str) -> None:
    """Take somebody's label out of the names of changes, which are all that the history says of them."""
    connection = session.info["purging"]
    whole = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)")
    named = connection.execute("SELECT id, name FROM change WHERE instr(name, ?)", (label,)).fetchall()
    for key, name in named:
        if whole.search(name):
            connection.execute("UPDATE change SET name = ? WHERE id = ?", (whole.sub("somebody", name), key))


def forget_where(session: Session, holds: Callable[[str], bool], replaced: Callable[[str], str]) -> int:
    """Delete every old value with a text that holds something, and replace it in the names of changes; how many did."""
    connection = session.info["purging"]
    connection.create_function("holds", 1, lambda old: any(map(holds, _texts(json.loads(old)))), deterministic=True)
    connection.execute("DELETE FROM payload WHERE holds(old)")
    named = [(key, name) for key, name in connection.execute("SELECT id, name FROM change") if holds(name)]
    for key, name in named:
        connection.execute("UPDATE change SET name = ? WHERE id = ?", (replaced(name), key))
    return len(named)


def forget_rows(session: Session, kind: type[Row], keys: Iterable[int]) -> None:
    """Delete what the history kept of rows that stay."""
    connection, number = session.info["purging"], NUMBERS[table_of(kind).name]
    for key in keys:
        connection.execute(_FORGET, (number, key))


def forget_table(session: Session, kind: type[Row]) -> None:
    """Delete everything that the history kept of rows of one table, also of rows that are there no more."""
    session.info["purging"].execute(
        "DELETE FROM payload WHERE entry_id IN (SELECT id FROM entry WHERE tab = ?)", (NUMBERS[table_of(kind).name],)
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text in an old value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


_FORGET = "DELETE FROM payload WHERE entry_id IN (SELECT id FROM entry WHERE tab = ? AND row_id = ?)"


def leave_tombstone(session: Session, kind: type[Row], guid: bytes, *, reason: str) -> None:
    """Leave a tombstone for what has no row of its own, such as words by which they are known again."""
    session.info["purging"].execute(_TOMBSTONE, (guid, NUMBERS[table_of(kind).name], now(), reason))
    session.info["purged"].add(guid)


_TOMBSTONE = "INSERT OR IGNORE INTO tombstone(guid, tab, at, reason) VALUES (?, ?, ?, ?)"


def purge(session: Session, kind: type[Row], keys: Iterable[int], *, reason: str) -> int:
    """Delete rows for good inside `purging`, with what the history kept of them; returns how many were there.

    `reason` is kept beside the GUID and may not hold words from the material: "withdrawal", "name found".
    Take away first what points at the rows, or in the same block.
    """
    connection = session.info.get("purging")
    if connection is None:
        raise RuntimeError("rows are purged inside `with purging(project, ...)` only")
    table = table_of(kind)
    number, count = NUMBERS[table.name], 0
    connection.execute("PRAGMA defer_foreign_keys = ON")
    with sqlite.unlogged(connection, table, "d"):
        for key in keys:
            count += _purge_one(connection, table.name, number, key, reason, session.info["purged"])
    return count


def _purge_one(connection: Any, table: str, number: int, key: int, reason: str, purged: set[bytes]) -> int:
    found = connection.execute(f'SELECT guid FROM "{table}" WHERE id = ?', (key,)).fetchone()
    connection.execute(_FORGET, (number, key))
    if found is None:
        return 0
    guid = bytes(found[0])
    connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (key,))
    connection.execute(_TOMBSTONE, (guid, number, now(), reason))
    sqlite.log_removal(connection, number, key, guid)
    purged.add(guid)
    return 1
