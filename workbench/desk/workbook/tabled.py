"""Sheets that are tables of `workbench table`, with headings, units and shorthand from the data dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workbench.coding.codebook import codebook as codes
from workbench.desk.tables.declared import TABLES
from workbench.desk.tables.dictionary import described
from workbench.desk.tabular import Asking
from workbench.desk.workbook.headings import heading
from workbench.desk.workbook.making import Maker, Making
from workbench.exchange.workbook.rows import is_number
from workbench.exchange.workbook.sheets import Column, Sheet, day, or_none
from workbench.exchange.workbook.shorthand import NOT_APPLICABLE, NOT_AVAILABLE, WITHHELD

_NOT_KNOWN = ("not recorded", "not published", "no value", "cannot be", "nothing was read", "not found so far")
_SHARES, _DAYS = {"-1 to 1", "0 to 1"}, {"day", "time"}
_WIDTHS = ((8, 12.0), (14, 18.0), (22, 26.0), (32, 36.0), (60, 44.0), (10**9, 60.0))
"""A column of words is the wider, the longer nine in ten of its cells: up to so many characters, so wide."""


def tabled(table: str, name: str, title: str, nothing: str, *notes: str, team_only: str = "") -> Maker:
    """The maker of a sheet that holds a table, by the table's name; `team_only` says why others may not have its rows."""

    def make(session: Session, made: Making) -> Sheet:
        if team_only and not made.at.team:
            return from_table(name, title, table, TABLES[table].columns, [], team_only, notes)
        found = TABLES[table].make(session, Asking(made.at.audience, None, None, made.project.key))
        made.remarks += found.left_out
        rows = [tuple(row) for row in found.rows]
        return from_table(name, title, table, (*TABLES[table].columns, *found.more_columns), rows, nothing, notes)

    return make


def from_table(
    name: str,
    title: str,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    nothing: str,
    notes: Sequence[str] = (),
) -> Sheet:
    """A table as a sheet: numbers to the right, words wrapped, days as days, and a word or shorthand where a cell is missing."""
    known = [described(table, column) for column in columns]
    declared = TABLES[table].columns
    titles = [heading(table, column) if column in declared else column for column in columns]
    numbers = [_numbers([row[at] for row in rows], one.unit) for at, one in enumerate(known)]
    made = tuple(
        Column(
            titles[at],
            _width(titles[at], [row[at] for row in rows], numbers[at], one.unit),
            numbers[at],
            strong=at == 0,
        )
        for at, one in enumerate(known)
    )
    marks = [NOT_AVAILABLE if any(said in one.missing for said in _NOT_KNOWN) else NOT_APPLICABLE for one in known]
    cells = [
        tuple(_number(cell, marks[at]) if numbers[at] else _words(cell, known[at].unit) for at, cell in enumerate(row))
        for row in rows
    ]
    return Sheet(name, title, made, cells, nothing, notes=tuple(notes))


def _numbers(cells: Sequence[Any], unit: str) -> str:
    """How a column's numbers are written; empty for a column of words."""
    held = [cell for cell in cells if cell is not None and cell != ""]
    there = [cell for cell in held if not _withheld(cell)]
    if not held or (not there and not unit) or not all(is_number(cell) for cell in there):
        return ""
    if unit in _SHARES:
        return "0.00"
    return "#,##0" if all(isinstance(cell, int) for cell in there) else "#,##0.0"


def _withheld(cell: Any) -> bool:
    return isinstance(cell, str) and cell.casefold().startswith("withheld")


def _number(cell: Any, mark: str) -> Any:
    if cell is None or cell == "":
        return mark
    return cell if is_number(cell) else WITHHELD


def _words(cell: Any, unit: str) -> Any:
    """A cell of words, or a day."""
    return day(cell) if unit in _DAYS and isinstance(cell, str) and cell else or_none(cell)


def _width(heading: str, cells: Sequence[Any], number: str, unit: str) -> float:
    """How wide a column is: for the longest word of its heading, and for nine in ten of its cells."""
    longest = max((len(part) for part in heading.split()), default=0) + 3.0
    if number or unit in _DAYS:
        return max(14.0, longest, len(heading) / 3 + 3)
    lengths = sorted(len(str(cell)) for cell in cells if cell is not None and cell != "")
    most = lengths[(len(lengths) - 1) * 9 // 10] if lengths else 0
    return max(next(wide for long, wide in _WIDTHS if most <= long), longest)


CODEBOOK = "Codebook"


def codebook(session: Session, made: Making) -> Sheet:
    """Every code: what it means, when it applies and when not, how often it is used."""
    found = TABLES["codes"].make(session, Asking(made.at.audience, None, None, made.project.key))
    made.remarks += found.left_out
    rules = {line.path: (line.include, line.exclude) for line in codes(session, counts=False)}
    rows = [(row[0], row[1], *rules.get(str(row[0]), ("", "")), *row[2:]) for row in map(tuple, found.rows)]
    columns = ("code", "definition", "Use it for", "Do not use it for", "codings", "segments", "cases", "state")
    title = "Codebook: what each code means, and how often it is used"
    return from_table(CODEBOOK, title, "codes", columns, rows, "There are no codes yet.", ("How people are counted",))
