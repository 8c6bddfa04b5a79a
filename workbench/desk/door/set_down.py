"""A file that leaves, written whole beside its place before it takes it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

Write = Callable[[BinaryIO], None]
"""What writes a file that is too large to be held."""


def set_down(out: Path, content: bytes | Write) -> tuple[Path, str]:
    """Write a file beside its place and onto the disk; gives where it lies, and its SHA-256.

    Whoever asks moves it to its place or takes it away. What is raised leaves nothing behind.
    """
    handle, name = tempfile.mkstemp(prefix=f".{out.stem}-", suffix=out.suffix, dir=out.parent)
    whole = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                content(file)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except BaseException:
        with contextlib.suppress(OSError):
            whole.unlink()
        raise
    return whole, digest
