"""Another passphrase for a project file: given to one that had none, changed, or taken away.

The file is written anew under the new key beside the old one, read through, and put in its place in one step: wherever
it is cut off, the old file or the new one is there whole. The old one is written over before it goes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import Any

from workbench.project import opening, soundness, sqlite
from workbench.project.backup import place_of_backup, wipe
from workbench.project.holder import Hold, hold
from workbench.project.key import new_key


def change_passphrase(path: Path, *, old: str | None, new: str | None, coder: str) -> None:
    """Write a project that nobody has open under another passphrase; None where it had none, or is to have none.

    Backups and copies stay as they are, and open with what they were made under.

    Raises:
        FileIsBusyError: somebody has it open, or reads it still; nothing was changed.
        FileIsDamagedError: what was written does not read back whole; the old file stays.
    """
    looked = opening.look(path, passphrase=old)
    held = hold(path, coder) if os.access(path, os.W_OK) else None
    if not isinstance(held, Hold):
        who = f"{held.name}, since {held.clock()}" if held is not None else "by another account, or for reading only"
        raise opening.FileIsBusyError(f"{path.name} is open ({who}). Close it there first, then try again.")
    try:
        _write_under(path, opening.unlock(path, looked, old)[0], new_key(new))
    finally:
        held.let_go()


def _write_under(path: Path, key: str | None, new: str | None) -> None:
    part = place_of_backup(path, "backup under another passphrase")
    part = part.with_name(f"{part.name}.part")
    part.unlink(missing_ok=True)
    try:
        connection = sqlite.connect(path, key)
        try:
            _leave_no_journal(path, connection)
            part.touch(0o600)
            shutil.copymode(path, part)
            sqlite.export_under(connection, part, new)
            _require_same(part, connection, new)
        except (sqlite.DatabaseError, UnicodeDecodeError) as error:
            raise opening.explain(path, error, encrypted=False) from error
        finally:
            connection.close()
        _put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def _leave_no_journal(path: Path, connection: Any) -> None:
    """Carry the journal into the file, for what lies in it belongs to this file and to no other."""
    with contextlib.suppress(sqlite.OperationalError):
        sqlite.leave_one_file(connection)
    if sqlite.journal(connection) != "delete":
        raise opening.FileIsBusyError(f"Somebody still reads {path.name}. Close it there first, then try again.")


def _require_same(part: Path, connection: Any, new: str | None) -> None:
    """The new file is whole, of the same shape, and has as many rows in every table."""
    written = sqlite.connect(part, new, read_only=True)
    try:
        whole = not soundness.damage(written) and not soundness.lost_ties(written)
        if not whole or soundness.shape(written) != soundness.shape(connection) or _rows(written) != _rows(connection):
            raise opening.FileIsDamagedError(
                "What was written under the new passphrase does not read back whole. The project stays as it was:"
                " look at it with `workbench check`, then try again."
            )
    finally:
        written.close()


def _rows(connection: Any) -> dict[str, int]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    counts = {str(name): f'SELECT count(*) FROM "{name}"' for (name,) in names.fetchall()}
    return {name: int(connection.execute(count).fetchone()[0]) for name, count in counts.items()}


def _put_in_place(part: Path, path: Path) -> None:
    """Set the new file in the place of the old, whose pages are written over where the disk lets them be named twice."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    old = place_of_backup(path, "backup under the old passphrase")
    with contextlib.suppress(OSError):
        os.link(path, old)
    try:
        part.replace(path)
    except OSError as refusal:
        old.unlink(missing_ok=True)
        raise opening.FileIsBusyError(
            f"Another program holds {path.name}. Close that program, then try again. Nothing was changed."
        ) from refusal
    if old.exists():
        wipe(old)
