"""What the project itself answers to the checks of a clash: time, place and people, counting, chance and who was invited.

A person answers each check; this stands beside it, with its reason. Where the project knows nothing, nothing is said.
Counts of people in the reasons are for the team.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.coding.codings import Coding
from workbench.coding.retrieval import touched
from workbench.coding.themes import ThemeCode
from workbench.indicators.known import counting
from workbench.rows import in_chunks, table_of
from workbench.sources.cases import attributes_of, places_of
from workbench.sources.dates import days_of_survey, days_of_transcripts
from workbench.sources.documents import Segment
from workbench.sources.sample import SampleLine, sample_lines
from workbench.sources.speakers import Speaker
from workbench.text import day_in_words
from workbench.triangulation.figures import FigureLine, figure_lines
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.links import links
from workbench.triangulation.material import Material, read_material
from workbench.triangulation.protocol.matrix import MatrixRow, Pair
from workbench.triangulation.silence.ground import WIDE, county_of

OF_RESIDENTS = frozenset(
    {
        "residents of another year", "other residents", "one divisor for years", "one small area",
        "one area holds most", "far from the others",
    }
)  # fmt: skip
"""Doubts that are about what a figure is counted over; so are those of a kind of place, such as an airport."""
TOLD = 2
"""So many doubts are told in an answer, the gravest; all stand beside the figure."""
NOT_CHOSEN = frozenset({"random", "everyone"})
_AND_OVER = re.compile(r"\b(\d{1,2})\s*(?:and over|or over|\+|years and over)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class PreAnswer:
    """What the project answers to one check, and why."""

    answer: str
    why: str


@dataclass(frozen=True, slots=True)
class _Side:
    """One source in a topic: its people and figures, as far as they are known."""

    source: str
    findings: tuple[FindingLine, ...]
    figures: tuple[FigureLine, ...] = ()
    heard: frozenset[int] = frozenset()
    said: frozenset[int] = frozenset()
    """Those whose words its findings rest on."""
    documents: frozenset[int] = frozenset()
    sampling: Counter[str] = field(default_factory=Counter)

    @property
    def in_numbers(self) -> bool:
        return bool(self.figures)

    @property
    def areas(self) -> frozenset[str]:
        """The areas of its figures, without those that stand beside narrower ones to be compared with."""
        every = {one.figure.area_code for one in self.figures}
        return frozenset(code for code in every if geography.kind_of(code) not in WIDE) or frozenset(every)

    @property
    def own(self) -> tuple[FigureLine, ...]:
        """The figures of those areas."""
        return tuple(one for one in self.figures if one.figure.area_code in self.areas)


def precheck(session: Session, row: MatrixRow, pair: Pair) -> dict[str, PreAnswer]:
    """What the project answers by itself to the checks of two sources in a row, by check; what it does not know is left out."""
    material = read_material(session, [], heard=True)
    one, other = (_side(session, row, name, material) for name in pair)
    if not one.findings or not other.findings:
        return {}
    found = {
        "construct": _construct(session, one, other),
        "people": _people(session, one, other),
        "time": _time(session, one, other),
        "place": _place(session, one, other),
        "counting": _counting(one, other),
        "denominator": _denominator(one, other),
        "sample": _sample(session, one, other),
        "interviewer": _interviewer(session, one, other),
        "groups": _groups(session, one, other),
    }
    return {item: answer for item, answer in found.items() if answer is not None}


def _side(session: Session, row: MatrixRow, source: str, material: Material) -> _Side:
    """What is known of one source in a row."""
    cell = row.cells.get(source)
    lines = cell.findings if cell is not None else ()
    evidence = [one for line in lines for one in line.evidence if one.direction == "for" and not one.gone]
    keys = [one.thing_id for one in evidence if one.kind == "observation"]
    if keys:
        read = figure_lines(session, keys)
        return _Side(source, lines, tuple(read[key] for key in dict.fromkeys(keys) if key in read))
    heard = material.heard_in(source)
    by: dict[str, set[int]] = {"theme": set(), "code": set(), "coding": set()}
    for one in evidence:
        by[one.kind].add(one.thing_id)
    return _Side(
        source,
        lines,
        heard=heard,
        said=_speaking(session, by) & heard,
        documents=material.documents_of(source),
        sampling=Counter(material.cases[case][2] for case in heard if case in material.cases),
    )


def _speaking(session: Session, by: dict[str, set[int]]) -> frozenset[int]:
    """The people whose words carry the codes of some findings, or are cited by them; codes go before themes."""
    member, coding, segment = table_of(ThemeCode).c, table_of(Coding).c, table_of(Segment).c
    codes = set(by["code"])
    if not codes and by["theme"]:
        chosen = sa.select(member.code_id).where(member.theme_id.in_(by["theme"]), member.gone.is_(False))
        codes = set(session.execute(chosen).scalars())
    found: set[int] = set()
    for cell, keys in ((coding.code_id, codes), (coding.id, by["coding"])):
        for some in in_chunks(sorted(keys)):
            chosen = (
                sa.select(segment.case_id)
                .select_from(touched())
                .where(cell.in_(some), coding.gone.is_(False), coding.direction == "for", segment.case_id.is_not(None))
            )
            found |= set(session.execute(chosen.distinct()).scalars())
    return frozenset(found)


def _construct(session: Session, one: _Side, other: _Side) -> PreAnswer | None:
    """What somebody wrote when pairing a theme of the one with an indicator of the other."""
    themes = {evidence.thing_id for side in (one, other) for line in side.findings for evidence in line.evidence
              if evidence.kind == "theme"}  # fmt: skip
    indicators = {figure.figure.indicator_id for side in (one, other) for figure in side.figures}
    notes = [
        f"“{link.theme}” is linked with “{link.indicator}”: {link.note or 'no note'}"
        for link in links(session)
        if link.theme_id in themes and link.indicator_id in indicators
    ]
    return PreAnswer("cannot tell", " ".join(_stopped(note) for note in notes)) if notes else None


def _people(session: Session, one: _Side, other: _Side) -> PreAnswer | None:
    """Whether the people of both are the same: by name between two sources of words, else by sex, age and group."""
    if one.in_numbers and other.in_numbers:
        whom = [", ".join(sorted({line.of or "everybody" for line in side.own})) for side in (one, other)]
        same = whom[0] == whom[1]
        return PreAnswer("yes" if same else "no", f"{one.source}: {whom[0]}; {other.source}: {whom[1]}.")
    if not one.in_numbers and not other.in_numbers:
        both = len(one.heard & other.heard)
        if not one.heard or not other.heard:
            return None
        said = f"{len(one.heard)} people in {one.source}, {len(other.heard)} in {other.source}, {both} in both."
        return PreAnswer("yes" if one.heard == other.heard else "no" if not both else "cannot tell", said)
    words, numbers = (other, one) if one.in_numbers else (one, other)
    if not words.heard:
        return None
    known = attributes_of(session)
    groups = sorted({cell for line in numbers.own for cell in line.figure.breakdown if cell != "all"})
    for group in groups:
        values = [{value.casefold() for value in known.get(case, {}).values()} for case in words.heard]
        inside = sum(group.casefold() in one for one in values)
        if inside or any(group.casefold() in {v.casefold() for v in each.values()} for each in known.values()):
            said = f"The figures are of “{group}”; so are {inside} of the {len(words.heard)} people in {words.source}."
            return PreAnswer("yes" if inside == len(words.heard) else "no", said)
    return _of_age(words, numbers, known) or PreAnswer(
        "cannot tell",
        f"The figures are of {'; '.join(groups) or 'everybody'}, the words of {len(words.heard)} people in {words.source}.",
    )


def _of_age(words: _Side, numbers: _Side, known: dict[int, dict[str, str]]) -> PreAnswer | None:
    """Where the figures begin at an age, whether those heard are of that age."""
    begins = [int(found[1]) for line in numbers.own if (found := _AND_OVER.search(line.definition))]
    ages = [
        int(numbers_in[-1])
        for case in words.heard
        for name, value in known.get(case, {}).items()
        if "age" in name.casefold().replace("_", " ").split() and (numbers_in := _NUMBER.findall(value))
    ]
    if not begins or not ages:
        return None
    younger = sum(age < min(begins) for age in ages)
    said = f"The figures are of people of {min(begins)} and over; {younger} of the {len(ages)} whose age is known are younger."
    return PreAnswer("no" if younger else "yes", said)


def _time(session: Session, one: _Side, other: _Side) -> PreAnswer | None:
    """Whether the times overlap: days of interviews or answers, periods of figures."""
    mine, theirs = _span(session, one), _span(session, other)
    if mine is None or theirs is None:
        missing = " and ".join(side.source for side, span in ((one, mine), (other, theirs)) if span is None)
        return PreAnswer("cannot tell", f"No day is known of {missing}.")
    (first, last), (begins, ends) = mine, theirs
    said = f"{one.source}: {_between(first, last)}; {other.source}: {_between(begins, ends)}."
    if first <= ends and begins <= last:
        return PreAnswer("yes", f"{said} They overlap.")
    days = (begins - last).days if begins > last else (first - ends).days
    return PreAnswer("no", f"{said} Between the two lie {_apart(days)}.")


def _apart(days: int) -> str:
    """A time in words, as roughly as people say it.

    >>> _apart(20), _apart(90), _apart(2600)
    ('20 days', '3 months', '7 years')
    """
    if days <= 45:
        return f"{days} days"
    return f"{days / 30.44:.0f} months" if days < 550 else f"{days / 365.25:.0f} years"


def _span(session: Session, side: _Side) -> tuple[date, date] | None:
    """The first and last day that a source is of."""
    if side.in_numbers:
        days = [(date.fromisoformat(one.figure.starts), date.fromisoformat(one.figure.ends)) for one in side.own]
    else:
        days = [day for key, day in days_of_transcripts(session).items() if key in side.documents]
        answered = days_of_survey(session, side.source)
        days += [(answered.first, answered.last)] if answered is not None else []
    return (min(first for first, _ in days), max(last for _, last in days)) if days else None


def _place(session: Session, one: _Side, other: _Side) -> PreAnswer | None:
    """Whether both are of the same places: where people live, were found or speak of, against the figures' areas."""
    if one.in_numbers and other.in_numbers:
        said = f"{one.source}: {_names(one.areas)}; {other.source}: {_names(other.areas)}."
        return PreAnswer("yes" if one.areas == other.areas else "no", said)
    places = {
        case: {code for area, _ in some for code in (area, county_of(area)) if code}
        for case, some in places_of(session).items()
    }
    if not one.in_numbers and not other.in_numbers:
        mine, theirs = (
            {code for case in side.heard for code in places.get(case, ()) if geography.kind_of(code) not in WIDE}
            for side in (one, other)
        )
        if not mine or not theirs:
            return PreAnswer("cannot tell", "It is not recorded where the people of both are from.")
        said = f"{len(mine & theirs)} places are of both, {len(mine ^ theirs)} of one only: {_names(mine ^ theirs) or 'none'}."
        return PreAnswer("yes" if mine == theirs else "no" if not mine & theirs else "cannot tell", said)
    words, numbers = (other, one) if one.in_numbers else (one, other)
    whose, who = (words.said, "whose words it rests on") if words.said else (words.heard, f"in {words.source}")
    placed = [case for case in whose if places.get(case)]
    where = _names(numbers.areas)
    if not placed:
        return PreAnswer("cannot tell", f"The figures are of {where}; of nobody {who} is the place recorded.")
    inside = sum(bool(places[case] & numbers.areas) for case in placed)
    said = f"The figures are of {where}; {inside} of the {len(placed)} people {who} live there, were found there or speak of it."
    return PreAnswer("yes" if inside == len(placed) else "no", said)


