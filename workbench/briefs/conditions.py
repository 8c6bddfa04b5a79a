"""Conditions of an approval: whose, until when, and whether they were met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.indicators.datasets import today
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, live, one_of
from workbench.sources.coders import coder_names, current_coder
from workbench.sources.dates import days_in
from workbench.text import dated
from workbench.triangulation.silence.requests import DueIsNoDayError, day_of

STATES = ("open", "met", "not met", "waived")
GLYPHS = {"open": "○", "met": "✓", "not met": "✗", "waived": "–"}


class Condition(Row, table=True):
    """One condition of a decision. What was asked stays as it was recorded; only how it stands is added."""

    __table_args__: Any = (one_of("state", STATES), AUTOINCREMENT)

    decision_id: int = Field(foreign_key="decision.id", index=True)
    position: int = 0
    text: str
    owner: str = ""
    due: str = ""
    """ISO day."""
    state: str = "open"
    how: str = ""
    """How it was met, or why not."""
    settled_on: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    """Who last said how it stands."""


class ConditionNeedsHowError(WorkbenchError):
    """Say in a sentence how the condition was met, or why it was not or is not asked any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition as it is asked for: what, of whom, and by when (an ISO day, or empty)."""

    text: str
    owner: str = ""
    due: str = ""

    @property
    def said(self) -> str:
        """It in a line."""
        owner = f", {self.owner}" if self.owner else ""
        return f"{self.text.rstrip('.')}{owner}{f', by {dated(self.due)}' if self.due else ''}"


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition as it is listed. `due` and `settled_on` are ISO days or empty."""

    id: int
    decision_id: int
    text: str
    owner: str
    due: str
    state: str
    how: str
    settled_on: str
    who: str

    def is_late(self, day: str) -> bool:
        """Whether it should have been met by this ISO day."""
        return self.state == "open" and bool(self.due) and self.due < day

    @property
    def asked(self) -> str:
        """What was asked, of whom and by when."""
        return Asked(self.text, self.owner, self.due).said

    @property
    def state_words(self) -> str:
        """How it stands, with a glyph."""
        on = f" on {dated(self.settled_on)}" if self.settled_on else ""
        return f"{GLYPHS[self.state]} {self.state}{on if self.state != 'open' else ''}"


def asked_in(written: str) -> list[Asked]:
    """Conditions as people write them, one a line: what; who; by when. Who and when may be left out.

    >>> asked_in("Ask young people; the youth organisation; 30 September 2026")
    [Asked(text='Ask young people', owner='the youth organisation', due='2026-09-30')]
    >>> asked_in("Light it; 1 May 2026")
    [Asked(text='Light it', owner='', due='2026-05-01')]

    Raises DueIsNoDayError where three parts end in something that is no day.
    """
    return [_asked([part.strip() for part in line.split(";")]) for line in written.splitlines() if line.strip(" ;")]


def _asked(parts: list[str]) -> Asked:
    """One condition from the parts of its line; what comes before who and when is what is asked."""
    if len(parts) == 1:
        return Asked(parts[0])
    if len(days_in(parts[-1])) == 1:
        what = parts[:-2] if len(parts) > 2 else parts[:-1]
        return Asked("; ".join(what), parts[-2] if len(parts) > 2 else "", day_of(parts[-1]))
    if len(parts) == 2:
        return Asked(parts[0], parts[1])
    if not parts[-1]:
        return Asked("; ".join(parts[:-2]), parts[-2])
    raise DueIsNoDayError(f"“{parts[-1]}” is no day. Write a condition as: what; who; 3 March 2027.")


def add_conditions(session: Session, decision_id: int, asked: Iterable[Asked]) -> None:
    """Write down what an approval is bound to."""
    person = current_coder(session)
    for position, one in enumerate(asked):
        add(
            session,
            Condition,
            decision_id=decision_id,
            position=position,
            text=one.text.strip(),
            owner=one.owner.strip(),
            due=day_of(one.due),
            coder_id=person,
        )


def settle_condition(session: Session, condition_id: int, state: str, how: str, *, on: str = "") -> None:
    """Say how a condition stands: met, not met, waived or open again, and how or why. What was asked is not touched.

    `on` is a day in words or as ISO; without it today. Raises ConditionNeedsHowError, DueIsNoDayError.
    """
    if state not in STATES:
        raise ValueError(f"no such state of a condition: {state}")
    if not how.strip():
        raise ConditionNeedsHowError
    find(session, Condition, condition_id)
    day = day_of(on) or today()
    person = current_coder(session)
    amend(session, Condition, condition_id, state=state, how=how.strip(), settled_on=day, coder_id=person)


def conditions(session: Session, decision_ids: Iterable[int] | None = None) -> list[ConditionLine]:
    """Every condition, or those of some decisions, by decision and in the order in which they were asked."""
    wanted = None if decision_ids is None else set(decision_ids)
    names = coder_names(session)
    rows = live(Condition).order_by(
        column(Condition, "decision_id"), column(Condition, "position"), column(Condition, "id")
    )
    return [
        ConditionLine(
            row.id or 0,
            row.decision_id,
            row.text,
            row.owner,
            row.due,
            row.state,
            row.how,
            row.settled_on,
            names.get(row.coder_id, ""),
        )
        for row in session.execute(rows.execution_options(populate_existing=True)).scalars()
        if wanted is None or row.decision_id in wanted
    ]


def late_words(one: ConditionLine, day: str) -> str:
    """How long a condition is late on an ISO day, in words; empty where it is not."""
    if not one.is_late(day):
        return ""
    days = (date.fromisoformat(day) - date.fromisoformat(one.due)).days
    return f"{days:,} {'day' if days == 1 else 'days'} late"
