"""Memos: what a researcher thinks, hung on whatever it is about."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

ABOUT = ("project", "document", "case", "code", "coding", "theme", "finding")
KINDS = ("memo", "note", "journal")


class Memo(Row, table=True):
    """A memo on something of the project; a note is a pencil mark on a passage without a code."""

    __table_args__: Any = (
        one_of("about", ABOUT),
        one_of("kind", KINDS),
        sa.Index("memo_by_thing", "about", "thing_id"),
        AUTOINCREMENT,
    )

    coder_id: int = Field(foreign_key="coder.id")
    about: str
    thing_id: int | None = None
    """The key of the thing; None for the project itself."""
    kind: str = "memo"
    text: str
    start: int | None = None
    end: int | None = None
    created: str
