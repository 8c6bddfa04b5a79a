"""What a layout is: a publisher's way to write figures, known by its columns, that gives a map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.exchange.figures.columns import Derive
from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import Header
from workbench.exchange.figures.maps import FigureMap


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: what it is called, how it is known, and which columns it works out from those that there are."""

    name: str
    known: Callable[[Grid], FigureMap | None]
    adds: tuple[str, ...] = ()
    derive: Callable[[Header], Derive] | None = None
    remark: Callable[[int], str] = lambda _: ""
    """What a number of rows gives cause to look at, in a sentence."""


OFFICE = "Office for National Statistics"
