"""Readings: who has begun or finished reading what. A passage read without a code is not an unread one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STATES = ("begun", "done")


class Reading(Row, table=True):
    """One coder's reading of a document, or of one answer of it."""

    __table_args__: Any = (
        one_of("state", STATES),
        sa.Index("reading_by_document", "document_id", "coder_id", "segment_id"),
        AUTOINCREMENT,
    )

    coder_id: int = Field(foreign_key="coder.id")
    document_id: int = Field(foreign_key="document.id")
    segment_id: int | None = Field(default=None, foreign_key="segment.id")
    state: str = "begun"
    at: str = ""
