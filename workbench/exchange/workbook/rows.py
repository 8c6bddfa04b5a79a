"""The rows of a table as the text of a spreadsheet's file: each cell with one of a few looks, each row as high as it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from workbench.exchange.workbook.looks import Looks
from workbench.exchange.workbook.sheets import NONE, Column, Leads, Sheet
from workbench.exchange.workbook.text import lines_of, plain_text

_FIRST_DAY = date(1899, 12, 30)
_LINE, _EDGE, _HIGHEST = 15.6, 4.0, 409.0
_INDENT, _BOLD = 2.6, 0.93
"""What a cell's edges take of its width, and how much room bold letters leave of it."""

Targets = Mapping[str, tuple[str, int]]
"""Where cells may lead: by a name, a sheet and a row of it, counted from 1."""


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
        columns = self.sheet.columns
        cells = list(zip(self.letters, columns, strict=True))
        for number, row in enumerate(self.sheet.rows or [nothing(self.sheet)], start=self.first):
            height = points(height_of(columns, row))
            held = [
                self._cell(f"{letter}{number}", column, value)
                for (letter, column), value in zip(cells, row, strict=True)
            ]
            yield f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(held)}</row>'

    def _cell(self, place: str, column: Column, value: Any) -> str:
        look = "strong" if column.strong else "plain"
        right = bool(column.number)
        if type(value) is str:
            return self._text(place, value, self.looks.of("General", look, right=right))
        if isinstance(value, Leads):
            target = next((self.targets[name] for name in value.to if name in self.targets), None)
            if target is not None:
                look = "link"
                self.links.append(link(place, target, value.text))
            return self._text(place, value.text, self.looks.of("General", look, right=right))
        if right and is_number(value):
            return f'<c r="{place}" s="{self.looks.of(_format(column.number, value), look, right=True)}"><v>{value!r}</v></c>'
        if isinstance(value, date):
            return f'<c r="{place}" s="{self.looks.of("d mmm yyyy", look, right=right)}"><v>{_days(value)}</v></c>'
        return self._text(place, str(value), self.looks.of("General", look, right=right))

    def _text(self, place: str, text: str, look: int) -> str:
        said = escape(plain_text(text))
        return f'<c r="{place}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


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
    most = 1
    for column, value in zip(columns, row, strict=True):
        text = value.text if isinstance(value, Leads) else value
        if isinstance(text, str):
            most = max(most, lines_of(text, (column.width - _INDENT) * (_BOLD if column.strong else 1.0)))
    return most


def _format(number: str, value: float) -> str:
    """A number's form; very small values keep their digits."""
    return "0.0000" if "." in number and 0 < abs(value) < 0.05 else number


def _days(value: date) -> int:
    """A date as the number of days by which spreadsheets know it."""
    return (date(value.year, value.month, value.day) - _FIRST_DAY).days
