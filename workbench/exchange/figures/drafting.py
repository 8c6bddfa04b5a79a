"""From tables to a draft: each read by the map that somebody gave, that its layout gives, or that its columns suggest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.figures.columns import Plan
from workbench.exchange.figures.grids import HEADER_WITHIN, Grid
from workbench.exchange.figures.guess import guess, unused
from workbench.exchange.figures.layouts import known_map, plan_of, remark_on
from workbench.exchange.figures.maps import FigureMap, header_key, read_figure_map
from workbench.exchange.figures.places import rows_in_words, shown
from workbench.exchange.figures.reading import Gathered, gather_rows
from workbench.exchange.figures.wording import how_read
from workbench.exchange.indicator_columns import NoFiguresColumnsError
from workbench.exchange.readers import Options, read_map
from workbench.exchange.surveys.maps import ColumnMap, MapIsWrongError, map_name
from workbench.indicators.drafts import DraftFigure, DraftFigures, DraftIndicator
from workbench.indicators.gathering import UnitNotSaidError, gather
from workbench.indicators.known import known
from workbench.indicators.licences import licence_in
from workbench.indicators.recomputed import summed_up
from workbench.indicators.standardised import DOBSON, standardised
from workbench.sources.drafts import LeftOut
from workbench.text import counted

_BESIDE = re.compile(r"^(?:notes?|cover|contents|read ?me|about|metadata|information|definitions?)\b", re.IGNORECASE)
_MANY = 100_000
"""Of more figures than this a report says how to bring in fewer."""
_MOST_CAVEATS = 2_000
"""So many characters of a workbook's notes are kept as caveats."""


class AreasUnknownError(WorkbenchError):
    """More than half the rows are about areas that are not known here. Look at the column of area codes."""

    asks = "map"


class NoFiguresError(WorkbenchError):
    """There is not one figure in it that could be read."""


@dataclass(slots=True)
class Read:
    """A table as it was read: its map and plan, its rows, and how the map was come by."""

    grid: Grid
    plan: Plan
    gathered: Gathered
    how: str
    left_out: list[LeftOut] = field(default_factory=list)


def draft_of(name: str, grids: Sequence[Grid], options: Options) -> DraftFigures:
    """The figures of a file's tables; raises a sentence when there is none, or too little of it was understood."""
    told = told_map(options)
    reads: list[Read] = []
    left_out: list[LeftOut] = []
    notes: list[str] = []
    caveats: list[str] = []
    faults: list[WorkbenchError] = []
    for grid in grids:
        notes += grid.notes
        left_out += grid.left_out
        if len(grids) > 1 and _BESIDE.match(grid.sheet):
            caveats += _words_of(grid)
            left_out.append(
                LeftOut(f"sheet “{grid.sheet}”", "its words", "no table of figures; notes are kept as caveats")
            )
            continue
        try:
            reads.append(read_grid(grid, told, options))
        except (NoFiguresColumnsError, AreasUnknownError, UnitNotSaidError, MapIsWrongError) as fault:
            if len(grids) == 1:
                raise
            faults.append(fault)
            left_out.append(LeftOut(f"sheet “{grid.sheet}”", "the sheet", str(fault)))
    if not reads and faults:
        raise faults[0]
    return _draft(name, reads, left_out, notes, caveats)


def told_map(options: Options) -> FigureMap | None:
    """The map that somebody gave, if there is one; a survey's, given for several files at once, says nothing of figures."""
    if options.survey_map is None:
        return None
    written = read_map(options.survey_map) if isinstance(options.survey_map, Path) else options.survey_map
    if (
        written
        and not written.keys() & FigureMap.model_fields.keys()
        and written.keys() <= ColumnMap.model_fields.keys()
    ):
        return None
    return read_figure_map(options.survey_map)


def read_grid(grid: Grid, told: FigureMap | None, options: Options) -> Read:
    """One table by its map; raises a sentence where it has none that fits."""
    plan, how, left_out = planned(grid, told, options)
    gathered = gather_rows(grid, plan, options.areas)
    if gathered.unknown * 2 > gathered.rows:
        first = next(entry for entry in gathered.left_out if "area" in entry.why)
        raise AreasUnknownError(
            f"{grid.called}: {gathered.unknown} of {gathered.rows} rows are about areas that are not known here,"
            f" more than half. The first is {first.where}, “{first.what}”: {first.why}."
        )
    return Read(grid, plan, gathered, how, left_out)


