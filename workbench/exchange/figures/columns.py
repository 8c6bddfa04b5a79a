"""A map put on a table's columns: where each thing stands in a row, and which figures a row holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path

from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import Header, header_at
from workbench.exchange.figures.maps import NAMED, FigureColumn, FigureMap
from workbench.exchange.figures.times import Times, times_of
from workbench.exchange.indicator_columns import plain as bare
from workbench.exchange.surveys.maps import MapIsWrongError
from workbench.exchange.tables import plain
from workbench.indicators.periods import PeriodNotUnderstoodError

Derive = Callable[[Sequence[str]], list[str]]
"""Cells that a layout adds to a row, for the columns that it works out."""
_PARTS = ("value", "lower", "upper", "lower_998", "upper_998", "margin", "count", "denominator")
_SAYS_UNIT = frozenset({"percentage", "percent", "proportion", "score"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its place and name."""

    place: int
    name: str

    def cell(self, cells: Sequence[str]) -> str:
        """Its cell in a row, without the white space around it; empty where the row is shorter."""
        return cells[self.place].strip() if self.place < len(cells) else ""


@dataclass(slots=True)
class Group:
    """Columns that together hold one figure of a row, what they are of, and its period where the columns say it."""

    says: FigureColumn
    parts: dict[str, Column]
    period: tuple[str, str, str] | None = None


@dataclass
class Plan:
    """A map on a table: its columns by key, and what each row holds."""

    map: FigureMap
    header: Header
    file: str
    title: str
    at: dict[str, Column]
    categories: list[Column]
    notes: list[Column]
    only: list[tuple[Column, frozenset[str]]]
    groups: list[Group]
    width: int
    derive: Derive | None = None
    samples: dict[str, list[str]] = field(default_factory=dict)
    """Some cells of the column of periods."""

    @property
    def wide(self) -> bool:
        """Whether a row holds several figures, each in columns of its own."""
        return bool(self.map.figures)

    @cached_property
    def figure_places(self) -> frozenset[int]:
        """Where figures stand."""
        return frozenset(column.place for group in self.groups for column in group.parts.values())

    @cached_property
    def name(self) -> str:
        """What an indicator is called where no column says it: what the map says, else the file."""
        return self.map.always.get("indicator") or Path(self.file).stem.replace("_", " ").strip()

    @cached_property
    def unit_of_value(self) -> str:
        """The unit that the map says, or the name of the column of values."""
        value = self.at.get("value")
        named = value.name if value is not None and bare(value.name) in _SAYS_UNIT else ""
        return self.map.always.get("unit") or named

    def cell(self, cells: Sequence[str], key: str) -> str:
        """What a row says of something: its cell, or what the map says of every row."""
        column = self.at.get(key)
        if column is not None:
            return column.cell(cells)
        return self.map.always.get(key, "")  # type: ignore[call-overload, no-any-return]

    def derived(self, cells: list[str]) -> Sequence[str]:
        """A row with the cells that its layout works out."""
        if self.derive is None:
            return cells
        whole = [*cells, *[""] * (len(self.header.names) - len(cells))]
        return [*whole, *self.derive(whole)]

    @cached_property
    def _times(self) -> dict[str, Times]:
        return {}

    def times(self, years: str) -> Times:
        """How the column of periods is read."""
        found = self._times.get(years)
        if found is None:
            column = self.at.get("period")
            cells = self.samples.get("period", [])
            usual = Times(years or "financial", across=not cells)
            found = (times_of(column.name, cells, years=years, named=True) if column else None) or usual
            self._times[years] = found
        return found


