"""Backups: a whole, consistent copy of a project under the same passphrase, while it is open or before a migration."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.project import place, sqlite

if TYPE_CHECKING:
    from workbench.project.file import Project


class BackupExistsError(WorkbenchError):
    """There is a file of that name already, and a backup never overwrites. Choose another name."""


def backup(project: Project, to: Path) -> Path:
    """Copy a project, open or being changed, into a new file under the same passphrase; returns its place.

    The copy is there whole or not at all. Copying the file by other means while it is open may lose changes.
    """
    with project.reading_connection() as connection:
        return copy(connection, project.key, to)


def copy(connection: Any, key: str | None, to: Path) -> Path:
    """Copy what a connection reads into a new file under the same key."""
    if to.exists():
        raise BackupExistsError(f"{to.name} is there already, and a backup never overwrites. Choose another name.")
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    part.touch(place.mode_for(part), exist_ok=False)
    try:
        target = sqlite.connect(part, key)
        try:
            connection.backup(target)
            sqlite.use_journal(target, "DELETE")
        finally:
            target.close()
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return to


def copies_within_reach(path: Path) -> list[Path]:
    """The backups that were made of a project beside it and are still there, by name, and what was cut off of one."""
    named = (f"{path.stem} before version ", f"{path.stem} backup ")
    ends = tuple(
        f"{path.suffix}{more}" for more in ("", ".part", ".part-journal", ".part-wal", ".part-shm", "-journal")
    )
    return sorted(
        one for one in path.parent.iterdir() if one.name.startswith(named) and one.name.endswith(ends) and one.is_file()
    )


def place_today(path: Path) -> Path:
    """Where a backup made today goes: beside the project, under a name that is free."""
    return place_of_backup(path, f"backup {datetime.now().astimezone().date().isoformat()}")


def purge_copies(project: Project) -> tuple[list[Path], Path | None]:
    """Delete the backups beside a project, which hold what was purged, and put a fresh one in their place.

    Returns which were deleted, and the new one; None where there was none before. What cannot be deleted stays out.
    """
    deleted: list[Path] = []
    for copied in copies_within_reach(project.path):
        with contextlib.suppress(OSError):
            wipe(copied)
            deleted.append(copied)
    return deleted, backup(project, place_today(project.path)) if deleted else None


def wipe(path: Path) -> None:
    """Write over a file and delete it."""
    with path.open("r+b") as file:
        for _ in range(0, path.stat().st_size, _BLOCK):
            file.write(bytes(_BLOCK))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


_BLOCK = 1 << 20


def place_before(path: Path, version: int) -> Path:
    """Where the backup before a migration goes: beside the project, under a name that is free."""
    return place_of_backup(path, f"before version {version}")


def place_of_backup(path: Path, what: str) -> Path:
    """A name that is free beside a project, with what the copy is."""
    number, ending = 0, ""
    while True:
        to = path.with_name(f"{path.stem} {what}{ending}{path.suffix}")
        if not to.exists():
            return to
        number += 1
        ending = f" ({number})"
