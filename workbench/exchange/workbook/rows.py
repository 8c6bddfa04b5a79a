"""The rows of a table as the text of a spreadsheet's file: each cell with one of a few looks, each row as high as it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from workbench.exchange.workbook.looks import Looks
from workbench.exchange.workbook.sheets import NONE, Column, Leads, Sheet
from workbench.exchange.workbook.text import lines_of, plain_text

_FIRST_DAY = date(1899, 12, 30)
_LINE, _EDGE, _HIGHEST = 15.6, 4.0, 409.0
_INDENT, _BOLD = 2.6, 0.9
"""What a cell's edges take of its width, and how much room bold letters leave of it."""
_CELL = '<c r="'
_SHORT = 120
_SMALL = 0.05
"""Below it figures with one digit behind the point keep more of them; coefficients and shares have theirs anyway."""

Targets = Mapping[str, tuple[str, int]]
"""Where cells may lead: by a name, a sheet and a row of it, counted from 1."""


class _Place(NamedTuple):
    """A column as its cells are written: how they begin, its looks for words and for numbers, and the room for words."""

    opening: str
    column: Column
    words: int
    room: float
    figure: int | None
    """The look of most of its numbers; None in a column of words."""
    small: int | None
    """The look of very small ones."""


@dataclass(slots=True)
class Rows:
    """Writes the rows of a table from row `first` on, and remembers which cells lead elsewhere."""

    sheet: Sheet
    letters: Sequence[str]
    looks: Looks
    targets: Targets
    first: int
    links: list[str] = field(default_factory=list)

    def written(self) -> Iterator[str]:
        """Every row, one after the other."""
        places = list(map(self._place, self.letters, self.sheet.columns))
        for number, row in enumerate(self.sheet.rows or [nothing(self.sheet)], start=self.first):
            most, cells = 1, []
            for place, value in zip(places, row, strict=True):
                opening, _, words, room, figure, small = place
                kind = type(value)
                if kind is str:
                    said, lines = _said(value, room, words) if len(value) < _SHORT else _words(value, room, words)
                    most = lines if lines > most else most
                    cells.append(f"{opening}{number}{said}")
                elif figure is not None and (kind is int or (kind is float and isfinite(value)) or is_number(value)):
                    look = small if -_SMALL < value < _SMALL and value else figure
                    cells.append(f'{opening}{number}" s="{look}"><v>{value!r}</v></c>')
                else:
                    cell, lines = self._other(place, number, value)
                    most = lines if lines > most else most
                    cells.append(cell)
            yield f'<row r="{number}" ht="{points(most):g}" customHeight="1">{"".join(cells)}</row>'

    def _place(self, letter: str, column: Column) -> _Place:
        words, form = self._look("General", column), column.number
        figure = self._look(form, column) if form else None
        small = self._look("0.0000", column) if form == "#,##0.0" else figure
        return _Place(f"{_CELL}{letter}", column, words, _room(column), figure, small)

    def _look(self, number: str, column: Column) -> int:
        return self.looks.of(number, "strong" if column.strong else "plain", right=bool(column.number))

    def _other(self, place: _Place, number: int, value: Any) -> tuple[str, int]:
        """A cell that is neither text nor a number, and how many lines it takes: a link, a day, or what is said of others."""
        begun, column, look = f"{place.opening}{number}", place.column, place.words
        if isinstance(value, date):
            return f'{begun}" s="{self._look("d mmm yyyy", column)}"><v>{_days(value)}</v></c>', 1
        if isinstance(value, Leads):
            target = next((self.targets[name] for name in value.to if name in self.targets), None)
            if target is not None:
                look = self.looks.of("General", "link", right=bool(column.number))
                self.links.append(link(begun.removeprefix(_CELL), target, value.text))
            value = value.text
        said, lines = _words(str(value), place.room, look)
        return f"{begun}{said}", lines


def _words(text: str, room: float, look: int) -> tuple[str, int]:
    """The rest of a cell that holds a text, after its place, and how many lines the text takes."""
    plain = escape(plain_text(text))
    kept = "" if plain == plain.strip() else ' xml:space="preserve"'
    return f'" s="{look}" t="inlineStr"><is><t{kept}>{plain}</t></is></c>', lines_of(text, room)


_said = lru_cache(maxsize=50_000)(_words)
"""The same of short texts, which come again and again."""


def _room(column: Column) -> float:
    return (column.width - _INDENT) * (_BOLD if column.strong else 1.0)


def link(place: str, target: tuple[str, int], said: str) -> str:
    """A link from a cell to a row of a sheet of the same file."""
    sheet, row = target
    where = f"'{sheet.replace(chr(39), chr(39) * 2)}'!A{row}"
    return (
        f"<hyperlink ref={quoteattr(place)} location={quoteattr(where)} display={quoteattr(plain_text(said)[:200])}/>"
    )


def nothing(sheet: Sheet) -> tuple[Any, ...]:
    """The one row of a sheet that has none: a table needs a row, and a reader a reason."""
    rest = ("[z]" if column.number else NONE for column in sheet.columns[1:])
    return (sheet.nothing, *rest)


def is_number(value: Any) -> bool:
    """Whether a value can stand as a number: not yes or no, not infinite."""
    return type(value) is int or (isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value))


def points(lines: int) -> float:
    """The height of so many lines: spreadsheets do not work it out on opening."""
    return min(_HIGHEST, lines * _LINE + _EDGE)


def height_of(columns: Iterable[Column], row: Iterable[Any]) -> int:
    """How many lines the longest cell takes once it is wrapped."""
    texts = ((column, one.text if isinstance(one, Leads) else one) for column, one in zip(columns, row, strict=True))
    return max((lines_of(text, _room(column)) for column, text in texts if isinstance(text, str)), default=1)


def _days(value: date) -> int:
    """A date as the number of days by which spreadsheets know it."""
    return (date(value.year, value.month, value.day) - _FIRST_DAY).days
