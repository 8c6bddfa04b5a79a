"""Writing a workbook: plain values in a fixed, readable form, a marked-up table a sheet.

No formulas, no merged cells, no filters, nothing frozen, nothing hidden. openpyxl makes the file with the titles, tables
and charts; the rows of the tables are put into it as they come, so that a long sheet needs little memory and time.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from math import ceil
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from workbench.errors import WorkbenchError
from workbench.exchange.workbook import shorthand
from workbench.exchange.workbook.charts import drawn, height
from workbench.exchange.workbook.looks import FONT, SIZE, Looks
from workbench.exchange.workbook.names import fitted, table_name
from workbench.exchange.workbook.rows import Rows, Targets, height_of, link, points
from workbench.exchange.workbook.sheets import CONTENTS, COVER, NOTES, Column, Cover, Sheet
from workbench.exchange.workbook.text import lines_of, plain_text, unique

MAX_ROWS = 1_048_500
COVER_WIDTH = 100
_A4_HOLDS = 180
"""Sheets wider than so many characters are laid out for A3: on A4 nobody could read them."""
_A3_HOLDS = 280
"""What is wider goes over several pages side by side, so that letters are of 7 points or more on paper."""
_A_PAGE = 1.35
"""So many times as high as a page, a sheet with charts is made to fit one, for no chart is to be cut in two."""
_AT_ONCE = 500
_LEVEL = 1
"""How hard the file is packed: the least, which makes writing twice as fast and a long table a fifth larger."""
_POINTS_PER_CM = 28.35
_HIGH_BY_WIDE = 4.6
"""Points of height to a character of width, of a page lying on its side."""
_TIGHTER = 2.0
"""By how many points rows without a table are lower."""
_DIMENSION, _END = re.compile(rb'<dimension ref="[^"]*" ?/>'), b"</sheetData>"


class TooManyRowsError(WorkbenchError):
    """A sheet of Excel holds 1,048,500 rows; this table has more. Take it out as .csv instead."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A sheet with its name in this file, the lines above its table, and the row where its headings stand."""

    sheet: Sheet
    name: str
    above: tuple[tuple[str, str], ...]
    """Text, and the sheet that it leads to; empty where it leads nowhere."""

    @property
    def head(self) -> int:
        """The number of the row of headings."""
        return len(self.above) + 1


def workbook(cover: Cover, sheets: Iterable[Sheet], *, title: str, heading: str, author: str = "") -> bytes:
    """The workbook as a file.

    Args:
        cover: The first sheet.
        sheets: The others, in their order.
        title: What the file is called in its own properties.
        heading: Who it is for.
        author: Who stands as its author: a project or an organisation, never a person.

    Raises:
        TooManyRowsError: where a table is longer than a sheet.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    listed = list(sheets)
    if any(len(sheet.rows) > MAX_ROWS for sheet in listed):
        raise TooManyRowsError
    names, _ = fitted(sheet.name for sheet in listed)
    pages = [_Page(sheet, name, _above(sheet, names)) for sheet, name in zip(listed, names, strict=True)]
    book = Workbook()
    book._named_styles["Normal"].font = Font(name=FONT, size=SIZE)  # type: ignore[attr-defined]
    looks = Looks(book)
    _write_cover(book.active, cover, looks)
    for page in pages:
        _frame(book.create_sheet(page.name), page, looks)
    targets = {f"sheet {page.sheet.name}": (page.name, 1) for page in pages}
    for page in pages:
        targets |= {name: (page.name, page.head + 1 + row) for name, row in page.sheet.anchors.items()}
    book.calculation.fullCalcOnLoad = False
    _describe(book, title, heading, author)
    parts = [_Filled(page, looks, targets) for page in pages]
    for part in parts:
        part.settle()
    frame = BytesIO()
    book.save(frame)
    looks.closed = True
    return _joined(frame, parts)


def _above(sheet: Sheet, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What stands above a table: its title, what the sheet holds, the key of its shorthand, and the ways on."""
    number = f"{len(sheet.rows):,} {'row' if len(sheet.rows) == 1 else 'rows'}" if sheet.rows else "nothing to list"
    beside = {0: "", 1: " and a chart to its right"}.get(
        len(sheet.charts), f" and {len(sheet.charts)} charts to its right"
    )
    texts = [
        (sheet.title, ""),
        (f"This sheet holds one table, with {number}{beside}.", ""),
        *((text, "") for text in sheet.above),
        (shorthand.sentence(shorthand.used(sheet.columns, sheet.rows)), ""),
    ]
    if sheet.notes and NOTES in names:
        texts.append((f"How to read it, on the sheet Notes: {'; '.join(sheet.notes)}", NOTES))
    if CONTENTS in names and sheet.name != CONTENTS:
        texts.append(("Back to the contents", CONTENTS))
    return tuple((plain_text(text), leads) for text, leads in texts if text)


