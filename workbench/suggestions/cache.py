"""The cache of vectors: what was computed once is not computed again. It is no part of the project.

It lies in the user's cache folder, a folder a project, a file a model. Texts are known by a keyed hash, and under an
encrypted project the whole is encrypted with a key derived from the project's own. New vectors are added at the end;
whatever cannot be read is thrown away and computed anew, so nothing here can be wrong, only absent. Numbers are kept in
two bytes each: a million texts of 256 numbers take half a gigabyte, on disk and while they are read.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import struct
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.suggestions.sealing import Seal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Cancelled, Embedder, Progress, Vectors

    Stamps = NDArray[np.bytes_]
    Halves = NDArray[np.float16]

FOLDER_VARIABLE = "WORKBENCH_CACHE"
"""The environment variable that puts the cache elsewhere."""

_MAGIC = b"WBV2"
_HEAD = struct.Struct("<4sIIQ")
"""Magic, rows, numbers a row, bytes of the body."""
_STAMP = 16
_NUMBER = 2
"""Bytes of a stamp, of which the last is no zero, and of a number."""
CHUNK, LARGEST_CHUNK = 256, 8192
"""Vectors are kept after every so many, so that a stopped run is not lost; where they come fast, after more."""
SOON = 2.0
"""Seconds after which what was read is kept."""


def folder_of_all(folder: Path | None = None) -> Path:
    """Where the caches of all projects are."""
    if folder is not None:
        return folder
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_cache_dir("workbench", appauthor=False)) / "derived"


def project_id(secret: bytes) -> str:
    """What a project is called in the cache: the same wherever its file lies, and no help in opening it."""
    return hashlib.blake2b(b"cache of a project", key=secret[:64], digest_size=16).hexdigest()


def purge(secret: bytes, *, folder: Path | None = None) -> bool:
    """Delete everything derived from one project's words, as a withdrawal must; whether there was anything."""
    place = folder_of_all(folder) / project_id(secret)
    there = place.is_dir()
    if there:
        shutil.rmtree(place)
    return there


class VectorCache:
    """The vectors of one project by one model."""

    def __init__(self, secret: bytes, model: str, *, key: str | None = None, folder: Path | None = None) -> None:
        self._secret = secret
        self._seal = Seal(secret, key, b"vectors")
        name = hashlib.blake2b(model.encode(), digest_size=8).hexdigest()
        self.path = folder_of_all(folder) / project_id(secret) / f"{name}{self._seal.lock}.vectors"

    def vectors(
        self,
        embedder: Embedder,
        texts: Sequence[str],
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Vectors:
        """One row a text, from the cache where it knows them, else by the embedder, which the cache then keeps."""
        import numpy as np

        stamps, first, place = np.unique(self._stamps(texts), return_index=True, return_inverse=True)
        rows, known = self._rows_of(stamps)
        missing = np.flatnonzero(~known)
        missing = missing[np.argsort([len(texts[at]) for at in first[missing]], kind="stable")]
        done, size = 0, CHUNK
        while done < len(missing):
            new = missing[done : done + size]

            def heard(what: str, read: int, _: int, done: int = done) -> None:
                if progress is not None:
                    progress(what, min(done + read, len(missing)), len(missing))

            begun = time.monotonic()
            made = embedder.vectors([texts[at] for at in first[new]], progress=heard, cancelled=cancelled)
            if not rows.shape[1]:
                rows = np.zeros((len(stamps), made.shape[1]), np.float16)
            rows[new] = made
            self._append(stamps[new], rows[new])
            done += len(new)
            if time.monotonic() - begun < SOON:
                size = min(2 * size, LARGEST_CHUNK)
        return rows[place].astype(np.float32)

    def known(self, texts: Sequence[str]) -> tuple[Vectors, NDArray[np.bool_]]:
        """The vectors that are kept already, a row a text, and which texts have one; the rows of others are zeros."""
        import numpy as np

        stamps, place = np.unique(self._stamps(texts), return_inverse=True)
        rows, there = self._rows_of(stamps)
        return rows[place].astype(np.float32), there[place]

    def _stamps(self, texts: Sequence[str]) -> Stamps:
        """For each text a hash that nobody without the project can guess back."""
        import numpy as np

        begun = hashlib.blake2b(key=self._secret[:64], digest_size=_STAMP - 1)
        held = bytearray()
        for text in texts:
            one = begun.copy()
            one.update(text.encode("utf-8"))
            held += one.digest() + b"\1"
        return np.frombuffer(held, f"S{_STAMP}")

    def _rows_of(self, stamps: Stamps) -> tuple[Halves, NDArray[np.bool_]]:
        """The rows of sorted stamps, and which of them could be read; the file is cut off where it cannot."""
        import numpy as np

        rows, known = np.zeros((len(stamps), 0), np.float16), np.zeros(len(stamps), bool)
        if not os.access(self.path, os.R_OK | os.W_OK):
            return rows, known
        good = 0
        for end, count, width, body in self._blocks():
            if rows.shape[1] not in (0, width):
                break
            good = end
            rows = rows if rows.shape[1] else np.zeros((len(stamps), width), np.float16)
            held = np.frombuffer(body, f"S{_STAMP}", count)
            at = np.minimum(np.searchsorted(stamps, held), max(len(stamps) - 1, 0))
            here = np.flatnonzero(stamps[at] == held) if len(stamps) else at[:0]
            vectors = np.frombuffer(body, np.float16, count * width, count * _STAMP).reshape(count, width)
            rows[at[here]] = vectors[here]
            known[at[here]] = True
        if good < self.path.stat().st_size:
            os.truncate(self.path, good)
        return rows, known

    def _blocks(self) -> Iterator[tuple[int, int, int, bytes]]:
        """Blocks that are whole: where each ends, its rows, their width, and its plain body."""
        at, whole = 0, self.path.stat().st_size
        with self.path.open("rb") as file:
            while len(head := file.read(_HEAD.size)) == _HEAD.size:
                magic, rows, width, size = _HEAD.unpack(head)
                if magic != _MAGIC or size > whole:
                    return
                body = file.read(size)
                plain = self._seal.opened(head, body) if len(body) == size else None
                if plain is None or len(plain) != rows * (_STAMP + _NUMBER * width) or not rows or not width:
                    return
                at += _HEAD.size + size
                yield at, rows, width, plain

    def _append(self, stamps: Stamps, rows: Halves) -> None:
        """Add a block at the end of the file; where nothing can be written the vectors are made again next time."""
        if not len(stamps):
            return
        plain = stamps.tobytes() + rows.astype("<f2").tobytes()
        head = _HEAD.pack(_MAGIC, len(stamps), rows.shape[1], len(plain) + self._seal.grows)
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self.path.open("ab", buffering=0) as file:
                file.write(head + self._seal.closed(head, plain))
