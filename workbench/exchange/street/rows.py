"""Rows of a police.uk street file, counted as they stream by: by force, month, type, small area and kind of place.

The files of data.police.uk have a line a crime and twelve columns. Points are snapped to the middle of a street, or to
one of twenty kinds of place (data.police.uk/about, “Location anonymisation”), which `Location` names.
"""

from __future__ import annotations

import csv
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from workbench.errors import WorkbenchError

COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
NEEDED = frozenset({"Crime ID", "Month", "Falls within", "Location", "LSOA code", "LSOA name", "Crime type"})
KINDS_OF_PLACE = (
    "Airport/Airfield", "Bus/Coach Station", "Conference/Exhibition Centre", "Ferry Terminal",
    "Further/Higher Educational Building", "Hospital", "Motorway Service Area", "Nightclub", "Park/Open Space",
    "Parking Area", "Pedestrian Subway", "Petrol Station", "Police Station", "Prison", "Race Track", "Shopping Area",
    "Sports/Recreation Area", "Supermarket", "Theatre/Concert Hall", "Theme/Adventure Park",
)  # fmt: skip
"""The kinds of place that data.police.uk snaps crimes to, beside streets."""

STREET, NOT_GIVEN = "a street", "not given"
_NEAR = "on or near "
_BY_NAME = {kind.casefold(): kind for kind in KINDS_OF_PLACE}
_NAMED = ("Police Station", "Hospital")
"""Kinds that also come with a name of their own in front: Chelmsford Police Station."""

MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
LONGEST = 65_536
"""No line of such a file is longer, in characters."""
SHOWN = 5
"""So many lines are named of those that were left out for one reason."""


class StreetFileCutOffError(WorkbenchError):
    """The file ends in the middle of a line: it did not arrive whole. Download it again."""


class StreetFileBrokenError(WorkbenchError):
    """The file cannot be read as a table of crimes. Download it again from data.police.uk."""


class NotAStreetFileError(WorkbenchError):
    """The file does not begin with the columns of a police.uk street file. Download it again from data.police.uk."""


@dataclass(slots=True)
class Lines:
    """Lines that share a reason: how many, and the first few of them."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, line: int, count: int = 1) -> None:
        """One more of them; or several, of which the first is known."""
        self.count += count
        if len(self.first) < SHOWN:
            self.first.append(line)

    def where(self) -> str:
        """The lines in words: rows 5, 17 and 60 more."""
        shown = ", ".join(f"{line:,}" for line in sorted(self.first))
        more = self.count - len(self.first)
        return f"row{'s' if self.count > 1 else ''} {shown}{f' and {more:,} more' if more else ''}"


Key = tuple[str, str, str, str, str, str]
"""Force, month, type, small area's code and name, kind of place."""


@dataclass(slots=True)
class Counted:
    """What one file holds, added up, and the lines that could not be counted, by the reason."""

    name: str
    rows: int = 0
    crimes: Counter[Key] = field(default_factory=Counter)
    first: dict[tuple[str, str], int] = field(default_factory=dict)
    """The first line of each small area's code and name."""
    months: dict[str, int] = field(default_factory=dict)
    """The first line of each month."""
    faults: dict[str, Lines] = field(default_factory=dict)
    repeated: Lines = field(default_factory=Lines)
    """Lines with the Crime ID, month, type and small area of an earlier one; counted once."""
    ids: array[int] = field(default_factory=lambda: array("q"))
    """A hash of every Crime ID that was counted."""
    whole: bool = True
    """Whether the last line ends with a line break."""

    def fault(self, why: str, line: int) -> None:
        """Take note of a line that could not be counted."""
        self.faults.setdefault(why, Lines()).add(line)


@lru_cache(maxsize=65_536)
def kind_of_place(location: str) -> str:
    """The kind of place that a location names: `On or near Airport/Airfield` is Airport/Airfield, else a street."""
    plain = location.strip()
    if not plain or plain.casefold() == "no location":
        return NOT_GIVEN
    named = plain[len(_NEAR) :] if plain.casefold().startswith(_NEAR) else plain
    found = _BY_NAME.get(named.strip().casefold())
    if found is not None:
        return found
    return next((kind for kind in _NAMED if named.endswith(f" {kind}")), STREET)


def is_street_header(cells: Sequence[str]) -> bool:
    """Whether a first line names the columns that are needed."""
    return {cell.strip().removeprefix("\ufeff") for cell in cells} >= NEEDED


