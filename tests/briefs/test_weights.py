"""Weights against linear programming (scipy's HiGHS) and against every weight on a grid."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from scipy.optimize import linprog

from workbench.briefs.weights import can_come_first, game_value, ranked, weigh


def by_linear_programming(points: list[list[int]], at: int) -> float:
    """The most by which weights that sum to 1 leave an option ahead of the closest other."""
    factors = len(points[0])
    others = [row for place, row in enumerate(points) if place != at]
    above = [[other[k] - points[at][k] for k in range(factors)] + [1.0] for other in others]
    found = linprog(
        [0.0] * factors + [-1.0],
        A_ub=above,
        b_ub=[0.0] * len(others),
        A_eq=[[1.0] * factors + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * factors + [(None, None)],
        method="highs",
    )
    assert found.status == 0
    return float(-found.fun)


def drawn(seed: int) -> list[list[int]]:
    dice = random.Random(seed)
    factors, options = dice.randint(1, 8), dice.randint(2, 7)
    return [[dice.randint(0, 2) for _ in range(factors)] for _ in range(options)]


@pytest.mark.parametrize("seed", range(150))
def test_the_best_weights_are_those_of_linear_programming(seed: int) -> None:
    points = drawn(seed)
    for at, said in enumerate(can_come_first(points)):
        best = by_linear_programming(points, at)
        ahead = [
            [own - other for own, other in zip(points[at], row, strict=True)] for row in points[:at] + points[at + 1 :]
        ]
        assert float(game_value(ahead)) == pytest.approx(best, abs=1e-7)
        if said == "always":
            assert all(one >= 0 for row in ahead for one in row)
        else:
            assert said == ("can" if best > 1e-9 else "never" if best < -1e-9 else "level")


@pytest.mark.parametrize("seed", range(12))
def test_no_weight_on_a_grid_says_otherwise(seed: int) -> None:
    """What is never first is beaten at every point of a grid; what always is, at none; what can, is ahead at the best."""
    dice = random.Random(1000 + seed)
    points = [[dice.randint(0, 2) for _ in range(3)] for _ in range(4)]
    first = can_come_first(points)
    alone = set()
    for weights in itertools.product(range(13), repeat=3):
        if not any(weights):
            continue
        top = ranked(points, [Fraction(one) for one in weights])[0]
        assert all(first[at] != "never" for at in top)
        assert all(at in top for at, said in enumerate(first) if said == "always")
        alone |= set(top) if len(top) == 1 else set()
    # With three factors and points 0 to 2 the tightest corner in which an option is alone has room on this grid.
    assert alone <= {at for at, said in enumerate(first) if said in {"can", "always"}}
    assert {at for at, said in enumerate(first) if said == "can"} <= alone


def test_one_step_is_tried_for_every_weight_and_none_goes_below_nothing() -> None:
    points = [[2, 0, 1], [1, 1, 1], [0, 2, 1]]
    found = weigh(points, [2, 2, 0])
    assert found.sums == (4, 4, 4)
    assert found.order == ((0, 1, 2),)
    tried = {(one.factor, one.weight): one.order for one in found.moves}
    assert tried == {
        (0, 1.0): ((2,), (1,), (0,)),
        (0, 3.0): ((0,), (1,), (2,)),
        (1, 1.0): ((0,), (1,), (2,)),
        (1, 3.0): ((2,), (1,), (0,)),
    }
    assert found.most == 8
    assert found.first == ("can", "level", "can")


def test_weights_are_exact_and_not_floats_that_nearly_meet() -> None:
    assert weigh([[1, 1, 0], [0, 0, 1]], [0.1, 0.2, 0.3]).order == ((0, 1),)


def test_a_ranking_that_stands_has_no_moves() -> None:
    found = weigh([[2, 2], [0, 1]], [3, 3])
    assert found.moves == ()
    assert found.first == ("always", "never")
