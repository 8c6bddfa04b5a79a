"""Standardised: a rate as it would be if every area had people of the same ages, from counts and residents by age.

Directly age-standardised to the 2013 European Standard Population, with the interval of Dobson and others (Statistics in
Medicine 1991; 10: 457-462) on Byar's limits of the whole count, as the technical guidance of the Office for Health
Improvement and Disparities has it. Not worked out for fewer than 10 counted, by their rule.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import sqrt
from typing import NamedTuple

from workbench.indicators.drafts import DraftFigure, DraftIndicator
from workbench.indicators.intervals import Z998, byar

STANDARD = (
    5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000,
)  # fmt: skip
"""People of the 2013 European Standard Population (Eurostat, 2013): of five years of age each, from 0 to 89, then 90 and over."""
DOBSON = "Dobson"
FEWEST = 10
_WIDEST = 10
"""Years of age in a band; wider bands hide too much of what standardising is for."""
_OPEN_FROM = 75
_KINDS = frozenset({"rate", "count"})
_NUMBERS = re.compile(r"\d+")
_AND_OVER = re.compile(r"\+|\bover\b|\bolder\b|\babove\b", re.IGNORECASE)
_UNDER = re.compile(r"^\s*(?:<|under|below|less than)", re.IGNORECASE)
_AND_UNDER = re.compile(r"\b(?:under|younger)\b", re.IGNORECASE)


class Band(NamedTuple):
    """People of some ages: how many were counted, how many live there, and their weight in the standard population."""

    count: float  # type: ignore[assignment]
    people: float
    weight: float


class Rate(NamedTuple):
    """A standardised rate with its limits of 95 % and of 99.8 %, in the rate's unit."""

    value: float
    lower: float
    upper: float
    lower_998: float
    upper_998: float


def standardised_rate(bands: Sequence[Band], multiplier: float = 100_000.0) -> Rate | None:
    """The directly standardised rate of some bands that together are everybody; None for fewer than 10 counted.

    >>> made = standardised_rate([Band(10, 1000, 60_000), Band(30, 1000, 40_000)], 1000)
    >>> [round(number, 3) for number in made]
    [18.0, 12.764, 24.631, 10.316, 28.857]

    Raises ValueError where a band has nobody living in it, or a count below zero.
    """
    if any(band.people <= 0 or band.count < 0 or band.weight <= 0 for band in bands):
        raise ValueError("every band needs residents, and no count below zero")
    total = sum(band.count for band in bands)
    if total < FEWEST:
        return None
    weights = sum(band.weight for band in bands)
    value = sum(band.count * band.weight / band.people for band in bands) / weights
    variance = sum(band.count * (band.weight / band.people) ** 2 for band in bands) / weights**2
    scale = sqrt(variance / total)

    def limits(z: float | None) -> tuple[float, float]:
        whole = byar(total) if z is None else byar(total, z)
        return (
            (value + scale * (whole.lower - total)) * multiplier,
            (value + scale * (whole.upper - total)) * multiplier,
        )

    return Rate(value * multiplier, *limits(None), *limits(Z998))


def ages_of(text: str) -> tuple[int, int | None] | None:
    """The first and last year of age that a band names; None for the last where it is open, None for what is no band.

    >>> ages_of("5 to 9 yrs"), ages_of("90+"), ages_of("Aged 4 years and under"), ages_of("All ages")
    ((5, 9), (90, None), (0, 4), None)
    """
    numbers = [int(number) for number in _NUMBERS.findall(text)]
    if len(numbers) == 2 and numbers[0] <= numbers[1] < 120:
        return numbers[0], numbers[1]
    if len(numbers) != 1 or numbers[0] > 120:
        return None
    if _UNDER.search(text):
        return 0, numbers[0] - 1
    if _AND_OVER.search(text):
        return numbers[0], None
    return (0, numbers[0]) if _AND_UNDER.search(text) else None


