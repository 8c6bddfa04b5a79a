"""Who was asked what: the record without which nobody can say that people were silent."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STATES = ("asked", "volunteered", "prompted", "not asked", "not recorded")


class Question(Row, table=True):
    """A question of the topic guide; findings and topic rows may say which one they answer."""

    short: str = Field(index=True)
    text: str
    position: int = 0


class Asked(Row, table=True):
    """Whether one case was asked one question. No row: not recorded."""

    __table_args__: Any = (
        one_of("state", STATES),
        sa.Index("asked_by_question", "question_id", "case_id"),
        AUTOINCREMENT,
    )

    case_id: int = Field(foreign_key="cases.id")
    question_id: int = Field(foreign_key="question.id")
    state: str = "not recorded"
