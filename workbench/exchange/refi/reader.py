"""Brings in projects of other programs: `.qdpx` of the REFI-QDA standard, and the bare `.qde` that is inside."""

from __future__ import annotations

from pathlib import Path

from workbench.exchange.readers import Options
from workbench.exchange.refi.study import RefiStudy

SUFFIXES = (".qdpx", ".qde")


class RefiReader:
    """Reads REFI-QDA projects."""

    name = "projects of other programs (REFI-QDA)"
    kind = "refi"
    suffixes = SUFFIXES
    contents = ("", "qdpx")

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a project: an archive with one inside, or XML that begins as one does."""
        if head.startswith(b"PK"):
            return 0.99
        plain = head[:4096].replace(b"\0", b"")
        if b"QDA-XML:project" in plain and b"Project" in plain:
            return 0.99
        return 0.9 if path.suffix.lower() in SUFFIXES else 0.0

    def read(self, path: Path, options: Options) -> RefiStudy:
        """The project as a study. Raises a sentence where it is damaged, unsafe or no project."""
        return RefiStudy(path, options.going)


READER = RefiReader()
