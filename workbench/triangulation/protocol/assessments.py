"""Assessments: what a team writes of the whole after comparing row by row, and of what each source adds alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, live, now, one_of, remove, table_of
from workbench.sources.coders import coder_names, current_coder
from workbench.text import stamp
from workbench.triangulation import freshness
from workbench.triangulation.protocol.convergence import GLYPHS, VALUES, WORDS
from workbench.triangulation.protocol.matrix import Matrix, MatrixRow, matrix
from workbench.triangulation.protocol.topic_rows import JudgeFirstError, TopicRow

KINDS = ("whole", "completeness")


class Assessment(Row, table=True):
    """What was made of all rows of a question, or of the project where the question is empty."""

    __table_args__: Any = (one_of("kind", KINDS), AUTOINCREMENT)

    kind: str
    about: str = ""
    """The research question as it is written on rows; empty for the whole project."""
    text: str
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
    stamp: str = ""
    """The stamp of how the rows stood when it was written."""
    says: str = "{}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How the pairs of some topics stand, counted."""

    values: dict[str, int]
    """By verdict, in the protocol's order: those that stand for everybody who judged."""
    cannot_tell: int = 0
    unsettled: int = 0
    """Pairs that people judged differently, with nothing settled."""
    not_judged: int = 0
    by_one: int = 0
    """Of all that stand, those that one person alone judged."""
    settled: int = 0
    """Of all that stand, those that were settled on."""
    hidden: int = 0
    """Pairs somebody has judged and that this coder does not see yet."""

    @property
    def sentence(self) -> str:
        """The counts as people read them, none left out."""
        parts = [f"{number} {WORDS[value]} ({GLYPHS[value]})" for value, number in self.values.items() if number]
        for number, said in (
            (self.cannot_tell, "where it cannot be told"),
            (self.unsettled, "judged differently"),
            (self.hidden, "out of your sight until you have judged"),
            (self.not_judged, "not judged yet"),
        ):
            parts += [f"{number} {said}"] if number else []
        alone = f" {self.by_one} of them judged by one person only." if self.by_one else ""
        return f"{', '.join(parts) or 'no two sources meet yet'}.{alone}"


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """What was made of the whole, or of what each source adds, and whether the rows still stand as they did."""

    id: int
    kind: str
    about: str
    text: str
    by: str
    at: str
    state: freshness.State
    cause: str


class AssessmentIsEmptyError(WorkbenchError):
    """Write in a few sentences what you make of all topics together."""


class NothingToAssessError(WorkbenchError):
    """No topic is sorted under that research question. Sort topics first, then assess them."""


def tally(rows: Iterable[MatrixRow]) -> Tally:
    """Count how the pairs of some topics stand; pairs on which neither speaks are no pairs."""
    values = dict.fromkeys(VALUES, 0)
    more: Counter[str] = Counter()
    for row in rows:
        for one in row.meetings.values():
            if not one.matters:
                continue
            if one.hidden:
                more["hidden"] += 1
            elif one.unsettled:
                more["unsettled"] += 1
            elif one.consensus is not None:
                values[one.consensus.value] += 1
                more["settled"] += 1
            elif not one.judged:
                more["not_judged"] += 1
            else:
                more["by_one"] += len(one.judged) == 1
                value = one.judged[0].confirmed
                if value:
                    values[value] += 1
                else:
                    more["cannot_tell"] += 1
    return Tally(values, **more)


def write_assessment(session: Session, text: str, *, kind: str = "whole", about: str = "") -> int:
    """Write what is made of the whole, or of what each source adds; of one research question, or of the project.

    What is written on the same again replaces it, and remembers how the rows stand now. Raises AssessmentIsEmptyError,
    NothingToAssessError, and JudgeFirstError while something of these rows is hidden from this coder.
    """
    if not text.strip():
        raise AssessmentIsEmptyError
    cells: dict[str, Any] = {
        "text": text.strip(),
        "coder_id": current_coder(session),
        "at": now(),
        **_seen(rows_say(session, kind, about)),
    }
    there = [one for one in _rows(session) if (one.kind, one.about) == (kind, about)]
    if there:
        amend(session, Assessment, there[-1].id or 0, **cells)
        return there[-1].id or 0
    return add(session, Assessment, kind=kind, about=about, **cells)


def rows_say(session: Session, kind: str, about: str) -> dict[str, Any]:
    """How the rows that an assessment is of stand now, in the form that is kept.

    Raises NothingToAssessError, and JudgeFirstError while something of them is hidden from this coder.
    """
    rows = [row for row in matrix(session).rows if not about or row.about == about]
    if not rows:
        raise NothingToAssessError
    if any(row.hidden for row in rows):
        raise JudgeFirstError
    return _says(kind, rows, _guids(session))


def still_assessed(session: Session, assessment_id: int) -> None:
    """Say that what was written still holds as the rows stand now; who wrote it, and when, stays.

    Raises NothingToAssessError, JudgeFirstError.
    """
    row = find(session, Assessment, assessment_id)
    amend(session, Assessment, assessment_id, **_seen(rows_say(session, row.kind, row.about)))


def _seen(says: dict[str, Any]) -> dict[str, str]:
    """The cells that remember how rows stand."""
    return {"stamp": stamp(says), "says": json.dumps(says, ensure_ascii=False, sort_keys=True)}


def remove_assessment(session: Session, assessment_id: int) -> None:
    """Take an assessment out."""
    find(session, Assessment, assessment_id)
    remove(session, Assessment, assessment_id)


def assessments(session: Session, of: Matrix | None = None) -> list[AssessmentLine]:
    """The newest assessment of each kind and research question, the project's first.

    Not those on rows of which something is hidden from this coder: they would tell how others judged.
    """
    of = of or matrix(session)
    names, guids = coder_names(session), _guids(session)
    found = []
    for row in {(one.kind, one.about): one for one in _rows(session)}.values():
        rows = [each for each in of.rows if not row.about or each.about == row.about]
        if any(each.hidden for each in rows):
            continue
        says = _says(row.kind, rows, guids)
        state = freshness.CURRENT if stamp(says) == row.stamp else freshness.compare(json.loads(row.says), says)
        found.append(
            AssessmentLine(
                row.id or 0, row.kind, row.about, row.text, names.get(row.coder_id, ""), row.at, state.state, state.why
            )
        )
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.about))


def _says(kind: str, rows: Iterable[MatrixRow], guids: dict[int, str]) -> dict[str, Any]:
    """How rows stand, as an assessment is stamped: of the whole how each pair stands, else who speaks on each topic."""
    things: dict[str, Any] = {}
    for row in rows:
        if kind == "completeness":
            speaks = ", ".join(name for name, cell in row.cells.items() if cell.findings) or "nobody"
            things[guids[row.id]] = {"kind": "judgement", "called": f"who speaks on “{row.title}”", "words": speaks}
            continue
        for one in row.meetings.values():
            if one.matters:
                called = f"{one.a} and {one.b} on “{row.title}”"
                key = f"{guids[row.id]} {one.a} {one.b}"
                things[key] = {"kind": "judgement", "called": called, "words": one.words}
    return {"things": things}


def _guids(session: Session) -> dict[int, str]:
    table = table_of(TopicRow)
    return {key: guid.hex() for key, guid in session.execute(sa.select(table.c.id, table.c.guid))}


def _rows(session: Session) -> list[Assessment]:
    ordered = live(Assessment).order_by(column(Assessment, "at"), column(Assessment, "guid"))
    return list(session.execute(ordered.execution_options(populate_existing=True)).scalars())