def planned(grid: Grid, told: FigureMap | None, options: Options) -> tuple[Plan, str, list[LeftOut]]:
    """The map of a table put on it, how the map was come by, and what the map leaves out."""
    if told is not None:
        where = map_name(options.survey_map) if options.survey_map is not None else "The map"
        if told.sheet and grid.sheet.casefold() != told.sheet.casefold():
            raise MapIsWrongError(f"{where} names the sheet “{told.sheet}” alone.")
        return plan_of(grid, told), f"Read by the map {where}.", []
    guessed = guess(grid)
    if guessed is not None and (kept := options.remembered(header_key(guessed.header.names))) is not None:
        try:
            return plan_of(grid, read_figure_map(kept)), "Read by the map that was given for these columns before.", []
        except MapIsWrongError:
            pass
    found = known_map(grid)
    if found is not None:
        return plan_of(grid, found), f"Read as {found.layout}.", []
    if guessed is None:
        if areas := _areas_across(grid):
            raise NoFiguresColumnsError(
                f"{grid.called} has a column for each area ({', '.join(areas[:3])} …). Turn it, so that each area has a row:"
                " in Excel copy the table and paste it with Transpose."
            )
        raise NoFiguresColumnsError(
            f"{grid.called} has no area, period and value columns that we know. Name them area_code, period and value."
        )
    if guessed.without:
        raise NoFiguresColumnsError(f"{grid.called}: {guessed.without}")
    return plan_of(grid, guessed.map, guessed.header), "", guessed.left_out


def _areas_across(grid: Grid) -> list[str]:
    """The areas that the names of columns are, where a table has a column for each."""
    for _, cells in grid.top[:HEADER_WITHIN]:
        found = [cell.strip() for cell in cells if cell.strip() and geography.by_name(cell.strip()) is not None]
        if len(found) > 1 and len(found) * 2 > sum(bool(cell.strip()) for cell in cells):
            return found
    return []


def _words_of(grid: Grid) -> list[str]:
    """The words of a sheet beside the figures, a row a sentence, without titles and links."""
    words = [" ".join(cell for cell in cells if cell) for _, cells in grid.rows()]
    return [said for said in words if len(said.split()) > 4 and "://" not in said]


def _draft(
    name: str, reads: Sequence[Read], left_out: list[LeftOut], notes: list[str], caveats: list[str]
) -> DraftFigures:
    """The draft of everything that was read."""
    several = len(reads) > 1
    indicators: list[tuple[str, DraftIndicator]] = []
    for read in reads:
        where = f"sheet “{read.grid.sheet}”, " if several and read.grid.sheet else ""
        left_out += [replace(entry, where=where + entry.where) for entry in _above(read)]
        left_out += [replace(entry, where=where + entry.where) for entry in read.left_out]
        found, faults = indicators_of(read)
        indicators += [(read.grid.sheet, one) for one in found]
        left_out += [replace(entry, where=where + entry.where) for entry in (*read.gathered.left_out, *faults)]
        rest = unused(read.plan.header, read.plan.map)
        if rest:
            left_out.append(LeftOut(f"{where}first line", _listed(rest), "columns that are no part of a figure"))
        sentence = how_read(read.plan, read.how)
        notes.append(f"Sheet “{read.grid.sheet}”: {sentence[:1].lower()}{sentence[1:]}" if where else sentence)
        notes += [*read.gathered.places.said(), remark_on(read.plan.map, read.gathered.rows)]
    joined = _joined(indicators)
    many = sum(len(one.figures) for one in joined)
    if many > _MANY:
        notes.append(
            f"It has {many:,} figures. A map that says `only: {{column: [codes]}}` brings in those of some areas alone."
        )
    if not joined:
        first = f" The first: {left_out[0].where}, {left_out[0].why}." if left_out else ""
        raise NoFiguresError(f"{name} has not one figure that could be read.{first}")
    notes += summed_up(joined)
    notes += [
        f"Worked out from counts and residents by age: {one.name}, {counted(len(one.figures), 'figure')}."
        for one in joined
        if one.interval_method == DOBSON
    ]
    fact = next((known(entry.name, entry.external_id) for entry in joined), None)
    maps = [read.plan.map for read in reads]

    def said(key: str) -> str:
        return getattr(fact, key) if fact else next((text for one in maps if (text := getattr(one, key))), "")

    return DraftFigures(
        name,
        tuple(joined),
        sum(read.gathered.rows for read in reads),
        tuple(left_out),
        publisher=said("publisher"),
        licence=said("licence") or licence_in([*caveats, *_beside(reads)]),
        address=said("address"),
        caveats=" ".join(filter(None, (said("caveats"), " ".join(dict.fromkeys(caveats))[:_MOST_CAVEATS]))),
        notes=tuple(dict.fromkeys(filter(None, notes))),
        column_maps=tuple((header_key(read.plan.header.names), _written(read.plan.map)) for read in reads),
    )


