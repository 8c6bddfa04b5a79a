"""Assessments: what a team writes of the whole after comparing row by row, and of what each source adds alone."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

KINDS = ("whole", "completeness")


class Assessment(Row, table=True):
    """What was made of all rows of a question, or of the project where the question is empty."""

    __table_args__: Any = (one_of("kind", KINDS), AUTOINCREMENT)

    kind: str
    about: str = ""
    """The research question as it is written on rows; empty for the whole project."""
    text: str
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
    stamp: str = ""
    """The stamp of how the rows stood when it was written."""
    says: str = "{}"
