"""Risks of an option: how likely, how grave, whose, and what is done about each."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

LEVELS = ("low", "medium", "high", "cannot tell")


class Risk(Row, table=True):
    """Something that could go wrong with an option."""

    __tablename__ = "option_risk"
    __table_args__: Any = (one_of("likelihood", LEVELS), one_of("impact", LEVELS), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    position: int = 0
    text: str
    likelihood: str = "cannot tell"
    impact: str = "cannot tell"
    owner: str = ""
    mitigation: str = ""
