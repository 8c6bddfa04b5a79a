"""Rows of a table of figures become indicators: their measure found, values and intervals worked out, faults told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.errors import WorkbenchError
from workbench.indicators.drafts import DraftFigure, DraftIndicator
from workbench.indicators.intervals import interval_for
from workbench.indicators.known import ENGLAND, Known, known
from workbench.indicators.marks import Cell
from workbench.indicators.measures import Measure, measure_fitting, measure_named
from workbench.sources.drafts import LeftOut

BLANK = Cell(None, "missing")
_WITHOUT_VALUE = frozenset({"missing", "withheld by the publisher", "withheld by us", "not applicable"})
_NEVER_NEGATIVE = frozenset({"proportion", "rate", "count"})
_SHOWN = 3


class UnitNotSaidError(WorkbenchError):
    """It has counts but no value, and does not say of what unit. Add a column unit: %, or per 100,000 residents."""


@dataclass(slots=True)
class RawFigure:
    """A row as it was read: who, when, and its cells, before anything is worked out."""

    row: int
    area_code: str
    area: str
    period: str
    starts: str
    ends: str
    sex: str
    age: str
    category: str
    value: Cell = BLANK
    lower: Cell = BLANK
    upper: Cell = BLANK
    count: Cell = BLANK
    denominator: Cell = BLANK
    told: Cell = field(default_factory=lambda: Cell(None))
    compared: str = ""
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it this figure and no other."""
        return self.area_code, self.starts, self.ends, self.sex, self.age, self.category

    @property
    def says(self) -> tuple[object, ...]:
        """Its numbers, to tell a repetition from a contradiction."""
        return tuple(cell.value for cell in (self.value, self.lower, self.upper, self.count, self.denominator))


def gather(
    name: str, unit: str, external_id: str, raws: list[RawFigure], *, benchmark: str = "", intervals: bool = True
) -> tuple[DraftIndicator, list[LeftOut]]:
    """One indicator from its rows, and the rows that could not be kept, with the reason.

    Without `intervals` none is worked out where the source has none: a count of everybody is no sample of chance.

    Raises UnitNotSaidError when there are counts but no value and nothing says what to divide or multiply.
    """
    fact = known(name, external_id)
    measure = _measure(name, unit, raws)
    faults = [(raw, _fault(raw, measure)) for raw in raws]
    kept, left_out = _once([raw for raw, fault in faults if not fault])
    left_out += [
        LeftOut(f"row {raw.row}", f"{raw.area or raw.area_code}, {raw.period}", fault) for raw, fault in faults if fault
    ]
    figures = [_figure(raw, measure, intervals=intervals) for raw in kept]
    methods = {figure.interval for figure in figures if figure.interval}
    return (
        DraftIndicator(
            name=name,
            figures=tuple(figures),
            kind=measure.kind,
            unit=measure.unit,
            multiplier=measure.multiplier,
            polarity=fact.polarity if fact else "none",
            definition=fact.definition if fact else "",
            benchmark=_benchmark(fact, benchmark, kept),
            interval_method="; ".join(sorted(methods)),
            external_id=external_id or (fact.external_id if fact else ""),
            source=fact.publisher if fact else "",
            caveats=fact.caveats if fact else "",
        ),
        left_out,
    )


def _benchmark(fact: Known | None, told: str, raws: Iterable[RawFigure]) -> str:
    if fact and fact.benchmark:
        return fact.benchmark
    return told or (ENGLAND if any(raw.area_code == ENGLAND for raw in raws) else "")


def _once(raws: list[RawFigure]) -> tuple[list[RawFigure], list[LeftOut]]:
    """Every figure once: the first stands; repetitions are told together, contradictions one by one."""
    first: dict[tuple[str, ...], RawFigure] = {}
    repeated: list[int] = []
    left_out: list[LeftOut] = []
    for raw in raws:
        earlier = first.setdefault(raw.key, raw)
        if earlier is raw:
            continue
        if earlier.says == raw.says:
            repeated.append(raw.row)
        else:
            what = f"{raw.area or raw.area_code}, {raw.period}"
            why = f"another figure for the same area, time and group stands in row {earlier.row}"
            left_out.append(LeftOut(f"row {raw.row}", what, why))
    if repeated:
        rows = list(dict.fromkeys(repeated))
        shown = ", ".join(map(str, rows[:_SHOWN]))
        more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        left_out.append(
            LeftOut(
                f"row{'s' * (len(rows) > 1)} {shown}{more}",
                "figures that came before",
                "the same figure stands further up",
            )
        )
    return list(first.values()), left_out


