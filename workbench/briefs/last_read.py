"""When each person last read a brief, so that what changed since can be shown."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class LastRead(Row, table=True):
    """The last time somebody read a brief to its end or closed it."""

    __tablename__ = "brief_read"
    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    coder_id: int = Field(foreign_key="coder.id")
    at: str
    says: str = "{}"
    """What the brief said then, part by part, as digests: JSON."""
