"""What coding frames look for: figures with the smallest area they are published for, as plain lines.

The frames themselves are read above this room; here is which of their figures reach an area, and which a topic is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench import geography
from workbench.coding.frames import Level
from workbench.sources.asking import content_words

REACHES: dict[str, frozenset[Level]] = {
    "county": frozenset({"district", "county"}),
    "police force area": frozenset({"district", "force"}),
    "region": frozenset({"district", "county", "force"}),
    "country": frozenset({"district", "county", "force"}),
}
"""Which figures are published for an area of a kind, or can be had from those of the areas in it; else a district's."""
OF_DISTRICTS: frozenset[Level] = frozenset({"district"})
ABOUT = 0.5
"""A figure is about a topic where so large a share of its name's words stand in what is written of the topic."""
_LETTERS = 4
_OF_ANY_FIGURE = frozenset({"figu", "numb", "rate", "coun", "perc", "reco", "publ", "dist", "leve", "offe", "stre"})


@dataclass(frozen=True, slots=True)
class LookedFor:
    """A figure that a coding frame looks for; `level` is the smallest area it is published for, or `none`."""

    name: str
    level: Level
    note: str
    source: str
    frame: str


def reached(area_code: str) -> frozenset[Level]:
    """The levels of figures that can be had for an area."""
    entry = geography.area(area_code)
    return REACHES.get(entry.kind, OF_DISTRICTS) if entry else OF_DISTRICTS


def words_of(*texts: str) -> frozenset[str]:
    """What texts are about, each word by its first letters, so that carrying and carried are one.

    >>> sorted(words_of("Weapons carried and never found", "the rate of carrying"))
    ['carr', 'foun', 'neve', 'weap']
    """
    found = {word[:_LETTERS] for text in texts for word in content_words(text)}
    return frozenset(found - _OF_ANY_FIGURE)


def about(wanted: Iterable[LookedFor], topic: frozenset[str]) -> LookedFor | None:
    """The figure that a topic is most about, by its words (as `words_of` gives them); None where none is near enough.

    At least two words are needed: one alone is a coincidence.
    """
    best, nearest = None, 0.0
    for one in wanted:
        own = words_of(one.name)
        shared = own & topic
        near = len(shared) / len(own) if own else 0.0
        if len(shared) >= 2 and near >= ABOUT and near > nearest:
            best, nearest = one, near
    return best
