"""Risks of an option: how likely, how grave, whose, and what is done about each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.below import add_below, amend_below, below, remove_below
from workbench.briefs.options import chosen_of
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, one_of

LEVELS = ("low", "medium", "high", "cannot tell")


class Risk(Row, table=True):
    """Something that could go wrong with an option."""

    __tablename__ = "option_risk"
    __table_args__: Any = (one_of("likelihood", LEVELS), one_of("impact", LEVELS), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    position: int = 0
    text: str
    likelihood: str = "cannot tell"
    impact: str = "cannot tell"
    owner: str = ""
    mitigation: str = ""


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One risk, as a page shows it."""

    id: int
    option_id: int
    text: str
    likelihood: str
    impact: str
    owner: str
    mitigation: str

    @property
    def grave(self) -> bool:
        """Whether it is grave if it comes, and not known to be unlikely."""
        return self.impact == "high" and self.likelihood != "low"


class RiskIsEmptyError(WorkbenchError):
    """Write in a sentence what could go wrong."""


def add_risk(
    session: Session,
    option_id: int,
    text: str,
    *,
    likelihood: str = "cannot tell",
    impact: str = "cannot tell",
    owner: str = "",
    mitigation: str = "",
) -> int:
    """Add what could go wrong with an option. `likelihood` and `impact` are of LEVELS.

    Raises RiskIsEmptyError, NotOfThoseError, BriefIsDecidedError.
    """
    cells = _cells(text, likelihood, impact, owner, mitigation)
    return add_below(session, Risk, {"option_id": option_id}, **cells)


def amend_risk(
    session: Session, risk_id: int, *, text: str, likelihood: str, impact: str, owner: str, mitigation: str
) -> None:
    """Change a risk; raises what `add_risk` does."""
    amend_below(session, Risk, risk_id, **_cells(text, likelihood, impact, owner, mitigation))


def remove_risk(session: Session, risk_id: int) -> None:
    """Take a risk out."""
    remove_below(session, Risk, risk_id)


def risks(session: Session, option_ids: Iterable[int]) -> dict[int, tuple[RiskLine, ...]]:
    """The risks of each option, in the order in which they were written down."""
    return {
        option: tuple(
            RiskLine(row.id or 0, option, row.text, row.likelihood, row.impact, row.owner, row.mitigation)
            for row in rows
        )
        for option, rows in below(session, Risk, "option_id", option_ids).items()
    }


def risks_in_words(lines: Iterable[RiskLine], most: int = 3) -> str:
    """The gravest risks, a line each, and how many more there are."""
    listed = sorted(lines, key=lambda one: not one.grave)
    more = len(listed) - most
    return "\n".join([*(one.text for one in listed[:most]), *([f"and {more} more"] if more > 0 else [])])


def _cells(text: str, likelihood: str, impact: str, owner: str, mitigation: str) -> dict[str, str]:
    if not text.strip():
        raise RiskIsEmptyError
    chosen_of(likelihood, LEVELS, "How likely a risk is")
    chosen_of(impact, LEVELS, "How grave a risk is")
    said = {"text": text, "owner": owner, "mitigation": mitigation}
    return {"likelihood": likelihood, "impact": impact, **{cell: written.strip() for cell, written in said.items()}}
