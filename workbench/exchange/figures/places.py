"""The area of a row: by its code, or by its name where there is no code; never silently another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from workbench import geography, small_areas
from workbench.errors import WorkbenchError
from workbench.indicators.area_drafts import OwnAreas
from workbench.text import counted, day_in_words

NOT_REGISTERED = "area not in the register"
_COUNTRIES = {"S": "Scotland", "W": "Wales", "N": "Northern Ireland"}
_TOTALS = frozenset(
    {
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sub-total",
        "sum",
        "all",
        "all areas",
        "all districts",
        "overall",
        "column total",
        "row total",
    }
)


class RowLeftOutError(WorkbenchError):
    """A row that cannot be kept. It is reported with its place and the reason; the others come in."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(why)
        self.what = what
        self.why = why


class AreaUnknownError(RowLeftOutError):
    """A row about an area that the register does not know."""


@dataclass(frozen=True, slots=True)
class Place:
    """The area that a row is about: its code, its name in the source, and what to note of it."""

    code: str
    name: str
    notes: tuple[str, ...] = ()
    by_name: bool = False
    ended_by: int = 0
    """Of a small area: the census that ended it, of those in the lookup; 0 where none did."""
    begun_by: int = 0
    """Of a small area: the census that it began with, where it has not been there from the first."""
    unlike: str = ""
    """Of a small area: the district in its name, where its code lies in another."""


_SMALL_KINDS = (
    "ward", "parish", "school", "college", "lsoa", "msoa", "neighbourhood", "street", "postcode", "constituency", "village",
    "force", "trust", "hospital", "practice",
)  # fmt: skip
"""Kinds of area and of body that may bear the name of a district or county, and are not it."""


def small_kind(column: str) -> str:
    """The kind of small area that a column is named for; nothing where it may name districts and counties.

    >>> small_kind("Ward name"), small_kind("Local authority")
    ('ward', '')
    """
    words = column.casefold().replace("_", " ").split()
    return next((kind for kind in _SMALL_KINDS if kind in words or f"{kind}s" in words), "")