def count_rows(path: Path) -> Counted:
    """Count a street file line by line; what is kept in memory is the counts.

    Raises a WorkbenchError with a sentence when it is no such file, is cut off, or cannot be read to its end.
    """
    counted = Counted(path.name)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(_lines(file, counted))
            header = [cell.strip() for cell in next(rows, [])]
            if not is_street_header(header):
                raise NotAStreetFileError(
                    f"{path.name} does not begin with the columns of a police.uk street file (“Crime ID, Month, …,"
                    " Crime type, …”). Download it again from data.police.uk."
                )
            _count(rows, header, counted)
    except UnicodeDecodeError as fault:
        raise StreetFileBrokenError(
            f"{path.name} is not written in UTF-8, as the files of data.police.uk are. Download it again, or save it as"
            " “CSV UTF-8”."
        ) from fault
    except csv.Error as fault:
        raise StreetFileBrokenError(
            f"{path.name} cannot be read to its end: a quotation mark may be open. Download it again from"
            " data.police.uk."
        ) from fault
    except OSError as fault:
        raise StreetFileBrokenError(
            f"{path.name} cannot be opened. Close it in other programs, or ask whoever owns it, and try again."
        ) from fault
    return counted


def _lines(file: TextIO, counted: Counted) -> Iterator[str]:
    """The lines of a file, none of them longer than a line may be."""
    line, number = "\n", 0
    while True:
        following = file.readline(LONGEST)
        if not following:
            break
        line, number = following, number + 1
        if "\0" in line or (len(line) == LONGEST and line[-1] not in "\r\n"):
            raise StreetFileBrokenError(
                f"{counted.name} is no table of crimes: line {number:,} is not a line of text as those of"
                " data.police.uk are. Download it again."
            )
        yield line
    counted.whole = line[-1] in "\r\n"


def _count(rows: Iterator[list[str]], header: list[str], counted: Counted) -> None:
    """Count every row, or say why it cannot be counted."""
    wanted = ("Crime ID", "Month", "Falls within", "Location", "LSOA code", "LSOA name", "Crime type")
    cells = itemgetter(*(header.index(name) for name in wanted))
    width, crimes, first, months, ids = len(header), counted.crimes, counted.first, counted.months, counted.ids
    seen: set[int] = set()
    cut = blank = 0
    for row in rows:
        if not row:
            blank += 1
            continue
        counted.rows += 1
        if cut or len(row) != width:
            cut = _odd(row, width, rows, counted, cut)
            if len(row) != width:
                continue
        crime, month, force, location, code, name, kind = cells(row)
        if not name or not kind or month not in months:
            why = _fault(name, kind, month)
            if why:
                counted.fault(why, rows.line_num)  # type: ignore[attr-defined]
                continue
            months.setdefault(month, rows.line_num)  # type: ignore[attr-defined]
        if crime:
            known = hash((crime, month, kind, code))
            if known in seen:
                counted.repeated.add(rows.line_num)  # type: ignore[attr-defined]
                continue
            seen.add(known)
            ids.append(hash(crime))
        if (code, name) not in first:
            first[code, name] = rows.line_num  # type: ignore[attr-defined]
        crimes[force, month, kind, code, name, kind_of_place(location)] += 1
    if rows.line_num != 1 + counted.rows + blank:  # type: ignore[attr-defined]
        raise csv.Error("a row of several lines")
    if cut:
        raise StreetFileCutOffError(
            f"{counted.name} ends in the middle of line {cut:,}: it did not arrive whole. Download it again."
        )


def _odd(row: Sequence[str], width: int, rows: Iterator[list[str]], counted: Counted, cut: int) -> int:
    """Take note of lines with too few or too many cells; the line that is short, which may be the last."""
    line: int = rows.line_num  # type: ignore[attr-defined]
    if cut:
        counted.fault(f"fewer cells than the first line, which has {width}", cut)
    if len(row) > width:
        counted.fault(f"more cells than the first line, which has {width}", line)
    return line if len(row) < width else 0


def _fault(name: str, kind: str, month: str) -> str:
    """Why a row cannot be counted; empty when it can."""
    if not MONTH.fullmatch(month):
        return "no month, written as 2019-02 is"
    if not kind:
        return "no crime type"
    return "" if name else "no LSOA, so nobody can say in which district"
