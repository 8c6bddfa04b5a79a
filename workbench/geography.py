"""Areas: the places that figures are about, each a code with the time for which it is valid.

A name is not enough: districts end, counties are reorganised, and two areas may share a name.
Owns the register in `areas.csv`, which knows local authorities and everything above them. Small areas are not in the
register: `small_areas.py` knows which district they lie in; codes of other kinds are well-formed or not.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

REGISTER = Path(__file__).with_name("areas.csv")

Standing = Literal["known", "not in the register", "unknown", "not a code"]

_CODE = re.compile(r"[EWSNK][0-9]{8}")
_HELD = ("E06", "E07", "E08", "E09", "E10", "E12", "E47", "E61", "E92")
_COVERED = frozenset((*_HELD, "W06", "W92", "S12", "S92", "N09", "N92", "K02", "K03", "K04"))
_NOT_ALNUM = re.compile(r"[^a-z0-9 ]+")
_TITLES = re.compile(
    r"\b(?:the|city of|county of|council of|royal borough of|london borough of|metropolitan borough of|borough of"
    r"|royal borough|london borough|metropolitan borough|metropolitan district|county borough|county council|county"
    r"|city council|borough council|district council|council|borough|district|city|ua|unitary authority)\b"
)


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the register. `starts` and `ends` are its first and last day; None is not known, or not over yet."""

    code: str
    name: str
    kind: str
    parent: str | None
    starts: date | None
    ends: date | None
    county: str | None = None
    """The county it lies in; for most districts its parent, for Southend-on-Sea and Thurrock more than that."""
    former: tuple[str, ...] = ()
    """Codes that it had before."""
    population_2020: int | None = None
    """Residents in mid-2020, estimates of the Office for National Statistics."""
    population_2022: int | None = None
    """Residents in mid-2022, estimates of the Office for National Statistics."""
    other_names: tuple[str, ...] = ()
    followed_by: str = ""
    """The code of the area that all of it became part of when it ended; empty where none did."""

    def holds_on(self, on: date) -> bool:
        """Whether the area existed on that day, as far as the register knows."""
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)


class Residents(NamedTuple):
    """How many people lived in an area in the middle of a year."""

    people: int
    year: int


def is_code(text: str) -> bool:
    """Whether a text has the shape of an area code: a country's letter and eight digits."""
    return _CODE.fullmatch(text) is not None


def plain_name(name: str) -> str:
    """A name as it is compared: small letters, no punctuation, without words such as council, borough, city of."""
    text = name.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    text = _NOT_ALNUM.sub(" ", text)
    bare = " ".join(_TITLES.sub(" ", text).split())
    return bare or " ".join(text.split())


def area(code: str) -> Area | None:
    """The area with that code, or that had it before it was given another; None if it is not in the register."""
    areas, former, _, _ = _register()
    return areas.get(code) or former.get(code)


def areas(kind: str | None = None) -> list[Area]:
    """Every area of the register in the order of codes, or those of one kind."""
    return [entry for entry in _register()[0].values() if kind is None or entry.kind == kind]


_NOT_IN_USE = frozenset({*range(71, 92), *range(93, 100)})
"""Two digits that no kind of area begins with: kinds are numbered up to the sixties, and 92 is a country."""


def standing(code: str) -> Standing:
    """What can be said of a code: known, well-formed but of a kind the register does not hold, unknown, or no code."""
    if not is_code(code):
        return "not a code"
    if area(code) is not None:
        return "known"
    return "unknown" if code[:3] in _COVERED or int(code[1:3]) in _NOT_IN_USE else "not in the register"


def is_known(code: str, on: date | None = None) -> bool:
    """Whether the register has that code; with a day, whether the area existed on it."""
    found = area(code)
    return found is not None and (on is None or found.holds_on(on))


def named(name: str, kind: str | None = None) -> list[Area]:
    """Every area that goes by that name, those that still exist first."""
    found = _register()[2].get(plain_name(name), ())
    return sorted((a for a in found if kind is None or a.kind == kind), key=lambda a: (a.ends is not None, a.code))


def by_name(name: str, kind: str | None = None) -> Area | None:
    """The one area that goes by that name; None when there is none or more than one that still exists."""
    found = named(name, kind)
    today = [entry for entry in found if entry.ends is None]
    to_the_letter = [entry for entry in today if entry.name.casefold() == name.strip().casefold()]
    for group in (to_the_letter, today, found):
        if len(group) == 1:
            return group[0]
    return None


@lru_cache(maxsize=65_536)
def followed(code: str, on: str = "") -> str:
    """The code of an area on a day (ISO), or now: itself, or what it became part of where it had ended by then.

    >>> followed("E07000026", "2023-03-31"), followed("E07000026", "2023-04-01"), followed("E07000026")
    ('E07000026', 'E06000063', 'E06000063')
    """
    here = area(code)
    while here is not None and here.ends is not None and here.followed_by and (not on or on > here.ends.isoformat()):
        code = here.followed_by
        here = area(code)
    return code


_LOCAL = frozenset(
    {
        "district", "unitary authority", "metropolitan district", "London borough", "principal area", "council area",
        "local government district",
    }
)  # fmt: skip


