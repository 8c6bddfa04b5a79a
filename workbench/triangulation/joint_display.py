"""Side by side: topic by topic what the numbers say, what people say, how they meet, and what we make of it.

Quotes are named by their codings only. Their words leave through `governance`, which is asked by whoever shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.themes import ThemeCode
from workbench.indicators.datasets import Dataset
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import table_of
from workbench.triangulation import freshness
from workbench.triangulation.convergence import in_words
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.matrix import MatrixRow, matrix

CANDIDATES = 8
"""How many passages are offered as the one quote beside a finding."""
_GOOD_LENGTH = 160


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure that a finding rests on, with everything that must be printed beside it."""

    id: int
    indicator_id: int
    indicator: str
    definition: str
    area_code: str
    area: str
    period: str
    of: str
    value: float | None
    lower: float | None
    upper: float | None
    count: float | None
    denominator: float | None
    unit: str
    interval: str
    status: str
    compared: str
    comparator: str
    """The benchmark area's name; empty if the indicator has none or it is this area."""
    comparator_value: float | None
    dataset: str
    publisher: str
    licence: str
    address: str
    release: str
    row: int | None
    from_records: bool

    @property
    def value_words(self) -> str:
        """The value in its unit, or why there is none."""
        if self.value is None:
            return {"missing": "not published", "normal": "not published"}.get(self.status, self.status)
        return f"{number_words(self.value)} {self.unit}".strip()

    @property
    def interval_words(self) -> str:
        """The interval, from low to high; empty when there is none."""
        if self.value is None or self.lower is None or self.upper is None:
            return ""
        return f"{number_words(self.lower)} to {number_words(self.upper)}"

    @property
    def comparator_words(self) -> str:
        """The comparator with its value; empty when there is none."""
        if not self.comparator:
            return ""
        if self.comparator_value is None:
            return f"{self.comparator}: not published"
        return f"{self.comparator} {number_words(self.comparator_value)} {self.unit}".strip()

    @property
    def described(self) -> str:
        """What is measured, where and when."""
        return ", ".join(part for part in (self.indicator, self.of, self.area, self.period) if part)

    @property
    def in_words(self) -> str:
        """The figure in one line: 60.3 % (56.1 to 64.4) of 499; England 68.0 %; worse, as published."""
        interval = f" ({self.interval_words})" if self.interval_words else ""
        of = f" of {number_words(self.denominator)}" if self.denominator is not None and self.value is not None else ""
        compared = f"{self.compared}, as published" if self.compared else ""
        parts = (f"{self.value_words}{interval}{of}", self.comparator_words, compared)
        return "; ".join(part for part in parts if part)


def number_words(value: float) -> str:
    """A number as people read it: whole with thousands marked, else to one decimal, more where that would be zero.

    >>> number_words(87280.0), number_words(60.34), number_words(0.041)
    ('87,280', '60.3', '0.041')
    """
    if value == int(value) and abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 0.1 or value == 0 else f"{value:.2g}"


@dataclass(frozen=True, slots=True)
class NumbersSide:
    """One finding from numbers with its figures."""

    finding: FindingLine
    figures: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class WordsSide:
    """One finding from words: its themes or codes, its people, and passages that could be quoted beside it."""

    finding: FindingLine
    rests_on: tuple[str, ...]
    quote_candidates: tuple[int, ...]
    """Codings, the best first."""


@dataclass(frozen=True, slots=True)
class JointRow:
    """One topic, side by side."""

    id: int
    topic: str
    question: str
    numbers: tuple[NumbersSide, ...]
    words: tuple[WordsSide, ...]
    meet: str
    """How they meet, with its glyph, as it stands for everybody who judged."""
    meetings: tuple[tuple[str, str, str], ...]
    """Each pair of sources with how the two meet."""
    overall: str
    together: str
    fit: str
    state: freshness.State
    cause: str

    @property
    def findings(self) -> tuple[FindingLine, ...]:
        """Every finding that speaks in the row, numbers first."""
        return (*(side.finding for side in self.numbers), *(side.finding for side in self.words))


def side_by_side(session: Session) -> list[JointRow]:
    """Every topic row in which a source speaks."""
    return [row for row in joint_rows(session, matrix(session).rows) if row.numbers or row.words]


def joint_rows(session: Session, rows: Iterable[MatrixRow]) -> list[JointRow]:
    """Rows of the matrix, side by side."""
    shown = list(rows)
    lines = {line.id: line for row in shown for cell in row.cells.values() for line in cell.findings}
    numbers, words = both_sides(session, lines.values())
    found = []
    for row in shown:
        here = [line for cell in row.cells.values() for line in cell.findings]
        meetings = tuple((one.a, one.b, one.standing) for one in row.meetings.values() if one.proposal is not None)
        said = dict.fromkeys(words_ for *_, words_ in meetings)
        found.append(
            JointRow(
                id=row.id,
                topic=row.title,
                question=row.question,
                numbers=tuple(numbers[line.id] for line in here if line.strand == "numbers"),
                words=tuple(words[line.id] for line in here if line.strand == "words"),
                meet=in_words(row.overall) if row.overall else " / ".join(said),
                meetings=meetings,
                overall=row.overall,
                together=row.together,
                fit=row.fit,
                state=row.state,
                cause=row.cause,
            )
        )
    return found


