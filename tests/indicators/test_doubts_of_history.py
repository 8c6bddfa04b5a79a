"""Doubts from a figure's history: breaks, overlapping times, areas that changed, one divisor for years."""

from __future__ import annotations

from datetime import date

import pytest

from tests.indicators.making import made
from workbench.indicators.breaks import ACTIVE_LIVES, KNOWN_BREAKS, known_breaks, last_break
from workbench.indicators.doubts.history import (
    Moment,
    Series,
    area_changed,
    one_divisor,
    series_break,
    series_of,
    small_areas_changed,
    times_overlap,
)
from workbench.indicators.observations import Figure
from workbench.indicators.trend import trend_of, trend_sentence

GOOD = {"indicator": "Good level of development", "external_id": "90631", "kind": "proportion", "unit": "%"}


def moment(one: Figure) -> Moment:
    return Moment(one.starts, one.ends, one.period, one.status, one.value, one.denominator, one.derived)


def school(first: int, value: float = 70.0, **cells: object) -> Figure:
    at = {"period": f"{first}/{(first + 1) % 100}", "starts": f"{first}-09-01", "ends": f"{first + 1}-08-31"}
    return made("E07000073", value, **{**GOOD, **at, "lower": value - 1, "upper": value + 1, **cells})


def series(figures: list[Figure]) -> Series:
    return series_of(map(moment, figures), known_breaks(figures[0].indicator, figures[0].external_id))


def test_the_known_breaks_are_found_by_number_and_by_name() -> None:
    assert [one.since for one in known_breaks("x", "90631")] == [date(2021, 9, 1)]
    assert [one.since for one in known_breaks("Literacy, early years foundation stage")] == [date(2021, 9, 1)]
    assert [one.since for one in known_breaks("Robbery", "police.uk/robbery")] == []
    assert [one.since for one in known_breaks("Possession of weapons", "police.uk/possession-of-weapons")] == [
        date(2013, 5, 1)
    ]
    assert known_breaks("Active adults", "93014") == ()
    assert all(one.source for one in KNOWN_BREAKS)


def test_a_known_break_in_the_history_is_told_by_both_sides() -> None:
    history = [school(first) for first in (2016, 2017, 2018, 2021, 2022)]
    whole = series(history)
    first, later = series_break(history[3], whole), series_break(history[4], whole)
    assert first is not None
    assert later is not None
    assert (first.weight, later.weight) == ("weakens it", "worth knowing")
    assert first.sentence.startswith(
        "The series breaks between 2018/19 and 2021/22: the early years profile was changed"
    )
    assert "for 2019/20 and 2020/21 none was published" in first.sentence
    assert series_break(history[2], whole) is None
    assert series_break(history[4], series(history[3:])) is None, "nothing older is there to be compared"


def test_a_break_that_the_publisher_marks() -> None:
    history = [made(value=20.0, year=2015 + at) for at in range(4)]
    history[2] = history[2]._replace(status="series break")
    whole = series(history)
    after = series_break(history[3], whole)
    assert after is not None
    assert after.sentence.startswith("The series breaks between 2016 and 2017: its publisher says so there.")
    assert series_break(history[2], whole) is None, "its own status says so already"
    assert series_break(history[1], whole) is None


def test_the_trend_begins_anew_after_a_break() -> None:
    rising = [school(2012 + at, 60 + at * 2) for at in range(7)]
    assert trend_of(rising).word == "rising"
    after = [*rising, *(school(2021 + at, 66 + at / 10) for at in range(4))]
    assert trend_sentence(after) == (
        "Recent trend: cannot be told, only 4 of its yearly figures carry an interval, and it takes 5 since the series broke."
    )
    assert trend_of([*after, school(2025, 66.2)]).since == "2021/22"


def test_where_the_comparable_begins() -> None:
    history = [made(value=1.0, year=2010 + at) for at in range(5)]
    assert last_break(history, ()) == (0, None)
    marked = [history[0]._replace(status="series break"), *history[1:]]
    assert last_break(marked, ()) == (0, None), "nothing is before it"


def rolling(first: int, years: int = 3) -> Figure:
    ends = first + years - 1
    return made(value=10.0, period=f"{first} to {ends}", starts=f"{first}-01-01", ends=f"{ends}-12-31")


