"""Themes and codes by group for one audience: small numbers withheld, and those that would give them away.

The people of a survey are counted like records: by the audience's rule, rounded where it says so, and beside what left
earlier for the same readers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.by_group import SPOKEN, GroupLine, people_by_group
from workbench.coding.crosstab import EVERYONE, people_heard
from workbench.governance.audiences import INTERNAL, AudienceLine
from workbench.governance.disclosure import TOTAL, withheld_words, withhold_small
from workbench.governance.earlier import because, protect_beside
from workbench.governance.linked import Number, Sum
from workbench.governance.policies import EVERYTHING, Policy, rounded
from workbench.governance.released import Cell, Leaving, Left
from workbench.governance.samples import (
    BOUNDS,
    Regime,
    Told,
    is_named,
    known_groups,
    people_needed,
    regime_of,
    told,
    unsized_groups,
)
from workbench.proportions import wilson
from workbench.rows import table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment

PEOPLE, ASKED, HEARD = "people", "asked", "heard"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as an audience may see it; None stands for a number that is withheld, or that is not recorded."""

    line: GroupLine
    people: int | None
    asked: int | None
    heard: int | None
    asked_withheld: bool
    percent: float | None
    lower: float | None
    upper: float | None
    reading: str
    band: str = ""
    """What stands in place of the number of people, where few people share the group's description."""

    @property
    def withheld(self) -> int:
        """How many of its numbers are withheld."""
        return 0 if self.band else (self.people is None) + self.asked_withheld + (self.heard is None)


def for_audience(
    session: Session, lines: Iterable[GroupLine], audience: AudienceLine, *, left: Sequence[Left] = ()
) -> tuple[list[Shown], list[str]]:
    """Lines as they may be shown, and sentences on what is not: people interviewed by one rule, a survey's by another.

    `left` is what left earlier for these readers.
    """
    every = list(lines)
    if audience.name == INTERNAL:
        return [_open(line) for line in every], []
    fewest = people_needed(session, audience.name)
    spoken = regime_of_spoken(session)
    sampled = [line for line in every if line.heard_in == SPOKEN and spoken == "sample"]
    records = [line for line in every if not (line.heard_in == SPOKEN and spoken == "sample")]
    counted, remarks = of_records(records, audience.threshold, rule=audience.rule, left=left)
    known = _known(session, sampled)
    shown = {id(one.line): one for one in (*counted, *of_sample(sampled, fewest, known=known))}
    untold = {(line.by, line.group) for line in sampled if id(line) not in shown}
    if untold:
        remarks.append(f"{len(untold)} groups of people interviewed have no line: so few are in them.")
    banded = sum(bool(one.band) for one in shown.values())
    if banded:
        remarks.append(
            f"{banded} numbers of people are said in words: fewer than {fewest} share what their group is called by, or could be worked out. {BOUNDS}"
        )
    return [shown[id(line)] for line in every if id(line) in shown], remarks


def regime_of_spoken(session: Session) -> Regime:
    """The rule for the people of interviews and groups."""
    segment, document, case = table_of(Segment), table_of(Document), table_of(Case)
    chosen = (
        sa.select(document.c.kind, case.c.sampling)
        .select_from(segment.join(document, document.c.id == segment.c.document_id))
        .join(case, case.c.id == segment.c.case_id)
        .where(segment.c.gone.is_(False), document.c.gone.is_(False), document.c.kind != "question")
        .distinct()
    )
    found = session.execute(chosen).all()
    return regime_of((row.kind for row in found), (row.sampling for row in found))


def _known(session: Session, lines: Iterable[GroupLine]) -> frozenset[tuple[str, str]]:
    """The groups of people interviewed, with what makes them, of which outsiders know who is in them."""
    names = list(dict.fromkeys(line.by for line in lines if line.by != EVERYONE))
    sampling = people_heard(session)
    if "everyone" not in sampling.values():
        return frozenset()
    groups = list(people_by_group(session, names, set(sampling)))
    found = known_groups((people for _, _, people in groups), sampling)
    return frozenset(groups[at][:2] for at in found)


def of_sample(lines: Sequence[GroupLine], fewest: int, *, known: Collection[tuple[str, str]] = ()) -> list[Shown]:
    """Lines of people interviewed: all of them, then each grouping with bands where few people share a description.

    A group of one or two has no line: what it is called by would say that such a person was among them. A grouping of
    which no group may be told has none at all.
    """
    found = []
    for _, some in groupby(lines, key=lambda line: (line.kind, line.name, line.by)):
        grouping = list(some)
        if grouping[0].by == EVERYONE:
            found += [_open(line) for line in grouping]
            continue
        if len(unsized_groups([one.heard for one in grouping], fewest)) == sum(one.heard > 0 for one in grouping):
            continue
        asked = {at for at, one in enumerate(grouping) if (one.by, one.group) in known}
        numbers = told([(one.people, one.heard) for one in grouping], fewest, known=asked)
        for line, one in zip(grouping, numbers, strict=True):
            if is_named(line.heard, fewest):
                found.append(_open(line) if one.said is not None else _banded(line, one))
    return found


