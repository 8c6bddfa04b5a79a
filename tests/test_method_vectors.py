"""The worked examples of the method, each by the function that the workbench itself uses."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from workbench.coding.coefficients import alpha, cohen_kappa, counts_of_table, gwet_ac1, pabak, percent_agreement
from workbench.coding.saturation import reached, runs
from workbench.governance.disclosure import withhold_small
from workbench.governance.identifier_patterns import is_nhs_number
from workbench.indicators.intervals import byar, exact_poisson, interval_for, poisson, wilson
from workbench.indicators.trend import Point, recent_trend
from workbench.triangulation.protocol.convergence import NobodySpeaksError, Side, propose

SHARES = [(15, 50, 0.191036, 0.437504), (0, 20, 0, 0.161125), (20, 20, 0.838875, 1)]
LARGE = [(10, 4.78745, 18.39146), (144, 121.43990, 169.53452)]
SMALL = [(0, 0, 3.68888), (1, 0.02532, 5.57164), (5, 1.62349, 11.66833), (9, 4.11537, 17.08480)]


@pytest.mark.parametrize(("count", "of", "lower", "upper"), SHARES)
def test_wilson(count: int, of: int, lower: float, upper: float) -> None:
    found = wilson(count, of)
    assert (round(found.lower, 6), round(found.upper, 6)) == (lower, upper)
    theirs = stats.binomtest(count, of).proportion_ci(method="wilson")
    assert (found.lower, found.upper) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize(("count", "lower", "upper"), LARGE)
def test_byar(count: int, lower: float, upper: float) -> None:
    found = byar(count)
    assert (round(found.lower, 5), round(found.upper, 5)) == (lower, upper)
    exact = stats.chi2.ppf(0.025, 2 * count) / 2, stats.chi2.ppf(0.975, 2 * count + 2) / 2
    assert (found.lower, found.upper) == pytest.approx(exact, rel=0.002), "an approximation to the exact interval"


@pytest.mark.parametrize(("count", "lower", "upper"), SMALL)
def test_exact_poisson(count: int, lower: float, upper: float) -> None:
    found = exact_poisson(count)
    assert (round(found.lower, 5), round(found.upper, 5)) == (lower, upper)
    below = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    assert (found.lower, found.upper) == pytest.approx((below, stats.chi2.ppf(0.975, 2 * count + 2) / 2), abs=1e-9)
    assert poisson(count) == found


@pytest.mark.parametrize(
    ("values", "slope", "chi_square", "word"),
    [((20, 21, 23, 24, 26), 1.5, 38.416, "rising"), ((20, 21, 19, 22, 21), 0.3, 1.5366, "no clear trend")],
)
def test_trend(values: tuple[float, ...], slope: float, chi_square: float, word: str) -> None:
    found = recent_trend([Point(value, value - 1.5, value + 1.5) for value in values])
    assert (found.slope, found.chi_square) == (pytest.approx(slope), pytest.approx(chi_square, abs=5e-5))
    assert found.word == word
    weight = (3.92 / 3) ** 2
    again, cov = np.polyfit(range(1, 6), values, 1, w=[weight**0.5] * 5, cov="unscaled")
    assert (again[0], again[0] ** 2 / cov[0, 0]) == pytest.approx((slope, chi_square), abs=5e-5)


def test_agreement_of_two_coders() -> None:
    table = np.array([[90, 5], [4, 1]])
    counts = counts_of_table(table)
    first, second = np.array([1] * 95 + [0] * 5), np.array([1] * 90 + [0] * 5 + [1] * 4 + [0])
    assert percent_agreement(counts).value == pytest.approx(91)
    assert cohen_kappa(table).value == pytest.approx(0.134615, abs=5e-7)
    assert gwet_ac1(counts).value == pytest.approx(0.899559, abs=5e-7)
    assert alpha(np.array([first, second], dtype=float)).value == pytest.approx(0.138528, abs=5e-7)
    assert pabak(91) == pytest.approx(0.82)


def test_saturation() -> None:
    heard, told = [], 0
    for new in (10, 6, 4, 3, 1, 1, 0, 1, 0, 0):
        heard.append(set(range(told, told + new)))
        told += new
    found = runs(heard, base=4, length=2)
    assert {run.base_codes for run in found} == {23}
    assert [(run.last, round(run.percent or 0, 2)) for run in found[:2]] == [(6, 8.70), (7, 4.35)]
    few, none = reached(found), reached(found, 0)
    assert few is not None
    assert none is not None
    assert (few.last, none.last) == (7, 10)


def test_nhs_number() -> None:
    assert is_nhs_number("9434765919")


@pytest.mark.parametrize(
    ("count", "people", "rate", "lower", "upper", "method"),
    [
        (45, 87_280, 51.6, 37.6, 69.0, "Byar"),
        (69, 187_558, 36.8, 28.6, 46.6, "Byar"),
        (8, 77_242, 10.4, 4.5, 20.4, "exact Poisson"),
        (261, 92_759, 281.4, 248.3, 317.7, "Byar"),
    ],
)
def test_weapon_possession(count: int, people: int, rate: float, lower: float, upper: float, method: str) -> None:
    found = interval_for(count, people, "rate", 100_000)
    assert found is not None
    assert round(count / people * 100_000, 1) == rate
    assert (round(found.lower, 1), round(found.upper, 1), found.method) == (lower, upper, method)


def test_school_readiness_of_england() -> None:
    found = interval_for(402_591, 589_471, "proportion", 100)
    assert found is not None
    assert round(402_591 / 589_471 * 100, 3) == 68.297
    assert found.lower < 68.297 < found.upper


@pytest.mark.parametrize(
    ("meaning", "levels", "proposed"),
    [
        ("same", ("high", "high"), "agreement"),
        ("same", ("high", "low"), "partial agreement"),
        ("different", ("high", "high"), "partial agreement"),
        ("different", ("high", "low"), "dissonance"),
    ],
)
def test_two_findings_beside_each_other(meaning: str, levels: tuple[str, str], proposed: str) -> None:
    assert propose(Side("interviews", levels[0]), Side("records", levels[1]), meaning).value == proposed


def test_one_side_silent_and_both() -> None:
    assert propose(Side("interviews", "high"), None, "same").value == "silence"
    with pytest.raises(NobodySpeaksError):
        propose(None, None, "same")


def test_secondary_suppression() -> None:
    assert withhold_small([[3, 10, 20]], 5, column_totals=False).shown([[3, 10, 20]]) == [[None, None, 20]]
    rows = [[3, 10, 20], [12, 30, 9]]
    found = withhold_small(rows, 5)
    for column in range(3):
        hidden = sum(found.shown(rows)[row][column] is None for row in range(2))
        assert hidden != 1, "one withheld cell of a column is its total less the others"
