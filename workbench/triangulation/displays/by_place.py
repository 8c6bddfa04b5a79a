"""By place: people who live in or speak of an area, beside an indicator's figure for that area.

What holds of areas need not hold of the people in them, and that is said wherever these are shown together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from workbench import geography, small_areas
from workbench.errors import WorkbenchError
from workbench.indicators.observations import Figure, figures
from workbench.sources.cases import places_of
from workbench.text import day_in_words

ECOLOGICAL = (
    "What holds of areas need not hold of the people in them: figures are of everybody in an area, and the people heard"
    " are few and were not chosen to stand for it."
)
ROLES = {"lives": "live there", "recruited in": "were asked there", "speaks of": "speak of it"}


class NoPlaceInCommonError(WorkbenchError):
    """No area has both a figure of this indicator and people who live there. Record where people live (Sources)."""


class AreasOfTwoVintagesError(WorkbenchError):
    """These areas are of two vintages, so they cannot be set in one order."""


@dataclass(frozen=True, slots=True)
class AreaPeople:
    """An area with its figure and the people who belong to it."""

    code: str
    name: str
    figure: Figure
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas for which there are both, by their figures from the lowest, all of one period."""

    period: str
    lines: tuple[AreaPeople, ...]
    remarks: tuple[str, ...] = ()
    """Who and what is left out, in sentences."""


def areas_with_people(session: Session, indicator_id: int, people: Iterable[int], *, role: str = "lives") -> Areas:
    """The areas of an indicator in which some of these people live, or that they speak of.

    The newest period that has a figure for the most of their areas is taken, and no other beside it. Somebody whose
    place is a small area belongs to the area with a figure that it lies in.

    Raises:
        NoPlaceInCommonError: where no area has both.
        AreasOfTwoVintagesError: where their areas are not all of one time.
    """
    wanted = set(people)
    codes: dict[str, set[int]] = defaultdict(set)
    for case, places in places_of(session).items():
        for code, how in places:
            if how == role and case in wanted:
                codes[code].add(case)
    by_period: dict[tuple[str, str, str], dict[str, Figure]] = defaultdict(dict)
    for one in figures(session, indicator_id=indicator_id, main=True, area=_around(codes)):
        if one.value is not None:
            by_period[one.ends, one.starts, one.period][one.area_code] = one
    best = _best(by_period, codes)
    if best is None:
        raise NoPlaceInCommonError(
            f"No area has both a figure of this indicator and people who {ROLES[role]}. Record people's places in"
            " Sources, or choose an indicator for their areas."
        )
    day, here = best[0], by_period[best]
    placed, unplaced = _placed(codes, here, day)
    one_vintage({*placed, *unplaced}, here)
    lines = [AreaPeople(code, _name(here[code]), here[code], frozenset(some)) for code, some in placed.items()]
    remarks = []
    nowhere = len(wanted.difference(*placed.values()))
    if nowhere:
        who = "1 person is" if nowhere == 1 else f"{nowhere} people are"
        remarks.append(f"{who} left out: no area of theirs has a figure for {best[2]}.")
    lines.sort(key=lambda line: (line.figure.value or 0.0, line.code))
    return Areas(best[2], tuple(lines), tuple(remarks))


def one_vintage(codes: Iterable[str], figured: Iterable[str] = ()) -> None:
    """Raise AreasOfTwoVintagesError unless the areas can all have been there on one day, each in its own right.

    `figured` are the areas with figures: a place that is none of them may be what some of them became.
    """
    having = set(figured)
    named = {code: entry for code in codes if (entry := geography.area(code)) is not None}
    for code, entry in named.items():
        after = entry.followed_by
        if after and after in named:
            raise AreasOfTwoVintagesError(_two(entry, named[after]))
        for before in filter(None, map(geography.area, sorted(having) if code not in having else ())):
            if before.followed_by == code:
                raise AreasOfTwoVintagesError(_two(before, entry))
    starts = [(entry.starts, entry) for entry in named.values() if entry.starts]
    ends = [(entry.ends, entry) for entry in named.values() if entry.ends]
    if starts and ends:
        latest, first = max(starts, key=lambda one: one[0]), min(ends, key=lambda one: one[0])
        if latest[0] > first[0]:
            raise AreasOfTwoVintagesError(_two(first[1], latest[1]))
    small = {code: set(small_areas.censuses(code)) for code in codes if small_areas.is_held(code)}
    known = [some for some in small.values() if some]
    if known and not set.intersection(*known):
        raise AreasOfTwoVintagesError(
            "These small areas are of different censuses, so that some lie in others. Bring in figures for the areas of"
            " one census."
        )


def _two(before: geography.Area, after: geography.Area) -> str:
    ended = f" ended on {day_in_words(before.ends)}" if before.ends else " ended"
    return (
        f"{before.name} and {after.name} are areas of two vintages: {before.name}{ended}, and {after.name} came later."
        " Bring in figures for the areas of one time, or record people's places as they were then."
    )


def _around(codes: Iterable[str]) -> set[str]:
    """The codes for which a figure may stand for people of these places: their own, and the districts around them."""
    found = set(codes)
    became: dict[str, set[str]] = defaultdict(set)
    for one in geography.areas():
        became[one.followed_by].add(one.code)
    for code in list(found):
        if geography.is_small_area(code):
            found |= {small_areas.lies_in(code), small_areas.lies_in(code, "2015-01-01")}
        found.add(geography.followed(code))
        found |= became[code]
    return found - {""}


def _best(
    by_period: Mapping[tuple[str, str, str], Mapping[str, Figure]], codes: Mapping[str, set[int]]
) -> tuple[str, str, str] | None:
    """The period, as its last day, its first and its words, for which the most areas of people have a figure."""
    covered = {key: len(_placed(codes, here, key[0])[0]) for key, here in by_period.items()}
    found = {key: many for key, many in covered.items() if many}
    if not found:
        gone = [key for key, here in by_period.items() if here]
        for key in sorted(gone, reverse=True):
            one_vintage(codes, by_period[key])
        return None
    return max(found, key=lambda key: (found[key], key[0], _backwards(key[1])))


def _backwards(day: str) -> tuple[int, ...]:
    """A day so that an earlier one is more: of two periods that end together the longer one is taken."""
    return tuple(-ord(one) for one in day)


def _placed(
    codes: Mapping[str, set[int]], here: Mapping[str, Figure], day: str
) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """People by the area with a figure that their place is or lies in, those of one kind; and places that have none."""
    found: dict[str, set[int]] = defaultdict(set)
    left: dict[str, set[int]] = {}
    for code, people in codes.items():
        ways = (
            code,
            geography.followed(code, day),
            small_areas.lies_in(code, day) if code[:3] in ("E01", "E02") else "",
        )
        into = next((one for one in ways if one in here), None)
        if into is None:
            left[code] = people
        else:
            found[into] |= people
    kinds = Counter(_level(code) for code in found)
    if len(kinds) > 1:
        most = max(kinds, key=lambda kind: kinds[kind])
        left |= {code: some for code, some in found.items() if _level(code) != most}
        found = {code: some for code, some in found.items() if _level(code) == most}
    return dict(found), left


def _level(code: str) -> str:
    """The kind of an area as far as it may be set beside others: districts and unitaries are one."""
    return "district" if code[:3] in geography.DISTRICTS else code[:3]


def _name(figure: Figure) -> str:
    entry = geography.area(figure.area_code)
    return entry.name if entry is not None else figure.area or figure.area_code
