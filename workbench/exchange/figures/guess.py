"""A map guessed from a table's own columns: by what they are called, else by what stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from workbench import geography
from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import Header, header_of, is_figure, is_number
from workbench.exchange.figures.maps import FigureColumn, FigureMap
from workbench.exchange.figures.meanings import meaning_of, period_in, together
from workbench.exchange.figures.times import serial_day, times_of
from workbench.exchange.indicator_columns import Columns, columns_of, field_of, plain
from workbench.indicators.periods import read_period
from workbench.sources.drafts import LeftOut

_NO_FIGURE = re.compile(
    r"\b(?:id|code|cd|lat|long|latitude|longitude|easting|northing|postcode|urn|uprn|order|objectid|fid|phone|snac)\b"
    r"|^[xy]$",
    re.IGNORECASE,
)
_MOSTLY = 0.7
FEW = 20
"""From so many rows on, a column with another word in each names somebody or something, and no group."""
_GUESSED = frozenset({"sex", "age", "unit", "indicator", "indicator_id", "category_type", "status", "starts", "ends"})
"""What a column is taken for by its name alone."""
_NO_TIME = (
    "no column and no line above says which time it is of. Say it in a map, `always: {period: 2023/24}`, and give it with"
    " --map; --dry-run shows the map to add it to."
)
_NO_FIGURES = "no column of it holds figures. Name one in a map with `value`, and give it with --map."
_ABOUT_PERIOD = ("date", "time period", "period", "year", "time")
"""What a row of two cells above the names calls its time."""


@dataclass(slots=True)
class Guess:
    """A map with where its header stands, what was left out of it and why, and what nobody could tell."""

    map: FigureMap
    header: Header
    left_out: list[LeftOut] = field(default_factory=list)
    by_names: bool = False
    """Whether the names of columns alone said what they are."""
    without: str = ""
    """What is missing from it, in a sentence; empty where it can be read."""


def guess(grid: Grid) -> Guess | None:
    """The map that a table's columns suggest; None where no header and no area is to be found."""
    header = header_of(grid)
    if header is None:
        return None
    known = columns_of(header.names)
    if known is not None:
        return Guess(_by_names(known, header), header, by_names=True)
    return _Looking(grid, header).guess()


def _by_names(known: Columns, header: Header) -> FigureMap:
    """A long table whose columns go by names that we know."""
    at = {key: header.names[place] for key, place in known.at.items()}
    return FigureMap(
        **at,  # type: ignore[arg-type]
        header=header.line,
        categories=[header.names[place] for place in known.categories],
        notes=[header.names[place] for place in known.notes],
        benchmark=known.compared_with,
    )


