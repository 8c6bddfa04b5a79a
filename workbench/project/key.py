"""The key of an encrypted project file, from a passphrase and the salt that stands at the file's beginning."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

KDF_ROUNDS = 256_000
SALT_BYTES = 16


def derive_key(passphrase: str, salt: bytes) -> str:
    """The raw key clause for a passphrase: SQLCipher's own derivation, done once for every connection."""
    key = hashlib.pbkdf2_hmac("sha512", passphrase.encode("utf-8"), salt, KDF_ROUNDS, dklen=32)
    return f"x'{key.hex()}{salt.hex()}'"


def new_key(passphrase: str | None) -> str | None:
    """The raw key of a file that is written anew, under a fresh salt; None for a plain one."""
    return None if passphrase is None else derive_key(passphrase, os.urandom(SALT_BYTES))


def salt_of(path: Path) -> bytes:
    """The salt of an encrypted file: its first 16 bytes, or fresh ones for a file that is not there yet."""
    if path.exists() and path.stat().st_size >= SALT_BYTES:
        with path.open("rb") as file:
            return file.read(SALT_BYTES)
    return os.urandom(SALT_BYTES)