def weight_of(ages: tuple[int, int | None]) -> float | None:
    """The people of the standard population of some ages; None where they do not begin and end with its own bands."""
    first, last = ages
    if first % 5 or first > 90 or (last is not None and ((last + 1) % 5 or last > 89)):
        return None
    return float(sum(STANDARD[first // 5 : None if last is None else (last + 1) // 5]))


def whole_of(bands: Iterable[str]) -> dict[str, float] | None:
    """The weights of bands that together are all ages, none twice, none too wide; None where they are not that."""
    found = {text: ages for text in bands if (ages := ages_of(text)) is not None}
    at = 0
    weights: dict[str, float] = {}
    for text, (first, last) in sorted(found.items(), key=lambda pair: pair[1][0]):
        weight = weight_of((first, last))
        if first != at or weight is None or (last is not None and last - first >= _WIDEST):
            return None
        weights[text] = weight
        if last is None:
            return weights if first >= _OPEN_FROM and len(weights) == len(found) else None
        at = last + 1
    return None


def standardised(indicator: DraftIndicator) -> DraftIndicator | None:
    """An indicator's standardised rate for every area, time and group whose counts and residents came by age; else None."""
    if indicator.kind not in _KINDS:
        return None
    groups: dict[tuple[str, ...], dict[str, DraftFigure]] = defaultdict(dict)
    for figure in indicator.figures:
        if ages_of(figure.age) is not None:
            key = (figure.area_code, figure.starts, figure.ends, figure.sex, figure.category)
            groups[key][figure.age] = figure
    multiplier = indicator.multiplier if indicator.kind == "rate" else 100_000.0
    figures = [
        _figure(bands, weights, multiplier)
        for bands in groups.values()
        if (weights := whole_of(bands)) is not None and all(bands[text].denominator for text in weights)
    ]
    if not figures:
        return None
    return DraftIndicator(
        name=f"{indicator.name}, age-standardised",
        figures=tuple(figures),
        kind="standardised rate",
        unit=indicator.unit if indicator.kind == "rate" else "per 100,000",
        multiplier=multiplier,
        polarity=indicator.polarity,
        definition=" ".join(
            filter(
                None,
                (
                    indicator.definition,
                    "Directly age-standardised to the 2013 European Standard Population: the rate if every area had people"
                    " of the same ages. It is to be compared, not read as how often something happens.",
                ),
            )
        ),
        benchmark=indicator.benchmark,
        interval_method=DOBSON,
        external_id=f"{indicator.external_id}/age-standardised" if indicator.external_id else "",
        source=indicator.source,
        caveats=indicator.caveats,
    )


def _figure(bands: Mapping[str, DraftFigure], weights: Mapping[str, float], multiplier: float) -> DraftFigure:
    """The standardised figure of one area, time and group; without a value where a count is not known, or too few are."""
    any_of = next(iter(bands.values()))
    plain = DraftFigure(
        any_of.area_code, any_of.area, any_of.period, any_of.starts, any_of.ends, any_of.sex, "all", any_of.category,
        status="missing", derived=True,
    )  # fmt: skip
    unknown = [text for text in weights if bands[text].count is None]
    if unknown:
        held = bands[unknown[0]].status
        said = f"not age-standardised: the count is not known of {', '.join(unknown[:3])}"
        return replace(plain, status=held if held != "normal" else "missing", note=said)
    known = [Band(bands[text].count or 0.0, bands[text].denominator or 0.0, weight) for text, weight in weights.items()]
    counted, living = sum(band.count for band in known), sum(band.people for band in known)
    made = standardised_rate(known, multiplier)
    if made is None:
        said = f"not age-standardised: {counted:g} counted, and it takes {FEWEST}"
        return replace(plain, status="not applicable", note=said, count=counted, denominator=living)
    return replace(
        plain, status="normal", note=f"age-standardised over {len(known)} age bands", value=made.value, lower=made.lower,
        upper=made.upper, lower_998=made.lower_998, upper_998=made.upper_998, count=counted, denominator=living,
        interval=DOBSON,
    )  # fmt: skip
