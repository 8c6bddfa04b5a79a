"""Versions of a brief: what was put before those who decide, kept as it was."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class Version(Row, table=True):
    """A brief as it stood when it was decided on, never changed; a withdrawal alone takes words out of it, and says so."""

    __tablename__ = "brief_version"
    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    number: int
    audience: str
    page: str
    """The whole page as JSON, keys sorted."""
    content: str
    """SHA-256 of `page` as it was frozen, in hexadecimal digits."""
    amended: str = ""
    """Empty, or what was taken out since and why: a withdrawal's day, without words."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
