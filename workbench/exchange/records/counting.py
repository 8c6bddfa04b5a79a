"""Records counted at every level by the engine: by place, period and group, people once or each record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench import geography, small_areas
from workbench.errors import WorkbenchError
from workbench.exchange.figures.reading import SEXES
from workbench.exchange.records.conditions import quoted
from workbench.exchange.records.definition import LEVELS, Definition, DefinitionIsWrongError
from workbench.exchange.records.files import unreadable
from workbench.exchange.records.identifying import GivesAwayError, held
from workbench.sources.drafts import LeftOut
from workbench.text import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GROUPS = ("sex", "age", "category")
NOT_GIVEN, OTHER_AGES = "not given", "other ages"
MOST_GROUPS = 60
"""A column with more values than that holds no groups."""
_EVERY = {
    "month": (1, 0),
    "quarter": (3, 0),
    "calendar year": (12, 0),
    "financial year": (12, 3),
    "academic year": (12, 8),
}
"""How many months a period has, and the month of the year, from 0, in which one begins."""


_CELL = "hash(small, district, period, sex, age, category)"
"""What a smallest cell is known by while people are told apart."""


class NothingCountedError(WorkbenchError):
    """Not one record could be placed in an area and a period. Look at the columns that the definition names."""


class LiesInTwoError(WorkbenchError):
    """An area lies in two larger ones in the files. Correct the column of one of them, and count again."""


class Cell(NamedTuple):
    """A cell of the tables of counts: an area, the first month of a period from year 0, and one group or everybody."""

    area: str
    period: int
    kind: str = "all"
    """sex, age or category; `all` for everybody."""
    group: str = "all"


class Numbers(NamedTuple):
    """How many are counted, and among how many; the same where there is no denominator of records."""

    counted: int
    among: int


@dataclass
class Counts:
    """Everything that was counted, at every level, and the records that could not be."""

    cells: dict[Cell, Numbers] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    """Of each area the one that it lies in, among the levels wanted and those between."""
    levels: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    months: tuple[int, int] = (0, 0)
    """The first and the last month of a record."""
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @cached_property
    def within(self) -> dict[str, list[str]]:
        """The areas right within each; to be asked when all are there."""
        found: dict[str, list[str]] = {}
        for code, above in self.parent.items():
            found.setdefault(above, []).append(code)
        return found


class _Place(NamedTuple):
    small: str
    district: str
    county: str
    why: str = ""


def count(connection: DuckDBPyConnection, told: Definition, views: Mapping[str, str]) -> Counts:
    """Count what the definition says, at every level that it names.

    Raises a sentence where a file breaks off, or where not one record can be placed.
    """
    import duckdb

    found = Counts()
    try:
        _say_linked(connection, told, views, found)
        rows = [_tidied(row) for row in connection.execute(*_finest(told, views)).fetchall()]
        places = _placed(told, rows, found)
        if told.written.counting == "people":
            _people(connection, told, views, rows, places, found)
        else:
            _records(told, rows, places, found)
    except duckdb.Error as fault:
        raise unreadable(f"A file of {told.written.counted.partner}", fault) from None
    if not found.cells:
        raise NothingCountedError
    _few_groups(found)
    return found


def _columns(told: Definition, *, as_written: bool = False) -> dict[str, str]:
    """What each column of the count is made of; text `as_written` is the quickest to group by, and is put right after."""
    here = told.partner

    def text(name: str, change: str) -> str:
        if not name:
            return "''"
        written = f"coalesce(CAST({quoted(name)} AS VARCHAR), '')"
        return written if as_written else f"{change}(trim({written}))"

    return {
        "small": text(here.small_area, "upper"),
        "district": text(here.district, "upper"),
        "month": _month(here.time),
        "sex": text(here.sex, "lower"),
        "age": _bands(here.age, told.written.bands),
        "category": text(here.category, ""),
    }


def _period(told: Definition) -> str:
    """The first month of the period that a month lies in."""
    months, offset = _EVERY[told.written.every]
    return f"((month - {offset}) // {months}) * {months} + {offset}"


def _month(name: str) -> str:
    """Months since year 0, of a day, a month such as 2024-03, or 31/03/2024."""
    text = f"trim(CAST({quoted(name)} AS VARCHAR))"
    day = (
        f"coalesce(TRY_CAST({text} AS DATE), TRY_CAST({text} || '-01' AS DATE),"
        f" TRY_CAST(try_strptime({text}, '%d/%m/%Y') AS DATE), TRY_CAST(TRY_CAST({text} AS TIMESTAMP) AS DATE))"
    )
    return f"year({day}) * 12 + month({day}) - 1"


def _bands(column: str, bands: Iterable[str]) -> str:
    """The band of an age, as the definition writes it."""
    if not column:
        return "''"
    age = f"TRY_CAST({quoted(column)} AS DOUBLE)"
    cases = []
    for band in bands:
        low, dash, high = band.partition("-")
        last = low.strip().removesuffix("+")
        if not last.isdecimal() or (dash and not high.strip().isdecimal()) or not (dash or "+" in low):
            raise DefinitionIsWrongError(f"“bands” has “{band}”. Write ages as 10-17 or 65+.")
        upper = f" AND {age} < {int(high) + 1}" if dash else ""
        cases.append(f"WHEN {age} >= {int(last)}{upper} THEN '{int(last)}{f'-{int(high)}' if dash else '+'}'")
    return f"CASE {' '.join(cases)} WHEN {age} IS NULL THEN '' ELSE '{OTHER_AGES}' END"


def _chosen(told: Definition, views: Mapping[str, str]) -> tuple[str, list[Any], str, list[Any]]:
    """Which records are counted, and which of them make the denominator: parts of a statement with their values."""
    counted, values = [told.counted.part], [*told.counted.values]
    key = f"trim(CAST({quoted(told.written.key)} AS VARCHAR))"
    for partner, one in told.also.items():
        inner = f"SELECT {key} FROM {views[partner]} WHERE {key} <> '' AND {one.part}"
        counted.append(f"{key} IN ({inner})")
        values += one.values
    among = told.among
    return " AND ".join(counted), values, among.part if among else "", [*among.values] if among else []


def _finest(told: Definition, views: Mapping[str, str]) -> tuple[str, list[Any]]:
    """The statement that counts records by the smallest place, period and group there is; and its values."""
    counted, values, among, of = _chosen(told, views)
    listed = ", ".join(f"{made} AS {key}" for key, made in _columns(told, as_written=True).items())
    name = told.partner.small_area_name
    people = told.written.counting == "people"
    blank = f"coalesce(trim(CAST({quoted(told.written.key)} AS VARCHAR)), '') = '' AS blank"
    more = (
        [f"CAST({quoted(name)} AS VARCHAR) AS name"] * bool(name)
        + [blank] * people
        + [f"{counted} AS yes"] * bool(among)
    )
    statement = (
        f"SELECT small, district, {_period(told)}, sex, age, category, {'count(*) FILTER (yes)' if among else 'count(*)'},"
        f" count(*), {'min(name)' if name else 'NULL'}, min(month), max(month),"
        f" {'count(*) FILTER (blank)' if people else '0'} FROM (SELECT {', '.join([listed, *more])}"
        f" FROM {views[told.written.counted.partner]} WHERE {among or counted}) GROUP BY ALL"
    )
    if people:
        statement = f"SELECT *, {_CELL} FROM ({statement}) AS cells(small, district, period, sex, age, category)"
    return statement, [*values, *of] if among else values


def _tidied(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row of the count with its text without spaces at the ends, codes in capitals."""
    small, district, period, sex, age, category, *numbers = row
    name = (numbers[2] or "").strip()
    return (
        small.strip().upper(), district.strip().upper(), period, sex.strip().lower(), age, category.strip(),
        numbers[0], numbers[1], name, *numbers[3:],
    )  # fmt: skip


