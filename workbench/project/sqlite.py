"""What is SQLite's own: pragmas, encryption, triggers that write the history, and the text index.

A second dialect would be a second file beside this one; nothing else in the house knows triggers, pragmas or FTS5.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as driver
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from workbench.project.inserting import Insert, insert_many
from workbench.project.schema import APPLICATION_ID, LEDGER, NUMBERS, TABLES
from workbench.project.triggers import insert_trigger, other_triggers
from workbench.rows import table_of

DatabaseError = driver.DatabaseError
OperationalError = driver.OperationalError
IntegrityError = driver.IntegrityError
AnyError = driver.Error

for kind, bound in ((bytes, bytearray), (bool, int), (type(None), {None: None}.get)):
    driver.register_adapter(kind, bound)  # the driver binds them as they are too, after it has looked everywhere


def connect(path: Path, key: str | None, *, read_only: bool = False) -> Any:
    """A connection in autocommit, with our pragmas set. `key` is what `derive_key` gives, or None for a plain file."""
    mode = "ro" if read_only else "rwc"
    connection = driver.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=1024,
    )
    try:
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f'PRAGMA key = "{key}"')
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_autocheckpoint = 60000")
    except BaseException:
        connection.close()
        raise
    return connection


def mark_as_project(connection: Any, version: int) -> None:
    """Write the file's application id and schema version."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")


def use_journal(connection: Any, mode: str) -> str:
    """Switch the journal: WAL while open, TRUNCATE on shared folders, DELETE to leave one plain file."""
    return str(connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0])


def journal(connection: Any) -> str:
    """Which journal the file has now: `wal` while changes may lie beside it."""
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def leave_one_file(connection: Any) -> None:
    """Carry the journal into the file and take it away, unless somebody still reads."""
    connection.execute("PRAGMA busy_timeout = 200")
    use_journal(connection, "DELETE")


def refuse_writes(connection: Any) -> None:
    """From here on SQLite itself refuses every write on this connection."""
    connection.execute("PRAGMA query_only = 1")


@functools.cache
def definitions() -> tuple[str, ...]:
    """The statements that make an empty project file: tables, their indexes, and the text index."""
    dialect = sqlite_dialect.dialect()
    kinds: tuple[type[SQLModel], ...] = (*LEDGER, *TABLES)
    made: list[str] = []
    for kind in kinds:
        table = table_of(kind)
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    return (*made, *TEXT_INDEX)


TEXT_INDEX = (
    """CREATE VIRTUAL TABLE segment_text USING fts5(text, content='segment', content_rowid='id',
       prefix='2 3', tokenize="unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER segment_text_i AFTER INSERT ON segment BEGIN
       INSERT INTO segment_text(rowid, text) VALUES (NEW.id, NEW.text); END""",
    """CREATE TRIGGER segment_text_d AFTER DELETE ON segment BEGIN
       INSERT INTO segment_text(segment_text, rowid, text) VALUES ('delete', OLD.id, OLD.text); END""",
    """CREATE TRIGGER segment_text_u AFTER UPDATE OF text ON segment BEGIN
       INSERT INTO segment_text(segment_text, rowid, text) VALUES ('delete', OLD.id, OLD.text);
       INSERT INTO segment_text(rowid, text) VALUES (NEW.id, NEW.text); END""",
)
"""The text index over segments and the triggers that keep it true."""


def segments_matching(connection: Any, query: str, limit: int, offset: int = 0) -> list[Any]:
    """Segments that match a query in the index's own syntax, in the order they came in, without those that are gone.

    Each is its key, its document's key, where it starts, its words, what its document is called, and who speaks.
    """
    rows: list[Any] = connection.execute(_MATCHING, (query, limit, offset)).fetchall()
    return rows


_MATCHING = """SELECT segment.id, document_id, start, segment.text, coalesce(nullif(document.title, ''), document.name),
    (SELECT label FROM speaker WHERE speaker.id = segment.speaker_id)
    FROM segment_text CROSS JOIN segment ON segment.id = segment_text.rowid
    CROSS JOIN document ON document.id = segment.document_id
    WHERE segment_text MATCH ? AND segment.gone = 0 AND document.gone = 0
    ORDER BY segment_text.rowid LIMIT ? OFFSET ?"""
EVERY = {str(kind.__tablename__): table_of(kind) for kind in TABLES}


def keep_history(connection: Any) -> None:
    """Make the triggers of this connection that log every change to every table of a project.

    They are made as one script: the driver keeps statements ready, and a hundred that never come again would push
    out the few that come all the time.
    """
    connection.executescript(_history())


@functools.cache
def _history() -> str:
    return ";\n".join(
        trigger for table in EVERY.values() for trigger in (insert_trigger(table), *other_triggers(table))
    )


