"""Feedback: what people outside the team said of a result, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, find, live, now, remove
from workbench.sources.coders import current_coder
from workbench.triangulation.findings import Finding
from workbench.triangulation.listed import listed
from workbench.triangulation.protocol.topic_rows import JudgeFirstError, TopicRow, hidden_rows, topic_titles


class Feedback(Row, table=True):
    """A remark on a row, a finding, or on everything."""

    __table_args__: Any = (AUTOINCREMENT,)

    row_id: int | None = Field(default=None, foreign_key="topic_row.id", index=True)
    finding_id: int | None = Field(default=None, foreign_key="finding.id")
    who: str
    """A group or an office, such as the residents' panel; no name of a person."""
    given_on: str = ""
    """The day, as 2026-03-14."""
    said: str
    changed: str = ""
    """What was changed because of it; empty: nothing yet."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """A remark, what it is on, and what was changed because of it."""

    id: int
    row_id: int | None
    finding_id: int | None
    on: str
    """The topic or the finding as people name it; `everything` for the whole."""
    who: str
    given_on: str
    said: str
    changed: str
    by: str
    at: str


class FeedbackIsEmptyError(WorkbenchError):
    """Write who gave it (a group or an office, no person's name) and what was said."""


class NoSuchDayError(WorkbenchError):
    """Write the day as 2026-03-14."""


def note_feedback(
    session: Session, *, who: str, said: str, given_on: str, row_id: int | None = None, finding_id: int | None = None
) -> int:
    """Note what people outside the team said of a topic, of a finding, or of everything.

    Raises FeedbackIsEmptyError, NoSuchDayError, and JudgeFirstError for a topic of which something is hidden.
    """
    if not who.strip() or not said.strip():
        raise FeedbackIsEmptyError
    try:
        date.fromisoformat(given_on.strip())
    except ValueError as reason:
        raise NoSuchDayError from reason
    if row_id is not None:
        find(session, TopicRow, row_id)
        if row_id in hidden_rows(session):
            raise JudgeFirstError
    if finding_id is not None:
        find(session, Finding, finding_id)
    return add(
        session,
        Feedback,
        row_id=row_id,
        finding_id=finding_id,
        who=who.strip(),
        given_on=given_on.strip(),
        said=said.strip(),
        coder_id=current_coder(session),
        at=now(),
    )


def note_change(session: Session, feedback_id: int, changed: str) -> None:
    """Write down what was changed because of a remark, or that nothing was and why; empty: not said yet."""
    find(session, Feedback, feedback_id)
    amend(session, Feedback, feedback_id, changed=changed.strip())


def remove_feedback(session: Session, feedback_id: int) -> None:
    """Take a remark out."""
    find(session, Feedback, feedback_id)
    remove(session, Feedback, feedback_id)


def feedback(session: Session) -> list[FeedbackLine]:
    """Every remark, the oldest first; not those on a topic of which something is hidden (`blind`)."""
    veiled = hidden_rows(session)
    titles = topic_titles(session)
    numbers = {row.id: f"F{row.number}" for row in session.execute(live(Finding)).scalars()}
    return [
        FeedbackLine(
            id=row.id or 0,
            row_id=row.row_id,
            finding_id=row.finding_id,
            on=titles.get(row.row_id) or numbers.get(row.finding_id) or "everything",
            who=row.who,
            given_on=row.given_on,
            said=row.said,
            changed=row.changed,
            by=who,
            at=row.at,
        )
        for row, who in listed(session, Feedback, "given_on", "at", "guid")
        if row.row_id not in veiled
    ]
