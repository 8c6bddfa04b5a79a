"""What people agreed to and who is missing, in numbers as far as an audience may be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.coding.by_group import SPOKEN
from workbench.desk.briefs.whom_heard import people_in
from workbench.desk.door.door import Door
from workbench.desk.not_known import read_not_known
from workbench.exchange.paper.pages import Block, Listing
from workbench.governance.audiences import audiences
from workbench.governance.policies import rounded
from workbench.governance.samples import BOUNDS, band, people_needed
from workbench.governance.withdrawals import EVERYTHING, withdrawals
from workbench.rows import table_of
from workbench.sources.cases import attributes_of
from workbench.sources.consent import Consent, consents_of
from workbench.sources.how_found import HOW_FOUND
from workbench.sources.sample import SampleLine, sample_lines
from workbench.text import by_numbers, counted
from workbench.triangulation.silence.silences import HEADINGS, MEANS

STATES = ("given", "refused", "withdrawn", "unknown")
SCOPES = {
    "verbatim": "To be quoted",
    "paraphrase": "To be told of in other words",
    "machine": "That a computer reads it",
}
RULES = (
    "Who refused or took it back is shown to nobody, the team included. Where nothing is recorded, only the team may use"
    " the words, and nothing of them leaves. Of several people in one passage the strictest decides. Agreeing to take"
    " part is not the same as a lawful basis."
)
FEW = "few"
MOST_GROUPS, MOST_THINGS = 12, 5
"""Of people so many groups by one thing are told, and so many things."""
BANDS = f"Where a number could make somebody known, words stand in its place. {BOUNDS}"


def cells_of(counts: Iterable[int], fewest: int, base: int = 0) -> tuple[str, ...]:
    """The parts of a whole as they may be told: numbers, or words for all of them where one is few.

    `base` is what numbers are rounded to; 0: they are not.

    >>> cells_of([150, 0, 0], 5), cells_of([15, 3, 0], 5), cells_of([15, 3, 0], 0), cells_of([41, 109], 5, 5)
    (('150', '0', '0'), ('most', 'a few', 'nobody'), ('15', '3', '0'), ('40', '110'))
    """
    listed = list(counts)
    whole = sum(listed)
    if any(0 < one < fewest for one in listed):
        return tuple(band(one, whole) for one in listed)
    return tuple(f"{rounded(one, base):,}" for one in listed)


@dataclass(frozen=True, slots=True)
class Rule:
    """How numbers of people are told to an audience: of how few, and rounded to what."""

    fewest: int
    base: int = 0

    def cells(self, counts: Iterable[int]) -> tuple[str, ...]:
        """The parts of a whole as they may be told."""
        return cells_of(counts, self.fewest, self.base)

    def groups(self, counts: Mapping[str, int]) -> list[str]:
        """Groups with their numbers; those of few people are told together as others, and not by what they are.

        >>> Rule(5).groups({"female": 9, "male": 8, "not said": 1}), Rule(0).groups({"coach": 1})
        (['female: 9', 'others: 9'], ['coach: 1'])
        """
        large = {name: count for name, count in counts.items() if count >= self.fewest}
        rest = sum(counts.values()) - sum(large.values())
        while large and 0 < rest < self.fewest:
            rest += large.pop(min(large, key=lambda name: (large[name], name)))
        said = [f"{name}: {rounded(large[name], self.base):,}" for name in sorted(large, key=by_numbers)]
        return [*said, f"others: {rounded(rest, self.base):,}"] if rest else said


def rule_for(at: Door, kind: str) -> Rule:
    """The rule for people of one kind of material: a survey's go by the rule for counts, others by what a group is."""
    needed = people_needed(at.session, at.audience.name)
    if kind == SPOKEN or at.team:
        return Rule(needed)
    readers = at.of_people
    return Rule(max(needed, readers.threshold), readers.rule.rounding)


def consent(at: Door) -> Iterator[Block]:
    """How many agreed to what, by the kind of material; the limits; what was taken back."""
    heard = people_in(at.session)
    if not heard:
        yield Paragraph("Nobody's words are in the project yet, so nobody had to be asked.")
        return
    states = consents_of(at.session)
    fewest, readers = people_needed(at.session, at.audience.name), _readers(at.session)
    rows: list[tuple[str, ...]] = []
    for kind, people in heard.items():
        rule = rule_for(at, kind)
        named = sorted({reader for key in people for scope, reader in states.get(key, {}) if scope == "audience"})
        asked = [((scope, ""), said) for scope, said in SCOPES.items()]
        asked += [(("audience", reader), f"To be shown to {readers.get(reader, reader)}") for reader in named]
        for about, said in asked:
            found = Counter(states.get(key, {}).get(about, "unknown") for key in people)
            rows.append((f"{_begun(kind)}: {said[:1].lower()}{said[1:]}", *rule.cells(found[one] for one in STATES)))
    columns = ("What people were asked", "Agreed", "Refused", "Took it back", "Not recorded")
    yield Listing("What people agreed to", columns, tuple(rows), shares=(6, 2, 2, 2, 2))
    if any(not cell.replace(",", "").isdigit() for row in rows for cell in row[1:]):
        yield Paragraph(BANDS, role="note")
    yield Paragraph(RULES, heading="What follows from it")
    yield Paragraph(_guardians(at.session, fewest), heading="Where somebody else agreed for them")
    yield Paragraph(_taken_back(at.session), heading="What was taken back")


