"""The layouts that are known, and which one a table is in. A new layout is one more module in `MODULES`."""

from __future__ import annotations

import importlib
from functools import cache
from typing import cast

from workbench.exchange.figures.columns import Plan, plan
from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import Header
from workbench.exchange.figures.layout import Layout
from workbench.exchange.figures.maps import FigureMap
from workbench.exchange.surveys.maps import MapIsWrongError

MODULES = (
    "workbench.exchange.figures.fingertips",
    "workbench.exchange.figures.uploads",
    "workbench.exchange.figures.education",
    "workbench.exchange.figures.school_readiness",
    "workbench.exchange.figures.local_statistics",
    "workbench.exchange.figures.nomis",
    "workbench.exchange.figures.census",
    "workbench.exchange.figures.deprivation",
    "workbench.exchange.figures.populations",
)
"""Each module has an object LAYOUT, or several in LAYOUTS."""


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout there is."""
    found: list[Layout] = []
    for name in MODULES:
        module = importlib.import_module(name)
        found += getattr(module, "LAYOUTS", None) or [cast("Layout", module.LAYOUT)]
    return tuple(found)


def known_map(grid: Grid) -> FigureMap | None:
    """The map of the layout that a table is in; None where it is in none that is known."""
    for layout in layouts():
        found = layout.known(grid)
        if found is not None:
            return found.model_copy(update={"layout": layout.name})
    return None


def remark_on(told: FigureMap, rows: int) -> str:
    """What a layout makes of the number of rows; nothing where there is nothing to look at."""
    return next((one.remark(rows) for one in layouts() if one.name == told.layout), "")


def plan_of(grid: Grid, told: FigureMap, header: Header | None = None) -> Plan:
    """A map on a table, with the columns that its layout works out; raises MapIsWrongError."""
    layout = next((one for one in layouts() if one.name == told.layout), None)
    if layout is None and told.layout:
        names = "; ".join(one.name for one in layouts())
        raise MapIsWrongError(f"The map: there is no layout “{told.layout}”. Leave it out, or name one of: {names}.")
    if layout is None:
        return plan(grid, told, header)
    return plan(grid, told, header, layout.adds, layout.derive)
