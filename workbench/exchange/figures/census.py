"""Census 2021: the bulk tables, a column a group, and data sets made with “create a custom data set”."""

from __future__ import annotations

import re

from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import header_with
from workbench.exchange.figures.layout import OFFICE, Layout
from workbench.exchange.figures.maps import FigureColumn, FigureMap
from workbench.exchange.indicator_columns import plain
from workbench.indicators.known import OPEN_GOVERNMENT

_MEASURES = re.compile(r"\s*;\s*measures?\s*:\s*(.+)$", re.IGNORECASE)
_CATEGORIES = re.compile(r"\s*\(\d+ categories\)", re.IGNORECASE)
_AREA = re.compile(
    r"(?:lower tier local authorities|upper tier local authorities|middle layer super output areas|regions|countries"
    r"|lower layer super output areas|output areas|england|electoral wards and divisions).* code",
    re.IGNORECASE,
)
_DAY = "Census day was 21 March 2021. To protect people, counts are changed a little and need not add up."


def _known_bulk(grid: Grid) -> FigureMap | None:
    header = header_with(grid, ("date", "geography", "geographycode"))
    if header is None:
        return None
    names = {plain(name): name for name in header.names}
    fixed = {names["date"], names["geography"], names["geographycode"]}
    figures = {name: _group(name) for name in header.names if name not in fixed and ":" in name}
    if not figures:
        return None
    return FigureMap(
        header=header.line,
        area_code=names["geographycode"],
        area=names["geography"],
        period=names["date"],
        figures=figures,
        publisher=f"{OFFICE} (Census 2021)",
        licence=OPEN_GOVERNMENT,
        address="https://www.nomisweb.co.uk/sources/census_2021_bulk",
        caveats=_DAY,
        intervals=False,
    )


def _group(name: str) -> FigureColumn:
    """A column's topic and group: `Age: Aged 4 years and under; measures: Value`."""
    said = _MEASURES.search(name)
    percent = said is not None and "per" in said[1].casefold()
    topic, _, group = _MEASURES.sub("", name).partition(":")
    topic, group = topic.strip(), group.strip()
    whole = group.casefold().startswith(("total", "all ")) and ":" not in group.removeprefix("Total: ")
    group = "" if whole else re.sub(r"^Total:\s*", "", group)
    return FigureColumn(
        part="value" if percent else "count",
        indicator=topic,
        unit="%" if percent else "Count",
        sex={"male": "male", "female": "female"}.get(group.casefold(), "") if plain(topic) == "sex" else "",
        age=group if plain(topic) == "age" else "",
        category=group if plain(topic) not in {"age", "sex"} else "",
    )


def _known_custom(grid: Grid) -> FigureMap | None:
    header = header_with(grid, ("observation",))
    if header is None or not _AREA.fullmatch(header.names[0]):
        return None
    names = header.names
    variables = [name for place, name in enumerate(names) if place > 1 and f"{name} Code" in names and name != names[1]]
    bare = {name: _CATEGORIES.sub("", name) for name in variables}
    sex = next((name for name in variables if plain(bare[name]) == "sex"), "")
    age = next((name for name in variables if plain(bare[name]).startswith("age")), "")
    by = " by ".join(bare.values())
    return FigureMap(
        header=header.line,
        area_code=names[0],
        area=names[1],
        count="Observation",
        sex=sex,
        age=age,
        categories=[name for name in variables if name not in {sex, age}],
        ignore=[f"{name} Code" for name in variables],
        always={"period": "2021", "indicator": f"Census 2021: {by}" if by else "Census 2021: people", "unit": "Count"},
        publisher=f"{OFFICE} (Census 2021, custom data set)",
        licence=OPEN_GOVERNMENT,
        address="https://www.ons.gov.uk/datasets/create",
        caveats=f"{_DAY} The file does not say its time: custom data sets are of Census 2021.",
        intervals=False,
    )


LAYOUTS = (
    Layout("Census 2021 bulk data", _known_bulk),
    Layout("a custom data set of Census 2021", _known_custom),
)
