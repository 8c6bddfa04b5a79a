"""Street-level crime of data.police.uk: a csv file of a month, of several months, or a folder of months.

What is counted: crimes by type, month and district; by type, month and LSOA; and by type, month, district and kind of
place. A district is the one that the official lookup has the LSOA's code in; where it has none, the one its name begins with. Counts of districts become rates
per 100,000 residents of the mid-year estimate nearest to the month's middle; small areas and kinds of place have no
population here, so they keep their count and no value.

How rows are judged, so that nothing is dropped silently:
- Without an LSOA, a month or a type, or with an LSOA of no district: left out, with their lines.
- With an LSOA whose code lies in another district than its name says: counted by the code, and told.
- Districts of a neighbouring force: left out. A force's file holds a few stray crimes of districts beyond its own. A
  district counts as beyond when the file has fewer than a twentieth of the crimes that its residents would lead one
  to expect; where the force bears a county's name, a quarter for districts outside that county (Essex Police: a
  district outside Essex). Own districts lie far above either: quiet ones have half of what is expected, strays a
  hundredth.
- The British Transport Police's rows: left out, they are no police of a district.
- The same Crime ID with the same month, type and LSOA as an earlier row: counted once. The same ID with another month,
  type or place: counted, as published, and told.
- No row of a type in a district and month that the file covers: a true zero. A type without one row in a whole month,
  where twenty or more would be expected from the file's other months, was cut from the file or did not exist yet, and
  is no zero.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.encoding import FileIsEmptyError, head_of
from workbench.exchange.readers import Options
from workbench.exchange.street.figures import SheetKey, Tally, indicators_of, month_of
from workbench.exchange.street.homes import Homes
from workbench.exchange.street.rows import Counted, Lines, NotAStreetFileError, count_rows, is_street_header
from workbench.indicators.drafts import DraftFigures
from workbench.indicators.known import OPEN_GOVERNMENT
from workbench.sources.drafts import LeftOut

NAME = "Street-level crime (data.police.uk)"
PUBLISHER = "data.police.uk, from the police forces"
ADDRESS = "https://data.police.uk"
CAVEATS = (
    "Counts of crimes that the police recorded, by map point. Points are snapped to the middle of a street or to a kind"
    " of place, so a place is near, not exact. Possession of weapons means weapons of every kind, mostly found by"
    " searching: neither knives alone nor carrying. Nothing marks domestic abuse. Anti-social behaviour comes without"
    " an ID, so repeated rows of it cannot be told. Every crime is published one by one: small counts are not withheld."
)
NAMED = re.compile(r"((?:19|20)\d\d-\d\d)-(.+)-street\.csv", re.IGNORECASE)
"""How data.police.uk names its files: month, force, street."""
_MONTH_FOLDER = re.compile(r"(?:19|20)\d\d-\d\d")
_OTHERS = {
    "Outcome type": "outcomes of crimes, not the crimes themselves",
    "Object of search": "stops and searches, not crimes",
}
TRANSPORT = "British Transport Police"
NEVER_BY_CHANCE = 20.0
"""Where so many are expected and none is there, it is not chance."""
STRAY, STRAY_BEYOND = 0.05, 0.25


class NoStreetFilesError(WorkbenchError):
    """There is no police.uk street file in this folder. Name the folder of months from data.police.uk."""


class NothingPlaceableError(WorkbenchError):
    """Not one row can be placed in a district: there is nothing to count."""


class MonthContradictsError(WorkbenchError):
    """The file's name says another month than its rows. Download it again, or give it its right name."""


class FilesDisagreeError(WorkbenchError):
    """Two files of the folder give different counts for one month. Keep one of them."""


@dataclass(slots=True)
class _Gathered:
    """What the files hold together: counts by force, month and type, and everything that was left out."""

    rows: int = 0
    tallies: dict[SheetKey, Tally] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """The name of each small area, by its code."""
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    strays: dict[tuple[str, str], Lines] = field(default_factory=dict)
    """Rows by force and district, with the first line of each."""
    ids: list[memoryview] = field(default_factory=list)
    own: Mapping[str, str] = field(default_factory=dict)
    """Districts that the project's own lookups say of small areas."""


