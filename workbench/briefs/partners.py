"""Partners: who else an option needs, what each would do, and whether they have agreed."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

EFFECTS = ("lead", "deliver", "data", "informed")
AGREES = ("yes", "in principle", "not asked", "no")


class Partner(Row, table=True):
    """What one organisation would do in an option, and whether it has agreed."""

    __tablename__ = "option_partner"
    __table_args__: Any = (one_of("effect", EFFECTS), one_of("agrees", AGREES), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    position: int = 0
    name: str
    effect: str = "deliver"
    does: str = ""
    agrees: str = "not asked"
