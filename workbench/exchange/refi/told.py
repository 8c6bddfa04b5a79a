"""Small things that a project's file writes in its own way: times, numbers, names."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

_PLAIN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NUMBER = re.compile(r"\s*[+-]?\d{1,15}\s*")
_SPACE = re.compile(r"\s+")


def stored_time(written: str) -> str:
    """A moment as rows store it, in UTC to the millisecond; nothing where it is none.

    >>> stored_time("2018-03-27T17:46:39Z"), stored_time("2018-03-27T19:46:39+02:00"), stored_time("yesterday")
    ('2018-03-27T17:46:39.000Z', '2018-03-27T17:46:39.000Z', '')
    """
    return _stored(written)


@lru_cache(maxsize=4096)
def _stored(written: str) -> str:
    if _PLAIN.fullmatch(written):
        return f"{written[:-1]}.000Z"
    try:
        moment = datetime.fromisoformat(written.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def number(written: str) -> int | None:
    """A whole number, or None.

    >>> number(" 12 "), number("1e3"), number("")
    (12, None, None)
    """
    if written.isascii() and written.isdigit() and len(written) < 16:
        return int(written)
    return int(written) if _NUMBER.fullmatch(written) else None


def short(words: str, most: int = 60) -> str:
    """The beginning of some words, on one line."""
    plain = _SPACE.sub(" ", words[: 4 * most + 40]).strip()
    return plain if len(plain) <= most else f"{plain[:most].rstrip()}…"


def title(name: str, otherwise: str) -> str:
    """A name on one line without what does not print; something else where there is none."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    return plain or otherwise