def _banded(line: GroupLine, one: Told) -> Shown:
    """A line whose number stands as a band; how many were asked would say how many there are.

    One wording for all of a grouping, so that it tells nothing of which group is the small one.
    """
    reading = f"{one.band}; how many people are in this group is withheld by us"
    if one.of is not None:
        reading = f"{one.band} of {one.of}; the number would say what each of a few people said"
    return Shown(line, None, None, one.of, line.asked is not None, None, None, None, reading, one.band)


def of_records(
    lines: Iterable[GroupLine], threshold: int, *, rule: Policy = EVERYTHING, left: Sequence[Left] = ()
) -> tuple[list[Shown], list[str]]:
    """Lines as they may be shown, and sentences on groupings left out because nearly every group is small.

    Args:
        lines: of themes and codes by group.
        threshold: below which a count of people is withheld.
        rule: for people of a survey: what is shown of them is rounded by it.
        left: what left earlier for these readers.

    Each theme or code in one kind of material is a table of its own: every grouping has the same sum, everyone. Where
    that is withheld no grouping is shown: its zeros would say in which group the few are.
    """
    if threshold <= 1:
        return [_open(line) for line in lines], []
    every = list(lines)
    small = _too_small(every, threshold)
    kept = [line for line in every if (line.heard_in, line.by) not in small]
    found: list[Shown] = []
    earlier: list[str] = []
    silent = 0
    for _, some in groupby(kept, key=lambda line: (line.kind, line.name, line.heard_in)):
        shown = _protected(list(some), threshold)
        if rule.withholds and shown[0].line.heard_in != SPOKEN:
            shown, said = _beside(shown, rule, [one for one in left if one.key == _key(shown[0].line)])
            earlier += said
            shown = [_rounded(one, rule) for one in shown]
        hidden = any(one.people is None for one in shown if one.line.by == EVERYONE)
        telling = {EVERYONE} if hidden else {one.line.by for one in shown if one.people is not None} | {EVERYONE}
        found += [one for one in shown if one.line.by in telling]
        silent += sum(one.line.by not in telling for one in shown)
    told: dict[str, list[str]] = defaultdict(list)
    for heard_in, by in small:
        told[heard_in].append(by.replace("_", " "))
    remarks = [
        f"Not grouped by {', '.join(names)} in {heard_in}: nearly every group there has fewer than {threshold} people."
        for heard_in, names in told.items()
    ]
    remarks += earlier
    if silent:
        remarks.append(f"{silent:,} rows by group are left out: of people too few to be told apart.")
    return found, remarks


def leaving(shown: Iterable[Shown], rule: Policy) -> list[Leaving]:
    """The counts of people of a survey as they leave, for the register."""
    tables: dict[str, Leaving] = {}
    for one in shown:
        if one.line.heard_in == SPOKEN or not rule.withholds:
            continue
        key = _key(one.line)
        about = f"{one.line.name} by group, {one.line.heard_in}"
        numbers = dict(tables[key].numbers) if key in tables else {}
        whole = dict(tables[key].exact) if key in tables else {}
        for what, value, exact in _numbers_of(one):
            if value is not None:
                numbers[_cell_of(one.line, what)] = (value, *rule.known(exact))
                whole[_cell_of(one.line, what)] = exact
        tables[key] = Leaving(key, about, rule, numbers, whole)
    return list(tables.values())


def _key(line: GroupLine) -> str:
    return f"{line.heard_in}: {line.kind} {line.name}"


def _cell_of(line: GroupLine, what: str) -> Cell:
    return what, line.by, line.group


def _numbers_of(one: Shown) -> list[tuple[str, int | None, int]]:
    """What is counted in a line: each number as it is shown, and as it is."""
    asked = [] if one.line.asked is None else [(ASKED, one.asked, one.line.asked)]
    return [(PEOPLE, one.people, one.line.people), *asked, (HEARD, one.heard, one.line.heard)]


def _beside(shown: list[Shown], rule: Policy, left: list[Left]) -> tuple[list[Shown], list[str]]:
    """Lines of one theme or code with what is withheld for the sake of what left earlier, and a sentence on that."""
    if not left:
        return shown, []
    numbers, sums = _linked(shown)
    safe, more = protect_beside(numbers, sums, rule, left)
    hidden = safe.withheld
    words = withheld_words(rule.threshold, beside=True).partition(": ")[2]
    found = [
        replace(
            one,
            people=None if _cell_of(one.line, PEOPLE) in hidden else one.people,
            asked=None if _cell_of(one.line, ASKED) in hidden else one.asked,
            heard=None if _cell_of(one.line, HEARD) in hidden else one.heard,
            asked_withheld=one.asked_withheld or _cell_of(one.line, ASKED) in hidden,
        )
        for one in shown
    ]
    found = [
        replace(one, percent=None, lower=None, upper=None, reading=words)
        if any(value is None for _, value, _ in _numbers_of(one))
        else one
        for one in found
    ]
    said = because(shown[0].line.name, more, left)
    return found, [said] if said else []


