"""Where somebody came from into the coding room, so that they come back: a room, or a row of the Quotes page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.coding.concordance import Order


@dataclass(frozen=True, slots=True)
class Left:
    """A question and a row of its answer; or a word and its place among the places where it is said."""

    mode: str
    """The room in which the page lay."""
    query: str = ""
    coding: int | None = None
    saved: int | None = None
    shows: Literal["passages", "keyword"] = "passages"
    keyword: str = ""
    order: Order = "place"
    row: int = 0
