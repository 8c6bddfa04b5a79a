"""What every row of a project carries, and the verbs that write rows.

A row has an integer key for joins, a GUID by which copies of a project know it again, and a `gone` cell.
Removing sets the cell, so that merging copies commutes; only purging deletes.
The verbs write plain statements, kept ready: an ORM object costs many times as much on a hot path.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Field, Session, SQLModel

from workbench.errors import WorkbenchError

RowT = TypeVar("RowT", bound="Row")


class Row(SQLModel):
    """The cells that every table of a project starts with."""

    __table_args__: Any = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    guid: bytes = Field(sa_type=sa.LargeBinary(16), unique=True, nullable=False)
    gone: bool = Field(default=False)


def one_of(name: str, values: Iterable[str]) -> sa.CheckConstraint:
    """A constraint that holds a text cell to a fixed list of words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{name} IN ({listed})", name=f"{name}_is_known")


AUTOINCREMENT = {"sqlite_autoincrement": True}
"""Keys never come back after a row is purged: the history names them."""
KeyT = TypeVar("KeyT")
CHUNK = 900
"""Keys that one statement may name wherever SQLite was built."""
FETCH = 2_000
"""So many rows are taken from a statement at a time where they are made columns."""


def in_chunks(keys: Iterable[KeyT], size: int = CHUNK) -> Iterator[list[KeyT]]:
    """Keys in their order, so many at a time as one statement is to name.

    >>> list(in_chunks("abc", 2))
    [['a', 'b'], ['c']]
    """
    coming = iter(keys)
    while some := list(itertools.islice(coming, size)):
        yield some


class WasPurgedError(WorkbenchError):
    """That was taken out of this project for good, after a withdrawal, and is not brought in again."""


class NotInProjectError(WorkbenchError):
    """That is no longer in the project. Somebody may have removed it: look in the history."""


