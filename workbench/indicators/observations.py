"""Observations: one figure for an indicator, an area, a period and a breakdown.

Bringing in the same file again finds every figure; a changed figure is a revision, which a person has to allow.
A figure that is read comes with its indicator and data set, so that it never stands without its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.indicators.breakdowns import main_breakdowns, only_small
from workbench.indicators.datasets import Dataset, kept_out, take_in_dataset
from workbench.indicators.drafts import DraftFigure, DraftFigures, DraftIndicator
from workbench.indicators.indicators import Indicator
from workbench.indicators.revisions import FiguresChangedError, Plan, parts_no_longer_there, plan, with_guids
from workbench.indicators.spans import Months, course, larger, newest, told
from workbench.rows import AUTOINCREMENT, CHUNK, Row, add, add_many, bulk, find_guid, guid_for, now, one_of, table_of
from workbench.rows import amend as amend_row
from workbench.sources.documents import Added

STATUSES = (
    "normal",
    "missing",
    "withheld by the publisher",
    "withheld by us",
    "not applicable",
    "low reliability",
    "provisional",
    "revised",
    "series break",
    "estimated",
)


class Observation(Row, table=True):
    """A figure. A value of None says why in `status`; it is never zero."""

    __table_args__: Any = (
        one_of("status", STATUSES),
        sa.Index("observation_by_area", "indicator_id", "area_code", "period_start"),
        sa.Index("observation_by_place", "area_code"),
        AUTOINCREMENT,
    )

    indicator_id: int = Field(foreign_key="indicator.id")
    area_code: str
    area: str = ""
    """The area's name as the source gives it."""
    period: str
    period_start: str
    """ISO date, the first day."""
    period_end: str
    """ISO date, the last day."""
    sex: str = "all"
    age: str = "all"
    category: str = "all"
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    count: float | None = None
    denominator: float | None = None
    interval: str = ""
    """Where lower and upper come from: `published`, or the method by which we computed them."""
    compared: str = ""
    """What the publisher says against its benchmark: better, similar, worse, higher, lower; empty if nothing."""
    status: str = "normal"
    note: str = ""
    derived: bool = False
    """Computed here from other figures, not published."""
    row: int | None = None
    """The line of the source file."""
    lower_998: float | None = None
    upper_998: float | None = None
    """The publisher's limits of 99.8 %."""
    trend: str = ""
    """What the publisher says of the recent trend, in its own words."""
    base: float | None = None
    """Of a survey's figure: how many people answered, each counted once; `denominator` is their weight."""
    asked: float | None = None
    """Of a survey's figure: how many people were asked."""
    design_effect: float | None = None
    """Of a survey's figure: how many times the variance is what it would be if every answer weighed the same."""


class Figure(NamedTuple):
    """A figure with all that it carries: what it measures, of whom, where, when, how sure, and from whom."""

    id: int
    indicator_id: int
    indicator: str
    area_code: str
    area: str
    period: str
    starts: str
    ends: str
    sex: str
    age: str
    category: str
    value: float | None
    lower: float | None
    upper: float | None
    count: float | None  # type: ignore[assignment]
    denominator: float | None
    interval: str
    compared: str
    status: str
    note: str
    derived: bool
    row: int | None
    unit: str
    kind: str
    multiplier: float
    polarity: str
    benchmark: str
    external_id: str
    dataset_id: int
    dataset: str
    publisher: str
    licence: str
    from_records: bool
    lower_998: float | None = None
    upper_998: float | None = None
    trend: str = ""
    base: float | None = None
    asked: float | None = None
    design_effect: float | None = None

    @property
    def breakdown(self) -> tuple[str, str, str]:
        """Sex, age and category."""
        return self.sex, self.age, self.category


class NoSuchFigureError(WorkbenchError):
    """There is no such figure in the project. Look at the indicator's areas and periods."""


_OBSERVATION = table_of(Observation)
DEFINED = (
    "kind", "unit", "multiplier", "polarity", "definition", "benchmark", "interval_method", "external_id", "source",
    "caveats",
)  # fmt: skip
"""What an indicator takes over from its draft."""


