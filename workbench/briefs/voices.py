"""Voices: how often each person is quoted in a brief. People are counted by who they are, and named as readers name them.

Somebody carries *more than their share* where three quotes or more are theirs, and more than a third of all: readers
would take one person's account for everybody's, and so many words of one person make a portrait.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from workbench.coding.retrieval import passages

LEAST = 3
"""Fewer quotes than this of one person are never too many."""
SHARE = 3
"""More than one in so many quotes is more than a person's share."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A person who is quoted, by the name that readers see, and in how many quotes."""

    case_id: int
    name: str
    quotes: int
    of: int
    """How many quotes there are of anybody."""

    @property
    def too_much(self) -> bool:
        """Whether this one person carries more than their share."""
        return self.quotes >= LEAST and SHARE * self.quotes > self.of


def voices(session: Session, codings: Iterable[int], named: Mapping[int, str] | None = None) -> tuple[Voice, ...]:
    """Who is quoted by these codings, the most quoted first.

    `named` are the names by coding, as readers see them; without them the team's own labels.
    """
    spoken = passages(session, codings=sorted(set(codings)))
    count: Counter[int] = Counter()
    names: dict[int, str] = {}
    for passage in spoken:
        count.update(passage.case_ids)
        for case, label in zip(passage.case_ids, passage.cases, strict=True):
            shown = (named or {}).get(passage.coding_id, label) if len(passage.case_ids) == 1 else label
            names.setdefault(case, shown)
    return tuple(Voice(case, names[case], number, len(spoken)) for case, number in count.most_common())


def too_much(voices: Iterable[Voice]) -> tuple[str, ...]:
    """A sentence for each person who carries more than their share."""
    return tuple(
        f"{one.name} is in {one.quotes} of {one.of} quotes, which is more than one person's share (a third)."
        " Let others speak too, or take a quote out."
        for one in voices
        if one.too_much
    )


def voices_sentence(voices: Iterable[Voice]) -> str:
    """Who is quoted how often, in a line for the team; empty where nobody is."""
    told = [f"{one.name} {_times(one.quotes)}" for one in voices]
    return f"Quoted: {', '.join(told)}." if told else ""


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
