"""A zip of plain files that is the same, byte for byte, whenever the same is written into it, with a list of checksums."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import BinaryIO

MANIFEST = "manifest-sha256.txt"
"""A line a file, its SHA-256 and its name, as `sha256sum --check` reads it."""
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The day that every file in it carries: the earliest that a zip knows."""
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16


@dataclass(slots=True)
class PlainArchive:
    """A zip in the making: files go into `file` one after the other, in pieces, and nothing of them is held."""

    file: BinaryIO
    _sums: dict[str, str] = field(default_factory=dict)
    _zip: zipfile.ZipFile = field(init=False)

    def __enter__(self) -> PlainArchive:
        self._zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the list of checksums as the last file, unless something went wrong before."""
        if kind is None:
            self.add(MANIFEST, [f"{digest}  {name}\n" for name, digest in sorted(self._sums.items())])
        self._zip.close()

    def add(self, name: str, pieces: Iterable[str]) -> None:
        """Write a text file in UTF-8, piece by piece."""
        entry = zipfile.ZipInfo(name, _BEGINNING)
        entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _PLAIN_FILE
        digest = hashlib.sha256()
        with self._zip.open(entry, "w") as part:
            for piece in pieces:
                content = piece.encode("utf-8", "replace")
                digest.update(content)
                part.write(content)
        self._sums[name] = digest.hexdigest()
