"""The problem in a few lines, and its first figure among its neighbours as a chart."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.chart import chart_of
from workbench.briefs.page import Block, Paragraph, Section, paragraphs


def section(annex: Annex) -> Section:
    """The problem."""
    blocks: list[Block] = [Paragraph(text) for text in paragraphs(annex.brief.brief.problem)]
    chart = chart_of(annex.brief, annex)
    return Section("problem", "The problem", (*blocks, chart) if chart else tuple(blocks))
