"""Shares and means of survey answers, against formulas written another way, and against pandas."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from workbench.indicators.survey_answers import state_of
from workbench.indicators.survey_figures import (
    BLANK,
    COUNTED,
    DONT_KNOW,
    NOT_ASKED,
    NOT_DRAWN,
    OTHER,
    TOO_FEW,
    WOULD_NOT_SAY,
    design_effect,
    means,
    shares,
)

NOBODY = np.zeros(0, dtype=np.int64)


def one_group(states: list[int], weights: list[float] | None = None, *, drawn: bool = True):
    told = None if weights is None else np.array(weights)
    [one] = shares(np.array(states, dtype=np.int8), told, np.zeros(len(states), dtype=np.int64), 1, drawn=drawn)
    return one


def wilson_by_search(share: float, people: float) -> tuple[float, float]:
    """The ends of Wilson's interval as what they are: where the score test just rejects."""
    z = stats.norm.ppf(0.975)

    def far(true: float) -> float:
        return abs(share - true) - z * math.sqrt(true * (1 - true) / people)

    low = optimize.brentq(far, 1e-12, share) if share > 0 else 0.0
    high = optimize.brentq(far, share, 1 - 1e-12) if share < 1 else 1.0
    return low, high


def test_a_share_without_weights_is_the_published_wilson_interval() -> None:
    one = one_group([COUNTED] * 15 + [OTHER] * 35)
    assert (one.value, one.base, one.count, one.weight, one.design_effect) == (0.3, 50, 15, 50, None)
    assert (round(one.lower, 6), round(one.upper, 6)) == (0.191036, 0.437504)


def test_the_effect_of_weights_is_one_plus_their_squared_variation() -> None:
    """Kish: 1 + CV² with the variance over n; for half the sample weighing 1 and half 3, 1 + (1/2)² = 1.25."""
    assert design_effect(np.array([1.0, 3.0] * 40)) == 1.25
    weights = [0.4, 0.9, 1.0, 1.7, 2.6]
    assert design_effect(np.array(weights)) == pytest.approx(
        1 + (statistics.pstdev(weights) / statistics.mean(weights)) ** 2
    )
    with pytest.raises(ValueError, match="above 0"):
        design_effect(np.array([1.0, 0.0]))


def test_a_weighted_share_by_hand() -> None:
    """40 people of weight 1, 40 of weight 3; 30 of the first and 10 of the second say it: (30 + 30) / 160."""
    one = one_group([COUNTED] * 30 + [OTHER] * 10 + [COUNTED] * 10 + [OTHER] * 30, [1.0] * 40 + [3.0] * 40)
    assert (one.value, one.base, one.count, one.weight, one.design_effect, one.effective) == (
        0.375,
        80,
        40,
        160,
        1.25,
        64,
    )
    assert (one.lower, one.upper) == pytest.approx(wilson_by_search(0.375, 64), abs=1e-9)
    assert one.method == "Wilson score on the effective base"


def test_who_gives_no_answer_is_told_apart_and_no_part_of_the_base() -> None:
    states = [COUNTED] * 12 + [OTHER] * 18 + [DONT_KNOW] * 3 + [WOULD_NOT_SAY] * 2 + [BLANK] * 4 + [NOT_ASKED] * 11
    one = one_group(states)
    assert (one.asked, one.base, one.count, one.value) == (39, 30, 12, 0.4)
    assert (one.dont_know, one.would_not_say, one.blank, one.not_asked) == (3, 2, 4, 11)


@pytest.mark.parametrize("weight", [0.0, -1.0, math.nan, math.inf])
def test_who_has_no_weight_is_left_out_and_counted(weight: float) -> None:
    one = one_group([COUNTED] * 20 + [OTHER] * 20 + [COUNTED, OTHER], [2.0] * 40 + [weight] * 2)
    assert (one.asked, one.base, one.count, one.no_weight, one.value, one.weight) == (42, 40, 20, 2, 0.5, 80)


def test_no_percentage_of_people_who_were_not_drawn_nor_of_fewer_than_twenty() -> None:
    chose = one_group([COUNTED] * 31 + [OTHER] * 19, drawn=False)
    assert (chose.value, chose.lower, chose.why_not, chose.count, chose.base) == (None, None, NOT_DRAWN, 31, 50)
    few = one_group([COUNTED] * 9 + [OTHER] * 10)
    assert (few.value, few.upper, few.why_not, few.count, few.base) == (None, None, TOO_FEW, 9, 19)
    assert one_group([COUNTED] * 9 + [OTHER] * 11).value == 0.45


