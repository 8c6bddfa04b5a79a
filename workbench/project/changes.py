"""The changes of one transaction: most often one, or several that are kept together, each under its own name in the history."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any, cast

from sqlmodel import Session

from workbench.project import following, sqlite
from workbench.project.history import DONE, DROPPED
from workbench.rows import Row, new_guid


class Changes:
    """What a transaction has changed so far, on the connection that writes; the newest change is the one being written."""

    def __init__(self, connection: Any, session: Session, *, who: str, kind: str) -> None:
        self._connection, self._session, self._who, self._kind = connection, session, who, kind
        self._key = self._before = 0
        self._ranges: list[sqlite.Ranges] = []
        self.written = 0
        """The key of the newest change that wrote something; 0 while none has."""

    def begin(self, name: str, *, of: int | None = None) -> None:
        """Begin a change: what is written from here on is its history."""
        cursor = self._connection.execute(
            "INSERT INTO change(guid, name, who, at, kind, of_id, state) VALUES (?, ?, ?,"
            " max(?, coalesce((SELECT at FROM change ORDER BY id DESC LIMIT 1), 0) + 1), ?, ?, ?)",
            (new_guid(), name, self._who, int(time.time() * 1000), self._kind, of, DONE),
        )
        self._key = int(cursor.lastrowid)
        if self._kind in {"do", "merge"}:
            self._connection.execute(
                "UPDATE change SET state = ? WHERE state = 0 AND who = ?",
                (DROPPED, self._who),
            )
        self._before = self._connection.total_changes

    def end(self) -> None:
        """End the change that is being written; one that wrote nothing leaves no trace."""
        self._session.flush()
        for ranges in self._ranges:
            ranges.log()
        if self._connection.total_changes != self._before:
            following.follow(self._session, self._connection, self._key, self._kind)
            self.written = self._key
        else:
            self._connection.execute("DELETE FROM change WHERE id = ?", (self._key,))

    @contextlib.contextmanager
    def bulk(self, *kinds: type[Row]) -> Iterator[None]:
        """Within this block inserts to these tables are one range each in the history; a block inside another adds nothing."""
        held = {table for ranges in self._ranges for table in ranges.tables}
        names = [name for kind in kinds if (name := str(kind.__tablename__)) not in held]
        with sqlite.range_entries(self._connection, names) as ranges:
            self._ranges.append(ranges)
            try:
                yield
            finally:
                self._ranges.remove(ranges)


def next_change(session: Session, name: str) -> None:
    """End the change that is being written and begin another: each is undone by itself, and kept only with the others."""
    changes = cast("Changes", session.info["changes"])
    changes.end()
    changes.begin(name)
