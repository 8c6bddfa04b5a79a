"""The figures of one indicator as a long list: which there are, narrowed by words, and any few of them with all they carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.indicators.observations import Figure, Observation, figures_with
from workbench.indicators.spans import larger
from workbench.rows import table_of

Breakdown = tuple[str, str, str]
"""Sex, age and category."""


@dataclass(frozen=True, slots=True)
class BreakdownLine:
    """A group of people that an indicator has figures of, and how many figures."""

    breakdown: Breakdown
    figures: int

    @property
    def name(self) -> str:
        """The group in words; everybody where it is no part."""
        return breakdown_words(self.breakdown)


def breakdown_words(breakdown: Breakdown) -> str:
    """A group of people as it is said.

    >>> breakdown_words(("all", "all", "all")), breakdown_words(("female", "18-24", "all"))
    ('everybody', 'female, age 18-24')
    """
    sex, age, category = breakdown
    named = [cell for cell in (category, sex) if cell != "all"]
    return ", ".join([*named, *([f"age {age}"] if age != "all" else [])]) or "everybody"


def breakdowns(session: Session, indicator_id: int) -> list[BreakdownLine]:
    """The groups that an indicator has figures of, those with most figures first."""
    o = table_of(Observation).c
    rows = session.execute(
        sa.select(o.sex, o.age, o.category, sa.func.count())
        .where(o.indicator_id == indicator_id, o.gone.is_(False))
        .group_by(o.sex, o.age, o.category)
    )
    found = [BreakdownLine((sex, age, category), count) for sex, age, category, count in rows]
    return sorted(found, key=lambda one: (-one.figures, one.breakdown))


def areas_of(session: Session, indicator_id: int) -> list[str]:
    """The codes of the areas that an indicator has figures of, in order; small areas where it has no others."""
    o = table_of(Observation).c
    found = sa.select(o.area_code).where(o.indicator_id == indicator_id, o.gone.is_(False)).distinct()
    every = list(session.execute(found.order_by(o.area_code)).scalars())
    return [one for one in every if not geography.is_small_area(one)] or every


def figure_keys(
    session: Session, indicator_id: int, *, breakdown: Breakdown | None = None, words: Sequence[str] = ()
) -> list[int]:
    """The figures of an indicator by area, small areas last, then time: their keys alone, which is little for many.

    `words` must each stand in the area, its code, the time, the group, the status or the note; `breakdown` is one group.
    """
    o = table_of(Observation).c
    statement = sa.select(o.id).where(o.indicator_id == indicator_id, o.gone.is_(False))
    if breakdown is not None:
        sex, age, category = breakdown
        statement = statement.where(o.sex == sex, o.age == age, o.category == category)
    looked_in = (o.area, o.area_code, o.period, o.sex, o.age, o.category, o.status, o.note)
    for word in words:
        statement = statement.where(sa.or_(*(cell.icontains(word, autoescape=True) for cell in looked_in)))
    ordered = statement.order_by(~larger(o.area_code), o.area_code, o.period_start, o.period_end, o.id)
    return list(session.execute(ordered).scalars())


def figures_by_key(session: Session, keys: Sequence[int]) -> dict[int, Figure]:
    """A few figures by key, with all they carry."""
    return {figure.id: figure for figure in figures_with(session, keys)}
