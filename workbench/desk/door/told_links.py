"""A theme beside an indicator as one audience may read it: which areas and groups are named, and how their counts are told."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.desk.door.door import Door
from workbench.desk.door.told_counts import Told, told
from workbench.indicators.observations import Figure
from workbench.triangulation.displays.linked import LEAST_PEOPLE, Linked, LinkedArea, LinkedGroup
from workbench.triangulation.displays.shown import Count

UNSAID = "Numbers of people are withheld, so how the two go together is not said."


@dataclass(frozen=True, slots=True)
class ToldArea:
    """An area with its figure and its count as they are told; `count` is None where its numbers are withheld."""

    line: LinkedArea
    count: Count | None
    words: str
    figure: Figure | None
    """None where it is withheld."""


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """The same of a group."""

    line: LinkedGroup
    count: Count | None
    words: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class ToldLink:
    """A theme beside an indicator; `said` is how the two go together, or why that is not said."""

    areas: tuple[ToldArea, ...]
    groups: tuple[ToldGroup, ...]
    said: str
    remarks: tuple[str, ...]


def told_link(at: Door, found: Linked) -> ToldLink:
    """A link for the audience at the door; areas and groups in which so few are that they would be known are left out."""
    lines: list[LinkedArea | LinkedGroup] = [*found.areas, *found.groups]
    counts = [one.count for one in lines]
    rule = told(at, found.material, counts, () if found.whole is None else (found.whole,))
    hidden = frozenset() if at.team else at.withheld(one.figure for one in lines)

    def figure(shown: Figure) -> Figure | None:
        return None if shown.id in hidden else shown if at.team else at.counted.shown(shown)

    areas = [
        ToldArea(one, *_count(rule, one.count), figure(one.figure))
        for one in found.areas
        if not _unnamed(rule, one.count)
    ]
    areas.sort(key=lambda one: (one.figure is None, one.line.name if one.figure is None else ""))
    groups = tuple(
        ToldGroup(one, *_count(rule, one.count), figure(one.figure))
        for one in found.groups
        if not _unnamed(rule, one.count)
    )
    said = found.association.sentence if found.association is not None else found.why
    if found.association is not None and any(
        one.count.heard >= LEAST_PEOPLE
        and (id(one.count) in rule.words or _unnamed(rule, one.count) or one.figure.id in hidden)
        for one in found.areas
    ):
        said = UNSAID
    return ToldLink(tuple(areas), groups, said, (*found.remarks, *rule.remarks))


def _count(rule: Told, count: Count) -> tuple[Count | None, str]:
    words = rule.words.get(id(count))
    return (rule.rounded.get(id(count)), words) if words else (count, count.words)


def _unnamed(rule: Told, count: Count) -> bool:
    return (count.by, count.group) in rule.unnamed
