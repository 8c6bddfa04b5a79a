"""Rows that land in the project a slice at a time, beside other changes, and are seen by nobody until a change takes them in.

A change holds the writing connection from its first statement to its last. What brings hundreds of thousands of rows
would keep everybody else from writing for as long, so it lands them first: every slice is a short transaction of its
own, and whoever waits to write comes in between. Landed rows are gone to every reader. The change that takes them in
shows them and writes their history; without it they are deleted, by whoever opens the project next if need be.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.project import sqlite, statements
from workbench.rows import Row, defaults_of, insert_of, new_guid, table_of

if TYPE_CHECKING:
    from workbench.project.file import Project

SLICE = 10_000
"""Rows in a slice: some tenths of a second."""
SLICES = {"segment": 4_000}
"""The same for tables whose rows take longer, because their words go into the text index."""
PREFIX = "landing "
"""What the keys begin with under which the file notes what has landed and is not taken in yet."""


class LandingMetOthersError(WorkbenchError):
    """Somebody has added the same people or questions in the meantime. Nothing came in: bring the file in again."""


class Landing:
    """One landing, under the name of the change that is to take it in; `landed` is told how many rows each slice had."""

    def __init__(self, project: Project, name: str, landed: Callable[[int], None]) -> None:
        self._project, self._name, self._landed = project, name, landed
        self._key = PREFIX + new_guid().hex()
        self._ranges: list[tuple[str, int, int, bool]] = []
        self.taken_in = False

    def add_many(
        self,
        kind: type[Row],
        cells: tuple[str, ...],
        rows: Iterable[tuple[Any, ...]],
        /,
        *,
        shown: bool = False,
        **same: Any,
    ) -> list[int]:
        """Land rows of values in the order of `cells`, and give their keys; `same` are cells that all of them share.

        `shown` leaves rows as live as any: for those that nobody finds without a row that is hidden.
        What `landed` raises between two slices ends the landing.
        """
        given = {**same, "gone": not shown}
        constants = {cell: value for cell, value in {**defaults_of(kind), **given}.items() if cell not in cells}
        statement_of = partial(insert_of, kind, cells, constants)
        table = table_of(kind)
        coming = iter(rows)
        keys: list[range] = []
        while part := list(islice(coming, SLICES.get(table.name, SLICE))):
            with self._slice() as connection:
                first = sqlite.insert_unlogged(connection, table, statement_of, part)
                self._note(connection, table.name, first, first + len(part) - 1, hidden=not shown)
            keys.append(range(first, first + len(part)))
            self._landed(len(part))
        return list(chain.from_iterable(keys))

    @contextlib.contextmanager
    def _slice(self) -> Iterator[Any]:
        """One short transaction between other changes."""
        with self._project.turn(self._name):
            connection = self._project.connection_of_change()
            statements.begin_or_end(connection, "BEGIN IMMEDIATE")
            try:
                yield connection
                statements.begin_or_end(connection, "COMMIT")
            except BaseException as reason:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if isinstance(reason, sqlite.IntegrityError):
                    raise LandingMetOthersError from reason
                raise

    def _note(self, connection: Any, table: str, first: int, last: int, *, hidden: bool) -> None:
        """Write down in the file that these rows have landed."""
        before = self._ranges[-1] if self._ranges else None
        if before is not None and before[0] == table and before[2] == first - 1 and before[3] == hidden:
            self._ranges[-1] = (table, before[1], last, hidden)
        else:
            self._ranges.append((table, first, last, hidden))
        connection.execute(
            "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            (self._key, json.dumps(self._ranges)),
        )

    def take_in(self) -> None:
        """Show what has landed, and write it into the history of the change that this thread has open."""
        connection = self._project.connection_of_change()
        for name, first, last, hidden in self._ranges:
            if hidden:
                sqlite.show(connection, sqlite.EVERY[name], first, last)
            sqlite.log_range(connection, sqlite.EVERY[name], "I", first, last)
        connection.execute("DELETE FROM meta WHERE key = ?", (self._key,))
        self.taken_in = True

    def clear(self) -> None:
        """Delete what has landed, in slices."""
        _clear(self._slice, self._key, self._ranges)


@contextlib.contextmanager
def landing(project: Project, name: str, landed: Callable[[int], None] = lambda _: None) -> Iterator[Landing]:
    """A landing whose rows are deleted at the block's end unless a change has taken them in and was kept.

    The file is written anew after that, so that no words stay in it and it is no larger than before.
    """
    one = Landing(project, name, landed)
    try:
        yield one
    except BaseException:
        _leave_nothing(project, one)
        raise
    if not one.taken_in:
        _leave_nothing(project, one)


def _leave_nothing(project: Project, one: Landing) -> None:
    """Delete what has landed and write the file anew; where somebody reads on, the pages are written over in time."""
    one.clear()
    with contextlib.suppress(sqlite.OperationalError):
        project.rewrite()


def clear_left(connection: Any) -> None:
    """Delete what landed in a process that was killed before it took it in. For a file that is just being opened."""

    @contextlib.contextmanager
    def once() -> Iterator[Any]:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")

    left = connection.execute("SELECT key, value FROM meta WHERE key GLOB ?", (PREFIX + "*",)).fetchall()
    for key, ranges in left:
        _clear(once, key, [tuple(one) for one in json.loads(ranges)])
    if left:
        sqlite.rewrite(connection)


def _clear(
    transaction: Callable[[], contextlib.AbstractContextManager[Any]],
    key: str,
    ranges: list[tuple[str, int, int, bool]],
) -> None:
    """Delete ranges of rows, the last that landed first, then the note of them.

    A hidden row that somebody has made live since, because they wrote down the same person or attribute, stays.
    """
    for name, first, last, hidden in reversed(ranges):
        size = SLICES.get(name, SLICE)
        for begins in range(first, last + 1, size):
            with transaction() as connection:
                sqlite.delete_unlogged(
                    connection, sqlite.EVERY[name], begins, min(last, begins + size - 1), hidden=hidden
                )
    with transaction() as connection:
        connection.execute("DELETE FROM meta WHERE key = ?", (key,))