def add_figures(session: Session, draft: DraftFigures, *, amend: bool = False, **facts: Any) -> Added:
    """Bring a file's figures into the project: its data set, its indicators and their figures.

    Natural keys: the file's name; data set and indicator name; indicator, area, period and breakdown. What is there is
    found, what is gone comes back, and figures that are no longer in the file stay.

    Args:
        session: of a change.
        draft: what a reader made of the file.
        amend: take the file's figures where they differ from the project's. The status becomes `revised` and
            the note says what the figure was.
        facts: cells of the data set that the file does not say, such as publisher, licence, release.

    Raises:
        FiguresChangedError: with the count of what would change, unless `amend`.
    """
    dataset = take_in_dataset(session, draft, facts)
    counts = dict.fromkeys(("rows", "indicators", "observations", "found", "amended", "returned"), 0)
    counts["rows"] = draft.rows
    plans = [
        _plan(session, draft, entry.name, _indicator(session, dataset, draft.name, entry, counts), entry.figures)
        for entry in draft.indicators
    ]
    changed = [one for planned in plans for one in planned.changed if not (draft.adds_up and one.ours)]
    if changed and not amend:
        total = sum(planned.found + len(planned.changed) for planned in plans)
        raise FiguresChangedError(
            f"{draft.name}: {len(changed):,} of the {total:,} figures that the project has would change,"
            f" the first in {changed[0].said}. Bring it in with --amend to take the new ones."
        )
    _write(session, plans, counts)
    notes = _add_spans(session, draft, plans, counts) if draft.adds_up else ()
    outcome = "amended" if counts["amended"] else "added" if counts["observations"] or counts["returned"] else "found"
    return Added(outcome, counts, draft.left_out, (*draft.notes, *notes))


def _write(session: Session, plans: Iterable[Plan], counts: dict[str, int]) -> None:
    """Write down what was planned, and count it."""
    for planned in plans:
        with bulk(session, Observation):
            counts["observations"] += add_many(session, Observation, planned.rows())
        for key in planned.returned:
            amend_row(session, Observation, key, gone=False)
        for revision in planned.changed:
            amend_row(session, Observation, revision.key, **revision.cells)
        counts["found"] += planned.found
        counts["returned"] += len(planned.returned)
        counts["amended"] += len(planned.changed)


def _add_spans(session: Session, draft: DraftFigures, plans: Iterable[Plan], counts: dict[str, int]) -> list[str]:
    """Work out the figures of whole spans again, from all months that the project has, where any month is new."""
    found = []
    for entry, planned in zip(draft.indicators, plans, strict=True):
        if planned.touches:
            months = Months(session, _OBSERVATION, planned.indicator, entry.multiplier)
            for worked_out in (months.zeros(), months.spans_over(entry.figures)):
                again = _plan(session, draft, entry.name, planned.indicator, worked_out, parts=False)
                _write(session, [again], counts)
            found.append((entry.name, months))
    return told(found)


def _indicator(session: Session, dataset: int, file: str, draft: DraftIndicator, counts: dict[str, int]) -> int:
    """The indicator of a data set by its name, made when new. What a person has written about it stands."""
    guid = guid_for(session, "indicator", f"{file}\x1f{draft.name}")
    indicator = find_guid(session, Indicator, guid)
    if indicator is not None:
        assert indicator.id is not None
        if indicator.gone:
            amend_row(session, Indicator, indicator.id, gone=False)
        return indicator.id
    counts["indicators"] += 1
    cells = {name: getattr(draft, name) for name in DEFINED}
    return add(session, Indicator, guid=guid, dataset_id=dataset, name=draft.name, **cells)


def _plan(
    session: Session,
    draft: DraftFigures,
    name: str,
    indicator: int,
    coming: Sequence[DraftFigure],
    *,
    parts: bool = True,
) -> Plan:
    """Which figures of an indicator are new, known, gone or changed."""
    o = _OBSERVATION.c
    statement = sa.select(_OBSERVATION).where(o.indicator_id == indicator)
    times = sorted({figure.starts for figure in coming})
    if len(times) <= CHUNK:
        statement = statement.where(o.period_start.in_(times))
    there = {row.guid: row for row in session.execute(statement)}

    known = with_guids(session, f"{draft.name}\x1f{name}", coming)
    planned = plan(indicator, known, there, today=now()[:10])
    if draft.adds_up and parts:
        planned.changed += parts_no_longer_there(known, there)
    return planned


