"""The figure that another is set beside: of the comparator's area, for the same time and the same people."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from workbench.indicators.observations import Figure, figures


def benchmark_of(session: Session, figure: Figure) -> Figure | None:
    """The figure of the comparator's area for the same time and the same people; None if there is none."""
    if not figure.benchmark or figure.benchmark == figure.area_code:
        return None
    return benchmark_among(figures(session, indicator_id=figure.indicator_id, area=figure.benchmark), figure)


def benchmark_among(others: Iterable[Figure], figure: Figure) -> Figure | None:
    """The benchmark's figure among others, for the same time and the same people."""
    for other in others:
        same_time = (other.starts, other.ends) == (figure.starts, figure.ends)
        if other.area_code == figure.benchmark and same_time and other.breakdown == figure.breakdown:
            return other if other.area_code != figure.area_code else None
    return None
