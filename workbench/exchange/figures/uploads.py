"""What is uploaded to Fingertips: the new service's long table, and the older one of numbers, where -1 is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.exchange.figures.columns import Derive
from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import Header, header_with
from workbench.exchange.figures.layout import Layout
from workbench.exchange.figures.maps import FigureMap
from workbench.exchange.indicator_columns import plain
from workbench.indicators.known import ENGLAND

_NEW = ("areacode", "datefrom", "dateto", "periodtype", "sex", "value")
_OLD = ("indicatorid", "year", "yearrange", "quarter", "month", "ageid", "sexid", "areacode", "value")
_AGE, _GROUP = "age from and to", "deprivation"
_TIME, _WHO, _HOW_OLD, _KIND = "time", "sex by its number", "age by its number", "group by its number"
_SEXES = {"1": "male", "2": "female", "4": "all", "-1": "all"}
_ALL_AGES = "1"
_PARTS = {
    "count": "count", "value": "value", "denominator": "denominator", "lowerci95": "lower", "upperci95": "upper",
    "lowerci998": "lower_998", "upperci998": "upper_998",
}  # fmt: skip
_OR_NOTHING = "{0}, -1 being nothing"
_NOTE = "note by its number"
_OLD_ADDS = (_TIME, _WHO, _HOW_OLD, _KIND, _NOTE, *(_OR_NOTHING.format(key) for key in _PARTS.values()))


def _known_new(grid: Grid) -> FigureMap | None:
    header = header_with(grid, _NEW)
    if header is None:
        return None
    names = {plain(name): name for name in header.names}
    found = {key: names[bare] for bare, key in _PARTS.items() if bare in names}
    aside = ("periodtype", "agefromyearsinclusive", "agetoyearsinclusive", "deprivationdecile", "deprivationcategory")
    return FigureMap(
        **found,  # type: ignore[arg-type]
        header=header.line,
        area_code=names["areacode"],
        starts=names["datefrom"],
        ends=names["dateto"],
        sex=names["sex"],
        age=_AGE,
        categories=[_GROUP],
        uses=[names[bare] for bare in aside if bare in names],
        benchmark=ENGLAND,
    )


def _derive_new(header: Header) -> Derive:
    at = {plain(name): place for place, name in enumerate(header.names)}

    def derive(cells: Sequence[str]) -> list[str]:
        def cell(name: str) -> str:
            return cells[at[name]].strip() if name in at else ""

        young, old = cell("agefromyearsinclusive"), cell("agetoyearsinclusive")
        age = f"{young} to {old}" if young and old else f"{young}+" if young else f"up to {old}" if old else ""
        age = "" if (young, old) in {("0", ""), ("", "")} else age
        decile, kind = cell("deprivationdecile"), cell("deprivationcategory")
        return [age, f"{kind or 'Deprivation'}: decile {decile}" if decile else ""]

    return derive


def _known_old(grid: Grid) -> FigureMap | None:
    header = header_with(grid, _OLD)
    if header is None:
        return None
    names = {plain(name): name for name in header.names}
    found = {key: _OR_NOTHING.format(key) for bare, key in _PARTS.items() if bare in names}
    aside = ("year", "yearrange", "quarter", "month", "ageid", "sexid", "categorytypeid", "categoryid", "valuenoteid")
    return FigureMap(
        **found,  # type: ignore[arg-type]
        header=header.line,
        area_code=names["areacode"],
        indicator=names["indicatorid"],
        indicator_id=names["indicatorid"],
        period=_TIME,
        sex=_WHO,
        age=_HOW_OLD,
        categories=[_KIND],
        notes=[_NOTE],
        uses=[names[bare] for bare in (*aside, *_PARTS) if bare in names],
        ignore=[names[bare] for bare in ("denominator2",) if bare in names],
        benchmark=ENGLAND,
        caveats="The file gives numbers for what Fingertips' lists name: ages and groups are called by them.",
    )


def _derive_old(header: Header) -> Derive:
    at = {plain(name): place for place, name in enumerate(header.names)}

    def derive(cells: Sequence[str]) -> list[str]:
        def cell(name: str) -> str:
            said = cells[at[name]].strip() if name in at else ""
            return "" if said in {"-1", "-1.0"} else said

        kind, group = cell("categorytypeid"), cell("categoryid")
        age = cell("ageid")
        return [
            _when(cell("year"), cell("yearrange"), cell("quarter"), cell("month")),
            _SEXES.get(cell("sexid") or "-1", f"sex {cell('sexid')}"),
            "" if age in {"", _ALL_AGES} else f"age group {age}",
            f"group {group} of kind {kind}" if group else "",
            f"value note {cell('valuenoteid')}" if cell("valuenoteid") else "",
            *(cell(name) for name in _PARTS),
        ]

    return derive


def _when(year: str, years: str, quarter: str, month: str) -> str:
    if month:
        return f"{year}-{month:0>2}" if year.isdigit() and month.isdigit() else f"{year} {month}"
    if quarter:
        return f"{year} Q{quarter}"
    span = int(years) if years.isdigit() else 1
    return year if span <= 1 or not year.isdigit() else f"{int(year)} to {int(year) + span - 1}"


LAYOUTS = (
    Layout("a table for upload to Fingertips", _known_new, (_AGE, _GROUP), _derive_new),
    Layout("an older table for upload to Fingertips", _known_old, _OLD_ADDS, _derive_old),
)