def district_of(name: str) -> Area | None:
    """The district or unitary that a small area's name begins with: Uttlesford for `Uttlesford 006B`.

    None where the name has no such last word, or the rest is no district's name.
    """
    rest, _, last = name.strip().rpartition(" ")
    if not rest or not last[:1].isdigit():
        return None
    found = [entry for entry in named(rest) if entry.kind in _LOCAL]
    to_the_letter = [entry for entry in found if entry.name.casefold() == rest.casefold()]
    return next(iter(to_the_letter or found), None)


_KINDS_OF_CODES = {
    "E00": "output area", "E01": "lower layer super output area", "E02": "middle layer super output area",
    "E04": "parish", "E05": "ward", "E06": "unitary authority", "E07": "district", "E08": "metropolitan district",
    "E09": "London borough", "E10": "county", "E12": "region", "E14": "constituency", "E23": "police force area",
    "E38": "sub-integrated care board", "E40": "NHS England region", "E47": "combined authority",
    "E54": "integrated care board", "E92": "country", "W00": "output area", "W01": "lower layer super output area",
    "W02": "middle layer super output area", "W05": "ward", "W06": "principal area", "W92": "country",
    "S00": "output area", "S01": "data zone", "S02": "intermediate zone", "S12": "council area", "S92": "country",
    "N09": "local government district", "N92": "country",
}  # fmt: skip
"""What codes are of, by what they begin with; Office for National Statistics, Register of Geographic Codes."""


def kind_of(code: str) -> str:
    """The kind of area that a code is of, by what it begins with; empty where nobody here knows.

    >>> kind_of("E01022090"), kind_of("E07000077")
    ('lower layer super output area', 'district')
    """
    return _KINDS_OF_CODES.get(code[:3], "")


SMALL_AREAS = frozenset({"E00", "E01", "E02", "W00", "W01", "W02", "S00", "S01", "S02"})
"""What the codes of census output areas and of their groups begin with; the register does not hold them."""


DISTRICTS = frozenset({"E06", "E07", "E08", "E09", "W06", "S12", "N09"})
"""What the codes of districts, unitaries and their like begin with."""


def is_small_area(code: str) -> bool:
    """Whether a code is that of a census output area or a group of them, such as an LSOA."""
    return code[:3] in SMALL_AREAS


def residents(code: str, on: date) -> Residents | None:
    """How many people lived in an area, by the mid-year estimate nearest to a day; None if the register has none."""
    here = area(code)
    if here is None:
        return None
    known = [
        Residents(count, year)
        for year, count in ((2020, here.population_2020), (2022, here.population_2022))
        if count is not None
    ]
    return min(known, key=lambda one: abs((date(one.year, 6, 30) - on).days), default=None)


def near_names(name: str, limit: int = 3) -> list[Area]:
    """Areas whose names are close to what was written, nearest first: what a person may have meant."""
    from difflib import get_close_matches

    names = _register()[2]
    wanted = plain_name(name)
    begun = sorted(key for key in names if wanted and (key.startswith(wanted) or wanted.startswith(f"{key} ")))
    close = get_close_matches(wanted, list(names), n=limit, cutoff=0.75)
    found: dict[str, Area] = {}
    for key in (*close, *begun):
        for entry in sorted(names[key], key=lambda a: (a.ends is not None, a.code)):
            found.setdefault(entry.code, entry)
    return list(found.values())[:limit]


def children(code: str) -> list[Area]:
    """The areas right below one: the districts of a county, the counties and unitaries of a region."""
    return list(_register()[3].get(code, ()))


def of_county(code: str) -> list[Area]:
    """The areas that lie in a county, those outside its county council too: for Essex twelve districts and two."""
    return [entry for entry in areas() if entry.county == code]


def peers(code: str) -> list[Area]:
    """The areas to set an area beside: others of its county, else others of its kind under the same parent."""
    here = area(code)
    if here is None:
        return []
    group = of_county(here.county) if here.county else [a for a in children(here.parent or "") if a.kind == here.kind]
    return [entry for entry in group if entry.code != here.code and (entry.ends is None or here.ends is not None)]


_Register = tuple[dict[str, Area], dict[str, Area], dict[str, list[Area]], dict[str, list[Area]]]


@cache
def _register() -> _Register:
    """The register by code, by former code, by plain name and by parent; read once."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    counties = {row["code"] for row in rows if row["kind"] == "county"}
    by_code = {row["code"]: _area(row, counties) for row in rows}
    by_former: dict[str, Area] = {}
    names: dict[str, list[Area]] = {}
    below: dict[str, list[Area]] = {}
    for entry in by_code.values():
        by_former.update(dict.fromkeys(entry.former, entry))
        for name in dict.fromkeys(map(plain_name, (entry.name, *entry.other_names))):
            names.setdefault(name, []).append(entry)
        if entry.parent:
            below.setdefault(entry.parent, []).append(entry)
    return by_code, by_former, names, below


def _area(row: dict[str, str], counties: set[str]) -> Area:
    parent = row["parent"] or None
    return Area(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        parent=parent,
        starts=date.fromisoformat(row["starts"]) if row["starts"] else None,
        ends=date.fromisoformat(row["ends"]) if row["ends"] else None,
        county=row["county"] or (parent if parent in counties else None),
        former=tuple(filter(None, row["former"].split(";"))),
        population_2020=int(row["population_2020"]) if row["population_2020"] else None,
        population_2022=int(row["population_2022"]) if row["population_2022"] else None,
        other_names=tuple(filter(None, row["other_names"].split(";"))),
        followed_by=row["followed_by"],
    )
