"""Office files and other archives: known by what they hold, whatever they are called, and unpacked with limits."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.exchange.encoding import read_bytes

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LIMIT = 256 * 1024 * 1024
"""The largest archive that is read, in bytes."""
MOST_PARTS = 10_000
MOST_UNPACKED = 1024 * 1024 * 1024
SMALL = 32 * 1024 * 1024
"""Up to so many bytes unpacked, how tightly a part is packed does not matter."""
TIGHTEST = 150
"""A part that unpacks to more than so many times its size is no document that somebody wrote."""

DEEPEST = 80
"""So many elements of a text lie in each other at the most."""

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeError,
    ValueError,
    OverflowError,
)
"""What a damaged archive raises."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)

CONTENTS = {
    "docx": "a Word document",
    "xlsx": "an Excel workbook",
    "xlsb": "a binary Excel workbook",
    "pptx": "a PowerPoint presentation",
    "odt": "an OpenDocument text",
    "ods": "an OpenDocument spreadsheet",
    "qdpx": "a project of another program (REFI-QDA)",
    "qualcoder": "a project of QualCoder",
    "database": "an SQLite database",
    "epub": "an electronic book",
    "locked": "an Office document that is locked with a password",
    "doc": "an old Word document",
    "xls": "an old Excel workbook",
    "old": "an old Office document",
    "zip": "a zip archive",
}
"""What an archive can turn out to be, in words."""
ADVICE = {
    "xlsb": "Open it in Excel, save it as .xlsx, and bring that in.",
    "locked": "Open it with its password, save a copy without one, and bring that in.",
    "doc": "Open it in Word, save it as .docx, and bring that in.",
    "xls": "Open it in Excel, save it as .xlsx, and bring that in.",
    "old": "Save it in today's form, .docx or .xlsx, and bring that in.",
    "zip": "Unpack it, and bring in the files inside.",
}
"""What to do with those that are not read."""


class ArchiveIsBrokenError(WorkbenchError):
    """The file is damaged and cannot be unpacked. Open it in the program that wrote it, and save it again."""


class ArchiveIsUnsafeError(WorkbenchError):
    """The file unpacks to far more than a document would, or holds what no document holds. It was not opened."""


class PartIsBrokenError(WorkbenchError):
    """A part of the file cannot be read. Open it in the program that wrote it, and save it again."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that is open and within limits."""

    name: str
    zipped: zipfile.ZipFile

    @property
    def parts(self) -> list[str]:
        """The names of its parts."""
        return self.zipped.namelist()

    def read(self, part: str) -> bytes:
        """The bytes of a part; raises a sentence where they are damaged."""
        try:
            return self.zipped.read(part)
        except (KeyError, *BROKEN):
            raise broken(self.name) from None

    def begins(self, part: str, size: int) -> bytes:
        """The first bytes of a part; raises a sentence where they are damaged."""
        try:
            with self.zipped.open(part) as file:
                return file.read(size)
        except (KeyError, *BROKEN):
            raise broken(self.name) from None

    def tree(self, part: str) -> Element:
        """A part of XML as a tree. What it declares (entities, other files) is refused, never followed."""
        from xml.etree.ElementTree import ParseError

        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        try:
            found: Element = fromstring(self.read(part).lstrip(b"\xef\xbb\xbf"), forbid_dtd=True)
        except DefusedXmlException:
            raise unsafe(self.name, f"{part} refers to something outside it") from None
        except (ParseError, ValueError, LookupError, RecursionError):
            raise PartIsBrokenError(
                f"{self.name}: the part {part} inside it cannot be read."
                " Open it in the program that wrote it, save it again, and bring that in."
            ) from None
        return found

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to inside the archive: {id: (kind, part)}, the kind being the last word of its type."""
        folder, _, name = part.rpartition("/")
        listed = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if listed not in self.parts:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for one in self.tree(listed):
            target = one.get("Target", "")
            if one.get("TargetMode") != "External":
                whole = target.lstrip("/") if target.startswith("/") or not folder else f"{folder}/{target}"
                found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], whole.removeprefix("./"))
        return found

    def main_part(self, usual: str) -> str:
        """The part that the archive is about: what it says itself, else the usual one."""
        for kind, part in self.related("").values():
            if kind == "officeDocument" and part in self.parts:
                return part
        if usual in self.parts:
            return usual
        raise broken(self.name)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive, checked before anything in it is unpacked: number, sizes, paths and locks of its parts."""
    read_head(path)
    with _opened(path, path.name) as archive:
        yield archive


@contextmanager
def opened_data(data: bytes, name: str) -> Iterator[Archive]:
    """An archive that lay within another, checked in the same way."""
    with _opened(BytesIO(data), name) as archive:
        yield archive


