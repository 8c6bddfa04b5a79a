"""Figures of street-level crime: from counts by force, month and type to indicators with their figures."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from workbench import geography
from workbench.indicators.drafts import PLACE, DraftFigure, DraftIndicator
from workbench.indicators.known import known
from workbench.indicators.spans import counted_figure, months_in_words

UNIT, MULTIPLIER = "per 100,000 residents", 100_000.0
SOURCE = "police records"

SheetKey = tuple[str, str, str]
"""Force, month and type of crime."""
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class Tally:
    """Crimes of one type in one month: by district, by small area, and by district and kind of place."""

    districts: Counter[str] = field(default_factory=Counter)
    small: Counter[str] = field(default_factory=Counter)
    within: dict[str, str] = field(default_factory=dict)
    """The district of each small area."""
    places: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.districts.values())

    def count(self, district: str, small: str, place: str, count: int) -> None:
        """Count crimes of a district, in a small area if its code is one, and at a kind of place."""
        self.districts[district] += count
        self.places[district, place] += count
        if geography.is_small_area(small):
            self.small[small] += count
            self.within[small] = district

    def cover(self, districts: Iterable[str]) -> None:
        """These districts were counted, whether anything was found or not."""
        for code in districts:
            self.districts.setdefault(code, 0)

    def drop(self, districts: Iterable[str]) -> None:
        """Take out districts with all that is in them."""
        gone = set(districts)
        if not gone & self.districts.keys():
            return
        self.districts = Counter({code: count for code, count in self.districts.items() if code not in gone})
        self.places = Counter({key: count for key, count in self.places.items() if key[0] not in gone})
        self.small = Counter({code: count for code, count in self.small.items() if self.within[code] not in gone})

    def disagrees(self, other: Tally) -> str:
        """The code of the first district that both have and count otherwise; empty when they agree."""
        for code in self.districts.keys() & other.districts.keys():
            if self._of(code) != other._of(code):
                return code
        return ""

    def _of(self, district: str) -> tuple[object, ...]:
        """All that is counted in a district."""
        return (
            self.districts[district],
            {code: count for code, count in self.small.items() if self.within[code] == district},
            {place: count for (of, place), count in self.places.items() if of == district},
        )

    def add(self, other: Tally) -> None:
        """Take over the districts that only the other has."""
        fresh = other.districts.keys() - self.districts.keys()
        for code in fresh:
            self.districts[code] = other.districts[code]
        self.places.update({key: count for key, count in other.places.items() if key[0] in fresh})
        for code, count in other.small.items():
            if other.within[code] in fresh:
                self.small[code] = count
                self.within[code] = other.within[code]


@lru_cache(maxsize=1024)
def month_of(month: str) -> tuple[str, str, str]:
    """A month such as 2019-02 as it is printed, Feb 2019, with its first and last day."""
    first = date.fromisoformat(f"{month}-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return months_in_words(first.isoformat(), last.isoformat()), first.isoformat(), last.isoformat()


def indicators_of(tallies: Mapping[SheetKey, Tally], names: Mapping[str, str]) -> tuple[DraftIndicator, ...]:
    """An indicator for each type of crime, with the figures of every month.

    Args:
        tallies: counts by force, month and type; no district is in those of two forces.
        names: the names of small areas, by their codes.
    """
    kinds = sorted({kind for _, _, kind in tallies})
    return tuple(_indicator(kind, tallies, names) for kind in kinds)


def _indicator(kind: str, tallies: Mapping[SheetKey, Tally], names: Mapping[str, str]) -> DraftIndicator:
    mine = sorted((month, force) for force, month, of in tallies if of == kind)
    figures = tuple(figure for month, force in mine for figure in _figures(month, tallies[force, month, kind], names))
    external = f"police.uk/{_NOT_ALNUM.sub('-', kind.lower()).strip('-')}"
    fact = known(kind, external)
    return DraftIndicator(
        name=kind,
        figures=figures,
        kind="rate",
        unit=UNIT,
        multiplier=MULTIPLIER,
        polarity="none",
        definition=(fact.definition if fact else "")
        or f"Crimes that the police recorded as “{kind}”, by the district of the map point.",
        interval_method="; ".join(sorted({figure.interval for figure in figures} - {""})),
        external_id=external,
        source=SOURCE,
        caveats=fact.caveats if fact else "",
    )


def _figures(month: str, tally: Tally, names: Mapping[str, str]) -> Iterator[DraftFigure]:
    """The figures of a month: districts, then their kinds of place, then small areas."""
    for code in sorted(tally.districts):
        yield counted_figure(code, _name(code), *month_of(month), tally.districts[code], multiplier=MULTIPLIER)
    for code, place in sorted(tally.places):
        count = tally.places[code, place]
        yield counted_figure(code, _name(code), *month_of(month), count, category=f"{PLACE}{place}")
    for code in sorted(tally.small):
        yield counted_figure(code, names[code], *month_of(month), tally.small[code])


def _name(code: str) -> str:
    area = geography.area(code)
    return area.name if area else code