def _measure(name: str, unit: str, raws: list[RawFigure]) -> Measure:
    """The measure by the unit's words, else by how count, denominator and value fit, else by the indicator's name."""
    named = measure_named(unit) if unit else None
    if named is not None:
        return named
    complete = [
        (raw.value.value, raw.count.value, raw.denominator.value)
        for raw in raws
        if raw.value.value and raw.count.value and raw.denominator.value
    ]
    for value, count, denominator in complete[:50]:
        fitting = measure_fitting(float(value or 0), float(count or 0), float(denominator or 0))
        if fitting is not None and not unit:
            return fitting
    named = measure_named(name)
    if named is not None:
        return named
    if not any(raw.value.value is not None for raw in raws):
        if any(raw.denominator.value is not None for raw in raws):
            raise UnitNotSaidError(
                f"“{name}” has counts and denominators but no value, and does not say of what unit."
                " Add a column unit: %, or per 100,000 residents."
            )
        if any(raw.count.value is not None for raw in raws):
            return Measure("count", unit, 1.0)
    return Measure("other", unit, 1.0)


def _fault(raw: RawFigure, measure: Measure) -> str:
    """Why a row cannot be right, in a sentence; empty when nothing is wrong."""
    value, lower, upper = raw.value.value, raw.lower.value, raw.upper.value
    count, denominator = raw.count.value, raw.denominator.value
    if (count is not None and count < 0) or (denominator is not None and denominator < 0):
        return "a count is below zero"
    if value is not None and value < 0 and measure.kind in _NEVER_NEGATIVE:
        return "the value is below zero"
    if measure.kind == "proportion":
        if count is not None and denominator is not None and count > denominator:
            return f"the count {count:,.0f} is larger than its denominator {denominator:,.0f}"
        if value is not None and value > measure.multiplier:
            return f"the value {value:g} is more than {measure.multiplier:g}"
    if lower is not None and upper is not None and lower > upper:
        return f"the interval runs backwards, {lower:g} to {upper:g}"
    if value is not None:
        half = 0.51 * 10.0 ** -min(raw.value.decimals, raw.lower.decimals or 9, raw.upper.decimals or 9)
        if (lower is not None and value < lower - half) or (upper is not None and value > upper + half):
            return f"the value {value:g} lies outside its own interval"
    return ""


def _figure(raw: RawFigure, measure: Measure, *, intervals: bool) -> DraftFigure:
    """The figure of a row: its value and interval as published, or worked out where the row allows it."""
    value, derived = raw.value.value, False
    notes = [*raw.notes]
    count, denominator = raw.count.value, raw.denominator.value
    status = raw.told.status if raw.told.status != "normal" else raw.value.status
    may_compute = value is None and status == "missing" and not raw.value.note and raw.told.status == "normal"
    if may_compute:
        value = _worked_out(count, denominator, measure)
        if value is not None:
            derived, status = measure.kind != "count", "normal"
            if derived:
                notes.append("worked out from count and denominator")
    if value is not None and status in _WITHOUT_VALUE:
        status = "normal"
    if value is None and status not in _WITHOUT_VALUE:
        notes.append(f"the publisher's status: {status}") if status != "normal" else None
        status = "missing"
    lower, upper, method = _interval(raw, measure, value if intervals else None)
    _say_if_not_fitting(raw, measure, notes)
    for cell in (raw.told, raw.value, raw.count, raw.denominator):
        if cell.note and cell.note not in notes:
            notes.append(cell.note)
    return DraftFigure(
        raw.area_code, raw.area, raw.period, raw.starts, raw.ends, raw.sex, raw.age, raw.category,
        value, lower, upper, count, denominator, method, raw.compared, status, "; ".join(notes), derived, raw.row,
    )  # fmt: skip


def _worked_out(count: float | None, denominator: float | None, measure: Measure) -> float | None:
    if count is None:
        return None
    if measure.kind == "count":
        return count
    if denominator is None or denominator <= 0 or measure.kind not in {"proportion", "rate"}:
        return None
    return count / denominator * measure.multiplier


def _interval(raw: RawFigure, measure: Measure, value: float | None) -> tuple[float | None, float | None, str]:
    """The published interval where there is one, else ours with its method; nothing for a missing value."""
    if raw.lower.value is not None and raw.upper.value is not None:
        return raw.lower.value, raw.upper.value, "published"
    if value is None:
        return None, None, ""
    ours = interval_for(raw.count.value, raw.denominator.value, measure.kind, measure.multiplier)
    if ours is None or (raw.value.value is not None and not _fits(raw, measure)):
        return None, None, ""
    return ours.lower, ours.upper, ours.method


def _fits(raw: RawFigure, measure: Measure) -> bool:
    """Whether a row's value is its count / denominator x multiplier, within its rounding and 1 %."""
    ours = _worked_out(raw.count.value, raw.denominator.value, measure)
    value = raw.value.value
    return ours is None or value is None or abs(ours - value) <= max(0.51 * 10.0**-raw.value.decimals, value * 0.01)


def _say_if_not_fitting(raw: RawFigure, measure: Measure, notes: list[str]) -> None:
    if not _fits(raw, measure):
        notes.append("the value is not its count divided by its denominator: adjusted by the publisher, or a slip")