def test_rolling_three_year_periods_share_most_of_their_data() -> None:
    history = [rolling(2016), rolling(2017), rolling(2018)]
    doubt = times_overlap(history[2], series(history))
    assert doubt is not None
    assert doubt.sentence == (
        "Its time, 2018 to 2020, shares most of its data with 2017 to 2019 (2 of 3 years): a rise or fall between the two"
        " shows late and small. Set it against a time that ends before it begins."
    )
    assert times_overlap(history[0], series(history)) is None
    assert "a part of its data with 2016 to 2018 (1 of 3 years)" in str(
        times_overlap(rolling(2018), series([rolling(2016), rolling(2018)]))
    )
    assert times_overlap(rolling(2019), series([rolling(2016), rolling(2019)])) is None
    assert trend_of(history).why == "its periods are not single years"


def test_an_area_that_began_or_ended() -> None:
    new = [made("E06000064", 10.0, year) for year in (2020, 2021, 2023, 2024)]
    whole = series(new)
    before = area_changed(new[0], whole)
    assert before is not None
    assert before.weight == "weakens it"
    assert before.sentence.startswith(
        "Westmorland and Furness, as E06000064, exists since 1 April 2023, and this figure"
    )
    later = area_changed(new[3], whole)
    assert later is not None
    assert "earlier figures are of other areas, put together" in later.sentence
    assert area_changed(new[3], series(new[3:])) is None
    ended = area_changed(made("E07000163", 10.0, 2024), Series())
    assert ended is not None
    assert ended.sentence.startswith("Craven ended on 31 March 2023, and this figure is of a later time")
    gone = area_changed(made("E07000163", 10.0, 2019), Series())
    assert gone is not None
    assert gone.weight == "worth knowing"
    assert area_changed(made("E07000077", 10.0), Series()) is None


def test_a_code_that_an_area_no_longer_has() -> None:
    doubt = area_changed(made("E07000100", 10.0, 2010), Series())
    assert doubt is not None
    assert doubt.sentence.startswith("E07000100 is a code that St Albans no longer has (now E07000240)")


def test_small_areas_of_two_censuses() -> None:
    figure = made(value=10.0, year=2023)
    doubt = small_areas_changed(figure, "2023-06-01")
    assert doubt is not None
    assert "the 2011 census until Jun 2023" in doubt.sentence or "until May 2023" in doubt.sentence
    for since in ("", "2022-12-01", "2023-01-01", "2024-01-01"):
        assert small_areas_changed(figure, since) is None


def test_one_divisor_for_years() -> None:
    history = [made(value=10.0, year=2017 + at, denominator=92_759.0) for at in range(5)]
    doubt = one_divisor(history[4], series(history))
    assert doubt is not None
    assert doubt.sentence.startswith("It is divided by 92,759 in every figure from 2017 to 2021: one year's number")
    assert one_divisor(history[2], series(history[:3])) is None, "three years are no long time"
    moving = [one._replace(denominator=92_759.0 + at) for at, one in enumerate(history)]
    assert one_divisor(moving[4], series(moving)) is None
    small = [one._replace(denominator=20.0) for one in history]
    assert one_divisor(small[4], series(small)) is None


@pytest.mark.parametrize(
    ("mine", "others", "beginning"),
    [
        ("OHID", ["Sport England"], "The project also has Sport England's own figures"),
        ("Sport England", ["OHID (Fingertips); survey by Sport England"], "The project also has the figures that OHID"),
        ("OHID", ["OHID (Fingertips)"], ""),
        ("Sport England", ["Sport England"], ""),
        ("A council", ["Sport England", "OHID"], ""),
    ],
)
def test_two_publishers_count_adults_otherwise(mine: str, others: list[str], beginning: str) -> None:
    said = ACTIVE_LIVES.told("Percentage of active adults", mine, [("Inactive adults", other) for other in others])
    assert said.startswith(beginning)
    assert bool(said) == bool(beginning)
    assert ACTIVE_LIVES.told("Radioactive waste", mine, [("Inactive adults", other) for other in others]) == ""
