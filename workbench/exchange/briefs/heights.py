"""How high the pieces of a brief stand on paper, in millimetres, and whether they fit on two pages of A4. Pure.

The measures are those that `page.html` has for print; the widths of letters are reckoned rather more than less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.briefs.page import Block, Cell, Chart, Listed, Page, Paragraph, Section, Table
from workbench.exchange.widths import lines_of

WIDE, PAGE, PAGES = 182.0, 266.5, 2
"""The width and height of what is printed on a page, and how many there are."""
TEXT, LINE, AFTER = 9.0, 4.05, 1.1
"""Points of the letters, the height of a line, and the room below a paragraph."""
SMALL, SMALL_LINE, SMALL_AFTER = 8.0, 3.42, 0.5
LEAD, LEAD_LINE = 11.5, 5.0
TITLE, TITLE_LINE = 17.0, 7.0
HEADING, PAD, GUTTER, BELOW = 8.8, 1.4, 2.4, 2.2
CHART_LINE = 5.4
"""How high a line of a chart is."""
SHARES: dict[str, tuple[float, ...]] = {"known": (0.14, 0.33, 0.38, 0.15)}
"""What each column of a table takes of the width; else the first has a sixth and the others share the rest."""


def fits(page: Page, sections: Sequence[Section]) -> bool:
    """Whether the head and these sections stand on two pages; a row, an item and a paragraph are not torn."""
    used, pages = _head(page), 1
    for section in sections:
        over = HEADING
        for piece, again in _pieces(section):
            used += over + piece
            if used > PAGE:
                pages, used = pages + 1, over + piece + again
            if pages > PAGES or used > PAGE:
                return False
            over = 0.0
    return True


def height(section: Section) -> float:
    """How high a section is, with its heading."""
    return HEADING + sum(piece for piece, _ in _pieces(section))


def height_of(block: Block, name: str) -> float:
    """How high a block of a section of that name is."""
    return sum(piece for piece, _ in _pieces_of(block, name))


def row_height(row: tuple[Cell, ...], widths: Sequence[float]) -> float:
    """How high a row of a table is."""
    return PAD + max(_cell(cell, width) for cell, width in zip(row, widths, strict=True))


def widths_of(table: Table, name: str) -> tuple[float, ...]:
    """How wide each column of a table is."""
    shares = SHARES.get(name, ())
    if len(shares) != len(table.columns):
        others = len(table.columns) - 1
        shares = (0.16, *(0.84 / others for _ in range(others))) if others else (1.0,)
    return tuple(WIDE * share for share in shares)


def _head(page: Page) -> float:
    """How high everything above the first section is."""
    title = lines_of(page.title, TITLE, WIDE, bold=True) * TITLE_LINE
    notice = lines_of(page.notice, SMALL, WIDE - 5) * 3.4 + 3 if page.notice else 0.0
    return 5.4 + 4.0 + title + notice + 5.5


def _pieces(section: Section) -> Iterator[tuple[float, float]]:
    """The heights of what is not torn, in their order, each with what comes again above it where it begins a page."""
    for block in section.blocks:
        yield from _pieces_of(block, section.name)
    if section.name == "decision":
        yield 3.0, 0.0


def _pieces_of(block: Block, name: str) -> Iterator[tuple[float, float]]:
    if isinstance(block, Table):
        yield from _rows(block, widths_of(block, name))
    else:
        for piece in _lines_of(block, WIDE - (9.5 if name == "decision" else 0)):
            yield piece, 0.0


def _rows(table: Table, widths: tuple[float, ...]) -> Iterator[tuple[float, float]]:
    """The rows of a table, whose columns' names come again on every page."""
    head = max(
        lines_of(column, SMALL, width - GUTTER, bold=True) for column, width in zip(table.columns, widths, strict=True)
    )
    names = (head + (table.marked is not None)) * SMALL_LINE + PAD
    for at, row in enumerate(table.rows):
        yield row_height(row, widths) + (0 if at else names + BELOW), names if at else 0.0


def _lines_of(block: Paragraph | Listed | Chart, inside: float) -> Iterator[float]:
    if isinstance(block, Chart):
        notes = sum(lines_of(note, SMALL, WIDE - 4) * 3.4 + 0.7 for note in block.notes)
        caption = lines_of(block.caption, SMALL, WIDE) * 3.4
        yield 26 + len(block.dots) * CHART_LINE + caption + notes
    elif isinstance(block, Listed):
        for item in block.items:
            yield _lines(item, TEXT, inside - 3.5) * LINE + 0.7
    elif block.role == "lead":
        yield _lines(block, LEAD, inside) * LEAD_LINE + 1.4
    elif block.role == "note":
        yield _lines(block, SMALL, inside) * SMALL_LINE + AFTER
    else:
        yield _lines(block, TEXT, inside) * LINE + AFTER + (2 if block.role == "warning" else 0)


def _cell(cell: Cell, width: float) -> float:
    return sum(_lines(one, SMALL, width - GUTTER) * SMALL_LINE + SMALL_AFTER for one in cell.paragraphs)


def _lines(said: Paragraph, points: float, width: float) -> int:
    before = f"{said.heading}: " if said.heading else ""
    cited = "".join(f" {ref.key}" for ref in said.refs)
    return lines_of(f"{before}{said.text}{cited}", points, width) or 1