def _counting(one: _Side, other: _Side) -> PreAnswer | None:
    """Whether a figure counts what was found or reported, and not what there is."""
    told: dict[str, str] = {}
    surveys = 0
    for line in (*one.own, *other.own):
        fact = counting(line.figure.indicator, line.figure.external_id)
        if fact is not None and fact.how != "survey":
            told.setdefault(fact.said, fact.how)
        surveys += line.figure.base is not None or (fact is not None and fact.how == "survey")
    if told:
        return PreAnswer("yes", " ".join(told))
    if not one.in_numbers and not other.in_numbers:
        return PreAnswer("no", "Neither is counted from records.")
    if surveys == len((*one.own, *other.own)):
        return PreAnswer("no", "The figures are answers to a survey, and no records.")
    return None


def _denominator(one: _Side, other: _Side) -> PreAnswer | None:
    """Whether there is a doubt about what a figure is counted over."""
    figures = (*one.own, *other.own)
    if not figures:
        return None
    told = list(
        dict.fromkeys(
            f"{line.area}: {doubt.sentence}"
            for line in figures
            for doubt in line.doubted
            if doubt.kind in OF_RESIDENTS or doubt.kind.startswith("place:")
        )
    )
    if told:
        more = f" And {len(told) - TOLD} more." if len(told) > TOLD else ""
        return PreAnswer("yes", f"{' '.join(told[:TOLD])}{more}")
    return PreAnswer("no", "No doubt about its figures is about what they are counted over.")