@dataclass(slots=True)
class Places:
    """Areas as they are found, with the names that somebody gave a code to, and what a report says of all of them."""

    given: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    """What small areas are called whose names are no names of districts, such as ward; they need their codes."""
    own: OwnAreas = field(default_factory=OwnAreas)
    """The project's own areas, asked where the register knows none."""
    by_own: dict[str, str] = field(default_factory=dict)
    """Codes that only the project's own areas have: their names."""
    by_name: dict[str, str] = field(default_factory=dict)
    """Names whose code was found: the code."""
    ended: dict[str, list[int]] = field(default_factory=dict)
    """Areas that had ended by the time of a figure: the rows."""
    namesakes: dict[str, str] = field(default_factory=dict)
    """Names that belonged to another area at the time of a figure: its code."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """Rows about areas outside England, by country."""
    unregistered: int = 0
    before: dict[int, list[int]] = field(default_factory=dict)
    """Rows of small areas that a census ended, by that census."""
    since: dict[int, list[int]] = field(default_factory=dict)
    """Rows of small areas that began with a census."""
    unlike: dict[str, list[int]] = field(default_factory=dict)
    """Rows of small areas whose name names another district than their code lies in, by what is to be said."""

    def find(self, code: str, name: str, line: int = 0) -> Place:
        """The area of a row; raises RowLeftOutError where it is not known, or is another than the row says."""
        if name in self.given:
            code = code if geography.is_code(code.upper()) else self.given[name]
        if self.kind and not code and not geography.is_code(name.upper()):
            why = f"the name of a {self.kind} is not enough, as others may have it: add a column of area codes"
            raise AreaUnknownError(shown(name) or f"no {self.kind}", why)
        try:
            found = place_of(code, name)
        except AreaUnknownError:
            found = self._of_project(code, name)
        if found.code in self.own.areas and NOT_REGISTERED in found.notes:
            found = self._of_project(found.code, name)
        if found.by_name:
            self.by_name[name] = found.code
        if found.code[:1] in _COUNTRIES and found.code[:3] != "K04":
            self.elsewhere[_COUNTRIES[found.code[:1]]] += 1
        if NOT_REGISTERED in found.notes:
            self.unregistered += 1
        if found.ended_by:
            self.before.setdefault(found.ended_by, []).append(line)
        elif found.begun_by:
            self.since.setdefault(found.begun_by, []).append(line)
        if found.unlike:
            self.unlike.setdefault(found.unlike, []).append(line)
        return found

    def _of_project(self, code: str, name: str) -> Place:
        """The area of a row among the project's own; raises what the register said where it is not there either."""
        wanted = code.upper().replace(" ", "") or self.own.names.get(geography.plain_name(name), "")
        area = self.own.areas.get(wanted)
        if area is None:
            return place_of(code, name)
        self.by_own[area.code] = area.name
        return Place(area.code, name or area.name, ("an area of a file of areas",), by_name=not code)

    def in_its_time(self, place: Place, ends: str) -> Place:
        """The area that went by the place's name when a period ended, where the one found by name began later."""
        code = namesake(place.name, place.code, ends) if place.by_name else ""
        if not code:
            return place
        self.namesakes[place.name] = code
        return replace(place, code=code)

    def had_ended(self, place: Place, line: int) -> None:
        """Take note of a figure of an area that had ended by then."""
        lines = self.ended.setdefault(place.name, [])
        if lines[-1:] != [line]:
            lines.append(line)

    def said(self) -> list[str]:
        """What a report says of the areas, in sentences."""
        said = []
        if self.by_name:
            some = ", ".join(f"{name} is {code}" for name, code in list(self.by_name.items())[:3])
            more = f" and {len(self.by_name) - 3:,} more" if len(self.by_name) > 3 else ""
            said.append(f"Codes of areas were found by their official names or others they go by: {some}{more}.")
        if self.namesakes:
            some = ", ".join(f"{name} was {code}" for name, code in list(self.namesakes.items())[:3])
            more = f" and {len(self.namesakes) - 3:,} more" if len(self.namesakes) > 3 else ""
            said.append(f"At the time of their figures some names were those of areas that have ended: {some}{more}.")
        if self.ended:
            some = ", ".join(list(self.ended)[:3])
            more = f" and {len(self.ended) - 3:,} more" if len(self.ended) > 3 else ""
            lines = sorted({line for rows in self.ended.values() for line in rows})
            said.append(
                f"{begun(rows_in_words(lines))}: figures of areas that had ended by then ({some}{more}). Old codes are kept,"
                " and nothing is added to the areas that followed."
            )
        said += self._of_small_areas()
        if self.by_own:
            some = ", ".join(f"{name} ({code})" for code, name in list(self.by_own.items())[:3])
            more = f" and {len(self.by_own) - 3:,} more" if len(self.by_own) > 3 else ""
            said.append(f"Areas that only a file of areas in this project knows: {some}{more}.")
        for country, rows in self.elsewhere.items():
            said.append(f"{counted(rows, 'row')} about {country}, under the codes of areas there.")
        if self.unregistered:
            said.append(f"{counted(self.unregistered, 'row')} about areas of kinds that the register does not hold.")
        return said

    def _of_small_areas(self) -> list[str]:
        """What is to be said of small areas: codes of another census than others, names of another district."""
        said = []
        for census, lines in sorted(self.before.items()):
            beside = ""
            if census in self.since:
                beside = f", and {rows_in_words(self.since[census])} codes that began with it"
            said.append(
                f"{begun(rows_in_words(lines))} {'has a code' if len(lines) == 1 else 'have codes'} of small areas that ended"
                f" with the census of {census}{beside}: nothing is joined from the one to the other."
            )
        for what, lines in list(self.unlike.items())[:3]:
            said.append(f"{begun(rows_in_words(lines))}: {what}.")
        if len(self.unlike) > 3:
            said.append(
                f"{len(self.unlike) - 3:,} more small areas have the name of another district: their codes count."
            )
        return said


@lru_cache(maxsize=8192)
def place_of(code: str, name: str) -> Place:
    """The area of a code and a name; raises RowLeftOutError where there is no such area, or they are of two."""
    wanted = code.upper().replace(" ", "")
    if not wanted and geography.is_code(name.upper()):
        wanted, name = name.upper(), ""
    if not wanted:
        return _named(name)
    if small_areas.is_held(wanted):
        return _small(wanted, name)
    standing = geography.standing(wanted)
    if standing == "not in the register":
        return Place(wanted, name, (NOT_REGISTERED,))
    if standing == "not a code":
        why = f"“{shown(code)}” is no area code, a letter and eight digits{_meant(name or code)}"
        raise AreaUnknownError(shown(f"{code} {name}"), why)
    entry = geography.area(wanted)
    if entry is None:
        raise AreaUnknownError(shown(f"{code} {name}"), f"no area has the code {wanted}{_meant(name)}")
    others = geography.named(name) if name else []
    if others and entry not in others:
        raise RowLeftOutError(shown(f"{code} {name}"), f"{wanted} is {entry.name}, and the row says {shown(name)}")
    return Place(entry.code, name or entry.name, (f"published as {wanted}",) if entry.code != wanted else ())


