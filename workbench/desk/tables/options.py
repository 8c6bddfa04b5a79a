"""What stands behind the options of briefs, as tidy tables: objectives, and partners, benefits, costs, risks, equality, the long list and factors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlmodel import Session

from workbench.briefs.appraisal import Appraisal, appraisal
from workbench.briefs.cost_years import years_words
from workbench.briefs.equality import not_looked_at
from workbench.briefs.lines import BriefLine, OptionLine
from workbench.briefs.options import briefs, options
from workbench.desk.door.door import Door
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.triangulation.figures import figure_lines

Row = tuple[Any, ...]
Lines = Callable[[Appraisal, OptionLine], Iterator[Row]]


def _every(session: Session) -> Iterator[tuple[BriefLine, list[OptionLine], Appraisal]]:
    """Every brief with its options and what is written of them."""
    for brief in briefs(session):
        given = options(session, brief.id)
        yield brief, given, appraisal(session, brief.id, given)


def _of_options(lines: Lines) -> Callable[[Session, Asking], Made]:
    """A table's maker from what gives the rows of one option; each row begins with its brief and option."""

    def made(session: Session, asking: Asking) -> Made:  # noqa: ARG001
        return Made(
            [
                (brief.name, option.name, *row)
                for brief, given, held in _every(session)
                for option in given
                for row in lines(held, option)
            ]
        )

    return made


def _partners(held: Appraisal, option: OptionLine) -> Iterator[Row]:
    for one in held.of(option).partners:
        yield one.name, one.effect, one.does, one.agrees


def _benefits(held: Appraisal, option: OptionLine) -> Iterator[Row]:
    for one in held.of(option).benefits:
        yield one.text, one.to_whom, one.kind, one.amount


def _costs(held: Appraisal, option: OptionLine) -> Iterator[Row]:
    for one in held.of(option).costs:
        yield one.text, one.paid, one.low, one.high, one.prices, one.by_whom, years_words(one.years)


def _risks(held: Appraisal, option: OptionLine) -> Iterator[Row]:
    for one in held.of(option).risks:
        yield one.text, one.likelihood, one.impact, one.owner, one.mitigation


def _equality(held: Appraisal, option: OptionLine) -> Iterator[Row]:
    """What was said; and, of an option of which anything was said, what nobody has looked at."""
    lines = held.of(option).equality
    for one in lines:
        yield one.characteristic, one.effect, one.why, one.mitigation
    for name in not_looked_at(lines) if lines else ():
        yield name, "not looked at", "", ""


def _ratings(held: Appraisal, option: OptionLine) -> Iterator[Row]:
    for factor in held.factors:
        one = held.ratings.get((option.id, factor.id))
        yield factor.name, factor.own, factor.weight, one.level if one else "not known", one.why if one else ""


def long_list_table(session: Session, asking: Asking) -> Made:  # noqa: ARG001
    """A row a choice, dimension by dimension."""
    rows = [
        (brief.name, one.dimension, one.text, one.said, one.why)
        for brief, _, held in _every(session)
        for one in held.choices
    ]
    return Made(rows)


def objectives_table(session: Session, asking: Asking) -> Made:
    """A row an objective; the figure from which it starts as this audience may see it."""
    at = Door(session, asking.audience)
    found = [(brief, one) for brief, _, held in _every(session) for one in held.objectives]
    starts = figure_lines(session, {one.observation_id for _, one in found if one.observation_id is not None})
    hidden = {} if at.team else at.figures(starts.values())
    shown = {line.id: line for line in at.guarded(starts.values())}
    rows = []
    for brief, one in found:
        start = shown.get(one.observation_id or 0)
        words = "" if start is None else f"{start.figure.period}: {hidden.get(start.id) or start.in_words}"
        cells = (one.text, one.indicator, one.area, one.area_name, words, one.baseline, one.target, one.by)
        rows.append((brief.name, *cells, one.lived, one.question))
    return Made(rows, at.left_out(), withheld=at.small, leaving=at.leaving())


OPTION_TABLES: tuple[TableKind, ...] = (
    TableKind(
        "objectives",
        "what should be better afterwards, and how it will be seen",
        ("brief", "text", "indicator", "area_code", "area", "start", "baseline", "target", "by", "lived", "question"),
        objectives_table,
    ),
    TableKind(
        "partners",
        "who would do what in each option",
        ("brief", "option", "name", "effect", "does", "agrees"),
        _of_options(_partners),
    ),
    TableKind(
        "benefits",
        "what gets better by each option",
        ("brief", "option", "text", "to_whom", "kind", "amount"),
        _of_options(_benefits),
    ),
    TableKind(
        "costs",
        "what each option costs, line by line",
        ("brief", "option", "text", "paid", "low", "high", "prices", "by_whom", "years"),
        _of_options(_costs),
    ),
    TableKind(
        "risks",
        "what could go wrong with each option",
        ("brief", "option", "text", "likelihood", "impact", "owner", "mitigation"),
        _of_options(_risks),
    ),
    TableKind(
        "equality",
        "what each option does for whom",
        ("brief", "option", "characteristic", "effect", "why", "mitigation"),
        _of_options(_equality),
    ),
    TableKind("long-list", "what could be chosen, and why it was kept or dropped",
              ("brief", "dimension", "text", "verdict", "why"), long_list_table),
    TableKind(
        "factors",
        "how far each option meets each factor",
        ("brief", "option", "factor", "own", "weight", "level", "why"),
        _of_options(_ratings),
    ),
)  # fmt: skip
