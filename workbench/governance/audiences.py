"""Audiences: the named organisations that may be shown something, and what has left the house for them."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row

INTERNAL = "internal"
"""The team itself: the audience of every command unless another is named."""


class Audience(Row, table=True):
    """An organisation or circle that reads what leaves, with the threshold for small numbers agreed for it."""

    name: str = Field(index=True)
    description: str = ""
    threshold: int = 5
    """Counts of people below it, but not zero, are withheld in tables counted from records."""


class Agreement(Row, table=True):
    """A sharing agreement: between whom, for what, until when."""

    reference: str = Field(index=True)
    parties: str = ""
    purpose: str = ""
    permitted: str = ""
    starts_on: str | None = None
    ends_on: str | None = None


class Departure(Row, table=True):
    """Something that left the house: what, for whom, by whom, when. Holds no words and no figures."""

    __table_args__: Any = (AUTOINCREMENT,)

    at: str
    coder_id: int = Field(foreign_key="coder.id")
    kind: str
    name: str
    """The file's name, without its folder."""
    audience: str = INTERNAL
    quotes: int = 0
    figures: int = 0
    withheld: int = 0
    content: str = ""
    """SHA-256 of what left."""