def test_nobody_at_all() -> None:
    [one] = shares(NOBODY.astype(np.int8), None, NOBODY, 1, drawn=True)
    assert (one.asked, one.base, one.value) == (0, 0, None)
    [other] = means(NOBODY.astype(float), NOBODY.astype(np.int8), NOBODY.astype(float), NOBODY, 1, drawn=True)
    assert (other.asked, other.base, other.value) == (0, 0, None)


def test_everybody_and_nobody_said_it() -> None:
    assert one_group([COUNTED] * 30).upper == 1.0
    assert one_group([OTHER] * 30, [0.3, 0.7, 1.1] * 10).lower == 0.0


def test_columns_of_other_lengths_and_groups_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="same people"):
        shares(np.zeros(3, dtype=np.int8), None, np.zeros(2, dtype=np.int64), 1, drawn=True)
    with pytest.raises(ValueError, match="group that is none"):
        shares(np.zeros(3, dtype=np.int8), None, np.array([0, 1, 2]), 2, drawn=True)


people = st.lists(
    st.tuples(st.integers(0, 7).filter(lambda state: state != 6), st.floats(0.05, 9), st.integers(0, 3)),
    min_size=1,
    max_size=160,
)


@given(people)
def test_groups_are_counted_as_pandas_counts_them(drawn: list[tuple[int, float, int]]) -> None:
    frame = pd.DataFrame(drawn, columns=["state", "weight", "group"])
    found = shares(
        frame["state"].to_numpy(np.int8), frame["weight"].to_numpy(), frame["group"].to_numpy(), 4, drawn=True
    )
    for group, one in enumerate(found):
        here = frame[frame["group"] == group]
        base = here[here["state"].isin([OTHER, COUNTED])]
        assert one.asked == (here["state"] != NOT_ASKED).sum()
        assert (one.base, one.count) == (len(base), (base["state"] == COUNTED).sum())
        if len(base) < 20:
            assert one.value is None
            continue
        share = np.average(base["state"] == COUNTED, weights=base["weight"])
        effective = base["weight"].sum() ** 2 / (base["weight"] ** 2).sum()
        assert one.value == pytest.approx(share)
        assert one.design_effect == pytest.approx(1 + np.var(base["weight"]) / np.mean(base["weight"]) ** 2)
        assert (one.lower, one.upper) == pytest.approx(wilson_by_search(share, effective), abs=1e-7)


def test_a_mean_without_weights_is_the_textbook_interval() -> None:
    numbers = np.array([3.0, 7, 7, 2, 9, 4, 4, 6, 5, 8, 1, 10, 5, 5, 6, 7, 3, 4, 8, 9, 2, 6])
    [one] = means(numbers, np.ones(22, np.int8), None, np.zeros(22, np.int64), 1, drawn=True)
    low, high = stats.t.interval(0.95, 21, numbers.mean(), stats.sem(numbers))
    assert (one.value, one.lower, one.upper) == pytest.approx((numbers.mean(), low, high))


def test_weights_that_repeat_people_give_the_mean_of_the_repeated() -> None:
    """The weighted mean and spread are those of everybody written out; only the effective base is smaller."""
    numbers, weights = np.arange(30.0), np.tile([1.0, 2.0, 3.0], 10)
    [one] = means(numbers, np.ones(30, np.int8), weights, np.zeros(30, np.int64), 1, drawn=True)
    written_out = np.repeat(numbers, weights.astype(int))
    n = weights.sum() ** 2 / (weights**2).sum()
    half = stats.t.ppf(0.975, n - 1) * np.sqrt(written_out.var() * n / (n - 1) / n)
    assert one.value == pytest.approx(written_out.mean())
    assert (one.lower, one.upper) == pytest.approx((written_out.mean() - half, written_out.mean() + half))
    assert one.method == "Student's t on the effective base"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("Not at all safe", OTHER),
        ("No", OTHER),
        ("Nobody knows me", OTHER),
        ("Don't know the area well", DONT_KNOW),
        ("don’t know.", DONT_KNOW),
        ("Not sure", DONT_KNOW),
        ("PREFER NOT TO SAY", WOULD_NOT_SAY),
        ("I'd rather not say", WOULD_NOT_SAY),
        ("Refused", WOULD_NOT_SAY),
        ("n/a", NOT_ASKED),
        ("Not applicable - no children", NOT_ASKED),
        ("Does not apply", NOT_ASKED),
        ("Natural", OTHER),
    ],
)
def test_answers_that_are_none(answer: str, state: int) -> None:
    assert state_of(answer) == state
