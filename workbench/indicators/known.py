"""Indicators that we know by their publisher's number or name: what their files do not say of them.

Which way is good, when their years begin, and how a sentence about them reads.
"""

from __future__ import annotations

import re
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


@dataclass(frozen=True, slots=True)
class Counting:
    """What a figure counts: what the police find, what people report, what a sample answers. A fact, in a sentence."""

    how: str
    """`searching`, `reporting` or `survey`."""
    said: str
    strong: bool = True
    """Whether areas can differ by it alone; else it is only worth knowing."""
    answers: int = 0
    """Of a survey, how many answer in an authority in a year."""


def _found(what: str, not_this: str) -> Counting:
    said = f"It counts {what}: it follows where and whom the police search, not {not_this}."
    return Counting("searching", said)


def _reported(said: str, *, strong: bool = True) -> Counting:
    return Counting("reporting", said, strong)


STREET_CRIME = {
    "possession-of-weapons": _found("weapons that the police found, mostly by searching", "how many people carry one"),
    "drugs": _found("drugs that the police found, mostly by searching", "how many people use or sell them"),
    "violence-and-sexual-offences": _reported(
        "It counts what is reported and recorded: most violence at home and most sexual offences never are, so a higher"
        " figure can mean that more people come forward."
    ),
    "anti-social-behaviour": _reported(
        "It counts calls to the police, not nuisance itself: who rings, and whether the council is rung instead,"
        " differs from place to place, and one street can ring many times."
    ),
    "public-order": _reported(
        "It counts what somebody reported or an officer came upon: more officers in a town centre at night make more"
        " of these."
    ),
    "shoplifting": _reported(
        "It counts thefts that shops report, a small part of all: a shop that stops reporting looks like a fall, and"
        " one that begins to like a rise. Its residents are not its customers."
    ),
    "other-theft": _reported("It counts thefts that people report, and most without insurance never are."),
    "bicycle-theft": _reported("It counts thefts that people report, and most stolen bicycles never are."),
    "theft-from-the-person": _reported(
        "It counts thefts that people report, not those that nobody does, and those robbed are often visitors, not residents."
    ),
    "criminal-damage-and-arson": _reported(
        "It counts damage that people report: much never is, most of all where people expect nothing of it."
    ),
    "other-crime": _reported(
        "It gathers unlike offences, many of which the police come upon themselves, and cannot be read as one thing."
    ),
    "robbery": _reported(
        "It counts robberies that are reported, as many are, but young people robbed by others their age often stay"
        " silent.",
        strong=False,
    ),
    "burglary": _reported(
        "It counts burglaries that are reported, as most of homes are for the insurance. Homes and businesses are"
        " counted together.",
        strong=False,
    ),
    "vehicle-crime": _reported(
        "It counts what is reported, as most stolen cars are for the insurance, but things taken from cars often are not.",
        strong=False,
    ),
}
"""The fourteen kinds of street-level crime of data.police.uk, by their slug."""

_ALSO = {
    "violent-crime": "violence-and-sexual-offences",
    "criminal-damage-arson": "criminal-damage-and-arson",
    "weapon-possession": "possession-of-weapons",
    "weapons-possession": "possession-of-weapons",
    "drug-offences": "drugs",
}
_RECORDED_OF = (
    (re.compile(r"\bstop[- ]and[- ]search|\bsearches\b"), _found("searches themselves", "what people do")),
    (
        re.compile(r"domestic (?:abuse|violence)|\bstalking\b|sexual (?:offence|violence|assault)|\brape\b"),
        _reported(
            "It counts what is reported and recorded: most of it never is, so a higher figure can mean that more people"
            " come forward or that it is recorded better."
        ),
    ),
    (
        re.compile(r"\bhate\b"),
        _reported(
            "It counts what is reported as hate: most never is, so a higher figure can mean more trust in the police."
        ),
    ),
)
_BY_POLICE = re.compile(r"police|recorded|offence|crime|incident|\bstop")
_SURVEY = Counting("survey", "It rests on a survey, not on a count of everybody.", answers=500)


@lru_cache(maxsize=1024)
def counting(name: str, external_id: str = "") -> Counting | None:
    """What an indicator of that name or publisher's number counts, where that is not what it seems; else None."""
    for text in (external_id.removeprefix("police.uk/"), name):
        slug = "-".join(re.findall(r"[a-z0-9]+", text.casefold()))
        found = STREET_CRIME.get(_ALSO.get(slug, slug))
        if found is not None:
            return found
    fact = known(name, external_id)
    if fact is not None and fact.caveats == _ACTIVE_LIVES:
        return _SURVEY
    plain = name.casefold()
    if _BY_POLICE.search(plain):
        return next((found for pattern, found in _RECORDED_OF if pattern.search(plain)), None)
    return None