def _placed(told: Definition, rows: list[tuple[Any, ...]], found: Counts) -> dict[tuple[str, str], _Place]:
    """Where each pair of codes lies; records without a place or a time are told, with nothing of what stands in them."""
    names: dict[tuple[str, str], str] = {}
    for row in rows:
        if row[8]:
            names.setdefault((row[0], row[1]), row[8])
    places = {
        (small, district): _place(told, small, district, names.get((small, district), ""))
        for small, district in {(row[0], row[1]) for row in rows}
    }
    lost: dict[str, int] = {}
    months = []
    unnamed = 0
    for row in rows:
        found.rows += row[7]
        unnamed += row[11] if told.written.counting == "people" else 0
        why = "no day or month that can be read" if row[2] is None else places[row[0], row[1]].why
        if why:
            lost[why] = lost.get(why, 0) + row[7]
        else:
            months += [row[9], row[10]]
    if unnamed:
        lost[f"no pseudonym in {told.written.key}, so nobody can say whether they were counted"] = unnamed
    for why, number in lost.items():
        found.left_out.append(LeftOut(f"files of {told.written.counted.partner}", counted(number, "record"), why))
    if months:
        found.months = (min(months), max(months))
    for (small, _), place in places.items():
        if not place.why:
            _hang(told, place, names.get((small, _), ""), found)
    return places


