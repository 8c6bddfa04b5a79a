"""Spans: figures of months added up to one of the whole time, and which of an area's figures speaks for now.

A span is as long as months follow each other. A missing month ends it, since what was not counted is not zero; the
note of the span then names the gap. A district without a figure for a month that its neighbours have one for had
nothing to count, unless so many would be expected that it was rather left out of the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.indicators.drafts import PLACE, DraftFigure
from workbench.indicators.intervals import rate

NO_POPULATION = "no population for this area"
NOT_BY_CHANCE = 20.0
"""Where so many are expected and no figure is there, the district was left out of the file."""

_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Timed(Protocol):
    """A figure as far as its time matters."""

    @property
    def starts(self) -> str:
        """Its first day."""
        ...

    @property
    def ends(self) -> str:
        """Its last day."""
        ...

    @property
    def derived(self) -> bool:
        """Whether it was worked out here."""
        ...


TimedT = TypeVar("TimedT", bound=Timed)


def is_month(figure: Timed) -> bool:
    """Whether a figure is about one month."""
    return figure.starts[:7] == figure.ends[:7] and figure.starts.endswith("-01")


def course(figures: Sequence[TimedT]) -> list[TimedT]:
    """Figures of one area and group over time, the oldest first, without sums of the months among them."""
    listed = sorted(figures, key=lambda figure: (figure.ends, figure.starts))
    months = {figure.ends for figure in listed if is_month(figure)}
    return [figure for figure in listed if not (figure.derived and not is_month(figure) and figure.ends in months)]


def newest(figures: Sequence[TimedT]) -> TimedT:
    """The figure that speaks for now: the one that ends last; of a month and the sum that it ends, the longest sum."""
    last = max(figure.ends for figure in figures)
    ending = sorted((figure for figure in figures if figure.ends == last), key=lambda figure: figure.starts)
    if is_month(ending[-1]):
        return next((figure for figure in ending if figure.derived and not is_month(figure)), ending[-1])
    return ending[-1]


def counted_figure(
    code: str,
    area: str,
    period: str,
    starts: str,
    ends: str,
    count: int,
    *,
    category: str = "all",
    multiplier: float = 0.0,
    derived: bool = False,
    note: str = "",
) -> DraftFigure:
    """A count as a figure: with a multiplier a rate by the residents of its time, without one no value.

    The rate is of the whole period, not of a year. Its interval is Byar's, exact below 10.
    """
    people = _people(code, starts, ends) if multiplier else None
    if people is None:
        said = "; ".join(part for part in (note, NO_POPULATION) if part)
        return DraftFigure(
            code, area, period, starts, ends, category=category, count=float(count), status="not applicable",
            note=said, derived=derived,
        )  # fmt: skip
    lower, upper, method = _interval(count, people.count, multiplier)
    said = "; ".join(part for part in (note, f"residents of mid-{people.year}") if part)
    return DraftFigure(
        code, area, period, starts, ends, category=category, value=count / people.count * multiplier, lower=lower,
        upper=upper, count=float(count), denominator=float(people.count), interval=method, note=said, derived=derived,
    )  # fmt: skip


@lru_cache(maxsize=8192)
def _people(code: str, starts: str, ends: str) -> geography.Residents | None:
    """The residents by the estimate nearest to the middle of a time."""
    first, last = date.fromisoformat(starts), date.fromisoformat(ends)
    return geography.residents(code, first + (last - first) / 2)


@lru_cache(maxsize=65536)
def _interval(count: int, people: int, multiplier: float) -> tuple[float, float, str]:
    return tuple(rate(count, people, multiplier))  # type: ignore[return-value]


Run = tuple[str, str]
"""The first day of the first month and the last day of the last."""


def runs(months: Iterable[Run]) -> list[list[Run]]:
    """Months that follow each other without a gap, the oldest first."""
    found: list[list[Run]] = []
    for month in sorted(set(months)):
        if found and _day_after(found[-1][-1][1]) == month[0]:
            found[-1].append(month)
        else:
            found.append([month])
    return found


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def months_in_words(starts: str, ends: str) -> str:
    """A time of whole months as it is printed: Oct 2018 to Feb 2019; one month is Feb 2019."""
    first, last = date.fromisoformat(starts), date.fromisoformat(ends)
    begins, finishes = f"{_SHORT[first.month - 1]} {first.year}", f"{_SHORT[last.month - 1]} {last.year}"
    return begins if begins == finishes else f"{begins} to {finishes}"


@dataclass(frozen=True, slots=True)
class Summed:
    """What an area's months add up to in a span."""

    code: str
    area: str
    category: str
    count: int


@dataclass(slots=True)
class Months:
    """The months an indicator has figures of districts for, and how many were counted in each."""

    counts: dict[str, dict[Run, int]] = field(default_factory=lambda: defaultdict(dict))
    names: dict[str, str] = field(default_factory=dict)

    def quiet(self) -> Iterator[tuple[str, Run]]:
        """Districts and months without a figure, where neighbours have one and none was to be expected here."""
        for code, months in self.counts.items():
            beside = [self.counts[area.code] for area in geography.peers(code) if area.code in self.counts]
            theirs: dict[Run, int] = defaultdict(int)
            for other in beside:
                for month, count in other.items():
                    theirs[month] += count
            elsewhere = sum(theirs[month] for month in months)
            for month in sorted(theirs.keys() - months.keys()):
                share = sum(months.values()) / elsewhere if elsewhere else 0.0
                if share * theirs[month] < NOT_BY_CHANCE:
                    yield code, month

    def spans(self) -> dict[Run, dict[str, str]]:
        """Every span of two months or more, with the codes of its districts and what to say of gaps beside it."""
        found: dict[Run, dict[str, str]] = defaultdict(dict)
        for code, months in self.counts.items():
            stretches = runs(months)
            for at, stretch in enumerate(stretches):
                if len(stretch) > 1:
                    before = stretches[at - 1] if at else None
                    found[stretch[0][0], stretch[-1][1]][code] = _gap(before, stretch) if before else ""
        return found


