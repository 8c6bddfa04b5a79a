"""Where the names of a table's columns stand, in one row or stacked in several, and what stands above them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.figures.grids import HEADER_WITHIN, Grid
from workbench.exchange.indicator_columns import columns_of, field_of
from workbench.exchange.indicator_columns import plain as bare
from workbench.exchange.tables import plain
from workbench.indicators.marks import UnreadableNumberError, read_cell

STACKED = " | "
"""What stands between the names of a column that has several, from above."""
_MOST_ROWS = 5
_AGES = re.compile(r"\d{2}\s*(?:-|–|to)\s*\d{2}")
_NOTE = re.compile(r"\s*[\[(](?:notes?|footnotes?|n)\.?\s*\d+(?:\s*(?:,|and|&|to|-)\s*\d+)*[\])]", re.IGNORECASE)
_NOTE_NUMBERS = re.compile(r"\d+")
_TABLE_NUMBER = re.compile(r"^(?:table|worksheet|sheet)\s*[\w.]{1,6}\s*[:.–-]\s*", re.IGNORECASE)


class NoHeaderError(WorkbenchError):
    """We do not find the names of columns. Say in which row they begin with `header` in a map."""


@dataclass(slots=True)
class Header:
    """The names of a table's columns. `at` is the place of their first row among the rows, `line` its number."""

    names: list[str]
    parts: list[tuple[str, ...]]
    """The names above each column, from the top."""
    at: int
    rows: int
    line: int
    facts: dict[str, str] = field(default_factory=dict)
    """What rows of two cells above the names say, such as `Date: 2021`."""
    title: str = ""
    refers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The numbers of the notes that a column's name refers to."""

    @property
    def first(self) -> int:
        """The place of the first row below the names."""
        return self.at + self.rows


def without_notes(text: str) -> str:
    """A cell or name without references to notes: `Rate [note 3]` is Rate.

    >>> without_notes("Rate per 1,000 [note 3, 4]")
    'Rate per 1,000'
    """
    return plain(_NOTE.sub("", text) if "[" in text or "(" in text else text)


def notes_in(text: str) -> tuple[str, ...]:
    """The numbers of the notes that a text refers to."""
    return tuple(number for found in _NOTE.findall(text) for number in _NOTE_NUMBERS.findall(found))


def header_with(grid: Grid, wanted: Collection[str]) -> Header | None:
    """The first row that has all these names, as they are compared: small letters and digits only."""
    names = set(wanted)
    for place, (_, cells) in enumerate(grid.top[:HEADER_WITHIN]):
        if names <= {bare(without_notes(cell)) for cell in cells}:
            return header_at(grid, place, 1)
    return None


def header_of(grid: Grid) -> Header | None:
    """The names of columns: the row with the names we know, else the rows above the first row of figures."""
    for place, (_, cells) in enumerate(grid.top[:HEADER_WITHIN]):
        if columns_of([without_notes(cell) for cell in cells]) is not None:
            return header_at(grid, place, 1)
    data = next((place for place in range(1, min(len(grid.top), HEADER_WITHIN + 1)) if _holds_figures(grid, place)), 0)
    if not data:
        return None
    while data > 1 and _is_alike(grid, data):
        data -= 1
    width = sum(bool(cell.strip()) for cell in grid.top[data][1])
    begins = data - 1
    if sum(bool(cell.strip()) for cell in grid.top[begins][1]) * 2 < width:
        return None
    while begins > 0 and data - begins < _MOST_ROWS and _goes_on(grid, begins):
        begins -= 1
    return header_at(grid, begins, data - begins)


def _holds_figures(grid: Grid, place: int) -> bool:
    """Whether a row is about an area and has a number or a mark in it; the years of an age are neither."""
    cells = [cell.strip() for cell in grid.top[place][1]]
    about = [number for number, cell in enumerate(cells[:8]) if cell and _is_area(cell)]
    return bool(about) and any(
        is_figure(cell) and not _AGES.fullmatch(cell)
        for number, cell in enumerate(cells)
        if cell and number not in about and number > about[0]
    )


