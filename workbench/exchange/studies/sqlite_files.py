"""SQLite files that other programs wrote: read, never written, whatever is in them. No other file is opened for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.exchange.encoding import read_bytes

SIGNATURE = b"SQLite format 3\0"
LIMIT = 1024 * 1024 * 1024
"""The largest database that is read, in bytes."""
LONGEST = 64 * 1024 * 1024
"""The largest cell that is read, in bytes."""
MOST_ROWS = 2_000_000
"""So many rows of a table are read; a study of a lifetime has fewer codings."""
_UNFINISHED = ("-wal", "-journal")
_STEPS = 2_000_000
_MOST_CALLS = 20_000
"""How long a single question may take the database: so many calls, each after `_STEPS` of its steps."""

Cell = str | int | float | None


class DatabaseIsUnreadableError(WorkbenchError):
    """The file is no SQLite database, or it is damaged or locked with a password. Open it in its program first."""


class DatabaseIsOpenError(WorkbenchError):
    """Another program has the file open, or did not close it. Close it there, and bring it in again."""


class DatabaseIsTooLargeError(WorkbenchError):
    """The file has far more in it than a project of coded interviews. It was not read."""


@dataclass(frozen=True, slots=True)
class ForeignDatabase:
    """A database that is open for reading: its tables with their columns."""

    name: str
    connection: sqlite3.Connection
    tables: Mapping[str, tuple[str, ...]]

    def has(self, table: str, *columns: str) -> bool:
        """Whether it has a table with these columns."""
        return table in self.tables and set(columns) <= set(self.tables[table])

    def rows(
        self, table: str, *columns: str, order: str = "", where: str = "", value: Cell = None, most: int = MOST_ROWS
    ) -> Iterator[list[Any]]:
        """Some columns of a table's rows, None for a column or table that this version of the program does not have.

        Args:
            table: the table.
            columns: the columns.
            order: the column by which rows are sorted, as they lie where there is none.
            where: a column that has to hold `value`.
            value: what it holds.
            most: how many rows it may have.
        """
        there = self.tables.get(table, ())
        asked = [column for column in columns if column in there]
        if not asked or (where and where not in there):
            return
        places = [asked.index(column) if column in there else -1 for column in columns]
        listed = ", ".join(f'"{column}"' for column in asked)
        condition = f' WHERE "{where}" = ?' if where else ""
        sorted_ = f' ORDER BY "{order}"' if order in there else ""
        try:
            found = self.connection.execute(
                f'SELECT {listed} FROM "{table}"{condition}{sorted_}', (value,) if where else ()
            )
            for number, row in enumerate(found):
                if number >= most:
                    raise DatabaseIsTooLargeError(
                        f"{self.name} has more than {most:,} rows in its table “{table}”, which no project of coded"
                        " interviews has. Take out what is not used in the program that wrote it, save it, and bring that in."
                    )
                yield [None if place < 0 else row[place] for place in places]
        except (sqlite3.Error, UnicodeError, OverflowError):
            raise _unreadable(self.name) from None


def texts(cells: list[Any]) -> list[str]:
    """Cells as text, whatever a database has in them: nothing for what is empty or no text."""
    return [text(cell) for cell in cells]


def text(cell: Any) -> str:
    """A cell as text."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell) if isinstance(cell, str | int | float) else ""


def whole(cell: Any) -> int | None:
    """A cell as a whole number, or None."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    try:
        return int(cell)
    except (ValueError, OverflowError):
        return None


@contextmanager
def opened_database(path: Path, *, called: str = "") -> Iterator[ForeignDatabase]:
    """A database in a file, read as it lies there.

    Raises DatabaseIsOpenError where another program has left something of it in a file beside it, and
    DatabaseIsUnreadableError for what is none.
    """
    name = called or path.name
    _look_at(path, name)
    for ending in _UNFINISHED:
        beside = path.with_name(path.name + ending)
        if beside.is_file() and beside.stat().st_size > 0:
            raise DatabaseIsOpenError(
                f"{name} is open in another program, or was not closed: a part of it lies in {beside.name}."
                " Open it in the program that wrote it, close it there, and bring it in again."
            )
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        raise _unreadable(name) from None
    with closing(connection):
        yield _database(name, connection)


@contextmanager
def database_of(data: bytes, name: str) -> Iterator[ForeignDatabase]:
    """A database from its bytes, such as those of a part of an archive."""
    if not data.startswith(SIGNATURE) or len(data) < 512:
        raise _unreadable(name)
    plain = bytearray(data)
    plain[18:20] = b"\1\1"
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(bytes(plain))
        except sqlite3.Error:
            raise _unreadable(name) from None
        yield _database(name, connection)


def tables_in(path: Path) -> Mapping[str, tuple[str, ...]]:
    """The tables of a database and their columns; nothing where it cannot be read."""
    try:
        with opened_database(path) as found:
            return found.tables
    except WorkbenchError:
        return {}


def _look_at(path: Path, name: str) -> None:
    head = read_bytes(path, limit=LIMIT) if path.stat().st_size < 16 else b""
    if not head:
        with path.open("rb") as file:
            head = file.read(16)
    if head != SIGNATURE:
        raise _unreadable(name)


def _database(name: str, connection: sqlite3.Connection) -> ForeignDatabase:
    """A connection that can do nothing but read plain tables, with what it has."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.text_factory = _decoded
    calls = 0

    def too_long() -> int:
        nonlocal calls
        calls += 1
        return int(calls > _MOST_CALLS)

    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.set_progress_handler(too_long, _STEPS)
        listed = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' LIMIT 1000"
        ).fetchall()
        tables = {}
        for (table,) in listed:
            told = str(table)
            quoted = told.replace('"', '""')
            columns = connection.execute(f'PRAGMA table_info("{quoted}")').fetchall()
            tables[told] = tuple(str(column[1]) for column in columns)
    except (sqlite3.Error, UnicodeError):
        raise _unreadable(name) from None
    return ForeignDatabase(name, connection, tables)


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _unreadable(name: str) -> DatabaseIsUnreadableError:
    return DatabaseIsUnreadableError(
        f"{name} cannot be read: it is no SQLite database, or it is damaged or locked with a password."
        " Open it in the program that wrote it, save a copy there, and bring that in."
    )
