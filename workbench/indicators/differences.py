"""Differences and ratios of two figures, each with its 95 % interval; never a p-value.

Between areas, an interval of the difference says whether they differ; that two intervals overlap says nothing.
Proportions: Newcombe's hybrid score interval of the difference (method 10 in R. G. Newcombe, Statistics in Medicine 17
(1998) 873-890) and Katz's interval of the logarithm of the ratio (D. Katz and others, Biometrics 34 (1978) 469-474).
Rates: the ratio by conditioning on the total count, where the share of the first is a proportion (J. Przyborowski and
H. Wilenski, Biometrika 31 (1940) 313-323), with Wilson's interval of that share, or the exact one of C. J. Clopper and
E. S. Pearson (Biometrika 26 (1934) 404-413) where a count is below 10; the difference by joining the intervals of the
two rates as Newcombe joins those of two proportions (G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008)
1693-1702). Where only intervals are known, those are joined in the same way.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from workbench.indicators.intervals import BYAR_FROM, Interval, rate, wilson
from workbench.proportions import Z_95

NEWCOMBE, KATZ = "Newcombe's hybrid score", "Katz's logarithm"
JOINED = "Zou and Donner's joining of the two intervals"
BY_TOTAL_WILSON, BY_TOTAL_EXACT = "Wilson's score, given the total", "exact, given the total"
ZERO = 0.5
"""Put in the place of a count of nothing where a logarithm needs one, and said so."""


class Compared(NamedTuple):
    """A difference or a ratio of two figures with its limits and the method they come from."""

    value: float
    lower: float
    upper: float
    method: str

    @property
    def told_apart(self) -> bool:
        """Whether a difference leaves 0 out."""
        return self.lower > 0 or self.upper < 0

    @property
    def ratio_told_apart(self) -> bool:
        """Whether a ratio leaves 1 out."""
        return self.lower > 1 or self.upper < 1

    def times(self, multiplier: float) -> Compared:
        """The same in another unit, such as percentage points."""
        return Compared(self.value * multiplier, self.lower * multiplier, self.upper * multiplier, self.method)


def join(one: float, one_limits: tuple[float, float], other: float, other_limits: tuple[float, float]) -> Compared:
    """The difference of two independent figures from the interval of each, in their unit.

    >>> [round(end, 4) for end in join(0.8, (0.6916, 0.8776), 0.6, (0.4905, 0.7002))[:3]]
    [0.2, 0.0524, 0.3342]
    """
    gap = one - other
    below = math.hypot(one - one_limits[0], other_limits[1] - other)
    above = math.hypot(one_limits[1] - one, other - other_limits[0])
    return Compared(gap, gap - below, gap + above, JOINED)


def difference_of_proportions(count: float, of: float, other_count: float, other_of: float) -> Compared:
    """The first proportion minus the second, between -1 and 1.

    >>> [round(end, 4) for end in difference_of_proportions(56, 70, 48, 80)[:3]]
    [0.2, 0.0524, 0.3339]

    Raises ValueError unless 0 <= count <= of, and of is above 0, for both.
    """
    ours, theirs = wilson(count, of), wilson(other_count, other_of)
    found = join(count / of, ours[:2], other_count / other_of, theirs[:2])
    return Compared(found.value, max(-1.0, found.lower), min(1.0, found.upper), NEWCOMBE)


def ratio_of_proportions(count: float, of: float, other_count: float, other_of: float) -> Compared:
    """The first proportion divided by the second. A count of nothing counts as half of one, with one half more in all.

    >>> [round(end, 2) for end in ratio_of_proportions(189, 11034, 104, 11037)[:3]]
    [1.82, 1.43, 2.31]

    Raises ValueError unless 0 <= count <= of, and of is above 0, for both; and where both counts are nothing.
    """
    for some, all_ in ((count, of), (other_count, other_of)):
        if all_ <= 0 or not 0 <= some <= all_:
            raise ValueError(f"not a share: {some} of {all_}")
    if not count and not other_count:
        raise ValueError("no ratio of nothing to nothing")
    more = ZERO if not count or not other_count else 0.0
    a, n, b, m = count + more, of + more, other_count + more, other_of + more
    value = (a / n) / (b / m)
    spread = Z_95 * math.sqrt(max(0.0, 1 / a - 1 / n + 1 / b - 1 / m))
    return Compared(value, value * math.exp(-spread), value * math.exp(spread), KATZ)


def ratio_of_rates(count: float, of: float, other_count: float, other_of: float) -> Compared:
    """The first rate divided by the second, whatever their multiplier; without an upper limit (inf) where it has none.

    >>> [round(end, 3) for end in ratio_of_rates(45, 87_280, 69, 187_558)[:3]]
    [1.401, 0.965, 2.036]

    Raises ValueError unless both denominators are above 0 and a count is.
    """
    if of <= 0 or other_of <= 0 or count < 0 or other_count < 0 or not count + other_count:
        raise ValueError(f"not two rates: {count} of {of}, {other_count} of {other_of}")
    total, scale = count + other_count, other_of / of
    share = _share_limits(count, total)
    lower, upper = (_odds(limit) * scale for limit in share[:2])
    value = count / other_count * scale if other_count else math.inf
    return Compared(value, lower, upper, BY_TOTAL_EXACT if min(count, other_count) < BYAR_FROM else BY_TOTAL_WILSON)


def _share_limits(count: float, total: float) -> tuple[float, float]:
    """The interval of a share: exact where either part is small, else Wilson's."""
    if min(count, total - count) >= BYAR_FROM:
        lower, upper, _ = wilson(count, total)
        return lower, upper
    from scipy.special import betaincinv

    tail = (1 - 0.95) / 2
    lower = float(betaincinv(count, total - count + 1, tail)) if count else 0.0
    upper = float(betaincinv(count + 1, total - count, 1 - tail)) if count < total else 1.0
    return lower, upper


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else math.inf


def difference_of_rates(
    count: float, of: float, other_count: float, other_of: float, multiplier: float = 1.0
) -> Compared:
    """The first rate minus the second, each count / denominator x multiplier.

    >>> [round(end, 1) for end in difference_of_rates(45, 87_280, 69, 187_558, 100_000)[:3]]
    [14.8, -2.3, 34.0]

    Raises ValueError unless both denominators are above 0.
    """
    ours: Interval = rate(count, of, multiplier)
    theirs = rate(other_count, other_of, multiplier)
    return join(count / of * multiplier, ours[:2], other_count / other_of * multiplier, theirs[:2])
