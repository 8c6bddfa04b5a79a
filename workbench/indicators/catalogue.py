"""The catalogue: which indicators a project has, for how many areas, and for which time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.indicators.datasets import Dataset, kept_out
from workbench.indicators.drafts import PLACE
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation, only_small
from workbench.indicators.spans import larger
from workbench.rows import amend, table_of


class NoSuchIndicatorError(WorkbenchError):
    """There is no such indicator in the project. Look at the catalogue of indicators."""


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
    """How many there are; of small areas and kinds of place only where an indicator has no others."""
    missing: int
    areas: int
    periods: int
    first: str
    latest: str
    short: str
    kept_out: str = ""
    """Why its figures stay out of analysis, in sentences; nothing where they do not."""


def indicators(session: Session) -> list[IndicatorLine]:
    """Every indicator of the project by data set and name, with how much there is of it."""
    observation, indicator, dataset = (table_of(kind) for kind in (Observation, Indicator, Dataset))
    o, i, d = observation.c, indicator.c, dataset.c
    whole = sa.and_(larger(o.area_code), ~o.category.startswith(PLACE))
    added_up = sa.and_(o.derived, sa.func.substr(o.period_start, 1, 7) != sa.func.substr(o.period_end, 1, 7))
    counted = (
        sa.select(
            o.indicator_id,
            sa.func.count().label("figures"),
            sa.func.sum(sa.case((o.value.is_(None), 1), else_=0)).label("missing"),
            sa.func.count(sa.distinct(o.area_code)).label("areas"),
            sa.func.count(sa.distinct(o.period_start.concat(o.period_end))).label("periods"),
            sa.func.min(o.period_start.concat("0").concat(o.period)).label("first"),
            sa.func.max(o.period_end.concat(sa.case((added_up, "1"), else_="0")).concat(o.period)).label("latest"),
        )
        .where(o.gone.is_(False), sa.or_(whole, o.indicator_id.in_(only_small(session))))
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
    found, out = [], kept_out(session)
    for row in session.execute(statement):
        cells = list(row)
        cells[18:20] = [day_and_period[_DAY:] for day_and_period in cells[18:20]]
        cells.append(" ".join(out.get(row.dataset_id, ())))
        found.append(IndicatorLine(*cells))
    return found


def indicator_named(session: Session, name: str) -> int:
    """The key of the indicator of that name, short name or publisher's number.

    Raises NoSuchIndicatorError when there is none, or when several data sets have one of that name.
    """
    wanted = name.strip().casefold()
    lines = indicators(session)
    found = [line for line in lines if wanted in {line.name.casefold(), line.short.casefold(), line.external_id} - {""}]
    if len(found) == 1:
        return found[0].id
    if found:
        files = ", ".join(line.dataset for line in found)
        raise NoSuchIndicatorError(
            f"Several data sets have an indicator “{name}”: {files}. Give one of them a short name."
        )
    known = ", ".join(line.name for line in lines[:5]) or "none yet"
    raise NoSuchIndicatorError(f"There is no indicator “{name}” in the project. It has {known}.")


_DESCRIBED = frozenset(
    {"short", "definition", "polarity", "unit", "numerator", "denominator", "benchmark", "source", "caveats"}
)
_SOURCED = frozenset(
    {
        "name", "publisher", "licence", "address", "release", "vintage", "retrieved", "caveats", "shared", "shared_by",
        "agreement_id", "purpose", "lawful_basis", "impact_assessment", "keep_until", "from_records",
    }
)  # fmt: skip


def describe_indicator(session: Session, indicator_id: int, **cells: Any) -> None:
    """Set what a person knows of an indicator and its file does not say: which way is good, its unit, its benchmark."""
    _only(cells, _DESCRIBED)
    amend(session, Indicator, indicator_id, **cells)


def describe_dataset(session: Session, dataset_id: int, **cells: Any) -> None:
    """Set where a data set comes from: title, publisher, licence, sharing agreement, until when it may be kept."""
    _only(cells, _SOURCED)
    amend(session, Dataset, dataset_id, **cells)


def _only(cells: Mapping[str, Any], allowed: frozenset[str]) -> None:
    strange = sorted(set(cells) - allowed)
    if strange:
        raise TypeError(f"not to be set here: {', '.join(strange)}")


_DAY = len("2024-01-011")
"""The first and latest period come with their day in front, and a mark for what was added up, by which they were found."""
