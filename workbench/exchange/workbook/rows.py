"""The rows of a table as the text of a spreadsheet's file: each cell with one of a few looks, each row as high as it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from workbench.exchange.workbook.looks import Looks
from workbench.exchange.workbook.sheets import NONE, Column, Leads, Sheet
from workbench.exchange.workbook.text import lines_of, plain_text

_FIRST_DAY = date(1899, 12, 30)
_LINE, _EDGE, _HIGHEST = 15.6, 4.0, 409.0
_INDENT, _BOLD = 2.6, 0.9
"""What a cell's edges take of its width, and how much room bold letters leave of it."""
_SHORT = 120

Targets = Mapping[str, tuple[str, int]]
"""Where cells may lead: by a name, a sheet and a row of it, counted from 1."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A column as its cells are written: its letter, its look for words, and the room for them."""

    letter: str
    column: Column
    words: int
    room: float


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
        places = [
            _Place(letter, column, self._look("General", column), _room(column))
            for letter, column in zip(self.letters, self.sheet.columns, strict=True)
        ]
        for number, row in enumerate(self.sheet.rows or [nothing(self.sheet)], start=self.first):
            most, cells = 1, []
            for place, value in zip(places, row, strict=True):
                if type(value) is str:
                    said, lines = _said(value, place.room) if len(value) < _SHORT else _read(value, place.room)
                    most = lines if lines > most else most
                    cells.append(_words(f"{place.letter}{number}", place.words, said))
                else:
                    cell, lines = self._other(place, number, value)
                    most = lines if lines > most else most
                    cells.append(cell)
            yield f'<row r="{number}" ht="{points(most):g}" customHeight="1">{"".join(cells)}</row>'

    def _look(self, number: str, column: Column) -> int:
        return self.looks.of(number, "strong" if column.strong else "plain", right=bool(column.number))

    def _other(self, place: _Place, number: int, value: Any) -> tuple[str, int]:
        """A cell that is not plain text, and how many lines it takes: a link, a number, a day, or what is said of others."""
        at, column = f"{place.letter}{number}", place.column
        if isinstance(value, Leads):
            look = place.words
            target = next((self.targets[name] for name in value.to if name in self.targets), None)
            if target is not None:
                look = self.looks.of("General", "link", right=bool(column.number))
                self.links.append(link(at, target, value.text))
            said, lines = _read(value.text, place.room)
            return _words(at, look, said), lines
        if column.number and is_number(value):
            return f'<c r="{at}" s="{self._look(_format(column.number, value), column)}"><v>{value!r}</v></c>', 1
        if isinstance(value, date):
            return f'<c r="{at}" s="{self._look("d mmm yyyy", column)}"><v>{_days(value)}</v></c>', 1
        said, lines = _read(str(value), place.room)
        return _words(at, place.words, said), lines


def _words(at: str, look: int, said: str) -> str:
    return f'<c r="{at}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def _read(text: str, room: float) -> tuple[str, int]:
    """A text as the file holds it, and how many lines it takes."""
    return escape(plain_text(text)), lines_of(text, room)


_said = lru_cache(maxsize=50_000)(_read)
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
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def points(lines: int) -> float:
    """The height of so many lines: spreadsheets do not work it out on opening."""
    return min(_HIGHEST, lines * _LINE + _EDGE)


def height_of(columns: Iterable[Column], row: Iterable[Any]) -> int:
    """How many lines the longest cell takes once it is wrapped."""
    texts = ((column, one.text if isinstance(one, Leads) else one) for column, one in zip(columns, row, strict=True))
    return max((lines_of(text, _room(column)) for column, text in texts if isinstance(text, str)), default=1)


def _format(number: str, value: float) -> str:
    """A number's form; very small figures keep their digits, coefficients and shares do not."""
    return "0.0000" if number == "#,##0.0" and 0 < abs(value) < 0.05 else number


def _days(value: date) -> int:
    """A date as the number of days by which spreadsheets know it."""
    return (date(value.year, value.month, value.day) - _FIRST_DAY).days
