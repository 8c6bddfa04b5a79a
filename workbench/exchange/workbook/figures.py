"""The sheet of figures: each with its interval, its comparison, its doubts and its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbench.exchange.workbook.sheets import DASH, FIGURES, Column, Sheet, day, numbered, or_dash
from workbench.triangulation.figures import FigureLine


def figures(listed: Iterable[FigureLine], withheld: Mapping[int, str], used_in: Mapping[int, Sequence[str]]) -> Sheet:
    """Every figure of the indicators used, a line each, with all that must stand beside a number."""
    columns = (
        Column("Indicator", 25, strong=True),
        Column("Area", 18),
        Column("Period", 13),
        Column("Of whom", 10),
        Column("Value", 9, "#,##0.0"),
        Column("95 % from", 10, "#,##0.0"),
        Column("95 % to", 10, "#,##0.0"),
        Column("Unit", 15),
        Column("Count", 9, "#,##0"),
        Column("Out of", 11, "#,##0"),
        Column("Compared", 13),
        Column("Compared with", 12),
        Column("Its value", 9, "#,##0.0"),
        Column("Cited by", 10),
        Column("Doubts", 9, "0"),
        Column("What they are, the gravest first, with any answer", 54),
        Column("Status", 15),
        Column("First day", 14),
        Column("Last day", 14),
        Column("Interval", 13),
        Column("Area code", 12),
        Column("Source", 42),
        Column("Line in its file", 9, "0"),
    )
    rows = tuple(_figure(one, withheld.get(one.id, ""), used_in.get(one.id, ())) for one in listed)
    return Sheet(FIGURES, columns, rows, "No finding or pairing uses a figure yet.")


def doubts_in_words(line: FigureLine) -> list[str]:
    """The doubts about a figure, the gravest first, each with what a person answered."""
    return list(line.doubts)


def _figure(line: FigureLine, withheld: str, findings: Sequence[str]) -> tuple[Any, ...]:
    figure, comparator = line.figure, line.comparator
    shown = not withheld
    cells = (figure.value, figure.lower, figure.upper, figure.count, figure.denominator)
    value, lower, upper, count, denominator = cells if shown else (None,) * 5
    doubts = doubts_in_words(line) if shown else []
    return (
        figure.indicator,
        line.area,
        figure.period,
        line.of or "all",
        "withheld by us" if withheld else line.value_words if value is None else value,
        or_dash(lower),
        or_dash(upper),
        or_dash(figure.unit),
        or_dash(count),
        or_dash(denominator),
        or_dash(line.compared_words if shown else ""),
        (comparator.area or comparator.area_code) if comparator is not None else DASH,
        or_dash(comparator.value if comparator is not None else None),
        ", ".join(findings) or DASH,
        len(doubts),
        numbered(doubts) or ("none known" if shown else DASH),
        withheld or _status(line),
        day(figure.starts),
        day(figure.ends),
        or_dash(figure.interval if lower is not None else ""),
        figure.area_code,
        line.source or "not recorded",
        or_dash(figure.row),
    )


def _status(line: FigureLine) -> str:
    """Published, worked out here, or the words for why there is no figure."""
    figure = line.figure
    if figure.value is not None and figure.status == "normal":
        return "worked out by us" if figure.derived else "as published"
    return figure.status
