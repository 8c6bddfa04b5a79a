"""Writing a workbook: plain values in a fixed, readable form. No formulas, no merged cells, nothing hidden."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from math import ceil
from typing import Any

from workbench.errors import WorkbenchError
from workbench.exchange.workbook.sheets import Column, Sheet
from workbench.governance.cells import neutral_cell

MAX_ROWS = 1_048_575
MAX_TEXT = 32_767
_LINE = 15.0
_HIGHEST = 400.0


class TooManyRowsError(WorkbenchError):
    """A sheet of Excel holds 1,048,575 rows; this table has more. Take it out as .csv instead."""


def workbook(sheets: Iterable[Sheet], *, title: str, heading: str) -> bytes:
    """The workbook as a file. `heading`, who it is for, stands at the top of every printed page."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for sheet in sheets:
        if len(sheet.rows) > MAX_ROWS:
            raise TooManyRowsError
        _write_sheet(book.create_sheet(sheet.name), sheet, title, heading)
    properties = book.properties
    properties.creator, properties.lastModifiedBy = "", ""
    properties.title = title
    properties.created = properties.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write_sheet(page: Any, sheet: Sheet, title: str, heading: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color="D0D4D9")
    under = Border(bottom=line)
    for at, column in enumerate(sheet.columns, start=1):
        cell = page.cell(1, at, column.heading)
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF", size=11)
        cell.fill = PatternFill("solid", fgColor="1F3A4D")
        cell.alignment = Alignment(
            wrap_text=True, vertical="center", horizontal=_side(sheet, at - 1), indent=0 if column.number else 1
        )
        page.column_dimensions[get_column_letter(at)].width = column.width
    page.row_dimensions[1].height = 2 * _LINE + 2
    plain, strong = Font(name="Calibri", size=11), Font(name="Calibri", size=11, bold=True)
    words = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
    numbers, dates = (
        Alignment(vertical="top", horizontal="right"),
        Alignment(vertical="top", horizontal="left", indent=1),
    )
    for number, row in enumerate(sheet.rows, start=2):
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
            cell = page.cell(number, at)
            _put(cell, value)
            cell.font = strong if column.strong else plain
            cell.border = under
            cell.alignment = numbers if column.number else words
            if column.number and isinstance(value, int | float):
                cell.number_format = _format(column.number, value)
            elif isinstance(value, date):
                cell.number_format = "d mmm yyyy"
                cell.alignment = dates
        page.row_dimensions[number].height = _height(sheet.columns, row)
    page.freeze_panes = "B2" if len(sheet.columns) > 2 else "A2"
    if len(sheet.columns) > 2 and sheet.rows:
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    _print_setup(page, sheet, title, heading)


def _put(cell: Any, value: Any) -> None:
    """A value as itself; text never as a formula, and without what a file may not hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    value = neutral_cell(value)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:MAX_TEXT]
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _side(sheet: Sheet, at: int) -> str:
    """Numbers to the right, words to the left."""
    return "right" if sheet.columns[at].number else "left"


def _format(number: str, value: float) -> str:
    """A number's form; very small values keep their digits."""
    return "0.0000" if number == "#,##0.0" and 0 < abs(value) < 0.05 else number


def _height(columns: Iterable[Column], row: tuple[Any, ...]) -> float:
    """High enough for the longest cell once it is wrapped; spreadsheets do not work it out on opening."""
    lines = 1
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str):
            room = max(4.0, column.width - (4.0 if column.strong else 3.0))
            lines = max(lines, sum(max(1, ceil(len(part) * 1.06 / room)) for part in value.split("\n")))
    return min(_HIGHEST, lines * _LINE + 4)


def _print_setup(page: Any, sheet: Sheet, title: str, heading: str) -> None:
    """Landscape A4, as wide as the paper, the header on each page, and who it is for above it."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.page_margins.left = page.page_margins.right = 0.4
    page.oddHeader.left.text = _plain(title)
    page.oddHeader.right.text = _plain(heading)
    page.oddFooter.left.text = sheet.name
    page.oddFooter.right.text = "&P of &N"
    page.sheet_view.zoomScale = 100
    page.sheet_view.showGridLines = False


def _plain(text: str) -> str:
    """Text for a printed header, where & would begin a code."""
    return text.replace("&", "&&")
