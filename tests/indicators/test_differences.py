"""Differences and ratios against published values, and against scipy where it has them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbench.indicators.differences import (
    difference_of_proportions,
    difference_of_rates,
    join,
    ratio_of_proportions,
    ratio_of_rates,
)
from workbench.indicators.intervals import rate


@pytest.mark.parametrize(
    ("counts", "difference", "lower", "upper"),
    [
        ((56, 70, 48, 80), 0.2, 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.6, 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.5714, 0.0582, 0.8062),
        ((5, 56, 0, 29), 0.0893, -0.0381, 0.1926),
        ((0, 10, 0, 20), 0.0, -0.1611, 0.2775),
        ((0, 10, 0, 10), 0.0, -0.2775, 0.2775),
        ((10, 10, 0, 20), 1.0, 0.6791, 1.0),
        ((10, 10, 0, 10), 1.0, 0.6075, 1.0),
    ],
)
def test_newcombes_own_examples(counts: tuple[int, ...], difference: float, lower: float, upper: float) -> None:
    """R. G. Newcombe 1998, table II, method 10."""
    found = difference_of_proportions(*counts)
    assert found[:3] == pytest.approx((difference, lower, upper), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "ratio", "lower", "upper"),
    [((189, 11034, 104, 11037), 1.82, 1.43, 2.31), ((104, 11037, 189, 11034), 0.55, 0.43, 0.70)],
)
def test_heart_attacks_with_and_without_aspirin(
    counts: tuple[int, ...], ratio: float, lower: float, upper: float
) -> None:
    """The Physicians' Health Study as A. Agresti works it out by Katz's interval (1.43 to 2.31)."""
    found = ratio_of_proportions(*counts)
    assert tuple(round(end, 2) for end in found[:3]) == (ratio, lower, upper)


@pytest.mark.parametrize("counts", [(189, 11034, 104, 11037), (7, 50, 20, 60), (45, 50, 30, 60)])
def test_katz_is_scipys_interval_of_the_relative_risk(counts: tuple[int, int, int, int]) -> None:
    theirs = stats.contingency.relative_risk(*counts).confidence_interval(0.95)
    assert ratio_of_proportions(*counts)[1:3] == pytest.approx((theirs.low, theirs.high), rel=1e-9)


def test_a_ratio_with_nothing_on_one_side() -> None:
    found = ratio_of_proportions(0, 50, 10, 50)
    assert 0 < found.lower < found.value < found.upper < 1
    assert found.value == pytest.approx((0.5 / 50.5) / (10.5 / 50.5))
    with pytest.raises(ValueError, match="nothing"):
        ratio_of_proportions(0, 50, 0, 50)


def conditional(count: int, of: float, other: int, other_of: float, method: str) -> tuple[float, float]:
    """By scipy's interval of the share of the first in the total."""
    limits = stats.binomtest(count, count + other).proportion_ci(method=method)
    return tuple(  # type: ignore[return-value]
        (end / (1 - end) if end < 1 else math.inf) * other_of / of for end in (limits.low, limits.high)
    )


@pytest.mark.parametrize(
    ("counts", "method"),
    [
        ((45, 87_280, 69, 187_558), "wilson"),
        ((11, 800, 21, 3011), "wilson"),
        ((8, 77_242, 69, 187_558), "exact"),
        ((9, 100, 9, 100), "exact"),
        ((0, 50, 4, 50), "exact"),
    ],
)
def test_the_ratio_of_rates_is_that_of_a_share_of_the_total(counts: tuple[int, int, int, int], method: str) -> None:
    found = ratio_of_rates(*counts)
    assert found[1:3] == pytest.approx(conditional(*counts, method), rel=1e-9)
    assert method[:5] in found.method.casefold()


def test_the_exact_ratio_as_r_documents_it() -> None:
    """R, `poisson.test(c(11, 6+8+7), c(800, 1083+1050+878))`: 1.971 (0.858 to 4.277), by the same conditioning."""
    assert conditional(11, 800, 21, 3011, "exact") == pytest.approx((0.8584264, 4.2772659), abs=1e-7)
    assert ratio_of_rates(11, 800, 21, 3011).value == pytest.approx(1.971488, abs=1e-6)


def test_a_ratio_without_an_upper_limit() -> None:
    found = ratio_of_rates(5, 100, 0, 100)
    assert (found.value, found.upper) == (math.inf, math.inf)
    assert found.lower > 0
    with pytest.raises(ValueError, match="not two rates"):
        ratio_of_rates(0, 100, 0, 100)


def test_the_difference_of_rates_by_hand() -> None:
    """Two rates of 45 in 87,280 and 69 in 187,558: each limit is the root of a sum of squares of distances."""
    ours, theirs = rate(45, 87_280, 100_000), rate(69, 187_558, 100_000)
    found = difference_of_rates(45, 87_280, 69, 187_558, 100_000)
    one, other = 45 / 87_280 * 100_000, 69 / 187_558 * 100_000
    assert found.value == pytest.approx(one - other)
    assert found.lower == pytest.approx(one - other - ((one - ours.lower) ** 2 + (theirs.upper - other) ** 2) ** 0.5)
    assert found.upper == pytest.approx(one - other + ((ours.upper - one) ** 2 + (other - theirs.lower) ** 2) ** 0.5)
    assert not found.told_apart


@pytest.mark.parametrize(("mean", "other"), [(12, 12), (30, 60), (200, 150), (4, 9)])
def test_the_difference_of_rates_holds_the_truth_as_often_as_it_says(mean: float, other: float) -> None:
    import numpy as np

    chance = np.random.default_rng(20260101)
    held = 0
    draws = 2_000
    for one, two in zip(chance.poisson(mean, draws), chance.poisson(other, draws), strict=True):
        found = difference_of_rates(int(one), 100, int(two), 100)
        held += found.lower <= (mean - other) / 100 <= found.upper
    assert 0.94 <= held / draws <= 0.985


def test_figures_of_which_only_intervals_are_known() -> None:
    counts = difference_of_proportions(56, 70, 48, 80)
    joined = join(0.8, (0.6916, 0.8776), 0.6, (0.4905, 0.7002))
    assert joined[:3] == pytest.approx(counts[:3], abs=5e-4)


shares = st.tuples(st.integers(0, 400), st.integers(1, 400)).map(lambda pair: (min(pair), max(pair)))


@given(shares, shares)
def test_the_other_way_round_is_its_mirror(one: tuple[int, int], other: tuple[int, int]) -> None:
    found, back = difference_of_proportions(*one, *other), difference_of_proportions(*other, *one)
    assert (found.value, found.lower, found.upper) == pytest.approx((-back.value, -back.upper, -back.lower), abs=1e-12)
    assert -1 <= found.lower <= found.value <= found.upper <= 1
    if one[0] and other[0]:
        ratio, inverse = ratio_of_proportions(*one, *other), ratio_of_proportions(*other, *one)
        assert ratio.lower == pytest.approx(1 / inverse.upper)


def test_what_is_no_share_is_refused() -> None:
    for counts in ((11, 10, 1, 10), (1, 10, -1, 10), (1, 0, 1, 10)):
        with pytest.raises(ValueError, match="not a share"):
            ratio_of_proportions(*counts)
        with pytest.raises(ValueError, match="not a share"):
            difference_of_proportions(*counts)