def _readers(session: Session) -> dict[str, str]:
    """What each group of readers is called in a sentence: by who they are, where that is set down."""
    found = {"public": "the public"}
    for one in audiences(session):
        said = one.description.partition(":")[0].rstrip(".")
        found.setdefault(one.name, f"{said[:1].lower()}{said[1:]}" if said else one.name)
    return found


def _begun(kind: str) -> str:
    return f"{kind[:1].upper()}{kind[1:]}"


def _guardians(session: Session, fewest: int) -> str:
    table = table_of(Consent)
    chosen = sa.select(table.c.case_id, table.c.assent).where(table.c.gone.is_(False), table.c.guardian != "")
    found: dict[int, str] = {}
    for case, assent in session.execute(chosen):
        found[case] = found.get(case) or assent
    if not found:
        return (
            "It is recorded of nobody that a parent or somebody else agreed for them. If children were heard, their parents'"
            " word is missing from the records."
        )
    own = sum(one in {"given", "refused"} for one in found.values())
    if len(found) < fewest:
        rest = "each of them was asked too" if own == len(found) else "not each of them was asked too"
        return f"For fewer than {fewest} people; {rest}, as far as is recorded."
    asked, not_asked = cells_of((own, len(found) - own), fewest)
    return f"For {counted(len(found), 'person', 'people')}. Asked themselves: {asked}; not asked, or not recorded: {not_asked}."


def _taken_back(session: Session) -> str:
    found = withdrawals(session)
    if not found:
        return "Nobody has taken back what they said, or their consent."
    whole = sum(one.scope == EVERYTHING for one in found)
    return (
        f"{counted(len(found), 'time')} somebody took something back; {whole} of these times everything they had said. It"
        " was deleted from the project, its history and its backups. What others had received before cannot be taken back."
    )


def missing(at: Door) -> Iterator[Block]:
    """How people were found, whom the team meant to hear, and on what topics a source says nothing."""
    fewest = people_needed(at.session, at.audience.name)
    heard = people_in(at.session)
    for kind, people in heard.items():
        ways = Counter(people.values())
        named = [one for one in HOW_FOUND if ways[one]]
        cells = rule_for(at, kind).cells(ways[one] for one in named)
        how = "; ".join(f"{HOW_FOUND[one].lower()}: {cell}" for one, cell in zip(named, cells, strict=True))
        number = counted(len(people), "person", "people")
        found = f"{number}. How they came to be heard: {how}."
        if named == ["not recorded"]:
            found = f"{number}. How they were found is not recorded."
        yield Paragraph(found, heading=_begun(kind))
        yield from _known(at, kind, people)
    if not heard:
        yield Paragraph("Nobody is heard in this project yet.")
    else:
        yield from _sample(sample_lines(at.session), fewest)
    yield from _silences(at)


def _known(at: Door, kind: str, people: Iterable[int]) -> Iterator[Block]:
    """Who they are, by what is known of them; a thing that makes many groups is left out."""
    known = attributes_of(at.session)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for key in people:
        for name, value in known.get(key, {}).items():
            found[name][value] += 1
    rule = rule_for(at, kind)
    told = [(name.replace("_", " "), rule.groups(counts)) for name, counts in sorted(found.items())]
    rows = [(name, "; ".join(said)) for name, said in told if 1 < len(said) <= MOST_GROUPS]
    if rows:
        yield Listing(f"Who they are: {kind}", ("By", "How many of whom"), tuple(rows[:MOST_THINGS]), shares=(2, 7))


def _sample(lines: list[SampleLine], fewest: int) -> Iterator[Block]:
    """Whom the team meant to hear beside whom it heard; a group of few is told in words."""
    if not lines:
        yield Paragraph(
            "It is not recorded whom the team meant to hear, who was invited, who refused and who could not be reached."
            " So the records cannot say who is missing.",
            heading="Whom the team meant to hear",
        )
        return
    name = _group_name(lines)
    rows = tuple(
        (
            name(one),
            _number(one.heard, fewest),
            _number(one.invited, fewest),
            _number(one.refused, fewest),
            _number(one.not_reached, fewest),
            f"{100 * one.share_of_population:.0f} %" if one.share_of_population is not None else "not recorded",
        )
        for one in lines
    )
    columns = ("Group", "Heard", "Invited", "Refused", "Not reached", "Share of all who live there")
    yield Listing("Whom the team meant to hear", columns, rows, shares=(4, 2, 2, 2, 2, 3))
    nobody = [name(one) for one in lines if not one.heard]
    if nobody:
        yield Paragraph(f"{'; '.join(nobody)}.", heading="Meant to be heard, and not heard")


def _group_name(lines: list[SampleLine]) -> Callable[[SampleLine], str]:
    """How a group is called: by its value, and before it what people are grouped by where they are in several ways."""
    if len({one.attribute for one in lines}) == 1:
        return lambda one: one.value
    return lambda one: f"{one.attribute.replace('_', ' ')}: {one.value}"


def _number(count: int | None, fewest: int) -> str:
    if count is None:
        return "not recorded"
    return FEW if 0 < count < fewest else f"{count:,}"


def _silences(at: Door) -> Iterator[Block]:
    """Topics on which a source says nothing, by why; the paper on what is not known has each of them."""
    known = read_not_known(at.session, for_all=True)
    if not known.matrix.rows:
        return
    rows = tuple(
        (HEADINGS[kind], "; ".join(dict.fromkeys(one.silence.topic for one in entries)), MEANS[kind])
        for kind, entries in known.by_kind()
    )
    if rows:
        columns = ("Why a source says nothing", "On which topics", "What that means")
        yield Listing("What nobody said, and why", columns, rows, shares=(3, 5, 5))
