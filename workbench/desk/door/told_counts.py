"""Counts of people in a display as one audience may read them.

Numbers of people interviewed go by the rule for samples, those of records by the audience's policy. What a group is
called by is printed beside its count, so a group of one or two people interviewed is not shown at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from workbench.coding.by_group import SPOKEN, GroupLine
from workbench.coding.crosstab import EVERYONE
from workbench.desk.door.door import Door
from workbench.desk.door.grouped import Shown, for_audience, leaving, regime_of_spoken
from workbench.governance.policies import rounded
from workbench.governance.samples import unsized_groups
from workbench.triangulation.displays.shown import Count, Mean, Piece, Size

WITHHELD = "withheld by us"
NOT_SIZED = "how many people is withheld by us"
_NO_LINE = "groups of people interviewed have no line"
Group = tuple[str, str]
"""What makes the groups, and the group."""


@dataclass(slots=True)
class Told:
    """How counts are told, by the piece's `id`; one that is in neither stands as it is."""

    words: dict[int, str] = field(default_factory=dict)
    """What stands in place of a count, a size or a mean."""
    rounded: dict[int, Count] = field(default_factory=dict)
    """The count with its numbers as they are told."""
    unnamed: set[Group] = field(default_factory=set)
    """Groups that are not shown at all."""
    remarks: list[str] = field(default_factory=list)


def fewest_beside_a_group(at: Door, material: str) -> int:
    """Of how many people a group must be for their words to stand under its name."""
    sampled = material == SPOKEN and regime_of_spoken(at.session) == "sample"
    return at.audience.people if sampled else at.audience.threshold


def told(at: Door, material: str, pieces: Sequence[Piece], whole: Iterable[Count] = ()) -> Told:
    """How the counts, sizes and means of a display or a link are told to the audience at the door.

    `whole` are the counts of everybody under each theme or code, which readers may know from elsewhere.
    """
    found = Told()
    if at.team:
        return found
    counts = [one for one in pieces if isinstance(one, Count) and not one.reflexive]
    lines = {id(one): _line(material, one) for one in counts}
    beside = [_line(material, replace(one, by=EVERYONE, group=EVERYONE)) for one in whole if not one.reflexive]
    printed = {id(line) for line in lines.values()}
    shown, remarks = for_audience(
        at.session, _in_order((*lines.values(), *beside)), at.audience, left=at.counted.left()
    )
    by_line = {id(one.line): one for one in shown}
    sampled = material == SPOKEN and regime_of_spoken(at.session) == "sample"
    found.remarks = [remark for remark in remarks if _NO_LINE not in remark]
    for one in counts:
        line = by_line.get(id(lines[id(one)]))
        if line is None and sampled:
            found.unnamed.add((one.by, one.group))
        elif line is None or (not line.band and (line.asked_withheld or None in (line.people, line.heard))):
            found.words[id(one)] = WITHHELD
        elif line.reading != line.line.reading:
            found.words[id(one)] = line.reading
            if line.people is not None and line.heard is not None:
                found.rounded[id(one)] = replace(
                    one, said=line.people, asked=line.asked, of_asked=None, heard=line.heard, none_asked=False
                )
    known = [one for one in shown if id(one.line) in printed]
    at.groups += leaving(known, at.audience.rule)
    at.small += sum(one.withheld for one in known) + sum(id(one) not in by_line for one in lines.values()) * (
        not sampled
    )
    few = at.audience.people if sampled else at.audience.threshold
    _sizes(at, found, [one for one in pieces if isinstance(one, Size)], known, few, sampled=sampled)
    _means(at, found, [one for one in pieces if isinstance(one, Mean)], few, sampled=sampled)
    if found.unnamed:
        many = len(found.unnamed)
        groups = "1 group of people interviewed is" if many == 1 else f"{many} groups of people interviewed are"
        found.remarks.append(f"{groups} left out: so few are in {'it' if many == 1 else 'them'}.")
    return found


def _line(material: str, one: Count) -> GroupLine:
    """A count as a line of themes or codes by group."""
    percent, lower, upper = one.share
    return GroupLine(
        kind=one.kind,
        name=one.of,
        themes=(),
        heard_in=material,
        by=one.by or EVERYONE,
        group=one.group or EVERYONE,
        people=one.said,
        asked=one.asked,
        none_asked=one.none_asked,
        heard=one.heard,
        percent=percent,
        lower=lower,
        upper=upper,
        reading=one.words,
    )


def _in_order(lines: Iterable[GroupLine]) -> list[GroupLine]:
    """The lines of each theme or code together, everyone first and once."""
    by: dict[tuple[str, str], list[GroupLine]] = defaultdict(list)
    for line in lines:
        some = by[line.kind, line.name]
        if line.by != EVERYONE:
            some.append(line)
        elif not any(one.by == EVERYONE for one in some):
            some.insert(0, line)
    return [line for some in by.values() for line in some]


def _sizes(at: Door, found: Told, sizes: list[Size], known: list[Shown], few: int, *, sampled: bool) -> None:
    """How many people groups have: of a sample unless few share a description, of records as their counts are told."""
    heard = {(one.line.by, one.line.group): one.heard for one in known if not one.band}
    unsized = unsized_groups([one.people for one in sizes], few) if sampled and few > 1 else frozenset()
    for place, one in enumerate(sizes):
        number = heard.get((one.by, one.group))
        if (sampled and place in unsized) or (not sampled and number is None):
            found.words[id(one)] = NOT_SIZED
            at.small += 1
        elif not sampled and number != one.people:
            found.words[id(one)] = f"about {number:,} of about {rounded(one.of, at.audience.rule.rounding):,} people"


def _means(at: Door, found: Told, means: list[Mean], few: int, *, sampled: bool) -> None:
    """A mean of few people is withheld, and so is one whose number of people stands in a count that is."""
    for one in means:
        within = one.within
        if 0 < one.people < few or (
            within is not None and id(within) in found.words and id(within) not in found.rounded
        ):
            found.words[id(one)] = WITHHELD
            at.small += 1
        elif one.people and not sampled and at.audience.rule.rounding > 1:
            found.words[id(one)] = f"{one.of}: mean {one.value:.3g}"
