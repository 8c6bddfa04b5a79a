"""A copy of a project in a place of its own, to work something out in, and thrown away after."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.project import sqlite
from workbench.project.backup import copy
from workbench.project.file import Project
from workbench.project.holder import Hold, hold
from workbench.project.opening import FileIsBusyError


@contextlib.contextmanager
def spare(connection: Any, key: str | None, *, coder: str) -> Iterator[Project]:
    """What a connection reads, in a file of its own under the same key, open to be changed while the block lasts."""
    with tempfile.TemporaryDirectory(prefix="workbench-spare-") as folder:
        path = copy(connection, key, Path(folder) / "spare.workbench")
        held = hold(path, coder)
        if not isinstance(held, Hold):
            raise FileIsBusyError(f"No file can be made in {folder}: there is no room, or it may not be written to.")
        with contextlib.closing(sqlite.connect(path, key)) as opened:
            opened.execute("PRAGMA synchronous = OFF")
            sqlite.use_journal(opened, "WAL")
            with Project(path, opened, key, coder=coder, held=held) as project:
                yield project
