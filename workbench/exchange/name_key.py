"""The key of names as a file: encrypted under a passphrase of its own, apart from the project it belongs to.

A magic word, a salt and a nonce, then JSON under AES-256-GCM with a key by scrypt (RFC 7914, N = 2^15, r = 8, p = 1).
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.governance.pseudonyms import Pair, Pseudonyms, folded

MAGIC = b"WBNAMES1"
SUFFIX = ".names"
_SALT, _NONCE, _LIMIT = 16, 12, 64_000_000


class NoNameKeyError(WorkbenchError):
    """There is no key of names there. Look at its name and folder."""


class NotANameKeyError(WorkbenchError):
    """That file is no key of names, or it is damaged. Take the copy that you keep of it."""


class WrongKeyPassphraseError(WorkbenchError):
    """The passphrase does not open this key of names, or the file is damaged. Look at capitals, and try again."""


class KeyNotWrittenError(WorkbenchError):
    """The key of names could not be written there. Nothing was taken out of any text; choose another place."""


def write_key(key: Pseudonyms, path: Path, passphrase: str) -> None:
    """Write a key whole or not at all, readable by its owner alone."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    plain = json.dumps(
        {
            "id": key.id,
            "pairs": [[pair.original, pair.kind, pair.shown] for pair in key.pairs.values()],
            "left": sorted(key.left),
            "columns": key.columns,
        },
        ensure_ascii=False,
    ).encode("utf-8")
    sealed = AESGCM(_derived(passphrase, salt)).encrypt(nonce, plain, MAGIC)
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + salt + nonce + sealed)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as refusal:
        part.unlink(missing_ok=True)
        raise KeyNotWrittenError(
            f"The key of names could not be written to {path}. Nothing was taken out of any text; choose another place."
        ) from refusal


def read_key(path: Path, passphrase: str) -> Pseudonyms:
    """Open a key; NoNameKeyError, NotANameKeyError or WrongKeyPassphraseError where that cannot be."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        if path.stat().st_size > _LIMIT:
            raise NotANameKeyError
        raw = path.read_bytes()
    except OSError as refusal:
        raise NoNameKeyError(f"There is no key of names at {path}. Look at its name and folder.") from refusal
    if not raw.startswith(MAGIC) or len(raw) < len(MAGIC) + _SALT + _NONCE + 16:
        raise NotANameKeyError(f"{path.name} is no key of names, or it is damaged. Take the copy that you keep of it.")
    at = len(MAGIC)
    salt, nonce, sealed = raw[at : at + _SALT], raw[at + _SALT : at + _SALT + _NONCE], raw[at + _SALT + _NONCE :]
    try:
        told = json.loads(AESGCM(_derived(passphrase, salt)).decrypt(nonce, sealed, MAGIC))
    except InvalidTag as refusal:
        raise WrongKeyPassphraseError from refusal
    pairs = {folded(original): Pair(original, kind, shown) for original, kind, shown in told["pairs"]}
    return Pseudonyms(told["id"], pairs, set(told["left"]), dict(told.get("columns", {})))


def _derived(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode("utf-8"))