class StreetCrimeReader:
    """Reads street files of data.police.uk, one by one or a folder of them."""

    name = "police.uk street files"
    kind = "indicators"
    suffixes = frozenset({".csv"})

    def recognises(self, path: Path, head: bytes) -> float:
        """1 for the columns of a street file; 0.95 for its name, and for outcomes and searches; else 0."""
        if path.suffix.lower() != ".csv":
            return 0.0
        header = header_cells(head)
        if is_street_header(header):
            return 1.0
        return 0.95 if NAMED.fullmatch(path.name) or _other(header) else 0.0

    def recognises_folder(self, path: Path) -> float:
        """1 for a folder with street files in it; 0.1 for any other, to say why it is not read."""
        try:
            _street_files(path, _Gathered())
        except WorkbenchError:
            return 0.1
        return 1.0

    def read(self, path: Path, options: Options) -> DraftFigures:
        """The counts of a file, or of all street files in a folder and in its folders of months.

        Raises a WorkbenchError with a sentence when there is nothing to count, or a file cannot be trusted.
        """
        gathered = _Gathered(own=options.areas.homes)
        files = _street_files(path, gathered) if path.is_dir() else [path]
        for file in files:
            _refuse_others(file)
            counted = count_rows(file)
            _months_agree(file, counted)
            _take(counted, gathered, shown=f"{file.name}, " if len(files) > 1 else "")
        _leave_out_strays(gathered)
        if not gathered.tallies:
            why = f" {gathered.left_out[0].where}: {gathered.left_out[0].why}." if gathered.left_out else ""
            raise NothingPlaceableError(
                f"{path.name} has {gathered.rows:,} rows, and not one of them can be placed in a district.{why}"
            )
        _tell_repeated_ids(gathered)
        drafts = indicators_of(gathered.tallies, gathered.names)
        return DraftFigures(
            NAME,
            drafts,
            gathered.rows,
            tuple(gathered.left_out),
            publisher=PUBLISHER,
            licence=OPEN_GOVERNMENT,
            address=ADDRESS,
            caveats=CAVEATS,
            notes=(_summary(gathered.tallies), *gathered.notes),
            adds_up=True,
        )


READER = StreetCrimeReader()


def header_cells(head: bytes) -> list[str]:
    """The cells of a first line."""
    first = head.decode("utf-8-sig", errors="replace").partition("\n")[0]
    try:
        return [cell.strip() for cell in next(csv.reader(io.StringIO(first)), [])]
    except csv.Error:
        return []


def _other(header: Iterable[str]) -> str:
    """What another file of data.police.uk holds, by its columns; empty for any other."""
    cells = set(header)
    return next((what for column, what in _OTHERS.items() if column in cells), "")


def _refuse_others(file: Path) -> None:
    """Raises when a file holds other things that data.police.uk publishes."""
    what = _other(header_cells(head_of(file)))
    if what:
        raise NotAStreetFileError(
            f"{file.name} holds {what}. Bring in the file of the same month whose name ends in -street.csv."
        )


def _street_files(folder: Path, gathered: _Gathered) -> list[Path]:
    """The street files of a folder and of the folders in it, by month; every other file is told as left out."""
    found: list[Path] = []
    others: dict[str, list[str]] = {}
    listed = sorted(_files_in(folder), key=lambda one: one.name)
    for file in listed:
        what = "" if NAMED.fullmatch(file.name) else "no street-level crime"
        if what and file.suffix.lower() == ".csv":
            try:
                header = header_cells(head_of(file, 4096))
            except FileIsEmptyError:
                header = []
            what = "" if is_street_header(header) else _other(header) or what
        if what:
            others.setdefault(what, []).append(file.relative_to(folder).as_posix())
        else:
            found.append(file)
    if not found:
        names = [name for group in others.values() for name in group]
        held = f" It has {len(names)} other files, the first {names[0]}." if names else " It is empty."
        raise NoStreetFilesError(
            f"{folder.name or folder} has no street file of data.police.uk (2019-02-essex-street.csv).{held}"
        )
    for what, names in others.items():
        more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
        gathered.left_out.append(LeftOut(f"{names[0]}{more}", f"{len(names):,} files" if more else "the file", what))
    return found


