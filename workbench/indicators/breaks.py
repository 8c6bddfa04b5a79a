"""Breaks: days since which an indicator is defined or recorded otherwise, so that figures across them are not compared.

A short table of facts with their sources, and what a series says of itself. Two definitions that go by one name, in two
publishers' figures, stand here too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

BREAK = "series break"
"""The status by which a publisher says that a series breaks at a figure."""


@dataclass(frozen=True, slots=True)
class Break:
    """A change of what is counted or how: the first day of what came after, why in a clause, and who says so."""

    since: date
    why: str
    source: str
    ids: frozenset[str] = frozenset()
    """Publisher's numbers, or parts of them behind `police.uk/`."""
    names: str = ""
    """A pattern of names, where a file has no number."""

    @property
    def day(self) -> str:
        """Its first day as ISO text."""
        return self.since.isoformat()


_MAY_2013 = "from May 2013 data.police.uk sorts crimes into other types than before"
_SORTED = (
    "other-crime", "public-order", "possession-of-weapons", "theft-from-the-person", "bicycle-theft", "other-theft",
    "violence-and-sexual-offences",
)  # fmt: skip
KNOWN_BREAKS = (
    Break(
        date(2021, 9, 1),
        "the early years profile was changed for 2021/22 and is not comparable with earlier years; for 2019/20 and"
        " 2020/21 none was published",
        "Department for Education, Early years foundation stage profile results",
        frozenset({"90631", "90632"}),
        r"good level of development|early learning goals|early years foundation stage",
    ),
    Break(
        date(2013, 5, 1),
        _MAY_2013,
        "data.police.uk, whose files to April 2013 have eleven types, with “Public disorder and weapons” as one",
        frozenset(f"police.uk/{slug}" for slug in _SORTED),
    ),
    Break(
        date(2002, 4, 1),
        "the police record by another standard since April 2002, and figures before and after are not directly"
        " comparable",
        "Home Office, Police recorded crime and outcomes open data tables, user guide, April 2016",
        names=r"\b(?:police[- ]recorded|recorded) (?:crime|offence)",
    ),
)
"""What we know of; it is far from all that there is."""


@lru_cache(maxsize=2048)
def known_breaks(name: str, external_id: str = "") -> tuple[Break, ...]:
    """The known breaks of an indicator of that name or publisher's number, the earliest first."""
    found = [
        one
        for one in KNOWN_BREAKS
        if external_id in one.ids or (one.names and re.search(one.names, name, re.IGNORECASE))
    ]
    return tuple(sorted(found, key=lambda one: one.since))


class Broken(Protocol):
    """A figure as far as breaks matter."""

    @property
    def starts(self) -> str:
        """Its first day."""
        ...

    @property
    def status(self) -> str:
        """What its publisher says of it."""
        ...


def last_break(history: Sequence[Broken], known: Sequence[Break]) -> tuple[int, Break | None]:
    """Where figures that may be compared with the newest begin, and the known break there; 0 and None without any.

    Args:
        history: figures of one area and group, the oldest first.
        known: the known breaks of their indicator.
    """
    place, why = 0, None
    for at, one in enumerate(history):
        if at and one.status == BREAK:
            place, why = at, None
        crossed = [brk for brk in known if at and history[at - 1].starts < brk.day <= one.starts]
        if crossed:
            place, why = at, crossed[-1]
    return place, why


@dataclass(frozen=True, slots=True)
class TwoDefinitions:
    """One subject that two publishers count otherwise: patterns of the indicator and of either's publisher."""

    subject: str
    one: str
    other: str
    of_one: str
    of_other: str

    def is_about(self, name: str) -> bool:
        """Whether an indicator of that name is of the subject."""
        return re.search(self.subject, name, re.IGNORECASE) is not None

    def told(self, mine: str, my_publisher: str, others: Sequence[tuple[str, str]]) -> str:
        """What to say of an indicator where the project also has the other definition's; else nothing."""
        if not self.is_about(mine):
            return ""
        for here, there, said in ((self.one, self.other, self.of_one), (self.other, self.one, self.of_other)):
            if _publishes(my_publisher, here, there) and any(
                self.is_about(name) and _publishes(publisher, there, here) for name, publisher in others
            ):
                return said
        return ""


def _publishes(publisher: str, this: str, not_that: str) -> bool:
    """Whether a publisher is the one meant; a name that holds both is the first pattern's, OHID's."""
    if this == "Sport England" and re.search(not_that, publisher):
        return False
    return re.search(this, publisher) is not None


ACTIVE_LIVES = TwoDefinitions(
    r"\b(?:physically )?(?:in)?active\b",
    r"OHID|Fingertips|Health Improvement and Disparities",
    "Sport England",
    "The project also has Sport England's own figures of this survey. Those count people from 16, these people from 19:"
    " for the same place and year the two differ.",
    "The project also has the figures that OHID makes of this survey. Those count people from 19, these people from 16:"
    " for the same place and year the two differ.",
)
"""The Active Lives survey: Sport England gives adults of 16 and over, OHID's Fingertips 93014 and 93015 of 19 and over."""
