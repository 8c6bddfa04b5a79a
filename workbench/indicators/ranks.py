"""Ranks: where an area may stand among others once chance is allowed for, never a bare place in a list.

An area may stand anywhere from one below those that are surely above it to one above those that are surely below.
Sure is what holds for all areas together with 95 %: each interval is widened for their number (M. Klein, T. Wright and
J. Wieczorek, Journal of the Royal Statistical Society C 69 (2020) 589-606, with independent areas).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from workbench.proportions import Z_95

METHOD = "by intervals that hold for all the areas together (Klein, Wright and Wieczorek)"


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among areas counted from the highest value, 1, and the places that chance allows."""

    place: int
    highest: int
    lowest: int
    of: int
    """How many areas there are, with this one."""
    apart: int
    """From how many of the others it can be told apart."""


def wider(many: int) -> float:
    """How many times as wide as one of 95 % an interval is that holds with 95 % for so many areas together.

    >>> round(wider(14), 3), round(wider(1), 3)
    (1.483, 1.0)
    """
    return NormalDist().inv_cdf((1 + 0.95 ** (1 / many)) / 2) / Z_95


Spread = tuple[float, float, float]
"""A value with the limits of its 95 % interval."""


def rank(mine: Spread, others: Sequence[Spread]) -> Rank:
    """The place of a figure among others, and which places chance allows.

    >>> rank((51.6, 37.6, 69.0), [(281.4, 248.3, 317.7), (36.8, 28.6, 46.6), (10.4, 4.5, 20.4)])
    Rank(place=2, highest=2, lowest=3, of=4, apart=2)
    """
    factor = wider(len(others) + 1)
    lower, upper = _limits(mine, factor)
    above = below = higher = 0
    for other in others:
        other_lower, other_upper = _limits(other, factor)
        above += other_lower > upper
        below += other_upper < lower
        higher += other[0] > mine[0]
    many = len(others) + 1
    return Rank(higher + 1, above + 1, many - below, many, above + below)


def _limits(one: Spread, factor: float) -> tuple[float, float]:
    value, lower, upper = one
    return value - (value - lower) * factor, value + (upper - value) * factor


_WORDS = ("", "second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ", "eighth ", "ninth ", "tenth ")


def place_words(place: int, of: int) -> str:
    """A place in words: the highest, the second highest, the third lowest of 14.

    >>> place_words(1, 14), place_words(13, 14), place_words(3, 3)
    ('the highest', 'the second lowest', 'the lowest')
    """
    end, at = ("highest", place - 1) if place - 1 <= of - place else ("lowest", of - place)
    return f"the {_WORDS[at] if at < len(_WORDS) else f'{at + 1}th '}{end}"


def rank_words(found: Rank) -> str:
    """A rank as sentences: the place by value, and what is left of it with all areas compared at once.

    >>> rank_words(Rank(2, 1, 3, 4, 1))
    'By its value it is the second highest of 4. With all 4 compared at once it can be told apart from 1 of the others, and chance could put it anywhere from the highest to the second lowest.'
    """
    here = f"By its value it is {place_words(found.place, found.of)} of {found.of}"
    if not found.apart:
        return f"{here}, but with all {found.of} compared at once it cannot be told apart from any: do not rank it."
    others = "all the others" if found.apart == found.of - 1 else f"{found.apart} of the others"
    told = f"{here}. With all {found.of} compared at once it can be told apart from {others}"
    if found.highest == found.lowest:
        return f"{told}."
    span = f"from {place_words(found.highest, found.of)} to {place_words(found.lowest, found.of)}"
    return f"{told}, and chance could put it anywhere {span}."