def _write_cover(page: Any, cover: Cover, looks: Looks) -> None:
    """The cover: everything in one column, titles and headings marked as such."""
    from openpyxl.styles import Alignment

    page.title = COVER
    page.sheet_view.tabSelected = True
    page.column_dimensions["A"].width = COVER_WIDTH
    texts = [(cover.title, "Heading 1")]
    for head, paragraphs in cover.parts:
        texts += [(head, "Heading 2"), *((text, "") for text in paragraphs)]
    for number, (text, style) in enumerate(texts, start=1):
        cell = page.cell(number, 1, plain_text(text))
        cell.data_type = "s"
        if style:
            cell.style = style
        else:
            cell.font = looks.fonts["plain"]
        cell.alignment = Alignment(wrap_text=True, vertical="bottom" if style else "top", horizontal="left")
        room = COVER_WIDTH * (0.7 if style else 1) - 2
        page.row_dimensions[number].height = points(lines_of(text, room)) * (1.4 if style else 1)
    _print_setup(page, COVER_WIDTH)


def _frame(page: Any, of: _Page, looks: Looks) -> None:
    """A sheet without the rows of its table: widths, the lines above it, its marking, its charts."""
    from openpyxl.utils import get_column_letter

    sheet = of.sheet
    for at, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = column.width
    for number, (text, leads) in enumerate(of.above, start=1):
        cell = page.cell(number, 1, text)
        cell.data_type = "s"
        cell.font, cell.alignment = looks.fonts["link" if leads else "plain"], looks.over
        if number == 1:
            cell.style = "Heading 1"
            page.row_dimensions[1].height = 26
    _mark_up(page, of)
    deep = _hang(page, of)
    width = sum(column.width for column in sheet.columns) + (110 if sheet.charts else 0)
    _print_setup(page, width)
    page.print_title_rows = f"{of.head}:{of.head}"
    if page.page_setup.fitToWidth > 1:
        page.print_title_cols = "A:A"
    if sheet.charts and deep <= _A_PAGE * width * _HIGH_BY_WIDE:
        page.page_setup.fitToHeight = 1


def _mark_up(page: Any, of: _Page) -> None:
    """Mark the cells up as one table with the sheet's name, which screen readers and programs find."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

    names = unique([column.heading for column in of.sheet.columns])
    last = of.head + max(1, len(of.sheet.rows))
    table = Table(displayName=table_name(of.name), ref=f"A{of.head}:{get_column_letter(len(names))}{last}")
    table.tableColumns = [TableColumn(id=at, name=name) for at, name in enumerate(names, start=1)]
    table.tableStyleInfo = TableStyleInfo(showRowStripes=False, showColumnStripes=False)
    page.add_table(table)


def _hang(page: Any, of: _Page) -> float:
    """Lay the charts to the right of the table, each beside its rows as far as those above it leave room.

    Gives how deep the sheet is with them, in points; of a sheet without charts it is not known.
    """
    from openpyxl.utils import get_column_letter

    place = get_column_letter(len(of.sheet.columns) + 2)
    first, free = of.head + 1, 0
    rows = [points(height_of(of.sheet.columns, row)) for row in of.sheet.rows] if of.sheet.charts else []
    for chart in of.sheet.charts:
        at = max(free, chart.first)
        page.add_chart(drawn(page, of.sheet, chart, first), f"{place}{first + at}")
        room = height(chart) * _POINTS_PER_CM
        while room > 0:
            room -= rows[at] if at < len(rows) else points(1) - _TIGHTER
            at += 1
        free = at + 1
    return sum(rows) + max(0, free - len(rows)) * (points(1) - _TIGHTER)


def _print_setup(page: Any, width: float) -> None:
    """Landscape, as wide as the paper, or as so many pages side by side that it can be read."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 8 if width > _A4_HOLDS else 9
    page.page_setup.fitToWidth = ceil(width / _A3_HOLDS)
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.sheet_format.defaultRowHeight = points(1) - _TIGHTER
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.5


