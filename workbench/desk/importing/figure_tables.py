"""The tables of figures in a file as they were understood, for a person to correct, and the maps that are remembered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from workbench import settings
from workbench.errors import WorkbenchError
from workbench.exchange.figures.columns import Plan
from workbench.exchange.figures.drafting import indicators_of, read_grid, told_map
from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.guess import guess
from workbench.exchange.figures.layouts import plan_of
from workbench.exchange.figures.maps import header_key
from workbench.exchange.figures.wording import columns_in_words, how_read
from workbench.exchange.readers import KindIsNotReadError, Options, recognise
from workbench.indicators.drafts import DraftFigure, DraftFigures
from workbench.sources.drafts import LeftOut

FIRST = 12
"""So many figures are shown of a table."""
_CELLS = 3


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """A column: its name, what it means in words (nothing for one that is not kept), and its first cells."""

    name: str
    means: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table of a file as it was understood: its columns, its first figures, what stays out, and the map that says so."""

    sheet: str
    how: str
    columns: tuple[ColumnSeen, ...] = ()
    first: tuple[tuple[str, DraftFigure], ...] = ()
    """The first figures as read, each with its indicator's name."""
    figures: int = 0
    left_out: tuple[LeftOut, ...] = ()
    map: Mapping[str, Any] | None = None
    """The map by which it was read, to correct and give again."""
    header: str = ""
    """What its header is known by."""
    wrong: str = ""
    """Why it cannot come in, in a sentence; nothing where it can."""


class _HasTables(Protocol):
    def tables(self, path: Path, options: Options) -> list[Grid]: ...


def figure_tables(path: Path, options: Options) -> list[FigureTable]:
    """The tables of a file, each by the map that is given, remembered, of its layout, or suggested by its columns.

    Raises a sentence where the file holds no tables of figures.
    """
    reader = recognise(path, as_="indicators")
    if not hasattr(reader, "tables"):
        raise KindIsNotReadError(f"{path.name} is read by {reader.name} alone, so that it has no columns to correct.")
    told = told_map(options)
    found = []
    for grid in cast("_HasTables", reader).tables(path, options):
        try:
            read = read_grid(grid, told, options)
        except WorkbenchError as fault:
            found.append(_as_far_as_told(grid, str(fault)))
            continue
        indicators, faults = indicators_of(read)
        figures = [(one.name, figure) for one in indicators for figure in one.figures]
        figures.sort(key=lambda pair: pair[1].row or 0)
        found.append(
            FigureTable(
                grid.sheet,
                how_read(read.plan, read.how),
                _columns(grid, read.plan),
                tuple(figures[:FIRST]),
                len(figures),
                (*read.left_out, *read.gathered.left_out, *faults),
                read.plan.map.written(),
                header_key(read.plan.header.names),
            )
        )
    return found


def _as_far_as_told(grid: Grid, wrong: str) -> FigureTable:
    """A table that cannot come in: the columns and the map as far as they suggest themselves."""
    guessed = guess(grid)
    if guessed is None:
        return FigureTable(grid.sheet, "", wrong=wrong)
    plan = plan_of(grid, guessed.map, guessed.header)
    return FigureTable(
        grid.sheet,
        "",
        _columns(grid, plan),
        map=guessed.map.written(),
        header=header_key(guessed.header.names),
        wrong=wrong,
    )


def _columns(grid: Grid, plan: Plan) -> tuple[ColumnSeen, ...]:
    rows = [cells for _, cells in grid.top[plan.header.first :][:_CELLS]]
    return tuple(
        ColumnSeen(name, means, tuple(row[place].strip() for row in rows if place < len(row)))
        for place, (name, means) in enumerate(columns_in_words(plan))
    )


def mapped(told: Mapping[str, Any], column: str, key: str) -> dict[str, Any]:
    """A map in which a column means something else: a key of maps, `categories` and `notes` among others, or `ignore`.

    >>> mapped({"value": "Rate", "area": "Area"}, "Rate", "count")
    {'area': 'Area', 'count': 'Rate'}
    """
    found = {name: said for name, said in told.items() if said != column}
    for name in ("categories", "notes", "ignore", "uses"):
        if column in found.get(name, ()):
            found[name] = [one for one in found[name] if one != column]
    if column in found.get("figures", {}):
        found["figures"] = {name: says for name, says in found["figures"].items() if name != column}
    if key in {"categories", "notes", "ignore"}:
        found[key] = [*found.get(key, ()), column]
    else:
        found[key] = column
    return {name: said for name, said in found.items() if said not in ([], {})}


def remembered(header: str) -> Mapping[str, Any] | None:
    """The map that somebody gave for a table with such a header before; None where nobody did."""
    written = settings.remembered_map(header)
    try:
        found = json.loads(written) if written else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def remember(draft: DraftFigures) -> None:
    """Keep the maps by which a file was read, for the next file with the same columns."""
    for header, written in draft.column_maps:
        settings.remember_map(header, written)
