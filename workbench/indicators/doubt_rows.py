"""Doubts as a project keeps them: those that somebody answered, and those that came along with figures."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class Doubt(Row, table=True):
    """A reason for care that was raised about figures, and what a person answered. An answered doubt still prints."""

    __table_args__: Any = (sa.Index("doubt_by_indicator", "indicator_id", "area_code"), AUTOINCREMENT)

    indicator_id: int = Field(foreign_key="indicator.id")
    area_code: str = ""
    period: str = ""
    kind: str
    evidence: str = ""
    answer: str = ""
    answered_by: int | None = Field(default=None, foreign_key="coder.id")
    answered: str = ""
