"""Migrations: how a project of an earlier version becomes one of this version, one function a step.

Before the first step the file is backed up beside itself. All steps happen, or none. A migration closes undo, as
the history's old values speak of columns that may be gone; the history itself stays readable.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.project import soundness, sqlite, undo, version_2, version_3, version_4, version_5, version_6, version_7
from workbench.project.backup import copy, place_before
from workbench.project.history import SEALED
from workbench.project.schema import VERSION
from workbench.rows import new_guid

Step = Callable[[Any], None]

STEPS: Mapping[int, Step] = {
    1: version_2.step,
    2: version_3.step,
    3: version_4.step,
    4: version_5.step,
    5: version_6.step,
    6: version_7.step,
}
"""From each version the step that leads to the next."""


class MigrationFailedError(WorkbenchError):
    """The project could not be brought up to date and is as it was. Send its version and this sentence to us."""


def bring_up_to_date(
    path: Path,
    connection: Any,
    key: str | None,
    *,
    version: int,
    who: str,
    to: int = VERSION,
    steps: Mapping[int, Step] = STEPS,
) -> Path:
    """Back the file up, then take every step from its version; returns the backup's place."""
    missing = [number for number in range(version, to) if number not in steps]
    if missing:
        raise MigrationFailedError(f"{path.name} is of version {version}, from which there is no way to version {to}.")
    saved = copy(connection, key, place_before(path, to))
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        undo.seal(connection)
        for number in range(version, to):
            steps[number](connection)
        _note(connection, f"From version {version} to {to}", who)
        sqlite.mark_as_project(connection, to)
        _refuse_lost_ties(path, connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
    return saved


def _refuse_lost_ties(path: Path, connection: Any) -> None:
    lost = soundness.lost_ties(connection)
    if lost:
        raise MigrationFailedError(f"{path.name} could not be brought up to date: {lost[0][0]} would lose its ties.")


def _note(connection: Any, name: str, who: str) -> None:
    connection.execute(
        "INSERT INTO change(guid, name, who, at, kind, state) VALUES (?, ?, ?,"
        " max(?, coalesce((SELECT at FROM change ORDER BY id DESC LIMIT 1), 0) + 1), 'migrate', ?)",
        (new_guid(), name, who, int(time.time() * 1000), SEALED),
    )
