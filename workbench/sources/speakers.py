"""Speakers: who talks in a document, and in which role. Only participants count as people."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

ROLES = ("participant", "interviewer", "interpreter", "supporter", "note-taker", "child", "third party")


class Speaker(Row, table=True):
    """A voice in one document, as the file names it; a participant is a case."""

    __table_args__: Any = (one_of("role", ROLES), AUTOINCREMENT)

    document_id: int = Field(foreign_key="document.id", index=True)
    label: str
    role: str = "participant"
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