def figures(
    session: Session,
    *,
    indicator_id: int | Iterable[int] | None = None,
    area: str | Iterable[str] | None = None,
    period: str | None = None,
    starts: Iterable[str] | None = None,
    main: bool = False,
) -> list[Figure]:
    """The project's figures by indicator, then area, then time; those of an indicator, an area (code) or a period.

    `starts` are first days, of which theirs has to be one.

    With `main` only those of everybody (`main_breakdown`), and of small areas, such as LSOAs, only where they are asked
    for by `area` or an indicator has no larger ones.

    Figures of a data set that a partner shared and whose terms are missing or over are never among them: this is the
    one place where all that shows, compares or exports figures reads them.
    """
    observation, indicator, dataset = _OBSERVATION, table_of(Indicator), table_of(Dataset)
    statement = _SELECTED.where(
        observation.c.gone.is_(False), indicator.c.gone.is_(False), dataset.c.gone.is_(False),
        dataset.c.id.not_in(sorted(kept_out(session))),
    ).order_by(
        observation.c.indicator_id, observation.c.area_code, observation.c.period_start, observation.c.period_end,
        observation.c.id,
    )  # fmt: skip
    keys = None if indicator_id is None else [indicator_id] if isinstance(indicator_id, int) else list(indicator_id)
    if keys is not None:
        statement = statement.where(observation.c.indicator_id.in_(keys))
    if area is not None:
        statement = statement.where(observation.c.area_code.in_([area] if isinstance(area, str) else list(area)))
    if period is not None:
        statement = statement.where(observation.c.period == period)
    if starts is not None:
        statement = statement.where(observation.c.period_start.in_(list(starts)))
    if not main:
        return [Figure._make(row) for row in session.execute(statement)]
    wanted = main_breakdowns(session, keys)
    small = only_small(session, wanted)
    if area is None:
        statement = statement.where(sa.or_(larger(observation.c.area_code), observation.c.indicator_id.in_(small)))
    for column, cells in zip(_GROUP, zip(*wanted.values(), strict=True), strict=False):
        statement = statement.where(column.in_(set(cells)))
    found = [Figure._make(row) for row in session.execute(statement)]
    return [figure for figure in found if wanted[figure.indicator_id] == figure.breakdown]


def figures_with(session: Session, keys: Iterable[int]) -> list[Figure]:
    """The figures with these keys, at most some hundreds, in no order."""
    return [Figure._make(row) for row in session.execute(_SELECTED.where(_OBSERVATION.c.id.in_(list(keys))))]


def _selected() -> sa.Select[Any]:
    observation, indicator, dataset = _OBSERVATION, table_of(Indicator), table_of(Dataset)
    o, i, d = observation.c, indicator.c, dataset.c
    return sa.select(
        o.id, o.indicator_id, i.name, o.area_code, o.area, o.period, o.period_start, o.period_end, o.sex, o.age,
        o.category, o.value, o.lower, o.upper, o.count, o.denominator, o.interval, o.compared, o.status, o.note,
        o.derived, o.row, i.unit, i.kind, i.multiplier, i.polarity, i.benchmark, i.external_id, i.dataset_id,
        d.name, d.publisher, d.licence, d.from_records, o.lower_998, o.upper_998, o.trend, o.base, o.asked,
        o.design_effect,
    ).select_from(observation.join(indicator, i.id == o.indicator_id).join(dataset, d.id == i.dataset_id))  # fmt: skip


_SELECTED = _selected()
_GROUP = (_OBSERVATION.c.sex, _OBSERVATION.c.age, _OBSERVATION.c.category)


def history_of(session: Session, indicator_id: int, area: str) -> list[Figure]:
    """An indicator's figures for an area over time, of everybody, the oldest first; months, not what they add up to."""
    return course(figures(session, indicator_id=indicator_id, area=area, main=True))


def figure_at(session: Session, indicator_id: int, area_code: str, period: str = "latest") -> Figure | None:
    """An indicator's figure for an area, of everybody: the newest, or that of a period. None if there is none.

    The newest of an indicator whose months add up is the one of their whole span.
    """
    found = figures(session, indicator_id=indicator_id, area=area_code, main=True)
    if period != "latest":
        found = [figure for figure in found if figure.period == period]
    return newest(found) if found else None


def observation_at(session: Session, indicator_id: int, area_code: str, period: str = "latest") -> int:
    """The key of an indicator's figure for an area and a period, of everybody; NoSuchFigureError if there is none."""
    figure = figure_at(session, indicator_id, area_code, period)
    if figure is None:
        when = "" if period == "latest" else f" in {period}"
        raise NoSuchFigureError(
            f"There is no figure of that indicator for {area_code}{when}. Look at its areas and periods."
        )
    return figure.id


def benchmark_of(session: Session, figure: Figure) -> Figure | None:
    """The figure of the comparator's area for the same time and the same people; None if there is none."""
    if not figure.benchmark or figure.benchmark == figure.area_code:
        return None
    return benchmark_among(figures(session, indicator_id=figure.indicator_id, area=figure.benchmark), figure)


def benchmark_among(others: Iterable[Figure], figure: Figure) -> Figure | None:
    """The benchmark's figure among others, for the same time and the same people."""
    for other in others:
        same_time = (other.starts, other.ends) == (figure.starts, figure.ends)
        if other.area_code == figure.benchmark and same_time and other.breakdown == figure.breakdown:
            return other if other.area_code != figure.area_code else None
    return None
