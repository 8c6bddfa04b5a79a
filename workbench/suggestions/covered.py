"""Covered words: where codes lie in a document, asked again and again for what touches some words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from workbench.text import Span


@dataclass(frozen=True, slots=True, order=True)
class Given:
    """A code that somebody gave to some words, or gave as evidence against."""

    span: Span
    code: int
    coder: int = 0
    against: bool = False


class Covered:
    """What was given in one document, in order, however it overlaps."""

    def __init__(self, given: Iterable[Given]) -> None:
        self._given = sorted(given)
        self._starts = [one.span.start for one in self._given]
        self._reached = list(accumulate((one.span.end for one in self._given), max))

    @property
    def coders(self) -> list[int]:
        """The keys of who gave something, in order."""
        return sorted({one.coder for one in self._given})

    @property
    def codes(self) -> frozenset[int]:
        """The keys of the codes that were given."""
        return frozenset(one.code for one in self._given)

    def touching(self, words: Span) -> list[Given]:
        """What shares a character with these words, in order."""
        first, last = bisect_right(self._reached, words.start), bisect_left(self._starts, words.end)
        return [one for one in self._given[first:last] if one.span.touches(words)]
