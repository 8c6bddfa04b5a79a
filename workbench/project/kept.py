"""What was worked out of a whole project, kept in memory while the project, or what it rests on, stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlmodel import Session

from workbench.project.schema import NUMBERS

_WRITTEN_DOWN = ("do", "undo", "redo", "reading", "departure")
"""Kinds of changes whose every write is in the history."""


class Kept:
    """Values under a name, each with the newest change that it knows of."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[int | None, Any]] = {}

    def look_up(
        self, session: Session, name: str, work_out: Callable[[Session], Any], tables: Collection[str] = ()
    ) -> Any:
        """The value for what a reading session sees; worked out anew where something was changed since.

        With `tables` only where one of these was.
        """
        latest = session.connection().exec_driver_sql("SELECT max(id) FROM change").scalar()
        found = self._values.get(name)
        if found is not None and found[0] != latest and tables and not _changed(session, found[0], latest, tables):
            found = self._values[name] = (latest, found[1])
        if found is None or found[0] != latest:
            found = self._values[name] = (latest, work_out(session))
        return found[1]

    def forget(self) -> None:
        """Let go of everything."""
        self._values.clear()


def _changed(session: Session, known: int | None, latest: int | None, tables: Collection[str]) -> bool:
    """Whether one of these tables was written to after a change that is known, as far as the history tells."""
    if known is None or latest is None or latest < known:
        return True
    connection = session.connection()
    kinds = connection.exec_driver_sql("SELECT DISTINCT kind FROM change WHERE id > ?", (known,)).scalars()
    if not set(kinds) <= set(_WRITTEN_DOWN):
        return True
    numbers = ",".join(str(NUMBERS[table]) for table in tables)
    asked = f"SELECT EXISTS (SELECT 1 FROM entry WHERE change_id > ? AND tab IN ({numbers}))"
    return bool(connection.exec_driver_sql(asked, (known,)).scalar())
