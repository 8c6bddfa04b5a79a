"""Counts become figures: doubts are worked out over all of them, then what the agreements forbid to keep is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from workbench import geography
from workbench.exchange.records.counting import GROUPS, Cell, Counts, Numbers
from workbench.exchange.records.definition import Definition
from workbench.governance.withholding import Tree, withhold_areas, withhold_breakdowns
from workbench.indicators.doubts import doubts_of
from workbench.indicators.drafts import FROM_ALL, WITHHELD_BY_US, DraftDoubt, DraftFigure
from workbench.indicators.intervals import interval_for
from workbench.indicators.observations import Figure
from workbench.indicators.parts import Part
from workbench.indicators.spans import months_in_words

NOTHING = Numbers(0, 0)
_LONG = {"month": 1, "quarter": 3}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of the counts: figures, doubts that arose from what is not kept, how many cells are withheld."""

    figures: tuple[DraftFigure, ...]
    doubts: tuple[DraftDoubt, ...]
    withheld: int
    notes: tuple[str, ...] = ()


def keep(told: Definition, counts: Counts, residents: Mapping[str, float]) -> Kept:
    """The figures of every area, period and group, with those withheld that may not be kept.

    Args:
        told: the definition.
        counts: of every level.
        residents: people by area code, from a file; the register's estimates where there are none.
    """
    figures: list[DraftFigure] = []
    doubts: list[DraftDoubt] = []
    hidden_cells = 0
    for period in sorted({cell.period for cell in counts.cells}):
        table = _Table(told, counts, period, residents)
        every = {cell: table.figure(cell) for cell in table.cells() if cell.kind == "all"}
        hidden = table.hidden()
        kept = {
            cell: table.withheld(cell) if cell in hidden else every.get(cell) or table.figure(cell)
            for cell in table.cells()
        }
        doubts += _only_from_all(told, counts, every, kept, hidden)
        figures += kept.values()
        hidden_cells += len(hidden)
    return Kept(tuple(figures), tuple(doubts), hidden_cells, tuple(_part_covered(told, counts)))


class _Table:
    """The counts of one period: every area, and every group of every area, noughts too."""

    def __init__(self, told: Definition, counts: Counts, period: int, residents: Mapping[str, float]) -> None:
        self.told, self.counts, self.period, self.residents = told, counts, period, residents
        self.areas, self.rule = tuple(counts.levels), told.rule()
        self.groups = {
            kind: sorted({cell.group for cell in counts.cells if cell.kind == kind})
            for kind in GROUPS
            if getattr(told.partner, kind)
        }
        self.said, self.starts, self.ends = period_of(told, period)

    def cells(self) -> Iterator[Cell]:
        """Every cell, the areas as wholes first."""
        for area in self.areas:
            yield Cell(area, self.period)
        for kind, groups in self.groups.items():
            for area in self.areas:
                for group in groups:
                    yield Cell(area, self.period, kind, group)

    def numbers(self, cell: Cell) -> Numbers:
        return self.counts.cells.get(cell, NOTHING)

    def hidden(self) -> frozenset[Cell]:
        """The cells that may not be kept."""
        tree = Tree(self.counts.parent, self.areas)
        whole = {area: self._parts(Cell(area, self.period)) for area in self.areas}
        fewest = self.told.fewest
        areas = withhold_areas(tree, whole, fewest)
        found = {Cell(area, self.period) for area in areas}
        for kind, groups in self.groups.items():
            by = {
                area: {group: self._parts(Cell(area, self.period, kind, group)) for group in groups}
                for area in self.areas
            }
            without = withhold_breakdowns(tree, whole, by, fewest, areas)
            found |= {Cell(area, self.period, kind, group) for area in without for group in groups}
        return frozenset(found)

    def _parts(self, cell: Cell) -> tuple[int, ...]:
        """What may not be small: those counted, and those left over where the denominator is of records too."""
        counted, among = self.numbers(cell)
        return (counted, among - counted) if self.told.among is not None else (counted,)

    def figure(self, cell: Cell) -> DraftFigure:
        """The figure of a cell, whatever its count, rounded as the agreements say."""
        told, (counted, among) = self.told, self.numbers(cell)
        count = _rounded(counted, told.round_to)
        if told.among is not None:
            of: float | None = _rounded(among, told.round_to)
        else:
            of = self._living(cell.area) if cell.kind == "all" and told.measure.kind == "rate" else None
        notes = [f"counts are rounded to the nearest {told.round_to} by us"] if told.round_to > 1 else []
        value: float | None = None
        status = "normal"
        if told.measure.kind == "count":
            value = count
        elif of:
            value = (
                min(count, of) / of * told.measure.multiplier
                if told.among is not None
                else count / of * told.measure.multiplier
            )
        else:
            status = "not applicable"
            notes.append(
                "nobody to count among" if told.among is not None else "no residents are known here, so no rate"
            )
        limits = _limits(count, of, told.measure.kind, told.measure.multiplier) if value is not None else None
        return DraftFigure(
            **self._who(cell), value=value, lower=limits.lower if limits else None, upper=limits.upper if limits else None,
            count=count, denominator=of, interval=limits.method if limits else "", status=status, note="; ".join(notes),
        )  # fmt: skip

    def withheld(self, cell: Cell) -> DraftFigure:
        """The figure of a cell whose numbers are not kept, with the rule."""
        return DraftFigure(**self._who(cell), status=WITHHELD_BY_US, note=self.rule)

    def _who(self, cell: Cell) -> dict[str, Any]:
        who = {"sex": "all", "age": "all", "category": "all"}
        if cell.kind != "all":
            who[cell.kind] = cell.group
        name = self.counts.names.get(cell.area, cell.area)
        return {
            "area_code": cell.area, "area": name, "period": self.said, "starts": self.starts, "ends": self.ends, **who,
        }  # fmt: skip

    def _living(self, area: str) -> float | None:
        """Residents: the file's, else the register's near the middle of the period; of a sum where it has none itself."""
        if area in self.residents:
            return self.residents[area]
        if not self.residents:
            first, last = date.fromisoformat(self.starts), date.fromisoformat(self.ends)
            found = geography.residents(area, first + (last - first) / 2)
            if found is not None:
                return float(found.people)
        within = self.counts.within.get(area)
        if not within or self.counts.levels.get(area) == "district":
            return None
        living = [self._living(one) for one in within]
        return sum(one for one in living if one) if all(living) else None


