"""Covered words: where codes lie in a document, asked again and again for what touches some words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from workbench.text import Span


class Covered:
    """The places of one document and their codes, in order, however they overlap."""

    def __init__(self, places: Iterable[tuple[Span, int]]) -> None:
        self._places = sorted(places)
        self._starts = [place.start for place, _ in self._places]
        self._reached = list(accumulate((place.end for place, _ in self._places), max))

    def touching(self, words: Span) -> list[tuple[Span, int]]:
        """The places that share a character with these words, in order."""
        first, last = bisect_right(self._reached, words.start), bisect_left(self._starts, words.end)
        return [one for one in self._places[first:last] if one[0].touches(words)]
