"""Workbooks as tests read them back: each sheet's one marked-up table, as rows by heading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook


def table_of(page: Any) -> list[list[Any]]:
    """The cells of a sheet's table, the row of headings first."""
    (table,) = page.tables.values()
    return [[cell.value for cell in row] for row in page[table.ref]]


def rows_of(page: Any) -> list[dict[str, Any]]:
    """The rows of a sheet's table by heading."""
    head, *rows = table_of(page)
    return [dict(zip(head, row, strict=True)) for row in rows]


def tables_in(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every table of a workbook by its sheet's name; the cover has none."""
    return {page.title: rows_of(page) for page in load_workbook(path) if page.tables}


def cover_of(path: Path) -> list[str]:
    """The texts of the first sheet, from the top."""
    return [str(cell.value) for cell in load_workbook(path).worksheets[0]["A"]]
