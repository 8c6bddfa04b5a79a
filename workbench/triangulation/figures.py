"""Figures as a finding shows them: each with its comparator, its sentence, its source and the doubts about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.indicators.answers import alike, doubted
from workbench.indicators.datasets import Dataset, today
from workbench.indicators.doubt_lines import DoubtLine
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.drafts import is_part
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Figure, Observation, benchmark_among, figures
from workbench.indicators.places import PlaceFigure
from workbench.indicators.sentence import amount, comparison_of, figure_sentence, limit, number, words_for
from workbench.indicators.survey_sentence import guarded, out_of
from workbench.rows import Row, Written, in_chunks, kept, table_of

SAID_BY = (
    "observation", "indicator", "dataset", "agreement", "doubt", "dataset_release", "area_entry", "area_member", "survey",
    "document", "segment", "attribute", "attribute_value", "cases", "case_place", "coder",
)  # fmt: skip
"""The tables that a figure, its benchmark and the doubts about it are read from."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure with everything that must be printed beside it."""

    figure: Figure
    comparator: Figure | None
    doubted: tuple[DoubtLine, ...]
    """Reasons for care, the gravest first, with what a person answered."""
    definition: str = ""
    address: str = ""
    release: str = ""

    @property
    def id(self) -> int:
        """The observation's key."""
        return self.figure.id

    @property
    def doubts(self) -> tuple[str, ...]:
        """Reasons for care as they are printed: the weight in words, a sentence, the answer."""
        return tuple(doubt.said for doubt in self.doubted)

    def guarded(self, threshold: int, too_few: int = 0) -> FigureLine:
        """The figure for readers outside the team, who may not see counts of people below a threshold.

        In sentences about it they see no count below `too_few`; 0 where it is published. Everything stays for the team,
        whose threshold is 0.
        """
        if not threshold:
            return self
        doubts = tuple(doubt.unsigned().guarded(too_few) for doubt in self.doubted)
        return replace(self, figure=guarded(self.figure, threshold), doubted=doubts)

    @property
    def of(self) -> str:
        """Of whom: sex, age and category where they are not everybody."""
        return ", ".join(cell for cell in self.figure.breakdown if cell != "all")

    @property
    def area(self) -> str:
        """The area's name."""
        return self.figure.area or self.figure.area_code

    @property
    def described(self) -> str:
        """What is measured, where and when."""
        parts = (self.figure.indicator, self.of, self.area, self.figure.period)
        return ", ".join(part for part in parts if part)

    @property
    def sentence(self) -> str:
        """The figure as a sentence, beside its benchmark, with its source."""
        return figure_sentence(self.figure, self.comparator)

    @property
    def value_words(self) -> str:
        """The value in its unit, or the words for why there is none."""
        if self.figure.value is None:
            return words_for(self.figure)
        return amount(self.figure.value, self.figure.unit)

    @property
    def interval_words(self) -> str:
        """The interval, from low to high; empty when there is none."""
        if self.figure.value is None or self.figure.lower is None or self.figure.upper is None:
            return ""
        return f"{limit(self.figure.lower)} to {limit(self.figure.upper)}"

    @property
    def comparator_words(self) -> str:
        """The comparator with its value; empty when there is none."""
        if self.comparator is None:
            return ""
        return f"{self.comparator.area or self.comparator.area_code} {words_for(self.comparator)}"

    @property
    def compared_words(self) -> str:
        """Better, worse, higher, and whether the publisher says so or the interval does; empty if not compared."""
        compared = comparison_of(self.figure, self.comparator)
        if compared.word == "not compared":
            return ""
        return f"{compared.word}{', as published' if compared.published else ''}"

    @property
    def in_words(self) -> str:
        """The figure in one line: 51.6 per 100,000 (37.6 to 69.0), 45 of 87,280; Essex 36.2; higher."""
        interval = f" ({self.interval_words})" if self.interval_words else ""
        counted = ""
        of = out_of(self.figure)
        if self.figure.count is not None and of is not None and self.figure.value is not None:
            counted = f", {number(self.figure.count)} of {number(of)}"
        parts = (f"{self.value_words}{interval}{counted}", self.comparator_words, self.compared_words)
        return "; ".join(part for part in parts if part)

    @property
    def source(self) -> str:
        """Publisher, data set and release."""
        parts = dict.fromkeys((self.figure.publisher, self.figure.dataset, self.release))
        return ", ".join(part for part in parts if part)


