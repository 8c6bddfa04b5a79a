"""Mid-year population estimates: by single year of age in a workbook, as long csv, of small areas, and beside codes."""

from __future__ import annotations

import re
from typing import Any

from workbench.exchange.figures.grids import HEADER_WITHIN, Grid
from workbench.exchange.figures.headers import Header, header_at, header_with
from workbench.exchange.figures.layout import OFFICE, Layout
from workbench.exchange.figures.maps import FigureColumn, FigureMap
from workbench.exchange.indicator_columns import plain
from workbench.indicators.known import OPEN_GOVERNMENT

_AGE = re.compile(r"(\d{1,3})(?:\.0)?(\+?)")
_OF_YEAR = re.compile(r"population[_ ](\d{4})", re.IGNORECASE)
_SEX_AGE = re.compile(r"([MFP])(\d{1,3})(\+?)", re.IGNORECASE)
_MID = re.compile(r"mid[- ]?(?:year )?((?:19|20)\d\d)", re.IGNORECASE)
_SMALL = re.compile(r"(?:LSOA|MSOA|OA) 20\d\d code|(?:LSOA|MSOA|OA) code", re.IGNORECASE)
_POP = re.compile(r"pop-(\d{4})")
_SEXES = {"m": "male", "f": "female", "p": ""}
_NAME = "Residents (mid-year estimate)"


def _facts() -> dict[str, Any]:
    return {
        "publisher": OFFICE,
        "licence": OPEN_GOVERNMENT,
        "address": "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates",
        "intervals": False,
        "caveats": "Estimates of who lived there on 30 June. They are revised after each census.",
    }


def _column(period: str = "", *, age: str = "", sex: str = "") -> FigureColumn:
    return FigureColumn(part="count", indicator=_NAME, unit="Count", period=period, age=age, sex=sex)


def _known_ages(grid: Grid) -> FigureMap | None:
    """The workbook: a sheet for persons, males and females, with a column for each age."""
    header = header_with(grid, ("code", "name", "allages"))
    if header is None:
        return None
    titles = " ".join(cell for _, cells in grid.top[: header.at] for cell in cells)
    said = " ".join((titles, grid.sheet, grid.name))
    year = _MID.search(said) or re.search(r"((?:19|20)\d\d)", said)
    if year is None:
        return None
    sex = _sex_of(grid.sheet or titles)
    figures: dict[str, FigureColumn] = {}
    for name in header.names:
        age = _AGE.fullmatch(name)
        if plain(name) == "allages":
            figures[name] = _column(f"mid-{year[1]}", sex=sex)
        elif age:
            figures[name] = _column(f"mid-{year[1]}", age=f"{age[1]}{age[2]}", sex=sex)
    names = {plain(name): name for name in header.names}
    return FigureMap(
        header=header.line,
        area_code=names["code"],
        area=names["name"],
        figures=figures,
        ignore=[names[one] for one in ("geography", "geography1") if one in names],
        **_facts(),
    )


def _sex_of(text: str) -> str:
    words = plain(text)
    return "female" if "female" in words else "male" if "male" in words else ""


def _known_years(grid: Grid) -> FigureMap | None:
    """The long table MYEB1: a row for each sex and age, a column for each year."""
    header = next(
        (
            header_at(grid, place, 1)
            for place, (_, cells) in enumerate(grid.top[:HEADER_WITHIN])
            if {"sex", "age"} <= {cell.strip().casefold() for cell in cells}
            and any(_OF_YEAR.fullmatch(cell.strip()) for cell in cells)
        ),
        None,
    )
    if header is None:
        return None
    code = next((name for name in header.names if re.fullmatch(r"lad(?:code|cd)\d\d|code", plain(name))), "")
    area = next((name for name in header.names if re.fullmatch(r"la(?:d)?name\d\d|laname|ladnm|name", plain(name))), "")
    if not code:
        return None
    years = {name: found[1] for name in header.names if (found := _OF_YEAR.fullmatch(name))}
    lower = {name.casefold(): name for name in header.names}
    return FigureMap(
        header=header.line,
        area_code=code,
        area=area,
        sex=lower["sex"],
        age=lower["age"],
        figures={name: _column(f"mid-{year}") for name, year in years.items()},
        ignore=[lower["country"]] if "country" in lower else [],
        **_facts(),
    )


def _known_small(grid: Grid) -> FigureMap | None:
    """Small areas: total, and a column for each sex and age, F0 to M90."""
    for place, (_, cells) in enumerate(grid.top[:HEADER_WITHIN]):
        if any(_SMALL.fullmatch(cell.strip()) for cell in cells) and any(
            _SEX_AGE.fullmatch(cell.strip()) for cell in cells
        ):
            return _of_small(grid, header_at(grid, place, 1))
    return None


def _of_small(grid: Grid, header: Header) -> FigureMap | None:
    titles = " ".join(cell for _, cells in grid.top[: header.at] for cell in cells)
    year = _MID.search(f"{titles} {grid.sheet} {grid.name}")
    if year is None:
        return None
    code = next(name for name in header.names if _SMALL.fullmatch(name))
    area = re.sub("code", "Name", code, flags=re.IGNORECASE)
    period = f"mid-{year[1]}"
    figures: dict[str, FigureColumn] = {}
    for name in header.names:
        said = _SEX_AGE.fullmatch(name)
        if said:
            figures[name] = _column(period, age=f"{said[2]}{said[3]}", sex=_SEXES[said[1].casefold()])
        elif plain(name) in {"total", "allages"}:
            figures[name] = _column(period)
    rest = [one for one in header.names if one.casefold().startswith("lad ")]
    return FigureMap(
        header=header.line,
        area_code=code,
        area=area if area in header.names else "",
        figures=figures,
        ignore=rest,
        **_facts(),
    )


def _known_register(grid: Grid) -> FigureMap | None:
    """MySociety's list of local authorities, which has residents beside codes."""
    header = header_with(grid, ("gsscode", "officialname"))
    if header is None:
        return None
    years = {name: found[1] for name in header.names if (found := _POP.fullmatch(name))}
    if not years:
        return None
    return FigureMap(
        header=header.line,
        area_code="gss-code",
        area="nice-name" if "nice-name" in header.names else "official-name",
        figures={name: _column(f"mid-{year}") for name, year in years.items()},
        publisher=f"{OFFICE}, by way of mySociety",
        licence="Open Government Licence v3.0 (the figures), MIT (the list)",
        address="https://pages.mysociety.org/uk_local_authority_names_and_codes",
        caveats="Of an authority that has ended, the figure is of the area it had.",
        intervals=False,
    )


LAYOUTS = (
    Layout("mid-year population estimates, by age", _known_ages),
    Layout("mid-year population estimates, by year", _known_years),
    Layout("mid-year population estimates of small areas", _known_small),
    Layout("mySociety's list of local authorities", _known_register),
)
