"""Surroundings: what stands around figures and gives rise to doubts about them, read at once for all of them.

Their series, the areas and sexes that make them up, what is written of their indicators, and where small areas change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.indicators.breaks import ACTIVE_LIVES, known_breaks
from workbench.indicators.datasets import Dataset
from workbench.indicators.doubts import About
from workbench.indicators.doubts.history import CENSUS_2021, Moment, Series, series_of
from workbench.indicators.doubts.wholes import MADE_OF, Piece, piece_of
from workbench.indicators.drafts import PLACE
from workbench.indicators.indicators import Indicator
from workbench.indicators.known import counting
from workbench.indicators.observations import Figure, Observation
from workbench.indicators.police_areas import force_of
from workbench.rows import CHUNK, in_chunks, table_of

EXPECTED = 5.0
"""So many rows of new small areas are expected in earlier months for their absence to be told."""

Key = tuple[Any, ...]


class Surroundings(NamedTuple):
    """The series and pieces of figures: by indicator, area and people; by indicator, area and time."""

    series: Mapping[Key, Series]
    sexes: Mapping[Key, Sequence[Piece]]
    below: Mapping[Key, Sequence[Piece]]

    def series_of(self, figure: Figure) -> Series:
        """The series that a figure is one of."""
        return self.series.get((figure.indicator_id, figure.area_code, *figure.breakdown), Series())

    def sexes_of(self, figure: Figure) -> Sequence[Piece]:
        """The figures of each sex for its area and time."""
        if figure.sex != "all":
            return ()
        return self.sexes.get((figure.indicator_id, figure.area_code, figure.starts, figure.ends), ())

    def below_of(self, figure: Figure) -> Sequence[Piece]:
        """The figures of the areas within it, for its time and people."""
        return self.below.get((figure.indicator_id, figure.starts, figure.ends, *figure.breakdown), ())


def surroundings(
    session: Session,
    wanted: Sequence[Figure],
    *,
    histories: Iterable[Figure] | None = None,
    beside: Iterable[Figure] | None = None,
) -> Surroundings:
    """What stands around some figures, none of them a part.

    Args:
        session: for reading.
        wanted: the figures.
        histories: every figure of these indicators and areas, if they were read already.
        beside: every figure of these indicators for the figures' times, if they were read already.
    """
    if not wanted:
        return Surroundings({}, {}, {})
    moments: dict[Key, list[Moment]] = defaultdict(list)
    sexes: dict[Key, list[Piece]] = defaultdict(list)
    breaks = {one.indicator_id: known_breaks(one.indicator, one.external_id) for one in wanted}
    of = {(one.indicator_id, one.area_code) for one in wanted}
    known = (_line(one) for one in histories or () if (one.indicator_id, one.area_code) in of and not _is_place(one))
    lines = _lines(session, wanted) if histories is None else known
    for indicator, area, sex, age, category, starts, ends, period, status, value, denominator, derived, count in lines:
        moment = Moment(starts, ends, period, status, value, denominator, derived)
        moments[indicator, area, sex, age, category].append(moment)
        if sex != "all" and (count is not None or value is not None):
            sexes[indicator, area, starts, ends].append(Piece(area, sex, age, category, count, value))
    needed = {(one.indicator_id, one.area_code, *one.breakdown) for one in wanted}
    series = {key: series_of(moments[key], breaks[key[0]]) for key in needed if len(moments[key]) > 1}
    return Surroundings(series, sexes, _below(session, wanted, beside))


def _is_place(one: Figure) -> bool:
    return one.category.startswith(PLACE)


def _line(one: Figure) -> Key:
    return (
        one.indicator_id, one.area_code, *one.breakdown, one.starts, one.ends, one.period, one.status, one.value,
        one.denominator, one.derived, one.count,
    )  # fmt: skip


def _lines(session: Session, wanted: Sequence[Figure]) -> Iterable[Key]:
    """Every figure of these indicators, areas and people, and of each sex at these times."""
    o = table_of(Observation).c
    sexes, ages, categories = (sorted(set(cells)) for cells in zip(*(one.breakdown for one in wanted), strict=True))
    of = sa.and_(o.age.in_(ages), o.category.in_(categories))
    times = sorted({one.starts for one in wanted})[:CHUNK]
    statement = sa.select(
        o.indicator_id, o.area_code, o.sex, o.age, o.category, o.period_start, o.period_end, o.period, o.status, o.value,
        o.denominator, o.derived, o.count,
    ).where(
        o.indicator_id.in_(sorted({one.indicator_id for one in wanted})),
        o.gone.is_(False),
        of,
        sa.or_(o.sex.in_(sexes), o.period_start.in_(times)),
    )  # fmt: skip
    for codes in in_chunks(sorted({one.area_code for one in wanted})):
        yield from session.execute(statement.where(o.area_code.in_(codes)))


def _below(session: Session, wanted: Sequence[Figure], beside: Iterable[Figure] | None) -> Mapping[Key, list[Piece]]:
    """The figures of the areas within wider ones, by indicator, time and people."""
    wide = [one for one in wanted if one.count is not None or one.kind == "count"]
    within = {one.area_code: _children(one.area_code) for one in wide}
    codes = sorted({code for some in within.values() for code in some})
    found: dict[Key, list[Piece]] = defaultdict(list)
    if not codes:
        return found
    if beside is not None:
        among = set(codes)
        for one in beside:
            if one.area_code in among:
                found[one.indicator_id, one.starts, one.ends, *one.breakdown].append(piece_of(one))
        return found
    o = table_of(Observation).c
    wider = [one for one in wide if within[one.area_code]]
    statement = sa.select(
        o.indicator_id, o.period_start, o.period_end, o.area_code, o.sex, o.age, o.category, o.count, o.value
    ).where(
        o.indicator_id.in_(sorted({one.indicator_id for one in wider})),
        o.gone.is_(False),
        o.category.in_(sorted({one.category for one in wider})),
        o.period_start.in_(sorted({one.starts for one in wider})[:CHUNK]),
    )
    for some in in_chunks(codes):
        for indicator, starts, ends, *cells in session.execute(statement.where(o.area_code.in_(some))):
            piece = Piece._make(cells)
            found[indicator, starts, ends, piece.sex, piece.age, piece.category].append(piece)
    return found


def _children(code: str) -> tuple[str, ...]:
    """The codes of the areas below one, and of those that lie in its county beside its council, old codes too."""
    entry = geography.area(code)
    if entry is None or entry.kind not in MADE_OF:
        return ()
    below = [*geography.children(code), *(geography.of_county(code) if entry.kind == "county" else ())]
    return tuple({each for area in below for each in (area.code, *area.former)})


def abouts(session: Session, wanted: Sequence[Figure]) -> dict[int, About]:
    """What is written of each indicator, who shared its records, and whether another publisher counts it otherwise."""
    i, d = table_of(Indicator).c, table_of(Dataset).c
    keys = sorted({figure.indicator_id for figure in wanted})
    told = sa.select(
        i.id, i.name, i.source, d.publisher, d.shared, d.shared_by, i.denominator, i.unit, i.caveats, i.definition,
        d.caveats,
    ).join(table_of(Dataset), d.id == i.dataset_id)  # fmt: skip
    rows = session.execute(told.where(i.id.in_(keys))).all()
    others: list[tuple[str, str]] = []
    if any(ACTIVE_LIVES.is_about(row.name) for row in rows):
        every = sa.select(i.name, i.source, d.publisher).join(table_of(Dataset), d.id == i.dataset_id)
        others = [
            (name, f"{source} {publisher}")
            for name, source, publisher in session.execute(every.where(i.gone.is_(False), d.gone.is_(False)))
        ]
    return {
        key: About(
            ". ".join(text for text in texts if text),
            by if shared else "",
            ACTIVE_LIVES.told(name, f"{source} {publisher}", others),
        )
        for key, name, source, publisher, shared, by, *texts in rows
    }


def new_small_areas(session: Session, indicators: Iterable[int], found: Surroundings) -> dict[int, str]:
    """For each indicator whose small areas change to those of the 2021 census, the first day that it has any of them.

    Told where, by how many rows of such areas there are from then on, at least five were to be expected before.
    """
    wanted = sorted(set(indicators))
    if not wanted:
        return {}
    o = table_of(Observation).c
    rows = session.execute(
        sa.select(
            o.indicator_id, sa.func.min(o.period_start), sa.func.count(), sa.func.count(sa.distinct(o.period_start))
        )
        .where(
            o.indicator_id.in_(wanted), o.area_code > CENSUS_2021, o.area_code < "E02", o.gone.is_(False),
            o.derived.is_(False), ~o.category.startswith(PLACE),
        )
        .group_by(o.indicator_id)
    )  # fmt: skip
    before: dict[int, set[str]] = defaultdict(set)
    for (indicator, *_), series in found.series.items():
        before[indicator] |= {moment.starts for moment in series.moments}
    return {
        indicator: first
        for indicator, first, many, times in rows
        if many / times * sum(starts < first for starts in before[indicator]) >= EXPECTED
    }


def of_police(figure: Figure) -> bool:
    """Whether a figure counts what the police of a district find or are told."""
    if not force_of(figure.area_code):
        return False
    fact = counting(figure.indicator, figure.external_id)
    return fact is not None and fact.how != "survey"


def areas_of(session: Session, alone: Sequence[Figure]) -> dict[int, frozenset[str]]:
    """Of police figures without a neighbour's, the codes of all districts that their indicators have."""
    keys = sorted({one.indicator_id for one in alone})
    if not keys:
        return {}
    o = table_of(Observation).c
    found: dict[int, set[str]] = defaultdict(set)
    statement = sa.select(o.indicator_id, o.area_code).where(o.indicator_id.in_(keys), o.gone.is_(False)).distinct()
    for indicator, code in session.execute(statement):
        if force_of(code):
            found[indicator].add(code)
    return {key: frozenset(codes) for key, codes in found.items()}
