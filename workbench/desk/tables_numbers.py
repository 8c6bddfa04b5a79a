"""The tables of figures and of indicators, as columns and rows: what `workbench table` writes of the numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from workbench import geography
from workbench.desk.survey_withholding import withheld_of_surveys
from workbench.governance.disclosure import withheld_words, withhold_small
from workbench.indicators.answers import alike, doubted
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


def observations(session: Session, *, threshold: int = 0) -> Rows:
    """A row a figure, with its doubts and their answers, the gravest first; a value that is not there is None, and `status` says why.

    `threshold` is the audience's, 0 for the team: of figures that we counted from records those with fewer people are
    withheld, and so many others that none can be worked out from its county's figure. Published figures stand.
    """
    found = figures(session)
    groups: dict[tuple[Any, ...], dict[str, Figure]] = defaultdict(dict)
    for figure in found:
        groups[alike(figure)][figure.area_code] = figure
    hidden = _withheld(groups.values(), threshold) | withheld_of_surveys(found, threshold) if threshold else frozenset()
    words = withheld_words(threshold, beside=True) if threshold else ""
    doubts = doubted(session, found, found, counted=found, histories=found)
    if threshold:
        doubts = {
            figure.id: tuple(
                line.unsigned().guarded(threshold if figure.from_records else 0) for line in doubts[figure.id]
            )
            for figure in found
        }
    said = {id(lines): "; ".join(line.said.replace("; ", ", ") for line in lines) for lines in doubts.values()}
    if threshold:
        found = [guarded(figure, threshold) for figure in found]
    return OBSERVATIONS, [
        _row(figure, said[id(doubts[figure.id])], words if figure.id in hidden else "") for figure in found
    ]


def _withheld(groups: Iterable[Mapping[str, Figure]], threshold: int) -> frozenset[int]:
    """Keys of the figures to withhold: by county, with the county's own figure as the total where there is one."""
    hidden: set[int] = set()
    for group in groups:
        families: dict[str, list[Figure]] = defaultdict(list)
        for figure in group.values():
            if figure.from_records and figure.count is not None and figure.base is None:
                entry = geography.area(figure.area_code)
                families[entry.parent or "" if entry else ""].append(figure)
        for parent, members in families.items():
            counts = [[round(member.count or 0)] for member in members]
            of = [[round(max(member.denominator or 10**9, member.count or 0))] for member in members]
            held = withhold_small(counts, threshold, row_totals=False, column_totals=parent in group, of=of)
            hidden |= {members[row].id for row, _ in held.places if row >= 0}
    return frozenset(hidden)


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


def small_figures(found: Iterable[Figure], threshold: int) -> frozenset[int]:
    """Keys of the figures to withhold for a threshold: of those counted from records the small, and what tells of them."""
    groups: dict[tuple[Any, ...], dict[str, Figure]] = defaultdict(dict)
    for figure in found:
        groups[figure.indicator_id, figure.starts, figure.ends, figure.breakdown][figure.area_code] = figure
    if not threshold:
        return frozenset()
    every = [figure for group in groups.values() for figure in group.values()]
    return _withheld(groups.values(), threshold) | withheld_of_surveys(every, threshold)
