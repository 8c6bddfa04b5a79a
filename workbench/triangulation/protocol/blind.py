"""Blind: of people who judge the same two sources nobody learns how another judged before their own judgement is in.

What is hidden is hidden everywhere that the project is read: on screens, in tables, in workbooks, in what was written of
the topic as a whole. Once two have judged, whoever judges nothing in the project may read both. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

Pair = tuple[str, str]
"""Two sources, in alphabetical order."""
PairInRow = tuple[int, str, str]
"""A topic row's key and two sources."""


class Judgement(NamedTuple):
    """Whose judgement of which pair it is, and how far it goes."""

    row_id: int
    a: str
    b: str
    coder_id: int
    meaning: str = ""
    confirmed: str = ""
    silence: str = ""

    @property
    def pair(self) -> PairInRow:
        """What is judged."""
        return self.row_id, self.a, self.b

    @property
    def is_in(self) -> bool:
        """Whether it is a judgement: there is a verdict, or it is said that none can be given."""
        return bool(self.confirmed) or self.meaning == "cannot tell"

    @property
    def only_looked(self) -> bool:
        """Whether somebody chose to read others' judgements instead of giving one."""
        return not (self.confirmed or self.meaning or self.silence)


def hidden(judgements: Iterable[Judgement], me: int | None) -> frozenset[PairInRow]:
    """The pairs of which others' judgements are hidden from a person; `me` is None for somebody new to the project.

    >>> hidden([Judgement(1, "a", "b", 7, "same", "agreement")], 8)
    frozenset({(1, 'a', 'b')})
    >>> hidden([Judgement(1, "a", "b", 7, "same", "agreement")], 7)
    frozenset()
    """
    into: dict[PairInRow, set[int]] = defaultdict(set)
    looked: set[PairInRow] = set()
    for one in judgements:
        if one.is_in:
            into[one.pair].add(one.coder_id)
        elif one.only_looked and one.coder_id == me:
            looked.add(one.pair)
    judges = any(me in people for people in into.values())
    return frozenset(
        pair for pair, people in into.items() if me not in people and pair not in looked and (len(people) < 2 or judges)
    )
