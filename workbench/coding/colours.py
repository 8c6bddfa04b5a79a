"""The twelve colours that codes are told apart by, and the nearest of them to a colour of another tool."""

from __future__ import annotations

import re

DARK = (
    "#7fb0e6",
    "#e6a15c",
    "#84c07c",
    "#e58fb1",
    "#b49ae8",
    "#5fc3bd",
    "#d6c25c",
    "#e8837b",
    "#8bc9ea",
    "#b0b562",
    "#cf97d8",
    "#cbb39a",
)
"""On a dark screen, by slot."""
LIGHT = (
    "#1f5fa8",
    "#9a4d00",
    "#2c6e2c",
    "#a8306a",
    "#6040b0",
    "#00706b",
    "#746000",
    "#b02a22",
    "#1b6a8f",
    "#586000",
    "#86308f",
    "#6d5540",
)
"""On a light screen and on paper, by slot."""
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def nearest_slot(colour: str) -> int | None:
    """The slot whose colour, light or dark, looks most like `#rrggbb` or `#rgb`; None for what is no such colour.

    >>> nearest_slot("#00ff00"), nearest_slot("#f00"), nearest_slot("green")
    (2, 7, None)
    """
    if not _HEX.fullmatch(colour):
        return None
    wanted = _parts(colour)
    return min(range(len(_SLOTS)), key=lambda slot: min(_apart(wanted, shade) for shade in _SLOTS[slot]))


def _parts(colour: str) -> tuple[int, int, int]:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


_SLOTS = [(_parts(light), _parts(dark)) for light, dark in zip(LIGHT, DARK, strict=True)]


def _apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """How different two colours look: the weighted distance in red, green and blue of Riemersma's “Colour metric”."""
    red = (one[0] + other[0]) / 2
    r, g, b = (left - right for left, right in zip(one, other, strict=True))
    return (2 + red / 256) * r * r + 4 * g * g + (2 + (255 - red) / 256) * b * b
