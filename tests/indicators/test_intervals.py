from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.indicators import intervals
from workbench.indicators.intervals import byar, exact_poisson, interval_for, proportion, rate, wilson


@pytest.mark.parametrize(
    ("count", "of", "lower", "upper"),
    [(15, 50, 0.191036, 0.437504), (0, 20, 0, 0.161125), (20, 20, 0.838875, 1)],
)
def test_wilson_against_published_values(count: int, of: int, lower: float, upper: float) -> None:
    assert wilson(count, of)[:2] == (pytest.approx(lower, abs=5e-7), pytest.approx(upper, abs=5e-7))


@pytest.mark.parametrize(("count", "lower", "upper"), [(10, 4.78745, 18.39146), (144, 121.43990, 169.53452)])
def test_byar_against_published_values(count: int, lower: float, upper: float) -> None:
    assert byar(count)[:2] == (pytest.approx(lower, abs=5e-6), pytest.approx(upper, abs=5e-6))


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [(0, 0, 3.68888), (1, 0.02532, 5.57164), (5, 1.62349, 11.66833), (9, 4.11537, 17.08480)],
)
def test_exact_poisson_against_published_values(count: int, lower: float, upper: float) -> None:
    assert exact_poisson(count)[:2] == (pytest.approx(lower, abs=5e-6), pytest.approx(upper, abs=5e-6))


@pytest.mark.parametrize(
    ("count", "of", "value", "lower", "upper", "method"),
    [
        (45, 87_280, 51.6, 37.6, 69.0, "Byar"),
        (69, 187_558, 36.8, 28.6, 46.6, "Byar"),
        (8, 77_242, 10.4, 4.5, 20.4, "exact Poisson"),
        (261, 92_759, 281.4, 248.3, 317.7, "Byar"),
    ],
)
def test_weapon_possession_per_100_000(
    count: int, of: int, value: float, lower: float, upper: float, method: str
) -> None:
    found = rate(count, of, 100_000)
    assert round(count / of * 100_000, 1) == value
    assert (round(found.lower, 1), round(found.upper, 1), found.method) == (lower, upper, method)


def test_good_level_of_development_in_england() -> None:
    found = proportion(402_591, 589_471, 100)
    assert round(402_591 / 589_471 * 100, 3) == 68.297
    assert found.lower < 68.297 < found.upper
    assert found.upper - found.lower < 0.25


def root(function, low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-12))


@pytest.mark.parametrize(("count", "of"), [(1, 7), (15, 50), (249, 261), (0, 20), (20, 20), (402_591, 589_471)])
def test_wilson_solves_the_score_equation(count: int, of: int) -> None:
    """Independent of the closed form: the limits are where the score test just rejects."""
    share = count / of

    def distance(truth: float) -> float:
        return (share - truth) ** 2 - intervals.Z95**2 * truth * (1 - truth) / of

    found = wilson(count, of)
    if count > 0:
        assert found.lower == pytest.approx(root(distance, 1e-15, share - 1e-12), abs=1e-9)
    if count < of:
        assert found.upper == pytest.approx(root(distance, share + 1e-12, 1 - 1e-15), abs=1e-9)


@pytest.mark.parametrize("count", [0, 1, 2, 5, 9, 10, 45, 261])
def test_exact_poisson_puts_a_fortieth_in_each_tail(count: int) -> None:
    """Independent of the chi-square link: the tails of the Poisson distribution itself."""
    from scipy.stats import poisson

    found = exact_poisson(count)
    assert poisson.cdf(count, found.upper) == pytest.approx(0.025, abs=1e-9)
    if count:
        assert poisson.sf(count - 1, found.lower) == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize("count", [10, 45, 144, 261, 5000])
def test_byar_is_close_to_exact(count: int) -> None:
    ours, exact = byar(count), exact_poisson(count)
    assert ours.lower == pytest.approx(exact.lower, rel=2e-3)
    assert ours.upper == pytest.approx(exact.upper, rel=2e-3)


def test_the_wider_quantile() -> None:
    from scipy.stats import norm

    assert abs(norm.ppf(0.975) - intervals.Z95) < 1e-12
    assert abs(norm.ppf(0.999) - intervals.Z998) < 1e-12


@given(st.integers(1, 10**7), st.floats(0, 1))
def test_wilson_holds_its_share_and_mirrors(of: int, part: float) -> None:
    count = round(of * part)
    found, mirrored = wilson(count, of), wilson(of - count, of)
    assert 0 <= found.lower <= count / of <= found.upper <= 1
    assert found.lower == pytest.approx(1 - mirrored.upper, abs=1e-9)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_intervals_of_counts_hold_the_count_and_grow(count: int, more: int) -> None:
    found, larger = intervals.poisson(count), intervals.poisson(count + more)
    assert 0 <= found.lower <= count <= found.upper
    assert math.isfinite(found.upper)
    if count >= 10:
        assert larger.lower > found.lower
        assert larger.upper > found.upper


@pytest.mark.parametrize(
    ("count", "of", "kind", "method"),
    [
        (15, 50, "proportion", "Wilson score"),
        (9, 50, "rate", "exact Poisson"),
        (10, 50, "rate", "Byar"),
        (10, None, "count", "Byar"),
        (60, 50, "proportion", None),
        (10, None, "rate", None),
        (10, 0, "rate", None),
        (-1, 50, "rate", None),
        (None, 50, "rate", None),
        (10, 50, "mean", None),
    ],
)
def test_the_interval_that_fits(count: float | None, of: float | None, kind: str, method: str | None) -> None:
    found = interval_for(count, of, kind, 100)
    assert (found.method if found else None) == method


def test_what_is_no_proportion_is_refused() -> None:
    for count, of in ((-1, 10), (11, 10), (0, 0), (1, -5)):
        with pytest.raises(ValueError, match="not a"):
            wilson(count, of)
    with pytest.raises(ValueError, match="above 0"):
        byar(0)
    with pytest.raises(ValueError, match="below 0"):
        exact_poisson(-1)
    with pytest.raises(ValueError, match="above 0"):
        rate(3, 0)
