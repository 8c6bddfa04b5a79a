"""The problem in a few lines, then what each side says of it, where they meet, and its first figure as a chart."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.chart import chart_of
from workbench.briefs.page import Block, Paragraph, Section, paragraphs


def section(annex: Annex) -> Section:
    """The problem."""
    brief = annex.brief
    blocks: list[Block] = [Paragraph(text) for text in paragraphs(brief.brief.problem)]
    lines = brief.of_the_problem
    blocks += [
        Paragraph(line.statement, (annex.finding(line.id),), role="numbers", heading="What the data says")
        for line in lines
        if line.strand == "numbers"
    ]
    blocks += [
        Paragraph(line.statement, (annex.finding(line.id),), role="words", heading="What people say")
        for line in lines
        if line.strand == "words"
    ]
    blocks += [
        Paragraph(row.meet, role="meet", heading="Where they meet", label=row.topic) for row in brief.rows if row.meet
    ]
    chart = chart_of(brief, annex)
    return Section("problem", "The problem", (*blocks, chart) if chart else tuple(blocks))
