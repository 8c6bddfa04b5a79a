"""Measures: what kind of number an indicator is, read from its unit or from the figures themselves."""

from __future__ import annotations

import re
from typing import NamedTuple

_PER = re.compile(r"(?:\bper|/)\s*(\d{1,3}(?:[ ,\u00a0]?000)*|\d+|thousand|million)\b", re.IGNORECASE)
_WORDS = (
    (re.compile(r"%|\bpercent|\bper cent|\bpct\b", re.IGNORECASE), "proportion", "%", 100.0),
    (re.compile(r"\bproportion|\bshare\b", re.IGNORECASE), "proportion", "", 1.0),
    (re.compile(r"\bmean\b|\baverage\b|\bmedian\b", re.IGNORECASE), "mean", "", 1.0),
    (re.compile(r"\bscore\b|\bindex\b", re.IGNORECASE), "score", "", 1.0),
    (re.compile(r"^(?:count|counts|number|numbers|n|total|persons counted)\b", re.IGNORECASE), "count", "", 1.0),
)
_ENDS = re.compile(r"[,;:(|)]")
_PLACED = re.compile(r"^(?:rank|decile|quintile|quartile)\b", re.IGNORECASE)
_FITTING = (
    (100.0, "proportion", "%"),
    (1_000.0, "rate", "per 1,000"),
    (10_000.0, "rate", "per 10,000"),
    (100_000.0, "rate", "per 100,000"),
)


_STANDARDISED = re.compile(
    r"\bdirectly (?:age[- ])?(?:sex[- ])?standardi[sz]ed|\bage[- ](?:sex[- ])?standardi[sz]ed rate|\bdsr\b",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"\b(?:indirectly )?standardi[sz]ed (?:\w+ )?ratio|\bindirectly standardi[sz]ed|\bs[amr]r\b", re.IGNORECASE
)


class Measure(NamedTuple):
    """What kind of number it is, its unit as it is printed, and what count / denominator is multiplied by."""

    kind: str
    unit: str
    multiplier: float


def measure_named(text: str) -> Measure | None:
    """The measure that a unit's wording names: `%`, `per 100,000 residents`, `Percentage`; None if it names none."""
    plain = " ".join(text.split())
    per = _PER.search(plain)
    if per:
        words = {"thousand": 1_000.0, "million": 1_000_000.0}
        said = per[1].lower()
        number = words.get(said) or float(re.sub(r"[ ,\u00a0]", "", said))
        if number == 100:
            return Measure("proportion", "%", 100.0)
        tail = (plain[per.start() : per.end()] + _ENDS.split(plain[per.end() :])[0]).strip(" )(.;:")
        return Measure("rate", tail if tail.lower().startswith("per") else f"per {number:,.0f}", number)
    if _PLACED.search(plain):
        return Measure("other", plain, 1.0)
    for pattern, kind, unit, multiplier in _WORDS:
        if pattern.search(plain):
            return Measure(kind, unit, multiplier)
    return None


def standardised(measure: Measure, *texts: str) -> Measure:
    """A measure with what the indicator's name or unit says of standardising: such a rate is no count by residents.

    >>> standardised(Measure("rate", "per 100,000", 1e5), "Deaths, directly standardised rate").kind
    'standardised rate'
    """
    said = " ".join(texts)
    if measure.kind == "rate" and _STANDARDISED.search(said):
        return measure._replace(kind="standardised rate")
    return measure._replace(kind="ratio") if measure.kind in {"rate", "other"} and _RATIO.search(said) else measure


def measure_fitting(value: float, count: float, denominator: float) -> Measure | None:
    """The measure by which count and denominator give the value, within its rounding; None if none does.

    >>> measure_fitting(51.6, 45, 87280)
    Measure(kind='rate', unit='per 100,000', multiplier=100000.0)
    """
    if count <= 0 or denominator <= 0 or value <= 0:
        return None
    for multiplier, kind, unit in _FITTING:
        if abs(count / denominator * multiplier - value) <= max(0.06, value * 0.005):
            return Measure(kind, unit, multiplier)
    return None
