"""The catalogue: which indicators a project has, for how many areas, and for which time."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.indicators.datasets import Dataset
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import table_of


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator in the catalogue. `first` and `latest` are periods as the source writes them."""

    id: int
    name: str
    unit: str
    kind: str
    polarity: str
    definition: str
    benchmark: str
    external_id: str
    interval_method: str
    caveats: str
    dataset_id: int
    dataset: str
    publisher: str
    licence: str
    figures: int
    missing: int
    areas: int
    periods: int
    first: str
    latest: str
    short: str


def indicators(session: Session) -> list[IndicatorLine]:
    """Every indicator of the project by data set and name, with how much there is of it."""
    observation, indicator, dataset = (table_of(kind) for kind in (Observation, Indicator, Dataset))
    o, i, d = observation.c, indicator.c, dataset.c
    counted = (
        sa.select(
            o.indicator_id,
            sa.func.count().label("figures"),
            sa.func.sum(sa.case((o.value.is_(None), 1), else_=0)).label("missing"),
            sa.func.count(sa.distinct(o.area_code)).label("areas"),
            sa.func.count(sa.distinct(o.period_start.concat(o.period_end))).label("periods"),
            sa.func.min(o.period_start.concat(o.period)).label("first"),
            sa.func.max(o.period_end.concat(o.period)).label("latest"),
        )
        .where(o.gone.is_(False))
        .group_by(o.indicator_id)
        .subquery()
    )
    c = counted.c
    statement = (
        sa.select(
            i.id, i.name, i.unit, i.kind, i.polarity, i.definition, i.benchmark, i.external_id, i.interval_method,
            i.caveats, i.dataset_id, d.name, d.publisher, d.licence, sa.func.coalesce(c.figures, 0),
            sa.func.coalesce(c.missing, 0), sa.func.coalesce(c.areas, 0), sa.func.coalesce(c.periods, 0),
            sa.func.coalesce(c.first, ""), sa.func.coalesce(c.latest, ""), i.short,
        )
        .select_from(indicator.join(dataset, d.id == i.dataset_id).outerjoin(counted, c.indicator_id == i.id))
        .where(i.gone.is_(False), d.gone.is_(False))
        .order_by(d.name, i.name, i.id)
    )  # fmt: skip
    found = []
    for row in session.execute(statement):
        cells = list(row)
        cells[18:20] = [day_and_period[_DAY:] for day_and_period in cells[18:20]]
        found.append(IndicatorLine(*cells))
    return found


_DAY = len("2024-01-01")
"""The first and latest period come with their day in front, by which they were found."""
