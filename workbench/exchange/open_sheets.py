"""What an OpenDocument spreadsheet, `.ods`, says of its sheets beside the cells' values: hidden, wrong, merged, repeated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.exchange.archives import Archive, refuse_locked
from workbench.exchange.elements import local, told

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_WRAPPED = frozenset({"table-row-group", "table-header-rows", "table-rows"})
_MOST = 10_000_000


@dataclass(slots=True)
class OpenSheet:
    """One sheet: how far what it holds reaches, how many cells are written, and what is special about some of them."""

    name: str
    rows: int = 0
    columns: int = 0
    written: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    """Numbers of rows, from 1."""
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    """First and last cell of each merged range, row and column from 0."""
    errors: list[str] = field(default_factory=list)


def open_sheets(archive: Archive) -> list[OpenSheet]:
    """The sheets in their order; raises a sentence where the file is locked or damaged."""
    refuse_locked(archive)
    tables = (one for one in archive.tree("content.xml").iter() if local(one) == "spreadsheet")
    return [_sheet(one) for body in tables for one in body if local(one) == "table"]


def _sheet(table: Element) -> OpenSheet:
    sheet = OpenSheet(told(table, "name"))
    row = 0
    for element in _rows(table, 0):
        times = _times(element, "number-rows-repeated")
        if told(element, "visibility") in {"collapse", "filter"} and times < 1000:
            sheet.hidden_rows.update(range(row + 1, row + times + 1))
        _cells(element, row, times, sheet)
        row += times
    return sheet


def _rows(node: Element, depth: int) -> Iterator[Element]:
    for child in node:
        if local(child) == "table-row":
            yield child
        elif depth < 50 and local(child) in _WRAPPED:
            yield from _rows(child, depth + 1)


def _cells(row: Element, number: int, times: int, sheet: OpenSheet) -> None:
    column = 0
    for cell in row:
        if local(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        wide = _times(cell, "number-columns-repeated")
        if told(cell, "value-type") or len(cell):
            sheet.written += 1
            sheet.rows = max(sheet.rows, number + times)
            sheet.columns = max(sheet.columns, column + wide)
            down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
            if down > 1 or across > 1:
                sheet.merged.append(((number, column), (number + down - 1, column + across - 1)))
            text = next(("".join(one.itertext()) for one in cell if local(one) == "p"), "")
            if text.startswith(("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "Err:")):
                sheet.errors.append(f"row {number + 1}")
        column += wide


def _times(element: Element, name: str) -> int:
    written = told(element, name, "1")
    return min(int(written), _MOST) if written.isascii() and written.isdigit() and len(written) < 10 else 1