def now() -> str:
    """The time, in UTC, to the millisecond, as it is stored: 2026-03-14T09:26:53.589Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_guid() -> bytes:
    """A UUIDv7: unique, and sorted by the time it was made."""
    stamp, tail = int(time.time() * 1000).to_bytes(6, "big"), bytearray(os.urandom(10))
    tail[0] = 0x70 | (tail[0] & 0x0F)
    tail[2] = 0x80 | (tail[2] & 0x3F)
    return stamp + bytes(tail)


def keyed_guid(secret: bytes, kind: str, key: str) -> bytes:
    """A UUIDv8 from a natural key, the same in every copy of one project and guessable by nobody outside it."""
    inner, outer = (half.copy() for half in _halves(secret))
    inner.update(f"{kind}\x1f{key}".encode())
    outer.update(inner.digest())
    return _marked(outer.digest())


def _marked(digest: bytes) -> bytes:
    """The first half of a digest as a UUIDv8."""
    return ((int.from_bytes(digest[:16], "big") & _UNMARKED) | _MARKED).to_bytes(16, "big")


@cache
def _halves(secret: bytes) -> tuple[Any, Any]:
    """HMAC-SHA-256 begun with a key: its inner and its outer digest, to be copied for every message."""
    key = secret.ljust(64, b"\0") if len(secret) <= 64 else hashlib.sha256(secret).digest().ljust(64, b"\0")
    return hashlib.sha256(bytes(byte ^ 0x36 for byte in key)), hashlib.sha256(bytes(byte ^ 0x5C for byte in key))


def joined_guid(one: bytes, other: bytes) -> bytes:
    """A UUIDv8 of what lies between two rows, from their own GUIDs: as hard to guess as they are, and made at once.

    The two are of different kinds, and a pair is joined in one way only.
    """
    left, right = halves_to_join(one, other)
    return (left ^ right).to_bytes(16, "big")


def halves_to_join(one: bytes, other: bytes) -> tuple[int, int]:
    """Two GUIDs as numbers whose exclusive or is the joined one: for joining each of many with each of many."""
    return int.from_bytes(one, "big") & _UNMARKED, (int.from_bytes(other, "big") & _UNMARKED) | _MARKED


_MARKED = (0x8 << 76) | (0x2 << 62)
_UNMARKED = ~((0xF << 76) | (0x3 << 62)) & ((1 << 128) - 1)
"""Where a UUID says its version and variant, set and cleared."""


def guid_text(guid: bytes) -> str:
    """A GUID as people write it, 8-4-4-4-12."""
    plain = guid.hex()
    return f"{plain[:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:20]}-{plain[20:]}"


def guid_for(session: Session, kind: str, key: str) -> bytes:
    """The GUID that this project gives to a natural key."""
    return keyed_guid(cast("bytes", session.info["secret"]), kind, key)


def guids_for(session: Session, kind: str, begins: str) -> Callable[[str], bytes]:
    """What gives the GUIDs of many natural keys that begin alike, as `guid_for` gives them one by one."""
    inner, outer = _halves(cast("bytes", session.info["secret"]))
    begun = inner.copy()
    begun.update(f"{kind}\x1f{begins}".encode())

    def guid(rest: str) -> bytes:
        first, second = begun.copy(), outer.copy()
        first.update(rest.encode())
        second.update(first.digest())
        return _marked(second.digest())

    return guid


def table_of(kind: type[SQLModel]) -> sa.Table:
    """The table behind a row class."""
    return cast("sa.Table", kind.__table__)  # type: ignore[attr-defined]


def add(session: Session, kind: type[Row], /, *, guid: bytes | None = None, **cells: Any) -> int:
    """Add one row and return its key. Cells left out take the class's defaults.

    Raises WasPurgedError when the row with that GUID was deleted for good.
    """
    if guid is None:
        guid = new_guid()
    elif is_purged(session, guid):
        raise WasPurgedError
    values = {"guid": guid, **defaults_of(kind), **cells}
    return int(_write(session, insert_of(kind, tuple(values)), tuple(values.values())).lastrowid)


def add_many(session: Session, kind: type[Row], rows: Iterable[Mapping[str, Any]]) -> int:
    """Add many rows at once, all with the same cells, and return how many. Keys follow each other in order.

    Raises WasPurgedError when one of them was deleted for good: leave those out first, with `is_purged`.
    """
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        return 0
    given = tuple(cell for cell in first if cell != "guid")
    kept = {cell: value for cell, value in defaults_of(kind).items() if cell not in given}
    values_of = _values_in_order(given)
    purged: Collection[bytes] = session.info["purged"]
    count = 0

    def in_order() -> Iterator[tuple[Any, ...]]:
        nonlocal count
        for row in itertools.chain((first,), coming):
            guid = row.get("guid")
            if len(row) - ("guid" in row) != len(given):
                raise ValueError(f"rows of {kind.__name__} differ in their cells: {sorted({*row} ^ {*first})}")
            if not guid:
                guid = new_guid()
            elif guid in purged:
                raise WasPurgedError
            count += 1
            yield (guid, *values_of(row))

    session.info["write_many"](partial(insert_of, kind, ("guid", *given), kept), in_order())
    return count


def _values_in_order(cells: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """What takes these cells out of a row, in this order."""
    if len(cells) > 1:
        return itemgetter(*cells)
    return lambda row: tuple(row[cell] for cell in cells)


def amend(session: Session, kind: type[Row], key: int, /, **cells: Any) -> None:
    """Change cells of one row; raises NotInProjectError when there is no such row."""
    if any(isinstance(value, sa.ClauseElement) for value in cells.values()):
        table = table_of(kind)
        changed = session.execute(sa.update(table).where(table.c.id == key).values(**cells))
    else:
        changed = _write(session, _update_of(kind, tuple(cells)), (*cells.values(), key))
    if cast("Any", changed).rowcount != 1:
        raise NotInProjectError
    held = session.identity_map.get(sa.orm.util.identity_key(kind, key))
    if held is not None:
        session.expire(held)


def remove(session: Session, kind: type[Row], key: int) -> None:
    """Take a row out of every reading of the project; it stays in the file and can be brought back."""
    amend(session, kind, key, gone=True)


def remove_many(session: Session, kind: type[Row], keys: Iterable[int]) -> None:
    """Remove many rows at once; one that is not there is passed over."""
    table = table_of(kind)
    for some in in_chunks(keys):
        session.execute(sa.update(table).where(table.c.id.in_(some)).values(gone=True))
    session.expire_all()


def find(session: Session, kind: type[RowT], key: int) -> RowT:
    """The row with that key, unless it is gone."""
    row = session.get(kind, key, populate_existing=True)
    if row is None or row.gone:
        raise NotInProjectError
    return row


def find_guid(session: Session, kind: type[RowT], guid: bytes) -> RowT | None:
    """The row with that GUID, gone or not, or None."""
    found = key_by_guid(session, kind, guid)
    chosen = sa.select(kind).where(column(kind, "id") == found[0]) if found else None
    return session.execute(chosen).scalars().first() if chosen is not None else None


def key_by_guid(session: Session, kind: type[Row], guid: bytes) -> tuple[int, bool] | None:
    """The key of the row with that GUID and whether it is gone, or None; where the row itself is not needed."""
    return next(((key, bool(gone)) for key, gone in _key_by_guid(kind).rows(session, guid=guid)), None)


@cache
def _key_by_guid(kind: type[Row]) -> Ready:
    columns = table_of(kind).c
    return Ready(sa.select(columns.id, columns.gone).where(columns.guid == sa.bindparam("guid")))


def live(kind: type[RowT]) -> sa.Select[RowT]:
    """A selection of the rows of a table that are not gone."""
    return sa.select(kind).where(column(kind, "gone").is_(False))


def column(kind: type[Row], name: str) -> Mapped[Any]:
    """A column of a row class, typed for a statement."""
    return cast("Mapped[Any]", getattr(kind, name))


@contextmanager
def bulk(session: Session, *kinds: type[Row]) -> Iterator[None]:
    """Within this block only inserts go to these tables; the history holds them as one range each."""
    with session.info["bulk"](*kinds):
        yield


class Ready:
    """A statement that is asked at every key: written out once, and run past SQLAlchemy, which takes longer than SQLite."""

    def __init__(self, chosen: sa.Select[Any]) -> None:
        self._chosen = chosen
        self._written: tuple[str, list[str], Mapping[str, Any]] | None = None

    def rows(self, session: Session, **asked: Any) -> list[tuple[Any, ...]]:
        """What it finds for these values, as the driver's plain tuples; a truth comes as 0 or 1."""
        connection = session.connection()
        if self._written is None:
            written = cast("Any", self._chosen.compile(dialect=connection.dialect))
            self._written = (str(written), written.positiontup, written.params)
        statement, names, given = self._written
        values = tuple(asked[name] if name in asked else given[name] for name in names)
        return list(cast("Any", connection.connection.driver_connection).execute(statement, values).fetchall())


