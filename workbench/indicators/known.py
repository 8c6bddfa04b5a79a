"""Indicators that we know by their publisher's number or name: what their files do not say of them.

Which way is good, when their years begin, and how a sentence about them reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

ENGLAND = "E92000001"
OPEN_GOVERNMENT = "Open Government Licence v3.0"


@dataclass(frozen=True, slots=True)
class Known:
    """What we know of an indicator. `said` is its sentence, with {value}, {area} and {period}."""

    external_id: str
    names: tuple[str, ...]
    said: str
    polarity: str = "none"
    years: str = "financial"
    definition: str = ""
    benchmark: str = ""
    publisher: str = ""
    licence: str = ""
    address: str = ""
    caveats: str = ""


_ACTIVE_LIVES = (
    "From the Active Lives survey: about 500 adults answer in an authority in a year, some ±4 points, so do not rank."
    " Counted from age 19 here and from 16 by Sport England: the two published figures differ."
    " A year runs from mid-November to mid-November."
)
_OHID = "Office for Health Improvement and Disparities (Fingertips); survey by Sport England"

KNOWN = (
    Known(
        external_id="93014",
        names=("percentage of physically active adults", "physically active adults"),
        said="{value} of adults in {area} were physically active in {period}",
        polarity="high is good",
        years="mid-November",
        definition="Adults of 19 and over who are active for at least 150 minutes a week, vigorous minutes twice.",
        benchmark=ENGLAND,
        publisher=_OHID,
        licence=OPEN_GOVERNMENT,
        address="https://fingertips.phe.org.uk",
        caveats=_ACTIVE_LIVES,
    ),
    Known(
        external_id="93015",
        names=("percentage of physically inactive adults", "physically inactive adults"),
        said="{value} of adults in {area} were physically inactive in {period}",
        polarity="low is good",
        years="mid-November",
        definition="Adults of 19 and over who are active for less than 30 minutes a week, vigorous minutes twice.",
        benchmark=ENGLAND,
        publisher=_OHID,
        licence=OPEN_GOVERNMENT,
        address="https://fingertips.phe.org.uk",
        caveats=_ACTIVE_LIVES,
    ),
    Known(
        external_id="",
        names=("possession of weapons", "weapon possession"),
        said="Recorded offences of possessing a weapon in {area}, {period}: {value}",
        definition="Offences that the police recorded as possession of weapons, of every kind.",
        caveats="It counts what police find, mostly by searching: neither carrying nor knife crime.",
    ),
)


@lru_cache(maxsize=1024)
def known(name: str, external_id: str = "") -> Known | None:
    """What we know of the indicator with that number, or else of that name; None if nothing."""
    plain = " ".join(name.casefold().split())
    for entry in KNOWN:
        if external_id and entry.external_id:
            if entry.external_id == external_id:
                return entry
        elif plain in entry.names:
            return entry
    return None
