"""What lies within a county: for each indicator its districts beside each other, where they have figures of one time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from workbench import geography
from workbench.desk.door.door import Door
from workbench.indicators.catalogue import indicators_named
from workbench.indicators.observations import Figure, Observation, figures
from workbench.indicators.spans import newest
from workbench.rows import table_of

SHOWN = 6
"""So many indicators."""


@dataclass(frozen=True, slots=True)
class Within:
    """One indicator in the districts of a county, by name; those without a value among them."""

    indicator_id: int
    indicator: str
    period: str
    unit: str
    figures: tuple[Figure, ...]
    withheld: frozenset[int] = frozenset()


def districts_of(at: Door, code: str) -> tuple[tuple[Within, ...], int]:
    """The indicators of a county's districts, the first few by name, and how many more there are."""
    entry = geography.area(code)
    codes = [one.code for one in geography.of_county(code)] if entry is not None and entry.kind == "county" else []
    if not codes:
        return (), 0
    o = table_of(Observation).c
    there = set(
        at.session.execute(
            sa.select(o.indicator_id).where(o.area_code.in_(codes), o.gone.is_(False)).distinct()
        ).scalars()
    )
    named = [one for one in sorted(indicators_named(at.session), key=lambda one: one.name) if one.id in there]
    shown = [one.id for one in named[:SHOWN]]
    by_area: dict[int, dict[str, list[Figure]]] = {}
    for one in figures(at.session, indicator_id=shown, area=codes, main=True) if shown else ():
        by_area.setdefault(one.indicator_id, {}).setdefault(one.area_code, []).append(one)
    found = tuple(_within(at, by_area[key]) for key in shown if key in by_area)
    return found, max(0, len(named) - SHOWN)


def _within(at: Door, by_area: dict[str, list[Figure]]) -> Within:
    latest = [newest(listed) for listed in by_area.values()]
    period = Counter(one.period for one in latest).most_common(1)[0][0]
    alike = tuple(sorted((one for one in latest if one.period == period), key=lambda one: one.area))
    withheld = frozenset() if at.team else at.withheld(alike)
    first = alike[0]
    return Within(first.indicator_id, first.indicator, period, first.unit, alike, withheld)
