"""Settling where two coders differ: which of them stands for a passage and a code, and why."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

DECISIONS = ("first", "second", "both", "neither")


class Settlement(Row, table=True):
    """What was decided for one code on one passage that two coders read differently. Both codings stay as they were."""

    __table_args__: Any = (
        one_of("decision", DECISIONS),
        sa.Index("settlement_by_place", "document_id", "start"),
        AUTOINCREMENT,
    )

    code_id: int = Field(foreign_key="code.id", index=True)
    document_id: int = Field(foreign_key="document.id")
    start: int
    end: int
    first_id: int = Field(foreign_key="coder.id")
    second_id: int = Field(foreign_key="coder.id")
    decision: str
    reason: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    """Who wrote the decision down."""
    created: str
