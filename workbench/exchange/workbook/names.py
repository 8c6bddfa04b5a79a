"""Names of sheets and tables as a spreadsheet takes them: short enough, without forbidden signs, each only once."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = frozenset({"history"})
"""Excel keeps this name for itself."""


def fitted(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Names that a sheet may have, and a sentence for each that had to be changed.

    >>> fitted(["Getting home: who/when?"])
    (['Getting home who when'], ['“Getting home: who/when?” is called “Getting home who when” here: a sheet cannot have that name.'])
    """
    found: list[str] = []
    said: list[str] = []
    taken: set[str] = set()
    for name in names:
        plain = " ".join(_FORBIDDEN.sub(" ", name).split()).strip("' ") or "Sheet"
        if plain.casefold() in _RESERVED:
            plain = f"{plain} of changes"
        short, again = _cut(plain, ""), 2
        while short.casefold() in taken:
            short, again = _cut(plain, f" ({again})"), again + 1
        taken.add(short.casefold())
        found.append(short)
        if short != name:
            said.append(f"“{name}” is called “{short}” here: {_why(name)}.")
    return found, said


def _cut(name: str, behind: str) -> str:
    """A name with room for what comes behind it, cut between words where it can be."""
    room = LONGEST - len(behind)
    if len(name) <= room:
        return f"{name}{behind}"
    cut = name[: room + 1].rpartition(" ")[0]
    return f"{(cut if len(cut) > room // 2 else name[:room]).rstrip(chr(39) + ' ')}{behind}"


def _why(name: str) -> str:
    if len(name) > LONGEST:
        return f"the name of a sheet has no more than {LONGEST} characters"
    if _FORBIDDEN.search(name) or name.casefold() in _RESERVED or name != " ".join(name.split()).strip("'"):
        return "a sheet cannot have that name"
    return "another sheet has that name"


def table_name(sheet: str) -> str:
    """The name of a sheet's table: words with underscores, never like a cell's address or a number.

    >>> table_name("Themes by group"), table_name("Q1")
    ('Themes_by_group', 'Table_Q1')
    """
    plain = re.sub(r"\W+", "_", sheet).strip("_") or "Table"
    like_a_cell = re.fullmatch(r"[A-Za-z]{1,3}\d*|[Rr]\d*[Cc]\d*", plain)
    return f"Table_{plain}" if like_a_cell or not (plain[0].isalpha() or plain[0] == "_") else plain
