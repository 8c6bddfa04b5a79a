"""Linked numbers: counts that readers can add and subtract, in one table or in several, and what is known of each. Pure.

A table with its totals, districts that sum to a county, two tables that share a margin and a table that left earlier are
all the same: numbers, and sums between them. A number may also stand for what nobody prints and everybody can work
out: the rest of a county, or what came on since an earlier table.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.governance.policies import HIDDEN, Policy

Place = Hashable
"""What a number is known by: its table, row and column, or the like."""
MOST = 2_000
"""Sums over more numbers than this are not looked through; they are rounded instead."""
ANY = 10**9
"""Higher than any count."""


@dataclass(frozen=True, slots=True)
class Number:
    """One count of people or records."""

    at: Place
    value: int
    of: int | None = None
    """How many there were, where readers know that."""
    told: tuple[int, int] | None = None
    """Between what readers know it to lie already, from what left earlier."""
    printed: bool = True
    """Whether it is to be shown; else it only follows from others."""
    total: bool = False
    """Whether it sums others, and is withheld last."""
    least: int = 0
    """Of one that is not printed: below what it cannot lie. A difference may be below nought."""
    quiet: bool = False
    """Of one that is not printed: that readers may come to know it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One number is the sum of others."""

    whole: Place
    parts: tuple[Place, ...]


class Linked:
    """Numbers and their sums as arrays, and between what readers know each to lie as it stands now."""

    def __init__(self, numbers: Sequence[Number], sums: Iterable[Sum], policy: Policy) -> None:
        import numpy as np

        self.numbers, self.policy = numbers, policy
        self.index = {one.at: at for at, one in enumerate(numbers)}
        self.sums = [(self.index[one.whole], tuple(self.index[part] for part in one.parts)) for one in sums]
        self.values = np.array([one.value for one in numbers], dtype=np.int64)
        self.printed = np.array([one.printed for one in numbers], dtype=bool)
        self.small = np.array([_is_small(one, policy) for one in numbers], dtype=bool)
        self.withheld = self.small & self.printed
        bands = [_band(one, policy) for one in numbers]
        shown = [_shown(one, policy) for one in numbers]
        self.band_low, self.band_high = (np.array([one[end] for one in bands], dtype=float) for end in (0, 1))
        self.shown_low, self.shown_high = (np.array([one[end] for one in shown], dtype=float) for end in (0, 1))

    def boxes(self) -> tuple[Any, Any]:
        """The lowest and the highest that readers know of each number: float arrays."""
        import numpy as np

        open_ = self.withheld | ~self.printed
        return np.where(open_, self.band_low, self.shown_low), np.where(open_, self.band_high, self.shown_high)

    def parts(self) -> list[list[int]]:
        """The numbers that sums join, each in one part, by index."""
        import numpy as np
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        size = len(self.numbers)
        rows = [size + at for at, (_, parts) in enumerate(self.sums) for _ in range(len(parts) + 1)]
        columns = [each for whole, parts in self.sums for each in (whole, *parts)]
        whole = size + len(self.sums)
        graph = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(whole, whole))
        _, labels = connected_components(graph, directed=False)
        found: dict[int, list[int]] = {}
        for at, label in enumerate(labels[:size].tolist()):
            found.setdefault(label, []).append(at)
        return list(found.values())


def _is_small(one: Number, policy: Policy) -> bool:
    """Whether readers must not come to know it: few people; of a difference, a few more or fewer."""
    if one.printed:
        return policy.is_small(one.value, one.of)
    return not one.quiet and 0 < abs(one.value) < policy.threshold


def _band(one: Number, policy: Policy) -> tuple[float, float]:
    """Between what a reader knows a withheld number to lie, who knows whether it is withheld for itself."""
    few, most = max(policy.threshold, 1), ANY if one.of is None else one.of
    if not one.printed:
        low, high = one.least, ANY
    elif one.value == 0 and policy.zeros != HIDDEN:
        low, high = 0, most
    elif one.value < policy.threshold:
        low, high = (0 if policy.zeros == HIDDEN else 1), (few - 1 if few > 2 else most)
    elif one.of is not None and policy.is_small(one.value, one.of):
        low, high = max(1, one.of - few + 1), one.of
    else:
        low, high = min(few, one.value), most if one.of is None else max(one.value, one.of - few)
    return _within(one, low, min(high, max(most, one.value)))


def _shown(one: Number, policy: Policy) -> tuple[float, float]:
    """Between what a reader knows a number to lie that is shown."""
    if not one.printed:
        return _band(one, policy)
    low, high = policy.known(one.value)
    if one.of is not None and policy.threshold > 1 and one.value:
        high = max(one.value, min(high, one.of - policy.threshold))
    return _within(one, low, high)


def _within(one: Number, low: float, high: float) -> tuple[float, float]:
    """Both with what readers were told before; the number itself always lies within."""
    if one.told is not None:
        low, high = max(low, one.told[0]), min(high, one.told[1])
    return min(low, one.value), max(high, one.value)
