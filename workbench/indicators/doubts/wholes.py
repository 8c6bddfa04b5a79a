"""Doubts that parts and wholes give rise to: districts against their county, the sexes against everybody, small areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workbench import geography
from workbench.indicators.doubt_lines import WEAKENS, WORTH, DoubtLine
from workbench.indicators.observations import Figure
from workbench.indicators.parts import Part
from workbench.indicators.sentence import number

UNLIKE = "parts unlike the whole"
BASES = (1000, 100, 50, 10, 5)
"""What publishers round counts to."""
SLIGHT = 0.002
"""A difference of this share of the whole is none."""
MUCH = 0.05
"""A difference of more than this share weakens the sentence."""
MADE_OF = {
    "county": frozenset({"district"}),
    "region": frozenset({"county", "unitary authority", "metropolitan district", "London borough"}),
    "country": frozenset({"region"}),
}
"""Of which kinds of area a wider one is made up, each once; combined authorities lie across others."""
IN_SEVERAL = "counts in each"
"""What is written of figures for which people with records in two areas count in both: parts then add up to more."""
SEXES = ("female", "male")


class Piece(NamedTuple):
    """A figure as far as it makes up another: of an area within it, or of one sex."""

    area_code: str
    sex: str
    age: str
    category: str
    count: float | None  # type: ignore[assignment]
    value: float | None


def piece_of(figure: Figure) -> Piece:
    """A figure as a piece of another."""
    return Piece(figure.area_code, *figure.breakdown, figure.count, figure.value)


def counted(one: Figure | Piece, kind: str) -> float | None:
    """How many a figure counts: its count, or its value where that is a count."""
    return one.count if one.count is not None else one.value if kind == "count" else None


def slack(counts: Sequence[float]) -> float:
    """How far rounded parts may miss their rounded whole: half a step for each of them; nothing for whole counts.

    >>> slack([1205, 310, 895]), slack([1203, 310, 893])
    (7.5, 0.0)
    """
    if any(one != int(one) for one in counts):
        return 0.5 * len(counts)
    base = next((base for base in BASES if all(one % base == 0 for one in counts)), 1)
    return base / 2 * len(counts) if base > 1 else 0.0


def areas_unlike(figure: Figure, below: Sequence[Piece], about: str = "") -> DoubtLine | None:
    """Areas that make up a wider one, all of them by the register, and add up to something else."""
    whole = counted(figure, figure.kind)
    if whole is None or not below:
        return None
    there = {code: one for one in below for code in _codes(one.area_code)}
    entry = geography.area(figure.area_code)
    kinds = MADE_OF.get(entry.kind, frozenset()) if entry else frozenset()
    made_of = [area for area in geography.children(figure.area_code) if area.kind in kinds and _existed(area, figure)]
    if len(made_of) < 2 or any(area.code not in there for area in made_of):
        return None
    counts = [counted(there[area.code], figure.kind) for area in made_of]
    known = [one for one in counts if one is not None]
    if len(known) < len(counts):
        return None
    beyond = [area for area in geography.of_county(figure.area_code) if area not in made_of and area.code in there]
    said = f"Its {len(made_of)} {'districts' if made_of[0].kind == 'district' else 'areas'}"
    with_more = sum(known) + sum(counted(there[area.code], figure.kind) or 0 for area in beyond)
    if beyond and abs(with_more - whole) <= slack([whole, *known]):
        others = " and ".join(area.name for area in beyond)
        told = f"{number(whole)} is what they and {others} add up to, which are no part of the county council's area."
        return _doubt(figure, f"{said} add up to {number(sum(known))}. {told}", sum(known), whole)
    return _unlike(figure, said, known, whole, about)


def _existed(area: geography.Area, figure: Figure) -> bool:
    """Whether an area was there when a figure's time ended."""
    starts = area.starts.isoformat() if area.starts else ""
    return starts <= figure.ends and (area.ends is None or figure.ends <= area.ends.isoformat())


def _codes(code: str) -> tuple[str, ...]:
    entry = geography.area(code)
    return (code, entry.code) if entry else (code,)


def sexes_unlike(figure: Figure, sexes: Sequence[Piece], about: str = "") -> DoubtLine | None:
    """Women and men who add up to something else than everybody."""
    if not sexes:
        return None
    whole = counted(figure, figure.kind)
    by_sex = {
        one.sex: counted(one, figure.kind) for one in sexes if (one.age, one.category) == (figure.age, figure.category)
    }
    counts = [count for sex in SEXES if (count := by_sex.get(sex)) is not None]
    if whole is None or figure.sex != "all" or len(counts) < len(SEXES):
        return None
    known = counts + [count for sex, count in by_sex.items() if sex not in {*SEXES, "all"} and count is not None]
    return _unlike(figure, "Its women and men" if len(known) == 2 else "Its sexes", known, whole, about)


def small_areas_unlike(figure: Figure, parts: Sequence[Part], about: str = "") -> DoubtLine | None:
    """Small areas that hold more than the area they lie in. Less is no doubt: not all may be known."""
    whole = counted(figure, figure.kind)
    small = [part.count for part in parts if part.kind == "small area"]
    if whole is None or len(small) < 2 or sum(small) <= whole:
        return None
    return _unlike(figure, f"Its {len(small)} small areas", small, whole, about)


def _unlike(figure: Figure, said: str, counts: Sequence[float], whole: float, about: str) -> DoubtLine | None:
    added = sum(counts)
    difference = abs(added - whole)
    if difference <= max(slack([whole, *counts]), SLIGHT * whole) or (added > whole and IN_SEVERAL in about):
        return None
    way = "more" if added > whole else "fewer"
    told = f"{said} add up to {number(added)}, {number(difference)} {way} than the {number(whole)} given for all"
    share = f" ({number(difference / whole * 100, 0)} %)" if whole and difference / whole >= 0.005 else ""
    why = (
        "count some twice or come from another time"
        if added > whole
        else "leave some out, whose place or group is not known"
    )
    return _doubt(figure, f"{told}{share}. They may {why}: ask which of the two is right.", added, whole)


def _doubt(figure: Figure, said: str, added: float, whole: float) -> DoubtLine:
    difference, least = abs(added - whole), 1 if figure.from_records else 0
    bare = "Its parts do not add up to it: the numbers are withheld by us, because they are small."
    return DoubtLine(UNLIKE, said, WEAKENS if difference > MUCH * whole else WORTH, least=least, bare=bare)
