"""Doubts that a figure's own history gives rise to: breaks, times that overlap, areas that changed, one divisor for years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from workbench import geography
from workbench.indicators.breaks import BREAK, Break, last_break
from workbench.indicators.doubt_lines import WEAKENS, WORTH, DoubtLine
from workbench.indicators.observations import Figure
from workbench.indicators.sentence import number
from workbench.indicators.spans import is_month, months_in_words
from workbench.text import day_in_words

SAME_FOR_YEARS = 3
"""Years from the first to the last period that one divisor stands for, from which on it is told."""
CENSUS_2021 = "E01033768"
"""LSOAs of England with a higher code were made for the census of 2021 (Office for National Statistics, lookup of LSOAs
2011 to 2021)."""

Time = tuple[str, str, str]
"""First day, last day, and how the source writes it."""


class Moment(NamedTuple):
    """A figure as far as the doubts about another of its series need it."""

    starts: str
    ends: str
    period: str
    status: str
    value: float | None
    denominator: float | None
    derived: bool


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator's figures for one area and group of people over time, the oldest first, and what is known of them."""

    moments: tuple[Moment, ...] = ()
    overlaps: Mapping[tuple[str, str], Time] = field(default_factory=dict)
    broken_at: int = 0
    """Where those that may be compared with the newest begin."""
    break_: Break | None = None
    same: tuple[float, str, str] | None = None
    """A divisor that stands for several years, with the first and the last day of its figures."""


def series_of(moments: Iterable[Moment], known: Sequence[Break] = ()) -> Series:
    """What there is to say of a series. Sums of months are left out where the months are there."""
    listed = sorted(moments, key=lambda one: one[:3])
    months = {one.ends for one in listed if is_month(one)}
    course = tuple(one for one in listed if not (one.derived and not is_month(one) and one.ends in months))
    broken_at, break_ = last_break(course, known)
    return Series(course, overlapping(tuple(one[:3] for one in listed)), broken_at, break_, _one_divisor(course))


@lru_cache(maxsize=1024)
def overlapping(times: tuple[Time, ...]) -> dict[tuple[str, str], Time]:
    """Of times those that begin within another which began and ended earlier, with the latest such.

    >>> overlapping((("2018-01-01", "2020-12-31", "2018 to 2020"), ("2019-01-01", "2021-12-31", "2019 to 2021")))
    {('2019-01-01', '2021-12-31'): ('2018-01-01', '2020-12-31', '2018 to 2020')}
    """
    found: dict[tuple[str, str], Time] = {}
    listed = sorted(set(times))
    for at, (later, later_ends, _) in enumerate(listed):
        for starts, ends, said in listed[:at]:
            if starts < later <= ends < later_ends:
                found[later, later_ends] = (starts, ends, said)
    return found


def _one_divisor(course: Sequence[Moment]) -> tuple[float, str, str] | None:
    """The newest figure's divisor, where it is that of figures of several years."""
    with_one = [one for one in course if one.denominator]
    if not with_one:
        return None
    last = with_one[-1]
    same = [one for one in with_one if one.denominator == last.denominator]
    first = same[0]
    years = (date.fromisoformat(last.starts) - date.fromisoformat(first.starts)).days / 365.25
    if years < SAME_FOR_YEARS - 0.01 or last.denominator is None or last.denominator < SAME_MOST:
        return None
    return last.denominator, first.starts, last.ends


SAME_MOST = 200
"""Smaller divisors are alike in several years by chance."""


def times_overlap(figure: Figure, series: Series) -> DoubtLine | None:
    """A time that shares a part with an earlier one: a rise or fall between the two shares most of its data."""
    earlier = series.overlaps.get((figure.starts, figure.ends))
    if earlier is None:
        return None
    starts, ends, said = earlier
    shared = _days(figure.starts, ends)
    share = shared / min(_days(figure.starts, figure.ends), _days(starts, ends))
    how_much = "most of" if share > 0.5 else "half of" if share == 0.5 else "a part of"
    years = "" if shared < 360 else f" ({round(shared / 365.25)} of {round(_days(starts, ends) / 365.25)} years)"
    return DoubtLine(
        "times overlap",
        f"Its time, {figure.period}, shares {how_much} its data with {said}{years}: a rise or fall between the two shows"
        " late and small. Set it against a time that ends before it begins.",
    )


def _days(starts: str, ends: str) -> int:
    return (date.fromisoformat(ends) - date.fromisoformat(starts)).days + 1


def series_break(figure: Figure, series: Series) -> DoubtLine | None:
    """A break between this figure and earlier ones of its history, which nobody should read a rise or fall across."""
    if figure.status == BREAK:
        return None
    before = [one for one in series.moments[: series.broken_at] if one.ends < figure.starts]
    at = series.moments[series.broken_at] if series.moments else None
    if not before or at is None or figure.starts < at.starts:
        return None
    why = f"{series.break_.why} ({series.break_.source})" if series.break_ else "its publisher says so there"
    first = figure.starts == at.starts
    said = f"The series breaks between {before[-1].period} and {at.period}: {why}. Read no rise or fall across it."
    return DoubtLine("series break", said, WEAKENS if first else WORTH)


def area_changed(figure: Figure, series: Series) -> DoubtLine | None:
    """The area began, ended, or was given another code within the series: its bounds may be others than they were."""
    entry = geography.area(figure.area_code)
    if entry is None:
        return None
    name = figure.area or entry.name
    if entry.starts and figure.starts < entry.starts.isoformat():
        said = f"{name}, as {entry.code}, exists since {day_in_words(entry.starts)}, and this figure is of an earlier time: it was"
        said = f"{said} put together for the new area, or is of another that went by its name. Ask which."
        return DoubtLine("area changed", said, WEAKENS)
    if entry.ends and figure.ends > entry.ends.isoformat():
        said = f"{name} ended on {day_in_words(entry.ends)}, and this figure is of a later time: ask which area it is about."
        return DoubtLine("area changed", said, WEAKENS)
    if entry.code != figure.area_code:
        said = f"{figure.area_code} is a code that {name} no longer has (now {entry.code}): its bounds may have changed"
        return DoubtLine("area changed", f"{said} with it.")
    if entry.starts and any(one.ends < entry.starts.isoformat() for one in series.moments):
        said = f"{name} exists since {day_in_words(entry.starts)}, and its series goes further back: earlier figures are of other"
        return DoubtLine("area changed", f"{said} areas, put together.")
    if entry.ends:
        return DoubtLine(
            "area changed", f"{name} ended on {day_in_words(entry.ends)}: there will be no later figure of it."
        )
    return None


def small_areas_changed(figure: Figure, since: str) -> DoubtLine | None:
    """Small areas of two censuses in one time: one that was split looks like two, each with a part of the count."""
    if not since or not figure.starts < since <= figure.ends:
        return None
    month = months_in_words(since, since)
    said = (
        f"Its small areas are those of the 2011 census until {month} and of the 2021 census from then on: where one was"
        " split or joined, its count lies in several, and none may seem to hold much."
    )
    return DoubtLine("small areas of two censuses", said, WORTH)


def one_divisor(figure: Figure, series: Series) -> DoubtLine | None:
    """One number of residents for several years: the rate then moves with the count alone."""
    if series.same is None or figure.kind not in {"rate", "proportion"} or figure.denominator != series.same[0]:
        return None
    many, first, last = series.same
    if not first <= figure.starts <= last:
        return None
    said = (
        f"It is divided by {number(many)} in every figure from {first[:4]} to {last[:4]}: one year's number stands for all,"
        " and the change in how many there are is not in it."
    )
    return DoubtLine("one divisor for years", said, WORTH)
