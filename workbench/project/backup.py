"""Backups: a whole, consistent copy of a project under the same passphrase, while it is open or before a migration."""

from __future__ import annotations

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
    """The backups that were made of a project beside it and are still there, by name."""
    named = (f"{path.stem} before version ", f"{path.stem} backup ")
    return sorted(one for one in path.parent.glob(f"*{path.suffix}") if one.name.startswith(named) and one.is_file())


def place_before(path: Path, version: int) -> Path:
    """Where the backup before a migration goes: beside the project, under a name that is free."""
    number, ending = 0, ""
    while True:
        to = path.with_name(f"{path.stem} before version {version}{ending}{path.suffix}")
        if not to.exists():
            return to
        number += 1
        ending = f" ({number})"
