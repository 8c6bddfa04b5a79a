"""Nomis of the Office for National Statistics: what its API gives, and what its pages download, with lines above and below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from workbench.exchange.figures.columns import Derive
from workbench.exchange.figures.grids import HEADER_WITHIN, Grid, grid_of
from workbench.exchange.figures.headers import Header, header_with
from workbench.exchange.figures.layout import OFFICE, Layout
from workbench.exchange.figures.maps import FigureColumn, FigureMap
from workbench.exchange.figures.meanings import meaning_of, period_in, together
from workbench.exchange.indicator_columns import plain
from workbench.indicators.known import OPEN_GOVERNMENT

PAGE = 25_000
"""So many rows the API gives at a time."""
_DIMENSION = re.compile(r"(?:c_)?(.+)_name", re.IGNORECASE)
_OF_API = {
    "geographycode": "area_code", "geographyname": "area", "datename": "period", "variablename": "indicator",
    "measurename": "measure", "obsstatusname": "status", "obsvalue": "count",
}  # fmt: skip
_WHO = {"sex": "sex", "gender": "sex", "age": "age"}
_NOT_APART = frozenset({"geographyname", "datename", "measuresname", "variablename", "measurename", "obsstatusname"})
_UNIT = "unit of the measure"
_NO_FIGURE = ("confidence", "conf", "standard error")


def _facts() -> dict[str, Any]:
    return {"publisher": f"{OFFICE} (Nomis)", "licence": OPEN_GOVERNMENT, "address": "https://www.nomisweb.co.uk"}


def _known_api(grid: Grid) -> FigureMap | None:
    header = header_with(grid, ("obsvalue",))
    if header is None:
        return None
    names = {plain(name): name for name in header.names}
    if not {"geographycode", "geographyname"} & names.keys() or not {"datename", "date"} & names.keys():
        return None
    found = {key: names[bare] for bare, key in _OF_API.items() if bare in names}
    found.setdefault("period", names.get("date", ""))
    found["value"] = found.pop("count")
    categories = []
    for bare, name in names.items():
        dimension = _DIMENSION.fullmatch(name)
        if dimension is None or bare in _NOT_APART or bare == "geographytypename":
            continue
        key = _WHO.get(plain(dimension[1]))
        if key is not None and key not in found:
            found[key] = name
        else:
            categories.append(name)
    measures = names.get("measuresname", "")
    used = {*found.values(), *categories}
    return FigureMap(
        **found,  # type: ignore[arg-type]
        header=header.line,
        categories=categories,
        unit=_UNIT if measures else "",
        only={measures: _measures(grid, header, measures)} if measures else {},
        ignore=[name for name in header.names if name not in used and name != measures],
        **_facts(),
    )


def _measures(grid: Grid, header: Header, name: str) -> list[str]:
    """The measures that are figures: not the half width of an interval, which Nomis gives a row of its own."""
    place = header.names.index(name)
    said = dict.fromkeys(cells[place].strip() for _, cells in grid.top[header.first :] if place < len(cells))
    usual = ("Value", "Variable", "Percent", "Numerator", "Denominator")
    return [*dict.fromkeys((*usual, *(one for one in said if one and one.casefold() not in _NO_FIGURE)))]


def _derive_api(header: Header) -> Derive:
    place = next((place for place, name in enumerate(header.names) if plain(name) == "measuresname"), -1)

    def derive(cells: Sequence[str]) -> list[str]:
        said = cells[place].strip() if place >= 0 else ""
        bare = said.casefold()
        return ["" if bare in {"value", "variable"} else "%" if "percent" in bare or bare == "rate" else said]

    return derive


def _page(rows: int) -> str:
    """What to look at where the rows are as many as the API gives at a time."""
    if not rows or rows % PAGE:
        return ""
    return f"It has exactly {rows:,} rows, and Nomis gives {PAGE:,} at a time: look whether more follow (RecordOffset)."


def _known_page(grid: Grid) -> FigureMap | None:
    """A download from the pages: a title, what was chosen, the names of columns with `mnemonic`, figures, notes."""
    header = header_with(grid, ("mnemonic",))
    if header is None or header.names.index(_called(header, "mnemonic")) != 1:
        return None
    title = header.title or "Nomis"
    when = period_in(header.facts.get("date", ""))[0]
    sex = meaning_of([f"of {header.facts.get('sex', header.facts.get('gender', ''))}"]).sex
    figures: dict[str, FigureColumn] = {}
    last = ""
    for place, name in enumerate(header.names[2:], 2):
        bare = header.parts[place][0] if header.parts[place] else ""
        if not bare:
            continue
        if plain(bare) in {"conf", "confidence"}:
            if last:
                figures[name] = figures[last].model_copy(update={"part": "margin"})
            continue
        figures[name], last = _column(bare, title, when, sex), name
    figures, _ = together(figures)
    if not figures or not all(column.period for column in figures.values()):
        return None
    ages = header.facts.get("age", "")
    return FigureMap(
        header=header.line,
        area_code=_called(header, "mnemonic"),
        area=header.names[0],
        figures=figures,
        always={"age": ages} if ages and not plain(ages).startswith("all") else {},
        **_facts(),
    )


def _column(name: str, title: str, when: str, sex: str) -> FigureColumn:
    """One column of a page's download: a time, a group, or everybody."""
    said = meaning_of([name])
    rest = said.indicator
    if plain(rest) in {"", "all", "total", "allpersons", "allusualresidents", "people"}:
        rest = ""
    return FigureColumn(
        part="value",
        indicator=f"{title}: {rest}" if rest else title,
        period=said.period or when,
        unit=said.unit,
        sex=said.sex or sex,
    )


def _called(header: Header, name: str) -> str:
    return next(one for one in header.names if plain(one) == name)


def blocks(grid: Grid) -> list[Grid]:
    """The tables of a download from the pages, which stand below each other under the same title; else the one grid."""
    first = grid.top[0][1] if grid.top else []
    if not any(any(plain(cell) == "mnemonic" for cell in cells) for _, cells in grid.top[:HEADER_WITHIN]):
        return [grid]
    parts: list[list[tuple[int, list[str]]]] = []
    for line, cells in grid.rows():
        if cells == first:
            parts.append([])
        parts[-1].append((line, cells))
    found = [grid_of(grid.name, rows) for rows in parts]
    found[0].notes, found[0].left_out = grid.notes, grid.left_out
    found[-1].whole = grid.whole
    return found


LAYOUTS = (
    Layout("Nomis, from its API", _known_api, (_UNIT,), _derive_api, _page),
    Layout("Nomis, from its pages", _known_page),
)
