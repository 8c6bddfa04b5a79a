"""Sealing: what lies in the cache is encrypted where its project is, and carries a check where it is not.

What is damaged, or under another key, cannot be opened; to who reads the cache it is as good as absent.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_CHECK = 16


class Seal:
    """What closes and opens the files of one kind in one project's cache."""

    def __init__(self, secret: bytes, key: str | None, kind: bytes) -> None:
        self._cipher = None if key is None else _cipher(key, secret, kind)
        self.lock = (
            "" if key is None else f"-{hashlib.blake2b(key.encode(), key=secret[:64], digest_size=4).hexdigest()}"
        )
        """What the name of a file under this key ends in; nothing without one."""

    @property
    def grows(self) -> int:
        """By how many bytes a body is longer when it is closed."""
        return _CHECK if self._cipher is None else _NONCE + _CHECK

    def closed(self, head: bytes, plain: bytes) -> bytes:
        """A body as it lies in a file; `head` is what stands openly before it, and must be the same when it is opened."""
        if self._cipher is None:
            return plain + _checksum(head, plain)
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, head)

    def opened(self, head: bytes, body: bytes) -> bytes | None:
        """The plain body, or None if it is damaged or under another key."""
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


def _checksum(head: bytes, plain: bytes) -> bytes:
    return hashlib.blake2b(head + plain, digest_size=_CHECK).digest()


def _cipher(key: str, secret: bytes, kind: bytes) -> AESGCM:
    """AES-256-GCM under a key of the kind's own, derived from the project's by HKDF (RFC 5869)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt=secret, info=b"workbench " + kind).derive(key.encode()))
