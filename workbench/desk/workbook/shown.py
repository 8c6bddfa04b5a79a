"""Displays kept in the project as sheets: a row of the display a row, with what we make of it together at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from workbench.desk.displays import Bit, Drawn, DrawnRow, at_the_door
from workbench.desk.workbook.making import Maker, Making
from workbench.exchange.workbook.meeting import FITS, in_plain_words, to_findings
from workbench.exchange.workbook.sheets import FIGURES, NONE, QUOTES, STATES, Column, Leads, Sheet, lines, or_none
from workbench.triangulation.displays.displays import display_named
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.notes import require_together

DISPLAYS = "Displays"
"""By which name all displays are asked for together."""
_WIDTHS = ((20, 22.0), (60, 30.0), (10**9, 44.0))


def display_sheet(title: str, name: str) -> Maker:
    """The maker of the sheet of one display.

    Outside the team it raises NotMadeTogetherError until it is written of each row what we make of it together.
    """

    def make(session: Session, made: Making) -> Sheet:
        at = made.at
        shown = draw(session, display_named(session, title).id)
        if not at.team:
            require_together(shown)
        held = list(at.held)
        found = at_the_door(at, shown)
        if QUOTES in made.names:
            at.held = held
        made.quotes = max(made.quotes, found.quotes)
        return _sheet(name, found, team=at.team, to_figures=FIGURES in made.names)

    return make


def _sheet(name: str, found: Drawn, *, team: bool, to_figures: bool) -> Sheet:
    cells = [[_said(cell) for cell in row.cells] for row in found.rows]
    figured = to_figures and any(bit.look == "figure" for row in found.rows for cell in row.cells for bit in cell)
    columns = (
        *(Column(head, _width(head, [row[at] for row in cells]), strong=at == 0) for at, head in enumerate(found.head)),
        Column("What we make of it together", 44),
        Column("How the two sides fit", 18),
        Column("Findings", 12),
        *((Column("Its figures", 14),) if figured else ()),
        *((Column("Look again", 24),) if team else ()),
    )
    rows = [
        (
            *map(or_none, said),
            row.together or "not written down yet",
            or_none(FITS.get(row.fit, "")),
            to_findings(bit.beside for cell in row.cells for bit in cell if bit.look == "finding"),
            *((_figures(row),) if figured else ()),
            *((row.cause or STATES.get(row.state, "") or NONE,) if team else ()),
        )
        for row, said in zip(found.rows, cells, strict=True)
    ]
    return Sheet(
        name,
        f"{found.title}: {_KINDS.get(found.kind, found.kind)}",
        columns,
        rows,
        "Nothing is coded or found yet, so this display has nothing to show.",
        notes=("How people are counted", "How figures are given"),
        above=found.remarks,
    )


def _said(cell: Iterable[Bit]) -> str:
    """A cell's bits below each other, each quote with whose it is and each figure with its source."""
    return lines(_bit(one) for one in cell)


def _bit(one: Bit) -> str:
    if one.look == "finding" and one.beside:
        return f"{one.beside}: {one.text}"
    text = in_plain_words(one.text)
    return f"{text} ({one.beside})" if one.beside else text


def _figures(row: DrawnRow) -> object:
    keys = dict.fromkeys(bit.to for cell in row.cells for bit in cell if bit.look == "figure" and bit.to)
    if not keys:
        return NONE
    text = f"{len(keys)} {'figure' if len(keys) == 1 else 'figures'}"
    return Leads(text, tuple(key.replace(":", " ", 1) for key in keys))


def _width(head: str, cells: Sequence[str]) -> float:
    most = max((len(cell) for cell in cells), default=0)
    return max(next(wide for long, wide in _WIDTHS if most <= long), max(map(len, head.split()), default=0) + 3.0)


_KINDS = {
    "side by side": "what the figures say and what people say, topic by topic",
    "statistics by themes": "themes with the numbers of each group of people",
    "themes by statistics": "groups and areas with their themes",
    "quotes": "one quote for each code and group of people",
    "follow-up": "results that were followed up with people",
    "building": "what people said, and what was measured of it",
    "typology": "people and places by their kind",
    "recommendations": "parts of the question, with what could be done",
}