def period_of(told: Definition, first: int) -> tuple[str, str, str]:
    """A period by its first month from year 0: as it is printed, its first and its last day."""
    months = _LONG.get(told.written.every, 12)
    begins = date(first // 12, first % 12 + 1, 1)
    after = first + months
    ends = date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
    match told.written.every:
        case "month":
            said = months_in_words(begins.isoformat(), ends.isoformat())
        case "quarter":
            said = f"Q{begins.month // 3 + 1} {begins.year}"
        case "calendar year":
            said = str(begins.year)
        case _:
            said = f"{begins.year}/{ends.year % 100:02}"
    return said, begins.isoformat(), ends.isoformat()


_limits = lru_cache(maxsize=65_536)(interval_for)


def _rounded(count: int, to: int) -> float:
    return float((count + to // 2) // to * to) if to > 1 else float(count)


def _part_covered(told: Definition, counts: Counts) -> Iterator[str]:
    """What to say where records begin or end within a period, whose count is then of a part of it."""
    first, last = counts.months
    begins, ends = (date(month // 12, month % 12 + 1, 1).strftime("%b %Y") for month in (first, last))
    months = _LONG.get(told.written.every, 12)
    periods = sorted({cell.period for cell in counts.cells})
    if periods and (periods[0] < first or last < periods[-1] + months - 1):
        yield f"The records go from {begins} to {ends}: a period that begins before or ends after is counted in part."


def _only_from_all(
    told: Definition,
    counts: Counts,
    every: Mapping[Cell, DraftFigure],
    kept: Mapping[Cell, DraftFigure],
    hidden: frozenset[Cell],
) -> list[DraftDoubt]:
    """The doubts that the full counts raise about figures that are kept, and the kept counts no longer do.

    Their sentences hold no number, so that they give nothing away of what is withheld.
    """
    found: list[DraftDoubt] = []
    if not any(cell in hidden for cell in every):
        return found
    for cell in every:
        if cell in hidden or counts.levels[cell.area] not in {"district", "county"}:
            continue
        now = _kinds(told, counts, kept, cell)
        for kind, weight in _kinds(told, counts, every, cell).items():
            if kind not in now:
                said = (
                    f"{FROM_ALL} the doubt “{kind}” ({weight}). The numbers behind it are withheld by us,"
                    " because some are small."
                )
                found.append(DraftDoubt(cell.area, every[cell].period, kind, said))
    return found


def _kinds(told: Definition, counts: Counts, figures: Mapping[Cell, DraftFigure], cell: Cell) -> dict[str, str]:
    """The kinds of doubt about a figure, with their weight."""
    level = counts.levels[cell.area]
    others = [
        _as_figure(told, figures[other])
        for other in (Cell(code, cell.period) for code, at in counts.levels.items() if at == level)
        if other in figures and other != cell and figures[other].value is not None
    ]
    parts = _parts_in(counts, figures, cell)
    lines = doubts_of(_as_figure(told, figures[cell]), others, parts=parts, about=told.written.about)
    return {line.kind: line.weight for line in lines}


def _parts_in(counts: Counts, figures: Mapping[Cell, DraftFigure], cell: Cell) -> Sequence[Part]:
    """The small areas of a district with what is counted in them."""
    found = []
    for code in counts.within.get(cell.area, ()):
        one = figures.get(Cell(code, cell.period))
        if counts.levels[code] == "small area" and one is not None and one.count:
            found.append(Part(one.area, one.count, "small area", code))
    return found


def _as_figure(told: Definition, draft: DraftFigure) -> Figure:
    """A draft as doubts take it, before any project has seen it."""
    return Figure(
        0, 0, told.written.name, draft.area_code, draft.area, draft.period, draft.starts, draft.ends, draft.sex, draft.age,
        draft.category, draft.value, draft.lower, draft.upper, draft.count, draft.denominator, draft.interval, "",
        draft.status, draft.note, draft.derived, None, told.measure.unit, told.measure.kind, told.measure.multiplier,
        told.written.polarity, "", "", 0, "", "", "", True,
    )  # fmt: skip
