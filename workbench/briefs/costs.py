"""Costs of an option, line by line: once or every year, from low to high."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

WHEN = ("once", "yearly")


class Cost(Row, table=True):
    """One cost in pounds, as a range."""

    __tablename__ = "option_cost"
    __table_args__: Any = (one_of("paid", WHEN), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    position: int = 0
    text: str
    paid: str = "once"
    low: float | None = None
    high: float | None = None
    prices: str = ""
    """The year whose prices these are."""
    by_whom: str = ""
    """Who pays."""
