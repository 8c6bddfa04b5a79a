"""Clues: what in somebody's words may tell who they are, by kind. Pure, and quick enough for every quote of a project.

Numbers, addresses and names come from the rules of `identifiers` without its language model; the other kinds from lists
of words. A list finds what is on it: no clue found does not say that nobody would know the person.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from workbench.governance import identifier_names, identifier_patterns

_MONTHS = "january|february|april|june|july|august|september|october|november|december"
_NUMBER_WORDS = (
    "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy"
    "|eighty|ninety"
)
_JOBS = (
    "teacher|head of year|headteacher|driver|nurse|doctor|paramedic|midwife|shopkeeper|barber|hairdresser|cleaner|carer"
    "|social worker|youth worker|police officer|officer|constable|soldier|builder|plumber|electrician|scaffolder|chef"
    "|cook|waiter|waitress|bouncer|receptionist|librarian|coach|referee|caretaker|postman|priest|imam|vicar|councillor"
    "|solicitor|accountant|farmer|fisherman|pilot|security guard|landlord|childminder|lollipop lady"
)
_HEALTH = (
    "asthma|diabet\\w+|epilep\\w+|adhd|autis\\w+|asperger\\w*|dyslex\\w+|cancer|dementia|alzheimer\\w*|pregnan\\w+"
    "|miscarri\\w+|depress\\w+|anxiety|bipolar|schizophren\\w+|self[- ]harm\\w*|overdose\\w*|wheelchair|stroke|deaf|blind"
    "|disab\\w+|medication|inhaler|rehab|camhs|section(?:ed)|hiv|heart attack|operation|surgery|broke my|lost my leg"
)
_EVENTS = (
    "stabb\\w+|murder\\w*|killed|funeral|buried|inquest|arrest\\w*|in court|crown court|trial|sentenced|prison|custody"
    "|raid\\w*|crash\\w*|run over|burgl\\w+|mugged|robbed|evict\\w+|deport\\w+|expelled|excluded|wedding|divorce\\w*"
    "|fire at|on the news|in the paper|in the gazette"
)
_BACKGROUND = (
    "muslim|christian|hindu|sikh|jewish|catholic|jehovah\\w*|traveller|gypsy|roma|polish|romanian|bulgarian|lithuanian"
    "|somali|nigerian|ghanaian|jamaican|pakistani|bangladeshi|indian|chinese|turkish|kurdish|afghan|syrian|albanian"
    "|ukrainian|black lad|black girl|black woman|black man|white lad|mixed[- ]race|asylum|refugee|gay|lesbian|bisexual"
    "|trans(?:gender)?"
)
_KIN = (
    "mum|mother|dad|father|brother|sister|son|daughter|nan|gran|grandad|grandmother|grandson|granddaughter|uncle|aunt"
    "|auntie|cousin|nephew|niece|husband|wife|partner|boyfriend|girlfriend|twins?|step\\w+|foster\\w*|kids|baby"
)


def _words(listed: str, before: str = "") -> re.Pattern[str]:
    return re.compile(rf"\b{before}(?:{listed})\b")


_TELLING = {
    "an age": re.compile(
        rf"\b(?:\d{{1,2}}|{_NUMBER_WORDS})[- ]years?[- ]old\b|\b(?:i'm|i’m|i am|was|he's|she's|turned|aged|age)"
        rf" (?:only |just )?(?:\d{{1,2}}|{_NUMBER_WORDS})\b(?! (?:minutes?|hours?|miles?|pounds?|of))"
        r"|\bin my (?:twenties|thirties|forties|fifties|sixties|seventies|eighties)\b|\bpensioner\b|\byear (?:[7-9]|1[0-3])\b"
    ),
    "a job": _words(_JOBS, r"(?:i'm|i’m|i am|i was|as|he's|she's|is|was|work(?:ed|s)? as) (?:a |an |the )?(?:\w+ )?"),
    "family": _words(_KIN, r"(?:my|our|his|her|their) (?:\w+ )?"),
    "an event": _words(_EVENTS),
    "a date": re.compile(
        rf"\b(?:{_MONTHS}|in (?:march|may)|new year(?:'s|’s)?(?: eve)?|christmas|easter|ramadan|eid|diwali|halloween)\b"
        r"|\b(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)\b"
    ),
    "health": _words(_HEALTH),
    "where somebody comes from or belongs": _words(_BACKGROUND),
}
PLACE = "a place or an organisation"
"""What is looked for in words in small letters: that is several times as quick as looking for capitals too."""
LOOKED_FOR = (PLACE, *_TELLING)
"""The kinds of clue that are looked for in the words, beside numbers, addresses and names."""
NOT_LOOKED_FOR = ("a way of speaking that people would know", "what only somebody who was there would know", "pictures")
"""What no list finds."""
SAYS_NUMBERS = "numbers, addresses and codes of a person"


@dataclass(frozen=True, slots=True)
class Clues:
    """What was found in some words, by kind and never by word."""

    names_them: tuple[str, ...] = ()
    """What points at one person by itself, such as a telephone number; each sure."""
    may_name: tuple[str, ...] = ()
    """What may: a name that nobody has said is made up, a number that somebody has to look at."""
    tells: tuple[str, ...] = ()
    """Kinds of `LOOKED_FOR` that stand in the words."""


def clues(text: str, *, known: Collection[str] = ()) -> Clues:
    """What in a text may tell who speaks, or of whom.

    Args:
        text: what somebody said.
        known: names that are made up and known to be, in small letters: the labels of the people of the study.

    >>> clues("My brother was stabbed in Harlow.").tells
    ('a place or an organisation', 'family', 'an event')
    >>> clues("Ring me on 07700 900123.").names_them
    ('phone',)
    """
    found = list(identifier_patterns.find(text))
    named = identifier_names.find_by_rules(text)
    sure = dict.fromkeys(one.kind for one in found if one.sure)
    doubtful = dict.fromkeys(one.kind for one in found if not one.sure and one.kind not in sure)
    people = [one for one in named if one.kind == "person" and not _made_up(one.text, known)]
    if people:
        doubtful["name"] = None
    small = text.lower()
    tells = [kind for kind, pattern in _TELLING.items() if pattern.search(small)]
    if any(one.kind in {"place", "organisation"} for one in named) or _names_a_town(text):
        tells.insert(0, PLACE)
    return Clues(tuple(sure), tuple(doubtful), tuple(tells))


def _made_up(name: str, known: Collection[str]) -> bool:
    """Whether every word of a name is one that is known to be made up, or a place."""
    words = [word.strip(".,’'").removesuffix("'s").removesuffix("’s").lower() for word in name.split()]
    return all(word in known or word in identifier_names.place_names() for word in words)


def _names_a_town(text: str) -> bool:
    towns = identifier_names.place_names()
    words = [word.lower() for word in re.findall(r"[A-Za-z][\w’'-]*", text)]
    return any(word in towns for word in words) or any(f"{one} {two}" in towns for one, two in pairwise(words))
