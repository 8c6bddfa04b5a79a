"""Comparison: a figure beside its benchmark, in a word.

The publisher's own comparison has precedence and is named as published. Ours is the one that Fingertips calls
“confidence intervals overlapping reference value”: the figure's interval against the benchmark's point value.
Two overlapping intervals are no test of a difference, and are not used as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Word = Literal[
    "better", "similar", "worse", "higher", "lower", "not compared", "best", "worst", "middle", "highest", "lowest"
]
Basis = Literal["published", "interval", "none"]

WORDS: tuple[Word, ...] = ("better", "similar", "worse", "higher", "lower", "not compared")
FIFTHS: tuple[Word, ...] = ("best", "worst", "middle", "highest", "lowest")
"""Words of a publisher that sets areas in fifths; it calls the second and the fourth better and worse, or higher and
lower, as others do who compare with a benchmark."""
PUBLISHED_WORDS: dict[str, Word] = {word: word for word in (*WORDS, *FIFTHS)} | {"same": "similar"}
"""The words of a publisher's column, in small letters."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure against its benchmark: the word, what it rests on, and why in words."""

    word: Word
    basis: Basis
    why: str

    @property
    def published(self) -> bool:
        """Whether it is the publisher's comparison and not ours."""
        return self.basis == "published"


def judged(direction: Literal["higher", "lower"], polarity: str) -> Word:
    """What higher or lower means by an indicator's polarity; higher is only higher where nothing is good or bad."""
    if polarity not in {"high is good", "low is good"}:
        return direction
    return "better" if (direction == "higher") == (polarity == "high is good") else "worse"


def compare(
    value: float | None,
    lower: float | None,
    upper: float | None,
    benchmark: float | None,
    *,
    polarity: str = "none",
    published: str = "",
) -> Comparison:
    """A figure and its 95 % interval against a benchmark's value.

    `published` is the publisher's own word, which stands where there is one. All numbers are in the same unit.
    """
    word = PUBLISHED_WORDS.get(published.strip().lower())
    if word in FIFTHS:
        return Comparison(word, "published", "as the publisher sets the areas in fifths")
    if word is not None and word != "not compared":
        return Comparison(word, "published", "as the publisher compares them")
    if value is None:
        return Comparison("not compared", "none", "there is no figure")
    if benchmark is None:
        return Comparison("not compared", "none", "there is no figure to compare it with")
    if lower is None or upper is None:
        return Comparison("not compared", "none", "there is no interval, so chance cannot be ruled out")
    if lower > benchmark:
        return Comparison(judged("higher", polarity), "interval", "its interval lies wholly above")
    if upper < benchmark:
        return Comparison(judged("lower", polarity), "interval", "its interval lies wholly below")
    return Comparison("similar", "interval", "its interval takes in the other")
