"""Possession of weapons in Essex, October 2018 to February 2019, as data.police.uk published it, with its parts.

Counts by district and, of three districts, by LSOA and by kind of place; residents of mid-2020.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench import geography
from workbench.indicators.drafts import DraftFigure, DraftFigures, DraftIndicator
from workbench.indicators.intervals import interval_for
from workbench.indicators.observations import Figure, add_figures, figures
from workbench.project.file import Project

UTTLESFORD, HARLOW, ROCHFORD, BRENTWOOD = "E07000077", "E07000073", "E07000075", "E07000068"
COUNTS = {
    "Basildon": 69, "Braintree": 32, "Brentwood": 8, "Castle Point": 13, "Chelmsford": 62, "Colchester": 69,
    "Epping Forest": 27, "Harlow": 45, "Maldon": 13, "Rochford": 19, "Southend-on-Sea": 77, "Tendring": 49,
    "Thurrock": 72, "Uttlesford": 261,
}  # fmt: skip
SMALL_AREAS = {
    "Uttlesford": {"006B": ("E01022090", 249), "009A": ("E01022059", 3), "002B": ("E01022076", 2)}
    | {f"00{number}C": (f"E0102209{number}", 1) for number in range(1, 8)},
    "Rochford": {"007E": ("E01021956", 9), "007D": ("E01021955", 2)}
    | {f"00{number}C": (f"E0102194{number}", 1) for number in range(1, 9)},
    "Harlow": {"007E": ("E01021851", 8), "006D": ("E01021852", 5), "007B": ("E01021853", 4)}
    | {f"0{number}A": (f"E010218{number + 12}", 2 if number < 17 else 1) for number in range(10, 31)},
}
PLACES = {
    "Uttlesford": {"Airport/Airfield": 228, "Parking Area": 22, "a street": 11},
    "Harlow": {"a street": 39, "Supermarket": 2, "Pedestrian Subway": 2, "Shopping Area": 2},
}
TIME = {"period": "Oct 2018 to Feb 2019", "starts": "2018-10-01", "ends": "2019-02-28"}


def weapon_figures() -> Iterator[DraftFigure]:
    """A figure a district, small area and kind of place."""
    for name, count in COUNTS.items():
        area = geography.by_name(name)
        assert area is not None
        assert area.population_2020 is not None
        limits = interval_for(count, area.population_2020, "rate", 100_000)
        assert limits is not None
        cells: dict[str, Any] = {"denominator": area.population_2020, "interval": limits.method, "derived": True}
        rate = count / area.population_2020 * 100_000
        yield DraftFigure(area.code, name, **TIME, value=rate, lower=limits[0], upper=limits[1], count=count, **cells)
        for last, (code, some) in SMALL_AREAS.get(name, {}).items():
            yield DraftFigure(code, f"{name} {last}", **TIME, value=some, count=some)
        for place, some in PLACES.get(name, {}).items():
            yield DraftFigure(area.code, name, **TIME, category=f"place: {place}", value=some, count=some)


def add_weapons(project: Project, figures_: tuple[DraftFigure, ...] | None = None, *, amend: bool = False) -> None:
    """Bring them in."""
    indicator = DraftIndicator(
        "Possession of weapons",
        figures_ if figures_ is not None else tuple(weapon_figures()),
        kind="rate",
        unit="per 100,000 residents",
        multiplier=100_000,
        external_id="police.uk/possession-of-weapons",
    )
    with project.change("Import") as session:
        draft = DraftFigures("street.csv", (indicator,), rows=1)
        add_figures(session, draft, amend=amend, publisher="data.police.uk", from_records=True)


def whole(project: Project, code: str) -> Figure:
    """The figure of a district as a whole."""
    with project.read() as session:
        return next(one for one in figures(session, area=code) if one.category == "all")
