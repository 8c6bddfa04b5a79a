"""A place: every indicator's newest figure for one area, beside its benchmark and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.indicators.answers import doubted
from workbench.indicators.breakdowns import FIGURES
from workbench.indicators.comparison import Comparison
from workbench.indicators.datasets import Dataset, kept_out
from workbench.indicators.doubt_lines import DoubtLine
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Figure, Observation, benchmark_among, figures
from workbench.indicators.own_areas import known_area, peers_known
from workbench.indicators.sentence import comparison_of, figure_sentence
from workbench.indicators.spans import course, newest
from workbench.rows import kept, table_of


class AreaNotKnownError(WorkbenchError):
    """There is no such area in the register, and no figure about it. Look the code up by the area's name."""


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """An indicator at a place: its newest figure, its history, benchmark, neighbours, and what they come to."""

    figure: Figure
    history: tuple[Figure, ...]
    """From the oldest to the newest; where months add up to the figure, the months."""
    benchmark: Figure | None
    peers: tuple[Figure, ...]
    comparison: Comparison
    sentence: str
    doubts: tuple[DoubtLine, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An area with all that the project's figures say of it."""

    code: str
    name: str
    kind: str
    county: str
    indicators: tuple[PlaceFigure, ...]


def indicators_at(session: Session, area_code: str) -> list[int]:
    """The indicators that have a figure for an area, by name; AreaNotKnownError when nothing knows the area."""
    o, i, d = table_of(Observation).c, table_of(Indicator).c, table_of(Dataset).c
    here = sa.select(o.indicator_id).where(o.area_code == area_code, o.gone.is_(False)).distinct().subquery()
    statement = (
        sa.select(i.id)
        .join(here, here.c.indicator_id == i.id)
        .join(table_of(Dataset), d.id == i.dataset_id)
        .where(i.gone.is_(False), d.gone.is_(False), d.id.not_in(list(kept_out(session))))
        .order_by(i.name, i.id)
    )
    found = list(session.execute(statement).scalars())
    if not found and known_area(session, area_code) is None:
        raise AreaNotKnownError(f"There is no area {area_code} in the register, and no figure about it.")
    return found


def areas_with_figures(session: Session) -> dict[str, str]:
    """The areas that the project has figures of, by code with their names; kept while the figures stay as they are."""
    found: dict[str, str] = kept(session, "areas with figures", _areas, tables=FIGURES)
    return found


def _areas(session: Session) -> dict[str, str]:
    """Found by jumping from code to code in their index: there are few of them, and many figures of each."""
    o = table_of(Observation).c
    first = sa.select(sa.func.min(o.area_code).label("code")).cte("codes", recursive=True)
    after = sa.select(sa.func.min(o.area_code)).where(o.area_code > first.c.code).scalar_subquery()
    codes = first.union_all(sa.select(after).where(first.c.code.is_not(None)))
    name = (
        sa.select(o.area)
        .where(o.area_code == codes.c.code, o.gone.is_(False))
        .limit(1)
        .correlate(codes)
        .scalar_subquery()
    )
    rows = session.execute(sa.select(codes.c.code, name).where(codes.c.code.is_not(None)))
    return {code: named for code, named in rows if named is not None}


def place(session: Session, area_code: str, indicator_ids: Sequence[int] | None = None) -> Place:
    """All indicators for one area by name, or those named; AreaNotKnownError when nothing knows the area."""
    entry = known_area(session, area_code)
    wanted = indicators_at(session, area_code) if indicator_ids is None else indicator_ids
    here = figures(session, indicator_id=wanted, area=area_code, main=True) if wanted else []
    histories: dict[int, list[Figure]] = {}
    for figure in sorted(here, key=lambda figure: (figure.indicator, figure.ends, figure.starts)):
        histories.setdefault(figure.indicator_id, []).append(figure)
    latest = [newest(history) for history in histories.values()]
    beside = _beside(session, area_code, latest)
    doubts = doubted(session, latest, [other for others in beside.values() for other in others])
    county = known_area(session, entry.county) if entry and entry.county else None
    neighbours = frozenset(area.code for area in peers_known(session, area_code))
    return Place(
        area_code,
        entry.name if entry else here[0].area or area_code if here else area_code,
        entry.kind if entry else "not in the register",
        county.name if county else "",
        tuple(
            _place_figure(history, beside.get(key, []), doubts[newest(history).id], neighbours)
            for key, history in histories.items()
        ),
    )


def peers_of(session: Session, figure: Figure) -> list[Figure]:
    """The figures of the areas to set a figure beside: the others of its county, same time and same people."""
    codes = [area.code for area in peers_known(session, figure.area_code)]
    if not codes:
        return []
    found = figures(session, indicator_id=figure.indicator_id, area=codes, starts=[figure.starts])
    return [other for other in found if _same(other, figure)]


def _same(other: Figure, figure: Figure) -> bool:
    return (other.starts, other.ends, other.breakdown) == (figure.starts, figure.ends, figure.breakdown)


def _beside(session: Session, area_code: str, latest: Sequence[Figure]) -> dict[int, list[Figure]]:
    """Figures of neighbours and benchmarks for the time of each indicator's newest figure, read at once."""
    codes = {area.code for area in peers_known(session, area_code)} | {figure.benchmark for figure in latest}
    by_indicator = {figure.indicator_id: figure for figure in latest}
    found: dict[int, list[Figure]] = {}
    if by_indicator and codes:
        starts = {figure.starts for figure in latest}
        for other in figures(session, indicator_id=by_indicator, area=codes, starts=starts):
            if _same(other, by_indicator[other.indicator_id]):
                found.setdefault(other.indicator_id, []).append(other)
    return found


def _place_figure(
    history: list[Figure], beside: list[Figure], doubts: tuple[DoubtLine, ...], neighbours: frozenset[str]
) -> PlaceFigure:
    figure = newest(history)
    benchmark = benchmark_among(beside, figure)
    peers = tuple(other for other in beside if other.area_code in neighbours)
    return PlaceFigure(
        figure,
        tuple(course(history)),
        benchmark,
        peers,
        comparison_of(figure, benchmark),
        figure_sentence(figure, benchmark, peers),
        doubts,
    )
