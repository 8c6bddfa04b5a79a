"""How large a codebook may be that is read: a larger one is a mistake, or made to do harm."""

from __future__ import annotations

from workbench.errors import WorkbenchError

MOST_CODES = 20_000
"""No codebook that people code with has more codes,"""
DEEPEST = 50
"""or codes that stand below so many others."""


class TooManyCodesError(WorkbenchError):
    """There are more codes in it than anybody codes with. Keep those that matter, and bring that in."""


def refuse_too_many(codes: int, name: str) -> None:
    """Raise TooManyCodesError where a file holds more codes than anybody codes with."""
    if codes > MOST_CODES:
        raise TooManyCodesError(
            f"{name} has {codes:,} codes, more than anybody codes with ({MOST_CODES:,}). Keep those that matter,"
            " and bring that in."
        )
