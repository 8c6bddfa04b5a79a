"""Threads: a question that a disagreement or a silence opened, followed from source to source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, live, now, one_of
from workbench.sources.coders import current_coder
from workbench.triangulation.findings import Finding
from workbench.triangulation.listed import listed
from workbench.triangulation.protocol.topic_rows import TopicRow, hidden_rows, topic_titles

STATES = ("open", "resolved", "parked")
HANDLED = ("reconciled", "initiated", "bracketed", "excluded")
"""How a clash was handled (Pluye et al. 2009): explained, made a new question of, taken as bounds, one side set aside."""


class Thread(Row, table=True):
    """A question being followed, with its owner."""

    __table_args__: Any = (one_of("state", STATES), one_of("handled", ("", *HANDLED)), AUTOINCREMENT)

    question: str
    row_id: int | None = Field(default=None, foreign_key="topic_row.id", index=True)
    finding_id: int | None = Field(default=None, foreign_key="finding.id")
    owner: str = ""
    state: str = "open"
    conclusion: str = ""
    handled: str = ""


class ThreadStep(Row, table=True):
    """One step of a thread: where somebody looked and what was seen."""

    __tablename__ = "thread_step"

    thread_id: int = Field(foreign_key="thread.id", index=True)
    coder_id: int = Field(foreign_key="coder.id")
    looked_at: str
    saw: str
    at: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One place where somebody looked."""

    looked_at: str
    saw: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A question being followed, with every step so far."""

    id: int
    question: str
    row_id: int | None
    row: str
    finding_id: int | None
    owner: str
    state: str
    conclusion: str
    steps: tuple[StepLine, ...]
    handled: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still follows it."""
        return self.state == "open"


class ThreadNeedsQuestionError(WorkbenchError):
    """A thread follows a question. Write what you want to find out."""


class ThreadNeedsConclusionError(WorkbenchError):
    """A thread is settled by what was found. Write the conclusion in a sentence."""


class ThreadNeedsOwnerError(WorkbenchError):
    """A question that is being followed belongs to somebody. Write who goes on with it."""


class StepIsEmptyError(WorkbenchError):
    """A step says where you looked. Write it in a few words."""


def open_thread(
    session: Session, question: str, *, row_id: int | None = None, finding_id: int | None = None, owner: str = ""
) -> int:
    """Begin to follow a question, from a topic row where sources clash or one is silent, or from a finding."""
    if not question.strip():
        raise ThreadNeedsQuestionError
    if row_id is not None:
        find(session, TopicRow, row_id)
    if finding_id is not None:
        find(session, Finding, finding_id)
    return add(
        session,
        Thread,
        question=question.strip(),
        row_id=row_id,
        finding_id=finding_id,
        owner=owner or str(session.info["who"]),
    )


def follow(session: Session, thread_id: int, *, looked_at: str, saw: str) -> int:
    """Note one step: where this coder looked and what was seen there. Raises StepIsEmptyError."""
    if not looked_at.strip():
        raise StepIsEmptyError
    find(session, Thread, thread_id)
    return add(
        session,
        ThreadStep,
        thread_id=thread_id,
        coder_id=current_coder(session),
        looked_at=looked_at.strip(),
        saw=saw.strip(),
        at=now(),
    )


def settle(session: Session, thread_id: int, conclusion: str, *, handled: str = "") -> None:
    """Resolve a thread with what was found, and how a clash was handled (one of HANDLED), where it was one."""
    if not conclusion.strip():
        raise ThreadNeedsConclusionError
    if handled not in ("", *HANDLED):
        raise ValueError(f"not a way of handling a clash: {handled}")
    find(session, Thread, thread_id)
    amend(session, Thread, thread_id, state="resolved", conclusion=conclusion.strip(), handled=handled)


def park(session: Session, thread_id: int, why: str = "") -> None:
    """Leave a thread for later, with the reason."""
    find(session, Thread, thread_id)
    amend(session, Thread, thread_id, state="parked", conclusion=why.strip())


def reopen(session: Session, thread_id: int) -> None:
    """Take a thread up again; what was concluded before stays to be read."""
    find(session, Thread, thread_id)
    amend(session, Thread, thread_id, state="open")


def hand_on(session: Session, thread_id: int, owner: str) -> None:
    """Let somebody else go on with a thread. Raises ThreadNeedsOwnerError."""
    if not owner.strip():
        raise ThreadNeedsOwnerError
    find(session, Thread, thread_id)
    amend(session, Thread, thread_id, owner=owner.strip())


def opening_question(a: str, b: str, *, opposed: bool, silent: str = "") -> str:
    """The question that a disagreement or a silence opens, for a person to make their own.

    >>> opening_question("interviews", "police records", opposed=True)
    'Why do interviews and police records point in opposite directions?'
    """
    if opposed:
        return f"Why do {a} and {b} point in opposite directions?"
    if silent:
        other = a if silent == b else b
        return f"Why does {silent} say nothing on this, where {other} speaks?"
    return f"What makes {a} and {b} differ?"


def threads(session: Session, *, row_ids: Iterable[int] | None = None) -> list[ThreadLine]:
    """Every thread, or those of some rows, oldest first; not others' on a topic of which something is hidden (`blind`)."""
    veiled, me = hidden_rows(session), str(session.info["who"])
    wanted = None if row_ids is None else set(row_ids)
    rows = topic_titles(session)
    steps: dict[int, list[StepLine]] = {}
    for step, who in listed(session, ThreadStep, "id"):
        line = StepLine(step.looked_at, step.saw, who, step.at)
        steps.setdefault(step.thread_id, []).append(line)
    return [
        ThreadLine(
            id=row.id or 0,
            question=row.question,
            row_id=row.row_id,
            row=rows.get(row.row_id, ""),
            finding_id=row.finding_id,
            owner=row.owner,
            state=row.state,
            conclusion=row.conclusion,
            handled=row.handled,
            steps=tuple(steps.get(row.id or 0, ())),
        )
        for row in session.execute(live(Thread).order_by(column(Thread, "id"))).scalars()
        if (wanted is None or row.row_id in wanted) and (row.row_id not in veiled or row.owner == me)
    ]