def _is_alike(grid: Grid, place: int) -> bool:
    """Whether the row above a row of figures has figures too, where that has them: its area is one that nobody knows."""
    above, cells = grid.top[place - 1][1], grid.top[place][1]
    figures = [column for column, cell in enumerate(cells) if column and cell.strip() and is_figure(cell)]
    said = [above[column].strip() for column in figures if column < len(above) and above[column].strip()]
    return bool(said) and all(is_figure(cell) and not is_year(cell) for cell in said)


def is_year(cell: str) -> bool:
    """Whether a number may be a year, as the names of columns are."""
    return len(cell) == 4 and cell.isdigit() and cell[:2] in {"19", "20"}


def _is_area(cell: str) -> bool:
    return geography.is_code(cell.upper()) or (not cell[:1].isdigit() and bool(geography.named(cell)))


def is_figure(cell: str) -> bool:
    """Whether a cell holds a number or a mark that stands for one."""
    try:
        read_cell(without_notes(cell))
    except UnreadableNumberError:
        return False
    return True


def is_number(cell: str) -> bool:
    """Whether a cell holds a number itself; `<5`, and an age of 16-24, hold none."""
    try:
        return read_cell(without_notes(cell)).value is not None
    except UnreadableNumberError:
        return False


def _goes_on(grid: Grid, begins: int) -> bool:
    """Whether the row above goes on naming columns: it follows without a gap, and is more than a title."""
    (line_above, above), (line, _) = grid.top[begins - 1], grid.top[begins]
    filled = [plain(cell) for cell in above if cell.strip()]
    below = grid.top[begins][1]
    if line - line_above != 1 or len(filled) < 2 or any(_is_area(cell) for cell in filled):
        return False
    first, second = plain(above[0]), plain(below[0]) if below else ""
    if first and second and first != second and field_of(first) not in {"area", "area_code"}:
        return False
    return len(set(filled)) > 1 or len(filled) > 2


def header_at(grid: Grid, place: int, rows: int) -> Header:
    """The names of columns that begin in a place and take so many rows."""
    if place >= len(grid.top):
        raise NoHeaderError(f"{grid.called} has no names of columns in row {place + 1}.")
    stacked = [list(cells) for _, cells in grid.top[place : place + rows]]
    width = max(len(cells) for cells in stacked)
    for cells in stacked:
        cells += [""] * (width - len(cells))
    for upper in stacked[:-1]:
        _fill_forward(upper, stacked[-1])
    parts: list[tuple[str, ...]] = []
    refers: dict[str, tuple[str, ...]] = {}
    seen: Counter[str] = Counter()
    names: list[str] = []
    for column in range(width):
        said = [cells[column] for cells in stacked]
        words = tuple(dict.fromkeys(word for text in said if (word := without_notes(text))))
        name = STACKED.join(words) or f"column {column + 1}"
        seen[name] += 1
        name = f"{name} ({seen[name]})" if seen[name] > 1 else name
        parts.append(words)
        names.append(name)
        if numbers := tuple(number for text in said for number in notes_in(text)):
            refers[name] = numbers
    header = Header(names, parts, place, rows, grid.top[place][0], refers=refers)
    _look_above(grid, header)
    return header


def _fill_forward(upper: list[str], lowest: Sequence[str]) -> None:
    """Let a name stand above the blanks to its right, as far as those have a name of their own below."""
    last = ""
    for column, cell in enumerate(upper):
        if cell.strip():
            last = cell
        elif lowest[column].strip():
            upper[column] = last


def _look_above(grid: Grid, header: Header) -> None:
    """The title above the names, and what rows of two cells say."""
    for _, cells in grid.top[: header.at]:
        filled = [plain(cell) for cell in cells if cell.strip()]
        if len(filled) == 2:
            header.facts.setdefault(filled[0].rstrip(" :").casefold(), filled[1])
        if not header.title and (len(set(filled)) == 1 or (len(filled) == 2 and not filled[0].endswith(":"))):
            header.title = _TABLE_NUMBER.sub("", without_notes(", ".join(dict.fromkeys(filled))))
