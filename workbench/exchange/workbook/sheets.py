"""The sheets of the evidence workbook, as columns and rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.briefs.passed import QuoteWords
from workbench.triangulation.figures import FigureLine
from workbench.triangulation.joint_display import JointRow

READ_ME, SIDE_BY_SIDE, QUOTES, INDICATORS = "Read me", "Side by side", "Quotes", "Indicators"
NAMES = (READ_ME, SIDE_BY_SIDE, QUOTES, INDICATORS)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and how its numbers are written."""

    heading: str
    width: float
    number: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with its one table."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What passed the door for the side-by-side sheet."""

    counts: Mapping[int, str]
    """How many people, by finding."""
    quotes: Mapping[int, QuoteWords]
    """By coding."""
    withheld_figures: Mapping[int, str]


def read_me(lines: Sequence[tuple[str, Any]]) -> Sheet:
    """The first sheet: what this is, in pairs of a few words and a text."""
    return Sheet(READ_ME, (Column("About", 26, strong=True), Column("This workbook", 96)), tuple(lines))


def side_by_side(rows: Iterable[JointRow], shown: Shown, *, team: bool) -> Sheet:
    """Topic by topic: what the data says, what people say, how they meet, what we make of it."""
    columns = (
        Column("Topic", 17, strong=True),
        Column("What the data says", 32),
        Column("The figures", 30),
        Column("What people say", 34),
        Column("How many people", 20),
        Column("One quote", 32),
        Column("How they meet", 15),
        Column("What we make of it together", 36),
        Column("Look again", 15),
    )
    return Sheet(SIDE_BY_SIDE, columns, tuple(_topic(row, shown, team) for row in rows))


def _topic(row: JointRow, shown: Shown, team: bool) -> tuple[Any, ...]:
    figures = [
        f"{figure.area}, {figure.figure.period}: {shown.withheld_figures.get(figure.id) or figure.in_words}"
        for side in row.numbers
        for figure in side.figures
    ]
    people = [
        f"{', '.join(side.rests_on)}: {count}" if side.rests_on else count
        for side in row.words
        if (count := shown.counts.get(side.finding.id))
    ]
    quotes = [_one_quote(side.quote_candidates, shown) for side in row.words]
    state = {"recheck": "The evidence changed since it was judged.", "grown": "More evidence since.", "current": ""}
    return (
        row.topic,
        _lines(side.finding.statement for side in row.numbers) or "says nothing on this",
        _lines(figures) or "–",
        _lines(side.finding.statement for side in row.words) or "says nothing on this",
        _lines(people) or "–",
        _lines(quotes) or "–",
        row.meet or "not judged yet",
        row.together or "not written down yet",
        (row.cause if team else "") or state[row.state] or "–",
    )


def _one_quote(candidates: Iterable[int], shown: Shown) -> str:
    words = next((shown.quotes[key] for key in candidates if key in shown.quotes), None)
    if words is None:
        return "no quote may be shown here" if candidates else ""
    mark = f" [{words.mark}]" if words.mark else ""
    return f"“{words.text}” ({words.who}){mark}"


def quotes(words: Iterable[QuoteWords]) -> Sheet:
    """Every coded passage that may be shown, by code."""
    columns = (
        Column("Code", 30, strong=True),
        Column("Quote", 84),
        Column("Who", 18),
        Column("From", 26),
        Column("Note", 24),
    )
    rows = sorted(dict.fromkeys(words), key=lambda one: one.code)
    return Sheet(QUOTES, columns, tuple((one.code, one.text, one.who, one.document, one.mark or "–") for one in rows))


def indicators(figures: Iterable[FigureLine], withheld: Mapping[int, str]) -> Sheet:
    """Every figure of the indicators used, a line each, with all that must stand beside a number."""
    columns = (
        Column("Indicator", 34, strong=True),
        Column("Area", 20),
        Column("Period", 11),
        Column("From", 12),
        Column("To", 12),
        Column("Of whom", 12),
        Column("Value", 9, "#,##0.0"),
        Column("Lower", 9, "#,##0.0"),
        Column("Upper", 9, "#,##0.0"),
        Column("Unit", 13),
        Column("Count", 10, "#,##0"),
        Column("Out of", 11, "#,##0"),
        Column("Compared", 14),
        Column("Beside", 11),
        Column("Its value", 9, "#,##0.0"),
        Column("Status", 20),
        Column("Interval", 14),
        Column("With care", 44),
        Column("Area code", 12),
        Column("Source", 32),
        Column("Licence", 18),
        Column("Line", 7, "0"),
    )
    return Sheet(INDICATORS, columns, tuple(_figure(figure, withheld.get(figure.id, "")) for figure in figures))


def _figure(line: FigureLine, withheld: str) -> tuple[Any, ...]:
    figure, comparator = line.figure, line.comparator
    numbers = (figure.lower, figure.upper, figure.count, figure.denominator)
    lower, upper, count, denominator = numbers if not withheld else (None,) * 4
    value = figure.value if not withheld else None
    status = withheld or ("published" if figure.status == "normal" and value is not None else figure.status)
    if figure.derived and status == "published":
        status = "worked out here"
    return (
        figure.indicator,
        line.area,
        figure.period,
        _day(figure.starts),
        _day(figure.ends),
        line.of or "all",
        line.value_words if value is None and not withheld else _or_dash(value),
        _or_dash(lower),
        _or_dash(upper),
        figure.unit or "–",
        _or_dash(count),
        _or_dash(denominator),
        (line.compared_words if not withheld else "") or "–",
        (comparator.area or comparator.area_code) if comparator is not None else "–",
        _or_dash(comparator.value if comparator is not None else None),
        status,
        figure.interval if lower is not None else "–",
        _lines(line.doubts) or "–",
        figure.area_code,
        line.source or "not recorded",
        figure.licence or "not recorded",
        _or_dash(figure.row),
    )


def _or_dash(number: float | None) -> float | str:
    return "–" if number is None else number


def _day(text: str) -> date | str:
    """A date as a date, where it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)
