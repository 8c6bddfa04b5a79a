"""Cells of a spreadsheet: text that a program would run as a formula is made plain text."""

from __future__ import annotations

import unicodedata
from typing import Any

_RUNS = frozenset("=+-@")
_CONTROLS = frozenset("\t\r\n\0\v\f")
_INVISIBLE = frozenset({"Cf", "Zs", "Zl", "Zp", "Cc"})


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula, else unchanged.

    A formula begins with = + - @ (also full-width), with white space or invisible characters before it or not, or with
    a tab or a line break; and some programs start another one for a DDE link written as a call.

    >>> neutral("=1+1"), neutral("fine = good"), neutral("-5")
    ("'=1+1", 'fine = good', "'-5")
    """
    return f"'{text}" if _could_run(text) else text


def neutral_cell(value: Any) -> Any:
    """A cell as it may be written: text made neutral, numbers and empty cells as they are."""
    return neutral(value) if isinstance(value, str) else value


def _could_run(text: str) -> bool:
    """Whether a spreadsheet might run a text."""
    if not text:
        return False
    if text[0].isascii() and text[0].isalnum():
        return text[0] in "dD" and _is_dde(text)
    if text[0] in _CONTROLS:
        return True
    for character in text:
        if unicodedata.normalize("NFKC", character)[:1] in _RUNS:
            return True
        if unicodedata.category(character) not in _INVISIBLE:
            return _is_dde(text)
    return False


def _is_dde(text: str) -> bool:
    """Whether a text looks like a link that starts another program: DDE ("cmd";"/C calc";"!A0")A0."""
    head = text.lstrip()[:4].upper()
    return head.startswith("DDE") and not head[3:].isalpha() and "(" in text
