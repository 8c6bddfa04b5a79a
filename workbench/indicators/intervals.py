"""Intervals around figures: how far chance alone may have moved them.

Formulae as the Office for Health Improvement and Disparities gives them in its technical guidance (proportions, rates):
Wilson's score interval for proportions, Byar's approximation for counts of 10 and over, the exact Poisson interval
below 10. A crude rate has the interval of its count, divided by the denominator.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from workbench.proportions import Z_95 as Z95
from workbench.proportions import wilson as share_interval

Z998 = 3.090232306167813
"""The same for 99.8 %."""

BYAR_FROM = 10
"""Counts below it get the exact interval."""

WILSON, BYAR, EXACT = "Wilson score", "Byar", "exact Poisson"


class Interval(NamedTuple):
    """A lower and an upper limit, and the method they come from."""

    lower: float
    upper: float
    method: str


def wilson(count: float, denominator: float, z: float = Z95) -> Interval:
    """Wilson's score interval of a proportion, between 0 and 1; works when nobody or everybody is counted.

    >>> [round(limit, 6) for limit in wilson(15, 50)[:2]]
    [0.191036, 0.437504]

    Raises ValueError unless 0 <= count <= denominator and the denominator is above 0.
    """
    lower, upper = share_interval(count, denominator, z)
    return Interval(0.0 if count == 0 else lower, 1.0 if count == denominator else upper, WILSON)


def byar(count: float, z: float = Z95) -> Interval:
    """Byar's approximation to the Poisson interval of a count, in the unit of the count; for counts of 10 and over.

    >>> [round(limit, 5) for limit in byar(144)[:2]]
    [121.4399, 169.53452]
    """
    if count <= 0:
        raise ValueError(f"Byar's method needs a count above 0, not {count}")
    more = count + 1
    lower = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    return Interval(max(0.0, lower), upper, BYAR)


def exact_poisson(count: float, confidence: float = 0.95) -> Interval:
    """The exact Poisson interval of a count, by the chi-square link, in the unit of the count.

    >>> [round(limit, 5) for limit in exact_poisson(5)[:2]]
    [1.62349, 11.66833]
    """
    if count < 0:
        raise ValueError(f"a count cannot be below 0: {count}")
    tail = (1 - confidence) / 2
    if count < BYAR_FROM and count == int(count):
        return Interval(*_exact_small(int(count), tail), EXACT)
    from scipy.special import gammaincinv

    lower = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return Interval(lower, float(gammaincinv(count + 1, 1 - tail)), EXACT)


@lru_cache(maxsize=256)
def _exact_small(count: int, tail: float) -> tuple[float, float]:
    """The limits of a small whole count, by halving: the means at which so few, or so many, have the tail's chance."""

    def mean_at(most: int, chance: float) -> float:
        low, high = 0.0, 100.0
        for _ in range(60):
            mean = (low + high) / 2
            below = math.exp(-mean) * math.fsum(mean**k / math.factorial(k) for k in range(most + 1))
            low, high = (mean, high) if below > chance else (low, mean)
        return (low + high) / 2

    return (mean_at(count - 1, 1 - tail) if count else 0.0), mean_at(count, tail)


def poisson(count: float) -> Interval:
    """The 95 % interval of a count: exact below 10, Byar's from 10."""
    return exact_poisson(count) if count < BYAR_FROM else byar(count)


def rate(count: float, denominator: float, multiplier: float = 1.0) -> Interval:
    """The 95 % interval of a crude rate, count / denominator x multiplier, taking the denominator as certain."""
    if denominator <= 0:
        raise ValueError(f"a rate needs a denominator above 0, not {denominator}")
    lower, upper, method = poisson(count)
    return Interval(lower / denominator * multiplier, upper / denominator * multiplier, method)


def proportion(count: float, denominator: float, multiplier: float = 1.0) -> Interval:
    """The 95 % interval of a proportion; 100 as multiplier for a percentage."""
    lower, upper, method = wilson(count, denominator)
    return Interval(lower * multiplier, upper * multiplier, method)


def interval_for(count: float | None, denominator: float | None, kind: str, multiplier: float = 1.0) -> Interval | None:
    """The 95 % interval that fits an indicator's kind; None where its count or denominator does not allow one."""
    if count is None or count < 0:
        return None
    if kind == "count":
        return poisson(count)
    if denominator is None or denominator <= 0:
        return None
    if kind == "proportion":
        return proportion(count, denominator, multiplier) if count <= denominator else None
    return rate(count, denominator, multiplier) if kind == "rate" else None
