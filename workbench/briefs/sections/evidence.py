"""The evidence side by side: one line a topic, then cited findings that meet nothing, then what else is cited."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.page import Block, Cell, Listed, Paragraph, Section, Table
from workbench.triangulation.protocol.joint_display import JointRow

COLUMNS = ("Topic", "What the data says", "What people say", "How they meet", "What we make of it together")
_FITS = {"confirmation": "each confirms the other", "expansion": "each adds to the other", "discordance": "they clash"}


def section(annex: Annex) -> Section:
    """One line a topic: numbers, people, how they meet, what we make of it."""
    brief = annex.brief
    rows = [_row(row, annex) for row in brief.rows]
    placed = {line.id for row in brief.rows for line in row.findings}
    rows += [
        (
            Cell((Paragraph("On its own"),)),
            Cell(annex.numbers_paragraphs([line.id])) if line.strand == "numbers" else Cell(),
            Cell(annex.words_paragraphs([line.id])) if line.strand == "words" else Cell(),
            Cell((Paragraph("not set beside the other side"),)),
            Cell(),
        )
        for line in brief.findings.values()
        if line.id not in placed
    ]
    blocks: list[Block] = [Table("What is known, side by side", COLUMNS, tuple(rows))] if rows else []
    loose = [
        Paragraph(one.note or annex.title(one.kind, one.thing_id), (annex.cited(one.kind, one.thing_id),))
        for one in brief.citations
        if one.kind in {"quote", "figure"} and one.option_id is None and annex.has(one.kind, one.thing_id)
    ]
    if loose:
        blocks += [Paragraph("Also cited", role="label"), Listed(tuple(loose))]
    return Section("evidence", "The evidence", tuple(blocks))


def _row(row: JointRow, annex: Annex) -> tuple[Cell, ...]:
    together = [Paragraph(row.together)] if row.together else [Paragraph("Not written down yet.", role="note")]
    if row.fit:
        together.append(Paragraph(f"({_FITS[row.fit]})", role="note"))
    again = annex.again(row.state, row.cause, "Something in this topic changed since")
    if again:
        said = f"{again[:1].upper()}{again[1:].rstrip('.')}."
        together.append(Paragraph(said, role="warning" if row.state == "recheck" else "note"))
    silent = Paragraph("says nothing on this", role="note")
    return (
        Cell((Paragraph(row.topic),)),
        Cell(annex.numbers_paragraphs([side.finding.id for side in row.numbers]) or (silent,)),
        Cell(annex.words_paragraphs([side.finding.id for side in row.words]) or (silent,)),
        Cell((Paragraph(row.meet, role="meet") if row.meet else Paragraph("not judged yet", role="note"),)),
        Cell(tuple(together)),
    )