def _describe(book: Any, title: str, heading: str, author: str) -> None:
    """The file's own properties: no person among them."""
    properties = book.properties
    properties.creator, properties.lastModifiedBy = plain_text(author), None
    properties.title, properties.subject = plain_text(title), plain_text(heading)
    properties.keywords = "evidence, interviews, survey, statistics"
    properties.language = "en-GB"
    properties.created = properties.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)


class _Filled:
    """The rows of one sheet as text, with its headings before them and its links behind."""

    def __init__(self, page: _Page, looks: Looks, targets: Targets) -> None:
        from openpyxl.utils import get_column_letter

        self.page, self.looks, self.targets = page, looks, targets
        self.letters = [get_column_letter(at + 1) for at in range(len(page.sheet.columns))]
        self.rows = Rows(page.sheet, self.letters, looks, targets, page.head + 1)
        links = [(at, text, sheet) for at, (text, sheet) in enumerate(page.above, start=1) if sheet]
        self.rows.links += [link(f"A{at}", targets[f"sheet {sheet}"], text) for at, text, sheet in links]

    def settle(self) -> None:
        """Have every look known to the workbook before it is saved."""
        kinds = {(column.number, column.strong) for column in self.page.sheet.columns}
        for right in (False, True):
            for look in ("plain", "strong", "link"):
                for number in ("General", "d mmm yyyy"):
                    self.looks.of(number, look, right=right)
        for number, strong in kinds:
            for form in (number, "0.0000"):
                self.looks.of(form or "General", "strong" if strong else "plain", right=True)

    @property
    def extent(self) -> bytes:
        """The cells of the sheet, from the first to the last."""
        last = self.page.head + max(1, len(self.page.sheet.rows))
        return f'<dimension ref="A1:{self.letters[-1]}{last}"/>'.encode()

    def write(self, file: IO[bytes], before: bytes, after: bytes) -> None:
        """Write the sheet's file: what stands before the rows and behind them is openpyxl's."""
        file.write(_DIMENSION.sub(self.extent, before, count=1))
        file.write(self._headings().encode())
        lines = self.rows.written()
        while some := list(islice(lines, _AT_ONCE)):
            file.write("".join(some).encode())
        links = "".join(self.rows.links)
        file.write(_END + (f"<hyperlinks>{links}</hyperlinks>" if links else "").encode() + after)

    def _headings(self) -> str:
        """The row of headings."""
        columns: Sequence[Column] = self.page.sheet.columns
        names = unique([column.heading for column in columns])
        tall = points(max(lines_of(name, column.width - 2.5) for name, column in zip(names, columns, strict=True)))
        cells = [
            f'<c r="{letter}{self.page.head}" s="{self.looks.of("General", "strong", right=bool(column.number))}"'
            f' t="inlineStr"><is><t xml:space="preserve">{escape(name)}</t></is></c>'
            for letter, name, column in zip(self.letters, names, columns, strict=True)
        ]
        return f'<row r="{self.page.head}" ht="{tall:g}" customHeight="1">{"".join(cells)}</row>'


def _joined(frame: BytesIO, parts: Sequence[_Filled]) -> bytes:
    """The file of openpyxl with the rows in their sheets and the descriptions on the charts."""
    sheets = {f"xl/worksheets/sheet{number}.xml": part for number, part in enumerate(parts, start=2)}
    charted = [part.page.sheet for part in parts if part.page.sheet.charts]
    drawings = {f"xl/drawings/drawing{number}.xml": sheet for number, sheet in enumerate(charted, start=1)}
    out = BytesIO()
    with zipfile.ZipFile(frame) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as whole:
        for name in made.namelist():
            content = made.read(name)
            if name in sheets:
                before, _, after = content.partition(_END)
                with whole.open(name, "w", force_zip64=True) as file:
                    sheets[name].write(file, before, after)
            else:
                whole.writestr(name, _described(content, drawings[name]) if name in drawings else content)
    return out.getvalue()


def _described(content: bytes, sheet: Sheet) -> bytes:
    """A drawing whose charts say what they show."""
    for number, chart in enumerate(sheet.charts, start=1):
        said = f"name={quoteattr(plain_text(chart.title))} descr={quoteattr(plain_text(chart.says))}".encode()
        content = content.replace(f'name="Chart {number}"'.encode(), said, 1)
    return content
