"""Tasks: what a brief that was sent back has to do before it comes again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.options import open_brief
from workbench.errors import WorkbenchError
from workbench.indicators.datasets import today
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, live, remove
from workbench.text import dated, sentence_spans
from workbench.triangulation.silence.requests import day_of


class Task(Row, table=True):
    """One reason for which a brief was sent back, and what was done about it."""

    __tablename__ = "brief_task"
    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    decision_id: int | None = Field(default=None, foreign_key="decision.id")
    text: str
    owner: str = ""
    done_on: str = ""
    """ISO day; empty: open."""
    how: str = ""


class TaskIsEmptyError(WorkbenchError):
    """A task says what is to be done. Write it in a sentence."""


class TaskNeedsHowError(WorkbenchError):
    """Say in a sentence what was done about it, so that those who sent the brief back can see it."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as it is listed. `done_on` is an ISO day; empty while it is open."""

    id: int
    brief_id: int
    decision_id: int | None
    text: str
    owner: str
    done_on: str
    how: str

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return not self.done_on

    @property
    def state_words(self) -> str:
        """How it stands, with a glyph."""
        return "○ to do" if self.is_open else f"✓ done on {dated(self.done_on)}"


def open_tasks(session: Session, brief_id: int, decision_id: int, reasons: str) -> None:
    """Make a task of every sentence, or line, of the reasons for which a brief was sent back."""
    for span in sentence_spans(reasons):
        add(
            session,
            Task,
            brief_id=brief_id,
            decision_id=decision_id,
            text=reasons[span.start : span.end].strip("-•* \t"),
        )


def add_task(session: Session, brief_id: int, text: str, *, owner: str = "") -> int:
    """Add a task that no reason named. Raises TaskIsEmptyError."""
    if not text.strip():
        raise TaskIsEmptyError
    return add(session, Task, brief_id=brief_id, text=text.strip(), owner=owner.strip())


def amend_task(session: Session, task_id: int, *, text: str, owner: str) -> None:
    """Say otherwise what is to be done, or by whom; the reasons of the decision stay as they were.

    Raises TaskIsEmptyError; BriefIsDecidedError where a decided brief was sent back with it.
    """
    if not text.strip():
        raise TaskIsEmptyError
    _refuse_decided(session, find(session, Task, task_id))
    amend(session, Task, task_id, text=text.strip(), owner=owner.strip())


def do_task(session: Session, task_id: int, how: str, *, on: str = "") -> None:
    """Say that a task is done, and how; `on` is a day, without it today. Raises TaskNeedsHowError, DueIsNoDayError."""
    if not how.strip():
        raise TaskNeedsHowError
    find(session, Task, task_id)
    amend(session, Task, task_id, how=how.strip(), done_on=day_of(on) or today())


def reopen_task(session: Session, task_id: int) -> None:
    """Say that a task is not done after all; what was written of it stays."""
    find(session, Task, task_id)
    amend(session, Task, task_id, done_on="")


def remove_task(session: Session, task_id: int) -> None:
    """Take a task out, such as a sentence of the reasons that asks for nothing.

    Raises BriefIsDecidedError where a decided brief was sent back with it.
    """
    _refuse_decided(session, find(session, Task, task_id))
    remove(session, Task, task_id)


def _refuse_decided(session: Session, task: Task) -> None:
    """What a brief was sent back with is part of what was decided then; a task that came up later is not."""
    if task.decision_id is not None:
        open_brief(session, task.brief_id)


def tasks(session: Session, brief_id: int | None = None) -> list[TaskLine]:
    """Every task, or those of a brief, in the order in which they came up."""
    statement = live(Task).order_by(column(Task, "brief_id"), column(Task, "id"))
    if brief_id is not None:
        statement = statement.where(column(Task, "brief_id") == brief_id)
    rows = session.execute(statement.execution_options(populate_existing=True)).scalars()
    return [
        TaskLine(row.id or 0, row.brief_id, row.decision_id, row.text, row.owner, row.done_on, row.how) for row in rows
    ]
