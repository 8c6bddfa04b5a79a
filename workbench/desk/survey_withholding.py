"""Which figures of a survey are withheld from readers outside the team: the small, and what they can be worked out from.

The figures of one indicator and time are a table of people: areas by groups, with the survey as a whole, each area and
each group as its sums. Who has no area or no group is a row or a column of its own, which nobody sees but everybody can
work out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from workbench.governance.disclosure import TOTAL, Grid, withhold_small
from workbench.indicators.observations import Figure

_Table = dict[tuple[str, str], Figure]
"""By area and group."""


def withheld_of_surveys(found: Iterable[Figure], threshold: int) -> frozenset[int]:
    """Keys of the survey figures to withhold from readers for whom counts below `threshold` are too small."""
    tables: dict[tuple[int, str, str], _Table] = defaultdict(dict)
    for figure in found:
        if figure.base is not None and figure.from_records:
            tables[figure.indicator_id, figure.starts, figure.ends][figure.area_code, figure.category] = figure
    hidden: set[int] = set()
    for table in tables.values():
        hidden |= _withheld(table, threshold)
    return frozenset(hidden)


def _withheld(table: _Table, threshold: int) -> set[int]:
    whole = next(iter(table.values())).benchmark
    areas = sorted({area for area, _ in table if area != whole})
    groups = sorted({group for _, group in table if group != "all"})
    places = {
        *_places(table, whole, areas, groups, threshold, "count"),
        *_places(table, whole, areas, groups, threshold, "base"),
    }
    return {table[place].id for place in places if place in table}


def _places(
    table: _Table, whole: str, areas: list[str], groups: list[str], threshold: int, what: str
) -> set[tuple[str, str]]:
    """The areas and groups whose count, or base, is withheld."""

    def number(area: str, group: str, of: str) -> int:
        figure = table.get((area, group))
        return 0 if figure is None else round(getattr(figure, of) or 0)

    def grid(of: str) -> list[list[int]]:
        rows = [[number(area, group, of) for group in groups or ["all"]] for area in areas]
        if groups:
            rows = [[*row, number(area, "all", of) - sum(row)] for row, area in zip(rows, areas, strict=True)]
        top = [number(whole, group, of) for group in groups or ["all"]]
        if groups:
            top = [*top, number(whole, "all", of) - sum(top)]
        rest = [all_of - sum(row[column] for row in rows) for column, all_of in enumerate(top)]
        return [*rows, rest] if areas else [top]

    counts, bases = grid(what), grid("base")
    sums = (whole, "all") in table and min(min(row) for row in (*counts, *bases)) >= 0
    if not sums:
        return _alone(table, threshold, what)
    of: Grid | None = bases if what == "count" else None
    held = withhold_small(counts, threshold, row_totals=bool(groups), column_totals=bool(areas), of=of)
    listed = [*areas, ""] if areas else [whole]
    named = [*groups, ""] if groups else ["all"]
    return {
        (whole if row == TOTAL else listed[row], "all" if column == TOTAL else named[column])
        for row, column in held.places
    }


def _alone(table: _Table, threshold: int, what: str) -> set[tuple[str, str]]:
    """The same where the parts make no sum, because a person may be in several areas or the whole is not shown."""
    found = set()
    for place, figure in table.items():
        count, base = round(getattr(figure, what) or 0), round(figure.base or 0)
        of = [[base]] if what == "count" else None
        if withhold_small([[count]], threshold, row_totals=False, column_totals=False, of=of).places:
            found.add(place)
    return found
