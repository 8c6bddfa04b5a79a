"""Requests: what a silence asks for, a figure from a partner or a question to people, and what came of it."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

KINDS = ("figure", "question")
STATES = ("planned", "asked", "answered", "given up")


class Request(Row, table=True):
    """Something wanted, so that a source that says nothing on a topic can speak."""

    __table_args__: Any = (one_of("kind", KINDS), one_of("state", STATES), AUTOINCREMENT)

    row_id: int | None = Field(default=None, foreign_key="topic_row.id", index=True)
    source: str = ""
    """The source that is silent."""
    kind: str
    wanted: str
    whom: str = ""
    """Who is asked: an office or a publisher, or which people."""
    question_id: int | None = Field(default=None, foreign_key="question.id")
    """The question of the topic guide that was made of it."""
    state: str = "planned"
    due: str = ""
    came: str = ""
    """What came of it."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
