"""The catalogue: which indicators a project has, for how many areas, and for which time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.indicators.breakdowns import FIGURES, only_small
from workbench.indicators.datasets import Dataset, kept_out
from workbench.indicators.drafts import PLACE
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.indicators.spans import larger
from workbench.rows import amend, kept, table_of


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
    levels: tuple[str, ...] = ()
    """Of which kinds of area there are figures, in words, the widest first."""
    kept_out: str = ""
    """Why it is kept out of analysis; empty where it is not."""


LEVELS = (
    ("country", ("E92", "W92", "S92", "N92", "K02", "K03", "K04")),
    ("region", ("E12",)),
    ("combined authority", ("E47", "E61")),
    ("police force area", ("E23", "W15")),
    ("county", ("E10", "E11")),
    ("district", ("E06", "E07", "E08", "E09", "W06", "S12", "N09")),
    ("ward", ("E05", "W05", "S13", "N08")),
    ("small area", tuple(sorted(geography.SMALL_AREAS))),
)
"""Kinds of area, the widest first, each with what its codes begin with."""


class Extent(NamedTuple):
    """How much there is of an indicator, as `IndicatorLine` has it."""

    figures: int = 0
    missing: int = 0
    areas: int = 0
    periods: int = 0
    first: str = ""
    latest: str = ""


def levels(session: Session) -> dict[int, tuple[str, ...]]:
    """Of which kinds of area each indicator has figures; read from their index, and kept."""
    found: dict[int, tuple[str, ...]] = kept(session, "levels", _levels, tables=FIGURES)
    return found


def _levels(session: Session) -> dict[int, tuple[str, ...]]:
    o = table_of(Observation).c
    begins = sa.func.substr(o.area_code, 1, 3)
    there: dict[int, set[str]] = {}
    for key, beginning in session.execute(sa.select(o.indicator_id, begins).distinct()):
        there.setdefault(key, set()).add(beginning)
    return {
        key: tuple(name for name, beginnings in LEVELS if not found.isdisjoint(beginnings)) or ("other areas",)
        for key, found in there.items()
    }


def indicators(session: Session) -> list[IndicatorLine]:
    """Every indicator of the project by data set and name, with how much there is of it."""
    extents: dict[int, Extent] = kept(session, "extents", _extents, tables=FIGURES)
    return _lines(session, extents, levels(session))


def indicators_named(session: Session) -> list[IndicatorLine]:
    """The same without having counted how much there is: for whoever cannot wait for that."""
    return _lines(session, {}, {})


def _lines(
    session: Session, extents: Mapping[int, Extent], levels_of: Mapping[int, tuple[str, ...]]
) -> list[IndicatorLine]:
    i, d = table_of(Indicator).c, table_of(Dataset).c
    statement = (
        sa.select(
            i.id, i.name, i.unit, i.kind, i.polarity, i.definition, i.benchmark, i.external_id, i.interval_method,
            i.caveats, i.dataset_id, d.name, d.publisher, d.licence, i.short,
        )
        .select_from(table_of(Indicator).join(table_of(Dataset), d.id == i.dataset_id))
        .where(i.gone.is_(False), d.gone.is_(False))
        .order_by(d.name, i.name, i.id)
    )  # fmt: skip
    found, out = [], kept_out(session)
    for *named, short in session.execute(statement):
        key, dataset = named[0], named[10]
        cells = [*named, *extents.get(key, Extent()), short, levels_of.get(key, ()), " ".join(out.get(dataset, ()))]
        found.append(IndicatorLine(*cells))
    return found


def _extents(session: Session) -> dict[int, Extent]:
    """How much there is of every indicator that has figures."""
    o = table_of(Observation).c
    whole = sa.and_(larger(o.area_code), ~o.category.startswith(PLACE))
    added_up = sa.and_(o.derived, sa.func.substr(o.period_start, 1, 7) != sa.func.substr(o.period_end, 1, 7))
    counted = (
        sa.select(
            o.indicator_id,
            sa.func.count(),
            sa.func.sum(sa.case((o.value.is_(None), 1), else_=0)),
            sa.func.count(sa.distinct(o.area_code)),
            sa.func.count(sa.distinct(o.period_start.concat(o.period_end))),
            sa.func.min(o.period_start.concat("0").concat(o.period)),
            sa.func.max(o.period_end.concat(sa.case((added_up, "1"), else_="0")).concat(o.period)),
        )
        .where(o.gone.is_(False), sa.or_(whole, o.indicator_id.in_(only_small(session))))
        .group_by(o.indicator_id)
    )
    return {
        key: Extent._make((*counts, first[_DAY:], latest[_DAY:]))
        for key, *counts, first, latest in session.execute(counted)
    }


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
