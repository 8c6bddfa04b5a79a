"""Contents: everything that a brief says and rests on, read from the project in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session

from workbench.briefs.appraisal import Appraisal, appraisal
from workbench.briefs.conditions import ConditionLine, conditions
from workbench.briefs.counter import speaks_against
from workbench.briefs.decisions import decisions
from workbench.briefs.dependence import Dependence, dependences
from workbench.briefs.evidence import CitationLine, citations
from workbench.briefs.lines import BriefLine, DecisionLine, OptionLine
from workbench.briefs.options import briefs, options
from workbench.briefs.outcomes import OutcomeLine, outcomes
from workbench.briefs.slots import SlotLine, slots
from workbench.briefs.tasks import TaskLine, tasks
from workbench.briefs.voices import Voice, voices
from workbench.rows import NotInProjectError
from workbench.triangulation.figures import FigureLine, figure_lines
from workbench.triangulation.findings import FindingLine, findings
from workbench.triangulation.neighbours import figures_beside
from workbench.triangulation.protocol.joint_display import (
    JointRow,
    NumbersSide,
    WordsSide,
    both_sides,
    joint_rows,
)
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.silence.threads import ThreadLine, threads


@dataclass(frozen=True, slots=True)
class Contents:
    """A brief with its options, its evidence, and where that evidence meets."""

    brief: BriefLine
    options: tuple[OptionLine, ...]
    citations: tuple[CitationLine, ...]
    findings: dict[int, FindingLine]
    """The cited findings, and those that meet them in a topic row."""
    numbers: dict[int, NumbersSide]
    words: dict[int, WordsSide]
    rows: tuple[JointRow, ...]
    """The topic rows in which a cited finding speaks."""
    figures: dict[int, FigureLine]
    threads: tuple[ThreadLine, ...]
    decisions: tuple[DecisionLine, ...]
    charted: FigureLine | None = None
    """The first figure of the problem that has neighbours, to be drawn among them."""
    tasks: tuple[TaskLine, ...] = ()
    """What it was sent back with."""
    conditions: tuple[ConditionLine, ...] = ()
    outcomes: tuple[OutcomeLine, ...] = ()
    beside_charted: tuple[FigureLine, ...] = ()
    """It and its neighbours, and the larger areas that they lie in."""
    slots: tuple[SlotLine, ...] = ()
    """What the council's report form asks for."""
    appraisal: Appraisal = field(default_factory=Appraisal)
    against: dict[int, frozenset[int]] = field(default_factory=dict)
    """By cited finding, the passages in which people said something against it."""
    voices: tuple[Voice, ...] = ()
    """Who is quoted by what is cited, and how often, for the team."""
    flows: tuple[Dependence, ...] = ()
    """The flows of data that options depend on, and how they stand."""

    @property
    def of_the_problem(self) -> list[FindingLine]:
        """The findings that the problem rests on; one cited only because an option works stays out unless it meets others."""
        return of_the_problem(self.citations, self.rows, self.findings.values())

    def cited(self, kind: str, *, option_id: int | None = None, supports: str | None = None) -> list[CitationLine]:
        """The citations of one kind for the brief as a whole (None) or one option."""
        return [
            one
            for one in self.citations
            if one.kind == kind and one.option_id == option_id and supports in {None, one.supports}
        ]


def contents(session: Session, brief_id: int) -> Contents:
    """Read a brief; raises NotInProjectError when it is gone."""
    brief = next((one for one in briefs(session) if one.id == brief_id), None)
    if brief is None:
        raise NotInProjectError
    cited = citations(session, brief_id)
    named = {one.thing_id for one in cited if one.kind == "finding"}
    rows = [
        row
        for row in matrix(session).rows
        if named & {line.id for cell in row.cells.values() for line in cell.findings}
    ]
    meeting = {line.id for row in rows for cell in row.cells.values() for line in cell.findings}
    lines = {line.id: line for line in findings(session, named | meeting)}
    numbers, words = both_sides(session, lines.values())
    figures = {one.id: one for side in numbers.values() for one in side.figures}
    figures.update(figure_lines(session, {one.thing_id for one in cited if one.kind == "figure"}))
    given = options(session, brief_id)
    appraised = appraisal(session, brief_id, given)
    starts = {one.observation_id for one in appraised.objectives if one.observation_id is not None}
    figures.update(figure_lines(session, starts))
    taken = decisions(session, brief_id)
    decided = {one.id for one in taken}
    came = [one for one in outcomes(session) if one.decision_id in decided] if decided else []
    figures.update((one.id, one) for outcome in came for one in (outcome.before, outcome.after) if one is not None)
    shown = {row.id for row in rows}
    joint = joint_rows(session, rows)
    charted, beside = _charted(session, of_the_problem(cited, joint, lines.values()), numbers)
    return Contents(
        brief=brief,
        options=tuple(given),
        flows=dependences(session, [one.id for one in given]),
        citations=tuple(cited),
        findings=lines,
        numbers=numbers,
        words=words,
        rows=tuple(joint),
        figures=figures,
        threads=tuple(one for one in threads(session) if one.row_id in shown or one.finding_id in named),
        decisions=tuple(taken),
        tasks=tuple(tasks(session, brief_id)),
        conditions=tuple(conditions(session, decided)),
        outcomes=tuple(came),
        charted=charted,
        beside_charted=beside,
        slots=tuple(slots(session, brief_id)),
        appraisal=appraised,
        against={
            key: frozenset(one.coding_id for one in found) for key, found in speaks_against(session, named).items()
        },
        voices=voices(session, [one.thing_id for one in cited if one.kind == "quote"]),
    )


def of_the_problem(
    cited: Iterable[CitationLine], rows: Iterable[JointRow], lines: Iterable[FindingLine]
) -> list[FindingLine]:
    """The findings that a problem rests on, in their order."""
    works = {one.thing_id for one in cited if one.kind == "finding" and one.supports == "option works"}
    speaking = {line.id for row in rows for line in row.findings}
    return [line for line in lines if line.id in speaking or line.id not in works]


def _charted(
    session: Session, lines: Iterable[FindingLine], numbers: dict[int, NumbersSide]
) -> tuple[FigureLine | None, tuple[FigureLine, ...]]:
    """The first figure of these findings with at least two neighbours that have a value, and all of them."""
    for line in lines:
        for figure in numbers[line.id].figures if line.id in numbers else ():
            around = figures_beside(session, figure)
            if sum(one.figure.value is not None for one in around if one.id != figure.id) >= 2:
                return figure, tuple(around)
    return None, ()