def _small(code: str, name: str) -> Place:
    """A lower or middle layer area of England, of whichever census."""
    home = small_areas.home(code, name)
    if home.by != "code":
        why = f"no small area of the censuses of 2001, 2011 and 2021 has the code {code}"
        raise AreaUnknownError(shown(f"{code} {name}"), why)
    ended, started = small_areas.became(code), small_areas.came_from(code)
    notes, unlike = [], ""
    if ended is not None:
        notes.append(f"a small area that {_CHANGED.get(ended.change, 'changed')} with the census of {ended.census}")
    if home.said:
        here, named = geography.area(home.district), geography.area(home.said)
        unlike = f"{code} lies in {here.name if here else home.district}, and the name beside it is {shown(name)}"
        notes.append(f"its code lies in {here.name if here else ''}, its name says {named.name if named else ''}")
        unlike += ": kept under its code"
    return Place(
        code, name, tuple(notes), ended_by=ended.census if ended else 0, begun_by=started.census if started else 0,
        unlike=unlike,
    )  # fmt: skip


_CHANGED = {"S": "was split", "M": "was merged", "X": "was drawn anew"}
"""What became of a small area, by the publisher's mark."""


def _named(name: str) -> Place:
    found = geography.by_name(name) if name else None
    if found is not None:
        return Place(found.code, name, ("the code was found by the name",), by_name=True)
    if not name:
        raise AreaUnknownError("no area", "there is no area code, and no one area of that name")
    if " ".join(name.casefold().split()) in _TOTALS:
        raise RowLeftOutError(shown(name), "a total of other rows, of no area that has a code")
    raise AreaUnknownError(shown(name), f"there is no area code, and no one area of that name{_meant(name)}")


@lru_cache(maxsize=65_536)
def namesake(name: str, code: str, ends: str) -> str:
    """The code of the one area of that name on a day (ISO), where the area with that code began later; else nothing.

    >>> namesake("Dorset", "E06000059", "2018-08-31"), namesake("Dorset", "E06000059", "2024-08-31")
    ('E10000009', '')
    """
    entry = geography.area(code)
    if entry is None or entry.starts is None or entry.starts.isoformat() <= ends:
        return ""
    there = [one for one in geography.named(name) if one.holds_on(date.fromisoformat(ends))]
    return there[0].code if len(there) == 1 else ""


@lru_cache(maxsize=65_536)
def ended_before(code: str, starts: str) -> str:
    """What to note where an area had ended before a period began; nothing where it had not."""
    entry = geography.area(code)
    if entry is None or entry.ends is None or entry.ends.isoformat() >= starts:
        return ""
    return f"{entry.name} ended on {day_in_words(entry.ends)}"


def _meant(name: str) -> str:
    """What a person may have meant, as the end of a sentence."""
    exact = geography.by_name(name) if name else None
    near = [exact] if exact else geography.near_names(name) if name else []
    listed = ", ".join(f"{area.name} ({area.code})" for area in near if area is not None)
    return f"; did you mean {listed}?" if listed else ""


def rows_in_words(lines: Sequence[int], most: int = 3) -> str:
    """Rows as a report names them: rows 5, 17, 20 and 60 more."""
    listed = ", ".join(f"{line:,}" for line in lines[:most])
    more = f" and {len(lines) - most:,} more" if len(lines) > most else ""
    return f"row{'s' if len(lines) > 1 else ''} {listed}{more}"


def begun(words: str) -> str:
    """Words as a sentence begins with them.

    >>> begun("rows 5 and 6")
    'Rows 5 and 6'
    """
    return words[:1].upper() + words[1:]


def shown(text: str) -> str:
    """A cell as a report shows it: one line, not long."""
    plain_text = " ".join(text.split())
    return plain_text if len(plain_text) <= 60 else f"{plain_text[:60]}…"
