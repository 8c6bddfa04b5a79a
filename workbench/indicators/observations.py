"""Observations: one figure for an indicator, an area, a period and a breakdown."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STATUSES = (
    "normal",
    "missing",
    "withheld by the publisher",
    "not applicable",
    "low reliability",
    "provisional",
    "revised",
    "series break",
    "estimated",
)


class Observation(Row, table=True):
    """A figure. A value of None says why in `status`; it is never zero."""

    __table_args__: Any = (
        one_of("status", STATUSES),
        sa.Index("observation_by_area", "indicator_id", "area_code", "period_start"),
        sa.Index("observation_by_place", "area_code"),
        AUTOINCREMENT,
    )

    indicator_id: int = Field(foreign_key="indicator.id")
    area_code: str
    area: str = ""
    """The area's name as the source gives it."""
    period: str
    period_start: str
    """ISO date, the first day."""
    period_end: str
    """ISO date, the last day."""
    sex: str = "all"
    age: str = "all"
    category: str = "all"
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    count: float | None = None
    denominator: float | None = None
    interval: str = ""
    """Where lower and upper come from: `published`, or the method by which we computed them."""
    compared: str = ""
    """What the publisher says against its benchmark: better, similar, worse, higher, lower; empty if nothing."""
    status: str = "normal"
    note: str = ""
    derived: bool = False
    """Computed here from other figures, not published."""
    row: int | None = None
    """The line of the source file."""


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