class _Looking:
    """A table whose columns are told by what stands in them."""

    def __init__(self, grid: Grid, header: Header) -> None:
        self._grid, self._header = grid, header
        width = len(header.names)
        self._rows = [
            [*(cell.strip() for cell in cells), *[""] * (width - len(cells))]
            for _, cells in grid.top[header.first :]
            if sum(bool(cell.strip()) for cell in cells) > 1
        ]
        self._taken: dict[str, int] = {}

    def guess(self) -> Guess | None:
        header = self._header
        self._areas()
        if not self._taken:
            return None
        self._by_name()
        self._period()
        figures = self._figures()
        columns, repeated = together(_as_months(figures))
        left_out = [
            LeftOut(f"the column “{name}”", "its figures", f"it says what the column “{earlier}” says already")
            for name, earlier in repeated
        ]
        dated = all(column.period for column in columns.values())
        always, without = ({}, "") if dated or "period" in self._taken or "starts" in self._taken else self._when()
        if not columns:
            without = _NO_FIGURES
        title = header.title if any(not column.indicator for column in columns.values()) else ""
        if title and "indicator" not in self._taken:
            always["indicator"] = period_in(title)[1] or title
        found = FigureMap(
            **{key: header.names[place] for key, place in self._taken.items()},  # type: ignore[arg-type]
            header=header.line,
            header_rows=header.rows,
            categories=[] if not columns else self._categories(set(columns)),
            figures=columns,
            always=always,  # type: ignore[arg-type]
        )
        return Guess(_simple(found), header, left_out, without=without)

    def _cells(self, place: int) -> list[str]:
        return [row[place] for row in self._rows if row[place]]

    def _share(self, place: int, of: object) -> float:
        cells = self._cells(place)
        return sum(bool(of(cell)) for cell in cells) / len(cells) if cells else 0.0  # type: ignore[operator]

    def _areas(self) -> None:
        """The column of codes, the smallest areas where there are several, and the column of their names."""
        names = self._header.names
        codes = [
            place
            for place in range(len(names))
            if self._share(place, lambda cell: geography.is_code(cell.upper())) > 0.5
        ]
        if codes:
            small = [place for place in codes if geography.is_small_area(self._cells(place)[0].upper())]
            self._taken["area_code"] = (small or codes)[0]
        named = [
            place
            for place in range(len(names))
            if place not in codes
            and (field_of(names[place]) == "area" or self._share(place, lambda cell: bool(geography.named(cell))) > 0.5)
            and not self._share(place, is_figure) > 0.5
        ]
        if named:
            beside = self._taken.get("area_code", named[0])
            self._taken["area"] = min(named, key=lambda place: abs(place - beside))

    def _by_name(self) -> None:
        for place, name in enumerate(self._header.names):
            key = field_of(name)
            if key in _GUESSED and key not in self._taken and place not in self._taken.values():
                self._taken[key] = place

    def _period(self) -> None:
        for place, name in enumerate(self._header.names):
            if place in self._taken.values() or not self._cells(place):
                continue
            if times_of(name, self._cells(place), named=field_of(name) == "period") is not None:
                self._taken["period"] = place
                return

    def _figures(self) -> dict[str, FigureColumn]:
        found: dict[str, FigureColumn] = {}
        for place, name in enumerate(self._header.names):
            cells = self._cells(place)
            if (
                place in self._taken.values()
                or not cells
                or _NO_FIGURE.search(name.replace("_", " ").replace("-", " "))
            ):
                continue
            if geography.is_code(cells[0]) or self._share(place, is_figure) < _MOSTLY:
                continue
            if any(map(is_number, cells)) or self._header.rows > 1:
                found[name] = meaning_of(self._header.parts[place] or (name,))
        return found

    def _categories(self, figures: set[str]) -> list[str]:
        """Columns of words by which several rows of one area and time differ."""
        names = self._header.names
        apart = [place for key, place in self._taken.items() if key in {"area_code", "area", "period", "sex", "age"}]
        if "indicator" in self._taken:
            apart.append(self._taken["indicator"])
        words = [
            place
            for place, name in enumerate(names)
            if name not in figures and place not in self._taken.values() and self._cells(place)
        ]
        found: list[int] = []
        for place in words:
            before = len({tuple(row[one] for one in (*apart, *found)) for row in self._rows})
            after = len({tuple(row[one] for one in (*apart, *found, place)) for row in self._rows})
            several = len(set(self._cells(place))) < max(FEW, len(self._cells(place)))
            if after > before and several and self._share(place, is_figure) < _MOSTLY:
                found.append(place)
        return [names[place] for place in found]

    def _when(self) -> tuple[dict[str, str], str]:
        """The one time that the whole table is of, from what stands above it or from its name."""
        facts, grid = self._header.facts, self._grid
        said = [facts[name] for name in _ABOUT_PERIOD if name in facts]
        for text in (*said, self._header.title, grid.title, grid.sheet, Path(grid.name).stem.replace("_", " ")):
            period, _ = period_in(text)
            if period and read_period(period, across=True).kind != "day":
                return {"period": period}, ""
        return {}, _NO_TIME


def _as_months(columns: dict[str, FigureColumn]) -> dict[str, FigureColumn]:
    """Columns named for the first days of months, as Excel keeps Apr-20, or for its numbers of days: each is its month."""
    named = {name: column.model_copy(update=day_of_serial(name)) for name, column in columns.items()}
    days = {name: read_period(column.period, across=True) for name, column in named.items() if column.period}
    alike = len(days) == len(columns) > 1 and all(day.kind == "day" and day.starts.day == 1 for day in days.values())
    if not alike or len({day.starts for day in days.values()}) < 2:
        return columns
    return {name: column.model_copy(update={"period": f"{days[name].starts:%b %Y}"}) for name, column in named.items()}


def day_of_serial(name: str) -> dict[str, str]:
    """The period of a column that is named by Excel's number of a day, and no other name; nothing for any other."""
    day = serial_day(name)
    return {"period": day.isoformat(), "indicator": ""} if day is not None else {}


def _simple(found: FigureMap) -> FigureMap:
    """A table with one figure a row, and nothing about it in the name of its column, says so by its parts."""
    columns = found.figures
    if len({column.of[:2] for column in columns.values()}) != 1 or len(columns) > 5:
        return found
    parts: dict[str, str] = {column.part: name for name, column in columns.items()}
    if len(parts) < len(columns) or any(column.period or column.sex for column in columns.values()):
        return found
    column = next(iter(columns.values()))
    always = dict(found.always)
    if column.indicator and not found.indicator:
        always["indicator"] = column.indicator
    if column.unit and not found.unit:
        always["unit"] = column.unit
    return found.model_copy(update={**parts, "figures": {}, "always": always})


def unused(header: Header, told: FigureMap) -> list[str]:
    """The columns that a map takes nothing from."""
    named = {plain(name) for name in told.columns()} - {plain(name) for name in told.ignore}
    return [name for name in header.names if plain(name) not in named and not name.startswith("column ")]
