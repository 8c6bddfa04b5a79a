"""Official lookups of areas, as the Open Geography portal gives them, and plain lists of areas that somebody wrote.

A lookup has a pair of columns for each kind of area, code and name, with the year of the codes: LSOA21CD, LSOA21NM,
LAD22CD; with two years of one kind it may have CHGIND, the mark of a change. A list has code, name, and where known
parent, starts, ends, followed_by, kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.delimited import rows_of
from workbench.exchange.encoding import read_text
from workbench.exchange.figures.grids import separator_in
from workbench.exchange.figures.places import rows_in_words
from workbench.exchange.readers import Options
from workbench.indicators.area_drafts import DraftAreas, DraftEntry, DraftMember
from workbench.sources.drafts import LeftOut
from workbench.text import counted

_LEVELS = (
    "OA", "LSOA", "MSOA", "PAR", "WD", "LAD", "LTLA", "CTY", "CTYUA", "UTLA", "PFA", "ICB", "NHSER", "CAUTH", "RGN", "CTRY",
)  # fmt: skip
"""Kinds of area by what their columns begin with, the smallest first."""
_CODE = re.compile(rf"(?:F_)?({'|'.join(_LEVELS)})(\d\d)CD", re.IGNORECASE)
_NAME = re.compile(rf"({'|'.join(_LEVELS)})(\d\d)NM", re.IGNORECASE)
_ASIDE = re.compile(
    rf"(?:{'|'.join(_LEVELS)})\d\d(?:NMW|CDH|CDO)|FID|OBJECTID\d?|GLOBALID|CHGIND|CHNGIND", re.IGNORECASE
)
_CHANGED = {"U": "unchanged", "S": "split", "M": "merged", "X": "irregular"}
_LIST = ("code", "name", "parent", "starts", "ends", "followed_by", "kind")
_NEEDED = {"code", "name"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class NotALookupError(WorkbenchError):
    """This is no lookup of areas. It needs columns such as LSOA21CD and LAD22CD, or code, name, parent, starts and ends."""


class LookupReader:
    """Reads lookups and lists of areas from text."""

    name = "lookups of areas"
    kind = "areas"
    suffixes = frozenset({".csv", ".tsv"})

    def recognises(self, path: Path, head: bytes) -> float:
        """0.97 for the columns of an official lookup, or of a list of areas, and no others; else 0."""
        if path.suffix.lower() not in self.suffixes:
            return 0.0
        names = _first(head)
        return 0.97 if _is_official(names) or _is_list({name.casefold() for name in names}) else 0.0

    def read(self, path: Path, options: Options) -> DraftAreas:
        """The areas of a file and what lies in what; every row that says nothing of either is left out and told."""
        text = read_text(path).text
        rows = rows_of(text, separator_in(text), path.name, going=options.going)
        _, header = next(rows, (0, []))
        names = [name.strip() for name in header]
        found = _Found()
        if any(_CODE.fullmatch(name) for name in names):
            _official(names, rows, found)
        elif {name.casefold() for name in names} >= _NEEDED:
            _listed([name.casefold() for name in names], rows, found)
        else:
            raise NotALookupError(
                f"{path.name}: its columns are {', '.join(names[:6]) or 'none'}. A lookup has columns such as LSOA21CD and"
                " LAD22CD; a list has code, name, parent, starts, ends."
            )
        return found.draft(path.name)


READER = LookupReader()


@dataclass(slots=True)
class _Found:
    """What has been read: areas, memberships with their first line, and rows left out by the reason."""

    rows: int = 0
    entries: dict[str, DraftEntry] = field(default_factory=dict)
    members: dict[DraftMember, int] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)
    repeated: list[int] = field(default_factory=list)

    def fault(self, why: str, line: int) -> None:
        self.faults.setdefault(why, []).append(line)

    def draft(self, name: str) -> DraftAreas:
        """The draft of it; where a small area is put in two districts, neither is kept."""
        wholes: dict[str, dict[DraftMember, int]] = defaultdict(dict)
        for member, line in self.members.items():
            if (
                member.relation == "part of"
                and member.whole[:3] in geography.DISTRICTS
                and geography.is_small_area(member.code)
            ):
                wholes[member.code][member] = line
        left_out = [
            LeftOut(rows_in_words(lines), counted(len(lines), "row"), why) for why, lines in self.faults.items()
        ]
        for code, several in wholes.items():
            if len({member.whole for member in several}) > 1:
                both = " and ".join(member.whole for member in several)
                left_out.append(
                    LeftOut(rows_in_words(sorted(several.values())), code, f"it is put in {both}: in neither")
                )
                for member in several:
                    del self.members[member]
        if not self.entries and not self.members:
            raise NotALookupError(
                f"{name} has not one area that could be read{f': {left_out[0].why}' if left_out else ''}."
            )
        if self.repeated:
            why = "it says of an area what stands further up"
            left_out.append(LeftOut(rows_in_words(self.repeated), counted(len(self.repeated), "row"), why))
        return DraftAreas(name, tuple(self.entries.values()), tuple(self.members), self.rows, tuple(left_out))


def _first(head: bytes) -> list[str]:
    text = head.decode("utf-8-sig", errors="replace")
    line = text.partition("\n")[0].strip("\r")
    return [cell.strip().strip('"') for cell in line.split(separator_in(line))]


def _is_list(names: set[str]) -> bool:
    return names >= _NEEDED and names <= set(_LIST) and bool(names & {"parent", "starts", "ends", "followed_by"})


def _is_official(names: Sequence[str]) -> bool:
    codes = [name for name in names if _CODE.fullmatch(name)]
    rest = [name for name in names if name and not _CODE.fullmatch(name) and not _NAME.fullmatch(name)]
    return len(codes) > 1 and all(_ASIDE.fullmatch(name) for name in rest)


def _official(names: Sequence[str], rows: Iterator[tuple[int, list[str]]], found: _Found) -> None:
    """An official lookup: each row an area of the smallest kind, and the larger ones that it lies in."""
    codes = sorted(
        ((_LEVELS.index(match[1].upper()), int(match[2]), place) for place, name in enumerate(names)
         if (match := _CODE.fullmatch(name))),
    )  # fmt: skip
    named = {
        (match[1].upper(), match[2]): place for place, name in enumerate(names) if (match := _NAME.fullmatch(name))
    }
    change = next((place for place, name in enumerate(names) if name.upper() in {"CHGIND", "CHNGIND"}), None)
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        found.rows += 1
        if len(cells) < len(names):
            found.fault("it has fewer cells than the first line", line)
            continue
        held = [(level, year, cells[place].strip().upper()) for level, year, place in codes]
        if wrong := next((code for _, _, code in held if code and not geography.is_code(code)), ""):
            found.fault(f"“{wrong[:20]}” is no area code, a letter and eight digits", line)
            continue
        for level, year, code in held:
            place = named.get((_LEVELS[level], f"{year:02d}"))
            name = cells[place].strip() if place is not None else ""
            if code:
                found.entries.setdefault(code, DraftEntry(code, name, geography.kind_of(code)))
        mark = cells[change].strip().upper() if change is not None else ""
        fresh = [one for one in _memberships(held, mark) if one not in found.members]
        found.members.update(dict.fromkeys(fresh, line))
        if not fresh:
            found.repeated.append(line)


def _memberships(held: Sequence[tuple[int, int, str]], mark: str) -> Iterator[DraftMember]:
    """The smallest area in each larger, and beside its later self; then each larger kind in the next."""
    known = [one for one in held if one[2]]
    if not known:
        return
    base_level, _, base = known[0]
    later = [one for one in known[1:] if one[0] == base_level]
    for _, year, code in later:
        relation = _CHANGED.get(mark, "unchanged" if code == base else "irregular")
        yield DraftMember(base, code, relation, f"20{year:02d}")
    larger = [one for one in known if one[0] > base_level]
    for _, year, code in larger:
        for small in dict.fromkeys((base, *(one[2] for one in later))):
            # a small area of an earlier census that was drawn anew lies in no district for certain
            if not (mark == "X" and small == base):
                yield DraftMember(small, code, "part of", f"20{year:02d}")
    for place, (level, _, code) in enumerate(larger):
        above = next((one for one in larger[place + 1 :] if one[0] > level and one[2] != code), None)
        if above is not None:
            yield DraftMember(code, above[2], "part of", f"20{above[1]:02d}")


def _listed(names: Sequence[str], rows: Iterator[tuple[int, list[str]]], found: _Found) -> None:
    """A list of areas: each row one, with its parent, its first and last day, and what followed it."""
    at = {name: place for place, name in enumerate(names) if name in _LIST}
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        found.rows += 1
        told = {name: cells[place].strip() if place < len(cells) else "" for name, place in at.items()}
        code, parent, followed = (told.get(key, "").upper() for key in ("code", "parent", "followed_by"))
        if why := _fault(code, parent, followed, told):
            found.fault(why, line)
            continue
        if code in found.entries:
            found.repeated.append(line)
            continue
        kind = told.get("kind") or geography.kind_of(code)
        found.entries[code] = DraftEntry(code, told["name"], kind, told.get("starts", ""), told.get("ends", ""))
        if parent:
            found.members[DraftMember(code, parent)] = line
        if followed:
            found.members[DraftMember(code, followed, "merged")] = line


def _fault(code: str, parent: str, followed: str, told: dict[str, str]) -> str:
    """Why a row of a list cannot be kept; empty where it can."""
    for said in (code, parent, followed):
        if (said or said == code) and not geography.is_code(said):
            return f"“{said[:20]}” is no area code, a letter and eight digits"
    if code in {parent, followed}:
        return "an area cannot lie in itself"
    days = [told.get("starts", ""), told.get("ends", "")]
    try:
        read = [date.fromisoformat(day) if _DAY.fullmatch(day) else None for day in days]
    except ValueError:
        read = [None, None]
    if any(day and one is None for day, one in zip(days, read, strict=True)):
        return "a first or last day is no day as 2028-04-01 is"
    if read[0] is not None and read[1] is not None and read[0] > read[1]:
        return "it ends before it begins"
    return ""
