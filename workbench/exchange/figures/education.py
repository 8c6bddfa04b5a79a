"""Explore education statistics of the Department for Education: all its files begin with the same columns.

`time_period` 202425 is the academic year 2024/25 where `time_identifier` says so. The area is that of `geographic_level`.
Every column of numbers is an indicator; a number and a percentage of one name are one figure with its count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.exchange.figures.columns import Derive
from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import Header, header_with, is_figure
from workbench.exchange.figures.layout import Layout
from workbench.exchange.figures.maps import FigureColumn, FigureMap, Part
from workbench.exchange.indicator_columns import field_of, plain
from workbench.geography import is_code
from workbench.indicators.known import OPEN_GOVERNMENT

_LEVELS = {
    "national": ("country_code", "country_name"),
    "regional": ("region_code", "region_name"),
    "local authority": ("new_la_code", "la_name"),
    "local authority district": ("lad_code", "lad_name"),
}
"""The columns of the area by the level; rows of schools, constituencies and the like are of no area that we know."""
_FIXED = frozenset(
    {
        "timeperiod", "timeidentifier", "geographiclevel", "countrycode", "countryname", "regioncode", "regionname",
        "oldlacode", "newlacode", "laname", "ladcode", "ladname",
    }
)  # fmt: skip
"""The columns that all files share, as names are compared."""
_USED = _FIXED - {"oldlacode"}
_BREAK = "series break: not comparable with years before 2021/22"
_CODE, _AREA, _TIME, _MARK = "code of the level's area", "area of the level", "time", "break in the series"
_PERCENT = re.compile(r"(?:^(?:percentage|percent|pt|pct)_(?:of_)?|_(?:percentage|percent|pct|pc)$)", re.IGNORECASE)
_COUNT = re.compile(r"(?:^(?:number|num|n)_(?:of_)?|_(?:number|count|num)$)", re.IGNORECASE)
_CHILDREN = re.compile(r"(?:(?:number_of_)?children(?:_count|_number)?)", re.IGNORECASE)
_NAMES = {
    "gld": "Good level of development",
    "gld_children": "Good level of development",
    "all_elgs_expected_children": "All early learning goals at the expected level",
    "comm_lang_lit_expected_children": "Communication, language and literacy at the expected level",
    "elgs_expected_average": "Early learning goals at the expected level, average",
}
_FEW = 0.7
_MARKS = "In these files z is not applicable, x unavailable, c withheld, low rounds to nothing, u is not reliable."
_READINESS = "School readiness changed in 2021/22: figures before it are not comparable, and there are none of 2019/20 and 2020/21."


def _known(grid: Grid) -> FigureMap | None:
    header = header_with(grid, ("timeperiod", "timeidentifier", "geographiclevel"))
    if header is None:
        return None
    lower = {plain(name): name for name in header.names}
    rest = [place for place, name in enumerate(header.names) if plain(name) not in _FIXED]
    figures = [place for place in rest if _is_figures(grid, header, place)]
    words = [header.names[place] for place in rest if place not in figures]
    sex = next((name for name in words if field_of(name) == "sex"), "")
    age = next((name for name in words if field_of(name) == "age"), "")
    kind = next((name for name in words if field_of(name) == "category_type"), "")
    columns = [header.names[place] for place in figures]
    base = next((name for name in columns if _CHILDREN.fullmatch(name)), "")
    found = {name: _column(name) for name in columns if name != base or len(columns) == 1}
    if not found:
        return None
    readiness = any("gld" in name.casefold() for name in columns)
    return FigureMap(
        header=header.line,
        area_code=_CODE,
        area=_AREA,
        period=_TIME,
        years="academic",
        status=_MARK if readiness else "",
        sex=sex,
        age=age,
        category_type=kind,
        categories=[name for name in words if name not in {sex, age, kind}],
        figures=found,
        denominator=base if readiness and len(columns) > 1 else "",
        only={lower["geographiclevel"]: [level.capitalize() for level in _LEVELS]},
        uses=[name for name in header.names if plain(name) in _USED],
        ignore=[name for name in header.names if plain(name) in _FIXED - _USED],
        publisher="Department for Education",
        licence=OPEN_GOVERNMENT,
        address="https://explore-education-statistics.service.gov.uk",
        caveats=f"{_MARKS} {_READINESS}" if readiness else _MARKS,
    )


def _is_figures(grid: Grid, header: Header, place: int) -> bool:
    """Whether a column holds numbers and marks rather than the names of groups."""
    cells = [cell for _, row in grid.top[header.first :] if place < len(row) and (cell := row[place].strip())]
    numbers = sum(is_figure(cell) for cell in cells)
    named = field_of(header.names[place]) in {"category", "category_type", "sex", "age"}
    return (
        bool(cells)
        and not named
        and numbers >= _FEW * len(cells)
        and any(any(map(str.isdigit, cell)) for cell in cells)
    )


def _column(name: str) -> FigureColumn:
    percent, count = _PERCENT.search(name), _COUNT.search(name)
    stem = _PERCENT.sub("", name) if percent else _COUNT.sub("", name) if count else name
    part: Part = "count" if count and not percent else "value"
    said = _NAMES.get(stem.casefold(), stem.replace("_", " ").strip().capitalize())
    return FigureColumn(part=part, indicator=said, unit="%" if percent else "")


def _derive(header: Header) -> Derive:
    at = {plain(name): place for place, name in enumerate(header.names)}

    def derive(cells: Sequence[str]) -> list[str]:
        def cell(name: str) -> str:
            place = at.get(plain(name)) if name else None
            return cells[place].strip() if place is not None else ""

        code, name = _LEVELS.get(cell("geographic_level").casefold(), ("", ""))
        said = cell(code)
        time = _time(cell("time_period"), cell("time_identifier"))
        return [said if is_code(said.upper()) else "", cell(name), time, _BREAK if time == "2021/22" else ""]

    return derive


_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


def _time(period: str, identifier: str) -> str:
    """A time as we read it: 202425 and Academic year are 2024/25, 2024 and March are March 2024."""
    kind = plain(identifier)
    across = f"{period[:4]}/{period[4:]}" if len(period) == 6 and period.isdigit() else ""
    if kind == "academicyear":
        return across or (f"{period}/{int(period[2:]) + 1:02}" if len(period) == 4 and period.isdigit() else period)
    if kind in {"financialyear", "taxyear", "reportingyear"} and across:
        return f"financial year {across}"
    if kind in _MONTHS:
        return f"{identifier} {period[:4]}"
    if kind == "calendaryear" or not kind:
        return period
    return f"{identifier} {across or period}"


LAYOUT = Layout(
    "explore education statistics (Department for Education)", _known, (_CODE, _AREA, _TIME, _MARK), _derive
)
