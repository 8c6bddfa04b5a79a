"""Purging: rows deleted for good, after a withdrawal or when a name is found where none should be.

What stays is a tombstone, the row's GUID and nothing else, so that no import and no merge brings it back. The
history keeps who and when, and loses the words. Undo ends at a purge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
    """The rows are deleted, but traces may remain in the file: close what else reads it, then purge once more."""


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


def forget_words(session: Session, pattern: re.Pattern[str], shown: str) -> int:
    """Delete every old value in which a pattern stands, and replace it in the names of changes; how many had it."""
    connection = session.info["purging"]
    connection.create_function("holds", 1, lambda text: bool(text and pattern.search(text)), deterministic=True)
    connection.execute("DELETE FROM payload WHERE holds(old)")
    named = connection.execute("SELECT id, name FROM change WHERE holds(name)").fetchall()
    for key, name in named:
        connection.execute("UPDATE change SET name = ? WHERE id = ?", (pattern.sub(shown, name), key))
    return len(named)


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
    connection.execute(
        "DELETE FROM payload WHERE entry_id IN (SELECT id FROM entry WHERE tab = ? AND row_id = ?)", (number, key)
    )
    if found is None:
        return 0
    guid = bytes(found[0])
    connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (key,))
    connection.execute(
        "INSERT OR IGNORE INTO tombstone(guid, tab, at, reason) VALUES (?, ?, ?, ?)", (guid, number, now(), reason)
    )
    sqlite.log_removal(connection, number, key, guid)
    purged.add(guid)
    return 1
