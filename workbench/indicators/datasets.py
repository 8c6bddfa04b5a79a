"""Data sets: where figures come from, under which licence or agreement, and what their makers say of them."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class Dataset(Row, table=True):
    """A data set in one release. What is not known is left empty and said so in exports."""

    __table_args__: Any = (AUTOINCREMENT,)

    name: str = Field(index=True)
    publisher: str = ""
    licence: str = ""
    address: str = ""
    release: str = ""
    vintage: str = ""
    retrieved: str = ""
    caveats: str = ""
    shared: bool = False
    """Shared by a partner under an agreement, not published."""
    shared_by: str = ""
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id")
    purpose: str = ""
    lawful_basis: str = ""
    impact_assessment: str = ""
    keep_until: str | None = None
    from_records: bool = False
    """Counted from records by us: small numbers are withheld for audiences outside the team."""
    came_from: str = ""
    imported: str = ""
