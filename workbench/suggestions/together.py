"""Codes that always or never come together, counted in people. Pure.

How surprising it is, is the chance of it if the two codes had nothing to do with each other (hypergeometric: of N people
n have one code and m the other). Only what would happen by chance less than once in a hundred is said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb

RARE = 0.01
LEAST = 5
"""Of fewer people with a code nothing is said."""


@dataclass(frozen=True, slots=True)
class Together:
    """Two codes that meet in everybody who has the first, or in nobody."""

    one: int
    other: int
    always: bool
    people: int
    """People who have the first code."""
    others: int
    """People who have the second."""
    of: int
    """People who have any code."""
    chance: float
    """How likely it would be by chance."""


def chance_of_all(of: int, one: int, other: int) -> float:
    """The chance that all of `one` people are among `other` people, of `of`, if it were by chance.

    >>> round(chance_of_all(10, 3, 5), 4)
    0.0833
    """
    return comb(other, one) / comb(of, one) if one <= other <= of else 0.0


def chance_of_none(of: int, one: int, other: int) -> float:
    """The chance that none of `one` people is among `other` people, of `of`, if it were by chance.

    >>> round(chance_of_none(10, 3, 5), 4)
    0.0833
    """
    return comb(of - other, one) / comb(of, one) if one <= of - other else 0.0


def always_or_never(
    people: Mapping[int, Collection[int]], related: Collection[tuple[int, int]] = frozenset()
) -> list[Together]:
    """Pairs of codes that come together in everybody or in nobody, the most surprising first.

    Args:
        people: For each code, the people whose words it is on.
        related: Pairs of which one lies below the other; of these nothing is said.
    """
    sets = {code: frozenset(some) for code, some in people.items()}
    of = len(frozenset().union(*sets.values())) if sets else 0
    found = []
    for one, other in combinations(sorted(code for code, some in sets.items() if len(some) >= LEAST), 2):
        if (one, other) in related or (other, one) in related:
            continue
        both = sets[one] & sets[other]
        small, large = sorted((one, other), key=lambda code: (len(sets[code]), code))
        few, many = len(sets[small]), len(sets[large])
        if not both:
            chance = chance_of_none(of, few, many)
        elif len(both) == few:
            chance = chance_of_all(of, few, many)
        else:
            continue
        if chance < RARE:
            found.append(Together(small, large, bool(both), few, many, of, chance))
    return sorted(found, key=lambda pair: (pair.chance, pair.one, pair.other))
