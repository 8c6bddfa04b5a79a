"""Threads: a question that a disagreement or a silence opened, followed from source to source."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STATES = ("open", "resolved", "parked")


class Thread(Row, table=True):
    """A question being followed, with its owner."""

    __table_args__: Any = (one_of("state", STATES), AUTOINCREMENT)

    question: str
    row_id: int | None = Field(default=None, foreign_key="topic_row.id", index=True)
    finding_id: int | None = Field(default=None, foreign_key="finding.id")
    owner: str = ""
    state: str = "open"
    conclusion: str = ""


class ThreadStep(Row, table=True):
    """One step of a thread: where somebody looked and what was seen."""

    __tablename__ = "thread_step"

    thread_id: int = Field(foreign_key="thread.id", index=True)
    coder_id: int = Field(foreign_key="coder.id")
    looked_at: str
    saw: str
    at: str
