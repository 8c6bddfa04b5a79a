"""What was worked out of a whole project, kept in memory while the project stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import Session


class Kept:
    """Values under a name, each with the newest change that it knows of."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[int | None, Any]] = {}

    def look_up(self, session: Session, name: str, work_out: Callable[[Session], Any]) -> Any:
        """The value for what a reading session sees; worked out anew where something was changed since."""
        latest = session.connection().exec_driver_sql("SELECT max(id) FROM change").scalar()
        found = self._values.get(name)
        if found is None or found[0] != latest:
            found = self._values[name] = (latest, work_out(session))
        return found[1]

    def forget(self) -> None:
        """Let go of everything."""
        self._values.clear()