def _place(told: Definition, small: str, district: str, name: str) -> _Place:
    """The small area, district and county of a record; `why` where it has none."""
    levels = told.written.levels
    if "small area" in levels and not geography.is_small_area(small):
        return _Place("", "", "", "no code of a small area, such as an LSOA")
    if not {"district", "county"} & set(levels) and not (district or name):
        return _Place(small, "", "")
    code = district or small_areas.home(small, name).district
    area = geography.area(code) if code else None
    if area is None:
        return _Place("", "", "", "no district that is in the register of areas")
    above = geography.area(area.parent) if area.parent else None
    return _Place(small, area.code, above.code if above and above.kind == "county" else "")


def _hang(told: Definition, place: _Place, name: str, found: Counts) -> None:
    """Hang a place in the tree of areas, by the levels that are wanted."""
    whole = told.written.whole
    codes = {"small area": place.small, "district": place.district, "county": place.county}
    chain = [(level, codes[level]) for level in codes if level in told.written.levels and codes[level]]
    if "whole" in told.written.levels and whole is not None and (not chain or chain[-1][1] != whole.code):
        chain.append(("whole", whole.code))
    for (level, code), (_, above) in zip(chain, [*chain[1:], ("", "")], strict=True):
        area = geography.area(code)
        told_name = whole.name if level == "whole" and whole else name if level == "small area" else ""
        found.names.setdefault(code, told_name or (area.name if area else code))
        found.levels.setdefault(code, level)
        if above and found.parent.setdefault(code, above) != above:
            both = " and ".join(found.names.get(one, one) for one in (found.parent[code], above))
            raise LiesInTwoError(
                f"{code} lies in {both} in the files. Correct the column of one of them, and count again."
            )


def _chain(place: _Place, found: Counts, told: Definition) -> Iterator[str]:
    """The areas that a record counts in, the smallest first."""
    whole = told.written.whole.code if told.written.whole else ""
    for code in dict.fromkeys((place.small, place.district, place.county, whole)):
        if code and code in found.levels:
            yield code


def _group(kind: str, written: str) -> str:
    return (SEXES.get(written, written) if kind == "sex" else written) or NOT_GIVEN


def _records(
    told: Definition, rows: list[tuple[Any, ...]], places: Mapping[tuple[str, str], _Place], found: Counts
) -> None:
    """Add the finest counts up: those of the smallest areas, then level by level what they lie in."""
    kinds = [(at + 3, kind) for at, kind in enumerate(GROUPS) if getattr(told.partner, kind)]
    smallest = {key: next(_chain(place, found, told), "") for key, place in places.items() if not place.why}
    levels: dict[str, dict[tuple[str, int, str, str], list[int]]] = {level: {} for level in LEVELS}
    for row in rows:
        area, period = smallest.get(row[:2], ""), row[2]
        if not area or period is None:
            continue
        sums = levels[found.levels[area]]
        for kind, group in (("all", "all"), *((kind, _group(kind, row[at])) for at, kind in kinds)):
            _add(sums, (area, period, kind, group), row[6], row[7])
    for sums in levels.values():
        for (area, period, kind, group), (number, among) in sums.items():
            above = found.parent.get(area)
            if above:
                _add(levels[found.levels[above]], (above, period, kind, group), number, among)
        found.cells |= {Cell._make(cell): Numbers._make(numbers) for cell, numbers in sums.items()}


