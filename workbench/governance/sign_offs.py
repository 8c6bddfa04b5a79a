"""Sign-offs: a second reader's word that a quote may be shown to an audience although its risk is raised."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class SignOff(Row, table=True):
    """A quote that one person asks to show and another agrees to, for one audience and with these descriptors."""

    __tablename__ = "sign_off"
    __table_args__: Any = (sa.Index("sign_off_by_place", "document_id", "start"), AUTOINCREMENT)

    document_id: int = Field(foreign_key="document.id")
    start: int
    end: int
    audience: str
    descriptors: str = "[]"
    """Names of the attributes printed beside it, as JSON."""
    risk: str = ""
    """Why a second reader was wanted, in words, when it was asked for."""
    answers: str = "{}"
    """What was answered to the questions about who could recognise the person, as JSON."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str
    second_id: int | None = Field(default=None, foreign_key="coder.id")
    second_at: str | None = None
    refused: str = ""
    """Why the second reader did not agree."""
