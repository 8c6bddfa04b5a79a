"""Which figures of an indicator sum to which: areas to larger ones, groups to everybody, months to a year. Pure.

What a sum leaves over is a number too, which nobody prints and everybody can work out: the people of a county who live
in none of the districts that have figures, those of no group, what a year has beside its months. It has a place like
the others, in an area or group called the rest, so that what is left over in one direction sums in the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise

from workbench import geography, small_areas
from workbench.governance.linked import Number, Sum

Spot = tuple[str, str, str, str, str, str]
"""Area, first day, last day, sex, age, category."""
AREA, STARTS, ENDS, SEX, AGE, CATEGORY = range(6)
_GROUPS = (SEX, AGE, CATEGORY)
REST = "the rest of "
WHOLE = "all"


def linked(counts: Mapping[Spot, int], whole: str = "") -> tuple[list[Number], list[Sum]]:
    """What is left over, as numbers that nobody prints, and the sums.

    Args:
        counts: every count of one indicator.
        whole: the code of the area that sums all others where the register does not say which lies in which, as in a survey.

    >>> where = lambda area: (area, "2024-01-01", "2024-12-31", "all", "all", "all")
    >>> rests, sums = linked({where("E10000012"): 30, where("E07000073"): 12, where("E07000066"): 15})
    >>> [rest.value for rest in rests], len(sums)
    ([3], 1)
    """
    values = dict(counts)
    rests: list[Number] = []
    sums: list[Sum] = []
    for parents in (_areas(values, whole), *(_groups(values, at) for at in _GROUPS), _times(values)):
        _sum_up(parents, values, rests, sums)
        values |= {one.at: one.value for one in rests}  # type: ignore[misc]
    return rests, sums


def _sum_up(
    parents: Iterable[tuple[Spot, str, list[Spot]]], values: dict[Spot, int], rests: list[Number], sums: list[Sum]
) -> None:
    """Take in the sums of one direction. Parts that are more than their whole overlap, and are set against it singly."""
    for parent, kind, parts in list(parents):
        left = values[parent] - sum(values[part] for part in parts)
        if left >= 0:
            _sum(parent, kind, parts, left, rests, sums)
            continue
        for part in parts:
            if values[parent] >= values[part]:
                _sum(parent, f"{kind} but {'/'.join(part)}", [part], values[parent] - values[part], rests, sums)


def _sum(parent: Spot, kind: str, parts: list[Spot], left: int, rests: list[Number], sums: list[Sum]) -> None:
    rest = _rest_of(parent, kind)
    if left:
        rests.append(Number(rest, left, printed=False))
    sums.append(Sum(parent, (*parts, rest) if left else tuple(parts)))


def _rest_of(parent: Spot, kind: str) -> Spot:
    """The place of what a sum leaves over: its area, its group or its time is the rest."""
    direction, _, more = kind.partition("|")
    at = {"area": AREA, "sex": SEX, "age": AGE, "category": CATEGORY}.get(direction, ENDS)
    changed = list(parent)
    changed[at] = f"{REST}{parent[at]}{f' ({more})' if more else ''}"
    return changed[0], changed[1], changed[2], changed[3], changed[4], changed[5]


def _areas(values: Mapping[Spot, int], whole: str) -> Iterator[tuple[Spot, str, list[Spot]]]:
    found: dict[tuple[Spot, str], list[Spot]] = defaultdict(list)
    for spot in values:
        kind = f"area|{spot[AREA][:3]}" if geography.is_small_area(spot[AREA]) else "area"
        for area in ([whole] if spot[AREA] != whole else []) if whole else _around(spot[AREA]):
            parent = (area, *spot[1:])
            if parent in values:
                found[parent, kind].append(spot)
                break
    return ((parent, kind, parts) for (parent, kind), parts in found.items())


def _groups(values: Mapping[Spot, int], at: int) -> Iterator[tuple[Spot, str, list[Spot]]]:
    """Groups that sum to everybody; categories that begin alike, such as kinds of place, are one grouping."""
    name = {SEX: "sex", AGE: "age", CATEGORY: "category"}[at]
    found: dict[tuple[Spot, str], list[Spot]] = defaultdict(list)
    for spot in values:
        if spot[at] == WHOLE or spot[at].startswith(REST):
            continue
        parent = (*spot[:at], WHOLE, *spot[at + 1 :])
        if parent in values:
            begins, colon, _ = spot[at].partition(": ")
            found[parent, f"{name}|{begins}" if colon else name].append(spot)  # type: ignore[index]
    return ((parent, kind, parts) for (parent, kind), parts in found.items())


def _times(values: Mapping[Spot, int]) -> Iterator[tuple[Spot, str, list[Spot]]]:
    """Times within longer ones: the longest that lie in each, where they do not run into each other."""
    along: dict[Spot, list[tuple[str, str]]] = defaultdict(list)
    for spot in values:
        along[spot[AREA], "", "", spot[SEX], spot[AGE], spot[CATEGORY]].append((spot[STARTS], spot[ENDS]))
    for place, times in along.items():
        if len(times) < 2:
            continue

        def at(time: tuple[str, str], place: Spot = place) -> Spot:
            return (place[AREA], *time, place[SEX], place[AGE], place[CATEGORY])

        for time, inside in _nested(times):
            together = all(one[1] < other[0] for one, other in pairwise(inside))
            for some in [inside] if together else [[one] for one in inside]:
                yield at(time), "time" if together else f"time|but {'/'.join(some[0])}", [at(one) for one in some]


def _nested(times: list[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """Each time with the longest others that lie within it, in their order."""
    ordered = sorted(set(times), key=lambda time: (time[0], -_days(time[1])))
    inside: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for at, time in enumerate(ordered):
        larger = [one for one in ordered[:at] if one[1] >= time[1] and one != time]
        nearest = [one for one in larger if not any(_holds(one, other) for other in larger if other != one)]
        for one in nearest:
            inside[one].append(time)
    yield from inside.items()


def _holds(outer: tuple[str, str], inner: tuple[str, str]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _days(day: str) -> int:
    """An ISO day as a number that orders days."""
    digits = "".join(filter(str.isdigit, day))
    return int(digits) if digits else 0


@cache
def _around(code: str) -> tuple[str, ...]:
    """The areas that an area lies in, the nearest first."""
    if geography.is_small_area(code):
        home = small_areas.lies_in(code)
        return (home, *_around(home)) if home else ()
    entry = geography.area(code)
    found = []
    while entry is not None and entry.parent:
        found.append(entry.parent)
        entry = geography.area(entry.parent)
    return tuple(found)
