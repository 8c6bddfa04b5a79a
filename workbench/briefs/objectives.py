"""Objectives: what should be better afterwards, each tied to an indicator and to what people live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Field, Session

from workbench import geography
from workbench.briefs.below import add_below, amend_below, below, remove_below
from workbench.errors import WorkbenchError
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import AUTOINCREMENT, Row, column, find, in_chunks, live
from workbench.sources.asked import Question
from workbench.text import day_in_words
from workbench.triangulation.silence.requests import day_of

MOST = 3


class Objective(Row, table=True):
    """What should be better afterwards, and how that will be seen in numbers and in people's lives."""

    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    position: int = 0
    text: str
    indicator_id: int | None = Field(default=None, foreign_key="indicator.id")
    area: str = ""
    """Code of the area in which it is measured."""
    observation_id: int | None = Field(default=None, foreign_key="observation.id")
    """The figure from which it starts."""
    baseline: str = ""
    """Where it starts, in words, where no figure of the project says it."""
    target: str = ""
    by: str = ""
    """ISO day."""
    lived: str = ""
    """How it will be seen in people's lives: what will be asked, of whom."""
    question_id: int | None = Field(default=None, foreign_key="question.id")
    """The question, of the topic guide or of a survey, that is asked again."""


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """An objective, as a page shows it. `by` is an ISO day or empty."""

    id: int
    brief_id: int
    text: str
    indicator_id: int | None
    indicator: str
    area: str
    observation_id: int | None
    """The figure from which it starts, while that is in the project."""
    baseline: str
    target: str
    by: str
    lived: str
    question_id: int | None
    question: str
    """The question that is asked again, in its own words."""

    @property
    def area_name(self) -> str:
        """The area in which it is measured, by its name."""
        known = geography.area(self.area) if self.area else None
        return known.name if known else self.area

    @property
    def by_words(self) -> str:
        """The day as people write it."""
        return day_in_words(date.fromisoformat(self.by)) if self.by else ""

    @property
    def is_measured(self) -> bool:
        """Whether an indicator is named by which it is seen."""
        return self.indicator_id is not None

    @property
    def is_lived(self) -> bool:
        """Whether it is said how it will be seen in people's lives."""
        return bool(self.lived or self.question)


class ObjectiveIsEmptyError(WorkbenchError):
    """Write in a sentence what should be better afterwards."""


class TooManyObjectivesError(WorkbenchError):
    """A brief has at most three objectives. Take one out first, or put two into one."""


class OtherIndicatorError(WorkbenchError):
    """The figure to start from is one of another indicator. Choose a figure of the indicator by which it is measured."""


def add_objective(session: Session, brief_id: int, text: str, **cells: Any) -> int:
    """Add an objective, of at most three.

    Cells: indicator_id; area, a code; observation_id, the figure from which it starts, which says the indicator and the
    area where they are not given; baseline, in words; target; by, a day in words or as ISO; lived; question_id.
    Raises ObjectiveIsEmptyError, TooManyObjectivesError, OtherIndicatorError, DueIsNoDayError, BriefIsDecidedError.
    """
    kept = _cells(session, {"text": text, **cells})
    if len(below(session, Objective, "brief_id", [brief_id]).get(brief_id, ())) >= MOST:
        raise TooManyObjectivesError
    return add_below(session, Objective, {"brief_id": brief_id}, **kept)


def amend_objective(session: Session, objective_id: int, **cells: Any) -> None:
    """Change cells of an objective, `text` among them; raises what `add_objective` does."""
    there = find(session, Objective, objective_id)
    amend_below(session, Objective, objective_id, **_cells(session, {"text": there.text, **cells}))


def remove_objective(session: Session, objective_id: int) -> None:
    """Take an objective out."""
    remove_below(session, Objective, objective_id)


def objectives(session: Session, brief_ids: Iterable[int]) -> dict[int, tuple[ObjectiveLine, ...]]:
    """The objectives of each brief, in the order in which they were written down."""
    found = below(session, Objective, "brief_id", brief_ids)
    rows = [row for some in found.values() for row in some]
    names = {row.id: row.name for row in _rows(session, Indicator, (row.indicator_id for row in rows))}
    asked = {row.id: row.text or row.short for row in _rows(session, Question, (row.question_id for row in rows))}
    figures = {row.id for row in _rows(session, Observation, (row.observation_id for row in rows))}
    return {
        brief: tuple(
            ObjectiveLine(
                id=row.id or 0,
                brief_id=brief,
                text=row.text,
                indicator_id=row.indicator_id if row.indicator_id in names else None,
                indicator=names.get(row.indicator_id, ""),
                area=row.area,
                observation_id=row.observation_id if row.observation_id in figures else None,
                baseline=row.baseline,
                target=row.target,
                by=row.by,
                lived=row.lived,
                question_id=row.question_id if row.question_id in asked else None,
                question=asked.get(row.question_id, ""),
            )
            for row in some
        )
        for brief, some in found.items()
    }


def expected_in_words(objective: Objective | ObjectiveLine | None) -> str:
    """How far an objective should get, and by which day; empty where neither is said.

    >>> expected_in_words(Objective(brief_id=1, text="", target="Fewer than today.", by="2027-07-31"))
    'Fewer than today, by 31 July 2027'
    """
    if objective is None:
        return ""
    by = f"by {day_in_words(date.fromisoformat(objective.by))}" if objective.by else ""
    return ", ".join(part for part in (objective.target.rstrip("."), by) if part)


def _rows(session: Session, kind: Any, keys: Iterable[int | None]) -> list[Any]:
    """The rows of these keys that are still in the project."""
    wanted = sorted({key for key in keys if key is not None})
    return [
        row
        for some in in_chunks(wanted)
        for row in session.execute(live(kind).where(column(kind, "id").in_(some))).scalars()
    ]


def _cells(session: Session, given: dict[str, Any]) -> dict[str, Any]:
    """An objective's cells as they are kept; the figure to start from says the indicator and area that are not told."""
    kept: dict[str, Any] = {name: said.strip() if isinstance(said, str) else said for name, said in given.items()}
    if not kept["text"]:
        raise ObjectiveIsEmptyError
    if "by" in kept:
        kept["by"] = day_of(kept["by"])
    if kept.get("observation_id") is not None:
        figure = find(session, Observation, kept["observation_id"])
        kept["indicator_id"] = kept.get("indicator_id") or figure.indicator_id
        kept["area"] = kept.get("area") or figure.area_code
        if kept["indicator_id"] != figure.indicator_id:
            raise OtherIndicatorError
    return kept
