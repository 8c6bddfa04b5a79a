"""Numbering: every place of a page that cites something gets its number, in the order in which they are read. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from workbench.briefs.page import Block, Cell, Chart, Listed, Page, Paragraph, Ref, Section, Table


def numbered(page: Page) -> Page:
    """The page with its places numbered, and its annex with every place that cites each entry; others are left out."""
    numbering = _Numbering()
    sections = tuple(numbering.section(one) for one in page.sections)
    further = tuple(numbering.section(one) for one in page.further)
    behind = [replace(entry, rests_on=numbering.refs(entry.rests_on)) for entry in page.annex]
    entries = tuple(
        replace(entry, refs=tuple(Ref(entry.key, nth + 1) for nth in range(numbering.used[entry.key])))
        for entry in behind
    )
    return replace(page, sections=sections, further=further, annex=tuple(one for one in entries if one.refs))


class _Numbering:
    """Counts the places of each entry while a page is gone through."""

    def __init__(self) -> None:
        self.used: Counter[str] = Counter()

    def refs(self, refs: tuple[Ref, ...]) -> tuple[Ref, ...]:
        found = []
        for ref in refs:
            self.used[ref.key] += 1
            found.append(Ref(ref.key, self.used[ref.key]))
        return tuple(found)

    def section(self, section: Section) -> Section:
        return replace(section, blocks=tuple(self._block(block) for block in section.blocks))

    def _block(self, block: Block) -> Block:
        if isinstance(block, Table):
            rows = tuple(
                tuple(Cell(tuple(self._said(one) for one in cell.paragraphs)) for cell in row) for row in block.rows
            )
            return replace(block, rows=rows)
        if isinstance(block, Listed):
            return replace(block, items=tuple(self._said(one) for one in block.items))
        if isinstance(block, Chart):
            return replace(block, refs=self.refs(block.refs))
        return self._said(block)

    def _said(self, said: Paragraph) -> Paragraph:
        return replace(said, refs=self.refs(said.refs), opens=tuple(self._said(one) for one in said.opens))
