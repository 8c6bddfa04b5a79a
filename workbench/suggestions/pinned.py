"""Pinned files: a model's files, found by path among the installed packages, whose own code is never run.

A file is used only if its SHA-256 is the one written in our source.
"""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError


class ModelIsMissingError(WorkbenchError):
    """The language model is not installed on this computer."""


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file inside an installed package, used only if its SHA-256 is the one written here."""

    package: str
    inside: str
    sha256: str


def located(file: PinnedFile) -> Path:
    """Where a pinned file lies; raises ModelIsMissingError when it is not there or not the file we know."""
    spec = importlib.util.find_spec(file.package)
    places = list(spec.submodule_search_locations or []) if spec is not None else []
    path = Path(places[0]) / file.inside if places else None
    if path is None or not path.is_file():
        raise ModelIsMissingError
    try:
        with path.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as reason:
        raise ModelIsMissingError(
            f"The language model on this computer cannot be read ({reason.strerror})."
        ) from reason
    if found != file.sha256:
        raise ModelIsMissingError("The language model on this computer is not the one that was checked.")
    return path
