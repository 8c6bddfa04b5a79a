"""Where within an area a count lies: most of it in one small area, or in places where people are no residents. Pure.

Both doubts weigh by what remains. A rate that is clearly above a neighbour's with all of its count, and no longer so
without the part, would be written up as another sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.indicators.doubt_lines import CHANGES, WEAKENS, WORTH, DoubtLine, Weight
from workbench.indicators.intervals import interval_for
from workbench.indicators.observations import Figure
from workbench.indicators.parts import Part
from workbench.indicators.sentence import amount, number

MOST = 0.5
MUCH = 1 / 3
SMALL = 10
"""Counts below it move a lot by chance."""
LARGEST_LSOA = 3000
"""Residents; an LSOA has 1,000 to 3,000 of them (Office for National Statistics), so an area has at least so many."""
CHANCE = 0.01
SMALL_AREA = "one small area"
_ORDER = ("", "second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ", "eighth ", "ninth ", "tenth ")


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """A kind of place and why residents are not the measure there. `grave`: nobody there need live nearby."""

    words: str
    why: str
    grave: bool = True


WITHHELD = "the numbers are withheld by us, because they are small."
_CENTRES = "people come to them from elsewhere, so it is not residents alone who are counted"
PLACE_KINDS = {
    "airport/airfield": PlaceKind("at an airport or airfield", "people who pass through are not residents"),
    "ferry terminal": PlaceKind("at a ferry terminal", "people who pass through are not residents"),
    "motorway service area": PlaceKind("at a motorway service area", "people who pass through are not residents"),
    "prison": PlaceKind(
        "at a prison", "those held there and their visitors are searched there, and few of them are residents"
    ),
    "police station": PlaceKind(
        "at a police station", "people are brought in from elsewhere and searched or booked in, so it says little of the place"
    ),
    "hospital": PlaceKind(
        "at a hospital", "patients and visitors come from a wider area, and what is reported there may have happened elsewhere"
    ),
    "further/higher educational building": PlaceKind(
        "at a college or university", "those who study there live in many areas"
    ),
    "race course": PlaceKind("at a racecourse", "people come for the day and are not residents"),
    "racecourse": PlaceKind("at a racecourse", "people come for the day and are not residents"),
    "conference/exhibition centre": PlaceKind("at a conference centre", "people come for the day and are not residents"),
    "shopping area": PlaceKind("a shopping area", _CENTRES, grave=False),
    "supermarket": PlaceKind("a supermarket", _CENTRES, grave=False),
    "nightclub": PlaceKind("a nightclub", _CENTRES, grave=False),
    "bus/coach station": PlaceKind("a bus or coach station", _CENTRES, grave=False),
    "train station": PlaceKind("a railway station", _CENTRES, grave=False),
    "theatre/concert hall": PlaceKind("a theatre or concert hall", _CENTRES, grave=False),
}  # fmt: skip
"""Kinds of place as data.police.uk names them; a street, a car park or a park says nothing of who was there."""


def one_small_area(figure: Figure, parts: Sequence[Part], neighbours: Sequence[Figure]) -> DoubtLine | None:
    """The doubt that a single small area makes the figure.

    The rule: a count of 10 or more, of which one small area holds more than a third and at least 5, and chance would
    not do that in one out of a hundred areas where everybody were at the same risk. For chance the count is spread
    evenly over so many small areas as the area has at least: those with a count, or one for every 3,000 residents, the
    most that an LSOA has. The probability that any of them gets as many is at most their number times Chernoff's bound
    of the binomial tail (W. Hoeffding, J. Am. Stat. Assoc. 58 (1963) 13-30).

    It changes the sentence when more than half and at least 10 lie there and the area is no longer clearly above a
    neighbour that it was clearly above, or has no neighbour to be set beside. More than half, or a clear difference
    that goes with it, weakens the sentence else.
    """
    small = [part for part in parts if part.kind == "small area"]
    top = max(small, key=lambda part: part.count, default=None)
    total = figure.count or sum(part.count for part in small)
    if top is None or total < SMALL or top.count < SMALL / 2 or top.count <= total * MUCH or top.count > total:
        return None
    many = max(len(small), math.ceil((figure.denominator or 0) / LARGEST_LSOA))
    if many < 2 or many * tail_bound(top.count, total, 1 / many) > CHANCE:
        return None
    name = f"{top.name} ({top.code})" if top.code else top.name
    lies = "all" if top.count == total else f"{number(top.count)} of the {number(total)}"
    share = "" if top.count == total else f" ({number(top.count / total * 100, 0)} %)"
    said = (
        f"{_capital(lies)}{share} lie in one small area, {name}, where an even spread would put no more than"
        f" {number(math.ceil(total / many), 0)}.{_remains(figure, top.count, neighbours)}"
        " Ask what is there, and whether residents are the measure."
    )
    bare = f"A large share lies in one small area, {name}: {WITHHELD}"
    weight = _weight(figure, top.count, total, neighbours)
    return DoubtLine(SMALL_AREA, said, weight, least=_least(top.count, total), bare=bare)


def kinds_of_place(figure: Figure, parts: Sequence[Part], neighbours: Sequence[Figure]) -> list[DoubtLine]:
    """The doubts that much of a count lies where people are no residents, or that an institution holds it.

    A grave kind (an airport, a prison, a police station) counts from a tenth of 10 or more, and at least 5. A fifth
    weakens the sentence; it changes it as a small area does, or when a clear difference to a quarter of the neighbours
    goes with it. Town centres' kinds are taken
    together, from a quarter on: they weaken it when they hold more than half.
    """
    places = [part for part in parts if part.kind == "place"]
    total = figure.count or sum(part.count for part in places)
    if not places or total < SMALL:
        return []
    found: list[DoubtLine] = []
    light: list[tuple[float, PlaceKind]] = []
    for part in sorted(places, key=lambda part: (-part.count, part.name)):
        kind = PLACE_KINDS.get(part.name.casefold())
        if kind is None or part.count > total:
            continue
        if not kind.grave:
            light.append((part.count, kind))
        elif part.count >= max(SMALL / 2, total / 10):
            share = number(part.count / total * 100, 0)
            said = (
                f"{number(part.count)} of the {number(total)} ({share} %) lie {kind.words}: {kind.why}."
                f"{_remains(figure, part.count, neighbours)}"
            )
            weight = WORTH if part.count < total / 5 else _weight(figure, part.count, total, neighbours, least=WEAKENS)
            bare = f"A large share lies {kind.words}: {kind.why}. {WITHHELD.capitalize()}"
            least = _least(part.count, total)
            found.append(DoubtLine(f"place: {part.name}", said, weight, least=least, bare=bare))
    centres = _centres(light, total)
    return [*found, centres] if centres else found


def _centres(light: Iterable[tuple[float, PlaceKind]], total: float) -> DoubtLine | None:
    """Shops, nightclubs and stations together."""
    kinds = list(light)
    count = sum(some for some, _ in kinds)
    if count < SMALL / 2 or count < total / 4:
        return None
    named = ", ".join(f"{number(some)} at {kind.words}" for some, kind in kinds[:3])
    said = (
        f"{number(count)} of the {number(total)} ({number(count / total * 100, 0)} %) lie at town-centre places"
        f" ({named}): {_CENTRES}."
    )
    least = min(_least(count, total), *(some for some, _ in kinds[:3]))
    bare = f"A large share lies at town-centre places: {_CENTRES}. {WITHHELD.capitalize()}"
    return DoubtLine("place: town centre", said, WEAKENS if count > total * MOST else WORTH, least=least, bare=bare)


def _least(count: float, total: float) -> float:
    """The smaller of a part and of what remains beside it, where something does."""
    return min(count, total - count) if total > count else count


def tail_bound(count: float, total: float, share: float) -> float:
    """At most how probable it is that so many of a total fall where a share is expected: Chernoff's bound.

    >>> round(tail_bound(9, 10, 0.5), 4)
    0.0252
    """
    seen = count / total
    if seen <= share:
        return 1.0
    gain = seen * math.log(seen / share)
    if seen < 1:
        gain += (1 - seen) * math.log((1 - seen) / (1 - share))
    return math.exp(-total * gain)


def made_in_one_place(figure: Figure, parts: Sequence[Part], neighbours: Sequence[Figure]) -> bool:
    """Whether one small area or one kind of place makes most of a figure: others are better ranked without it."""
    if figure.count is None or not any(part.count > figure.count * MOST for part in parts if _may_make(part)):
        return False
    found = [one_small_area(figure, parts, neighbours), *kinds_of_place(figure, parts, neighbours)]
    return any(doubt is not None and doubt.weight == CHANGES for doubt in found)


def _may_make(part: Part) -> bool:
    return part.kind == "small area" or part.name.casefold() in PLACE_KINDS


def _weight(
    figure: Figure, part: float, total: float, neighbours: Sequence[Figure], *, least: Weight = WORTH
) -> Weight:
    """By what remains without the part; a part of fewer than 10 changes no sentence."""
    most = part > total * MOST
    if part < SMALL:
        return WEAKENS if most else least
    lost = _no_longer_below(figure, part, neighbours)
    if most and (lost or not neighbours):
        return CHANGES
    if least == WEAKENS and lost and lost >= len(neighbours) / 4:
        return CHANGES
    return WEAKENS if most or lost else least


def _no_longer_below(figure: Figure, part: float, neighbours: Sequence[Figure]) -> int:
    """How many neighbours are clearly below the figure, and not clearly below what remains of it."""
    if figure.count is None or figure.lower is None:
        return 0
    remains = interval_for(figure.count - part, figure.denominator, figure.kind, figure.multiplier)
    if remains is None:
        return 0
    return sum(other.upper is not None and remains.lower <= other.upper < figure.lower for other in neighbours)


def _remains(figure: Figure, part: float, neighbours: Sequence[Figure]) -> str:
    """What would be left, and where the area would stand then."""
    if figure.count is None or figure.value is None or figure.kind not in {"rate", "count"}:
        return ""
    left = figure.count - part
    if figure.kind == "count":
        value, said = left, f" {number(left)} would remain"
    elif figure.denominator:
        value = left / figure.denominator * figure.multiplier
        said = f" The other {number(left)} would be {amount(value, figure.unit)}" if left else " Nothing would remain"
    else:
        return ""
    values = [other.value for other in neighbours if other.value is not None]
    before, after = standing(figure.value, values), standing(value, values)
    if len(values) < 2 or before == after:
        return f"{said}."
    return f"{said}: with it {figure.area} is {before}, without it {after.removesuffix(f' of {len(values) + 1}')}."


def standing(value: float, others: Sequence[float]) -> str:
    """Where a value stands among others, by the values alone: the highest of 14, the second lowest of 14.

    >>> standing(12.9, [10.4, 14.4, 51.6])
    'the second lowest of 4'
    """
    above, below, many = sum(one > value for one in others), sum(one < value for one in others), len(others) + 1
    end, place = ("highest", above) if above <= below else ("lowest", below)
    word = _ORDER[place] if place < len(_ORDER) else f"{place + 1}th "
    return f"the {word}{end} of {many}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
