"""A display on paper: its rows and columns as they stand now, with what we make of each row together."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.desk.displays import Bit, Drawn, DrawnRow, at_the_door
from workbench.desk.paper.links import printed_both, printed_link
from workbench.desk.paper.wanted import Made, Wanted
from workbench.errors import WorkbenchError
from workbench.exchange.paper.pages import Block, Side, SideRow, Sides
from workbench.triangulation.displays.definitions import Definition
from workbench.triangulation.displays.displays import display_named, displays
from workbench.triangulation.displays.drawing import draw, drawn_from
from workbench.triangulation.displays.notes import require_together
from workbench.triangulation.links import links
from workbench.triangulation.protocol.convergence import GLYPHS

ACROSS = 5
"""So many columns stand side by side on a sheet, the first and the last among them."""
ALL_TOPICS, BOTH_KINDS = "All topics", "People with both kinds"
TOGETHER = "What we make of it together"
FITS = {
    "": "",
    "confirmation": "Each confirms the other.",
    "expansion": "Each adds to the other.",
    "discordance": "They clash.",
}


class DisplayNotNamedError(WorkbenchError):
    """Say which display to print, with --display and its title."""


def printed_display(session: Session, wanted: Wanted) -> Made:
    """A display, named by its title; wide ones in several tables with the same rows.

    A theme beside an indicator is named by both (“A ↔ B”), and `All topics` and `People with both kinds` as on the screen.

    Raises DisplayNotNamedError, NoSuchDisplayError, NotMadeTogetherError.
    """
    if not wanted.display:
        there = "; ".join(line.title for line in displays(session)) or "none yet: make one in Triangulation"
        raise DisplayNotNamedError(f"Say which display to print, with --display and its title. There are: {there}.")
    title = wanted.display.strip().casefold()
    if title == BOTH_KINDS.casefold():
        return printed_both(session, wanted)
    if (pair := next((one for one in links(session) if one.title.casefold() == title), None)) is not None:
        return printed_link(session, wanted, pair)
    wanted.progress(0.1, "reading the display")
    if title == ALL_TOPICS.casefold():
        shown = drawn_from(session, 0, "side by side", ALL_TOPICS, Definition())
    else:
        shown = draw(session, display_named(session, wanted.display).id)
    require_together(shown)
    found = at_the_door(wanted.at, shown)
    left_out = wanted.at.left_out()
    blocks = tuple(_blocks(found)) or (
        Paragraph("Nothing is coded or found yet, so this display has nothing to show."),
    )
    return Made(blocks, (*found.remarks, *left_out), quotes=found.quotes, left_out=left_out, title=found.title)


def _blocks(found: Drawn) -> Iterator[Block]:
    """The display's table, or one for so many columns at a time."""
    inner = list(range(1, len(found.head)))
    room = ACROSS - 2
    parts = [inner[at : at + room] for at in range(0, len(inner), room)] if found.rows else []
    for number, columns in enumerate(parts):
        of = f", part {number + 1} of {len(parts)}" if len(parts) > 1 else ""
        titles = (found.head[0], *(found.head[at] for at in columns), TOGETHER)
        rows = tuple(
            SideRow(
                (
                    _sides(row.cells[0]),
                    *(_sides(row.cells[at]) for at in columns),
                    _together(row),
                )
            )
            for row in found.rows
        )
        yield Sides(f"{found.title}{of}", titles, rows)


def _together(row: DrawnRow) -> tuple[Side, ...]:
    """What we make of a row together, with its fit; for the team also that it wants another look, and why."""
    made = [Side(row.together), *([Side(FITS[row.fit], "quiet")] if row.fit else [])]
    if row.state == "recheck":
        made.append(Side(f"Look again: {row.cause}", "quiet"))
    return tuple(made)


def _said(text: str) -> str:
    """How two sources meet, the sign after the words: at the beginning of a cell = would be the start of a formula."""
    sign, _, rest = text.partition(" ")
    return f"{rest} ({sign})" if sign in GLYPHS.values() and rest else text


def _sides(cell: tuple[Bit, ...]) -> tuple[Side, ...]:
    """A cell's bits as they are printed."""
    made: list[Side] = []
    for bit in cell:
        if bit.look == "quote":
            made += [Side(bit.text, "quote"), Side(bit.beside, "quiet")]
        elif bit.look == "figure":
            made += [Side(bit.text, "figure"), Side(bit.beside, "quiet")]
        elif bit.look in ("title", "accent"):
            made.append(Side(_said(bit.text), "title"))
        elif bit.look in ("quiet", "warning", "count"):
            made.append(Side(_said(bit.text), "quiet" if bit.look != "count" else "count"))
        else:
            made.append(Side(bit.text))
    return tuple(made)
