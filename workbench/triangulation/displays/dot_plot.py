"""A dot plot in text: a line an area, people as dots on the left, the area's figure as a dot on a scale on the right. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_DOTS = 12
"""More people than this stand as a number alone."""
SCALE = 24


@dataclass(frozen=True, slots=True)
class Plotted:
    """A line of the plot: the area, people as dots, the count in words, the dot on its scale, the figure in words."""

    name: str
    dots: str
    counted: str
    place: str
    figure: str


def plotted(lines: Sequence[tuple[str, int, int, str, float, str]], *, scale: int = SCALE) -> list[Plotted]:
    """The lines of a plot.

    Args:
        lines: Of each area its name, how many raised it, of how many, that in words, its figure, that in words. A
            negative number of people is one that is withheld.
        scale: How many places the scale of the figures has.

    >>> plotted([("A", 1, 3, "1 of 3", 10.0, "10 %"), ("B", 0, 0, "", 20.0, "20 %")], scale=5)[0].place
    '●····'
    """
    values = [line[4] for line in lines]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    return [
        Plotted(name, dots(said, of), counted, on_scale(value, low, high, scale), figure)
        for name, said, of, counted, value, figure in lines
    ]


def dots(said: int, of: int) -> str:
    """A full dot for each person who raised it, an empty one for each who did not; none for many people.

    >>> dots(2, 5), dots(3, 40)
    ('●●○○○', '')
    """
    if said < 0 or of > MOST_DOTS:
        return ""
    return "●" * said + "○" * (of - said)


def on_scale(value: float, low: float, high: float, places: int) -> str:
    """A dot on a line from the lowest to the highest figure.

    >>> on_scale(5, 0, 10, 5)
    '··●··'
    """
    at = 0 if high == low else round((value - low) / (high - low) * (places - 1))
    return "·" * at + "●" + "·" * (places - 1 - at)
