"""The silence map: for every topic and source whether it speaks, why it does not, and what was asked for so that it can."""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import Session

from workbench.desk.workbook.making import Making
from workbench.exchange.workbook.meeting import SILENT, to_findings
from workbench.exchange.workbook.sheets import NONE, Column, Sheet, lines
from workbench.rows import live
from workbench.triangulation.matrix import MatrixRow
from workbench.triangulation.requests import Request

SILENCES = "Silence map"


def silence_map(session: Session, made: Making) -> Sheet:
    """A row a topic and source; what was asked of whom is for the team."""
    columns = (
        Column("Topic", 30, strong=True),
        Column("Source", 24),
        Column("Does it speak?", 12),
        Column("Why it is silent", 50),
        Column("Findings", 14),
        *((Column("What was asked for, and what came of it", 60),) if made.at.team else ()),
    )
    asked: dict[tuple[int | None, str], list[str]] = defaultdict(list)
    for one in session.execute(live(Request)).scalars():
        came = f": {one.came}" if one.came else ""
        asked[one.row_id, one.source].append(f"{one.wanted} ({one.state}{came})")
    rows = []
    for topic in made.matrix(session):
        for source, cell in topic.cells.items():
            why = NONE if cell.findings else lines(_why(topic, source)) or SILENT[""]
            line = (topic.title, source, "yes" if cell.findings else "no", why)
            names = to_findings(finding.name for finding in cell.findings)
            rows.append((*line, names, *((lines(asked[topic.id, source]) or NONE,) if made.at.team else ())))
    return Sheet(
        SILENCES,
        "Silence map: which source speaks on which topic, and why others do not",
        columns,
        rows,
        "There are no topics yet.",
        notes=("How the two sides meet",),
    )


def _why(topic: MatrixRow, source: str) -> list[str]:
    """The reasons that people gave for a source's silence, each once."""
    said = [
        one.silence
        for pair, meeting in topic.meetings.items()
        if source in pair
        for one in meeting.every
        if one.confirmed == "silence" and one.silence
    ]
    return [SILENT[kind] for kind in dict.fromkeys(said)]
