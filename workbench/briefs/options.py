"""Options: what could be done about a problem. Business as usual is always the first and cannot be removed."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

KINDS = ("business as usual", "do minimum", "preferred way forward", "more ambitious", "other")
STATUSES = ("draft", "for decision", "decided", "dropped")


class Brief(Row, table=True):
    """A decision that is asked for, and the problem behind it."""

    __table_args__: Any = (one_of("status", STATUSES), AUTOINCREMENT)

    number: int
    title: str
    decision_asked: str = ""
    """One sentence, its verb first."""
    by_whom: str = ""
    by_when: str = ""
    if_nothing: str = ""
    problem: str = ""
    objectives: str = ""
    owner: str = ""
    status: str = "draft"


class Option(Row, table=True):
    """One option of a brief. Costs are in pounds, as a range."""

    __tablename__ = "options"
    __table_args__: Any = (one_of("kind", KINDS), AUTOINCREMENT)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    number: int
    """Unique in the project; people name options by it: O1, O2 …"""
    kind: str = "other"
    title: str
    what: str = ""
    delivered_by: str = ""
    partners: str = ""
    benefits: str = ""
    cost_low: float | None = None
    cost_high: float | None = None
    cost_note: str = ""
    risks: str = ""
    time_to_effect: str = ""
    reversibility: str = ""
    equality: str = ""
    not_known: str = ""
    evidence_it_works: str = ""
    preferred: bool = False


class Decision(Row, table=True):
    """What was decided on a brief, by whom, and why. Decisions are added, never changed."""

    __table_args__: Any = (
        one_of("outcome", ("approve", "approve with conditions", "revise", "reject", "defer")),
        AUTOINCREMENT,
    )

    brief_id: int = Field(foreign_key="brief.id", index=True)
    option_id: int | None = Field(default=None, foreign_key="options.id")
    outcome: str
    meeting: str = ""
    decided_on: str = ""
    deciders: str = ""
    reasons: str = ""
    dissent: str = ""
    conditions: str = ""
    review_on: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
