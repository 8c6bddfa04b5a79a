"""The codebook: the project's codes as a tree, each with what it means and when it applies."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STATES = ("active", "retired")


class Code(Row, table=True):
    """A code. Its path is the names from the top down, joined by a slash."""

    __table_args__: Any = (one_of("state", STATES), AUTOINCREMENT)

    parent_id: int | None = Field(default=None, foreign_key="code.id", index=True)
    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    safeguarding: str = ""
    colour: int = 0
    """A slot of the theme's twelve code colours, 0 to 11."""
    position: int = 0
    state: str = "active"
    frame: str = ""
    """The coding frame and version it came from; empty for the project's own."""


class CodeQuestion(Row, table=True):
    """A question of the topic guide that bears on a code: who was asked it was asked about the code."""

    __tablename__ = "code_question"
    __table_args__: Any = (AUTOINCREMENT,)

    code_id: int = Field(foreign_key="code.id", index=True)
    question_id: int = Field(foreign_key="question.id")


class Pin(Row, table=True):
    """A digit that one coder has pinned to a code. Digits never sort themselves anew."""

    __table_args__: Any = (sa.CheckConstraint("digit BETWEEN 1 AND 9", name="digit_is_one"), AUTOINCREMENT)

    coder_id: int = Field(foreign_key="coder.id", index=True)
    digit: int
    code_id: int = Field(foreign_key="code.id")
