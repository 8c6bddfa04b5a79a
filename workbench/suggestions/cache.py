"""The cache of vectors: what was computed once is not computed again. It is no part of the project.

It lies in the user's cache folder, a folder a project, a file a model. Texts are known by a keyed hash, and under an
encrypted project the whole is encrypted with a key derived from the project's own. New vectors are added at the end;
whatever cannot be read is thrown away and computed anew, so nothing here can be wrong, only absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Cancelled, Embedder, Progress, Vectors

FOLDER_VARIABLE = "WORKBENCH_CACHE"
"""The environment variable that puts the cache elsewhere."""

_MAGIC = b"WBV1"
_HEAD = struct.Struct("<4sIIQ")
"""Magic, rows, numbers a row, bytes of the body."""
_NONCE = 12
_CHECK = 16
_STAMP = 16
CHUNK = 256
"""Vectors are kept after every so many, so that a stopped run is not lost."""


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
        self._cipher = None if key is None else _cipher(key, secret)
        lock = "" if key is None else f"-{hashlib.blake2b(key.encode(), key=secret[:64], digest_size=4).hexdigest()}"
        name = hashlib.blake2b(model.encode(), digest_size=8).hexdigest()
        self.path = folder_of_all(folder) / project_id(secret) / f"{name}{lock}.vectors"
        self._known: dict[bytes, NDArray[np.float32]] | None = None

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

        known = self._load()
        stamps = [self._stamp(text) for text in texts]
        missing = list({stamp: text for stamp, text in zip(stamps, texts, strict=True) if stamp not in known}.items())
        missing.sort(key=lambda pair: len(pair[1]))
        for first in range(0, len(missing), CHUNK):
            new = missing[first : first + CHUNK]

            def heard(what: str, done: int, _: int, first: int = first) -> None:
                if progress is not None:
                    progress(what, min(first + done, len(missing)), len(missing))

            rows = embedder.vectors([text for _, text in new], progress=heard, cancelled=cancelled)
            self._append([stamp for stamp, _ in new], rows)
            known.update({stamp: rows[number] for number, (stamp, _) in enumerate(new)})
        return np.stack([known[stamp] for stamp in stamps]) if stamps else np.zeros((0, 1), np.float32)

    def known(self, texts: Sequence[str]) -> list[NDArray[np.float32] | None]:
        """The vector of each text as far as it is kept; nothing is computed."""
        known = self._load()
        return [known.get(self._stamp(text)) for text in texts]

    def _stamp(self, text: str) -> bytes:
        """A hash of a text that nobody without the project can guess back."""
        return hashlib.blake2b(text.encode("utf-8"), key=self._secret[:64], digest_size=_STAMP).digest()

    def _load(self) -> dict[bytes, NDArray[np.float32]]:
        """Everything that can be read; the file is cut off where it cannot."""
        import numpy as np

        if self._known is not None:
            return self._known
        self._known = {}
        if not os.access(self.path, os.R_OK | os.W_OK):
            return self._known
        good = 0
        for good, rows, width, body in self._blocks(self.path.read_bytes()):  # noqa: B007 - the last is used below
            held = np.frombuffer(body, np.float32, rows * width, rows * _STAMP).reshape(rows, width)
            for row in range(rows):
                self._known[body[row * _STAMP : (row + 1) * _STAMP]] = held[row]
        if good < self.path.stat().st_size:
            os.truncate(self.path, good)
        return self._known

    def _blocks(self, raw: bytes) -> Iterator[tuple[int, int, int, bytes]]:
        """Blocks that are whole: where each ends, its rows, their width, and its plain body."""
        at = 0
        while at + _HEAD.size <= len(raw):
            head = raw[at : at + _HEAD.size]
            magic, rows, width, size = _HEAD.unpack(head)
            body = raw[at + _HEAD.size : at + _HEAD.size + size]
            plain = self._opened(head, body) if magic == _MAGIC and len(body) == size else None
            if plain is None or len(plain) != rows * (_STAMP + 4 * width):
                return
            at += _HEAD.size + size
            yield at, rows, width, plain

    def _append(self, stamps: list[bytes], rows: Vectors) -> None:
        """Add a block at the end of the file; where nothing can be written the vectors are made again next time."""
        if not stamps:
            return
        plain = b"".join(stamps) + rows.astype("<f4").tobytes()
        size = len(plain) + (_CHECK if self._cipher is None else _NONCE + _CHECK)
        head = _HEAD.pack(_MAGIC, len(stamps), rows.shape[1], size)
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self.path.open("ab") as file:
                file.write(head + self._closed(head, plain))

    def _closed(self, head: bytes, plain: bytes) -> bytes:
        if self._cipher is None:
            return plain + _checksum(head, plain)
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, head)

    def _opened(self, head: bytes, body: bytes) -> bytes | None:
        """The plain body of a block, or None if it is damaged or under another key."""
        if self._cipher is None:
            plain, check = body[:-_CHECK], body[-_CHECK:]
            return plain if check == _checksum(head, plain) else None
        from cryptography.exceptions import InvalidTag

        if len(body) < _NONCE + _CHECK:
            return None
        try:
            return self._cipher.decrypt(body[:_NONCE], body[_NONCE:], head)
        except InvalidTag:
            return None


def kept_vectors(secret: bytes, model: str, key: str | None, texts: Sequence[str]) -> list[NDArray[np.float32] | None]:
    """The vectors of some texts as far as earlier runs kept them; what is kept is read once until it changes."""
    path = VectorCache(secret, model, key=key).path
    return _read_once(secret, model, key, path.stat().st_mtime_ns if path.is_file() else 0).known(texts)


@lru_cache(maxsize=1)
def _read_once(secret: bytes, model: str, key: str | None, _changed: int) -> VectorCache:
    return VectorCache(secret, model, key=key)


def _checksum(head: bytes, plain: bytes) -> bytes:
    return hashlib.blake2b(head + plain, digest_size=_CHECK).digest()


def _cipher(key: str, secret: bytes) -> AESGCM:
    """AES-256-GCM under a key of the cache's own, derived from the project's by HKDF (RFC 5869)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt=secret, info=b"workbench vectors").derive(key.encode()))