@contextmanager
def _opened(file: Path | BytesIO, name: str) -> Iterator[Archive]:
    try:
        zipped = zipfile.ZipFile(file)
    except BROKEN:
        raise broken(name) from None
    with zipped:
        _check(zipped, name)
        yield Archive(name, zipped)


def read_head(path: Path) -> bytes:
    """The first bytes of an archive, which is there and not too large."""
    from workbench.exchange.encoding import head_of

    return head_of(path, 16, limit=LIMIT)


def _check(zipped: zipfile.ZipFile, name: str) -> None:
    parts = zipped.infolist()
    if len(parts) > MOST_PARTS:
        raise unsafe(name, f"it has {len(parts):,} parts")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise unsafe(name, f"it would unpack to more than {MOST_UNPACKED // 1_048_576:,} MB")
    for part in parts:
        if part.file_size > SMALL and part.file_size > TIGHTEST * max(1, part.compress_size):
            raise unsafe(name, f"{part.filename[:60]} unpacks to {part.file_size // 1_048_576:,} MB")
        if part.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part.filename):
            raise unsafe(name, "a part of it names a place outside it")
        if part.flag_bits & 0x1:
            raise ArchiveIsUnsafeError(
                f"{name} is locked with a password. Open it with its password, save a copy without one,"
                " and bring that in."
            )
    if len({part.filename for part in parts}) < len(parts):
        raise unsafe(name, "two parts of it have one name")


def broken(name: str) -> ArchiveIsBrokenError:
    """What is said of an archive that is damaged."""
    return ArchiveIsBrokenError(
        f"{name} is damaged and cannot be unpacked. Open it in the program that wrote it, save it again,"
        " and bring that in."
    )


def unsafe(name: str, why: str) -> ArchiveIsUnsafeError:
    """What is said of an archive that is not read, with the reason."""
    return ArchiveIsUnsafeError(
        f"{name} is not read, because {why}, which no document does that somebody wrote."
        " Open it in the program that wrote it, save it again, and bring that in."
    )


def content_of(path: Path, head: bytes) -> str:
    """What an archive or an old Office file is by what it holds, a key of CONTENTS; nothing where it is neither."""
    if head.startswith(OLD_OFFICE[:4]):
        return _old_content(path)
    if head.startswith(b"SQLite format 3\0"):
        return "database"
    if not head.startswith(b"PK\x03\x04"):
        return ""
    if path.suffix.lower() == ".qdpx":
        return "qdpx"
    with opened(path) as archive:
        names = set(archive.parts)
        if "mimetype" in names:
            kind = archive.read("mimetype")[:80].decode("ascii", "replace").rpartition(".")[2].strip()
            known = {"text": "odt", "spreadsheet": "ods", "application/epub+zip": "epub"}
            return known.get(kind, "epub" if "epub" in kind else "zip")
        if any(name.casefold().endswith(".qde") for name in names):
            return "qdpx"
        if any(name.replace("\\", "/").rpartition("/")[2] == "data.qda" for name in names):
            return "qualcoder"
        if "[Content_Types].xml" not in names and "_rels/.rels" not in names:
            return "zip"
        main = next((part for kind, part in archive.related("").values() if kind == "officeDocument"), "")
        for part in (main, "word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml"):
            if part in names and (found := _by_folder(part)):
                return found
    return "zip"


def _by_folder(part: str) -> str:
    if part.endswith(".bin"):
        return "xlsb"
    return {"word": "docx", "xl": "xlsx", "ppt": "pptx"}.get(part.split("/")[0], "")


def _old_content(path: Path) -> str:
    """What an old Office file is, by the names of the streams in it; a locked new one is such a file too."""
    data = read_bytes(path, limit=LIMIT)
    streams = {
        "locked": "EncryptedPackage",
        "doc": "WordDocument",
        "xls": "Workbook",
    }
    return next((kind for kind, stream in streams.items() if stream.encode("utf-16-le") in data), "old")


def refuse_deeper(name: str, depth: int) -> None:
    """Raise PartIsBrokenError where elements of a text lie deeper in each other than any program writes them."""
    if depth > DEEPEST:
        raise PartIsBrokenError(
            f"{name} is nested too deeply to be read. Copy its text into a new document, save that, and bring it in."
        )


def declares(data: bytes) -> bool:
    """Whether XML declares entities or another document type before it begins, as no Office program does."""
    return _DECLARED.search(data[:65_536]) is not None


def refuse_locked(archive: Archive) -> None:
    """Raise a sentence where an OpenDocument file is locked with a password."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive.parts and b"encryption-data" in archive.read(manifest):
        raise ArchiveIsUnsafeError(
            f"{archive.name} is locked with a password. Open it with its password, save a copy without one,"
            " and bring that in."
        )
