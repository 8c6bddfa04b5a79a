"""The tables of figures and of indicators, as columns and rows: what `workbench table` writes of the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workbench.desk.door.counted_figures import CountedFigures
from workbench.governance.policies import EVERYTHING, Policy
from workbench.governance.released import Leaving
from workbench.indicators.answers import doubted
from workbench.indicators.catalogue import indicators
from workbench.indicators.observations import Figure, figures
from workbench.indicators.survey_sentence import guarded

Rows = tuple[tuple[str, ...], list[tuple[Any, ...]]]

OBSERVATIONS = (
    "indicator", "area_code", "area", "period", "period_start", "period_end", "sex", "age", "category", "value",
    "lower", "upper", "count", "denominator", "unit", "status", "doubts", "interval", "compared", "note", "source",
    "lower_998", "upper_998", "trend",
    "base", "asked", "design_effect",
)  # fmt: skip
INDICATORS = (
    "indicator", "unit", "kind", "polarity", "benchmark", "areas", "periods", "first", "latest", "figures", "missing",
    "dataset", "publisher", "licence", "external_id", "definition", "caveats", "kept_out",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Observations:
    """The table of figures for one audience, with what is to be said of it and what goes into the register."""

    rows: list[tuple[Any, ...]]
    remarks: tuple[str, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    withheld: int = 0


def observations(session: Session, rule: Policy = EVERYTHING, audience: str = "") -> Observations:
    """A row a figure, with its doubts and their answers, the gravest first; a value that is not there is None, and `status` says why.

    Of figures that we counted from records small ones are withheld by the audience's rule, and so many others that none
    can be worked out, and the rest are rounded where it says so. Published figures stand.
    """
    found = figures(session)
    counted = CountedFigures(session, rule, audience)
    hidden = counted.hidden(found)
    outside = rule.withholds
    doubts = doubted(session, found, found, counted=found, histories=found)
    if outside:
        doubts = {
            figure.id: tuple(line.unsigned().guarded(counted.too_few(figure)) for line in doubts[figure.id])
            for figure in found
        }
    said = {id(lines): "; ".join(line.said.replace("; ", ", ") for line in lines) for lines in doubts.values()}
    rows = [
        _row(
            guarded(counted.shown(figure), rule.threshold) if outside else figure,
            said[id(doubts[figure.id])],
            counted.words(figure) if figure.id in hidden else "",
        )
        for figure in found
    ]
    return Observations(rows, counted.remarks(), tuple(counted.leaving(found)), len(hidden))


def _row(figure: Figure, doubts: str, withheld: str) -> tuple[Any, ...]:
    if withheld:
        people: dict[str, Any] = (
            {} if figure.base is None else {"denominator": None, "base": None, "asked": None, "design_effect": None}
        )
        limits: dict[str, Any] = dict.fromkeys(("value", "lower", "upper", "count", "lower_998", "upper_998"))
        figure = figure._replace(status=withheld, note="", trend="", **limits, **people)
        doubts = ""
    return (
        figure.indicator, figure.area_code, figure.area, figure.period, figure.starts, figure.ends, figure.sex,
        figure.age, figure.category, figure.value, figure.lower, figure.upper, figure.count, figure.denominator,
        figure.unit, figure.status, doubts, figure.interval, figure.compared, figure.note,
        figure.publisher or figure.dataset, figure.lower_998, figure.upper_998, figure.trend, figure.base, figure.asked,
        figure.design_effect,
    )  # fmt: skip


def indicator_lines(session: Session) -> Rows:
    """A row an indicator: what it is, from whom, and how much there is of it."""
    return INDICATORS, [
        (
            line.name, line.unit, line.kind, line.polarity, line.benchmark, line.areas, line.periods, line.first,
            line.latest, line.figures, line.missing, line.dataset, line.publisher, line.licence, line.external_id,
            line.definition, line.caveats, line.kept_out,
        )
        for line in indicators(session)
    ]  # fmt: skip
