"""The tables of displays and of links: a row a thing that stands in a cell, as columns and rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from workbench.desk.displays import Bit, Drawn, at_the_door
from workbench.desk.door.door import Door
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.triangulation.displays.displays import display_named, displays
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.notes import require_together
from workbench.triangulation.displays.shown import Count, Figured, Mean, Size

DISPLAY = (
    "display", "kind", "row", "column", "what", "text", "beside", "people", "asked", "heard", "percent", "lower",
    "upper", "value", "unit",
)  # fmt: skip
DISPLAYS = ("display", "kind", "definition", "rows", "written", "head")
_WHAT = {"title": "name", "quiet": "remark", "accent": "name", "warning": "remark", "": "words"}
_NONE: tuple[Any, ...] = (None,) * 8


def display_table(session: Session, asking: Asking) -> Made:
    """A row a count, figure, quote or sentence of a display, under its row and column; every display unless one is named.

    Outside the team a display leaves only when it is written what we make of each row together.
    """
    at = Door(session, asking.audience)
    listed = [display_named(session, asking.display)] if asking.display else displays(session)
    rows: list[tuple[Any, ...]] = []
    remarks: list[str] = []
    for line in listed:
        shown = draw(session, line.id)
        if not at.team:
            require_together(shown)
        found = at_the_door(at, shown)
        rows += _rows(found)
        remarks += [f"{found.title}: {remark}" for remark in found.remarks]
    quotes = sum(row[4] == "quote" for row in rows)
    withheld = len(at.held) + at.small
    return Made(
        rows, (*remarks, *at.left_out()), quotes=quotes, withheld=withheld, printed=at.printed, leaving=at.leaving()
    )


def _rows(found: Drawn) -> Iterator[tuple[Any, ...]]:
    for row in found.rows:
        for title, cell in zip(found.head, row.cells, strict=True):
            for bit in cell:
                yield (found.title, found.kind, row.name, title, *_cells(bit))
        together = ("together", row.together, row.fit, *_NONE)
        yield (found.title, found.kind, row.name, "What we make of it together", *together)


def _cells(bit: Bit) -> tuple[Any, ...]:
    """What a bit is, its text, and its numbers where it has any."""
    what = _WHAT.get(bit.look, bit.look)
    piece = bit.piece
    if isinstance(piece, Count):
        percent, lower, upper = piece.share
        return (what, bit.text, bit.beside, piece.said, piece.asked, piece.heard, percent, lower, upper, None, None)
    if isinstance(piece, Size):
        return (what, bit.text, bit.beside, piece.people, None, piece.of, *(None,) * 5)
    if isinstance(piece, Mean):
        return (what, bit.text, bit.beside, piece.people, *(None,) * 5, piece.value, piece.of)
    if isinstance(piece, Figured):
        figure = piece.line.figure
        cells = (None, None, None, None, figure.lower, figure.upper, figure.value, figure.unit)
        return ("figure", bit.text, bit.beside, *cells)
    return (what, bit.text.strip("“”") if what == "quote" else bit.text, bit.beside, *_NONE)


def displays_table(session: Session, asking: Asking) -> Made:  # noqa: ARG001
    """A row a display: its kind, what it shows, its rows, and of how many it is written what we make of them together."""
    rows = []
    for line in displays(session):
        shown = draw(session, line.id)
        written = len(shown.rows) - len(shown.unwritten)
        rows.append((line.title, line.kind, line.definition, len(shown.rows), written, "; ".join(shown.head)))
    return Made(rows)


DISPLAY_TABLES = (
    TableKind(
        "display", "a display's counts, figures and quotes, one a row", DISPLAY, display_table, frozenset({"display"})
    ),
    TableKind("displays", "the displays there are, and what each shows", DISPLAYS, displays_table),
)
