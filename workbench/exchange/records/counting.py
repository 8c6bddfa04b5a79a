"""Records counted at every level by the engine: by place, period and group, people once or each record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.figures.reading import SEXES
from workbench.exchange.records.conditions import quoted
from workbench.exchange.records.definition import Definition, DefinitionIsWrongError
from workbench.exchange.records.files import unreadable
from workbench.exchange.records.identifying import GivesAwayError, held
from workbench.sources.drafts import LeftOut

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


class NothingCountedError(WorkbenchError):
    """Not one record could be placed in an area and a period. Look at the columns that the definition names."""


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


@dataclass(slots=True)
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

    def put(self, cell: Cell, numbers: Numbers) -> None:
        """Add to a cell."""
        there = self.cells.get(cell, Numbers(0, 0))
        self.cells[cell] = Numbers(there.counted + numbers.counted, there.among + numbers.among)


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
        rows = connection.execute(*_finest(told, views)).fetchall()
        places = _placed(told, rows, found)
        if told.written.counting == "people":
            _people(connection, told, views, places, found)
        else:
            _records(told, rows, places, found)
    except duckdb.Error as fault:
        raise unreadable(f"A file of {told.written.counted.partner}", fault) from None
    if not found.cells:
        raise NothingCountedError
    _few_groups(found)
    return found


def _columns(told: Definition) -> dict[str, str]:
    """What each column of the count is made of."""
    here = told.partner

    def text(name: str) -> str:
        return f"coalesce(trim(CAST({quoted(name)} AS VARCHAR)), '')" if name else "''"

    months, offset = _EVERY[told.written.every]
    month = f"({_month(here.time)})"
    return {
        "small": f"upper({text(here.small_area)})",
        "district": f"upper({text(here.district)})",
        "period": f"(({month} - {offset}) // {months}) * {months} + {offset}",
        "sex": f"lower({text(here.sex)})",
        "age": _bands(here.age, told.written.bands),
        "category": text(here.category),
    }


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
    columns = _columns(told)
    name = told.partner.small_area_name
    first = f"min(trim(CAST({quoted(name)} AS VARCHAR)))" if name else "''"
    listed = ", ".join(f"{made} AS k_{key}" for key, made in columns.items())
    month = _month(told.partner.time)
    blank = f"count(*) FILTER (coalesce(trim(CAST({quoted(told.written.key)} AS VARCHAR)), '') = '')" * bool(
        told.written.key
    )
    tail = f"{first}, min({month}), max({month}), {blank or '0'}"
    view = views[told.written.counted.partner]
    if among:
        return (
            f"SELECT {listed}, count(*) FILTER ({counted}), count(*), {tail} FROM {view} WHERE {among} GROUP BY ALL",
            [
                *values,
                *of,
            ],
        )
    return f"SELECT {listed}, count(*), count(*), {tail} FROM {view} WHERE {counted} GROUP BY ALL", values


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
        found.left_out.append(LeftOut(f"files of {told.written.counted.partner}", f"{number:,} records", why))
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
    code = district or geography.district_code(name)
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
        if above:
            found.parent.setdefault(code, above)


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
    """Add the finest counts up to every level."""
    kinds = [(at + 3, kind) for at, kind in enumerate(GROUPS) if getattr(told.partner, kind)]
    for row in rows:
        place, period = places[row[0], row[1]], row[2]
        if period is None or place.why:
            continue
        numbers = Numbers(row[6], row[7])
        for area in _chain(place, found, told):
            found.put(Cell(area, period), numbers)
            for at, kind in kinds:
                found.put(Cell(area, period, kind, _group(kind, row[at])), numbers)


def _people(
    connection: DuckDBPyConnection,
    told: Definition,
    views: Mapping[str, str],
    places: Mapping[tuple[str, str], _Place],
    found: Counts,
) -> None:
    """Count people at every level: whoever has records in two districts counts in each, and once in their county."""
    areas = {code: number for number, code in enumerate(found.levels)}
    pairs = [
        (small, district, areas[code])
        for (small, district), place in places.items()
        if not place.why
        for code in _chain(place, found, told)
    ]
    connection.execute(
        "CREATE TEMP TABLE placed AS SELECT unnest(?) AS small, unnest(?) AS district, unnest(?) AS area",
        [[pair[at] for pair in pairs] for at in range(3)],
    )
    counted, values, among, of = _chosen(told, views)
    columns = _columns(told)
    key = f"trim(CAST({quoted(told.written.key)} AS VARCHAR))"
    listed = ", ".join(f"{made} AS k_{name}" for name, made in columns.items())
    which = counted if among else "TRUE"
    statement = (
        f"CREATE TEMP TABLE told AS SELECT DISTINCT hash({key}) AS who, coalesce({which}, FALSE) AS yes, {listed}"
        f" FROM {views[told.written.counted.partner]} WHERE {key} <> '' AND {among or counted}"
    )
    connection.execute(statement, [*values, *of] if among else values)
    codes = list(areas)
    for kind in ("all", *(kind for kind in GROUPS if getattr(told.partner, kind))):
        group = "'all'" if kind == "all" else f"k_{kind}"
        rows = connection.execute(
            f"SELECT area, k_period, {group} AS g, count(DISTINCT who) FILTER (yes), count(DISTINCT who)"
            " FROM told JOIN placed ON small = k_small AND district = k_district"
            " WHERE k_period IS NOT NULL GROUP BY ALL"
        )
        for area, period, written, yes, every in rows.fetchall():
            found.put(Cell(codes[area], period, kind, _group(kind, written)), Numbers(yes, every))


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
