"""Before a project file is opened: what it is, and the sentence for everything that it is not.

Nothing here writes. A refused file stays as it was, to the byte.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from workbench.errors import WorkbenchError
from workbench.project import sqlite
from workbench.project.key import derive_key, salt_of
from workbench.project.schema import APPLICATION_ID, VERSION

MAGIC = b"SQLite format 3\x00"
PAGE = 4096
_DAMAGE = ("malformed", "not a database", "decode to UTF-8", "vtable constructor failed")
"""What the database says where a page of the file is not what it wrote there."""
DOCUMENTS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")
"""How files begin that are noise further on, and no project: Office documents, PDF, pictures, archives."""


class FileIsMissingError(WorkbenchError):
    """There is no file of that name. Look at the spelling and the folder; `workbench new` makes a new project."""


class FileIsEmptyError(WorkbenchError):
    """The file is empty. If a copy was under way, let it finish; else take a backup."""


class NotAProjectError(WorkbenchError):
    """This is not a project file. Projects end in .workbench; to bring a file into a project, import it."""


class NewerVersionError(WorkbenchError):
    """A newer Workbench has written this project. Update the Workbench here, then open it again."""


class OlderVersionHeldError(WorkbenchError):
    """An older Workbench made this project, and it cannot be brought up to date while it cannot be written to."""


class FileIsDamagedError(WorkbenchError):
    """The project file is damaged or cut short. Do not work on in it: open the newest backup instead."""


class FileIsBusyError(WorkbenchError):
    """Another program has a lock on the project file. Close that program, then try again."""


class DiskIsFullError(WorkbenchError):
    """The disk is full. Nothing was changed. Make room, then try again."""


class PassphraseNeededError(WorkbenchError):
    """The file is encrypted, or it is not a project: the two look alike. If it has a passphrase, give it."""


class WrongPassphraseError(WorkbenchError):
    """The passphrase does not open the file. Look at capitals and the keyboard's language, and try again."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the first bytes of a file say."""

    encrypted: bool
    version: int
    """The schema's version; 0 when it cannot be read before the file is unlocked."""


def look(path: Path, *, passphrase: str | None) -> Looked:
    """Recognise a project file by its first bytes, or say in a sentence what it is instead."""
    try:
        if not path.exists():
            raise FileIsMissingError(
                f"There is no file {path.name} in {path.absolute().parent}. Look at the spelling and the folder."
            )
        if not path.is_file():
            what = "a folder" if path.is_dir() else "no ordinary file"
            raise NotAProjectError(f"{path.name} is {what}, not a project file. Choose a file that ends in .workbench.")
        with path.open("rb") as file:
            head = file.read(PAGE)
    except OSError as refusal:
        raise FileIsBusyError(
            f"{path.name} may not be read: another program holds it, or it belongs to another account."
            " Close that program, or ask for access."
        ) from refusal
    if not head:
        raise FileIsEmptyError(f"{path.name} is empty. If a copy was under way, let it finish; else take a backup.")
    if head.startswith(MAGIC):
        return _look_at_plain(path, head)
    if not _may_be_encrypted(head):
        raise NotAProjectError(
            f"{path.name} is not a project file. Projects end in .workbench; to bring a file into a project, import it."
        )
    if passphrase is None:
        raise PassphraseNeededError(
            f"{path.name} is either encrypted or no project at all: the two look alike."
            " If it has a passphrase, give it."
        )
    return Looked(encrypted=True, version=0)


def _look_at_plain(path: Path, head: bytes) -> Looked:
    if len(head) < 100:
        raise FileIsDamagedError(_damaged(path))
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise NotAProjectError(f"{path.name} is a database of another program, not a project. Nothing was changed.")
    return Looked(encrypted=False, version=_known(path, int.from_bytes(head[60:64], "big")))


def _may_be_encrypted(head: bytes) -> bool:
    """Encrypted pages are noise: a whole page of it shows nearly every byte there is."""
    return len(head) == PAGE and len(set(head)) > 200 and not head.startswith(DOCUMENTS)


def _known(path: Path, version: int) -> int:
    if version > VERSION:
        raise NewerVersionError(
            f"A newer Workbench has written {path.name} (file version {version}; this one reads up to {VERSION})."
            " Update the Workbench here, then open it again."
        )
    if version < 1:
        raise FileIsDamagedError(_damaged(path))
    return version


def _damaged(path: Path) -> str:
    return f"{path.name} is damaged or cut short. Do not work on in it: open the newest backup instead."


def unlock(path: Path, looked: Looked, passphrase: str | None) -> tuple[str | None, int]:
    """The key of a project file and its version, after a first reading of it that changes nothing."""
    key = None
    if looked.encrypted:
        assert passphrase is not None
        key = derive_key(passphrase, salt_of(path))
    return key, _version_under(path, key)


def unlock_with(path: Path, key: str) -> tuple[str, int]:
    """The same for a copy of an encrypted project, which opens with the project's own key."""
    return key, _version_under(path, key)


def _version_under(path: Path, key: str | None) -> int:
    try:
        connection = sqlite.connect(path, key, read_only=not _was_cut_off(path))
        try:
            version = _first_reading(path, connection)
        finally:
            connection.close()
    except (sqlite.DatabaseError, UnicodeDecodeError) as error:
        raise explain(path, error, encrypted=key is not None) from error
    return version


def _was_cut_off(path: Path) -> bool:
    """Whether a change was cut off in the middle, so that reading has to take its half back first."""
    journal = path.with_name(path.name + "-journal")
    return journal.exists() and journal.stat().st_size > 0


def _first_reading(path: Path, connection: Any) -> int:
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    number = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if number != APPLICATION_ID:
        raise NotAProjectError(f"{path.name} is a database of another program, not a project.")
    version = _known(path, version)
    connection.execute("SELECT max(id) FROM change").fetchone()
    connection.execute("SELECT count(*) FROM meta").fetchone()
    return version


@contextlib.contextmanager
def telling(path: Path) -> Iterator[None]:
    """Say in a sentence that the file is damaged, where that is found out while it is read or written."""
    try:
        yield
    except (sqlite.DatabaseError, sa.exc.DatabaseError) as error:
        if any(sign in str(error) for sign in _DAMAGE):
            raise FileIsDamagedError(_damaged(path)) from error
        raise


def explain(path: Path, error: Exception, *, encrypted: bool) -> WorkbenchError:
    """The sentence for what the database said when it could not read a file."""
    said = str(error)
    if "not a database" in said and encrypted:
        return WrongPassphraseError(
            f"The passphrase does not open {path.name}. It is another passphrase, or the file is damaged or no project:"
            " these cannot be told apart. Look at capitals and the keyboard's language, and try again."
        )
    if "locked" in said or "busy" in said or "unable to open" in said:
        return FileIsBusyError(f"Another program has a lock on {path.name}. Close that program, then try again.")
    if "full" in said:
        return DiskIsFullError(f"The disk with {path.name} is full. Nothing was changed. Make room, then try again.")
    return FileIsDamagedError(_damaged(path))
