"""Weights: what options come to under given weights, and what any other weights would make of them. Exact, in fractions.

A sum says nothing without its weights, and a ranking that a small change of them turns round says little. So beside the
sums stands which single changes of a weight turn the order round, and which options can come first under any weights at
all: those for which no mixture of the others is at least as good by every factor and better by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

First = Literal["always", "can", "level", "never"]
"""First or level with the first whatever the weights; alone under some; at best level with another; under none."""

Points = Sequence[Sequence[int]]
"""A row an option, a column a factor: how many points the option has by it."""


@dataclass(frozen=True, slots=True)
class Move:
    """One weight changed by one step: which factor, from what to what, and the order that comes of it."""

    factor: int
    weight: float
    order: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Options under weights. Options and factors are their places in the rows and columns given."""

    sums: tuple[float, ...]
    most: float
    """What an option would come to that has every point."""
    order: tuple[tuple[int, ...], ...]
    """The best first; options that come to the same stand together."""
    moves: tuple[Move, ...]
    """The single steps of one weight under which the order is another."""
    first: tuple[First, ...]
    """For each option whether it can come first under any weights."""

    @property
    def winner_moves(self) -> tuple[Move, ...]:
        """Those of the steps under which another option comes first."""
        return tuple(one for one in self.moves if one.order[0] != self.order[0])


def weigh(points: Points, weights: Sequence[float], *, step: float = 1, full: int = 2) -> Weighed:
    """What options come to, and whether their order stays when each weight goes up or down by one step, none below 0.

    `full` is the most points that an option can have by a factor.
    """
    return _weighed(tuple(map(tuple, points)), tuple(weights), step, full)


@lru_cache(maxsize=32)
def _weighed(points: tuple[tuple[int, ...], ...], weights: tuple[float, ...], step: float, full: int) -> Weighed:
    """The same, remembered: a page and what it lacks ask it several times of the same brief."""
    exact = [Fraction(str(one)) for one in weights]
    order = ranked(points, exact)
    moves = []
    for factor, weight in enumerate(exact):
        for moved in (weight - Fraction(str(step)), weight + Fraction(str(step))):
            changed = [*exact[:factor], max(moved, Fraction(0)), *exact[factor + 1 :]]
            if changed != exact and any(changed) and ranked(points, changed) != order:
                moves.append(Move(factor, float(changed[factor]), ranked(points, changed)))
    return Weighed(
        sums=tuple(float(one) for one in _sums(points, exact)),
        most=float(full * sum(exact)),
        order=order,
        moves=tuple(moves),
        first=can_come_first(points),
    )


def ranked(points: Points, weights: Sequence[Fraction]) -> tuple[tuple[int, ...], ...]:
    """Options by what they come to, the best first, those that are level together."""
    sums = _sums(points, weights)
    return tuple(
        tuple(at for at, own in enumerate(sums) if own == level) for level in sorted(dict.fromkeys(sums), reverse=True)
    )


def can_come_first(points: Points) -> tuple[First, ...]:
    """For each option whether it can come first under any weights, none below 0 and not all 0.

    Weights are against the others as in a game: an option can come first alone if some weights leave it ahead of all
    the others at once (von Neumann's theorem; Gale, Kuhn and Tucker 1951), and never if the best of them leave it behind.
    """
    return tuple(_first(points, at) for at in range(len(points)))


def _first(points: Points, at: int) -> First:
    ahead = [[own - other for own, other in zip(points[at], row, strict=True)] for row in _others(points, at)]
    if all(one >= 0 for row in ahead for one in row):
        return "always"
    best = game_value(ahead)
    return "can" if best > 0 else "level" if best == 0 else "never"


def game_value(ahead: Points) -> Fraction:
    """The most by which weights can leave an option ahead of whichever other comes closest; weights sum to 1.

    A row is another option, a column a factor: by how much the option is ahead. Exact, by the simplex method from the
    side of the others, with Bland's rule, which cannot go in circles (Bland 1977).

    >>> game_value([[1, -1], [-1, 1]]), game_value([[2, -1], [-1, 1]]), game_value([[-1, -2]])
    (Fraction(0, 1), Fraction(1, 5), Fraction(-1, 1))
    """
    lift = 1 - min(min(row) for row in ahead)
    factors, others = len(ahead[0]), len(ahead)
    rows = [
        [Fraction(ahead[j][k] + lift) for j in range(others)]
        + [Fraction(int(k == i)) for i in range(factors)]
        + [Fraction(1)]
        for k in range(factors)
    ]
    goal = [Fraction(-1)] * others + [Fraction(0)] * (factors + 1)
    basis = [others + k for k in range(factors)]
    while (enters := next((j for j, cell in enumerate(goal[:-1]) if cell < 0), None)) is not None:
        ratios = [(row[-1] / row[enters], basis[k], k) for k, row in enumerate(rows) if row[enters] > 0]
        leaves = min(ratios)[2]
        pivot = rows[leaves][enters]
        rows[leaves] = [cell / pivot for cell in rows[leaves]]
        basis[leaves] = enters
        for k, row in enumerate(rows):
            if k != leaves and row[enters]:
                rows[k] = _less(row, rows[leaves], enters)
        goal = _less(goal, rows[leaves], enters)
    return 1 / goal[-1] - lift


def _less(row: list[Fraction], pivot: list[Fraction], at: int) -> list[Fraction]:
    """A row less as much of the pivot's row as leaves nothing in one column."""
    times = row[at]
    return [cell - times * other for cell, other in zip(row, pivot, strict=True)]


def _others(points: Points, at: int) -> list[Sequence[int]]:
    return [row for place, row in enumerate(points) if place != at]


def _sums(points: Points, weights: Sequence[Fraction]) -> list[Fraction]:
    return [sum((weight * own for weight, own in zip(weights, row, strict=True)), Fraction(0)) for row in points]
