"""The silence map: for every topic and source whether it speaks, why it does not, on whose word, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from workbench.desk.not_known import Entry, NotKnown, Telling, read_not_known
from workbench.desk.workbook.making import Making
from workbench.exchange.workbook.meeting import SILENT, to_findings
from workbench.exchange.workbook.sheets import NONE, Column, Sheet, lines, or_none
from workbench.triangulation.protocol.matrix import Cell, MatrixRow
from workbench.triangulation.silence.silences import By

SILENCES = "Silence map"
ON_WHOSE_WORD: dict[By, str] = {
    "settled": "settled together by people who judged it",
    "said": "a person's judgement",
    "differs": "people judged it differently",
    "proposed": "the project proposes it; nobody has judged it",
}
_TEAM = (Column("What was asked for, and what came of it", 50),)


def silence_map(session: Session, made: Making) -> Sheet:
    """A row a topic and source; what was asked of whom is for the team, as are reasons that give numbers or names.

    What others judged and the person at the keyboard may not see yet is not in it.
    """
    telling = Telling(made.at)
    known = read_not_known(session)
    columns = (
        Column("Topic", 34, strong=True),
        Column("Source", 20),
        Column("Does it speak?", 12),
        Column("Why it is silent", 34),
        Column("On whose word", 26),
        Column("Reason", 50),
        Column("Findings", 14),
        Column("Question it opened", 40),
        *(_TEAM if made.at.team else ()),
    )
    rows = [
        _row(known, topic, source, cell, telling) for topic in known.matrix.rows for source, cell in topic.cells.items()
    ]
    made.remarks += telling.remarks()
    return Sheet(
        SILENCES,
        "Silence map: which source speaks on which topic, and why others do not",
        columns,
        rows,
        "There are no topics yet.",
        notes=("How the two sides meet",),
    )


def _row(known: NotKnown, topic: MatrixRow, source: str, cell: Cell, telling: Telling) -> tuple[Any, ...]:
    entry = known.at(topic.id, source)
    if cell.findings or entry is None:
        said = ("yes", "it speaks", NONE, NONE)
    else:
        stands = entry.stands
        kind = SILENT[stands.kind] if stands.kind else "seen differently"
        hidden = stands.by == "differs" and not telling.at.team
        why = "" if hidden else telling.told(stands.why, stands.bare)
        said = ("no", kind, ON_WHOSE_WORD[stands.by], str(or_none(why)))
    names = to_findings(finding.name for finding in cell.findings)
    opened = lines(_questions(entry, telling)) or NONE
    asked = (lines(one.said for one in entry.requests) if entry else "") or NONE
    return (topic.title, source, *said, names, opened, *((asked,) if telling.at.team else ()))


def _questions(entry: Entry | None, telling: Telling) -> Iterable[str]:
    state = {"open": "open", "resolved": "answered", "parked": "left for later"}
    for one in entry.threads if entry is not None else ():
        question = telling.told(one.question)
        if question:
            yield f"{question} ({state[one.state]})"
