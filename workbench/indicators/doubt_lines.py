"""A doubt as it is read and printed: its kind, its weight in words, a sentence with the numbers, and its answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from workbench.text import dated

Weight = Literal["changes the sentence", "weakens it", "worth knowing"]

CHANGES: Weight = "changes the sentence"
"""The sentence one would write from the figure would be another: higher is no longer higher, highest not highest."""
WEAKENS: Weight = "weakens it"
"""The sentence stands, with less behind it, or about something else than it seems."""
WORTH: Weight = "worth knowing"
WEIGHTS: tuple[Weight, ...] = (CHANGES, WEAKENS, WORTH)
"""The gravest first."""

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered to a doubt, who, and when."""

    text: str
    by: str
    on: str
    stale: bool = False
    """The doubt's numbers are others now than when it was answered."""
    over: bool = False
    """The figures no longer give rise to the doubt."""

    @property
    def said(self) -> str:
        """The answer as it is printed."""
        who = f"Answered by {self.by}" if self.by else "Answered"
        when = f", {dated(self.on)}" if self.on else ""
        state = ", before the figures changed (look again)" if self.stale else ""
        state = " (the figures no longer give rise to it)" if self.over else state
        return f"{who}{when}{state}: {self.text}"


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A doubt about a figure: its kind in a few words, a sentence with its evidence, its weight, and any answer."""

    kind: str
    sentence: str
    weight: Weight = WORTH
    answer: Answer | None = None
    least: float = 0
    """The smallest count of records that the sentence gives away, beside the figure's own; 0 for none."""
    bare: str = ""
    """The sentence without those numbers."""

    @property
    def open(self) -> bool:
        """Whether it still asks for an answer: it has none, or one that was given about other numbers."""
        return self.answer is None or self.answer.stale

    @property
    def said(self) -> str:
        """All of it in one line: weight, sentence, answer."""
        said = f"{self.weight[:1].upper()}{self.weight[1:]}: {self.sentence}"
        return f"{said} {self.answer.said}" if self.answer else said

    def answered(self, answer: Answer) -> DoubtLine:
        """The same doubt with its answer."""
        return replace(self, answer=answer)

    def unsigned(self) -> DoubtLine:
        """The doubt for readers outside the team: who in the team answered it is not said."""
        return replace(self, answer=replace(self.answer, by="")) if self.answer else self

    def guarded(self, threshold: int) -> DoubtLine:
        """The doubt for readers who may not see counts of records below a threshold."""
        if not 0 < self.least < threshold:
            return self
        answer = replace(self.answer, text="The reason is kept by the team.") if self.answer else None
        return replace(self, sentence=self.bare, answer=answer, least=0)


def ranked(doubts: list[DoubtLine]) -> list[DoubtLine]:
    """The gravest first; of one weight as they were found."""
    return sorted(doubts, key=lambda doubt: WEIGHTS.index(doubt.weight))


def same_numbers(was: str, now: str) -> bool:
    """Whether two wordings of a doubt say the same numbers, in the same order.

    >>> same_numbers("249 of 261 lie in one area.", "249 of the 261 lie in a single area.")
    True
    """
    return _NUMBER.findall(was) == _NUMBER.findall(now)
