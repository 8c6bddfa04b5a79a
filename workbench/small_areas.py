"""Small areas: the census areas that a district is made of, which district each lies in, and of which census it is.

Owns `small_areas.csv` and `small_area_changes.csv`: the lower and middle layer super output areas (LSOA, MSOA) of
England. They are read when first asked for. Output areas are too many to hold; like the areas of Wales and Scotland
they are not in the lookup, and only their names or a file can say where they lie.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from workbench import geography

LOOKUP = Path(__file__).with_name("small_areas.csv")
CHANGES = Path(__file__).with_name("small_area_changes.csv")
CENSUSES = (2001, 2011, 2021)

Known = Literal["code", "name", ""]


class Home(NamedTuple):
    """The district that a small area lies in, and what said so; empty where nothing does."""

    district: str
    by: Known
    said: str = ""
    """The district that its name names, where that is another one than its code's."""


class Change(NamedTuple):
    """What a census made of some small areas: split, merged, or neither; the codes before and after."""

    census: int
    change: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def lies_in(code: str, on: str = "") -> str:
    """The code of the district that a small area lies in, on a day (ISO) or now; empty where the lookup has it not.

    A district that had ended by then is followed to what it became part of.

    >>> lies_in("E01019095", "2019-02-28"), lies_in("E01019095", "2024-02-29")
    ('E07000026', 'E06000063')
    """
    starts, ends, districts = _lookup()
    place = bisect_right(starts, code) - 1
    if place < 0 or code > ends[place]:
        return _lies_in_later(code, on)
    return geography.followed(districts[place], on)


def is_held(code: str) -> bool:
    """Whether the lookup should have a code: that of a lower or middle layer area of England."""
    return code[:3] in {"E01", "E02"}


def is_known(code: str) -> bool:
    """Whether a lower or middle layer area of England has that code, or had it in an earlier census."""
    return bool(lies_in(code))


def censuses(code: str) -> tuple[int, ...]:
    """The censuses for which a small area was an area; none where the lookup has it not.

    >>> censuses("E01000001"), censuses("E01033769")
    ((2001, 2011, 2021), (2021,))
    """
    if not is_known(code):
        return ()
    begun, ended = _changes()
    first = begun[code].census if code in begun else 2011 if code.startswith("E02") else 2001
    last = ended[code].census if code in ended else 2031
    return tuple(census for census in CENSUSES if first <= census < last)


def became(code: str) -> Change | None:
    """What a census made of a small area that it ended; None where the area is still one, or is not known."""
    return _changes()[1].get(code)


def came_from(code: str) -> Change | None:
    """What a small area was made of by the census that it began with; None where it is as old as the lookup."""
    return _changes()[0].get(code)


def partly(code: str, among: Collection[str]) -> str:
    """What to say of a sum over time of a small area whose earlier or later self is among the others; else nothing."""
    ended, begun = became(code), came_from(code)
    if ended is not None and any(one in among for one in ended.after):
        return f"ended with the census of {ended.census}: what was counted under the new codes is not in it"
    if begun is not None and any(one in among for one in begun.before):
        return f"began with the census of {begun.census}: what was counted under the old codes is not in it"
    return ""


@lru_cache(maxsize=65_536)
def home(code: str, name: str, on: str = "") -> Home:
    """The district of a small area: by its code, and by its name only where the lookup has no such code.

    Args:
        code: the area's code, or nothing.
        name: its name, such as `Uttlesford 006B`.
        on: the day (ISO) for which the district is asked; empty for now.
    """
    named = geography.district_of(name)
    by_name = geography.followed(named.code, on) if named else ""
    district = lies_in(code, on)
    if not district:
        return Home(by_name, "name") if by_name else Home("", "")
    return Home(district, "code", by_name if by_name and by_name != district else "")


def _lies_in_later(code: str, on: str) -> str:
    """The district of a code that only an earlier census had: that of what it became."""
    change = _changes()[1].get(code)
    if change is None or not change.after:
        return ""
    return lies_in(change.after[0], on)


@cache
def _lookup() -> tuple[list[str], list[str], list[str]]:
    """Runs of codes: their first, their last, their district; in the order of codes."""
    starts, ends, districts = [], [], []
    for row in _rows(LOOKUP):
        first, _, last = row["codes"].partition("-")
        starts.append(first)
        ends.append(last or first)
        districts.append(row["district"])
    return starts, ends, districts


@cache
def _changes() -> tuple[dict[str, Change], dict[str, Change]]:
    """The change that each new code began with, and the one that each ended code ended with."""
    begun: dict[str, Change] = {}
    ended: dict[str, Change] = {}
    for row in _rows(CHANGES):
        codes = {key: tuple(filter(None, row[key].split(";"))) for key in ("before", "after")}
        change = Change(int(row["census"]), row["change"], codes["before"], codes["after"])
        begun.update(dict.fromkeys(set(change.after) - set(change.before), change))
        ended.update(dict.fromkeys(set(change.before) - set(change.after), change))
    return begun, ended


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
