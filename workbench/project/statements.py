"""Statements on the connection of a change, and what the driver's refusals mean in words.

The hot path goes past SQLAlchemy; its errors come out as SQLAlchemy's own, and never show what was being written.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any, cast

import sqlalchemy as sa
import sqlcipher3.dbapi2 as driver

from workbench.project.inserting import Insert, insert_many
from workbench.project.opening import DiskIsFullError, FileIsBusyError

STEPS = 20_000
"""Steps of SQLite's own between two looks at whether an answer is still wanted: a millisecond or so."""


_COMPILED: Any = sa.util.LRUCache(1_500)
"""The text of statements, made once a process: for reading and writing alike, and for whichever project is opened next."""


@functools.cache
def _dialect() -> sa.Dialect:
    """The one dialect of all engines, after it has asked the driver what it can do."""
    asking = sa.create_engine("sqlite://", module=driver)
    with asking.connect():
        return asking.dialect


def engine(creator: Callable[[], Any], pool: Any, **options: Any) -> sa.Engine:
    """An engine on the project's driver, whose errors never show the words that were being written."""
    dialect = _dialect()
    return sa.Engine(
        pool(creator, dialect=dialect, **options),
        dialect,
        sa.make_url("sqlite://"),
        hide_parameters=True,
        execution_options={"compiled_cache": _COMPILED},
    )


def write(connection: Any, statement: str, values: tuple[Any, ...]) -> Any:
    """Run one statement; the driver's cursor."""
    try:
        return connection.execute(statement, values)
    except driver.Error as error:
        raise _as_sqlalchemy(statement, error) from error


def write_many(connection: Any, statement_of: Insert, values: Iterator[tuple[Any, ...]]) -> None:
    """Insert a row for each tuple of values."""
    try:
        insert_many(connection, statement_of, values)
    except driver.Error as error:
        raise _as_sqlalchemy(statement_of(), error) from error


def begin_or_end(connection: Any, statement: str) -> None:
    """Begin or end a change; what the disk or another program refuses is said in a sentence."""
    try:
        connection.execute(statement)
    except driver.OperationalError as error:
        if "full" in str(error):
            raise DiskIsFullError from error
        if "locked" in str(error) or "busy" in str(error):
            raise FileIsBusyError from error
        raise
    except driver.Error as error:
        raise _as_sqlalchemy(statement, error) from error


@contextlib.contextmanager
def unless(connection: Any, stopped: Callable[[], bool]) -> Iterator[None]:
    """Within this block a question is broken off once `stopped` says so, and the block ends there."""
    connection.set_progress_handler(lambda: int(stopped()), STEPS)
    try:
        yield
    except (driver.OperationalError, sa.exc.OperationalError) as error:
        if "interrupted" not in str(error):
            raise
    finally:
        connection.set_progress_handler(None, 0)


def refuse(*_: object) -> None:
    """What a session that may not write has in place of writing."""
    raise RuntimeError("rows are written inside `with project.change(...)` only")


def _as_sqlalchemy(statement: str, error: Exception) -> BaseException:
    return cast(
        "BaseException",
        sa.exc.DBAPIError.instance(statement, None, error, driver.Error, hide_parameters=True),
    )
