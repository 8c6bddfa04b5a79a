"""Association against scipy, and the lines of the dot plot."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from workbench.triangulation.displays.association import DRAWS, KENDALL, SPEARMAN, Association, associated, tied_share
from workbench.triangulation.displays.dot_plot import plotted


def lists(seed: int, size: int, *, tied: bool) -> tuple[list[float], list[float]]:
    chance = np.random.default_rng(seed)
    one = chance.integers(0, 4, size).astype(float) if tied else chance.normal(size=size)
    return one.tolist(), (chance.normal(size=size) + 0.5 * one).tolist()


def found(one: list[float], other: list[float]) -> Association:
    made = associated(one, other)
    assert made is not None
    return made


@pytest.mark.parametrize(("seed", "size"), list(itertools.product(range(10), (8, 9, 12, 30))))
def test_without_ties_it_is_spearmans_coefficient(seed: int, size: int) -> None:
    one, other = lists(seed, size, tied=False)
    made = found(one, other)
    assert made.measure == SPEARMAN
    assert made.value == pytest.approx(stats.spearmanr(one, other).statistic, abs=1e-10)


@pytest.mark.parametrize(("seed", "size"), list(itertools.product(range(10), (8, 9, 12, 30))))
def test_with_many_ties_it_is_kendalls_tau_b(seed: int, size: int) -> None:
    one, other = lists(seed, size, tied=True)
    made = found(one, other)
    assert tied_share(one) > 0.25
    assert made.measure == KENDALL
    assert made.value == pytest.approx(stats.kendalltau(one, other).statistic, abs=1e-10)


def test_few_ties_share_their_ranks() -> None:
    one, other = [1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], [2.0, 1.0, 4.0, 3.0, 9.0, 5.0, 6.0, 8.0, 7.0]
    made = found(one, other)
    assert made.measure == SPEARMAN
    assert made.value == pytest.approx(stats.spearmanr(one, other).statistic, abs=1e-10)


@pytest.mark.parametrize("tied", [False, True])
def test_of_eight_areas_every_order_is_tried_as_scipy_does(tied: bool) -> None:
    one, other = lists(3, 8, tied=tied)
    made = found(one, other)
    measure = (
        (lambda x: stats.kendalltau(x, other).statistic) if tied else (lambda x: stats.spearmanr(x, other).statistic)
    )
    ranked, beside = stats.rankdata(one), stats.rankdata(other)
    if not tied:
        theirs = stats.permutation_test(
            (ranked,), lambda x: np.corrcoef(x, beside)[0, 1], permutation_type="pairings", n_resamples=np.inf
        )
        low, high = np.quantile(theirs.null_distribution, (0.025, 0.975))
        assert len(theirs.null_distribution) == 40_320
    else:
        seen = [measure(np.array(order)) for order in set(itertools.permutations(one))]
        low, high = np.quantile(seen, (0.025, 0.975))
    assert made.every_order
    assert made.orders == 40_320
    assert (made.low, made.high) == pytest.approx((low, high), abs=1e-9)


def test_of_more_areas_drawn_orders_come_close_to_scipys() -> None:
    one, other = lists(5, 14, tied=False)
    made = found(one, other)
    ranked, beside = stats.rankdata(one), stats.rankdata(other)
    theirs = stats.permutation_test(
        (ranked,), lambda x: stats.pearsonr(x, beside).statistic, permutation_type="pairings", n_resamples=4_999,
        rng=np.random.default_rng(9),
    )  # fmt: skip
    low, high = np.quantile(theirs.null_distribution, (0.025, 0.975))
    assert made.orders == DRAWS
    assert not made.every_order
    assert (made.low, made.high) == pytest.approx((low, high), abs=0.03)
    assert found(one, other) == made, "the same at each reading"


def test_nothing_is_said_where_a_list_is_all_alike_and_too_few_are_refused() -> None:
    assert associated([1.0] * 8, list(range(8))) is None
    with pytest.raises(ValueError, match="three areas"):
        associated([1.0, 2.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="8 and 9"):
        associated([1.0] * 8, [1.0] * 9)


def test_the_sentence_gives_a_range_and_no_verdict() -> None:
    said = found([1, 2, 3, 4, 5, 6, 7, 8], [8, 7, 6, 5, 4, 3, 2, 1]).sentence
    assert "over 8 areas: −1.00" in said
    assert "all 40,320 orders" in said
    for word in ("p =", "p <", "significan", "p-value"):
        assert word not in said.casefold()


def test_the_plot_has_a_dot_a_person_and_one_on_the_scale() -> None:
    lines = plotted(
        [("A", 1, 3, "1 of 3", 10.0, "10"), ("B", 2, 40, "2 of 40", 15.0, "15"), ("C", 0, 2, "0 of 2", 20.0, "20")],
        scale=5,
    )
    assert [line.dots for line in lines] == ["●○○", "", "○○"]
    assert [line.place for line in lines] == ["●····", "··●··", "····●"]
    assert plotted([("A", 0, 0, "", 5.0, "5")], scale=3)[0].place == "●··"
