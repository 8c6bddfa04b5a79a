"""Fingertips of the Office for Health Improvement and Disparities: the download, the API and the package's spelling.

27 columns, 26 in older files; the one about percentiles goes by many names; fingertipsR leaves out all spaces. England
stands in the file once for each parent, and is kept once. A blank value with a note is withheld or missing, never zero.
"""

from __future__ import annotations

import re

from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import Header, header_with
from workbench.exchange.figures.layout import Layout
from workbench.exchange.figures.maps import FigureMap
from workbench.exchange.indicator_columns import plain
from workbench.indicators.known import ENGLAND, OPEN_GOVERNMENT

_NEEDED = ("indicatorid", "indicatorname", "areacode", "timeperiod", "value")
_KEYS = {
    "areacode": "area_code", "areaname": "area", "timeperiod": "period", "indicatorname": "indicator",
    "indicatorid": "indicator_id", "sex": "sex", "age": "age", "categorytype": "category_type", "value": "value",
    "lowerci950limit": "lower", "upperci950limit": "upper", "lowerci998limit": "lower_998",
    "upperci998limit": "upper_998", "count": "count", "denominator": "denominator", "recenttrend": "trend",
}  # fmt: skip
_COMPARED = re.compile(r"comparedto(?:england|benchmark)(?:valueorpercentiles)?")
_ASIDE = re.compile(r"parent(?:code|name)|areatype|comparedto.*|timeperiod(?:sortable|range)|newdata")


def _known(grid: Grid) -> FigureMap | None:
    header = header_with(grid, _NEEDED)
    return _map(header) if header is not None else None


def _map(header: Header) -> FigureMap:
    names = {plain(name): name for name in header.names}
    compared = next((name for bare, name in names.items() if _COMPARED.fullmatch(bare)), "")
    found = {key: names[bare] for bare, key in _KEYS.items() if bare in names}
    # older files name the limits without the decimals of 95.0
    found |= {end: names[f"{end}ci95limit"] for end in ("lower", "upper") if f"{end}ci95limit" in names}
    aside = [name for bare, name in names.items() if _ASIDE.fullmatch(bare) and name != compared]
    return FigureMap(
        **found,  # type: ignore[arg-type]
        header=header.line,
        categories=[names["category"]] if "category" in names else [],
        notes=[names["valuenote"]] if "valuenote" in names else [],
        compared=compared,
        ignore=aside,
        benchmark=ENGLAND,
        publisher="Office for Health Improvement and Disparities (Fingertips)",
        licence=OPEN_GOVERNMENT,
        address="https://fingertips.phe.org.uk",
    )


LAYOUT = Layout("OHID Fingertips", _known)
