"""Writing a workbook: plain values in a fixed, readable form, a marked-up table a sheet.

No formulas, no merged cells, nothing hidden. Rows are written as they come, so that a long sheet needs little memory.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Generator, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from io import BytesIO
from math import ceil, isfinite
from typing import Any
from xml.sax.saxutils import escape

from workbench.errors import WorkbenchError
from workbench.exchange.workbook.sheets import DASH, Column, Sheet
from workbench.governance.cells import neutral

MAX_ROWS = 1_048_575
MAX_TEXT = 32_767
_SHORT = 120
FONT, SIZE = "Arial", 10
_FIRST_DAY = date(1899, 12, 30)
_CUT = "… (cut here: a cell holds no more)"
_LINE, _EDGE, _HIGHEST = 13.2, 5.0, 409.0
_WIDE, _SPACE = 0.94, 0.55
"""Widths of a letter and of a space in the unit of a column's width, a digit."""
_A4_HOLDS = 210
"""Sheets wider than so many characters are laid out for A3: on A4 nobody could read them."""
NOT_IN_A_FILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class TooManyRowsError(WorkbenchError):
    """A sheet of Excel holds 1,048,575 rows; this table has more. Take it out as .csv instead."""


def workbook(sheets: Iterable[Sheet], *, title: str, heading: str) -> bytes:
    """The workbook as a file. `title` and `heading`, who it is for, stand on every printed page."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    book._named_styles["Normal"].font = Font(name=FONT, size=SIZE)  # type: ignore[attr-defined]
    for sheet in sheets:
        if len(sheet.rows) > MAX_ROWS:
            raise TooManyRowsError
        _write_sheet(book.create_sheet(sheet.name), sheet, title, heading)
    properties = book.properties
    properties.creator, properties.lastModifiedBy = "", ""
    properties.title, properties.subject = title, heading
    properties.language = "en-GB"
    properties.created = properties.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write_sheet(page: Any, sheet: Sheet, title: str, heading: str) -> None:
    from openpyxl.utils import get_column_letter

    rows = sheet.rows or [_nothing(sheet)]
    names = unique([column.heading for column in sheet.columns])
    for at, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = column.width
    page.freeze_panes = "B2" if len(sheet.columns) > 2 else "A2"
    page.sheet_view.showGridLines = False
    _print_setup(page, sheet, title, heading)
    head = max(_lines(name, column.width - 2.5) for name, column in zip(names, sheet.columns, strict=True))
    page._get_writer()
    page._rows = _stream(page)
    next(page._rows)
    written = _Rows(page, sheet)
    page._rows.send(_header(page, written.letters, sheet, names, _points(head)))
    written.write(rows)
    _mark_up(page, sheet, names, len(rows) + 1)


def _nothing(sheet: Sheet) -> tuple[Any, ...]:
    """The one row of a sheet that has none: a table of Excel needs a row, and a reader a reason."""
    return (sheet.nothing, *(DASH for _ in sheet.columns[1:]))


def unique(headings: Sequence[str]) -> list[str]:
    """Headings as a table may have them: on one line, never a formula, each only once whatever its capitals.

    >>> unique(["Age", "age", "=1+1"])
    ['Age', 'age (2)', "'=1+1"]
    """
    found: list[str] = []
    for heading in headings:
        plain = name = plain_text(" ".join(heading.split()) or "Column")[:200]
        again = 2
        while name.casefold() in {one.casefold() for one in found}:
            name, again = f"{plain} ({again})", again + 1
        found.append(name)
    return found


def plain_text(text: str) -> str:
    """Text as `_plain_text` makes it; short ones are remembered, for they come again and again."""
    return _short_text(text) if len(text) < _SHORT else _plain_text(text)


def _plain_text(text: str) -> str:
    """Text as a cell may hold it: never a formula, nothing that a file may not hold, cut with a word where too long."""
    text = NOT_IN_A_FILE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = neutral(text)
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - len(_CUT)] + _CUT
    return _LOOKS_ESCAPED.sub("_x005F_", text)


_short_text = lru_cache(maxsize=20_000)(_plain_text)


def _header(page: Any, letters: Sequence[str], sheet: Sheet, names: Sequence[str], height: float) -> Any:
    """The headings: white on dark, numbers to the right."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.xml.functions import fromstring

    cells = []
    for letter, name, column in zip(letters, names, sheet.columns, strict=True):
        cell = WriteOnlyCell(page)
        cell.font = Font(name=FONT, bold=True, color="FFFFFF", size=SIZE)
        cell.fill = PatternFill("solid", fgColor="1F3A4D")
        side, indent = ("right", 0) if column.number else ("left", 1)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=side, indent=indent)
        said = f'<is><t xml:space="preserve">{escape(name)}</t></is>'
        cells.append(f'<c r="{letter}1" s="{cell.style_id}" t="inlineStr">{said}</c>')
    return fromstring(f'<row r="1" ht="{height:g}" customHeight="1">{"".join(cells)}</row>')


