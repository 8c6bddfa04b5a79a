"""How much room words take on paper: the widths of Helvetica's letters, which Arial and Liberation Sans share. Pure.

Source of the widths: Adobe's font metrics for Helvetica, in thousandths of the letters' size.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
"""From the space to the tilde."""
_OTHER, _WIDE = 720, 1050
_MM_A_POINT = 25.4 / 72
_SAFE = 1.03
"""Room for letters that a machine draws a little wider."""
BOLD = 1.07


def width_mm(text: str, points: float, *, bold: bool = False) -> float:
    """How wide a text is on one line, in millimetres, rather more than less.

    >>> round(width_mm("Harlow", 10), 1)
    10.1
    """
    return sum(map(_letter, text)) / 1000 * points * _MM_A_POINT * _SAFE * (BOLD if bold else 1)


@cache
def _letter(one: str) -> int:
    place = ord(one) - 32
    if 0 <= place < len(_ASCII):
        return _ASCII[place]
    if unicodedata.combining(one):
        return 0
    return _WIDE if unicodedata.east_asian_width(one) in "WF" else _OTHER


def lines_of(text: str, points: float, room_mm: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a column, broken at spaces, and within a word that is wider than the column."""
    lines, used, space = 1, 0.0, width_mm(" ", points, bold=bold)
    for word in text.split():
        size = width_mm(word, points, bold=bold)
        if used and used + space + size > room_mm:
            lines, used = lines + 1, 0.0
        while size > room_mm:
            lines, size = lines + 1, size - room_mm
        used += size + (space if used else 0.0)
    return lines


def cut(text: str, points: float, room_mm: float, most: int) -> str:
    """A text on at most so many lines, cut at a word with … where it is longer."""
    said = " ".join(text.split())
    if lines_of(said, points, room_mm) <= most:
        return said
    low, high = 0, len(said)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if lines_of(said[:middle] + " …", points, room_mm) <= most else (low, middle)
    return said[:low].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
