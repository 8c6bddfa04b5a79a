"""School readiness of 2016 to 2018 as the Department for Education laid it out: an authority a row, codes of three digits.

The three digits (881 is Essex) are the Department's own; the authority is found by its name. `Number` is how many
children there were, not how many were ready: it is the denominator of the percentage beside it. Columns of gaps, and of
the whole country, which repeat one figure on every row, are no figures of an authority and are left out.
"""

from __future__ import annotations

import re

from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import header_with
from workbench.exchange.figures.layout import Layout
from workbench.exchange.figures.maps import FigureColumn, FigureMap
from workbench.indicators.known import OPEN_GOVERNMENT

_COLUMN = re.compile(r"(All|FSM|All_Other|SEN)_(Number|Percent)_(GLD|AoL_\w+?)_(20\d\d)_LA")
_GROUPS = {
    "All": "",
    "FSM": "Free school meals: eligible",
    "All_Other": "Free school meals: all other pupils",
    "SEN": "Special educational needs: with",
}
_MEASURES = {
    "GLD": "Good level of development",
    "AoL_CL": "Communication and language at the expected level",
    "AoL_Lit": "Literacy at the expected level",
    "AoL_Mat": "Mathematics at the expected level",
    "AoL_CL_and_Lit": "Communication, language and literacy at the expected level",
}


def _known(grid: Grid) -> FigureMap | None:
    header = header_with(grid, ("lacode", "laname"))
    if header is None:
        return None
    figures = {name: _column(found) for name in header.names if (found := _COLUMN.fullmatch(name)) is not None}
    if not figures:
        return None
    return FigureMap(
        header=header.line,
        area=next(name for name in header.names if name.casefold() == "la_name"),
        ignore=[next(name for name in header.names if name.casefold() == "la_code")],
        figures=figures,
        years="academic",
        publisher="Department for Education",
        licence=OPEN_GOVERNMENT,
        address="https://explore-education-statistics.service.gov.uk",
        caveats=(
            "Not comparable with 2021/22 and after, when the framework changed; there are no figures of 2019/20 and 2020/21."
            " Percentages are rounded; numbers are of all children, those not ready among them."
        ),
    )


def _column(found: re.Match[str]) -> FigureColumn:
    group, number, measure, year = found.groups()
    return FigureColumn(
        part="denominator" if number == "Number" else "value",
        indicator=_MEASURES.get(measure, measure.replace("_", " ")),
        period=f"{int(year) - 1}/{year[2:]}",
        unit="%",
        category=_GROUPS[group],
    )


LAYOUT = Layout("school readiness by authority, 2016 to 2018 (Department for Education)", _known)
