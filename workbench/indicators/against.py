"""Two figures set against each other by what is known of them: counts where there are counts, else their intervals."""

from __future__ import annotations

from workbench.indicators.differences import (
    Compared,
    difference_of_proportions,
    difference_of_rates,
    join,
    ratio_of_proportions,
    ratio_of_rates,
)
from workbench.indicators.observations import Figure

CLOSE = 0.011
"""A value that is not its count divided by its denominator within so much is adjusted: its count does not serve."""


def apart(figure: Figure, other: Figure) -> Compared | None:
    """The first figure minus the second, in their unit; None where chance cannot be reckoned with."""
    if figure.value is None or other.value is None:
        return None
    if figure.kind in {"proportion", "rate"} and _counted(figure) and _counted(other):
        cells = _cells(figure, other)
        if figure.kind == "proportion":
            return difference_of_proportions(*cells).times(figure.multiplier)
        return difference_of_rates(*cells, figure.multiplier)
    if figure.lower is None or figure.upper is None or other.lower is None or other.upper is None:
        return None
    return join(figure.value, (figure.lower, figure.upper), other.value, (other.lower, other.upper))


def times_as_high(figure: Figure, other: Figure) -> Compared | None:
    """The first figure divided by the second, of proportions and rates whose counts are known; else None."""
    if not _counted(figure) or not _counted(other) or not (figure.count and other.count):
        return None
    cells = _cells(figure, other)
    if figure.kind == "proportion":
        return ratio_of_proportions(*cells)
    return ratio_of_rates(*cells) if figure.kind == "rate" else None


def _cells(figure: Figure, other: Figure) -> tuple[float, float, float, float]:
    return (figure.count or 0, figure.denominator or 1, other.count or 0, other.denominator or 1)


def _counted(figure: Figure) -> bool:
    """Whether its value is its count divided by its denominator, so that chance can be reckoned from them.

    Not of a survey whose answers weigh differently: its interval knows that, its counts do not.
    """
    if figure.count is None or not figure.denominator or figure.value is None or figure.design_effect:
        return False
    if figure.kind == "proportion" and figure.count > figure.denominator:
        return False
    ours = figure.count / figure.denominator * figure.multiplier
    return abs(ours - figure.value) <= max(CLOSE * abs(figure.value), 0.051)