def _sample(session: Session, one: _Side, other: _Side) -> PreAnswer | None:
    """How people came in, whether who was invited is known, and whether an interval holds what it is compared with."""
    told: list[str] = []
    answers: list[str] = []
    for side in (one, other):
        if side.in_numbers:
            for line in side.own:
                said = _interval(line)
                told += [said[1]] if said else []
                answers += [said[0]] if said else []
        elif side.heard:
            how = ", ".join(f"{number} {kind}" for kind, number in side.sampling.most_common())
            told.append(f"{side.source}, {len(side.heard)} people: {how}.")
            answers.append(_chosen(side))
    groups = [line for line in sample_lines(session) if line.invited is not None]
    if groups and not (one.in_numbers and other.in_numbers):
        told.append(" ".join(_invited(line) for line in groups[:4]))
    if not answers:
        return None
    answer = next(one for one in ("yes", "cannot tell", "no") if one in answers)
    return PreAnswer(answer, " ".join(told))


def _chosen(side: _Side) -> str:
    """Whether the people of a source were chosen, or came by themselves: yes, no, or cannot tell."""
    how = set(side.sampling)
    return "no" if how <= NOT_CHOSEN else "yes" if how - NOT_CHOSEN - {"not recorded"} else "cannot tell"


def _interval(line: FigureLine) -> tuple[str, str] | None:
    """Whether chance can be to blame for a figure's difference from what it is compared with."""
    figure, beside = line.figure, line.comparator
    if figure.lower is None or figure.upper is None or beside is None or beside.value is None:
        return None
    holds = figure.lower <= beside.value <= figure.upper
    said = f"{line.area} {line.value_words} ({line.interval_words}) {'holds' if holds else 'does not hold'} {line.comparator_words}"
    return ("yes" if holds else "no"), f"{said}."


