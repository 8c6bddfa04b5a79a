"""GUIDs as the format writes them, and those that we make for what has no row of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

AGAINST = "5f0e7a52-91c4-8d6b-a3f2-6c1b7d40e9a8"
"""The note to which a coding refers whose words speak against its code."""
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def written(guid: bytes) -> str:
    """A row's GUID as text.

    >>> written(bytes(range(16)))
    '00010203-0405-0607-0809-0a0b0c0d0e0f'
    """
    digits = guid.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def beside(guid: str) -> str:
    """The GUID of the selection that a coding or note lies on, from theirs: the same at every export.

    >>> beside("00010203-0405-8607-8809-0a0b0c0d0e0f")
    '00010203-0405-5607-8809-0a0b0c0d0e0f'
    """
    return f"{guid[:14]}{'5' if guid[14] != '5' else '4'}{guid[15:]}"


def joining(one: str, other: str) -> str:
    """The GUID of what leads from one thing to another: the same at every export."""
    digest = bytearray(hashlib.blake2b(f"{one} {other}".encode(), digest_size=16).digest())
    digest[6], digest[8] = 0x80 | (digest[6] & 0x0F), 0x80 | (digest[8] & 0x3F)
    return written(bytes(digest))


def usable(aliases: Iterable[tuple[bytes, str]]) -> dict[bytes, str]:
    """What another tool called rows, by the row's GUID, where that is a GUID and no two rows share it."""
    found: dict[bytes, str] = {}
    taken: set[str] = set()
    for row, alias in aliases:
        name = alias.strip("{}").lower()
        if row not in found and name not in taken and _GUID.fullmatch(name):
            found[row] = name
            taken.add(name)
    return found