def _linked(shown: Sequence[Shown]) -> tuple[list[Number], list[Sum]]:
    """The numbers of one theme or code: each grouping sums to everyone, or leaves a rest over."""
    numbers, sums = list[Number](), list[Sum]()
    for at, what in enumerate((PEOPLE, ASKED, HEARD)):
        by: dict[str, list[tuple[Cell, int]]] = defaultdict(list)
        for one in shown:
            value = (one.line.people, one.line.asked, one.line.heard)[at]
            if value is not None:
                by[one.line.by].append((_cell_of(one.line, what), value))
        whole = by.pop(EVERYONE, [])
        numbers += [Number(cell, value, total=True) for cell, value in whole]
        for name, cells in by.items():
            numbers += [Number(cell, value) for cell, value in cells]
            rest = sum(value for _, value in whole) - sum(value for _, value in cells)
            if not whole or rest < 0:
                continue
            over = [Number((what, name, "the rest"), rest, printed=False)] if rest else []
            numbers += over
            sums.append(Sum(whole[0][0], (*(cell for cell, _ in cells), *(one.at for one in over))))
    return numbers, sums


def _rounded(one: Shown, rule: Policy) -> Shown:
    """A line with its numbers rounded, and its share worked out from those."""
    if rule.rounding <= 1:
        return one

    def to_base(number: int | None) -> int | None:
        return None if number is None else rounded(number, rule.rounding)

    people, asked, heard = to_base(one.people), to_base(one.asked), to_base(one.heard)
    found = replace(one, people=people, asked=asked, heard=heard)
    of = asked if asked is not None else heard
    if people is None or of is None or one.asked_withheld:
        return found
    said = f"about {people:,} of about {of:,}, rounded to {rule.rounding}"
    if one.percent is None or not of or not rule.may_be_percent(of):
        return replace(found, percent=None, lower=None, upper=None, reading=said)
    lower, upper = wilson(min(people, of), of)
    share = 100 * min(people, of) / of
    return replace(found, percent=share, lower=100 * lower, upper=100 * upper, reading=f"{said} ({share:.0f} %)")


def _open(line: GroupLine) -> Shown:
    """A line of which nothing is withheld."""
    share = (line.percent, line.lower, line.upper)
    return Shown(line, line.people, line.asked, line.heard, False, *share, line.reading)


def _too_small(lines: Iterable[GroupLine], threshold: int) -> list[tuple[str, str]]:
    """The groupings of each kind of material in which no two groups have so many people that they may be told."""
    sizes: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for line in lines:
        if line.by != EVERYONE:
            sizes[line.heard_in, line.by][line.group] = line.heard
    return [place for place, groups in sizes.items() if sum(size >= threshold for size in groups.values()) < 2]


def _protected(lines: list[GroupLine], threshold: int) -> list[Shown]:
    """The lines of one theme or code in one kind of material: everyone first, then grouping by grouping."""
    groupings = [list(some) for _, some in groupby(lines, key=lambda line: line.by)]
    hidden = [
        _hidden(groupings, [[_cell(line, what) for line in some] for some in groupings], threshold, what)
        for what in ("people", "asked", "heard")
    ]
    rule = withheld_words(threshold, beside=True).partition(": ")[2]
    found = []
    for line in lines:
        people, asked, heard = (id(line) in some for some in hidden)
        any_hidden = people or asked or heard
        share = (None, None, None) if any_hidden else (line.percent, line.lower, line.upper)
        reading = rule if any_hidden else line.reading
        found.append(
            Shown(
                line,
                None if people else line.people,
                None if asked else line.asked,
                None if heard else line.heard,
                asked,
                *share,
                reading,
            )
        )
    return found


def _cell(line: GroupLine, what: str) -> tuple[int, int]:
    """A number of a line and what it is out of; for the sizes of groups, themselves."""
    if what == "people":
        return line.people, max(line.people, line.asked if line.asked is not None else line.heard)
    return (line.asked or 0 if what == "asked" else line.heard), 0


def _hidden(
    groupings: Sequence[Sequence[GroupLine]], cells: Sequence[Sequence[tuple[int, int]]], threshold: int, what: str
) -> set[int]:
    """The lines whose number is withheld, by identity. The sum of each grouping is the number of everyone."""
    held: set[int] = set()
    whole = False
    for at, (lines, numbers) in enumerate(zip(groupings, cells, strict=True)):
        of = [[high for _, high in numbers]] if what == "people" else None
        counts = [[number for number, _ in numbers]]
        places = withhold_small(counts, threshold, row_totals=at > 0, column_totals=False, of=of).places
        held |= {id(lines[column]) for row, column in places if row == 0 and column != TOTAL}
        whole = whole or (0, TOTAL) in places or (at == 0 and bool(places))
    if whole:
        held |= {id(lines[0]) for lines in groupings[:1]}
        for lines, numbers in zip(groupings[1:], cells[1:], strict=True):
            if not any(id(line) in held for line in lines):
                held |= {id(line) for line, (number, _) in zip(lines, numbers, strict=True) if number}
    return held