def figure_lines(session: Session, keys: Iterable[int]) -> dict[int, FigureLine]:
    """Figures by key, kept while nothing is written that they or the doubts about them are said by."""
    wanted = set(keys)
    known: dict[int, FigureLine] = kept(
        session, f"figures on {today()}", lambda _: {}, tables=SAID_BY, renew=_without_written
    )
    if missing := wanted - known.keys():
        known.update(_read(session, missing))
    return {key: known[key] for key in sorted(wanted & known.keys())}


def _without_written(
    session: Session, known: dict[int, FigureLine], written: list[Written]
) -> dict[int, FigureLine] | None:
    """What is known, without the figures of indicators that were written to; None where more than figures was written."""
    kinds: dict[str, type[Row]] = {"observation": Observation, "doubt": Doubt}
    if any(one.table not in kinds or one.first != one.last or one.op == "D" for one in written):
        return None
    about = {one.old["indicator_id"] for one in written if one.old and "indicator_id" in one.old}
    for table, kind in kinds.items():
        t = table_of(kind).c
        for some in in_chunks({one.first for one in written if one.table == table}):
            about |= set(session.execute(sa.select(t.indicator_id).where(t.id.in_(some)).distinct()).scalars())
    return {key: line for key, line in known.items() if line.figure.indicator_id not in about}


def _read(session: Session, wanted: set[int]) -> dict[int, FigureLine]:
    """Figures by key, with every reason for care."""
    table = table_of(Observation)
    about: set[int] = set()
    times: set[str] = set()
    for some in in_chunks(sorted(wanted)):
        t = table.c
        chosen = sa.select(t.indicator_id, t.period_start).where(t.id.in_(some)).distinct()
        for indicator, starts in session.execute(chosen):
            about.add(indicator)
            times.add(starts)
    return {line.id: line for line in figures_of(session, about, only=wanted, starts=times)} if about else {}


def figures_of(
    session: Session,
    indicator_ids: Iterable[int],
    *,
    only: set[int] | None = None,
    starts: Iterable[str] | None = None,
) -> list[FigureLine]:
    """The figures of some indicators by indicator, area and time, without those of small areas and kinds of place.

    With `only` the figures with these keys, whatever they are about; `starts` are then their first days.
    """
    about = sorted(set(indicator_ids))
    found = figures(session, indicator_id=about, starts=starts) if about else []
    beside: dict[tuple[Any, ...], dict[str, Figure]] = defaultdict(dict)
    for figure in found:
        beside[alike(figure)][figure.area_code] = figure
    wanted = [
        figure
        for figure in found
        if (figure.id in only if only is not None else not is_part(figure.area_code, figure.category))
    ]
    sources = _sources(session, about)
    doubts = doubted(session, wanted, found, counted=found, histories=found if starts is None else None)
    return [
        FigureLine(
            figure,
            benchmark_among(beside[alike(figure)].values(), figure),
            doubts[figure.id],
            *sources[figure.indicator_id],
        )
        for figure in wanted
    ]


def lines_of(session: Session, found: Iterable[PlaceFigure]) -> list[FigureLine]:
    """The figures of a place, each with what must be printed beside it; their doubts were read with them."""
    listed = list(found)
    sources = _sources(session, sorted({one.figure.indicator_id for one in listed}))
    return [FigureLine(one.figure, one.benchmark, one.doubts, *sources[one.figure.indicator_id]) for one in listed]


def _sources(session: Session, indicator_ids: list[int]) -> dict[int, tuple[str, str, str]]:
    """Definition, address and release of each indicator."""
    indicators, datasets = table_of(Indicator), table_of(Dataset)
    statement = (
        sa.select(indicators.c.id, indicators.c.definition, datasets.c.address, datasets.c.release)
        .join(datasets, datasets.c.id == indicators.c.dataset_id)
        .where(indicators.c.id.in_(indicator_ids))
    )
    return {key: (definition, address, release) for key, definition, address, release in session.execute(statement)}
