"""Protecting linked numbers: which to withhold so that no withheld one can be worked out too closely. Pure.

Small numbers are withheld. Then the room that readers leave for each withheld number is looked at by linear
programming, and where it is narrower than the policy asks, the numbers that must move for it to move far enough at the
least cost are withheld too (J. P. Kelly, B. L. Golden and A. A. Assad, Networks 22 (1992) 397-417). Sums over more
numbers than can be looked through are rounded instead.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.governance.linked import ANY, MOST, Linked, Number, Place, Sum
from workbench.governance.policies import Policy, rounded
from workbench.governance.worked_out import SLACK, Room, equations, solve

_ROUNDS = 12
_NOUGHT, _TOTAL = 40.0, 3.0
"""What it costs to withhold a nought, and how many times more a total."""


@dataclass(frozen=True, slots=True)
class Protected:
    """Linked numbers as they may be shown."""

    shown: dict[Place, int | None]
    """Each printed number as it is shown, None where it is withheld."""
    small: frozenset[Place]
    """Withheld for themselves."""
    beside: frozenset[Place]
    """Withheld so that a small one cannot be worked out."""
    known: dict[Place, tuple[int, int]]
    """Between what readers then know each printed number to lie."""
    narrow: frozenset[Place] = frozenset()
    """Small numbers that readers know more closely whatever is withheld now: what left earlier says so."""
    rounded_only: frozenset[Place] = frozenset()
    """Numbers linked with too many others to be looked through, which are rounded for that."""

    @property
    def withheld(self) -> frozenset[Place]:
        """Every number that is not shown."""
        return self.small | self.beside


def protect(numbers: Sequence[Number], sums: Iterable[Sum], policy: Policy) -> Protected:
    """Decide which of some linked numbers are withheld, and how the others are shown.

    >>> three = [Number("a", 3), Number("b", 10), Number("c", 20), Number("all", 33, total=True)]
    >>> protect(three, [Sum("all", ("a", "b", "c"))], Policy(5)).shown
    {'a': None, 'b': None, 'c': 20, 'all': 33}
    """
    linked = Linked(numbers, sums, policy)
    narrow, coarse = set[int](), set[int]()
    if policy.threshold > 1 and linked.small.any():
        for part in linked.parts():
            if len(part) == 1 or not linked.small[part].any():
                continue
            if len(part) > MOST:
                coarse |= set(part)
            else:
                narrow |= _settle(linked, part)
    return _protected(linked, narrow, coarse)


def rounding_instead(policy: Policy) -> Policy:
    """The policy with rounding where it has none: to 5, or to the next multiple of 5 that is no smaller than the threshold."""
    return policy if policy.rounding > 1 else replace(policy, rounding=max(5, -(-policy.threshold // 5) * 5), name="")


def _protected(linked: Linked, narrow: set[int], coarse: set[int]) -> Protected:
    low, high = linked.boxes()
    shown: dict[Place, int | None] = {}
    known: dict[Place, tuple[int, int]] = {}
    policy, by_rounding = linked.policy, rounding_instead(linked.policy)
    for at, one in enumerate(linked.numbers):
        if not one.printed:
            continue
        if linked.withheld[at]:
            shown[one.at], known[one.at] = None, (int(low[at]), int(high[at]))
        elif at in coarse:
            shown[one.at], known[one.at] = rounded(one.value, by_rounding.rounding), by_rounding.known(one.value)
        else:
            shown[one.at], known[one.at] = rounded(one.value, policy.rounding), (int(low[at]), int(high[at]))
    names = [one.at for one in linked.numbers]
    held = [at for at in range(len(names)) if linked.withheld[at]]
    return Protected(
        shown,
        frozenset(names[at] for at in held if linked.small[at]),
        frozenset(names[at] for at in held if not linked.small[at]),
        known,
        frozenset(names[at] for at in narrow),
        frozenset(names[at] for at in coarse if linked.printed[at]),
    )


def _settle(linked: Linked, part: list[int]) -> set[int]:
    """Withhold more in one part until no withheld number is known too closely; those that are so in any case."""
    work = _Part(linked, part)
    for _ in range(_ROUNDS):
        found = work.narrow()
        if not found:
            if not work.hopeless() or not work.blur_a_total():
                return work.hopeless()
            work = _Part(linked, part)
            continue
        for at in found:
            work.widen(at)
    work.withhold_all()
    work.narrow()
    return work.hopeless()


class _Part:
    """Numbers that sums join, by a place of their own, while more of them are withheld."""

    def __init__(self, linked: Linked, part: list[int]) -> None:
        import numpy as np

        self.linked, self.part = linked, np.array(part)
        place = {at: here for here, at in enumerate(part)}
        self.sums = [
            (place[whole], tuple(place[one] for one in parts)) for whole, parts in linked.sums if whole in place
        ]
        self.values = linked.values[self.part].astype(float)
        self.wanted = np.full(len(part), float(linked.policy.doubt))
        self.given_up = np.zeros(len(part), dtype=bool)
        self.cost = np.array([self._cost(at, here) for here, at in enumerate(part)])
        self.all_free = np.arange(len(part))
        self.sides, _ = equations(self.sums, self.values, self.all_free)
        self.seen = [self.values.copy(), self.values.copy()]

    def _cost(self, at: int, here: int) -> float:
        """What it costs to move a number by one that would have to be withheld for it: more for larger ones."""
        one = self.linked.numbers[at]
        dear = _NOUGHT if one.value == 0 else math.log2(2 + abs(one.value))
        return dear * (_TOTAL if one.total else 1.0) * (1 + here * 1e-6)

    @property
    def held(self) -> Any:
        """Which are withheld, or are small and follow from others."""
        return (self.linked.withheld | (self.linked.small & ~self.linked.printed))[self.part]

    def boxes(self) -> tuple[Any, Any]:
        """Between what readers know each to lie."""
        low, high = self.linked.boxes()
        return low[self.part], high[self.part]

    def narrow(self) -> list[int]:
        """The withheld numbers that readers know too closely as things stand, the small ones first."""
        import numpy as np

        room = Room(self.values, *self.boxes(), self.sums)
        room.least, room.most = self.seen
        held = np.flatnonzero(self.held).tolist()
        small = self.linked.small[self.part]
        return room.look(sorted(held, key=lambda here: (not small[here], here)), self.wanted)

    def widen(self, here: int) -> None:
        """Withhold what it takes for one number to have the room that the policy asks."""
        low, high = self.linked.band_low[self.part], self.linked.band_high[self.part]
        if self.seen[1][here] - self.seen[0][here] >= self.wanted[here] - SLACK:
            return
        value, width = self.values[here], self.wanted[here]
        above = min(max(self.seen[1][here] - value, width), high[here] - value)
        up = self._move(here, above)
        down = self._move(here, -min(max(0.0, width - up), value - low[here]))
        if up + down < width - SLACK:
            more = self._move(here, min(width - down, high[here] - value))
            up = max(up, more)
        if up + down < width - SLACK:
            self.wanted[here] = up + down
            self.given_up[here] = True

    def _move(self, here: int, by: float) -> float:
        """Withhold the numbers at the least cost that let one move so far, or as far as it can; how far that is."""
        import numpy as np

        if abs(by) < SLACK:
            return 0.0
        found = self._cheapest(here, by)
        if found is None:
            by = self._farthest(here, by)
            found = self._cheapest(here, by) if abs(by) > SLACK else None
            if found is None:
                return 0.0
        low, high = self.boxes()
        out = (found < low - SLACK) | (found > high + SLACK)
        self.linked.withheld[self.part[out]] = True
        self.seen[0] = np.minimum(self.seen[0], found)
        self.seen[1] = np.maximum(self.seen[1], found)
        return abs(by)

    def _cheapest(self, here: int, by: float) -> Any | None:
        """The numbers as they could be with one of them moved, leaving as few as possible of those that are shown."""
        import numpy as np
        from scipy.sparse import hstack

        low, high = self.boxes()
        band_low = np.minimum(self.linked.band_low[self.part], low)
        band_high = np.maximum(self.linked.band_high[self.part], high)
        inner_low, inner_high = low.copy(), high.copy()
        inner_low[here], inner_high[here] = band_low[here], band_high[here]
        size = len(self.part)
        aim = np.concatenate([np.zeros(size), self.cost, self.cost])
        lows = np.concatenate([inner_low, np.zeros(2 * size)])
        highs = np.concatenate([inner_high, band_high - inner_high, inner_low - band_low])
        lows[here] = highs[here] = self.values[here] + by
        highs[size + here] = highs[2 * size + here] = 0.0
        moved = solve(aim, hstack([self.sides, self.sides, -self.sides]).tocsr(), self._nothing, lows, highs)
        return None if moved is None else moved[:size] + moved[size : 2 * size] - moved[2 * size :]

    def _farthest(self, here: int, by: float) -> float:
        """How far one can move towards a place with everything withheld."""
        import numpy as np

        low, high = self.linked.band_low[self.part].copy(), self.linked.band_high[self.part].copy()
        if by > 0:
            high[here] = self.values[here] + by
        else:
            low[here] = self.values[here] + by
        aim = np.zeros(len(self.part))
        aim[here] = -1.0 if by > 0 else 1.0
        found = solve(aim, self.sides, self._nothing, low, high)
        return 0.0 if found is None else float(found[here] - self.values[here])

    @property
    def _nothing(self) -> Any:
        """The right side of sums of which every number is free."""
        import numpy as np

        return np.zeros(self.sides.shape[0])

    def blur_a_total(self) -> bool:
        """Say of one small total only that it is withheld: where everything is, that it is small tells what it sums."""
        for at in self.part.tolist():
            one = self.linked.numbers[at]
            if one.total and one.printed and self.linked.small[at]:
                self.linked.small[at] = False
                self.linked.band_high[at] = ANY if one.told is None else one.told[1]
                return True
        return False

    def withhold_all(self) -> None:
        """Withhold every number of the part."""
        self.linked.withheld[self.part] |= self.linked.printed[self.part]

    def hopeless(self) -> set[int]:
        """Small numbers that have less room than the policy asks whatever is withheld."""
        small = self.linked.small[self.part]
        return {int(at) for at, gone, few in zip(self.part, self.given_up, small, strict=True) if gone and few}
