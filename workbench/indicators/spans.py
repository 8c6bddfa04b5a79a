"""Spans: figures of months added up to one of the whole time, and which of an area's figures speaks for now.

A span is as long as months follow each other. A missing month ends it, since what was not counted is not zero; the
note of the span then names the gap. A district without a figure for a month that its neighbours have one for had
nothing to count, unless so many would be expected that it was rather left out of the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography, small_areas
from workbench.indicators.drafts import PLACE, DraftFigure
from workbench.indicators.intervals import rate
from workbench.indicators.own_areas import home_of, own_areas

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
    living = _people(code, starts, ends) if multiplier else None
    if living is None:
        said = "; ".join(part for part in (note, NO_POPULATION) if part)
        return DraftFigure(
            code, area, period, starts, ends, category=category, count=float(count), status="not applicable",
            note=said, derived=derived,
        )  # fmt: skip
    lower, upper, method = _interval(count, living.people, multiplier)
    said = "; ".join(part for part in (note, f"residents of mid-{living.year}") if part)
    return DraftFigure(
        code, area, period, starts, ends, category=category, value=count / living.people * multiplier, lower=lower,
        upper=upper, count=float(count), denominator=float(living.people), interval=method, note=said, derived=derived,
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


class Months:
    """The months an indicator has figures of districts for, as they stand in a project, and what they add up to."""

    def __init__(self, session: Session, observation: sa.Table, indicator: int, multiplier: float) -> None:
        self.counts: dict[str, dict[Run, int]] = defaultdict(dict)
        """What was counted, by district and month."""
        self._session, self._table, self._indicator, self._multiplier = session, observation, indicator, multiplier
        self._names: dict[str, str] = {}
        o = observation.c
        rows = session.execute(
            sa.select(o.area_code, o.area, o.period_start, o.period_end, o.count).where(
                *self._months(), larger(o.area_code), o.category == "all", o.count.is_not(None)
            )
        )
        for code, area, starts, ends, count in rows:
            self.counts[code][starts, ends] = round(count)
            self._names[code] = area

    def _months(self) -> tuple[sa.ColumnElement[bool], ...]:
        """The conditions of a figure of a month, of everybody."""
        o = self._table.c
        monthly = sa.func.substr(o.period_start, 1, 7) == sa.func.substr(o.period_end, 1, 7)
        return o.indicator_id == self._indicator, o.gone.is_(False), o.sex == "all", o.age == "all", monthly

    def zeros(self) -> list[DraftFigure]:
        """A zero for each district and month without a figure, where neighbours have one and none was expected here."""
        quiet = list(self._quiet())
        note = "no row in a month that its neighbours' rows cover: none was counted"
        for code, month in quiet:
            self.counts[code][month] = 0
        return [
            counted_figure(
                code, self._names[code], months_in_words(*month), *month, 0, multiplier=self._multiplier, derived=True,
                note=note,
            )
            for code, month in quiet
        ]  # fmt: skip

    def _quiet(self) -> Iterator[tuple[str, Run]]:
        for code, months in self.counts.items():
            theirs: dict[Run, int] = defaultdict(int)
            for area in geography.peers(code):
                for month, count in self.counts.get(area.code, {}).items():
                    theirs[month] += count
            elsewhere = sum(theirs[month] for month in months)
            for month in sorted(theirs.keys() - months.keys()):
                if elsewhere and sum(months.values()) / elsewhere * theirs[month] < NOT_BY_CHANCE:
                    yield code, month

    def spans(self) -> dict[Run, dict[str, str]]:
        """Every span of two months or more, with the codes of its districts and what to say of a gap before it."""
        found: dict[Run, dict[str, str]] = defaultdict(dict)
        for code, months in self.counts.items():
            stretches = runs(months)
            for at, stretch in enumerate(stretches):
                if len(stretch) > 1:
                    gap = _gap(stretches[at - 1], stretch) if at else ""
                    found[stretch[0][0], stretch[-1][1]][code] = gap
        return dict(found)

    def spans_over(self, figures: Iterable[DraftFigure]) -> list[DraftFigure]:
        """The figures of whole spans: of districts, their kinds of place, and the small areas in them.

        Spans that the project has from before are worked out again where one of `figures`, of months, lies in them. The
        months have to be written down already.
        """
        wanted = self.spans()
        for starts, ends in self._from_before({(figure.starts, figure.ends) for figure in figures}):
            within = wanted.setdefault((starts, ends), {})
            for code, months in self.counts.items():
                stretch = [month for month in months if starts <= month[0] and month[1] <= ends]
                whole = runs(stretch)
                if code not in within and len(whole) == 1 and (whole[0][0][0], whole[0][-1][1]) == (starts, ends):
                    within[code] = ""
        return [
            figure
            for span, districts in sorted(wanted.items())
            if districts
            for figure in self._figures(span, districts)
        ]

    def _from_before(self, months: set[Run]) -> list[Run]:
        """The spans that the project has already, over any of these months."""
        o = self._table.c
        held = self._session.execute(
            sa.select(o.period_start, o.period_end)
            .where(o.indicator_id == self._indicator, larger(o.area_code), o.gone.is_(False), o.derived.is_(True))
            .distinct()
        )
        return [
            (starts, ends)
            for starts, ends in held
            if starts[:7] != ends[:7] and any(starts <= month[0] and month[1] <= ends for month in months)
        ]

    def _figures(self, span: Run, districts: Mapping[str, str]) -> Iterator[DraftFigure]:
        """The figures of one span, of those areas that lie in the districts that have all its months."""
        o = self._table.c
        summed = self._session.execute(
            sa.select(o.area_code, sa.func.max(o.area), o.category, sa.func.sum(o.count))
            .where(*self._months(), o.period_start >= span[0], o.period_end <= span[1])
            .group_by(o.area_code, o.category)
            .order_by(o.area_code, o.category)
        ).all()
        codes = {row[0] for row in summed}
        months = round((date.fromisoformat(span[1]) - date.fromisoformat(span[0])).days / 30.44)
        own = own_areas(self._session)
        for code, area, category, count in summed:
            small = geography.is_small_area(code)
            gap = districts.get(home_of(own, code, area, span[1]) if small else code)
            if gap is not None:
                apart = small_areas.partly(code, codes) if small else ""
                yield counted_figure(
                    code, area, months_in_words(*span), *span, round(count or 0), category=category,
                    multiplier=0.0 if small or category.startswith(PLACE) else self._multiplier, derived=True,
                    note="; ".join(said for said in (f"{months} months added up", gap, apart) if said),
                )  # fmt: skip


def _gap(before: Sequence[Run], stretch: Sequence[Run]) -> str:
    """Names the months that are missing in front of a span."""
    last = (date.fromisoformat(stretch[0][0]) - timedelta(days=1)).isoformat()
    return f"{months_in_words(_day_after(before[-1][1]), last)} missing, so earlier months are not in it"


def larger(area_code: Any) -> sa.ColumnElement[bool]:
    """A condition: the area is no small one, such as an LSOA."""
    return sa.func.substr(area_code, 1, 3).not_in(sorted(geography.SMALL_AREAS))


def told(worked_out: Iterable[tuple[str, Months]]) -> list[str]:
    """What was added up, for which indicators, and which months are missing: a sentence each."""
    whole: dict[Run, list[str]] = defaultdict(list)
    gaps: dict[str, list[str]] = defaultdict(list)
    for name, months in worked_out:
        for span, districts in months.spans().items():
            whole[span].append(name)
            for gap in set(districts.values()) - {""}:
                gaps[gap].append(name)
    said = [
        f"Added up from all months in the project, {months_in_words(*span)}: {listed(names)}."
        for span, names in sorted(whole.items())
    ]
    return [*said, *(f"{listed(names)}: {gap}." for gap, names in gaps.items())]


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names in a sentence, the first few of many: A, B, C and 11 more."""
    more = len(names) - most
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:most])} and {more} more"
