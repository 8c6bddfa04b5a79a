"""How much of a brief stands on two pages of A4, and what overflows into the annex. Pure; heights in millimetres.

Heights are reckoned from the widths of the letters, rather more than less. What is shortened stands in full in the
annex, and the section says so.
"""

from __future__ import annotations

from dataclasses import replace

from workbench.briefs.page import Block, Cell, Chart, Listed, Page, Paragraph, Section, Table
from workbench.exchange.places.widths import lines_of
from workbench.text import sentence_spans

WIDE, PAGE, LOST = 182.0, 269.0, 9.0
"""The width and height of what is printed on a page, and what may be lost at the foot of the first."""
TEXT, LINE, AFTER = 9.0, 4.15, 1.3
"""Points of the letters, the height of a line, and the room below a paragraph."""
SMALL, SMALL_LINE, SMALL_AFTER = 8.0, 3.5, 0.7
LEAD, LEAD_LINE = 11.5, 5.1
TITLE, TITLE_LINE = 17.0, 7.2
HEADING, CAPTION, PAD, GUTTER = 9.2, 5.6, 1.9, 2.4
CHART_LINE = 5.4
"""How high a line of a chart is."""
SHARES: dict[str, tuple[float, ...]] = {"known": (0.14, 0.33, 0.38, 0.15)}
"""What each column of a table takes of the width; else the first has a sixth and the others share the rest."""
TWINS = {"known": "evidence", "choice": "options"}
"""Sections that the annex has in full in any case."""
NOTE = SMALL_LINE + AFTER
"""The line that says that a section stands in full in the annex."""
FAIR: dict[str, float] = {"decision": 60, "known": 190, "choice": 150, "minds": 48, "heard": 48, "provenance": 42}
USUAL = 26
"""So many millimetres each section has before others; the one that is furthest above gives way first."""
MOST_ROWS, MOST_ITEMS = 14, 10
FEWEST_ITEMS = 2
_LONG = 240
"""A single sentence of more letters than this is cut at a word."""


def fitted(page: Page) -> Page:
    """The page with two pages' worth of text before the annex; what was shortened or taken off stands there in full."""
    room = 2 * PAGE - LOST - _head(page)
    if sum(map(height, page.sections)) > room:
        page = _charts_moved(page)
    there = {section.name for section in page.further}
    kept, moved = [], []
    for whole, short in zip(page.sections, _shortened(page.sections, room), strict=True):
        if short == whole:
            kept.append(whole)
            continue
        twin = TWINS.get(whole.name, "")
        if twin not in there:
            twin = f"{whole.name}-in-full"
            moved.append(replace(whole, name=twin, heading=f"{whole.heading}, in full"))
        kept.append(replace(short, blocks=(*short.blocks, _in_full(twin))))
    return replace(page, sections=tuple(kept), further=(*page.further, *moved))


def _charts_moved(page: Page) -> Page:
    """The page with its charts first in the annex."""
    charts = tuple(block for section in page.sections for block in section.blocks if isinstance(block, Chart))
    if not charts:
        return page
    sections = (
        replace(section, blocks=tuple(block for block in section.blocks if not isinstance(block, Chart)))
        for section in page.sections
    )
    figures = Section("figures", "The figures among their neighbours", charts)
    return replace(
        page, sections=tuple(section for section in sections if section.blocks), further=(figures, *page.further)
    )


def _shortened(whole: tuple[Section, ...], room: float) -> list[Section]:
    """The sections a step shorter each time, the highest first, until they fit or nothing can be taken off."""
    heights = [height(section) for section in whole]
    if sum(heights) <= room:
        return list(whole)
    sections = [_capped(section) for section in whole]
    heights = [height(section) + NOTE for section in sections]
    open_ = set(range(len(sections)))
    while open_ and sum(heights) > room:
        at = max(open_, key=lambda at: heights[at] - FAIR.get(sections[at].name, USUAL))
        shorter = _shorter(sections[at])
        if shorter is None:
            open_.discard(at)
            continue
        sections[at], heights[at] = shorter, height(shorter) + NOTE
        same = [at for at, section in enumerate(sections) if section == whole[at]]
        if sum(heights) - NOTE * len(same) <= room:
            break
    return sections


def _in_full(twin: str) -> Paragraph:
    return Paragraph("In full in the annex", role="note", to=twin)


def _capped(section: Section) -> Section:
    """A section with no more rows and items than two pages could hold at all."""
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Table) and len(block.rows) > MOST_ROWS:
            block = replace(block, rows=block.rows[:MOST_ROWS])
        elif isinstance(block, Listed) and len(block.items) > MOST_ITEMS:
            block = replace(block, items=block.items[:MOST_ITEMS])
        blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _shorter(section: Section) -> Section | None:
    """The section with one step taken off its highest block; None where nothing can be."""
    order = sorted(range(len(section.blocks)), key=lambda at: -_block(section.blocks[at], section.name))
    for at in order:
        block = _shorter_block(section.blocks[at], section.name)
        if block is not None:
            return replace(section, blocks=(*section.blocks[:at], block, *section.blocks[at + 1 :]))
    return None


