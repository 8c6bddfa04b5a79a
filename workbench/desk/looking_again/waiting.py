"""What waits for another look: one judgement that is no longer what a person saw, and causes with all they touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from workbench.desk.looking_again.causes import Cause, newest_first
from workbench.triangulation.freshness import State

KINDS = ("finding", "judgement", "settled", "together", "note", "assessment", "citation")
"""In the order in which they rest on each other: what is settled on judgements, what is made of both, what cites."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One judgement that is no longer what a person saw, with why, what follows, and where it is used."""

    kind: str
    id: int
    what: str
    state: State
    why: str
    effect: str
    causes: tuple[Cause, ...]
    """The changes that moved it, one of each kind, the newest first."""
    opens: str
    """Where it leads in the app, such as `finding:3`."""
    used: tuple[str, ...] = field(default=())
    """Topics in which it speaks, and sentences of briefs that cite it."""
    cited: bool = False
    mine: bool = True
    finding: int = 0
    """Of what a brief cites, the finding that needs another look itself."""

    @property
    def key(self) -> str:
        """What it is known by: finding:3."""
        return f"{self.kind}:{self.id}"

    @property
    def cause(self) -> Cause:
        """The newest change that moved it, under which it is listed."""
        return self.causes[0]

    @property
    def because(self) -> str:
        """Every change that moved it, where there is more than one, with what each did: in a line, else nothing."""
        return "; ".join(one.said for one in self.causes) if len(self.causes) > 1 else ""


@dataclass(frozen=True, slots=True)
class Group:
    """One cause, with everything that it touched."""

    cause: Cause
    waiting: tuple[Waiting, ...]

    @property
    def said(self) -> str:
        """How much it touched: 3 to look at again, 1 with more evidence."""
        again = sum(one.state == "recheck" for one in self.waiting)
        grown = len(self.waiting) - again
        parts = (f"{again} to look at again" if again else "", f"{grown} with more evidence since" if grown else "")
        return ", ".join(filter(None, parts))


def grouped(found: Iterable[Waiting]) -> list[Group]:
    """What waits by its newest cause: causes that ask for a person first, then the newest; the gravest first in each."""
    by_cause: dict[int, list[Waiting]] = {}
    causes: dict[int, Cause] = {}
    for one in found:
        by_cause.setdefault(one.cause.key, []).append(one)
        causes.setdefault(one.cause.key, one.cause)
    groups = [Group(cause, tuple(sorted(by_cause[cause.key], key=_weight))) for cause in newest_first(causes.values())]
    return sorted(groups, key=lambda group: all(one.state != "recheck" for one in group.waiting))


def _weight(one: Waiting) -> tuple[Any, ...]:
    """The most important first."""
    return (one.state != "recheck", not one.cited, -len(one.used), KINDS.index(one.kind), one.id)