def fetched(session: Session, chosen: sa.Select[Any], asked: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """What a statement finds as the driver's plain tuples, where there are thousands; a truth comes as 0 or 1."""
    with session.connection().execute(chosen, asked or {}) as result:
        return [] if result.cursor is None else list(result.cursor.fetchall())


def fetched_columns(session: Session, chosen: sa.Select[Any]) -> list[list[Any]]:
    """What a statement finds, a list a column: of hundreds of thousands of rows, none of which is kept as a row."""
    result = session.connection().execute(chosen)
    columns: list[list[Any]] = [[] for _ in range(len(result.keys()))]
    while result.cursor is not None and (some := result.cursor.fetchmany(FETCH)):
        for column, cells in zip(columns, zip(*some, strict=True), strict=True):
            column.extend(cells)
    result.close()
    return columns


def made(kind: type[KeyT], cells: Iterable[tuple[Any, ...]]) -> list[KeyT]:
    """Named tuples of thousands of rows, each with all its cells: made at once, and without counting them in each."""
    return list(map(partial(cast("Any", tuple.__new__), kind), cells))


class Written(NamedTuple):
    """What the history says of the rows from one key to another, most often one: I inserted, U changed, D deleted."""

    table: str
    op: str
    first: int
    last: int
    old: dict[str, Any] | None
    """What was before in the cells that changed, in all of a deleted row; None where that is not known."""


def kept(
    session: Session,
    name: str,
    work_out: Callable[[Session], Any],
    *,
    tables: Collection[str] = (),
    renew: Callable[[Session, Any, list[Written]], Any] | None = None,
) -> Any:
    """What is worked out of the whole project, kept under a name while the project stays as it is.

    With `tables` while these stay as they are; with `renew` it is brought up to what was written to them since, or worked
    out anew where that gives None. Inside a change it is worked out each time. Keep no words of participants in memory.
    """
    keep = session.info.get("keep")
    if keep is None:
        return work_out(session)
    return keep(session, name, work_out, tables, renew)


def keeps(session: Session) -> bool:
    """Whether what is worked out here is kept; inside a change it is not, and is better worked out for less."""
    return "keep" in session.info


def is_purged(session: Session, guid: bytes) -> bool:
    """Whether the row with that GUID was deleted for good, so that an import must leave it out and say so."""
    return guid in session.info["purged"]


_DEFAULTS: dict[type[Row], dict[str, Any]] = {}
_STATEMENTS: dict[tuple[str, type[Row], tuple[Any, ...]], str] = {}


def defaults_of(kind: type[Row]) -> dict[str, Any]:
    """The plain defaults of a row class's cells, read once."""
    if kind not in _DEFAULTS:
        fields = kind.model_fields
        _DEFAULTS[kind] = {
            name: field.get_default(call_default_factory=True)
            for name, field in fields.items()
            if name not in {"id", "guid"} and not field.is_required()
        }
    return _DEFAULTS[kind]


def _write(session: Session, statement: str, values: tuple[Any, ...]) -> Any:
    """Run one statement straight on the change's connection: the driver's cursor."""
    return session.info["write"](statement, values)


def insert_of(
    kind: type[Row], cells: tuple[str, ...], constants: Mapping[str, Any] | None = None, rows: int = 1
) -> str:
    """The statement that inserts these cells of so many rows; what is the same in every row stands in it."""
    same = constants or {}
    key = ("insert", kind, (rows, *cells, *same.items()))
    statement = _STATEMENTS.get(key)
    if statement is None:
        columns = ", ".join(_quoted(kind, cell) for cell in (*cells, *same))
        values = ", ".join(["?"] * len(cells) + [_literal(value) for value in same.values()])
        statement = f"INSERT INTO {_quoted(kind)} ({columns}) VALUES {', '.join([f'({values})'] * rows)}"
        _STATEMENTS[key] = statement
    return statement


def _literal(value: Any) -> str:
    """A plain default as SQL writes it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(int(value))
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    raise TypeError(f"a default of the kind {type(value).__name__}")


def _update_of(kind: type[Row], cells: tuple[str, ...]) -> str:
    statement = _STATEMENTS.get(("update", kind, cells))
    if statement is None:
        pairs = ", ".join(f"{_quoted(kind, cell)} = ?" for cell in cells)
        statement = f"UPDATE {_quoted(kind)} SET {pairs} WHERE id = ?"
        _STATEMENTS["update", kind, cells] = statement
    return statement


def _quoted(kind: type[Row], cell: str | None = None) -> str:
    """A table's name, or one of its columns', as SQL; a KeyError when there is no such column."""
    table = table_of(kind)
    return f'"{table.name}"' if cell is None else f'"{table.c[cell].name}"'
