"""Critical success factors: the five of the Green Book and at most three own, by which options are judged."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

GREEN_BOOK = (
    "Strategic fit and meets business needs",
    "Potential value for money",
    "Supplier capacity and capability",
    "Potential affordability",
    "Potential achievability",
)
"""HM Treasury, The Green Book, Box 18."""

MOST_OWN = 3
LEVELS = ("meets", "partly", "does not", "not known")


class Factor(Row, table=True):
    """One critical success factor of a brief. `weight` is None until somebody gives one."""

    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    position: int = 0
    name: str
    own: bool = False
    weight: float | None = None


class FactorRating(Row, table=True):
    """How far an option meets a factor, and why."""

    __tablename__ = "factor_rating"
    __table_args__: Any = (one_of("level", LEVELS), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    factor_id: int = Field(foreign_key="factor.id", index=True)
    level: str = "not known"
    why: str = ""