def plan(
    grid: Grid,
    told: FigureMap,
    header: Header | None = None,
    extra: Sequence[str] = (),
    deriving: Callable[[Header], Derive] | None = None,
) -> Plan:
    """A map on a table; raises MapIsWrongError with every column of it that the table does not have.

    Args:
        grid: the table.
        told: the map.
        header: where its columns are named, if that is known.
        extra: the names of the columns that its layout works out.
        deriving: what works them out, once it knows the header.
    """
    header = header or header_by(grid, told, extra)
    names = [*header.names, *extra]
    exact = {plain(name).casefold(): place for place, name in reversed([*enumerate(names)])}
    faults: list[str] = []

    def column(name: str, key: str) -> Column:
        place = exact.get(plain(name).casefold())
        if place is None:
            near = get_close_matches(plain(name), names, n=1, cutoff=0.5)
            hint = f"Did you mean “{near[0]}”?" if near else f"The columns are {', '.join(names[:8])}."
            faults.append(f"`{key}` names the column “{name}”, which {grid.called} does not have. {hint}")
            return Column(-1, name)
        return Column(place, names[place])

    at = {key: column(name, key) for key in NAMED if (name := getattr(told, key)) and key not in _PARTS}
    found = Plan(
        map=told,
        header=header,
        file=grid.name,
        title=header.title,
        at=at,
        categories=[column(name, "categories") for name in told.categories],
        notes=[column(name, "notes") for name in told.notes],
        only=[
            (column(name, "only"), frozenset(said.casefold() for said in wanted)) for name, wanted in told.only.items()
        ],
        groups=_groups(told, column),
        width=len(names),
        derive=deriving(header) if deriving is not None else None,
    )
    for name in (*told.ignore, *told.uses):
        column(name, "ignore")
    if told.value:
        at["value"] = column(told.value, "value")
    if faults:
        raise MapIsWrongError(" ".join(faults[:3]))
    if "period" in at:
        rows = (found.derived(cells) for _, cells in grid.top[header.first :])
        found.samples["period"] = [cell for cells in rows if (cell := at["period"].cell(cells))]
    return found


def header_by(grid: Grid, told: FigureMap, extra: Sequence[str] = ()) -> Header:
    """The header that a map means: the row it names, else the first that has its columns."""
    if told.header:
        place = next((place for place, (line, _) in enumerate(grid.top) if line == told.header), None)
        if place is not None:
            found = header_at(grid, place, told.header_rows)
            if _has(found, told, extra):
                return found
    for place in range(min(len(grid.top), 60)):
        found = header_at(grid, place, told.header_rows)
        if _has(found, told, extra):
            return found
    place = next((place for place, (line, _) in enumerate(grid.top) if line == max(1, told.header)), 0)
    return header_at(grid, place, told.header_rows)


def _has(header: Header, told: FigureMap, extra: Sequence[str]) -> bool:
    names = {plain(name).casefold() for name in (*header.names, *extra)}
    return all(plain(name).casefold() in names for name in told.columns())


def _groups(told: FigureMap, column: Callable[[str, str], Column]) -> list[Group]:
    """The figures that a row holds: one in a long table, those of the map's columns in a wide one."""
    if not told.figures:
        parts = {part: column(name, part) for part in _PARTS if (name := getattr(told, part))}
        return [Group(FigureColumn(), parts, _always(told, ""))]
    grouped: dict[tuple[str, ...], list[Group]] = {}
    placed = {name: column(name, "figures") for name in told.figures}
    for name, says in sorted(told.figures.items(), key=lambda pair: placed[pair[0]].place):
        alike = grouped.setdefault((says.indicator, says.period, says.sex, says.age, says.category), [])
        group = next((one for one in alike if _takes(one, says)), None)
        if group is None:
            group = Group(says, {}, _always(told, says.period))
            alike.append(group)
        elif says.unit and not group.says.unit:
            group.says = says
        group.parts[says.part] = placed[name]
    found = [group for alike in grouped.values() for group in alike]
    if told.denominator:
        base = column(told.denominator, "denominator")
        for group in found:
            if group.says.unit == "%" or {"value", "count"} <= group.parts.keys():
                group.parts.setdefault("denominator", base)
    for group in found:
        if "count" in group.parts and not group.parts.keys() & {"value", "denominator"} and not group.says.unit:
            group.says = group.says.model_copy(update={"unit": "Count"})
    return found


def _takes(group: Group, says: FigureColumn) -> bool:
    """Whether a column goes into a figure: the part is free, and their units are one or not both said."""
    units = {group.says.unit, says.unit} - {"", "Count"}
    return says.part not in group.parts and len(units) < 2


@lru_cache(maxsize=4096)
def _read(text: str, years: str) -> tuple[str, str, str]:
    period = Times(years or "financial", across=True).read(text)
    return period.text, period.starts.isoformat(), period.ends.isoformat()


def _always(told: FigureMap, said: str) -> tuple[str, str, str] | None:
    """The period that a column's map or the whole map says; None where a column of periods does."""
    text = said or told.always.get("period", "")
    if not text:
        return None
    try:
        return _read(text, told.years)
    except PeriodNotUnderstoodError as fault:
        raise MapIsWrongError(f"The map says the period “{text}”. {fault}") from None
