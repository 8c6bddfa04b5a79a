"""Indices of deprivation of England: scores, ranks and deciles of small areas, and summaries of districts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbench.exchange.figures.grids import HEADER_WITHIN, Grid
from workbench.exchange.figures.headers import Header, header_at
from workbench.exchange.figures.layout import Layout
from workbench.exchange.figures.maps import FigureColumn, FigureMap
from workbench.indicators.known import OPEN_GOVERNMENT

_CODE = re.compile(
    r"(LSOA|Local Authority District|Upper Tier Local Authority District) code \((\d{4})\)", re.IGNORECASE
)
_EDITIONS = {("2011", "2013"): "2015", ("2011", "2019"): "2019", ("2021", "2024"): "2025"}
"""The years of the LSOAs and of the districts that an edition is of."""
_OF_DISTRICTS = {"2013": "2015", "2019": "2019", "2024": "2025"}
_EXPLAINED = re.compile(r"\s*\((?:where 1 is[^)]*|rate|IMD|IDACI|IDAOPI)\)", re.IGNORECASE)
_WHAT = re.compile(r"\b(score|rank|decile|proportion|extent|concentration)\b", re.IGNORECASE)
_RESIDENTS = re.compile(r"(.*population.*?):? mid[- ]?(\d{4})(.*)", re.IGNORECASE)
_UNITS = {"score": "score", "rank": "rank, 1 is most deprived", "decile": "decile, 1 is most deprived"}


def _known(grid: Grid) -> FigureMap | None:
    for place, (_, cells) in enumerate(grid.top[:HEADER_WITHIN]):
        codes = {
            found[1].casefold(): (cell.strip(), found[2]) for cell in cells if (found := _CODE.fullmatch(cell.strip()))
        }
        if codes and any(_WHAT.search(cell) for cell in cells):
            return _map(header_at(grid, place, 1), codes)
    return None


def _map(header: Header, codes: Mapping[str, tuple[str, str]]) -> FigureMap | None:
    """The map of a table whose columns of codes are known, each with its name and the year of its areas."""
    small = codes.get("lsoa")
    district = next((codes[kind] for kind in codes if kind != "lsoa"), ("", ""))
    name, _ = small or district
    edition = _EDITIONS.get((small[1], district[1]), "") if small else _OF_DISTRICTS.get(district[1], "")
    area = name.replace("code", "name").replace("Code", "name")
    fixed = {name, area, district[0], re.sub("code", "name", district[0], flags=re.IGNORECASE)}
    figures = {one: _column(one, edition) for one in header.names if one not in fixed and _is_figure(one)}
    if not figures or not edition:
        return None
    return FigureMap(
        header=header.line,
        intervals=False,
        area_code=name,
        area=area if area in header.names else "",
        figures=figures,
        ignore=[one for one in header.names if one in fixed - {name, area}],
        publisher="Ministry of Housing, Communities and Local Government",
        licence=OPEN_GOVERNMENT,
        address="https://www.gov.uk/government/collections/english-indices-of-deprivation",
        caveats=(
            f"Indices of Deprivation {edition}: a rank says which area is more deprived, not by how much. Most of what they"
            " are made of is some years older, and editions are not to be compared by their scores. An area is not its people."
        ),
    )


def _is_figure(name: str) -> bool:
    return bool(_WHAT.search(name) or _RESIDENTS.fullmatch(name))


def _column(name: str, edition: str) -> FigureColumn:
    people = _RESIDENTS.fullmatch(name)
    if people:
        said = " ".join(f"{people[1]}{people[3]}".split())
        return FigureColumn(part="count", indicator=said, period=f"mid-{people[2]}", unit="Count")
    what = _WHAT.findall(name)[-1].casefold()
    said = " ".join(_EXPLAINED.sub("", name).split())
    unit = "share" if what == "proportion" or "(rate)" in name else _UNITS.get(what, "score")
    return FigureColumn(indicator=said, period=edition, unit=unit)


LAYOUT = Layout("English indices of deprivation", _known)