def _files_in(folder: Path) -> Iterator[Path]:
    """The files of a folder and of the folders right below, without hidden ones."""
    try:
        for entry in folder.iterdir():
            if entry.name.startswith((".", "__")):
                continue
            if entry.is_dir():
                yield from (one for one in entry.iterdir() if one.is_file() and not one.name.startswith("."))
            elif entry.is_file():
                yield entry
    except OSError as fault:
        raise NoStreetFilesError(
            f"{folder.name} cannot be looked into. Ask whoever owns the folder, and try again."
        ) from fault


def _months_agree(file: Path, counted: Counted) -> None:
    """Raises when the month in a file's name, or in its folder's, is not that of its rows."""
    named = NAMED.fullmatch(file.name)
    if named is None:
        return
    told = {named[1]} | ({file.parent.name} if _MONTH_FOLDER.fullmatch(file.parent.name) else set())
    for month, line in counted.months.items():
        if told != {month}:
            said = " and ".join(sorted(told))
            raise MonthContradictsError(
                f"{file.name}: the name says {said}, and line {line:,} says {month}. Download it again, or give it its"
                " right name."
            )


def _take(counted: Counted, gathered: _Gathered, *, shown: str) -> None:
    """Add what one file holds; a month that an earlier file holds must agree with it."""
    gathered.rows += counted.rows
    for why, lines in counted.faults.items():
        gathered.left_out.append(LeftOut(f"{shown}{lines.where()}", _rows(lines.count), why))
    if counted.repeated.count:
        why = "the same Crime ID, month, type and LSOA stand further up: counted once"
        gathered.left_out.append(LeftOut(f"{shown}{counted.repeated.where()}", _rows(counted.repeated.count), why))
    if not counted.whole:
        gathered.notes.append(f"{counted.name} does not end with a line break: look whether it arrived whole.")
    fresh = _tallies(counted, gathered, shown)
    _fill_zeros(fresh, counted.name, gathered)
    if not fresh.keys() & gathered.tallies.keys():
        gathered.ids.append(memoryview(counted.ids))
    for key, tally in fresh.items():
        held = gathered.tallies.get(key)
        if held is None:
            gathered.tallies[key] = tally
        elif against := held.disagrees(tally):
            district = geography.area(against)
            _, month, kind = key
            raise FilesDisagreeError(
                f"{counted.name} gives {tally.districts[against]:,} for {kind}, {district.name if district else against},"
                f" {month_of(month)[0]}, and another file {held.districts[against]:,}, or places them otherwise."
                " Keep one of the two files."
            )
        else:
            held.add(tally)


def _tallies(counted: Counted, gathered: _Gathered, shown: str) -> dict[SheetKey, Tally]:
    """The counts of a file by force, month and type; what cannot be placed is left out with its lines."""
    fresh: dict[SheetKey, Tally] = defaultdict(Tally)
    unknown: Counter[tuple[str, str]] = Counter()
    transport = 0
    homes = Homes(gathered.own)
    for (force, month, kind, code, name, place), count in counted.crimes.items():
        if force == TRANSPORT:
            transport += count
            continue
        line = counted.first[code, name]
        district = homes.find(code, name, month, rows=count, line=line)
        if not district:
            unknown[code, name] += count
            continue
        fresh[force, month, kind].count(district, code, place, count)
        if geography.is_small_area(code):
            gathered.names.setdefault(code, name)
        stray = gathered.strays.setdefault((force, district), Lines())
        stray.count += count
        if not stray.first:
            stray.first = [line]
    for (code, name), count in sorted(unknown.items(), key=lambda one: (one[0][1], one[0][0])):
        where = f"{shown}{_from(count, counted.first[code, name])}"
        why = "the register has no district of that name, and no lookup has its code"
        gathered.left_out.append(LeftOut(where, _rows(count, name), why))
    gathered.notes += homes.said()
    if transport:
        why = f"recorded by the {TRANSPORT}, who are no police of a district"
        gathered.left_out.append(LeftOut(counted.name, _rows(transport), why))
    return dict(fresh)


