"""Withdrawals: the register of who took their words back, without saying who. It holds no words and no label."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class Withdrawal(Row, table=True):
    """A withdrawal that was carried out: when, by whom, how far it went, and how much was deleted."""

    __table_args__: Any = (AUTOINCREMENT,)

    name: str = Field(index=True)
    """What the certificate is called: W-2026-001."""
    at: str
    coder_id: int = Field(foreign_key="coder.id")
    scope: str = ""
    """Everything, or the use or audience for which consent was taken back."""
    asked_on: str | None = None
    """The day on which the person asked for it."""
    counts: str = "{}"
    """How many rows of what were deleted, as JSON."""
