"""Of whom an indicator's figures are: the group that stands for everybody, and whether there are only small areas.

Asked again and again and dear where there are a million figures; kept while the figures stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session

from workbench.indicators.drafts import PLACE
from workbench.indicators.indicators import Indicator
from workbench.indicators.spans import larger
from workbench.rows import keeps, kept, table_of

FIGURES = ("observation", "indicator", "dataset")
"""The tables on which rests what is kept of figures."""
OBSERVATION = sa.table("observation", *map(sa.column, ("indicator_id", "area_code", "sex", "age", "category", "gone")))
INDICATOR = table_of(Indicator)


def main_breakdowns(session: Session, indicator_ids: Iterable[int] | None = None) -> dict[int, tuple[str, str, str]]:
    """For each indicator, or for those named, the sex, age and category that stand for everybody.

    `all` where the file has it; else the one that most figures have (an indicator of adults has one age, 19+). Figures
    of small areas count only for an indicator that has no others.
    """
    if not keeps(session):
        return _main_breakdowns(session, indicator_ids)
    found: dict[int, tuple[str, str, str]] = kept(session, "main breakdowns", _main_breakdowns, tables=FIGURES)
    return {key: found[key] for key in (found if indicator_ids is None else indicator_ids) if key in found}


def _main_breakdowns(session: Session, indicator_ids: Iterable[int] | None = None) -> dict[int, tuple[str, str, str]]:
    o = OBSERVATION.c
    every = _with(session, indicator_ids)
    plain = _with(session, every, larger(o.area_code), o.sex == "all", o.age == "all", o.category == "all")
    best = dict.fromkeys(plain, ((7, 0), ("all", "all", "all")))
    counted = sa.select(o.indicator_id, o.sex, o.age, o.category, sa.func.count()).where(o.gone.is_(False))
    counted = counted.group_by(o.indicator_id, o.sex, o.age, o.category).order_by(o.indicator_id)
    for where in (larger(o.area_code), ~larger(o.area_code)):
        rest = sorted(every - best.keys())
        for indicator, sex, age, category, count in (
            session.execute(counted.where(where, o.indicator_id.in_(rest))) if rest else ()
        ):
            alls = 4 * (category == "all") + 2 * (sex == "all") + (age == "all")
            known = best.get(indicator)
            if known is None or (alls, count) > known[0]:
                best[indicator] = ((alls, count), (sex, age, category))
    return {indicator: breakdown for indicator, (_, breakdown) in best.items()}


def only_small(session: Session, indicator_ids: Iterable[int] | None = None) -> list[int]:
    """The indicators, or those among these, that have figures of small areas and of no other."""
    if not keeps(session):
        return _only_small(session, indicator_ids)
    found: list[int] = kept(session, "only small", _only_small, tables=FIGURES)
    wanted = None if indicator_ids is None else set(indicator_ids)
    return [key for key in found if wanted is None or key in wanted]


def _only_small(session: Session, indicator_ids: Iterable[int] | None = None) -> list[int]:
    every = _with(session, indicator_ids)
    return sorted(every - _with(session, every, larger(OBSERVATION.c.area_code)))


def in_parts(session: Session) -> frozenset[int]:
    """The indicators that have figures of small areas or kinds of place, of which larger ones may be made."""
    found: frozenset[int] = kept(session, "in parts", _in_parts, tables=FIGURES)
    return found


def _in_parts(session: Session) -> frozenset[int]:
    o = OBSERVATION.c
    return frozenset(_with(session, None, sa.or_(~larger(o.area_code), o.category.startswith(PLACE))))


def _with(session: Session, indicator_ids: Iterable[int] | None, *where: sa.ColumnElement[bool]) -> set[int]:
    """The indicators, or those among these, that have a figure for which some conditions hold."""
    o, i = OBSERVATION.c, INDICATOR.c
    statement = sa.select(i.id).where(
        sa.exists().where(o.indicator_id == i.id, o.gone.is_(False), *where).correlate(INDICATOR)
    )
    if indicator_ids is not None:
        statement = statement.where(i.id.in_(list(indicator_ids)))
    return set(session.execute(statement).scalars())