def _invited(line: SampleLine) -> str:
    parts = [f"{line.invited} invited"]
    parts += [
        f"{number} {what}" for number, what in ((line.refused, "refused"), (line.not_reached, "not reached")) if number
    ]
    return f"{line.value}: {', '.join(parts)}, {line.heard} heard."


def _interviewer(session: Session, one: _Side, other: _Side) -> PreAnswer | None:
    """Whether anybody else sat in: an interpreter, a supporter."""
    s = table_of(Speaker).c
    documents = {key for side in (one, other) if not side.in_numbers for key in side.documents}
    rows = session.execute(
        sa.select(s.document_id, s.role).where(s.gone.is_(False), s.role.in_(("interpreter", "supporter")))
    )
    found = Counter(role for document, role in rows if document in documents)
    if not found:
        return None
    said = " and ".join(f"{number} with a{'n' if role[0] in 'aeiou' else ''} {role}" for role, number in found.items())
    return PreAnswer("cannot tell", f"Somebody else spoke in some of the interviews: {said}.")


def _groups(session: Session, one: _Side, other: _Side) -> PreAnswer | None:
    """Whether those of the figures' place say it more often than the rest."""
    if one.in_numbers == other.in_numbers:
        return None
    words, numbers = (other, one) if one.in_numbers else (one, other)
    places = {case: {area for area, _ in some} for case, some in places_of(session).items()}
    there = {case for case in words.heard if places.get(case, set()) & numbers.areas}
    elsewhere = {case for case in words.heard if places.get(case)} - there
    if not there or not elsewhere or not words.said:
        return None
    where = _names(numbers.areas)
    return PreAnswer(
        "cannot tell",
        f"Of {len(there)} people of {where} {len(words.said & there)} say it, of {len(elsewhere)} of other places"
        f" {len(words.said & elsewhere)}.",
    )


def _names(codes: Iterable[str]) -> str:
    named = [entry.name if (entry := geography.area(code)) else code for code in sorted(codes)]
    return ", ".join(named[:4]) + (f" and {len(named) - 4} more" if len(named) > 4 else "")


def _between(first: date, last: date) -> str:
    return day_in_words(first) if first == last else f"{day_in_words(first)} to {day_in_words(last)}"


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def pair_followed(question: str, row: MatrixRow) -> Pair | None:
    """The two sources of a row that a question is about, both of which speak; None where fewer than two do.

    Those that it names; else the two that are opposite; else words beside numbers; else the first.
    """
    speaking = [name for name, cell in row.cells.items() if cell.findings]
    asked = question.casefold()
    pairs = [pair for pair in row.meetings if all(name in speaking for name in pair)]
    named = [pair for pair in pairs if all(name.casefold() in asked for name in pair)]
    opposed = [pair for pair in pairs if any(one.confirmed == "dissonance" for one in row.meetings[pair].every)]
    across = [pair for pair in pairs if len({row.cells[name].findings[0].strand for name in pair}) > 1]
    return next(iter((*named, *opposed, *across, *pairs)), None)
