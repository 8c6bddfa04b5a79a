"""Association: do two orders of the same areas go together? Pure arithmetic.

What shuffling gives stands beside a coefficient, so that a reader sees how far chance alone would go with so few
areas. It is no verdict and is not read as one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]
    Orders = npt.NDArray[np.int64]

SPEARMAN, KENDALL = "Spearman's rank correlation", "Kendall's tau"
MANY_TIES = 0.25
"""From this share of values that are not the only one of their size, in either list, Kendall's tau is taken."""
DRAWS = 9_999
EXACT = 8
"""Up to so many areas every order is tried."""
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Association:
    """A coefficient from -1 to 1 over some areas, and between which two values shuffling puts 19 of 20."""

    measure: str
    value: float
    low: float
    high: float
    areas: int
    orders: int
    """How many orders were tried."""
    every_order: bool

    @property
    def sentence(self) -> str:
        """Both, without a verdict."""
        how = f"all {self.orders:,} orders" if self.every_order else f"{self.orders:,} shuffles"
        return (
            f"{self.measure} over {self.areas} areas: {_signed(self.value)} (from −1, opposite orders, to 1, the same"
            f" order). Had the two nothing to do with each other, {how} of the areas put 19 in 20 between"
            f" {_signed(self.low)} and {_signed(self.high)}."
        )


def associated(one: Sequence[float], other: Sequence[float], *, seed: int = 1) -> Association | None:
    """How two lists of values of the same areas go together; None where all values of a list are alike.

    Spearman's rank correlation (C. Spearman, Am. J. Psychol. 15 (1904) 72-101), or Kendall's tau-b (M. G. Kendall,
    Biometrika 33 (1945) 239-251) where many values are tied. Beside it the middle 95 % of what it is when the second
    list is shuffled: every order up to 8 areas, else 9,999 drawn ones, the same at each reading.
    ValueError for lists of different lengths or fewer than three values.

    >>> associated([1, 2, 3, 4], [10, 20, 30, 40]).value
    1.0
    """
    import numpy as np

    if len(one) != len(other) or len(one) < 3:
        raise ValueError(f"not two lists of the same three areas or more: {len(one)} and {len(other)}")
    first, second = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if len(set(one)) == 1 or len(set(other)) == 1:
        return None
    tied = max(tied_share(one), tied_share(other)) > MANY_TIES
    measure, of = (KENDALL, _taus) if tied else (SPEARMAN, _rhos)
    size = len(one)
    value = float(of(first, second, np.arange(size)[None, :])[0])
    found = np.concatenate([of(first, second, orders) for orders in _orders(size, seed)])
    low, high = (float(end) for end in np.quantile(found, (0.025, 0.975)))
    return Association(measure, round(value, 12), low, high, size, len(found), size <= EXACT)


def tied_share(values: Sequence[float]) -> float:
    """The share of values that are not the only one of their size.

    >>> tied_share([1, 1, 2, 3])
    0.5
    """
    listed = list(values)
    return sum(listed.count(value) > 1 for value in listed) / len(listed)


def ranks(values: Numbers) -> Numbers:
    """Ranks from 1 up; tied values share the mean of theirs.

    >>> import numpy as np
    >>> ranks(np.array([10.0, 20.0, 20.0])).tolist()
    [1.0, 2.5, 2.5]
    """
    import numpy as np

    _, which, many = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(many)
    found: Numbers = ((last - many + 1 + last) / 2)[which]
    return found


def _orders(size: int, seed: int) -> Iterator[Orders]:
    """Orders of so many areas, some at a time."""
    import numpy as np

    if size <= EXACT:
        coming = itertools.permutations(range(size))
        while some := list(itertools.islice(coming, _AT_ONCE)):
            yield np.array(some, dtype=np.int64)
        return
    chance = np.random.default_rng(seed)
    for begun in range(0, DRAWS, _AT_ONCE):
        many = min(_AT_ONCE, DRAWS - begun)
        yield np.argsort(chance.random((many, size)), axis=1)


def _rhos(first: Numbers, second: Numbers, orders: Orders) -> Numbers:
    """Spearman's coefficient for each order of the second list."""
    one, other = (ranks(values) - (len(values) + 1) / 2 for values in (first, second))
    found: Numbers = other[orders] @ one / math.sqrt(float(one @ one) * float(other @ other))
    return found


def _taus(first: Numbers, second: Numbers, orders: Orders) -> Numbers:
    """Kendall's tau-b for each order of the second list."""
    import numpy as np

    at, beside = np.triu_indices(len(first), 1)
    one = np.sign(first[at] - first[beside])
    shuffled = second[orders]
    other = np.sign(shuffled[:, at] - shuffled[:, beside])
    untied = math.sqrt(float(np.abs(one).sum()) * float(np.abs(np.sign(second[at] - second[beside])).sum()))
    found: Numbers = other @ one / untied
    return found


def _signed(value: float) -> str:
    """A coefficient with its sign.

    >>> _signed(0.5), _signed(-0.25), _signed(0.001)
    ('0.50', '−0.25', '0.00')
    """
    shown = f"{abs(value):.2f}"
    return f"−{shown}" if value < 0 and shown != "0.00" else shown
