"""What people of a place say, by code, through the door for a reader; and why nothing is shown where it is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.coding.retrieval import Passage, passages
from workbench.desk.door.door import Door
from workbench.governance.audiences import audiences
from workbench.governance.disclosure import withheld_words, withhold_small
from workbench.governance.policies import rounded
from workbench.governance.quote_risk import Beside
from workbench.governance.quoting import Quote, held_back
from workbench.governance.samples import Regime, people_needed, regime, whole_is_told
from workbench.sources.cases import PLACE_ROLES, places_of

QUOTES = 2
"""So many passages of each code."""
CODES = 8
USUAL = 5
"""The threshold for small numbers where no audience has one."""
ROLES = {"lives": "live here", "recruited in": "were asked here", "speaks of": "speak of it"}


@dataclass(frozen=True, slots=True)
class Theme:
    """A code that people of a place were given, how many of them, and some of their words."""

    code: str
    counted: str
    """How many people, in words; a small number is withheld from readers outside the team."""
    quotes: tuple[Quote[Passage], ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """The people whose place it is, and what they say as far as it may be shown."""

    people: frozenset[int] = frozenset()
    said: str = ""
    """How many they are, and what ties them to the place; why nothing is shown where nothing is."""
    shown: bool = False
    themes: tuple[Theme, ...] = ()
    more: int = 0
    """Codes that are not shown."""
    held: tuple[str, ...] = ()
    """What was held back, in sentences."""
    care: str = ""
    """What the team should know before it shows any of this to others."""
    codes: dict[int, frozenset[int]] | None = None
    """The people of the place by code, for whoever sets topics beside them."""
    codings: frozenset[int] = frozenset()
    rule: Regime = "records"
    """Which rule says whether numbers of them may be told outside the team."""


def voices_of(at: Door, codes: Iterable[str]) -> Voices:
    """What the people of some areas say, for the reader at the door."""
    wanted, roles = set(codes), defaultdict[str, set[int]](set)
    for case, listed in places_of(at.session).items():
        for code, role in listed:
            if code in wanted:
                roles[role].add(case)
    people = frozenset(set[int]().union(*roles.values()))
    if not people:
        return Voices(said="Nobody's place is recorded as this one.")
    found = passages(at.session, cases=sorted(people))
    by_code: dict[int, set[int]] = defaultdict(set)
    for one in found:
        if one.direction == "for":
            by_code[one.code_id].update(people.intersection(one.case_ids))
    of_code = {code: frozenset(who) for code, who in by_code.items()}
    codings = frozenset(one.coding_id for one in found)
    rule = regime(at.session, people)
    fewest = at.of_people.threshold if rule == "records" else people_needed(at.session, at.audience.name)
    if 0 < len(people) < fewest:
        at.small += 1
        said = f"{withheld_words(fewest)} people, who would be known by what they say."
        return Voices(people, said, codes=of_code, codings=codings)
    before = len(at.held)
    through = at.passages(found, Beside(candidates=True))
    themes = _themes(at, through, people, rule)
    tied = ", ".join(_role(fewest, role, len(roles[role]), len(people)) for role in PLACE_ROLES if roles[role])
    return Voices(
        people,
        f"{counted_people(len(people))}: {tied}.",
        shown=True,
        themes=tuple(themes[:CODES]),
        more=max(0, len(themes) - CODES),
        held=tuple(held_back(at.held[before:])),
        care=_care(at, len(people)),
        codes=of_code,
        codings=codings,
        rule=rule,
    )


def counted_people(count: int) -> str:
    """A number of people.

    >>> counted_people(1), counted_people(1200)
    ('1 person', '1,200 people')
    """
    return "1 person" if count == 1 else f"{count:,} people"


def of_people(at: Door, said: int, of: int, rule: Regime) -> str:
    """How many of some people, in words; outside the team a small number is withheld, unless they are a sample."""
    few, base = at.of_people.threshold, at.of_people.rule.rounding
    if rule == "records":
        told = not withhold_small([[said]], few, row_totals=False, column_totals=False, of=[[of]]).places
    else:
        told = whole_is_told(said, of, rule, people_needed(at.session, at.audience.name))
    if not told:
        at.small += 1
        return f"some of {counted_people(of)} (number withheld by us: small)"
    if rule == "records" and base > 1:
        return f"about {rounded(said, base):,} of about {counted_people(rounded(of, base))}"
    return f"{said:,} of {counted_people(of)}"


def _role(fewest: int, role: str, said: int, of: int) -> str:
    """How many have one tie to the place; where few do, or few do not, readers outside the team are not told."""
    small = 0 < said < fewest or 0 < of - said < fewest
    return f"{'some' if small else f'{said:,}'} {ROLES[role]}"


def _care(at: Door, people: int) -> str:
    """Few people are shown to the team alone, and it should know that."""
    named = [one.threshold for one in audiences(at.session) if one.threshold]
    least = min(named, default=USUAL)
    if not at.team or people >= least:
        return ""
    return f"Fewer than {least} people: only the team sees their words here, any other reader sees none."


def _themes(at: Door, through: Sequence[Quote[Passage]], people: frozenset[int], rule: Regime) -> list[Theme]:
    """Codes by how many of the people they were given to, each with words of different people first."""
    by_code: dict[str, list[Quote[Passage]]] = defaultdict(list)
    for one in through:
        if one.passage.direction == "for":
            by_code[one.passage.code].append(one)
    found = []
    for code, given in by_code.items():
        said_by = {case for one in given for case in one.passage.case_ids if case in people}
        firsts = list({one.passage.case_ids: one for one in reversed(given)}.values())[::-1]
        found.append((len(said_by), code, tuple(firsts[:QUOTES])))
    listed = sorted(found, key=lambda one: (-one[0], one[1]))
    return [
        Theme(code, of_people(at, count, len(people), rule) if place < CODES else "", some)
        for place, (count, code, some) in enumerate(listed)
    ]
