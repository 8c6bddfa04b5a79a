"""What was worked out of a whole project, kept in memory while the project, or what it rests on, stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any

from sqlmodel import Session

from workbench.project.schema import NUMBERS
from workbench.rows import Written

_WRITTEN_DOWN = ("do", "undo", "redo", "reading", "departure")
"""Kinds of changes whose every write is in the history."""
_NAMES = {number: name for name, number in NUMBERS.items()}
MOST = 20_000
"""What so many rows were written to since is worked out anew."""

Renew = Callable[[Session, Any, list[Written]], Any]


class Kept:
    """Values under a name, each with the newest change that it knows of."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[int | None, Any]] = {}

    def look_up(
        self,
        session: Session,
        name: str,
        work_out: Callable[[Session], Any],
        tables: Collection[str] = (),
        renew: Renew | None = None,
    ) -> Any:
        """The value for what a reading session sees; worked out anew where something was changed since.

        With `tables` only where one of these was, and with `renew` from the value before and what was written to them.
        """
        latest = session.connection().exec_driver_sql("SELECT max(id) FROM change").scalar()
        found = self._values.get(name)
        if found is not None and found[0] != latest and tables:
            written = _written(session, found[0], latest, tables, none_will_do=renew is None)
            if written == []:
                found = self._values[name] = (latest, found[1])
            elif written and renew is not None and (value := renew(session, found[1], written)) is not None:
                found = self._values[name] = (latest, value)
        if found is None or found[0] != latest:
            found = self._values[name] = (latest, work_out(session))
        return found[1]

    def forget(self) -> None:
        """Let go of everything."""
        self._values.clear()


def _written(
    session: Session, known: int | None, latest: int | None, tables: Collection[str], *, none_will_do: bool
) -> list[Written] | None:
    """What was written to these tables after a change that is known; None where the history does not tell, or too much was.

    Where only nothing will do, the first that is found says enough.
    """
    if known is None or latest is None or latest < known:
        return None
    connection = session.connection()
    kinds = connection.exec_driver_sql("SELECT DISTINCT kind FROM change WHERE id > ?", (known,)).scalars()
    if not set(kinds) <= set(_WRITTEN_DOWN):
        return None
    numbers = ",".join(str(NUMBERS[table]) for table in tables)
    most = 0 if none_will_do else MOST
    rows = connection.exec_driver_sql(
        "SELECT tab, op, row_id, upto, old FROM entry LEFT JOIN payload ON entry_id = entry.id"
        f" WHERE change_id > ? AND tab IN ({numbers}) LIMIT {most + 1}",
        (known,),
    ).fetchall()
    if len(rows) > most:
        return None
    return [
        Written(_NAMES[tab], op, first, first if upto is None else upto, _before(op, old))
        for tab, op, first, upto, old in rows
    ]


def _before(op: str, old: str | None) -> dict[str, Any] | None:
    """A row as it was, or the cells that changed as they were."""
    if old is None:
        return None
    cells = json.loads(old)
    return {cell: pair[0] for cell, pair in cells.items()} if op == "U" else cells
