"""Tables as rows of text with their numbers, whatever file they stand in: csv, workbook or Parquet."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.exchange.delimited import LIMIT, rows_of
from workbench.exchange.encoding import Decoded, read_text
from workbench.exchange.going import Going, unheard
from workbench.exchange.spreadsheets import Sheet, sheets_of
from workbench.sources.drafts import LeftOut

TOP = 200
"""So many rows are looked at before a table is read."""
HEADER_WITHIN = 40
"""The names of columns stand in the first so many rows; above them there may be a title and notes."""


@dataclass(slots=True)
class Grid:
    """A table: its first rows, those that follow, each with its number in the file, and what to know of it."""

    name: str
    top: list[tuple[int, list[str]]]
    rest: Iterator[tuple[int, list[str]]] = field(default_factory=lambda: iter(()))
    sheet: str = ""
    """The sheet of a workbook."""
    title: str = ""
    """What stands alone in the first cell above the names of the columns."""
    notes: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    whole: bool = True
    """Whether a text ends with a line break."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row, once."""
        return itertools.chain(self.top, self.rest)

    @property
    def called(self) -> str:
        """What it is called in a sentence."""
        return f"{self.name}, sheet “{self.sheet}”" if self.sheet else self.name


def grid_of(name: str, rows: Iterable[tuple[int, list[str]]]) -> Grid:
    """A table from its rows."""
    waiting = iter(rows)
    return Grid(name, list(itertools.islice(waiting, TOP)), waiting)


def separator_in(text: str) -> str:
    """Tab, semicolon, bar or comma: the one that the first lines have most of, a comma where they are level."""
    top = "\n".join(text[:65_536].splitlines()[:HEADER_WITHIN])
    return max(",\t;|", key=top.count)


def text_grid(path: Path, going: Going = unheard) -> Grid:
    """The table in a text; raises a sentence where it is no text."""
    return grid_in_text(path.name, read_text(path, limit=LIMIT), going)


def grid_in_text(name: str, decoded: Decoded, going: Going = unheard) -> Grid:
    """The table in a text that was read already."""
    text = decoded.text
    grid = grid_of(name, rows_of(text, separator_in(text), name, going=going))
    grid.whole = text[-1:] in "\r\n"
    if decoded.note():
        grid.notes.append(decoded.note())
    return grid


def head_grid(path: Path, head: bytes) -> Grid:
    """The table at the beginning of a text, as far as its first bytes show it."""
    text = head.decode("utf-8-sig", errors="replace") if b"\0" not in head else head.decode("utf-16", "replace")
    lines = text.rpartition("\n")[0] if len(head) >= 65_536 else text
    return grid_of(path.name, rows_of(lines, separator_in(lines), path.name, whole=False))


def sheet_grids(path: Path, going: Going = unheard) -> list[Grid]:
    """The sheets of a workbook that anything stands on, those that somebody hid left out and said."""
    grids: list[Grid] = []
    hidden: list[LeftOut] = []
    for sheet in sheets_of(path, going):
        if sheet.hidden and sheet.rows:
            hidden.append(LeftOut(f"sheet “{sheet.name}”", f"{len(sheet.rows):,} rows", "the sheet is hidden"))
        elif sheet.rows:
            grids.append(_sheet_grid(path.name, sheet))
    if grids:
        grids[0].left_out = [*hidden, *grids[0].left_out]
    return grids


def _sheet_grid(name: str, sheet: Sheet) -> Grid:
    rows = sheet.rows
    _spread(sheet, rows)
    grid = Grid(name, rows[:TOP], iter(rows[TOP:]), sheet=sheet.name)
    if sheet.hidden_rows:
        grid.notes.append(
            f"Sheet “{sheet.name}”: rows that are hidden were read with the others ({len(sheet.hidden_rows):,})."
        )
    if sheet.errors:
        some = ", ".join(sheet.errors[:6]) + (" …" if len(sheet.errors) > 6 else "")
        what = f"errors such as #N/A ({len(sheet.errors):,})"
        grid.left_out.append(LeftOut(f"sheet “{sheet.name}”, cells {some}", what, "the cell holds an error, no figure"))
    if sheet.uncalculated:
        what = f"formulas ({sheet.uncalculated:,})"
        why = "the file does not hold their results: open it in Excel and save it"
        grid.left_out.append(LeftOut(f"sheet “{sheet.name}”", what, why))
    return grid


def _spread(sheet: Sheet, rows: Sequence[tuple[int, list[str]]]) -> None:
    """Give every cell of a merged range what stands in its first: the words above several columns, an area's name."""
    at = dict(rows)
    columns = {column: place for place, column in enumerate(sheet.columns)}
    for (above, left), (below, right) in sheet.merged:
        first = at.get(above + 1)
        if first is None or left not in columns or not first[columns[left]]:
            continue
        if above == below and right - left + 1 >= len(sheet.columns):
            continue
        for number in range(above + 1, min(below, above + HEADER_WITHIN) + 2):
            cells = at.get(number, [])
            for column in range(left, right + 1):
                if cells and column in columns:
                    cells[columns[column]] = first[columns[left]]
