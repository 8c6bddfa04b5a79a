"""A figure beside its benchmark, its peers and its past, in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from tests.indicators.making import ESSEX, made
from workbench.indicators.against import apart, times_as_high
from workbench.indicators.change import change_since, change_words
from workbench.indicators.differences import difference_of_proportions, difference_of_rates, ratio_of_rates
from workbench.indicators.intervals import interval_for
from workbench.indicators.observations import Figure
from workbench.indicators.reading_a_figure import (
    CENSUS_OF_RECORDS,
    benchmark_words,
    beside_peers,
    full_count_words,
    many_words,
    peers_among,
    peers_words,
    reading_lines,
    standing_words,
)


def share(count: float, of: float, code: str = "E07000073", year: int = 2024, **cells: Any) -> Figure:
    limits = interval_for(count, of, "proportion", 100)
    assert limits is not None
    kind = {"kind": "proportion", "unit": "%", "multiplier": 100.0, "polarity": "high is good"}
    told = {**kind, "count": count, "denominator": of, "lower": limits.lower, "upper": limits.upper, **cells}
    return made(code, count / of * 100, year, **told)


def crime(count: float, of: float, code: str = "E07000073", **cells: Any) -> Figure:
    limits = interval_for(count, of, "rate", 1000)
    assert limits is not None
    told = {"count": count, "denominator": of, "lower": limits.lower, "upper": limits.upper, **cells}
    return made(code, count / of * 1000, **told)


def test_two_figures_are_set_against_each_other_by_their_counts() -> None:
    found = apart(share(56, 70), share(48, 80))
    assert found == difference_of_proportions(56, 70, 48, 80).times(100)
    one, other = crime(45, 87_280), crime(69, 187_558)
    assert apart(one, other) == difference_of_rates(45, 87_280, 69, 187_558, 1000)
    assert times_as_high(one, other) == ratio_of_rates(45, 87_280, 69, 187_558)


def test_adjusted_and_weighted_figures_go_by_their_intervals() -> None:
    plain = apart(share(56, 70), share(48, 80))
    weighted = apart(share(56, 70, design_effect=1.4, lower=66.0, upper=91.0), share(48, 80))
    adjusted = apart(made(value=5.0, lower=4.0, upper=6.0, count=10.0, denominator=90.0), crime(300, 100_000))
    assert plain is not None
    assert weighted is not None
    assert adjusted is not None
    assert weighted.lower < plain.lower
    assert "joining" in weighted.method
    assert "joining" in adjusted.method
    assert apart(made(value=5.0), made(value=4.0)) is None
    assert apart(made(), made(value=4.0)) is None


def test_how_it_lies_to_the_benchmark() -> None:
    england = crime(50_000, 100_000_000, "E92000001")
    assert benchmark_words(crime(60, 87_280), england).startswith(
        "It is 1.4 times that of England (95 % interval 1.1 to"
    )
    assert benchmark_words(crime(45, 87_280), england).startswith("It is 1 times that of England; chance allows 0.8 to")
    percent = benchmark_words(share(560, 700), share(6_000, 10_000, "E92000001"))
    assert percent.startswith("It is 20 percentage points above England (95 % interval of the difference 16.")
    assert benchmark_words(england, england) == ""
    assert benchmark_words(made(value=3.0), england) == ""


def test_the_peers_mean_and_every_peer() -> None:
    figure = share(400, 700)
    peers = [share(count, 700, code) for count, code in zip((560, 550, 410), ESSEX, strict=False)]
    found = beside_peers(figure, [*peers, figure, made("E07000077")])
    assert found is not None
    assert found.mean == pytest.approx((560 + 550 + 410) / 21)
    assert [(one.peer.area_code, one.word) for one in found.each] == [
        (peers[0].area_code, "lower"), (peers[1].area_code, "lower"), (peers[2].area_code, "not told apart"),
    ]  # fmt: skip
    assert peers_words(figure, peers) == (
        f"The mean of the 3 areas beside it is 72.4, each counting once; one by one it is lower than {peers[0].area} and"
        f" {peers[1].area} and not told apart from 1."
    )
    assert beside_peers(figure, peers[:1]) is None
    assert peers_words(made(value=3.0), [made(code, 4.0) for code in ESSEX[:3]]).endswith("is 4, each counting once.")


def test_peers_come_as_a_list_of_codes() -> None:
    figure = share(400, 700)
    pool = [share(400 + at, 700, code) for at, code in enumerate(ESSEX)]
    other_year = share(1, 700, ESSEX[1], 2020)
    found = peers_among([*pool, other_year], [ESSEX[5], ESSEX[1], "E07000999", figure.area_code, ESSEX[5]], figure)
    assert [(one.area_code, one.period) for one in found] == [(ESSEX[5], "2024"), (ESSEX[1], "2024")]


def test_standing_among_peers() -> None:
    peers = [share(count, 700, code) for count, code in zip((560, 550, 410), ESSEX, strict=False)]
    assert standing_words(share(400, 700), peers).startswith(
        "By its value it is the lowest of 4. With all 4 compared at once it can be told apart from 2 of the others"
    )
    assert standing_words(share(400, 700), [*peers, made(ESSEX[5], 60.0)]) == ""


def test_a_change_has_an_interval_and_a_meaning() -> None:
    history = [share(400 + 20 * at, 700, year=2015 + at) for at in range(6)]
    found = change_since(history)
    assert found.earlier is history[0]
    assert found.gap == difference_of_proportions(500, 700, 400, 700).times(100)
    assert change_words(found) == (
        "Since 2015, when it was 57.1 %: higher, better by 14.3 (95 % interval of the difference 9.3 to 19.2)."
    )
    since = change_since(history, "2019-06-30")
    assert since.earlier is history[3]
    flat = change_words(change_since([share(400, 700, year=2015), share(402, 700, year=2016)]))
    assert "no change that chance could not account for" in flat
    assert change_words(change_since(history[:1])) == ""
    assert change_words(change_since([made(value=3.0, year=2018), made(value=4.0)])) == (
        "Since 2018, when it was 3 per 1,000 residents: up by 1, but without intervals chance cannot be ruled out."
    )


def test_no_change_is_worked_out_across_a_break_or_an_overlap() -> None:
    broken = [share(400 + at, 700, year=2015 + at) for at in range(3)]
    broken[2] = broken[2]._replace(status="series break")
    assert change_words(change_since(broken)) == (
        "Since 2016: no change can be worked out, the series breaks between them: its publisher says so."
    )
    after = [*broken, share(450, 700, year=2018)]
    assert change_since(after).earlier is after[2], "without a date it begins after the break"
    assert "series breaks" in change_since(after, "2016-12-31").why
    school = {"external_id": "90631", "indicator": "Good level of development"}
    known = [share(400, 700, year=2018, **school), share(410, 700, year=2022, **school)]
    assert "the early years profile was changed" in change_since(known).why
    rolling = [
        share(400, 700, period="2016 to 2018", starts="2016-01-01", ends="2018-12-31"),
        share(410, 700, period="2017 to 2019", starts="2017-01-01", ends="2019-12-31"),
    ]
    assert change_since(rolling).why == "the two share a part of their time"
    unequal = [share(400, 700, year=2015), share(410, 700, starts="2016-01-01", ends="2018-12-31")]
    assert change_since(unequal).why == "the two are not as long as each other"
    new = [share(400, 700, "E06000064", year=2019), share(410, 700, "E06000064", year=2024)]
    assert "exists only since 1 April 2023" in change_since(new).why
    later = [new[0], share(405, 700, "E06000064", year=2024), share(410, 700, "E06000064", year=2025)]
    assert change_since(later).earlier is later[1], "it begins with the area"


def test_many_comparisons_of_an_indicator() -> None:
    england = made("E92000001", 66.0, benchmark="E92000001")
    areas = [made(code, 60.0, compared="similar") for code in ESSEX]
    areas[:2] = [one._replace(compared="worse") for one in areas[:2]]
    assert many_words([*areas, england], england) == (
        "Of 14 areas set beside England, 2 differ; about 1 would by chance alone."
    )
    assert many_words([one._replace(compared="") for one in areas], england) == ""


def test_what_an_interval_of_a_full_count_means() -> None:
    weapons = crime(45, 87_280, indicator="Possession of weapons", external_id="police.uk/possession-of-weapons")
    assert full_count_words(weapons) == CENSUS_OF_RECORDS
    assert full_count_words(share(400, 700)) == ""
    assert full_count_words(weapons._replace(lower=None)) == ""


def test_all_lines_together_never_name_a_p_value() -> None:
    figure = crime(45, 87_280)
    peers = [crime(20 + 9 * at, 90_000, code) for at, code in enumerate(ESSEX) if code != "E07000073"]
    england = crime(30_000, 100_000_000, "E92000001", benchmark="E92000001")
    said = reading_lines(figure, england, peers, [figure._replace(period="2018", starts="2018-01-01", ends="2018-12-31"), figure], [figure, *peers])  # fmt: skip
    assert len(said) == 5
    assert not any(word in " ".join(said) for word in ("p =", "significan", "p-value"))
    assert reading_lines(made(), None, [], [made()]) == []


def test_a_mean_that_one_peer_draws_says_so() -> None:
    peers = [made(code, value) for code, value in zip(ESSEX, (20.0, 21.0, 22.0, 281.0), strict=False)]
    assert peers_words(made(value=30.0), peers) == (
        "The mean of the 4 areas beside it is 86, each counting once (drawn by a few far ones: the middle of them is 21.5)."
    )
