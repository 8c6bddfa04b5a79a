"""How far apart the cells of a sheet may lie: where few are there, rows times columns would fill the memory."""

from __future__ import annotations

from workbench.errors import WorkbenchError

SMALL_SHEET = 2_000_000
"""A sheet of up to so many cells may be as empty as it likes."""
EMPTIEST = 50
"""A larger one is a table where at least one cell in so many is there."""


class SheetIsTooWideError(WorkbenchError):
    """Cells of the sheet lie too far apart to be a table. Copy the table into a new workbook, and bring that in."""


def is_too_wide(laid_out: int, there: int) -> bool:
    """Whether a sheet of so many rows times columns, of which so many cells are there, is no table."""
    return laid_out > SMALL_SHEET and laid_out > EMPTIEST * there


def too_wide(name: str) -> SheetIsTooWideError:
    """What is said of such a sheet's file."""
    return SheetIsTooWideError(
        f"{name}: cells of a sheet lie too far apart to be a table."
        " Copy the table into a new workbook, and bring that in."
    )
