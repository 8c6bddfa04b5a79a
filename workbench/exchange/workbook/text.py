"""Text as a cell may hold it, and how many lines it takes there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from workbench.governance.cells import neutral

MAX_TEXT = 32_767
NOT_IN_A_FILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CUT = "… (cut here: a cell holds no more)"
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHORT = 120
_WIDE, _SPACE = 0.9, 0.5
"""Widths of a letter and of a space in the unit of a column's width, a digit."""


def unique(headings: Sequence[str]) -> list[str]:
    """Headings as a table may have them: on one line, never a formula, each only once whatever its capitals.

    >>> unique(["Age", "age", "=1+1"])
    ['Age', 'age (2)', "'=1+1"]
    """
    found: list[str] = []
    for heading in headings:
        plain = name = plain_text(" ".join(heading.split()) or "Column")[:200]
        again = 2
        while name.casefold() in {one.casefold() for one in found}:
            name, again = f"{plain} ({again})", again + 1
        found.append(name)
    return found


def plain_text(text: str) -> str:
    """Text as a cell may hold it: never a formula, nothing that a file may not hold, cut with a word where too long.

    Short ones are remembered, for they come again and again.
    """
    return _short_text(text) if len(text) < _SHORT else _plain_text(text)


def _plain_text(text: str) -> str:
    text = NOT_IN_A_FILE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = neutral(text)
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - len(_CUT)] + _CUT
    return _LOOKS_ESCAPED.sub("_x005F_", text)


_short_text = lru_cache(maxsize=20_000)(_plain_text)


def lines_of(text: str, room: float) -> int:
    """How many lines a text takes in so much room, broken between words."""
    if len(text) * _WIDE <= room and "\n" not in text:
        return 1
    return _short_lines(text, room) if len(text) < _SHORT else _wrapped(text, room)


def _wrapped(text: str, room: float) -> int:
    room = max(room, 3.0)
    lines = 0
    for part in text.split("\n"):
        lines += 1
        if len(part) * _WIDE <= room:
            continue
        at = 0.0
        for word in part.split(" "):
            wide = len(word) * _WIDE
            if at and at + wide > room:
                lines, at = lines + 1, 0.0
            if wide > room:
                lines, wide = lines + ceil(wide / room) - 1, wide % room
            at += wide + _SPACE
    return lines


_short_lines = lru_cache(maxsize=20_000)(_wrapped)
