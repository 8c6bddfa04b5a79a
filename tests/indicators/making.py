"""Figures made up for tests: an area, a time and a value, and whatever else a test is about."""

from __future__ import annotations

from typing import Any

from workbench import geography
from workbench.indicators.observations import Figure

PLAIN = Figure(
    1, 1, "Incidents", "E07000073", "Harlow", "2019", "2019-01-01", "2019-12-31", "all", "all", "all", None, None, None,
    None, None, "", "", "normal", "", False, None, "per 1,000 residents", "rate", 1000.0, "none", "", "", 1, "x.csv",
    "Somebody", "", False,
)  # fmt: skip
ESSEX = [entry.code for entry in geography.of_county("E10000012")]


def made(code: str = "E07000073", value: float | None = None, year: int = 2019, **cells: Any) -> Figure:
    """A figure of an area and a year."""
    entry = geography.area(code)
    at: dict[str, Any] = {"period": str(year), "starts": f"{year}-01-01", "ends": f"{year}-12-31"}
    return PLAIN._replace(area_code=code, area=entry.name if entry else code, value=value, **{**at, **cells})


def beside(value: float, codes: list[str], **cells: Any) -> list[Figure]:
    """One value for several areas."""
    return [made(code, value, **cells) for code in codes]
