"""Flows of data between partners: what an option needs from whom, and for what."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class Flow(Row, table=True):
    """Data that would go from a partner to where it is used, for a purpose, by a day."""

    __table_args__: Any = (AUTOINCREMENT,)

    name: str
    partner: str = ""
    purpose: str = ""
    by: str = ""
    """ISO day by which it is wanted."""
    dataset_id: int | None = Field(default=None, foreign_key="dataset.id")
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id")


class OptionFlow(Row, table=True):
    """An option depends on a flow."""

    __tablename__ = "option_flow"
    __table_args__: Any = (AUTOINCREMENT,)

    option_id: int = Field(foreign_key="options.id", index=True)
    flow_id: int = Field(foreign_key="flow.id", index=True)
    why: str = ""