class Ranges:
    """Rows that came into some tables since a time, which the history is to hold as one range a table and change."""

    def __init__(self, connection: Any, names: Collection[str]) -> None:
        self.tables = frozenset(names)
        self._connection = connection
        self._last = {name: _last_key(connection, name) for name in names}

    def log(self) -> None:
        """Write what has come since the last time into the latest change."""
        for name, before in self._last.items():
            last = self._last[name] = _last_key(self._connection, name)
            if last > before:
                log_range(self._connection, EVERY[name], "I", before + 1, last)


@contextlib.contextmanager
def range_entries(connection: Any, names: list[str]) -> Iterator[Ranges]:
    """Within this block inserts to these tables are logged as one range a table, not row by row.

    New segments reach the text index at the block's end, all at once: one by one takes six times as long.
    Blocks for one table do not stand inside each other.
    """
    ranges = Ranges(connection, names)
    words = _last_key(connection, "segment")
    changed: list[bool] = []
    try:
        with contextlib.ExitStack() as stack:
            for name in names:
                if name == "segment":
                    indexing = {statement.split()[2] for statement in TEXT_INDEX[1:]}
                    stack.enter_context(_silenced(connection, {"log_segment_i", *indexing}, changed))
                else:
                    stack.enter_context(unlogged(connection, EVERY[name]))
            yield ranges
    finally:
        ranges.log()
        if any(changed):
            connection.execute("INSERT INTO segment_text(segment_text) VALUES ('rebuild')")
        elif "segment" in names:
            _index_from(connection, words)


@contextlib.contextmanager
def _silenced(connection: Any, triggers: set[str], changed: list[bool]) -> Iterator[None]:
    """Within this block these triggers do nothing: SQLite leaves out what they insert when it makes a statement ready.

    Dropping them would change the schema, and every other statement and every reader would have to look at it again.
    `changed` hears of statements that change or delete words, which the index must not miss.
    A trigger that does nothing still costs a row some time: for many rows of a table without words see `unlogged`.
    """

    def allowed(action: int, name: str | None, cell: str | None, _: str | None, trigger: str | None) -> int:
        if trigger in triggers and action == driver.SQLITE_INSERT:
            return int(driver.SQLITE_IGNORE)
        if name == "segment" and "segment_text_u" in triggers:
            changed.append((action == driver.SQLITE_UPDATE and cell == "text") or action == driver.SQLITE_DELETE)
        return int(driver.SQLITE_OK)

    connection.set_authorizer(allowed)
    try:
        yield
    finally:
        connection.set_authorizer(lambda *_: driver.SQLITE_OK)  # makes every statement ready anew; None does not
        connection.set_authorizer(None)


def _index_from(connection: Any, last: int) -> None:
    """Take every segment after this key into the text index, which gathers so many bytes before it writes and merges."""
    connection.execute("INSERT INTO segment_text(segment_text, rank) VALUES ('hashsize', 8388608)")
    connection.execute("INSERT INTO segment_text(rowid, text) SELECT id, text FROM segment WHERE id > ?", (last,))


def insert_unlogged(connection: Any, table: sa.Table, statement_of: Insert, rows: list[tuple[Any, ...]]) -> int:
    """Insert rows without a history, their words into the text index all at once, and give the first one's key."""
    before = _last_key(connection, table.name)
    with unlogged(connection, table), _silenced(connection, {"segment_text_i"}, []):
        insert_many(connection, statement_of, rows)
    if table.name == "segment":
        _index_from(connection, before)
    return _last_key(connection, table.name) - len(rows) + 1


def show(connection: Any, table: sa.Table, first: int, last: int) -> None:
    """Make rows that are gone live, without a history."""
    with unlogged(connection, table, "u"):
        connection.execute(f'UPDATE "{table.name}" SET gone = 0 WHERE id BETWEEN ? AND ?', (first, last))


def delete_unlogged(connection: Any, table: sa.Table, first: int, last: int, *, hidden: bool) -> None:
    """Delete rows without a history, or those that are gone alone, with their words in the text index."""
    chosen, span = f'FROM "{table.name}" WHERE id BETWEEN ? AND ?' + " AND gone = 1" * hidden, (first, last)
    if table.name == "segment":
        words = "INSERT INTO segment_text(segment_text, rowid, text) SELECT 'delete', id, text "
        connection.execute(words + chosen, span)
    with _silenced(connection, {f"log_{table.name}_d", "segment_text_d"}, []):
        connection.execute("DELETE " + chosen, span)


def _last_key(connection: Any, name: str) -> int:
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def log_range(connection: Any, table: sa.Table, op: str, first: int, last: int) -> int:
    """Write one entry for a range of rows into the latest change and return its key."""
    cursor = connection.execute(
        "INSERT INTO entry(change_id, tab, op, row_id, upto) VALUES ((SELECT max(id) FROM change), ?, ?, ?, ?)",
        (NUMBERS[table.name], op, first, last),
    )
    return int(cursor.lastrowid)


