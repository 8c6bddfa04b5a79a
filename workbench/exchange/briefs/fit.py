"""How much of a brief stands on two pages of A4, and what overflows into the annex. Pure; heights in millimetres.

What is shortened ends with … and stands in full in the annex, to which its section leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.briefs.page import Block, Cell, Chart, Listed, Page, Paragraph, Section, Table
from workbench.exchange.briefs.heights import fits, height, height_of, row_height, widths_of
from workbench.text import sentence_spans

FAIR: dict[str, float] = {
    "decision": 62, "problem": 24, "known": 138, "heard": 44, "choice": 118, "minds": 38, "provenance": 46,
}  # fmt: skip
USUAL = 20
"""So many millimetres each section has before others; the one that is furthest above gives way first."""
MOST_ROWS, MOST_ITEMS, MOST_COLUMNS = 14, 10, 6
FEWEST_ITEMS = 2
_LONG = 240
"""A single sentence of more letters than this is cut at a word."""


def fitted(page: Page) -> Page:
    """The page with two pages' worth of text before the annex; what was shortened or taken off stands there in full."""
    if not fits(page, page.sections):
        page = _charts_moved(page)
    there = {section.name for section in page.further}
    kept, moved = [], []
    for whole, short in zip(page.sections, _shortened(page), strict=True):
        more = whole.more if whole.more in there else ""
        if short != whole and not more:
            more = f"{whole.name}-in-full"
            moved.append(replace(whole, name=more, heading=f"{whole.heading}, in full", more=""))
        kept.append(replace(short, more=more))
    further = (_parted(section) for section in (*page.further, *moved))
    return replace(page, sections=tuple(kept), further=tuple(further))


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


def _parted(section: Section) -> Section:
    """A section whose tables are no wider than a page: one of many columns comes in parts, each with its first column."""
    blocks: list[Block] = []
    for block in section.blocks:
        if not isinstance(block, Table) or len(block.columns) <= MOST_COLUMNS:
            blocks.append(block)
            continue
        many = MOST_COLUMNS - 2
        for begin in range(1, len(block.columns), many):
            end = min(begin + many, len(block.columns))
            marked = None if block.marked is None or not begin <= block.marked < end else block.marked - begin + 1
            rows = tuple((row[0], *row[begin:end]) for row in block.rows)
            caption = f"{block.caption}, {begin} to {end - 1} of {len(block.columns) - 1}"
            blocks.append(Table(caption, (block.columns[0], *block.columns[begin:end]), rows, marked))
    return replace(section, blocks=tuple(blocks))


def _shortened(page: Page) -> Sequence[Section]:
    """The sections, a step shorter each time, until they fit or nothing can be taken off."""
    if fits(page, page.sections):
        return page.sections
    sections = [_capped(section) for section in page.sections]
    over = [height(section) - FAIR.get(section.name, USUAL) for section in sections]
    before: list[list[Section]] = [[section] for section in page.sections]
    open_ = set(range(len(sections)))
    while open_ and not fits(page, sections):
        at = max(open_, key=lambda at: over[at])
        shorter = _shorter(sections[at])
        if shorter is None:
            open_.discard(at)
            continue
        before[at].append(sections[at])
        sections[at], over[at] = shorter, height(shorter) - FAIR.get(shorter.name, USUAL)
    return _given_back(page, sections, before)


def _given_back(page: Page, sections: list[Section], before: list[list[Section]]) -> list[Section]:
    """The sections with the last steps taken back for which there is room after all."""
    for at, longer in enumerate(before):
        while longer:
            tried = [*sections[:at], longer.pop(), *sections[at + 1 :]]
            if not fits(page, tried):
                break
            sections = tried
    return sections


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
    order = sorted(range(len(section.blocks)), key=lambda at: -height_of(section.blocks[at], section.name))
    for at in order:
        block = _shorter_block(section.blocks[at], section.name)
        if block is not None:
            return replace(section, blocks=(*section.blocks[:at], block, *section.blocks[at + 1 :]))
    return replace(section, blocks=section.blocks[:-1]) if len(section.blocks) > FEWEST_ITEMS else None


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
    """A table whose highest row says less in its highest cell; where none can, it has one row less."""
    widths = widths_of(table, name)
    for at in sorted(range(len(table.rows)), key=lambda at: -row_height(table.rows[at], widths)):
        row = table.rows[at]
        highest = max(range(len(row)), key=lambda place: row_height((row[place],), (widths[place],)))
        cell = _shorter_cell(row[highest])
        if cell is not None:
            changed = (*row[:highest], cell, *row[highest + 1 :])
            return replace(table, rows=(*table.rows[:at], changed, *table.rows[at + 1 :]))
    return replace(table, rows=table.rows[:-1]) if len(table.rows) > 1 else None


def _shorter_cell(cell: Cell) -> Cell | None:
    """A cell with one paragraph less, whose citations go to the one before; else with a shorter paragraph."""
    if len(cell.paragraphs) > 1:
        *others, before, last = cell.paragraphs
        refs, opens = (*before.refs, *last.refs), (*before.opens, *last.opens)
        return Cell((*others, replace(before, text=_ended(before.text), refs=refs, opens=opens)))
    short = _shorter_text(cell.paragraphs[0]) if cell.paragraphs else None
    return None if short is None else Cell((short,))


def _shorter_text(said: Paragraph) -> Paragraph | None:
    """A paragraph with one sentence less, or cut at a word where its one sentence is long; None where it is short."""
    text = said.text.removesuffix(" …")
    spans = sentence_spans(text)
    if len(spans) > 1:
        return replace(said, text=_ended(text[: spans[-1].start].rstrip()))
    if len(text) > _LONG:
        return replace(said, text=_ended(text[: len(text) * 2 // 3].rsplit(" ", 1)[0].rstrip(" ,;:")))
    return None


def _ended(text: str) -> str:
    return text if text.endswith("…") else f"{text} …"
