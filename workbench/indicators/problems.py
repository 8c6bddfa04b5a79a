"""What a person should know about a project's figures before relying on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.errors import Problem
from workbench.indicators.answers import stale_answers
from workbench.indicators.catalogue import IndicatorLine, indicators
from workbench.indicators.datasets import KEPT_OUT, Dataset, kept_out, today
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.indicators.spans import larger
from workbench.rows import table_of
from workbench.text import counted, day_in_words


def problems(session: Session) -> list[Problem]:
    """What a person should know about the project's figures: missing sources and units, areas, old answers."""
    lines = indicators(session)
    return [*_sources(session), *_definitions(lines), *_areas(session), *_answers(session)]


def _sources(session: Session) -> Iterator[Problem]:
    d, out = table_of(Dataset).c, kept_out(session)
    for row in session.execute(sa.select(table_of(Dataset)).where(d.gone.is_(False)).order_by(d.name)):
        if not row.publisher and not row.shared_by:
            yield Problem("warning", row.name, "Nobody is named as the source. Say who publishes or shares it.")
        if not row.licence and row.agreement_id is None:
            yield Problem("warning", row.name, "It has no licence and no sharing agreement. Say how it may be used.")
        if row.id in out:
            yield Problem("error", row.name, f"{KEPT_OUT} {' '.join(out[row.id])} Fill it in under data sets.")
        if row.keep_until and row.keep_until < today():
            until = day_in_words(date.fromisoformat(row.keep_until))
            yield Problem(
                "error", row.name, f"It was to be kept until {until}. Delete its figures, or renew the agreement."
            )


def _definitions(lines: list[IndicatorLine]) -> Iterator[Problem]:
    for line in lines:
        if not line.unit and line.kind != "count":
            yield Problem("warning", line.name, "It has no unit, so a reader cannot tell per cent from a rate.")
        if line.figures and line.missing == line.figures:
            yield Problem("warning", line.name, "None of its figures has a value.")


def _areas(session: Session) -> Iterator[Problem]:
    """Areas outside the register that are no small ones, and figures about a time after their area had ended."""
    observation, indicator = table_of(Observation), table_of(Indicator)
    o, i = observation.c, indicator.c
    seen = session.execute(
        sa.select(i.name, o.area_code, sa.func.count(), sa.func.max(o.period_start))
        .select_from(observation.join(indicator, i.id == o.indicator_id))
        .where(o.gone.is_(False), i.gone.is_(False), larger(o.area_code))
        .group_by(i.id, i.name, o.area_code)
        .order_by(i.name, o.area_code)
    )
    unknown: dict[str, int] = {}
    for name, code, count, latest in seen:
        area = geography.area(code)
        if area is None:
            unknown[name] = unknown.get(name, 0) + count
        elif area.ends is not None and area.ends.isoformat() < latest:
            yield Problem(
                "warning", name, f"{area.name} ended on {day_in_words(area.ends)}, and has figures after that."
            )
    for name, count in unknown.items():
        yield Problem(
            "info",
            name,
            f"{counted(count, 'figure')} {'is' if count == 1 else 'are'} about areas that are not in the register of local areas.",
        )


def _answers(session: Session) -> Iterator[Problem]:
    """Doubts that were answered before their numbers changed."""
    for figure, doubt in stale_answers(session):
        where = f"{figure.indicator}, {figure.area or figure.area_code} {figure.period}"
        said = "A doubt was answered before the figures changed: look again."
        yield Problem("warning", where, f"{said} {doubt.sentence}")
