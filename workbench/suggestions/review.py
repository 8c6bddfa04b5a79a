"""Review: a suggestion is proposed by a machine and decided by a person; both are kept."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STATUSES = ("proposed", "accepted", "edited", "rejected", "later")


class Suggestion(Row, table=True):
    """A code proposed for some words."""

    __table_args__: Any = (
        one_of("status", STATUSES),
        sa.Index("suggestion_by_place", "document_id", "start"),
        sa.Index("suggestion_by_status", "status"),
        AUTOINCREMENT,
    )

    run_id: int = Field(foreign_key="run.id")
    document_id: int = Field(foreign_key="document.id")
    segment_id: int = Field(foreign_key="segment.id")
    start: int
    end: int
    code_id: int = Field(foreign_key="code.id")
    topic_id: int | None = Field(default=None, foreign_key="topic.id")
    score: float
    status: str = "proposed"
    decided_by: int | None = Field(default=None, foreign_key="coder.id")
    decided: str = ""
    looked_ms: int | None = None
    """How long the person looked before deciding, milliseconds."""
    reason: str = ""
    coding_id: int | None = Field(default=None, foreign_key="coding.id")
