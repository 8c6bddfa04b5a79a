"""Feedback: what people outside the team said of a result, and what it changed."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


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
