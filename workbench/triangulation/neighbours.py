"""Neighbours: a figure among those of the areas around it, to be drawn together."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench import geography
from workbench.triangulation.figures import FigureLine, figures_of

_LARGER = frozenset({"county", "region", "country", "combined authority"})


def is_of_larger_area(line: FigureLine) -> bool:
    """Whether a figure is for a county, a region or a country, which hold districts."""
    entry = geography.area(line.figure.area_code)
    return entry is not None and entry.kind in _LARGER


def figures_beside(session: Session, line: FigureLine) -> list[FigureLine]:
    """A figure among those of its neighbours, its county and its benchmark, for the same time and people."""
    code = line.figure.area_code
    here = geography.area(code)
    codes = {code, line.figure.benchmark, *(area.code for area in geography.peers(code))}
    codes |= {here.county} if here is not None and here.county else set()
    return [
        one
        for one in figures_of(session, [line.figure.indicator_id])
        if one.figure.area_code in codes and _time_and_people(one) == _time_and_people(line)
    ]


def _time_and_people(line: FigureLine) -> tuple[Any, ...]:
    """When a figure is from, and of whom."""
    return line.figure.starts, line.figure.ends, line.figure.breakdown
