"""The file that a project comes in: a `.qdpx` with its texts beside it inside, or a bare `.qde` with a folder of them.

Names and paths in it are as each program writes them: `project.qde`, `Project.qde` or another; `sources/` or `Sources/`;
`internal://x`, `relative:///x` or no more than `x`. Only the last part of a path counts, and none of them is ever used
as a path on this machine.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from workbench.errors import WorkbenchError
from workbench.exchange.archives import BROKEN, TIGHTEST, ArchiveIsUnsafeError, broken, unsafe
from workbench.exchange.encoding import LIMIT, head_of, read_bytes

PIECE = 256 * 1024
MOST_PARTS = 100_000
LARGEST_PROJECT = 8 * 1024 * 1024 * 1024
"""Bytes of a project's XML; it is read in pieces."""
SMALL = 32 * 1024 * 1024


class NoProjectInsideError(WorkbenchError):
    """There is no project in it (.qde). Export the project again from the other program, as REFI-QDA project (.qdpx)."""


class Parcel:
    """A project's file, open; `note` says what is unusual about it."""

    def __init__(self, path: Path, zipped: zipfile.ZipFile | None) -> None:
        self.name = path.name
        self._path, self._zipped = path, zipped
        self.note = ""
        self._project: zipfile.ZipInfo | None = None
        self._texts: dict[str, zipfile.ZipInfo | Path] = {}
        if zipped is None:
            self._beside()
        else:
            self._inside(zipped)

    def _inside(self, zipped: zipfile.ZipFile) -> None:
        parts = zipped.infolist()
        if len(parts) > MOST_PARTS:
            raise unsafe(self.name, f"it has {len(parts):,} parts")
        found: dict[str, zipfile.ZipInfo] = {}
        for part in parts:
            twin = found.get(part.filename)
            if twin is not None and (twin.CRC, twin.file_size) != (part.CRC, part.file_size):
                raise unsafe(self.name, "two parts of it have one name and differ")
            if part.flag_bits & 0x1:
                raise ArchiveIsUnsafeError(
                    f"{self.name} is locked with a password. Export the project without one, and bring that in."
                )
            found[part.filename] = part
        projects = sorted((one for one in found.values() if one.filename.lower().endswith(".qde")), key=_likely)
        if not projects:
            raise NoProjectInsideError(
                f"{self.name} holds no project (.qde). Export it again from the other program, as REFI-QDA project (.qdpx)."
            )
        self._project = projects[0]
        if len(projects) > 1:
            self.note = f"There are {len(projects)} projects in it: {_shown(projects[0].filename)} was read."
        self._check(self._project, LARGEST_PROJECT)
        for part in found.values():
            if part is not self._project and not part.is_dir():
                self._texts.setdefault(last_part(part.filename), part)

    def _beside(self) -> None:
        """The texts of a bare project file, in a folder called sources beside it."""
        for folder in sorted(self._path.parent.iterdir()):
            if folder.name.casefold() == "sources" and folder.is_dir():
                self._texts |= {one.name.casefold(): one for one in sorted(folder.iterdir()) if one.is_file()}

    def _check(self, part: zipfile.ZipInfo, most: int) -> None:
        if part.file_size > most or (part.file_size > SMALL and part.file_size > TIGHTEST * max(1, part.compress_size)):
            raise unsafe(self.name, f"{_shown(part.filename)} unpacks to {part.file_size // 1_048_576:,} MB")

    @property
    def size(self) -> int:
        """Bytes of the project's XML."""
        return self._project.file_size if self._project is not None else self._path.stat().st_size

    def pieces(self) -> Iterator[bytes]:
        """The project's XML, piece by piece. Raises ArchiveIsBrokenError where it is damaged."""
        try:
            with (
                self._zipped.open(self._project)
                if self._zipped is not None and self._project is not None
                else self._path.open("rb")
            ) as stream:
                while piece := stream.read(PIECE):
                    yield piece
        except BROKEN:
            raise broken(self.name) from None

    def text(self, path: str, *guesses: str) -> bytes | None:
        """The bytes of a text by its path as the project gives it, or by other names; None where it is not there.

        Raises ArchiveIsBrokenError where they are damaged, ArchiveIsUnsafeError where they are far too many.
        """
        names = dict.fromkeys(name for one in (path, unquote(path), *guesses) if (name := last_part(one)))
        found = next((self._texts[name] for name in names if name in self._texts), None)
        if found is None:
            return None
        if isinstance(found, Path):
            return read_bytes(found)
        self._check(found, LIMIT)
        assert self._zipped is not None
        try:
            return self._zipped.read(found)
        except BROKEN:
            raise broken(self.name) from None


@contextmanager
def unwrapped(path: Path) -> Iterator[Parcel]:
    """A project's file, open as long as the block lasts."""
    if not head_of(path, 4).startswith(b"PK"):
        yield Parcel(path, None)
        return
    try:
        zipped = zipfile.ZipFile(path)
    except BROKEN:
        raise broken(path.name) from None
    with zipped:
        yield Parcel(path, zipped)


def last_part(path: str) -> str:
    r"""The last part of a path, its capitals evened out.

    >>> last_part("internal://A1.txt"), last_part("Sources\\A1.TXT")
    ('a1.txt', 'a1.txt')
    """
    return re.split(r"[/\\]", path)[-1].casefold()


def _likely(part: zipfile.ZipInfo) -> tuple[bool, bool, str]:
    """How a project's own file is told from others: at the top, and called project."""
    return "/" in part.filename, last_part(part.filename) != "project.qde", part.filename


def _shown(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[:60]
