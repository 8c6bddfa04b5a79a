"""Explore Local Statistics of the Office for National Statistics: one indicator or several, periods as 2023-01-01/P1Y."""

from __future__ import annotations

from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import header_with
from workbench.exchange.figures.layout import OFFICE, Layout
from workbench.exchange.figures.maps import FigureMap
from workbench.exchange.indicator_columns import plain
from workbench.indicators.known import OPEN_GOVERNMENT

_KEYS = {
    "areacd": "area_code", "areanm": "area", "period": "period", "value": "value", "lci95": "lower", "uci95": "upper",
    "indicator": "indicator", "unit": "unit", "measure": "measure", "count": "count", "denominator": "denominator",
    "status": "status", "sex": "sex", "age": "age",
}  # fmt: skip


def _known(grid: Grid) -> FigureMap | None:
    header = header_with(grid, ("areacd", "period", "value"))
    if header is None:
        return None
    names = {plain(name): name for name in header.names}
    return FigureMap(
        **{key: names[bare] for bare, key in _KEYS.items() if bare in names},  # type: ignore[arg-type]
        header=header.line,
        publisher=f"{OFFICE} (Explore Local Statistics)",
        licence=OPEN_GOVERNMENT,
        address="https://www.ons.gov.uk/explore-local-statistics",
    )


LAYOUT = Layout("ONS Explore Local Statistics", _known)
