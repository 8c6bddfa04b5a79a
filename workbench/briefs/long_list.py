"""The long list: choices by scope, solution, delivery, implementation and funding, each kept or not with its reason."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

DIMENSIONS = ("scope", "solution", "delivery", "implementation", "funding")
"""The choices of the options framework-filter, HM Treasury, The Green Book."""

VERDICTS = ("", "carried forward", "preferred", "discounted")


class LongChoice(Row, table=True):
    """One choice on the long list, and what was said of it."""

    __tablename__ = "long_choice"
    __table_args__: Any = (one_of("dimension", DIMENSIONS), one_of("verdict", VERDICTS), AUTOINCREMENT)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    dimension: str
    position: int = 0
    text: str
    verdict: str = ""
    why: str = ""