def _add(
    sums: dict[tuple[str, int, str, str], list[int]], cell: tuple[str, int, str, str], one: int, among: int
) -> None:
    there = sums.get(cell)
    if there is None:
        sums[cell] = [one, among]
    else:
        there[0] += one
        there[1] += among


def _people(
    connection: DuckDBPyConnection,
    told: Definition,
    views: Mapping[str, str],
    rows: list[tuple[Any, ...]],
    places: Mapping[tuple[str, str], _Place],
    found: Counts,
) -> None:
    """Count people at every level: whoever has records in two districts counts in each, and once in their county.

    People and cells are told apart by 64 bits of a hash, so that ten million of them fit into memory.
    """
    areas = {code: number for number, code in enumerate(found.levels)}
    cells = [
        (row[12], areas[code], row[2], *(_group(kind, row[at + 3]) for at, kind in enumerate(GROUPS)))
        for row in rows
        if row[2] is not None and not places[row[0], row[1]].why
        for code in _chain(places[row[0], row[1]], found, told)
    ]
    names = ("cell", "area", "period", *GROUPS)
    connection.execute(
        f"CREATE TEMP TABLE cells AS SELECT {', '.join(f'unnest(?) AS {name}' for name in names)}",
        [[one[at] for one in cells] for at in range(len(names))],
    )
    counted, values, among, of = _chosen(told, views)
    key = f"trim(CAST({quoted(told.written.key)} AS VARCHAR))"
    listed = ", ".join(f"{made} AS {name}" for name, made in _columns(told, as_written=True).items())
    which = counted if among else "TRUE"
    statement = (
        f"CREATE TEMP TABLE people AS SELECT DISTINCT who, yes, {_CELL} AS cell FROM (SELECT *, {_period(told)} AS period"
        f" FROM (SELECT hash({key}) AS who, coalesce({which}, FALSE) AS yes, {listed}"
        f" FROM {views[told.written.counted.partner]} WHERE {key} <> '' AND {among or counted}))"
    )
    connection.execute(statement, [*values, *of] if among else values)
    codes = list(areas)
    every = "count(DISTINCT who)"
    yes = f"{every} FILTER (yes)" if among else every
    for kind in ("all", *(kind for kind in GROUPS if getattr(told.partner, kind))):
        group = "'all'" if kind == "all" else kind
        counts = connection.execute(
            f"SELECT area, period, {group} AS written, {yes}, {every} FROM people JOIN cells USING (cell) GROUP BY ALL"
        )
        for area, period, written, number, whole in counts.fetchall():
            found.cells[Cell(codes[area], period, kind, written)] = Numbers(number, whole)


def _say_linked(connection: DuckDBPyConnection, told: Definition, views: Mapping[str, str], found: Counts) -> None:
    """Say whether files link at all: pseudonyms made by two keys meet in nobody."""
    key = f"trim(CAST({quoted(told.written.key)} AS VARCHAR))"
    here = told.written.counted.partner
    for partner in told.also:
        theirs = f"SELECT {key} FROM {views[partner]} WHERE {key} <> ''"
        row = connection.execute(f"SELECT count(*) FROM {views[here]} WHERE {key} IN ({theirs})").fetchone()
        if not row or not row[0]:
            raise DefinitionIsWrongError(
                f"No pseudonym in “{told.written.key}” of {here} is also in the files of {partner}: they were made with"
                " different keys. Ask both for files made with one key."
            )
        found.notes.append(f"The files of {here} and {partner} were linked by {told.written.key} alone.")


def _few_groups(found: Counts) -> None:
    """Refuse a column as groups that has a value for nearly everybody."""
    for kind in GROUPS:
        groups = {cell.group for cell in found.cells if cell.kind == kind}
        if len(groups) > MOST_GROUPS:
            raise DefinitionIsWrongError(
                f"The column for “{kind}” holds {len(groups):,} different values: too many to be groups of people."
                " Name another column, or leave it out."
            )
        what = held(sorted(groups - {NOT_GIVEN, OTHER_AGES}))
        if what:
            raise GivesAwayError(
                f"The column for “{kind}” holds what look like {what}, which would be kept as names of groups."
                " Name another column, or leave it out."
            )
