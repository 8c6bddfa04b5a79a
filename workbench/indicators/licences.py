"""Licences: recognised where a file says one, in the words by which its publisher is named elsewhere; never assumed."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OPEN_GOVERNMENT = re.compile(
    r"open\s+government\s+licen[cs]e(?:\s*,?\s*(?:version|v)\s*\.?\s*(\d)(?:\.0)?)?", re.IGNORECASE
)
_CREATIVE_COMMONS = re.compile(
    r"(?:\bCC[ -]|creative\s+commons\s+)(BY(?:-(?:SA|NC|ND|NC-SA|NC-ND))?|attribution)(?:\s+(\d\.\d))?", re.IGNORECASE
)
_ZERO = re.compile(r"\bCC0\b|public\s+domain\s+dedication", re.IGNORECASE)
_DATABASE = re.compile(r"open\s+(?:data\s+commons\s+open\s+)?database\s+licen[cs]e|\bODbL\b", re.IGNORECASE)


def licence_in(words: Iterable[str]) -> str:
    """The licence that words name first, as it is usually written; nothing where they name none.

    >>> licence_in(["Released under the Open Government Licence version 3.0."])
    'Open Government Licence v3.0'
    >>> licence_in(["Licence: CC BY-SA 4.0"])
    'Creative Commons BY-SA 4.0'
    >>> licence_in(["This file is free to use in government."])
    ''
    """
    for said in words:
        if found := _OPEN_GOVERNMENT.search(said):
            return f"Open Government Licence v{found[1]}.0" if found[1] else "Open Government Licence"
        if found := _CREATIVE_COMMONS.search(said):
            kind = "BY" if found[1].casefold() == "attribution" else found[1].upper()
            return f"Creative Commons {kind}{f' {found[2]}' if found[2] else ''}"
        if _ZERO.search(said):
            return "Creative Commons Zero"
        if _DATABASE.search(said):
            return "Open Database Licence"
    return ""
