"""Conditions of an approval: whose, until when, and whether they were met."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STATES = ("open", "met", "not met", "waived")


class Condition(Row, table=True):
    """One condition of a decision. What was asked stays as it was recorded; only how it stands is added."""

    __table_args__: Any = (one_of("state", STATES), AUTOINCREMENT)

    decision_id: int = Field(foreign_key="decision.id", index=True)
    position: int = 0
    text: str
    owner: str = ""
    due: str = ""
    """ISO day."""
    state: str = "open"
    how: str = ""
    """How it was met, or why not."""
    settled_on: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    """Who last said how it stands."""
