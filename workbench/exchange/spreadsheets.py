"""Sheets of a workbook as rows of text, the way a person sees them, with what is hidden, wrong or merged in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.exchange.archives import (
    Archive,
    ArchiveIsUnsafeError,
    declares,
    opened,
)
from workbench.exchange.cells import texts
from workbench.exchange.elements import local, told
from workbench.exchange.going import Going, unheard
from workbench.exchange.old_sheets import Merged, OldSheet, is_old, old_sheets, unreadable
from workbench.exchange.open_sheets import OpenSheet, open_sheets
from workbench.exchange.sheet_extent import SMALL_SHEET, is_too_wide, too_wide

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

SUFFIXES = (".xlsx", ".xlsm", ".ods")
MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_IN_MARKS = 0.4
"""The share of a workbook's reading that goes on what is hidden, wrong or too far apart in it."""
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,9})[\"']")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*\bs=[\"']\d+[\"'][^>]*)>")
_WIDE = (re.compile(rb'r="([A-Z]{2,3})\d'), re.compile(rb"r='([A-Z]{2,3})\d"))
_UNCALCULATED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</"
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_ATTRIBUTE = re.compile(rb"\b(\w+)=[\"']([^\"']*)[\"']")
_PERCENT_FORMATS = frozenset({9, 10})


class WorkbookIsEmptyError(WorkbenchError):
    """No sheet of the workbook has a table in it. There is nothing to bring in."""


class NoSuchSheetError(WorkbenchError):
    """The map names a sheet that the workbook does not have."""


@dataclass(slots=True)
class Sheet:
    """One sheet: rows with their number, and what a person should know of it."""

    name: str
    hidden: bool
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    """The columns that hold anything, from 0; a row has one cell for each."""
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: tuple[str, ...] = ()
    """Cells that hold an error such as #N/A."""
    uncalculated: int = 0
    """Formulas whose result the file does not hold."""

    @property
    def filled(self) -> int:
        """How many cells below the first row hold anything."""
        return sum(len(row) - row.count("") for _, row in self.rows[1:])


@dataclass(frozen=True, slots=True)
class _Marks:
    """What the sheet's own part says beside the cells' values."""

    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    percent: frozenset[str]
    errors: tuple[str, ...]
    uncalculated: int
    merged: tuple[Merged, ...] = ()
    """Where the sheet's values do not come with their merged ranges."""


def sheets_of(path: Path, going: Going = unheard) -> list[Sheet]:
    """Every sheet of cells, in order; raises a sentence where the workbook is damaged or not safe to open.

    `going` is told now and then which share is read.
    """
    if is_old(path):
        return [_old_sheet(one) for one in old_sheets(path)]
    marks: dict[str, _Marks] = {}
    with opened(path) as archive:
        if "mimetype" in archive.parts:
            marks = {one.name: _marks_of_open(one, path.name) for one in open_sheets(archive)}
        else:
            listed = worksheets(archive)
            styles = _percent_styles(archive)
            for number, (name, part, _) in enumerate(listed):
                going(_IN_MARKS * number / len(listed))
                marks[name] = _marks(archive, part, styles)
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    workbook = _workbook(path)
    found: list[Sheet] = []
    for number, each in enumerate(workbook.sheets_metadata):
        going(_IN_MARKS + (1 - _IN_MARKS) * number / len(workbook.sheets_metadata))
        if each.typ == SheetTypeEnum.WorkSheet and each.name in marks:
            sheet = Sheet(each.name, each.visible != SheetVisibleEnum.Visible)
            _fill(sheet, workbook, marks[each.name], path.name)
            going(_IN_MARKS + (1 - _IN_MARKS) * (number + 1) / len(workbook.sheets_metadata))
            found.append(sheet)
    return found


def shown_sheets(path: Path, going: Going = unheard) -> list[Sheet]:
    """The sheets that hold anything and are not hidden; WorkbookIsEmptyError where there is none."""
    sheets = [sheet for sheet in sheets_of(path, going) if sheet.rows and not sheet.hidden]
    if not sheets:
        raise WorkbookIsEmptyError(
            f"{path.name} has no table on any sheet that is shown. There is nothing to bring in."
        )
    return sheets


def _old_sheet(old: OldSheet) -> Sheet:
    none: frozenset[int] = frozenset()
    sheet = Sheet(old.name, old.hidden, merged=old.merged)
    _lay_out(sheet, old.rows, _Marks(none, none, frozenset(), (), 0))
    return sheet


def _workbook(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError):
        raise unreadable(path.name) from None


def worksheets(archive: Archive) -> list[tuple[str, str, bool]]:
    """The name and the part of each sheet of cells, as the workbook lists them, and whether it is hidden."""
    main = archive.main_part("xl/workbook.xml")
    related = archive.related(main)
    tree = archive.tree(main)
    found = []
    for one in tree.iter():
        if local(one) == "sheet":
            kind, part = related.get(told(one, "id"), ("", ""))
            if kind == "worksheet" and part in archive.parts:
                found.append((told(one, "name"), part, told(one, "state", "visible") != "visible"))
    return found


