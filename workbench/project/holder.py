"""Who has a project open: a lock that the operating system keeps, and lets go of when a process dies.

Beside `NAME.workbench` lies `.NAME.workbench.lock` while somebody holds the project. The file says who and since
when; the lock on it says whether that is still true. The file of a killed process is there, but nobody's lock is.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from workbench.rows import now
from workbench.text import day_in_words

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FAR_BYTE = 1 << 30
"""Windows refuses others to read a locked byte, so the lock lies far behind the words."""

_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a project, and since when (UTC, as stored)."""

    name: str
    since: str

    def clock(self) -> str:
        """Since when, as people say it: 10:02 today, else 3 March 2025 at 10:02; in this machine's zone."""
        try:
            local = datetime.fromisoformat(self.since).astimezone()
        except ValueError:
            return "an unknown time"
        time = f"{local:%H:%M}"
        if local.date() == datetime.now(UTC).astimezone().date():
            return time
        return f"{day_in_words(local.date())} at {time}"


class Hold:
    """The lock on a project, kept until `let_go`."""

    def __init__(self, path: Path, descriptor: int, left_by: Holder | None) -> None:
        self._path = path
        self._descriptor: int | None = descriptor
        self.left_by = left_by
        """Who had the project open when their process was killed or the machine stopped, if so."""

    def let_go(self) -> None:
        """Give the project free and take the lock file away."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        if sys.platform != "win32":
            self._path.unlink(missing_ok=True)
            os.close(descriptor)
            return
        os.ftruncate(descriptor, 0)
        os.close(descriptor)
        try:
            self._path.unlink()
        except OSError:
            return


def lock_path(path: Path) -> Path:
    """Where the lock of a project file lies."""
    return path.with_name(f".{path.name}.lock")


def hold(path: Path, who: str) -> Hold | Holder | None:
    """Take the lock of a project: the hold; or who has it; or None where no lock file can be written."""
    place = lock_path(path)
    while True:
        try:
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError:
            return None
        if not _lock(descriptor):
            os.close(descriptor)
            return holder_of(path) or Holder("somebody", "")
        if _is_still(place, descriptor):
            break
        os.close(descriptor)
    left_by = _read(descriptor)
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    with contextlib.suppress(OSError):  # a full disk: the lock holds without a name
        os.write(descriptor, json.dumps({"name": who, "since": now()}).encode("utf-8"))
    return Hold(place, descriptor, left_by)


def holder_of(path: Path) -> Holder | None:
    """What the lock file says, whether or not it is still true."""
    try:
        descriptor = os.open(lock_path(path), os.O_RDONLY)
    except OSError:
        return None
    try:
        return _read(descriptor)
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> Holder | None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        said = json.loads(os.read(descriptor, 4096).decode("utf-8"))
        return Holder(str(said["name"]), str(said["since"]))
    except (ValueError, KeyError, TypeError):
        return None


def _is_still(place: Path, descriptor: int) -> bool:
    """Whether the locked file is the one that lies there, and not one that was taken away meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), place.stat())
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, FAR_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as refusal:
        return refusal.errno in _NO_LOCKS_HERE
    return True
