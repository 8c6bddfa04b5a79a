"""Codings: a code on some words, by somebody."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

ORIGINS = ("own", "in vivo", "search", "suggestion", "import")
DIRECTIONS = ("for", "against")


class Coding(Row, table=True):
    """A code on a span of a document by one coder. It belongs to every participant whose words the span touches."""

    __table_args__: Any = (
        one_of("origin", ORIGINS),
        one_of("direction", DIRECTIONS),
        sa.CheckConstraint('start >= anchor AND start < "end"', name="span_is_one"),
        sa.Index("coding_by_place", "document_id", "start"),
        sa.Index("coding_by_code", "code_id", "document_id"),
        AUTOINCREMENT,
    )

    code_id: int = Field(foreign_key="code.id")
    coder_id: int = Field(foreign_key="coder.id")
    document_id: int = Field(foreign_key="document.id")
    anchor: int
    """Where the segment begins in which the span begins; the segments it touches start from here up to `end`."""
    start: int
    end: int
    origin: str = "own"
    direction: str = "for"
    created: str