class _Rows:
    """Writes the rows below the header, each cell with one of a few styles that the workbook keeps by number.

    A row goes to openpyxl's stream as one element: it would make an object of each cell, which takes four times as long.
    """

    def __init__(self, page: Any, sheet: Sheet) -> None:
        from openpyxl.styles import Alignment, Border, Font, Side
        from openpyxl.utils import get_column_letter

        self.page, self.sheet = page, sheet
        self.letters = [get_column_letter(at + 1) for at in range(len(sheet.columns))]
        self.border = Border(bottom=Side(style="thin", color="D0D4D9"))
        self.fonts = {
            "plain": Font(name=FONT, size=SIZE),
            "strong": Font(name=FONT, size=SIZE, bold=True),
            "link": Font(name=FONT, size=SIZE, bold=True, underline="single", color="0B5394"),
        }
        self.words = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
        self.numbers = Alignment(wrap_text=True, vertical="top", horizontal="right")
        self.styles: dict[tuple[str, str, bool], int] = {}
        self.links: list[Any] = []

    def row(self, number: int, row: Sequence[Any]) -> Any:
        """A row as the element that the file holds."""
        from openpyxl.xml.functions import fromstring

        height = _points(_height(self.sheet.columns, row))
        leads_to = self.sheet.leads_to.get(number - 2)
        cells = [
            self._cell(f"{letter}{number}", column, value, leads_to if at == 0 else None)
            for at, (letter, column, value) in enumerate(zip(self.letters, self.sheet.columns, row, strict=True))
        ]
        written = f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'
        return fromstring(written)

    def _cell(self, place: str, column: Column, value: Any, leads_to: str | None) -> str:
        from openpyxl.worksheet.hyperlink import Hyperlink

        look = "link" if leads_to else "strong" if column.strong else "plain"
        right = bool(column.number)
        if leads_to:
            self.links.append(Hyperlink(ref=place, location=f"'{leads_to}'!A1", display=str(value)))
        if right and _is_number(value):
            style = self._style(_format(column.number, value), look, right)
            return f'<c r="{place}" s="{style}"><v>{value!r}</v></c>'
        if isinstance(value, date):
            style = self._style("d mmm yyyy", look, right)
            return f'<c r="{place}" s="{style}"><v>{_days(value)}</v></c>'
        text = escape(plain_text(value if isinstance(value, str) else str(value)))
        style = self._style("General", look, right)
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def _style(self, number: str, look: str, right: bool) -> int:
        """The number of a style in the workbook, which keeps each once."""
        known = self.styles.get((number, look, right))
        if known is None:
            from openpyxl.cell import WriteOnlyCell

            cell = WriteOnlyCell(self.page)
            cell.font, cell.border = self.fonts[look], self.border
            cell.alignment = self.numbers if right else self.words
            cell.number_format = number
            known = self.styles[number, look, right] = cell.style_id
        return known

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write every row."""
        for number, row in enumerate(rows, start=2):
            self.page._rows.send(self.row(number, row))
        self.page._hyperlinks += self.links


def _stream(page: Any) -> Generator[None, Any, None]:
    """Takes the elements of rows and writes them below the header, until it is closed."""
    xf = page._writer.xf.send(True)
    with xf.element("sheetData"):
        try:
            while True:
                element = yield
                if element is not None:
                    xf.write(element)
        except GeneratorExit:
            pass
    page._writer.xf.send(None)


def _mark_up(page: Any, sheet: Sheet, names: Sequence[str], last: int) -> None:
    """Mark the cells up as one table with the sheet's name, which screen readers and programs find."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    ref = f"A1:{get_column_letter(len(names))}{last}"
    table = Table(displayName=re.sub(r"\W", "_", sheet.name), ref=ref)
    table._initialise_columns()  # type: ignore[attr-defined]
    if not sheet.sorted_by_reader:
        table.autoFilter = None
    for column, name in zip(table.tableColumns, names, strict=True):
        column.name = name
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False, showColumnStripes=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page.add_table(table)


def _is_number(value: Any) -> bool:
    """Whether a value can stand as a number: not yes or no, not infinite."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _format(number: str, value: float) -> str:
    """A number's form; very small values keep their digits."""
    return "0.0000" if "." in number and 0 < abs(value) < 0.05 else number


def _points(lines: int) -> float:
    """The height of so many lines: spreadsheets do not work it out on opening."""
    return min(_HIGHEST, lines * _LINE + _EDGE)


def _days(value: date) -> int:
    """A date as the number of days by which spreadsheets know it."""
    return (date(value.year, value.month, value.day) - _FIRST_DAY).days


def _height(columns: Iterable[Column], row: Iterable[Any]) -> int:
    """How many lines the longest cell takes once it is wrapped."""
    return max(
        (
            _lines(value, column.width - (2.5 if column.strong else 2.0))
            for column, value in zip(columns, row, strict=True)
            if isinstance(value, str)
        ),
        default=1,
    )


def _lines(text: str, room: float) -> int:
    """How many lines a text takes in so much room, broken between words."""
    if len(text) * _WIDE <= room and "\n" not in text:
        return 1
    return _short_lines(text, room) if len(text) < _SHORT else _wrapped(text, room)


def _wrapped(text: str, room: float) -> int:
    room = max(room, 3.0)
    lines = 0
    for part in text.split("\n"):
        lines += 1
        if len(part) * _WIDE <= room:
            continue
        at = 0.0
        for word in part.split(" "):
            wide = len(word) * _WIDE
            if at and at + wide > room:
                lines, at = lines + 1, 0.0
            if wide > room:
                lines, wide = lines + ceil(wide / room) - 1, wide % room
            at += wide + _SPACE
    return lines


_short_lines = lru_cache(maxsize=20_000)(_wrapped)


def _print_setup(page: Any, sheet: Sheet, title: str, heading: str) -> None:
    """Landscape, as wide as the paper, the header on each page, and beneath what it is, for whom, and which page."""
    wide = sum(column.width for column in sheet.columns) > _A4_HOLDS
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 8 if wide else 9
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.7
    for part, text in (
        (page.oddHeader.left, _plain(sheet.name)),
        (page.oddHeader.right, _plain(heading)),
        (page.oddFooter.left, _plain(f"{title} · {heading}")),
        (page.oddFooter.right, "Page &P of &N"),
    ):
        part.text, part.size = text, 9


def _plain(text: str) -> str:
    """Text for a printed header, where & would begin a code."""
    return " ".join(text.split()).replace("&", "&&")[:120]
