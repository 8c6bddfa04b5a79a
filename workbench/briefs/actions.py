"""Actions: what somebody does by a day so that a partner becomes ready for a flow of data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from workbench.briefs.flows import Flow
from workbench.briefs.statements import WORDS, Action
from workbench.errors import WorkbenchError
from workbench.rows import add, amend, column, find, live, now, remove
from workbench.text import day_in_words
from workbench.triangulation.silence.requests import day_of


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action. `due` and `done_on` are ISO days or empty; `statement` is what it would make hold, or empty."""

    id: int
    flow_id: int
    statement: str
    text: str
    owner: str
    due: str
    done_on: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to do."""
        return not self.done_on

    def is_late(self, today: str) -> bool:
        """Whether it should have been done by that ISO day."""
        return self.is_open and bool(self.due) and self.due < today

    @property
    def said(self) -> str:
        """It in one sentence: what, who, by when."""
        who = f": {self.owner}" if self.owner else ": nobody yet"
        by = f", by {day_in_words(date.fromisoformat(self.due))}" if self.due else ", no day yet"
        done = f" Done on {day_in_words(date.fromisoformat(self.done_on))}." if self.done_on else ""
        return f"{self.text.rstrip('.')}{who}{by}.{done}"


class ActionIsEmptyError(WorkbenchError):
    """Write in a few words what is done next."""


class NoSuchStatementError(WorkbenchError):
    """An action is for one of the sixteen statements, such as G2, or for none of them."""


def add_action(
    session: Session, flow_id: int, text: str, *, owner: str = "", due: str = "", statement: str = ""
) -> int:
    """Add what is done next. `due` is a day in words or as ISO.

    Raises ActionIsEmptyError, NoSuchStatementError, DueIsNoDayError.
    """
    find(session, Flow, flow_id)
    return add(session, Action, flow_id=flow_id, **_cells(text, owner, due, statement))


def amend_action(session: Session, action_id: int, *, text: str, owner: str, due: str, statement: str) -> None:
    """Change an action; raises what `add_action` does."""
    find(session, Action, action_id)
    amend(session, Action, action_id, **_cells(text, owner, due, statement))


def finish_action(session: Session, action_id: int, *, done: bool = True) -> None:
    """Say that an action is done today, or that it is still to do."""
    find(session, Action, action_id)
    amend(session, Action, action_id, done_on=now()[:10] if done else "")


def remove_action(session: Session, action_id: int) -> None:
    """Take an action out."""
    find(session, Action, action_id)
    remove(session, Action, action_id)


def actions(session: Session, flow_ids: Iterable[int] | None = None) -> list[ActionLine]:
    """Every action, or those for some flows: the open ones first, by the day they are due, those without a day last."""
    wanted = None if flow_ids is None else set(flow_ids)
    rows = session.execute(live(Action).order_by(column(Action, "id")).execution_options(populate_existing=True))
    found = [
        ActionLine(row.id or 0, row.flow_id, row.statement, row.text, row.owner, row.due, row.done_on)
        for row in rows.scalars()
        if wanted is None or row.flow_id in wanted
    ]
    return sorted(found, key=lambda one: (one.flow_id, not one.is_open, one.due or "9999", one.id))


def _cells(text: str, owner: str, due: str, statement: str) -> dict[str, Any]:
    if not text.strip():
        raise ActionIsEmptyError
    if statement and statement not in WORDS:
        raise NoSuchStatementError
    return {"text": text.strip(), "owner": owner.strip(), "due": day_of(due), "statement": statement}