def _gap(before: Sequence[Run], stretch: Sequence[Run]) -> str:
    """Names the months that are missing in front of a span."""
    first = _day_after(before[-1][1])
    last = (date.fromisoformat(stretch[0][0]) - timedelta(days=1)).isoformat()
    return f"{months_in_words(first, last)} missing, so earlier months are not in it"


def months_of(session: Session, observation: sa.Table, indicator: int) -> Months:
    """The months of an indicator that districts have figures for."""
    o = observation.c
    rows = session.execute(
        sa.select(o.area_code, o.area, o.period_start, o.period_end, o.count).where(
            o.indicator_id == indicator, larger(o.area_code), o.gone.is_(False), o.category == "all",
            o.sex == "all", o.age == "all", _monthly(o), o.count.is_not(None),
        )
    )  # fmt: skip
    found = Months()
    for code, area, starts, ends, count in rows:
        found.counts[code][starts, ends] = round(count)
        found.names[code] = area
    return found


def _monthly(o: Any) -> sa.ColumnElement[bool]:
    return sa.func.substr(o.period_start, 1, 7) == sa.func.substr(o.period_end, 1, 7)


def larger(area_code: Any) -> sa.ColumnElement[bool]:
    """A condition: the area is no small one, such as an LSOA."""
    return sa.func.substr(area_code, 1, 3).not_in(sorted(geography.SMALL_AREAS))


def quiet_months(months: Months, multiplier: float) -> list[DraftFigure]:
    """A zero for each district and month in which there was nothing to count."""
    found = []
    for code, (starts, ends) in list(months.quiet()):
        note = "no row in a month that its neighbours' rows cover: none was counted"
        found.append(
            counted_figure(
                code, months.names[code], months_in_words(starts, ends), starts, ends, 0, multiplier=multiplier, note=note
            )
        )
        months.counts[code][starts, ends] = 0
    return found


def span_figures(
    session: Session,
    observation: sa.Table,
    indicator: int,
    *,
    months: Months,
    multiplier: float,
    also: Iterable[Run] = (),
) -> list[DraftFigure]:
    """The figures of whole spans: of districts, of their kinds of place, and of the small areas in them.

    Args:
        session: of a change in which the months are written down already.
        observation: the table of figures.
        indicator: its key.
        months: what `months_of` found.
        multiplier: of the rate.
        also: spans that the project has from before, to be worked out again where all their months are there.
    """
    wanted = months.spans()
    for starts, ends in also:
        within = wanted.setdefault((starts, ends), {})
        for code, held in months.counts.items():
            if code not in within and any(
                stretch[0][0] <= starts and ends <= stretch[-1][1] and any(month[0] == starts for month in stretch)
                for stretch in runs(held)
            ):
                within[code] = ""
    return [
        figure
        for span, districts in sorted(wanted.items())
        if districts
        for figure in _of_span(_summed(session, observation, indicator, span), span, districts, multiplier)
    ]


def _summed(session: Session, observation: sa.Table, indicator: int, span: Run) -> list[Summed]:
    """The months of a span added up, by area and category."""
    o = observation.c
    rows = session.execute(
        sa.select(o.area_code, sa.func.max(o.area), o.category, sa.func.sum(o.count))
        .where(
            o.indicator_id == indicator, o.gone.is_(False), o.sex == "all", o.age == "all", _monthly(o),
            o.period_start >= span[0], o.period_end <= span[1],
        )
        .group_by(o.area_code, o.category)
        .order_by(o.area_code, o.category)
    )  # fmt: skip
    return [Summed(code, area, category, round(count or 0)) for code, area, category, count in rows]


def _of_span(
    summed: Iterable[Summed], span: Run, districts: Mapping[str, str], multiplier: float
) -> Iterator[DraftFigure]:
    """The figures of one span, of those areas that lie in the districts that have all its months."""
    period = months_in_words(*span)
    count = round((date.fromisoformat(span[1]) - date.fromisoformat(span[0])).days / 30.44)
    for one in summed:
        part = one.category.startswith(PLACE)
        small = geography.is_small_area(one.code)
        code = _district(one.area) if small else one.code
        if code not in districts:
            continue
        note = "; ".join(said for said in (f"{count} months added up", districts[code]) if said)
        yield counted_figure(
            one.code, one.area, period, *span, one.count, category=one.category,
            multiplier=0.0 if part or small else multiplier, derived=True, note=note,
        )  # fmt: skip


@lru_cache(maxsize=65536)
def _district(name: str) -> str:
    district = geography.district_of(name)
    return district.code if district else ""


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names in a sentence, the first few of many: A, B, C and 11 more."""
    more = len(names) - most
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:most])} and {more} more"
