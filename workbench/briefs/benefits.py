"""Benefits of an option, and to whom they come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.below import add_below, amend_below, below, remove_below
from workbench.briefs.options import chosen_of
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, one_of

KINDS = ("unquantified", "quantified", "in money")


class Benefit(Row, table=True):
    """What gets better by an option, for whom, and whether that can be counted."""

    __tablename__ = "option_benefit"
    __table_args__: Any = (one_of("kind", KINDS), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    position: int = 0
    text: str
    to_whom: str = ""
    kind: str = "unquantified"
    amount: str = ""
    """How much, in words with its unit."""


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """One benefit, as a page shows it."""

    id: int
    option_id: int
    text: str
    to_whom: str
    kind: str
    amount: str

    @property
    def counted(self) -> str:
        """How much it is, or that nobody has counted it."""
        if self.amount:
            return self.amount
        return {"unquantified": "not counted", "quantified": "to be counted"}.get(self.kind, "to be put in money")


class BenefitIsEmptyError(WorkbenchError):
    """Write in a few words what gets better."""


def add_benefit(
    session: Session, option_id: int, text: str, *, to_whom: str = "", kind: str = "unquantified", amount: str = ""
) -> int:
    """Add what gets better by an option. `kind` is of KINDS, `amount` in words with its unit.

    Raises BenefitIsEmptyError, NotOfThoseError, BriefIsDecidedError.
    """
    return add_below(session, Benefit, {"option_id": option_id}, **_cells(text, to_whom, kind, amount))


def amend_benefit(session: Session, benefit_id: int, *, text: str, to_whom: str, kind: str, amount: str) -> None:
    """Change a benefit; raises what `add_benefit` does."""
    amend_below(session, Benefit, benefit_id, **_cells(text, to_whom, kind, amount))


def remove_benefit(session: Session, benefit_id: int) -> None:
    """Take a benefit out."""
    remove_below(session, Benefit, benefit_id)


def benefits(session: Session, option_ids: Iterable[int]) -> dict[int, tuple[BenefitLine, ...]]:
    """The benefits of each option, in the order in which they were written down."""
    return {
        option: tuple(BenefitLine(row.id or 0, option, row.text, row.to_whom, row.kind, row.amount) for row in rows)
        for option, rows in below(session, Benefit, "option_id", option_ids).items()
    }


def benefits_in_words(lines: Iterable[BenefitLine]) -> str:
    """The benefits, a line each: what, for whom, how much."""
    return "\n".join(
        f"{one.text}{f', for {one.to_whom}' if one.to_whom else ''}{f': {one.amount}' if one.amount else ''}"
        for one in lines
    )


def _cells(text: str, to_whom: str, kind: str, amount: str) -> dict[str, str]:
    if not text.strip():
        raise BenefitIsEmptyError
    chosen_of(kind, KINDS, "Whether a benefit is counted")
    return {"text": text.strip(), "to_whom": to_whom.strip(), "kind": kind, "amount": amount.strip()}
