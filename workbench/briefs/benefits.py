"""Benefits of an option, and to whom they come."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

KINDS = ("unquantified", "quantified", "in money")


class Benefit(Row, table=True):
    """What gets better by an option, for whom, and whether that can be counted."""

    __tablename__ = "option_benefit"
    __table_args__: Any = (one_of("kind", KINDS), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    position: int = 0
    text: str
    to_whom: str = ""
    kind: str = "unquantified"
    amount: str = ""
    """How much, in words with its unit."""
