"""Themes and codes by group for one audience: small numbers withheld, and those that would give them away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.by_group import SPOKEN, GroupLine
from workbench.coding.crosstab import EVERYONE
from workbench.governance.audiences import INTERNAL, AudienceLine
from workbench.governance.disclosure import TOTAL, withheld_words, withhold_small
from workbench.governance.samples import BOUNDS, Regime, Told, is_named, people_needed, regime_of, told, unsized_groups
from workbench.rows import table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment


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


def for_audience(session: Session, lines: Iterable[GroupLine], audience: AudienceLine) -> tuple[list[Shown], list[str]]:
    """Lines as they may be shown, and sentences on what is not: people interviewed by one rule, a survey's by another."""
    every = list(lines)
    if audience.name == INTERNAL:
        return [_open(line) for line in every], []
    fewest = people_needed(session, audience.name)
    spoken = regime_of_spoken(session)
    sampled = [line for line in every if line.heard_in == SPOKEN and spoken == "sample"]
    counted, remarks = of_records(
        [line for line in every if not (line.heard_in == SPOKEN and spoken == "sample")], audience.threshold
    )
    shown = {id(one.line): one for one in (*counted, *of_sample(sampled, fewest))}
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


def of_sample(lines: Sequence[GroupLine], fewest: int) -> list[Shown]:
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
        for line, one in zip(grouping, told([(one.people, one.heard) for one in grouping], fewest), strict=True):
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


def of_records(lines: Iterable[GroupLine], threshold: int) -> tuple[list[Shown], list[str]]:
    """Lines as they may be shown, and sentences on groupings left out because nearly every group is small.

    Each theme or code in one kind of material is a table of its own: every grouping has the same sum, everyone. Where
    that is withheld no grouping is shown: its zeros would say in which group the few are.
    """
    if threshold <= 1:
        return [_open(line) for line in lines], []
    every = list(lines)
    small = _too_small(every, threshold)
    kept = [line for line in every if (line.heard_in, line.by) not in small]
    found: list[Shown] = []
    silent = 0
    for _, some in groupby(kept, key=lambda line: (line.kind, line.name, line.heard_in)):
        shown = _protected(list(some), threshold)
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
    if silent:
        remarks.append(f"{silent} lines by group, of themes and codes whose people are too few to be told apart.")
    return found, remarks


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