def _shorter_block(block: Block, name: str) -> Block | None:
    if isinstance(block, Table):
        return _shorter_table(block, name)
    if isinstance(block, Listed):
        if len(block.items) > FEWEST_ITEMS:
            return replace(block, items=block.items[:-1])
        said = [_shorter_text(one) for one in block.items]
        items = tuple(short or one for short, one in zip(said, block.items, strict=True))
        return replace(block, items=items) if any(said) else None
    return None if isinstance(block, Chart) or block.role == "lead" else _shorter_text(block)


def _shorter_table(table: Table, name: str) -> Table | None:
    """A table whose highest cell says less: one sentence or paragraph, else the table has one row less."""
    widths = _widths(table, name)
    rows = sorted(range(len(table.rows)), key=lambda at: -_row(table.rows[at], widths))
    for at in rows:
        row = table.rows[at]
        highest = max(range(len(row)), key=lambda place: _cell(row[place], widths[place]))
        cell = _shorter_cell(row[highest])
        if cell is not None:
            changed = (*row[:highest], cell, *row[highest + 1 :])
            return replace(table, rows=(*table.rows[:at], changed, *table.rows[at + 1 :]))
    return replace(table, rows=table.rows[:-1]) if len(table.rows) > 1 else None


def _shorter_cell(cell: Cell) -> Cell | None:
    """A cell with one paragraph less, whose citations go to the one before; else with a shorter paragraph."""
    if len(cell.paragraphs) > 1:
        *others, before, last = cell.paragraphs
        kept = replace(
            before, text=_ended(before.text), refs=(*before.refs, *last.refs), opens=(*before.opens, *last.opens)
        )
        return Cell((*others, kept))
    short = _shorter_text(cell.paragraphs[0]) if cell.paragraphs else None
    return None if short is None else Cell((short,))


def _ended(text: str) -> str:
    return text if text.endswith("…") else f"{text} …"


def _shorter_text(said: Paragraph) -> Paragraph | None:
    """A paragraph with one sentence less, or cut at a word where its one sentence is long; None where it is short."""
    text = said.text.removesuffix(" …")
    spans = sentence_spans(text)
    if len(spans) > 1:
        return replace(said, text=_ended(text[: spans[-1].start].rstrip()))
    if len(text) > _LONG:
        return replace(said, text=_ended(text[: len(text) * 2 // 3].rsplit(" ", 1)[0].rstrip(" ,;:")))
    return None


# Heights


def height(section: Section) -> float:
    """How high a section is, with its heading."""
    return HEADING + sum(_block(block, section.name) for block in section.blocks)


def _head(page: Page) -> float:
    """How high everything above the first section is."""
    title = lines_of(page.title, TITLE, WIDE, bold=True) * TITLE_LINE
    notice = lines_of(page.notice, SMALL, WIDE - 6) * SMALL_LINE + 4 if page.notice else 0.0
    return 10.0 + title + notice + 9.0


def _block(block: Block, name: str) -> float:
    inside = WIDE - (12 if name == "decision" else 0)
    if isinstance(block, Table):
        widths = _widths(block, name)
        head = max(
            lines_of(column, SMALL, width - GUTTER, bold=True)
            for column, width in zip(block.columns, widths, strict=True)
        )
        marked = SMALL_LINE if block.marked is not None else 0
        return head * SMALL_LINE + marked + PAD + 2 + sum(_row(row, widths) for row in block.rows)
    if isinstance(block, Chart):
        notes = sum(lines_of(note, SMALL, WIDE) * SMALL_LINE + 0.8 for note in block.notes)
        caption = lines_of(block.caption, SMALL, WIDE - 40) * SMALL_LINE
        return 24 + len(block.dots) * CHART_LINE + caption + notes
    if isinstance(block, Listed):
        return sum(_lines(one, TEXT, inside - 5) * LINE + 0.9 for one in block.items) + 1
    if block.role == "lead":
        return _lines(block, LEAD, inside) * LEAD_LINE + 2
    if block.role == "note":
        return _lines(block, SMALL, inside) * SMALL_LINE + AFTER
    return _lines(block, TEXT, inside) * LINE + AFTER + (3 if block.role == "warning" else 0)


def _row(row: tuple[Cell, ...], widths: tuple[float, ...]) -> float:
    return PAD + max(_cell(cell, width) for cell, width in zip(row, widths, strict=True))


def _cell(cell: Cell, width: float) -> float:
    return sum(_lines(one, SMALL, width - GUTTER) * SMALL_LINE + SMALL_AFTER for one in cell.paragraphs)


def _lines(said: Paragraph, points: float, width: float) -> int:
    before = f"{said.heading}: " if said.heading else ""
    cited = "".join(f" {ref.key}mm" for ref in said.refs)
    return lines_of(f"{before}{said.text}{cited}", points, width) or 1


def _widths(table: Table, name: str) -> tuple[float, ...]:
    """What each column takes, in millimetres."""
    shares = SHARES.get(name, ())
    if len(shares) != len(table.columns):
        others = len(table.columns) - 1
        shares = (0.16, *(0.84 / others for _ in range(others))) if others else (1.0,)
    return tuple(WIDE * share for share in shares)
