"""The map of a table of figures: what each column is. A layout gives it, a guess makes it, a person corrects it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from workbench.exchange.readers import read_map
from workbench.exchange.surveys.maps import MapIsWrongError, map_name
from workbench.exchange.tables import plain

Part = Literal["value", "lower", "upper", "lower_998", "upper_998", "margin", "count", "denominator"]
Years = Literal["", "financial", "academic", "mid-November", "months"]
NAMED = (
    "area_code", "area", "period", "starts", "ends", "indicator", "indicator_id", "measure", "unit", "sex", "age",
    "category_type", "status", "compared", "trend", "value", "lower", "upper", "lower_998", "upper_998", "margin", "count",
    "denominator",
)  # fmt: skip
"""The keys that name one column each."""


class FigureColumn(BaseModel):
    """What one column of figures holds, where a table has several: which part of a figure, of what, when and of whom."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, frozen=True)

    part: Part = "value"
    indicator: str = ""
    period: str = ""
    unit: str = ""
    sex: str = ""
    age: str = ""
    category: str = ""

    @property
    def of(self) -> tuple[str, ...]:
        """What it is of: columns that are of the same are parts of one figure."""
        return self.indicator, self.period, self.unit, self.sex, self.age, self.category


class FigureMap(BaseModel):
    """A map of figures as a person writes it. A key that names a column is left out where the table has none such."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    layout: str = ""
    """The layout that it was known by, whose own columns are worked out first."""
    sheet: str = ""
    """The sheet of a workbook; told nothing, every sheet with these columns."""
    header: int = 0
    """The row in which the names of columns begin; 0 for the first that has them."""
    header_rows: int = 1
    """How many rows name the columns."""
    area_code: str = ""
    area: str = ""
    period: str = ""
    starts: str = ""
    ends: str = ""
    indicator: str = ""
    indicator_id: str = ""
    measure: str = ""
    unit: str = ""
    sex: str = ""
    age: str = ""
    category_type: str = ""
    categories: list[str] = []
    status: str = ""
    notes: list[str] = []
    compared: str = ""
    trend: str = ""
    """What the publisher says of the recent trend, in its own words."""
    value: str = ""
    lower: str = ""
    upper: str = ""
    lower_998: str = ""
    """The ends of the publisher's interval of 99.8 %."""
    upper_998: str = ""
    margin: str = ""
    """Half the width of an interval: the value is so much more or less."""
    count: str = ""
    denominator: str = ""
    figures: dict[str, FigureColumn] = {}
    """Columns of figures, where one row holds several."""
    always: dict[Literal["area_code", "area", "period", "indicator", "unit", "sex", "age", "category"], str] = {}
    """What is the same for every row, and stands in no column."""
    years: Years = ""
    """What 2023/24 means; `months` where 2011-12 is December."""
    areas: dict[str, str] = {}
    """A name as the table writes it: the code of the area it means."""
    only: dict[str, list[str]] = {}
    """Column: what it has to hold for a row to be read; other rows are left out and counted."""
    ignore: list[str] = []
    uses: list[str] = []
    """Columns from which the layout works out others."""
    intervals: bool = True
    """Whether an interval is worked out where the source has none; not for a count of everybody."""
    publisher: str = ""
    licence: str = ""
    address: str = ""
    caveats: str = ""
    benchmark: str = ""

    def columns(self) -> list[str]:
        """Every column that it names."""
        named = [getattr(self, key) for key in NAMED]
        listed = [*named, *self.categories, *self.notes, *self.figures, *self.only, *self.ignore, *self.uses]
        return [name for name in dict.fromkeys(listed) if name]

    def written(self) -> dict[str, Any]:
        """The map without what is as usual, as it is written down and read again."""
        return self.model_dump(exclude_defaults=True)


def read_figure_map(told: Path | Mapping[str, Any]) -> FigureMap:
    """The map in a file or as it was set; raises a sentence that names a key that is none."""
    written = read_map(told) if isinstance(told, Path) else dict(told)
    try:
        found = FigureMap.model_validate(written)
    except ValidationError as reason:
        raise MapIsWrongError(f"{map_name(told)}: {_first_fault(reason)}") from None
    if not (found.value or found.count or found.figures):
        raise MapIsWrongError(
            f"{map_name(told)}: it says of no column that it holds figures. Name it with `value`, or list it in `figures`."
        )
    if not (found.area_code or found.area or {"area_code", "area"} & found.always.keys()):
        raise MapIsWrongError(
            f"{map_name(told)}: it does not say where areas stand. Name a column with `area_code` or `area`."
        )
    return found


def _first_fault(reason: ValidationError) -> str:
    fault = reason.errors()[0]
    keys = [str(one) for one in fault["loc"] if one != "[key]"]
    key = keys[-1] if keys else "the map"
    allowed = FigureColumn.model_fields if keys[:1] == ["figures"] and len(keys) > 2 else FigureMap.model_fields
    if fault["type"] == "extra_forbidden":
        near = get_close_matches(key, allowed, n=1, cutoff=0.5)
        return f"there is no key “{key}”." + (
            f" Did you mean “{near[0]}”?" if near else f" The keys are {', '.join(allowed)}."
        )
    wanted = {
        "header": "the number of a row",
        "header_rows": "a number of rows",
        "part": "value, lower, upper, lower_998, upper_998, margin, count or denominator",
        "years": "financial, academic, mid-November or months",
        "categories": "a list of columns",
        "notes": "a list of columns",
        "ignore": "a list of columns",
        "uses": "a list of columns",
        "intervals": "true or false",
        "figures": "column: what it holds",
        "always": "area_code, area, period, indicator, unit, sex, age or category, each with what it always is",
        "areas": "name: area code",
        "only": "column: a list of what it has to hold",
    }.get(key, "one name")
    return f"“{key}” has to be {wanted}."


def header_key(header: Sequence[str]) -> str:
    """What a table is remembered by: the names of its columns, capitals and spaces aside.

    >>> header_key(["Area Code", "Value"]) == header_key(["area  code", "value"])
    True
    """
    names = "\x1f".join(plain(name).casefold() for name in header)
    return hashlib.sha256(names.encode()).hexdigest()[:24]
