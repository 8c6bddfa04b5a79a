"""Saturation: whether later interviews still bring codes that no earlier one had.

The measure of Guest, Namey and Chen (2020), A simple method to assess and report thematic saturation in qualitative
research, PLoS ONE 15(5): e0232076. The codes of the first interviews, the base, are what later ones are held against.
A run is a few interviews in a row after the base, and moves on by one interview at a time. Its codes that no earlier
interview had, as a share of the base's codes, are what is new in it; at 5 % or less, or at none, saturation is reached.
It speaks of codes that come out of the material, and it depends on the order of the interviews. Pure arithmetic.
"""

from __future__ import annotations

import random
from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from workbench.errors import WorkbenchError

BASES = (4, 5, 6)
"""Interviews in the base: the sizes that are usual."""
LENGTHS = (2, 3)
"""Interviews in a run: the lengths that are usual."""
AT_MOST = 5
"""Percent of the base's codes up to which a run counts as bringing little."""


class RunEmptyError(WorkbenchError):
    """A base and a run have at least one interview each. Give numbers from 1 on."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some interviews in a row after the base, and what they brought."""

    base: int
    """Interviews in the base."""
    base_codes: int
    first: int
    """The place of its first interview, counted from 1."""
    last: int
    new: int
    """Codes in it that no earlier interview had, those before the run and after the base among them."""

    @property
    def length(self) -> int:
        """How many interviews are in it."""
        return self.last - self.first + 1

    @property
    def before(self) -> int:
        """How many interviews stand before it: where it is saturated, so many were enough."""
        return self.first - 1

    @property
    def percent(self) -> float | None:
        """What is new as a share of the base's codes, 0 to 100 and over; None where the base has none."""
        return 100 * self.new / self.base_codes if self.base_codes else None

    def within(self, most: float) -> bool:
        """Whether at most so many percent are new; never where the base has no code."""
        return self.base_codes > 0 and 100 * self.new <= most * self.base_codes


def first_heard(interviews: Sequence[AbstractSet[Hashable]]) -> list[int]:
    """How many codes each interview has that no earlier one had.

    Args:
        interviews: The codes of each interview, in their order.

    >>> first_heard([{"dark", "bus"}, {"bus"}, {"bus", "fare"}])
    [2, 0, 1]
    """
    known: set[Hashable] = set()
    found = []
    for codes in interviews:
        found.append(len(codes - known))
        known |= codes
    return found


def runs(interviews: Sequence[AbstractSet[Hashable]], *, base: int = 4, length: int = 2) -> list[Run]:
    """Every run after the base, each beginning one interview later; none where there are too few interviews.

    Args:
        interviews: The codes of each interview, in their order.
        base: Interviews in the base.
        length: Interviews in a run.

    Raises:
        RunEmptyError: for a base or a run without an interview.

    >>> [run.percent for run in runs([{1, 2}, {3, 4}, {4}, {5}, set()], base=2)]
    [25.0, 25.0]
    """
    if base < 1 or length < 1:
        raise RunEmptyError
    new = first_heard(interviews)
    known = sum(new[:base])
    starts = range(base, len(new) - length + 1)
    return [Run(base, known, at + 1, at + length, sum(new[at : at + length])) for at in starts]


def reached(found: Sequence[Run], most: float = AT_MOST) -> Run | None:
    """The first run with at most so many percent of new codes; None where no run has so few."""
    return next((run for run in found if run.within(most)), None)


@dataclass(frozen=True, slots=True)
class Orders:
    """What other orders of the same interviews would have said."""

    orders: int
    reached: int
    """In how many of them saturation is reached."""
    half_by: int | None
    """So many interviews were enough in half of all orders; None where fewer than half reach it."""
    most_by: int | None
    """So many in 95 of 100; None where fewer reach it."""


def in_other_orders(
    interviews: Sequence[AbstractSet[Hashable]],
    *,
    base: int = 4,
    length: int = 2,
    most: float = AT_MOST,
    orders: int = 1000,
    seed: int = 1,
) -> Orders:
    """How far the answer hangs on the order: the same interviews in random orders, each of them once.

    Args:
        interviews: The codes of each interview.
        base: Interviews in the base.
        length: Interviews in a run.
        most: Percent of the base's codes up to which a run counts as bringing little.
        orders: How many orders are drawn.
        seed: The same seed draws the same orders.

    Raises:
        RunEmptyError: for a base or a run without an interview.
    """
    draw, shuffled = random.Random(seed), list(interviews)  # noqa: S311
    needed = []
    for _ in range(orders):
        draw.shuffle(shuffled)
        run = reached(runs(shuffled, base=base, length=length), most)
        if run is not None:
            needed.append(run.before)
    needed.sort()

    def enough(percent: int) -> int | None:
        at = -(-orders * percent // 100)
        return needed[at - 1] if 0 < at <= len(needed) else None

    return Orders(orders, len(needed), enough(50), enough(95))