def _fill_zeros(fresh: dict[SheetKey, Tally], name: str, gathered: _Gathered) -> None:
    """Give every district of a file its zeros, for the types and months that the file covers."""
    sheets: Counter[tuple[str, str]] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    districts: dict[str, set[str]] = defaultdict(set)
    rows: Counter[str] = Counter()
    for (force, month, kind), tally in fresh.items():
        total = tally.total
        sheets[force, month] += total
        kinds[force, kind] += total
        rows[force] += total
        districts[force] |= set(tally.districts)
    absent: dict[str, list[str]] = defaultdict(list)
    for force, month in list(sheets):
        for of_force, kind in list(kinds):
            if of_force != force:
                continue
            key = (force, month, kind)
            if key not in fresh:
                elsewhere = rows[force] - sheets[force, month]
                if elsewhere and kinds[force, kind] / elsewhere * sheets[force, month] >= NEVER_BY_CHANCE:
                    absent[kind].append(month_of(month)[0])
                    continue
                fresh[key] = Tally()
            fresh[key].cover(districts[force])
    for kind, months in absent.items():
        gathered.notes.append(
            f"{name} has not one row of {kind} in {', '.join(months)}: taken as not in the file, not as none."
        )


def _leave_out_strays(gathered: _Gathered) -> None:
    """Take out the districts of neighbouring forces, and say how many rows they had."""
    for force in {key[0] for key in gathered.tallies}:
        held = {code: lines for (of, code), lines in gathered.strays.items() if of == force}
        strays = beyond(force, {code: lines.count for code, lines in held.items()})
        for (of, _, _), tally in gathered.tallies.items():
            if of == force:
                tally.drop(strays)
        for code in sorted(strays):
            district = geography.area(code)
            where, what = _from(held[code].count, held[code].first[0]), _rows(held[code].count)
            name = district.name if district else code
            gathered.left_out.append(LeftOut(where, f"{what} in {name}", f"outside {force}'s districts"))
    gathered.tallies = {key: tally for key, tally in gathered.tallies.items() if tally.districts}
    small = {code for tally in gathered.tallies.values() for code in tally.small}
    gathered.names = {code: name for code, name in gathered.names.items() if code in small}


def beyond(force: str, counts: dict[str, int]) -> frozenset[str]:
    """The districts that are not a force's own, by how many crimes their residents would lead one to expect."""
    county = next((one for one in geography.areas("county") if force.startswith(f"{one.name} ")), None)
    own = {area.code for area in geography.of_county(county.code)} if county else set()
    people = {code: _people(code) for code in counts}
    home = [code for code in counts if code in own and people[code]] or [code for code in counts if people[code]]
    living = sum(people[code] for code in home)
    if not living:
        return frozenset()
    rate = sum(counts[code] for code in home) / living
    share = STRAY_BEYOND if own & counts.keys() else STRAY
    return frozenset(
        code for code in counts if code not in own and people[code] and counts[code] < share * rate * people[code]
    )


def _people(code: str) -> int:
    area = geography.area(code)
    return (area.population_2020 or area.population_2022 or 0) if area else 0


def _tell_repeated_ids(gathered: _Gathered) -> None:
    """Say how many Crime IDs stand on several rows that were all counted."""
    every = sorted(one for ids in gathered.ids for one in ids)
    several = len({one for one, following in itertools.pairwise(every) if one == following})
    if several:
        gathered.notes.append(
            f"{several:,} Crime IDs stand on several rows, with another month, type or place: each row is counted, as"
            " published."
        )


def _rows(count: int, of: str = "") -> str:
    told = f" in “{of}”" if of else ""
    return f"1 row{told}" if count == 1 else f"{count:,} rows{told}"


def _from(count: int, line: int) -> str:
    """One row, or several of which the first is known."""
    return f"row {line:,}" if count == 1 else f"row {line:,} and {count - 1:,} more"


def _summary(tallies: dict[SheetKey, Tally]) -> str:
    """What was counted, in a sentence."""
    months = sorted({month for _, month, _ in tallies})
    kinds = {kind for _, _, kind in tallies}
    districts = {code for tally in tallies.values() for code in tally.districts}
    crimes = sum(tally.total for tally in tallies.values())
    said = month_of(months[0])[0] if len(months) == 1 else f"{len(months)} months, {_span(months)}"
    what = f"{len(kinds)} types of crime" if len(kinds) > 1 else "1 type of crime"
    where = f"{len(districts)} districts" if len(districts) > 1 else "1 district"
    return f"Counted {crimes:,} crimes: {said}; {what}; {where}."


def _span(months: list[str]) -> str:
    return f"{month_of(months[0])[0]} to {month_of(months[-1])[0]}"
