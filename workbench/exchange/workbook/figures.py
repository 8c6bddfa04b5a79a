"""The sheets of figures: each with its interval, its comparison, its doubts and its source; and the latest drawn by area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbench.exchange.workbook.meeting import to_findings
from workbench.exchange.workbook.sheets import (
    BY_AREA,
    FIGURES,
    NONE,
    Chart,
    Column,
    Leads,
    Sheet,
    day,
    numbered,
    or_none,
)
from workbench.exchange.workbook.shorthand import NOT_APPLICABLE, NOT_AVAILABLE, WITHHELD, missing, or_mark
from workbench.triangulation.figures import FigureLine

MOST_CHARTS = 12


def figures(listed: Sequence[FigureLine], withheld: Mapping[int, str], used_in: Mapping[int, Sequence[str]]) -> Sheet:
    """Every figure of the indicators used, a line each, with all that must stand beside a number."""
    columns = (
        Column("Indicator", 25, strong=True),
        Column("Area", 18),
        Column("Period", 22),
        Column("Of whom", 10),
        Column("Value, in its unit", 11, "#,##0.0"),
        Column("Lower limit (95%)", 11, "#,##0.0"),
        Column("Upper limit (95%)", 11, "#,##0.0"),
        Column("Unit", 26),
        Column("Number counted", 11, "#,##0"),
        Column("Out of (number)", 11, "#,##0"),
        Column("Compared", 13),
        Column("Compared with", 12),
        Column("Its value, in the same unit", 11, "#,##0.0"),
        Column("Cited by", 10),
        Column("Number of doubts", 10, "0"),
        Column("What they are, the gravest first, with any answer", 54),
        Column("Status", 16),
        Column("First day", 14),
        Column("Last day", 14),
        Column("How the interval was made", 16),
        Column("Area code", 13),
        Column("Source", 42),
        Column("Line in its file", 9, "#,##0"),
    )
    rows = tuple(_figure(one, withheld.get(one.id, ""), used_in.get(one.id, ())) for one in listed)
    return Sheet(
        FIGURES,
        "Figures: every figure of the indicators used, with its interval, its doubts and its source",
        columns,
        rows,
        "No finding or pairing uses a figure yet.",
        notes=("How figures are given", "Small numbers", "What not to do"),
        anchors={f"figure {one.id}": at for at, one in enumerate(listed)},
    )


def _figure(line: FigureLine, withheld: str, findings: Sequence[str]) -> tuple[Any, ...]:
    figure, comparator = line.figure, line.comparator
    doubts = [] if withheld else list(line.doubts)
    return (
        figure.indicator,
        line.area,
        figure.period,
        line.of or "all",
        *numbers_of(line, withheld=bool(withheld)),
        or_none(figure.unit),
        *((WITHHELD,) * 2 if withheld else (or_mark(one, NOT_AVAILABLE) for one in (figure.count, figure.denominator))),
        or_none("" if withheld else line.compared_words),
        (comparator.area or comparator.area_code) if comparator is not None else NONE,
        or_mark(comparator.value if comparator is not None else None),
        to_findings(findings),
        WITHHELD if withheld else len(doubts),
        numbered(doubts) or (NONE if withheld else "none known"),
        withheld or _status(line),
        day(figure.starts),
        day(figure.ends),
        or_none("" if withheld or figure.lower is None else figure.interval),
        figure.area_code,
        line.source or "not recorded",
        or_mark(figure.row),
    )


def numbers_of(line: FigureLine, *, withheld: bool) -> tuple[Any, Any, Any]:
    """A figure's value and the limits of its interval, each a number or the shorthand for why there is none."""
    figure = line.figure
    if withheld:
        return (WITHHELD,) * 3
    if figure.value is None:
        return (missing(figure.status, figure.note),) * 3
    return (figure.value, or_mark(figure.lower, NOT_AVAILABLE), or_mark(figure.upper, NOT_AVAILABLE))


def _status(line: FigureLine) -> str:
    """Published, worked out here, or the words for why there is no figure."""
    figure = line.figure
    if figure.value is not None and figure.status == "normal":
        return "worked out by us" if figure.derived else "as published"
    return figure.status if figure.value is not None else f"{figure.status}: {line.value_words}"


def figures_by_area(
    blocks: Iterable[Sequence[FigureLine]], withheld: Mapping[int, str], used_in: Mapping[int, Sequence[str]]
) -> Sheet:
    """Figures of each indicator for one period area by area, a block an indicator, each drawn with its intervals."""
    columns = (
        Column("Indicator", 30, strong=True),
        Column("Area", 22),
        Column("Period", 22),
        Column("Value, in its unit", 11, "#,##0.0"),
        Column("Lower limit (95%)", 11, "#,##0.0"),
        Column("Upper limit (95%)", 11, "#,##0.0"),
        Column("Interval reaches below by", 11, "#,##0.0"),
        Column("Interval reaches above by", 11, "#,##0.0"),
        Column("Unit", 26),
        Column("Cited by", 10),
        Column("Doubts", 12),
    )
    rows: list[tuple[Any, ...]] = []
    charts: list[Chart] = []
    for block in blocks:
        known = [one for one in block if one.id not in withheld and one.figure.value is not None]
        first = len(rows)
        shown = {one.id for one in known}
        rows += [
            _of_area(one, withheld=one.id in withheld, findings=used_in.get(one.id, ()))
            for one in (*known, *(one for one in block if one.id not in shown))
        ]
        if len(known) > 1 and len(charts) < MOST_CHARTS:
            charts.append(_bars(known, first))
    return Sheet(
        BY_AREA,
        "Figures by area: each indicator in the period that findings name, or else the latest, with intervals",
        columns,
        rows,
        "No finding or pairing uses a figure yet.",
        notes=("How figures are given", "What not to do"),
        charts=tuple(charts),
    )


def _of_area(line: FigureLine, *, withheld: bool, findings: Sequence[str]) -> tuple[Any, ...]:
    value, lower, upper = numbers_of(line, withheld=withheld)
    has_limits = all(isinstance(one, int | float) for one in (value, lower, upper))
    apart = (round(value - lower, 6), round(upper - value, 6)) if has_limits else (NOT_APPLICABLE,) * 2
    number = 0 if withheld else len(line.doubts)
    doubts = f"{number} {'doubt' if number == 1 else 'doubts'}" if number else NONE
    return (
        line.figure.indicator,
        line.area,
        line.figure.period,
        value,
        lower,
        upper,
        *apart,
        or_none(line.figure.unit),
        to_findings(findings),
        Leads(doubts, (f"figure {line.id}",)) if number else doubts,
    )


def _bars(known: Sequence[FigureLine], first: int) -> Chart:
    """The bars of one block, with whiskers where any figure has an interval."""
    one = known[0].figure
    low, high = (choose(known, key=lambda line: line.figure.value or 0) for choose in (min, max))
    some = any(line.figure.lower is not None for line in known)
    return Chart(
        title=f"{one.indicator}, {one.period}",
        measures="per cent" if one.unit == "%" else one.unit or "value",
        lists="Area",
        says=(
            f"Bars for {len(known)} areas{' with 95% intervals' if some else ''}. The lowest is {low.area} with {low.value_words},"
            f" the highest {high.area} with {high.value_words}; where intervals overlap the areas are not to be ranked."
            " The numbers are in the table to the left."
        ),
        labels=1,
        values=3,
        first=first,
        last=first + len(known) - 1,
        reach=(6, 7) if some else None,
    )
