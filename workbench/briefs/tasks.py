"""Tasks: what a brief that was sent back has to do before it comes again."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


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