def log_removal(connection: Any, number: int, key: int, guid: bytes) -> None:
    """Write into the latest change that a row was deleted, without its old values."""
    connection.execute(
        "INSERT INTO entry(change_id, tab, op, row_id, guid) VALUES ((SELECT max(id) FROM change), ?, 'D', ?, ?)",
        (number, key, guid),
    )


@contextlib.contextmanager
def unlogged(connection: Any, table: sa.Table, ops: str = "i") -> Iterator[None]:
    """Within this block inserts (`i`), deletes (`d`) or updates (`u`) of a table's rows are not logged; the block does it."""
    for op in ops:
        connection.execute(f'DROP TRIGGER IF EXISTS temp."log_{table.name}_{op}"')
    try:
        yield
    finally:
        triggers = dict(zip("idu", (insert_trigger(table), *other_triggers(table)), strict=True))
        for op in ops:
            connection.execute(triggers[op].replace("CREATE TEMP TRIGGER", "CREATE TEMP TRIGGER IF NOT EXISTS"))


def set_aside(connection: Any, table: sa.Table, first: int, last: int) -> None:
    """Move a range of rows out of a table into the one beside it, where a redo finds them. Logged as one range."""
    columns = _columns(table)
    aside = f"gone_{table.name}"
    connection.execute(f'CREATE TABLE IF NOT EXISTS "{aside}" (entry_id INTEGER, {columns})')
    entry = log_range(connection, table, "D", first, last)
    span = (first, last)
    connection.execute(
        f'INSERT INTO "{aside}" SELECT {entry}, {columns} FROM "{table.name}" WHERE id BETWEEN ? AND ?', span
    )
    with unlogged(connection, table, "d"), _index_beside(connection, table, span):
        connection.execute(f'DELETE FROM "{table.name}" WHERE id BETWEEN ? AND ?', span)


def bring_back(connection: Any, table: sa.Table, entry: int, first: int, last: int) -> bool:
    """Move the rows that an entry set aside back into their table. False when they are not there any more."""
    columns = _columns(table)
    aside = f"gone_{table.name}"
    if not has_table(connection, aside):
        return False
    with unlogged(connection, table):
        moved = connection.execute(
            f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM "{aside}" WHERE entry_id = ?', (entry,)
        ).rowcount
    if moved:
        connection.execute(f'DELETE FROM "{aside}" WHERE entry_id = ?', (entry,))
        log_range(connection, table, "I", first, last)
    return bool(moved)


def forget_aside(connection: Any) -> None:
    """Drop every row that was set aside for a redo."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name GLOB 'gone_*'").fetchall():
        connection.execute(f'DROP TABLE "{name}"')


def has_table(connection: Any, name: str) -> bool:
    """Whether the file has a table of that name."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,))
    return found.fetchone() is not None


def _columns(table: sa.Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


@contextlib.contextmanager
def _index_beside(connection: Any, table: sa.Table, span: tuple[int, int]) -> Iterator[None]:
    """Keep the text index true through a large deletion of segments without taking each text out one by one."""
    remain = 0
    if table.name == "segment":
        remain = connection.execute("SELECT count(*) FROM segment WHERE id NOT BETWEEN ? AND ?", span).fetchone()[0]
    if table.name != "segment" or remain > span[1] - span[0]:
        yield
        return
    connection.execute("DROP TRIGGER segment_text_d")
    yield
    connection.execute("INSERT INTO segment_text(segment_text) VALUES (?)", ("rebuild" if remain else "delete-all",))
    connection.execute(TEXT_INDEX[2])


@contextlib.contextmanager
def in_memory_only(connection: Any, wanted: bool) -> Iterator[None]:
    """Around a change of which nothing may reach the disk before it is finished, however large it grows."""
    if wanted:
        connection.execute("PRAGMA cache_spill = OFF")
    try:
        yield
    finally:
        if wanted:
            connection.execute("PRAGMA cache_spill = ON")


def carry_over(connection: Any) -> None:
    """Carry finished changes from the journal into the file, as far as no reader is in the way."""
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def rewrite(connection: Any) -> None:
    """Write the file anew from its rows and empty the journal, so that free pages hold nothing that was deleted.

    Raises OperationalError where somebody reads on and the journal cannot be emptied.
    """
    connection.execute("INSERT INTO segment_text(segment_text) VALUES ('optimize')")
    connection.execute("VACUUM")
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    connection.execute("PRAGMA secure_delete = OFF")
    if busy:
        raise OperationalError("somebody reads on")


def export_under(connection: Any, to: Path, key: str | None) -> None:
    """Write all that is in a file into an empty one under another key, row for row, with what the file says of itself."""
    connection.execute("ATTACH DATABASE ? AS other KEY ?", (str(to), key or ""))
    connection.execute("SELECT sqlcipher_export('other')")
    for fact in ("application_id", "user_version"):
        connection.execute(f"PRAGMA other.{fact} = {int(connection.execute(f'PRAGMA main.{fact}').fetchone()[0])}")
    connection.execute("DETACH DATABASE other")
