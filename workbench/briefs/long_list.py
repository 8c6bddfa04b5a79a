"""The long list: choices by scope, solution, delivery, implementation and funding, each kept or not with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.below import add_below, amend_below, below, remove_below
from workbench.briefs.options import chosen_of
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, one_of

DIMENSIONS = ("scope", "solution", "delivery", "implementation", "funding")
"""The choices of the options framework-filter, HM Treasury, The Green Book."""

VERDICTS = ("", "carried forward", "preferred", "discounted")


class LongChoice(Row, table=True):
    """One choice on the long list, and what was said of it."""

    __tablename__ = "long_choice"
    __table_args__: Any = (one_of("dimension", DIMENSIONS), one_of("verdict", VERDICTS), AUTOINCREMENT)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    dimension: str
    position: int = 0
    text: str
    verdict: str = ""
    why: str = ""


ASKED = {
    "scope": "What is in, and what is out?",
    "solution": "What would be done?",
    "delivery": "Who would do it?",
    "implementation": "When, and in which steps?",
    "funding": "Who would pay, and how?",
}
"""Each dimension as the question that it answers."""


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One choice of the long list, as a page shows it."""

    id: int
    brief_id: int
    dimension: str
    text: str
    verdict: str
    why: str

    @property
    def said(self) -> str:
        """What was said of it, in words."""
        return self.verdict or "not judged yet"


class ChoiceIsEmptyError(WorkbenchError):
    """Write in a few words what could be chosen here."""


class VerdictNeedsWhyError(WorkbenchError):
    """Write in a sentence why it is kept or dropped; without the reason nobody can follow it later."""


def add_choice(session: Session, brief_id: int, dimension: str, text: str, *, verdict: str = "", why: str = "") -> int:
    """Add a choice to the long list. `dimension` is of DIMENSIONS, `verdict` of VERDICTS, with its reason.

    Raises ChoiceIsEmptyError, VerdictNeedsWhyError, NotOfThoseError, BriefIsDecidedError.
    """
    return add_below(session, LongChoice, {"brief_id": brief_id}, **_cells(dimension, text, verdict, why))


def amend_choice(session: Session, choice_id: int, *, dimension: str, text: str, verdict: str, why: str) -> None:
    """Change a choice; raises what `add_choice` does."""
    amend_below(session, LongChoice, choice_id, **_cells(dimension, text, verdict, why))


def remove_choice(session: Session, choice_id: int) -> None:
    """Take a choice off the long list."""
    remove_below(session, LongChoice, choice_id)


def long_list(session: Session, brief_ids: Iterable[int]) -> dict[int, tuple[ChoiceLine, ...]]:
    """The long list of each brief, dimension by dimension."""
    return {
        brief: tuple(
            ChoiceLine(row.id or 0, brief, row.dimension, row.text, row.verdict, row.why)
            for row in sorted(rows, key=lambda row: DIMENSIONS.index(row.dimension))
        )
        for brief, rows in below(session, LongChoice, "brief_id", brief_ids).items()
    }


def _cells(dimension: str, text: str, verdict: str, why: str) -> dict[str, str]:
    if not text.strip():
        raise ChoiceIsEmptyError
    chosen_of(dimension, DIMENSIONS, "What a choice is about")
    if chosen_of(verdict, VERDICTS, "What is said of a choice") and not why.strip():
        raise VerdictNeedsWhyError
    return {"dimension": dimension, "text": text.strip(), "verdict": verdict, "why": why.strip()}
