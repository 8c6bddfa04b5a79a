"""Counts of people in tables for an audience: of people interviewed by one rule, of a survey's people as of records.

A number of people interviewed is told as it is, unless everybody of a group was and outsiders so know who. A number in
which people of a survey are goes by the audience's policy, made as strict as the agreements on the survey's data demand:
withheld, rounded, and held against what left earlier. Of a number that counts both, readers may know how many of those
interviewed are in it, so it is withheld where the people of the survey alone are few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.crosstab import people_heard
from workbench.governance.audiences import INTERNAL, AudienceLine, Demand, audience_named, weaker_than
from workbench.governance.disclosure import withheld_words
from workbench.governance.earlier import because, protect_beside
from workbench.governance.linked import Number, Place, Sum
from workbench.governance.policies import rounded
from workbench.governance.released import Cell, Leaving, left_for
from workbench.governance.samples import Regime, people_needed, regime_of, whole_is_told
from workbench.indicators.datasets import Dataset
from workbench.indicators.demands import demands_on, rule_for
from workbench.indicators.survey_keeping import dataset_of
from workbench.rows import live, table_of
from workbench.sources.documents import Document, Segment
from workbench.sources.surveys import Survey


def for_people(session: Session, audience: AudienceLine) -> AudienceLine:
    """An audience with its rule made as strict as the agreements demand under which surveys' data are here."""
    asked = _demands(session) if audience.name != INTERNAL else ()
    rule = rule_for(audience.rule, asked)
    return audience if rule == audience.rule else replace(audience, rule=rule, threshold=rule.threshold)


