"""Outcomes: later, whether what was to move has moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.decisions import Decision
from workbench.briefs.objectives import Objective, expected_in_words
from workbench.errors import WorkbenchError
from workbench.indicators.change import Change, change_since, change_words
from workbench.indicators.datasets import today
from workbench.indicators.observations import Figure, figures
from workbench.rows import AUTOINCREMENT, Row, add, column, find, live, now, one_of
from workbench.sources.coders import coder_names, current_coder
from workbench.triangulation.figures import FigureLine, figure_lines
from workbench.triangulation.silence.requests import day_of

_UNEVEN = 3
"""By so many days months, quarters and years differ among themselves."""
MOVED = ("as hoped", "partly", "not", "the other way", "cannot tell")


class Outcome(Row, table=True):
    """What became of a decision: the indicator that was to move, and what people say."""

    __table_args__: Any = (one_of("moved", MOVED), AUTOINCREMENT)

    decision_id: int = Field(foreign_key="decision.id", index=True)
    objective_id: int | None = Field(default=None, foreign_key="objective.id")
    before_id: int | None = Field(default=None, foreign_key="observation.id")
    after_id: int | None = Field(default=None, foreign_key="observation.id")
    moved: str = "cannot tell"
    said: str = ""
    """What people say of it, and what else could be behind it."""
    seen_on: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""


class OutcomeIsEmptyError(WorkbenchError):
    """Say in a sentence what has come of it: what people say, and what else could be behind it."""


class FiguresOfTwoSeriesError(WorkbenchError):
    """The figure before and the figure after must be of the same indicator, area and group of people, the later one after."""


class ObjectiveOfAnotherBriefError(WorkbenchError):
    """That objective belongs to another brief. Choose one of this brief's."""


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What came of a decision, as it is listed. `seen_on` is an ISO day."""

    id: int
    decision_id: int
    objective: str
    before: FigureLine | None
    after: FigureLine | None
    moved: str
    said: str
    seen_on: str
    who: str
    at: str
    expected: str = ""
    """What the objective said would come about, and by which day."""
    decided: str = ""
    """ISO day of the decision."""

    @property
    def indicator(self) -> str:
        """What was to move, and where; empty where no figure is named."""
        line = self.after or self.before
        return f"{line.figure.indicator}, {line.area}" if line else ""

    @property
    def change(self) -> Change | None:
        """The figure after against the figure before; None where one of them is missing."""
        if self.before is None or self.after is None:
            return None
        return change_since([self.before.figure, self.after.figure])

    @property
    def change_words(self) -> str:
        """Whether the change is more than chance, in a sentence."""
        found = self.change
        if found is not None:
            return change_words(found)
        return "No figure from afterwards is there yet." if self.before else ""

    @property
    def care(self) -> str:
        """A sentence where what is said goes further than the figures do, or these are too early; else empty."""
        if self.after is not None and self.after.figure.ends <= self.decided:
            return "The figure from afterwards ends before the decision, so it cannot show what came of it."
        found = self.change
        if found is None or self.moved not in {"as hoped", "partly", "the other way"}:
            return ""
        if found.gap is None or not found.gap.told_apart:
            return f"It is said to have moved ({self.moved}), but the figures alone do not show it."
        return ""


def note_outcome(
    session: Session,
    decision_id: int,
    *,
    moved: str,
    said: str,
    before_id: int | None = None,
    after_id: int | None = None,
    objective_id: int | None = None,
    seen_on: str = "",
) -> int:
    """Note what came of a decision; what was noted earlier stays beside it.

    Args:
        session: inside a change.
        decision_id: the decision.
        moved: one of `MOVED`.
        said: what people say of it now, and what else could be behind it.
        before_id: the figure from which it started.
        after_id: the later figure of the same series.
        objective_id: which objective of the brief it is about.
        seen_on: the day on which it was looked at; without it today.

    Raises OutcomeIsEmptyError, FiguresOfTwoSeriesError, ObjectiveOfAnotherBriefError, DueIsNoDayError.
    """
    if moved not in MOVED:
        raise ValueError(f"no such outcome: {moved}")
    if not said.strip():
        raise OutcomeIsEmptyError
    decision = find(session, Decision, decision_id)
    if objective_id is not None and find(session, Objective, objective_id).brief_id != decision.brief_id:
        raise ObjectiveOfAnotherBriefError
    lines = figure_lines(session, {key for key in (before_id, after_id) if key is not None})
    if before_id is not None and after_id is not None and not _one_series(lines[before_id], lines[after_id]):
        raise FiguresOfTwoSeriesError
    return add(
        session,
        Outcome,
        decision_id=decision_id,
        objective_id=objective_id,
        before_id=before_id,
        after_id=after_id,
        moved=moved,
        said=said.strip(),
        seen_on=day_of(seen_on) or today(),
        coder_id=current_coder(session),
        at=now(),
    )


def _one_series(before: FigureLine, after: FigureLine) -> bool:
    """Whether two figures are of one series, the first before the second."""
    one, other = before.figure, after.figure
    same = (one.indicator_id, one.area_code, one.breakdown) == (other.indicator_id, other.area_code, other.breakdown)
    return same and one.ends < other.ends


def later_figures(session: Session, before: FigureLine) -> list[FigureLine]:
    """The figures of the same series after this one, over as long a time, the newest first."""
    first = before.figure
    found = figures(session, indicator_id=first.indicator_id, area=first.area_code)
    keys = [
        one.id
        for one in found
        if one.breakdown == first.breakdown and one.ends > first.ends and abs(_days(one) - _days(first)) <= _UNEVEN
    ]
    lines = figure_lines(session, keys)
    return sorted(lines.values(), key=lambda line: line.figure.ends, reverse=True)


def _days(figure: Figure) -> int:
    """How many days a figure is about."""
    return (date.fromisoformat(figure.ends) - date.fromisoformat(figure.starts)).days


def outcomes(session: Session, decision_id: int | None = None) -> list[OutcomeLine]:
    """Every outcome, or those of a decision, in the order in which they were noted."""
    statement = live(Outcome).order_by(column(Outcome, "at"), column(Outcome, "id"))
    if decision_id is not None:
        statement = statement.where(column(Outcome, "decision_id") == decision_id)
    rows = list(session.execute(statement.execution_options(populate_existing=True)).scalars())
    wanted = {key for row in rows for key in (row.before_id, row.after_id) if key is not None}
    figures = figure_lines(session, wanted) if wanted else {}
    named = {row.id: row for row in session.execute(live(Objective)).scalars()}
    taken = {row.id: row.decided_on or row.at[:10] for row in session.execute(live(Decision)).scalars()}
    names = coder_names(session)
    return [
        OutcomeLine(
            id=row.id or 0,
            decision_id=row.decision_id,
            objective=named[row.objective_id].text if row.objective_id in named else "",
            before=figures.get(row.before_id or 0),
            after=figures.get(row.after_id or 0),
            moved=row.moved,
            said=row.said,
            seen_on=row.seen_on,
            who=names.get(row.coder_id, ""),
            at=row.at,
            expected=expected_in_words(named.get(row.objective_id)),
            decided=taken.get(row.decision_id, ""),
        )
        for row in rows
    ]
