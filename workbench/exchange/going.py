"""How far a reading is: what a reader of large files tells, and may be ended by."""

from __future__ import annotations

from collections.abc import Callable

Going = Callable[[float], None]
"""Told now and then which share is read, 0 to 1; what it raises ends the reading."""


def unheard(share: float) -> None:
    """What is told where nobody asked."""
    del share