def _demands(session: Session) -> tuple[Demand, ...]:
    """What agreements demand of the data of any survey."""
    by_dataset = demands_on(session)
    if not by_dataset:
        return ()
    named = {dataset_of(row.name) for row in session.execute(live(Survey)).scalars()}
    table = table_of(Dataset)
    keys = session.execute(sa.select(table.c.id).where(table.c.gone.is_(False), table.c.name.in_(sorted(named))))
    found = {one.id: one for key in keys.scalars() for one in by_dataset.get(key, ())}
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people at its place in a table."""

    at: Cell
    number: int
    surveyed: int
    """How many of them answered a survey; the others were interviewed only."""
    of: int | None = None
    """How many there were, where readers know that."""
    printed: bool = True
    """Not printed here: readers know it from elsewhere, as the rule shows it."""


@dataclass
class CountedPeople:
    """What one audience may see of a table's counts of people."""

    session: Session
    audience: AudienceLine
    key: str
    """What copies of a project know the table by."""
    about: str
    """What is counted, in words."""
    withheld: int = 0
    _numbers: dict[Cell, tuple[int | None, int, int]] = field(default_factory=dict)
    _exact: dict[Cell, int] = field(default_factory=dict)
    _beside: set[Cell] = field(default_factory=set)
    _earlier: set[Place] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.team = self.audience.name == INTERNAL
        self.own = audience_named(self.session, self.audience.name)
        self.audience = for_people(self.session, self.own)
        self.rule = self.audience.rule
        self.fewest = people_needed(self.session, self.audience.name)
        self.sampling = people_heard(self.session)
        self.surveyed = _surveyed(self.session)
        spoken = [how for case, how in self.sampling.items() if case not in self.surveyed]
        self.spoken = len(spoken)
        self.spoken_regime: Regime = regime_of(["transcript"], spoken)
        known = [] if self.team else left_for(self.session, self.audience.name)
        self._left = [one for one in known if one.key == self.key]

    def count(self, at: Cell, people: Collection[int], of: int | None = None, *, printed: bool = True) -> Count:
        """The number of some people at its place."""
        return Count(at, len(people), len(self.surveyed.intersection(people)), of, printed)

    def told(self, counts: Iterable[Count], sums: Sequence[Sum] = ()) -> dict[Cell, int | None]:
        """The counts as they may be told, None where one is withheld; counts that sum are asked about together."""
        every = list(counts)
        if self.team:
            return {one.at: one.number for one in every}
        linked = bool(sums) and (self.spoken_regime != "sample" or any(one.surveyed for one in every))
        as_records = [one for one in every if linked or one.surveyed]
        found = self._of_records(as_records, sums) if as_records else {}
        for one in every:
            if one.at not in found and one.printed:
                of = max(self.spoken if one.of is None else one.of, one.number)
                passes = whole_is_told(one.number, of, self.spoken_regime, self.audience.threshold)
                found[one.at] = one.number if passes else None
        self.withheld += sum(value is None for value in found.values())
        return found

    def _of_records(self, counts: Sequence[Count], sums: Sequence[Sum]) -> dict[Cell, int | None]:
        numbers, linked = list[Number](), list(sums)
        for one in counts:
            of = None if one.of is None else max(one.of, one.number)
            if one.printed:
                numbers.append(Number(one.at, one.number, of, total=any(each.whole == one.at for each in sums)))
            else:
                known = None if self.rule.is_small(one.number) else self.rule.known(one.number)
                numbers.append(Number(one.at, one.number, told=known, printed=False, quiet=True))
            if 0 < one.surveyed < one.number:
                spoken, rest = ("interviewed", *one.at), ("surveyed", *one.at)
                exact = one.number - one.surveyed
                numbers.append(Number(spoken, exact, told=(exact, exact), printed=False, quiet=True))
                numbers.append(Number(rest, one.surveyed, printed=False))
                linked.append(Sum(one.at, (spoken, rest)))
        safe, earlier = protect_beside(_rests(numbers, linked), linked, self.rule, self._left)
        printed = {one.at: one.number for one in counts if one.printed}
        self._exact |= printed
        self._numbers |= {at: (safe.shown[at], *safe.known[at]) for at in printed}
        self._beside |= {at for at in printed if at in safe.beside}
        self._earlier |= earlier & printed.keys()
        return {at: safe.shown[at] for at in printed}

    def words(self, at: Cell) -> str:
        """What stands in place of a withheld number."""
        return withheld_words(self.audience.threshold, beside=at in self._beside)

    def passages(self, number: int, of: Count) -> int:
        """A number of passages of some people: rounded as their own number is."""
        return rounded(number, self.rule.rounding) if of.surveyed and not self.team else number

    def leaving(self) -> list[Leaving]:
        """The counts of a survey's people as they leave, for the register."""
        return [Leaving(self.key, self.about, self.rule, self._numbers, self._exact)] if self._numbers else []

    def remarks(self) -> list[str]:
        """What is not there or not exact, in sentences."""
        said = []
        if self.withheld:
            number = "1 number is" if self.withheld == 1 else f"{self.withheld:,} numbers are"
            said.append(
                f"{number} withheld by us: they count fewer than {self.audience.threshold} people, or would give such a"
                " number away."
            )
        if self._numbers and self.rule.rounding > 1:
            said.append(
                f"Numbers in which people of a survey are counted are rounded to the nearest {self.rule.rounding}; totals"
                " are rounded by themselves and need not add up."
            )
        if self._numbers and self.rule != self.own.rule:
            said.append(weaker_than(self.own.rule, _demands(self.session)))
        said.append(because(self.about[:1].upper() + self.about[1:], self._earlier, self._left))
        return [one for one in said if one]


def _rests(numbers: Sequence[Number], sums: list[Sum]) -> list[Number]:
    """Numbers with what sums leave over; a sum whose parts are more than the whole, because somebody is in two, goes."""
    values = {one.at: one.value for one in numbers}
    found = list(numbers)
    for at, one in enumerate(list(sums)):
        rest = values[one.whole] - sum(values[part] for part in one.parts)
        if rest > 0:
            place = ("the rest", at)
            found.append(Number(place, rest, printed=False))
            sums[at] = Sum(one.whole, (*one.parts, place))
    sums[:] = [one for one in sums if values[one.whole] >= sum(values.get(part, 0) for part in one.parts)]
    return found


def _surveyed(session: Session) -> frozenset[int]:
    """Who answered a survey."""
    segment, document = table_of(Segment), table_of(Document)
    chosen = (
        sa.select(segment.c.case_id)
        .join(document, document.c.id == segment.c.document_id)
        .where(segment.c.gone.is_(False), document.c.gone.is_(False), document.c.kind == "question")
        .where(segment.c.case_id.is_not(None))
        .distinct()
    )
    return frozenset(session.execute(chosen).scalars())
