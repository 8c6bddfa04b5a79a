"""Slots: what a council's own report form asks for besides, such as wards or legal implications."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class Slot(Row, table=True):
    """What is written under one heading of a council's report form."""

    __tablename__ = "brief_slot"
    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    name: str
    text: str = ""
