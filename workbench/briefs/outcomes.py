"""Outcomes: later, whether what was to move has moved."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

MOVED = ("as hoped", "partly", "not", "the other way", "cannot tell")


class Outcome(Row, table=True):
    """What became of a decision: the indicator that was to move, and what people say."""

    __table_args__: Any = (one_of("moved", MOVED), AUTOINCREMENT)

    decision_id: int = Field(foreign_key="decision.id", index=True)
    objective_id: int | None = Field(default=None, foreign_key="objective.id")
    before_id: int | None = Field(default=None, foreign_key="observation.id")
    after_id: int | None = Field(default=None, foreign_key="observation.id")
    moved: str = "cannot tell"
    said: str = ""
    """What people say of it, and what else could be behind it."""
    seen_on: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