def _percent_styles(archive: Archive) -> frozenset[bytes]:
    """The numbers of cell styles that show a share as per cent."""
    part = next((part for part in archive.parts if part.endswith("styles.xml")), "")
    if not part:
        return frozenset()
    tree = archive.tree(part)
    formats = {
        told(one, "numFmtId")
        for one in tree.iter()
        if local(one) == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", told(one, "formatCode"))
    } | {str(number) for number in _PERCENT_FORMATS}
    cells = next((one for one in tree if local(one) == "cellXfs"), None)
    used = enumerate(cells) if cells is not None else ()
    return frozenset(str(number).encode() for number, one in used if told(one, "numFmtId") in formats)


def _marks(archive: Archive, part: str, percent_styles: frozenset[bytes]) -> _Marks:
    data = archive.read(part)
    if declares(data):
        raise ArchiveIsUnsafeError(
            f"{archive.name} is not read, because a part of it refers to something outside it,"
            " which no workbook does that Excel wrote. Save it again in Excel, and bring that in."
        )
    hidden_rows: set[int] = set()
    last = number = 0
    for match in _ROW.finditer(data):
        written = match.group(1)
        told_number = _NUMBER.search(written)
        number = int(told_number.group(1)) if told_number else number + 1
        if not written.endswith(b"/"):
            last = max(last, number)
        if b"hidden" in written and _attributes(written).get("hidden") in {"1", "true"}:
            hidden_rows.add(number)
    _refuse_far_apart(data, last, archive.name)
    hidden_columns: set[int] = set()
    for match in _COLUMN.finditer(data, 0, max(0, data.find(b"sheetData"))):
        said = _attributes(match.group(1))
        first, final = _whole(said.get("min"), 1), _whole(said.get("max"), 1)
        if said.get("hidden") in {"1", "true"} and final - first < 1000:
            hidden_columns.update(range(first - 1, final))
    percent: set[str] = set()
    if percent_styles:
        for match in _CELL.finditer(data):
            said = _attributes(match.group(1))
            if said.get("s", "").encode() in percent_styles:
                percent.add(said.get("r", ""))
    wrong = _ERROR.finditer(data) if b't="e"' in data or b"t='e'" in data else ()
    errors = tuple(_attributes(match.group(1)).get("r", "a cell") for match in wrong)
    uncalculated = len(_UNCALCULATED.findall(data)) if _FORMULA.search(data) else 0
    return _Marks(frozenset(hidden_rows), frozenset(hidden_columns), frozenset(percent), errors, uncalculated)


def _marks_of_open(sheet: OpenSheet, name: str) -> _Marks:
    """What is special about cells of an OpenDocument sheet, which is refused where they lie too far apart."""
    if sheet.rows > MOST_ROWS or is_too_wide(sheet.rows * sheet.columns, sheet.written):
        raise too_wide(name)
    none: frozenset[int] = frozenset()
    return _Marks(frozenset(sheet.hidden_rows), none, frozenset(), tuple(sheet.errors), 0, tuple(sheet.merged))


def _attributes(written: bytes) -> dict[str, str]:
    return {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(written)}


def _whole(written: str | None, fallback: int) -> int:
    return int(written) if written is not None and written.isdigit() and len(written) < 10 else fallback


def _refuse_far_apart(data: bytes, last: int, name: str) -> None:
    """Refuse a sheet whose rows times columns would fill the memory, though few cells hold anything."""
    widest = 26
    if last * _MOST_COLUMNS > SMALL_SHEET:
        letters = {match.group(1) for wide in _WIDE for match in wide.finditer(data)}
        widest = max((column_number(each.decode()) for each in letters), default=26)
    laid_out = last * min(widest, _MOST_COLUMNS)
    if last > MOST_ROWS or (laid_out > SMALL_SHEET and is_too_wide(laid_out, len(_ANY_CELL.findall(data)))):
        raise too_wide(name)


def column_number(letters: str) -> int:
    """Which column of a workbook its letters name, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(column: int) -> str:
    """What a column is called in a workbook, counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _fill(sheet: Sheet, workbook: CalamineWorkbook, marks: _Marks, name: str) -> None:
    """The cells of a sheet as text."""
    from python_calamine import CalamineError

    try:
        cells = workbook.get_sheet_by_name(sheet.name)
        values: list[list[Any]] = cells.to_python(skip_empty_area=False)
        sheet.merged = list(marks.merged or cells.merged_cell_ranges or [])
    except (CalamineError, OSError, ValueError, OverflowError):
        raise unreadable(name) from None
    _lay_out(sheet, list(texts(values, {_place(cell) for cell in marks.percent})), marks)


def _lay_out(sheet: Sheet, rows: list[list[str]], marks: _Marks) -> None:
    """Put the rows of a sheet in their places, without columns and rows that hold nothing."""
    width = len(rows[0]) if rows else 0
    sheet.columns = [column for column in range(width) if any(row[column] for row in rows)]
    whole = len(sheet.columns) == width
    sheet.rows = [
        (number, row if whole else [row[column] for column in sheet.columns])
        for number, row in enumerate(rows, 1)
        if any(row)
    ]
    sheet.hidden_rows = marks.hidden_rows & {number for number, _ in sheet.rows}
    sheet.hidden_columns = marks.hidden_columns & frozenset(sheet.columns)
    sheet.errors, sheet.uncalculated = marks.errors, marks.uncalculated


def _place(cell: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell)
    return (int(match.group(2)) - 1, column_number(match.group(1)) - 1) if match else (-1, -1)
