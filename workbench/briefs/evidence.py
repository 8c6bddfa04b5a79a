"""Evidence in a brief: cited, never typed. A citation remembers what it cited."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

KINDS = ("finding", "quote", "figure")
SUPPORTS = ("problem", "option works")


class Citation(Row, table=True):
    """A finding, a quote (a coding) or a figure (an observation) that a brief or one of its options cites."""

    __table_args__: Any = (one_of("kind", KINDS), one_of("supports", SUPPORTS), AUTOINCREMENT)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    option_id: int | None = Field(default=None, foreign_key="options.id")
    kind: str
    thing_id: int
    supports: str = "problem"
    note: str = ""
    position: int = 0
    stamp: str = ""
    says: str = "{}"
