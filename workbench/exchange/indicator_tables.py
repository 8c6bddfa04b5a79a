"""Tables of figures as text, `.csv` and `.tsv`, in any layout of `figures.layouts`, or as their columns suggest."""

from __future__ import annotations

from pathlib import Path

from workbench.exchange.figures.drafting import AreasUnknownError, NoFiguresError, draft_of
from workbench.exchange.figures.grids import Grid, head_grid, text_grid
from workbench.exchange.figures.guess import FEW, Guess, guess, unused
from workbench.exchange.figures.layouts import known_map, plan_of
from workbench.exchange.figures.nomis import blocks
from workbench.exchange.readers import Options
from workbench.geography import is_code
from workbench.indicators.drafts import DraftFigures

__all__ = ["READER", "AreasUnknownError", "NoFiguresError"]
SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".txt"})
_SURE, _WITH_CODES, _WITH_INDICATOR, _PERHAPS = 0.95, 0.9, 0.6, 0.3


class IndicatorTableReader:
    """Reads tables of figures from text."""

    name = "tables of figures in .csv and .tsv"
    kind = "indicators"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """0.95 for a layout that is known, 0.9 for figures of areas by their codes; 0.6 or 0.3 by names alone; else 0."""
        if path.suffix.lower() not in SUFFIXES:
            return 0.0
        grid = head_grid(path, head)
        if known_map(grid) is not None:
            return _SURE
        found = guess(grid)
        if found is None or found.without:
            return 0.0
        if not found.by_names:
            return _WITH_INDICATOR if _each_once(grid, found) and not _somebody_each(grid, found) else _PERHAPS
        if any(is_code(cell.strip().upper()) for _, cells in grid.top for cell in cells):
            return _WITH_CODES
        told = found.map
        return _WITH_INDICATOR if told.area and told.value and told.indicator else _PERHAPS

    def read(self, path: Path, options: Options) -> DraftFigures:
        """The figures of a file, with every row and column that was left out and why.

        Raises a WorkbenchError with a sentence when it is no such table, has no figure, or knows too few areas.
        """
        return draft_of(path.name, self.tables(path, options), options)

    def tables(self, path: Path, options: Options) -> list[Grid]:
        """The tables in the file, before anything is made of their columns."""
        return blocks(text_grid(path, options.going))


READER = IndicatorTableReader()


def _each_once(grid: Grid, found: Guess) -> bool:
    """Whether each area, time and group stands in one row: answers of people who live there would not."""
    plan = plan_of(grid, found.map, found.header)
    rows = [cells for _, cells in grid.top[found.header.first :] if sum(map(bool, map(str.strip, cells))) > 1]
    of = ("area_code", "area", "period", "indicator", "sex", "age", "category_type")
    keys = [(*(plan.cell(row, key) for key in of), *(column.cell(row) for column in plan.categories)) for row in rows]
    return len(set(keys)) * 2 > len(keys)


def _somebody_each(grid: Grid, found: Guess) -> bool:
    """Whether areas stand in many rows and something no figure is taken from differs in each, as numbers and addresses of people do."""
    rows = [cells for _, cells in grid.top[found.header.first :] if sum(map(bool, map(str.strip, cells))) > 1]
    names, plan = set(unused(found.header, found.map)), plan_of(grid, found.map, found.header)
    places = [place for place, name in enumerate(found.header.names) if name in names]
    areas = {(plan.cell(row, "area_code"), plan.cell(row, "area")) for row in rows}
    entries = [{row[place].strip() for row in rows if place < len(row)} - {""} for place in places]
    return len(areas) < len(rows) >= FEW and any(len(each) == len(rows) for each in entries)
