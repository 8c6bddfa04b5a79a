"""Matches: two cases that may be one person, such as a respondent who was interviewed too, and what a person decided."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STATES = ("same", "different")


class CaseMatch(Row, table=True):
    """What was decided of two cases: the same person, whose words and facts are the first case's, or two people."""

    __tablename__ = "case_match"
    __table_args__: Any = (one_of("state", STATES), AUTOINCREMENT)

    case_id: int = Field(foreign_key="cases.id", index=True)
    other_id: int = Field(foreign_key="cases.id", index=True)
    state: str
