"""Colours of codes as other tools write them."""

from __future__ import annotations

import re

_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_PARTS = re.compile(r"(?:rgba?\s*\()?\s*(\d{1,3})\s*[,; ]\s*(\d{1,3})\s*[,; ]\s*(\d{1,3})\s*(?:[,; ]\s*[\d.]+\s*)?\)?")


def colour_of(written: str) -> str:
    """A colour as `#rrggbb`, whether it was written so, shorter, with a share of transparency, or in numbers; else nothing.

    >>> colour_of("#F00"), colour_of("#00ff0080"), colour_of("rgba(0, 0, 255, 0.5)"), colour_of("red")
    ('#ff0000', '#00ff00', '#0000ff', '')
    """
    plain = written.strip()
    if found := _HEX.fullmatch(plain):
        digits = found[1].lower()
        return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits[:6])
    found = _PARTS.fullmatch(plain)
    if found is None or not plain.isascii() or any(int(part) > 255 for part in found.groups()):
        return ""
    return "#" + "".join(f"{int(part):02x}" for part in found.groups())