def both_sides(session: Session, lines: Iterable[FindingLine]) -> tuple[dict[int, NumbersSide], dict[int, WordsSide]]:
    """Each finding with what it rests on, ready to be shown."""
    every = list(lines)
    figures = figure_lines(
        session, {one.thing_id for line in every for one in line.evidence if one.kind == "observation"}
    )
    numbers = {
        line.id: NumbersSide(line, tuple(figures[one.thing_id] for one in line.evidence if one.thing_id in figures))
        for line in every
        if line.strand == "numbers"
    }
    words = {
        line.id: WordsSide(
            line,
            tuple(one.name for one in line.evidence if one.kind in {"theme", "code"} and not one.gone),
            _candidates(session, line),
        )
        for line in every
        if line.strand == "words"
    }
    return numbers, words


def _candidates(session: Session, line: FindingLine) -> tuple[int, ...]:
    """Codings that could be quoted: those it names, then those of its codes, of a length that reads well first."""
    named = tuple(
        one.thing_id for one in line.evidence if one.kind == "coding" and one.direction == "for" and not one.gone
    )
    codes = {one.thing_id for one in line.evidence if one.kind == "code" and one.direction == "for"}
    themes = [one.thing_id for one in line.evidence if one.kind == "theme" and one.direction == "for"]
    members, codings = table_of(ThemeCode), table_of(Coding)
    codes |= set(
        session.execute(
            sa.select(members.c.code_id).where(members.c.theme_id.in_(themes), members.c.gone.is_(False))
        ).scalars()
    )
    length = codings.c.end - codings.c.start
    statement = (
        sa.select(codings.c.id)
        .where(codings.c.code_id.in_(sorted(codes)), codings.c.gone.is_(False), codings.c.direction == "for")
        .order_by(sa.func.abs(length - _GOOD_LENGTH), codings.c.id)
        .limit(CANDIDATES)
    )
    return tuple(dict.fromkeys((*named, *session.execute(statement).scalars())))


def figure_lines(session: Session, keys: Iterable[int]) -> dict[int, FigureLine]:
    """Figures with their indicator, source and comparator, by key."""
    wanted = sorted(set(keys))
    figures, indicators, datasets = table_of(Observation), table_of(Indicator), table_of(Dataset)
    if not wanted:
        return {}
    statement = (
        sa.select(
            figures,
            indicators.c.name.label("indicator"),
            indicators.c.definition,
            indicators.c.unit,
            indicators.c.benchmark,
            indicators.c.interval_method,
            datasets.c.name.label("dataset"),
            datasets.c.publisher,
            datasets.c.licence,
            datasets.c.address,
            datasets.c.release,
            datasets.c.from_records,
        )
        .join(indicators, indicators.c.id == figures.c.indicator_id)
        .join(datasets, datasets.c.id == indicators.c.dataset_id)
        .where(figures.c.id.in_(wanted), figures.c.gone.is_(False))
    )
    rows = list(session.execute(statement))
    benchmarks = _benchmarks(session, rows)
    return {row.id: _figure_line(row, benchmarks.get(_same(row, row.benchmark), ("", None))) for row in rows}


def _same(row: Any, area_code: str) -> tuple[Any, ...]:
    """What a figure and its comparator have in common, for an area."""
    return (row.indicator_id, area_code, row.period_start, row.period_end, row.sex, row.age, row.category)


def _benchmarks(session: Session, rows: list[Any]) -> dict[tuple[Any, ...], tuple[str, float | None]]:
    """The comparators' names and values for these figures."""
    figures = table_of(Observation)
    statement = sa.select(figures).where(
        figures.c.indicator_id.in_(sorted({row.indicator_id for row in rows})),
        figures.c.area_code.in_(sorted({row.benchmark for row in rows if row.benchmark})),
        figures.c.gone.is_(False),
    )
    return {_same(row, row.area_code): (row.area or row.area_code, row.value) for row in session.execute(statement)}


def _figure_line(row: Any, benchmark: tuple[str, float | None]) -> FigureLine:
    other = row.benchmark != row.area_code
    return FigureLine(
        id=row.id,
        indicator_id=row.indicator_id,
        indicator=row.indicator,
        definition=row.definition,
        area_code=row.area_code,
        area=row.area or row.area_code,
        period=row.period,
        of=", ".join(cell for cell in (row.sex, row.age, row.category) if cell != "all"),
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        count=row.count,
        denominator=row.denominator,
        unit=row.unit,
        interval=row.interval or row.interval_method,
        status=row.status,
        compared=row.compared,
        comparator=benchmark[0] if other else "",
        comparator_value=benchmark[1] if other else None,
        dataset=row.dataset,
        publisher=row.publisher,
        licence=row.licence,
        address=row.address,
        release=row.release,
        row=row.row,
        from_records=row.from_records,
    )
