"""The columns of tables of coded segments, as MAXQDA, ATLAS.ti and Taguette write them, in English and in German."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from workbench.exchange.tables import plain

HEADS: Mapping[str, Sequence[str]] = {
    "document": (
        "document name", "dokumentname", "document", "dokument", "document title", "source", "source name", "quelle",
    ),
    "code": ("code", "codes", "code name", "codename", "code path", "code(s)", "tag", "tags", "kode", "kodes"),
    "words": (
        "segment", "coded segment", "codiertes segment", "quotation content", "quotation text", "zitatinhalt",
        "inhalt des zitats", "zitattext", "quotation", "zitat", "quote", "content", "inhalt", "text", "excerpt",
    ),
    "begin": ("begin", "beginning", "start", "anfang", "beginn", "from", "von", "start position", "startposition"),
    "end": ("end", "ende", "to", "bis", "end position", "endposition"),
    "coder": (
        "created by", "erstellt von", "author", "autor", "coder", "codierer", "codierer*in", "codiert von", "coded by",
        "user", "modified by", "bearbeitet von", "geändert von",
    ),
    "created": (
        "created", "erstellt", "creation date", "erstellungsdatum", "erstellt am", "date", "datum", "modified",
        "modified on", "bearbeitet am", "geändert", "geändert am",
    ),
    "weight": ("weight", "weight score", "gewicht", "gewichtung"),
    "comment": ("comment", "kommentar", "quotation comment", "zitatkommentar", "memo", "note", "notes"),
    "group": ("document group", "document groups", "dokumentgruppe", "dokumentgruppen", "document set"),
}  # fmt: skip
"""What each column may be called, the likeliest first."""
_UNKEPT = frozenset(
    [
        "color", "colour", "farbe", "area", "fläche", "coverage %", "coverage", "abdeckungsgrad %", "abdeckungsgrad",
        "id", "nr", "no", "number", "density", "dichte", "preview", "vorschau",
    ]
)  # fmt: skip
"""Columns that say nothing which could be kept; they are left out without a word."""
_SEGMENT_WORDS = frozenset(HEADS["words"]) - {"content", "inhalt", "text", "source"}
_TOOLS = (
    ("ATLAS.ti", frozenset(["quotation content", "zitatinhalt", "quotation name", "zitatname", "document groups"])),
    ("MAXQDA", frozenset(["document group", "dokumentgruppe", "weight score", "gewicht", "coverage %", "segment"])),
)
_TAGUETTE = ("id", "document", "tag", "content")
_ABOVE = re.compile(r"\s+>\s+|\s*\\\s*")


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column is what: of those that could be it, the one whose name says it best."""
    names = [named(cell) for cell in header]
    found: dict[str, int] = {}
    for kind, listed in HEADS.items():
        places = [names.index(name) for name in listed if name in names]
        free = [place for place in places if place not in found.values()]
        if free:
            found[kind] = free[0]
    return found


def named(cell: str) -> str:
    """A column's name as it is compared."""
    return plain(cell).casefold().rstrip(":*").strip()


def is_of_segments(header: Sequence[str]) -> bool:
    """Whether columns of these names are a table of coded segments: a document, a code, and its words."""
    found = columns_of(header)
    if not {"document", "code", "words"} <= found.keys():
        return False
    names = [named(cell) for cell in header]
    return names[found["words"]] in _SEGMENT_WORDS or tuple(names) == _TAGUETTE or "document name" in names


def lacks_a_column(header: Sequence[str]) -> bool:
    """Whether columns of these names are such a table but for one that is missing or called otherwise."""
    found = columns_of(header)
    told = [kind for kind in ("document", "code", "words") if kind in found]
    return len(told) == 2 and (
        {named(cell) for cell in header} & {"document name", "dokumentname"} != set()
        or ("words" in told and named(header[found["words"]]) in _SEGMENT_WORDS)
    )


def unkept(header: Sequence[str], found: Mapping[str, int]) -> list[str]:
    """The columns that are none of those known here, and hold something that somebody may look for."""
    return [cell for place, cell in enumerate(header) if place not in found.values() and named(cell) not in _UNKEPT]


def tool_of(header: Sequence[str]) -> str:
    """The program that writes columns of such names, as far as they tell."""
    names = [named(cell) for cell in header]
    if tuple(names) == _TAGUETTE:
        return "Taguette"
    telling = {tool: len(told & set(names)) for tool, told in _TOOLS}
    best = max(telling, key=lambda tool: telling[tool])
    return best if telling[best] > 1 or (best == "ATLAS.ti" and telling[best]) else "another program"


def code_paths(cell: str) -> tuple[tuple[str, ...], ...]:
    r"""The codes in a cell: one a line or between semicolons; `>` and `\` stand between a code and what is below it.

    >>> code_paths("Feeling > Fear\nLight")
    (('Feeling', 'Fear'), ('Light',))
    """
    written = [part for line in cell.splitlines() for part in line.split(";")]
    paths = (tuple(name for part in _ABOVE.split(one.strip()) if (name := " ".join(part.split()))) for one in written)
    return tuple(dict.fromkeys(path for path in paths if path))
