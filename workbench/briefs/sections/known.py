"""What is known, topic by topic: what the data say, what people say, and where the two meet and where not."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.page import Cell, Paragraph, Section, Table
from workbench.triangulation.protocol.joint_display import JointRow

COLUMNS = ("Topic", "What the data say", "What people say", "Where they meet")


def section(annex: Annex) -> Section:
    """One line a topic; each sentence opens to its figures, or to its people and one quote."""
    brief = annex.brief
    rows = [
        (
            Cell((Paragraph(row.topic),)),
            _cell(annex, [side.finding.id for side in row.numbers]),
            _cell(annex, [side.finding.id for side in row.words]),
            _meet(row),
        )
        for row in brief.rows
    ]
    placed = {line.id for row in brief.rows for line in row.findings}
    alone = [line for line in brief.of_the_problem if line.id not in placed]
    rows += [
        (
            Cell((Paragraph("On its own"),)),
            _cell(annex, [line.id] if line.strand == "numbers" else []),
            _cell(annex, [line.id] if line.strand == "words" else []),
            Cell((Paragraph("not set beside the other side", role="note"),)),
        )
        for line in alone
    ]
    table = Table("What is known, topic by topic", COLUMNS, tuple(rows))
    return Section("known", "What is known", (table,) if rows else (), more="evidence")


def _meet(row: JointRow) -> Cell:
    """How the two sides meet, and whether that is to be looked at again."""
    meet = Paragraph(row.meet, role="meet") if row.meet else Paragraph("not judged yet", role="note")
    again = (Paragraph("to be looked at again", role="note"),) if row.state == "recheck" else ()
    return Cell((meet, *again))


def _cell(annex: Annex, findings: list[int]) -> Cell:
    said = tuple(annex.sentence(key) for key in findings)
    return Cell(said or (Paragraph("says nothing on this", role="note"),))
