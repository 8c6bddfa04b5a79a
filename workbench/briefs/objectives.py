"""Objectives: what should be better afterwards, each tied to an indicator and to what people live."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class Objective(Row, table=True):
    """What should be better afterwards, and how that will be seen in numbers and in people's lives."""

    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    position: int = 0
    text: str
    indicator_id: int | None = Field(default=None, foreign_key="indicator.id")
    area: str = ""
    """Code of the area in which it is measured."""
    observation_id: int | None = Field(default=None, foreign_key="observation.id")
    """The figure from which it starts."""
    baseline: str = ""
    """Where it starts, in words, where no figure of the project says it."""
    target: str = ""
    by: str = ""
    """ISO day."""
    lived: str = ""
    """How it will be seen in people's lives: what will be asked, of whom."""
    question_id: int | None = Field(default=None, foreign_key="question.id")
    """The question, of the topic guide or of a survey, that is asked again."""