def _beside(reads: Sequence[Read]) -> Iterator[str]:
    """What stands above and below the tables, a row a sentence."""
    for read in reads:
        yield from (" ".join(cell for cell in cells if cell) for _, cells in read.grid.top[: read.plan.header.at])
        yield from (entry.what for entry in (*read.left_out, *read.gathered.left_out))


def _above(read: Read) -> list[LeftOut]:
    """The rows above the names of columns, which are no figures."""
    above = read.grid.top[: read.plan.header.at]
    if not above:
        return []
    what = next((cell.strip() for _, cells in above for cell in cells if cell.strip()), "")
    where = rows_in_words([line for line, _ in above])
    return [LeftOut(where, shown(what), "above the names of the columns")]


def _written(told: FigureMap) -> str:
    written: dict[str, Any] = told.written()
    return json.dumps(written, ensure_ascii=False, sort_keys=True)


def _listed(names: Sequence[str], most: int = 40) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def indicators_of(read: Read) -> tuple[list[DraftIndicator], list[LeftOut]]:
    """The indicators of one table."""
    raws = read.gathered.raws
    names = [key[0] for key in raws]
    found: list[DraftIndicator] = []
    left_out: list[LeftOut] = []
    for (indicator, unit, external), figures in raws.items():
        shown = f"{indicator} ({unit})" if names.count(indicator) > 1 and unit else indicator
        try:
            drafted, faults = gather(
                shown, unit, external, figures, benchmark=read.plan.map.benchmark, intervals=read.plan.map.intervals
            )
        except UnitNotSaidError as fault:
            if len(raws) == 1:
                raise UnitNotSaidError(f"{read.grid.called}: {fault}") from None
            left_out.append(LeftOut(f"“{shown}”", f"{len(figures):,} rows", str(fault)))
            continue
        left_out += faults
        if drafted.figures:
            found.append(drafted)
    by_age = [made for one in found if (made := standardised(one)) is not None]
    return [*found, *by_age], left_out


def _joined(indicators: Sequence[tuple[str, DraftIndicator]]) -> list[DraftIndicator]:
    """Indicators of one name on several sheets are one, as long as they do not speak of the same; else each has its sheet."""
    found: dict[str, DraftIndicator] = {}
    for sheet, one in indicators:
        earlier = found.get(one.name)
        if earlier is None:
            found[one.name] = one
        elif (earlier.kind, earlier.unit) == (one.kind, one.unit) and not _keys(earlier) & _keys(one):
            found[one.name] = replace(earlier, figures=(*earlier.figures, *one.figures))
        else:
            named = f"{one.name} ({sheet})"
            found[named] = replace(one, name=named)
    return list(found.values())


def _keys(indicator: DraftIndicator) -> set[tuple[str, ...]]:
    return {_key(figure) for figure in indicator.figures}


def _key(figure: DraftFigure) -> tuple[str, ...]:
    return figure.area_code, figure.starts, figure.ends, *figure.breakdown
