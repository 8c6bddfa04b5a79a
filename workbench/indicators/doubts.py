"""First doubts: reasons for care that a figure carries in itself, as plain data. They warn; they change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from workbench import geography
from workbench.indicators.observations import Figure
from workbench.indicators.sentence import number

SMALL = 10
"""Counts below it move a lot by chance."""
MOST = 0.5
"""A single area with more than this share of a count is told."""
OLD_YEARS = 3
FAR = 3.0
"""So many times the middle of its neighbours is far."""


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A doubt: its kind in two or three words, and a sentence with its evidence."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Part:
    """A share of an area's count: a smaller area, or a kind of location."""

    name: str
    count: float


def doubts_of(
    figure: Figure, others: Sequence[Figure] = (), *, parts: Iterable[Part] = (), today: date | None = None
) -> list[DoubtLine]:
    """The doubts about a figure, the gravest first.

    Args:
        figure: the figure.
        others: figures of its neighbours for the same indicator, time and people.
        parts: counts of smaller areas or of locations within its area, where they are known.
        today: the day to judge age by; the real one unless told.
    """
    if figure.value is None:
        return []
    neighbours = [other for other in others if other.area_code != figure.area_code and other.value is not None]
    found = [
        _one_part_holds_most(figure, list(parts)),
        _holds_most(figure, neighbours),
        _far_off(figure, neighbours),
        _same_everywhere(figure, neighbours),
        _small(figure),
        _too_wide(figure, neighbours),
        _no_interval(figure),
        _old(figure, today or date.today()),  # noqa: DTZ011
        _unknown_area(figure),
    ]
    return [doubt for doubt in found if doubt is not None]


def _one_part_holds_most(figure: Figure, parts: list[Part]) -> DoubtLine | None:
    total = figure.count or sum(part.count for part in parts)
    top = max(parts, key=lambda part: part.count, default=None)
    if top is None or len(parts) < 2 or total < SMALL or top.count <= total * MOST:
        return None
    said = f"{number(top.count)} of {number(total)} ({number(top.count / total * 100, 0)} %) lie in {top.name}"
    return DoubtLine("one place holds most", f"{said}: ask what happens there, and whether residents are the measure.")


def _holds_most(figure: Figure, neighbours: list[Figure]) -> DoubtLine | None:
    counts = [other.count for other in neighbours if other.count is not None and _level(other) == _level(figure)]
    if figure.count is None or len(counts) < 2 or figure.count < SMALL:
        return None
    total = figure.count + sum(counts)
    if figure.count <= total * MOST:
        return None
    said = f"{figure.area} alone has {number(figure.count)} of the {number(total)} counted in {len(counts) + 1} areas."
    return DoubtLine("one area holds most", f"{said} Ask what is special there.")


def _level(figure: Figure) -> bool:
    """Whether it is a district or unitary, which may be added up; a county holds its districts."""
    entry = geography.area(figure.area_code)
    return entry is None or entry.kind not in {"county", "region", "country", "combined authority"}


def _far_off(figure: Figure, neighbours: list[Figure]) -> DoubtLine | None:
    values = [other.value for other in neighbours if other.value is not None]
    if figure.value is None or figure.kind not in {"rate", "count"} or len(values) < 3:
        return None
    middle = median(values)
    highest = max(values)
    if middle <= 0 or figure.value < FAR * middle or figure.value <= highest:
        return None
    if figure.lower is not None and figure.lower <= highest:
        return None
    said = f"{number(figure.value)} is {number(figure.value / middle)} times the middle of its neighbours"
    return DoubtLine(
        "far from the others", f"{said} ({number(middle)}): something else than its residents may drive it."
    )


def _same_everywhere(figure: Figure, neighbours: list[Figure]) -> DoubtLine | None:
    same = sum(other.value == figure.value for other in neighbours)
    if len(neighbours) < 4 or same < len(neighbours) * 0.8 or figure.value == 0:
        return None
    said = f"{same} of {len(neighbours)} neighbours have the very same value"
    return DoubtLine("same value repeated", f"{said}: it may be one figure for a larger area, repeated.")


def _small(figure: Figure) -> DoubtLine | None:
    if figure.count is None or figure.count >= SMALL:
        return None
    said = f"It rests on a count of {number(figure.count)}: one or two more or fewer would change it much."
    return DoubtLine("small count", said)


def _too_wide(figure: Figure, neighbours: list[Figure]) -> DoubtLine | None:
    values = [other.value for other in neighbours if other.value is not None]
    if figure.lower is None or figure.upper is None or len(values) < 3:
        return None
    inside = sum(figure.lower <= value <= figure.upper for value in values)
    if inside * 2 <= len(values):
        return None
    said = (
        f"Its interval, {number(figure.lower)} to {number(figure.upper)}, takes in {inside} of {len(values)} neighbours"
    )
    return DoubtLine("too wide to rank", f"{said}: do not rank it among them.")


def _no_interval(figure: Figure) -> DoubtLine | None:
    if figure.kind not in {"proportion", "rate"} or figure.lower is not None:
        return None
    return DoubtLine("interval not known", "Its interval is not known: chance cannot be ruled out.")


def _old(figure: Figure, today: date) -> DoubtLine | None:
    years = (today - date.fromisoformat(figure.ends)).days / 365.25
    if years < OLD_YEARS:
        return None
    return DoubtLine("years ago", f"It ends {int(years)} years ago, in {figure.ends[:4]}: things may have changed.")


def _unknown_area(figure: Figure) -> DoubtLine | None:
    if geography.area(figure.area_code) is not None:
        return None
    return DoubtLine(
        "area not in the register", f"{figure.area_code} is not in the register: its bounds are not known."
    )
