"""Displays that set themes and codes beside groups of people: statistics by themes, themes by statistics, quotes, typology."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.crosstab import EVERYONE
from workbench.coding.themes import Theme, themes
from workbench.coding.tree import code_paths
from workbench.rows import table_of
from workbench.triangulation.displays.definitions import Definition
from workbench.triangulation.displays.grouping import Group, Groups, grouped, numbers_of
from workbench.triangulation.displays.heard import CANDIDATES, Heard, heard
from workbench.triangulation.displays.shown import Cell, Count, Mean, Piece, Quoted, ShownRow, Size, Text
from workbench.triangulation.evidence import meanings

NONE_OF_THESE = "none of these"
_SPARE = 3
"""So many passages are named for each that is shown: some may not pass the door."""


@dataclass(frozen=True, slots=True)
class Made:
    """A display's head and rows as its maker gives them, before what we make of them together is put in."""

    head: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    remarks: tuple[str, ...] = ()
    group_columns: tuple[int, ...] = ()
    material: str = ""
    whole: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A theme or a code with the codes whose people are its people."""

    kind: Literal["theme", "code"]
    id: int
    guid: str
    name: str
    codes: frozenset[int]
    says: dict[str, Any]

    @property
    def to(self) -> str:
        """Where it leads on the screen."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a display of people is drawn from."""

    definition: Definition
    heard: Heard
    subjects: tuple[Subject, ...]
    groups: tuple[Group, ...]
    numbers: Mapping[int, float]
    by: str

    def count(self, subject: Subject, said: frozenset[int], group: Group) -> Count:
        """How many of a group raised a subject."""
        called = (self.by, group.name)
        return self.heard.count(subject.codes, said, group.people, of=subject.name, kind=subject.kind, called=called)

    def said(self, subject: Subject, said: frozenset[int], group: Group) -> list[Piece]:
        """The count of a group that raised a subject, and the mean where one is asked for."""
        count = self.count(subject, said, group)
        return [count, self.mean(said & group.people, count)] if self.numbers else [count]

    def mean(self, people: frozenset[int], within: Count | None = None) -> Mean:
        """The mean of some people's numbers."""
        values = [self.numbers[case] for case in people if case in self.numbers]
        return Mean(self.definition.mean_of, sum(values) / len(values) if values else None, len(values), within)

    @property
    def whole(self) -> tuple[Count, ...]:
        """How many of all people raised each subject."""
        everyone = Group(EVERYONE, EVERYONE, self.heard.people)
        return tuple(self.count(one, self.heard.saying(one.codes), everyone) for one in self.subjects)

    def made(self, head: tuple[str, ...], rows: Sequence[ShownRow], remarks: tuple[str, ...], *, side: bool) -> Made:
        """A display of these rows; where groups stand side by side their columns come after the first."""
        columns = tuple(range(1, 1 + len(self.groups))) if side else ()
        return Made(head, tuple(rows), remarks, columns, self.heard.material, self.whole)

    def quote(self, rows: Any, group: Group, many: int) -> Quoted:
        """Passages of a group under a subject."""
        candidates = self.heard.best_among(rows, group.people, max(many * _SPARE, CANDIDATES) if many else 0)
        return Quoted(candidates, many, len(group.people) if group.name else None)


def statistics_by_themes(session: Session, definition: Definition) -> Made:
    """A row a theme: how many of each group raised it, and an exemplar quote."""
    ground, groups, remarks = _ground(session, definition, _themes)
    rows = []
    for subject in ground.subjects:
        touched, said = ground.heard.of_codes(subject.codes), ground.heard.saying(subject.codes)
        counts = [tuple(ground.said(subject, said, group)) for group in ground.groups]
        everyone = Group("", "", ground.heard.people)
        quote = ground.quote(touched, everyone, definition.quotes)
        rows.append(_row(subject, (*counts, (quote,)), _counted(ground.groups, counts)))
    head = ("Theme", *(_titled(group) for group in ground.groups), "In their words")
    return ground.made(head, rows if ground.groups else (), (*remarks, *groups.remarks), side=True)


def themes_by_statistics(session: Session, definition: Definition) -> Made:
    """A row a group or level, headed by its statistic: how many raised each theme, with quotes."""
    ground, groups, remarks = _ground(session, definition, _themes)
    known = [
        (subject, ground.heard.of_codes(subject.codes), ground.heard.saying(subject.codes))
        for subject in ground.subjects
    ]
    rows = []
    for group in ground.groups:
        cells = [
            (*ground.said(subject, said, group), ground.quote(touched, group, definition.quotes))
            for subject, touched, said in known
        ]
        named = {subject.name: cell for (subject, _, _), cell in zip(known, cells, strict=True)}
        rows.append(_group_row(ground, group, tuple(cells), named))
    head = (groups.by.capitalize() or "Group", *(subject.name for subject in ground.subjects))
    return ground.made(head, rows if ground.subjects else (), (*remarks, *groups.remarks), side=False)


def quote_matrix(session: Session, definition: Definition) -> Made:
    """A row a code, a column a group: what they said, word for word."""
    ground, groups, remarks = _ground(session, definition, _codes)
    rows = []
    for subject in ground.subjects:
        touched, said = ground.heard.of_codes(subject.codes), ground.heard.saying(subject.codes)
        cells = [
            (
                ground.count(subject, said, group),
                ground.quote(touched, group, definition.quotes),
            )
            for group in ground.groups
        ]
        if said or definition.codes:
            rows.append(_row(subject, cells, _counted(ground.groups, cells)))
    head = ("Code", *(_titled(group) for group in ground.groups))
    return ground.made(head, rows if ground.groups else (), (*remarks, *groups.remarks), side=True)


def typology(session: Session, definition: Definition) -> Made:
    """A row a type of person: how many, their mean score, the themes they raised, and what the type is called."""
    ground, groups, remarks = _ground(session, definition, _themes)
    known = [(subject, ground.heard.saying(subject.codes)) for subject in ground.subjects]
    types = ground.groups if definition.by else _by_presence(ground.heard, known)
    ground = replace(ground, by=ground.by if definition.by else "themes they raised")
    rows = []
    for group in types:
        raised = [(ground.count(one, said, group), one) for one, said in known]
        pieces: list[Piece] = [piece for count, one in raised for piece in (Text(one.name, "title", one.to), count)]
        score: tuple[Piece, ...] = (
            (ground.mean(group.people),) if ground.numbers else (Text("no score chosen", "quiet"),)
        )
        label = definition.labels.get(group.about, "")
        named: Text = Text(label) if label else Text("not named yet", "quiet")
        cells: list[Cell] = [
            (Size(len(group.people), len(ground.heard.people), ground.by, group.name),),
            score,
            tuple(pieces),
            (named,),
        ]
        says = {one.name: (count,) for count, one in raised}
        rows.append(_group_row(ground, group, tuple(cells), says, extra={"label": label}))
    head = ("Type", "People", "Score", "Themes", "What the type is called")
    return ground.made(head, rows if ground.subjects or definition.by else (), (*remarks, *groups.remarks), side=False)


def _by_presence(found: Heard, known: Sequence[tuple[Subject, frozenset[int]]]) -> tuple[Group, ...]:
    """People by which themes they raised, the largest type first."""
    types: dict[tuple[str, ...], set[int]] = {}
    for case in found.people:
        types.setdefault(tuple(one.name for one, said in known if case in said), set()).add(case)
    ordered = sorted(types.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(
        Group(" + ".join(names) or NONE_OF_THESE, " + ".join(names) or NONE_OF_THESE, frozenset(people))
        for names, people in ordered
    )


Subjects = Callable[[Session, Definition], tuple[tuple[Subject, ...], tuple[str, ...]]]


def _ground(session: Session, definition: Definition, of: Subjects) -> tuple[_Ground, Groups, tuple[str, ...]]:
    """People, subjects and groups; what the definition names that is gone is said."""
    subjects, remarks = of(session, definition)
    found = heard(session, definition.heard_in)
    groups = grouped(session, definition, found.people)
    numbers: Mapping[int, float] = {}
    if definition.mean_of:
        known = numbers_of(session, definition.mean_of)
        if isinstance(known, str):
            remarks = (*remarks, known)
        else:
            numbers = known
    counted = "1 person" if len(found.people) == 1 else f"{len(found.people):,} people"
    remarks = (f"Heard in: {found.material} ({counted}).", *remarks)
    return _Ground(definition, found, subjects, groups.groups, numbers, groups.by), groups, remarks


def _themes(session: Session, definition: Definition) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
    table = table_of(Theme)
    guids = {key: guid.hex() for key, guid in session.execute(sa.select(table.c.id, table.c.guid))}
    listed, paths = themes(session), code_paths(session)
    means = meanings(session, {code for line in listed for code in line.code_ids})
    every = {
        guids[line.id]: Subject(
            "theme", line.id, guids[line.id], line.name, frozenset(line.code_ids),
            {"kind": "theme", "called": line.name, "name": line.name, "statement": line.statement,
             "codes": sorted(line.codes), "means": {paths[one]: means[one] for one in line.code_ids if one in paths}},
        )
        for line in listed
        if line.state != "dropped" or guids[line.id] in definition.themes
    }  # fmt: skip
    return _chosen(every, definition.themes, "themes")


def _codes(session: Session, definition: Definition) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
    table = table_of(Code)
    guids = {key: guid.hex() for key, guid in session.execute(sa.select(table.c.id, table.c.guid))}
    paths = code_paths(session)
    means = meanings(session, paths)
    every = {
        guids[key]: Subject(
            "code", key, guids[key], path, frozenset({key}),
            {"kind": "code", "called": path, "name": path, "means": means[key]},
        )
        for key, path in paths.items()
    }  # fmt: skip
    return _chosen(every, definition.codes, "codes")


def _chosen(
    every: Mapping[str, Subject], wanted: Sequence[str], many: str
) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
    """Those that a definition names, or all; and a sentence on those that are gone."""
    found = tuple(every[guid] for guid in wanted if guid in every) if wanted else tuple(every.values())
    return found, gone_words(len(wanted) - len(found) if wanted else 0, many)


def gone_words(number: int, many: str) -> tuple[str, ...]:
    """What a definition names that is no longer in the project, in a sentence.

    >>> gone_words(2, "themes")
    ('2 of the themes that it names are no longer in the project.',)
    """
    if not number:
        return ()
    return (f"{number} of the {many} that it names {'is' if number == 1 else 'are'} no longer in the project.",)


def _row(subject: Subject, cells: Sequence[Cell], counts: dict[str, Any]) -> ShownRow:
    says = {"things": {subject.guid: subject.says}, "counts": counts}
    return ShownRow(subject.guid, subject.name, ((Text(subject.name, "title", subject.to),), *cells), says)


def _group_row(
    ground: _Ground,
    group: Group,
    cells: tuple[Cell, ...],
    counted: Mapping[str, Sequence[Piece]],
    extra: dict[str, Any] | None = None,
) -> ShownRow:
    """A row that is a group: its name and its statistic, then its cells."""
    first: list[Piece] = [Text(group.name, "title")]
    if group.statistic:
        first.append(Text(group.statistic, "quiet"))
    things = {one.guid: one.says for one in ground.subjects}
    says: dict[str, Any] = {"things": things, "counts": {}, "texts": {"statistic": group.statistic, **(extra or {})}}
    for name, pieces in counted.items():
        says["counts"][name] = _numbers(pieces)
    return ShownRow(group.about, group.name, (tuple(first), *cells), says)


def _counted(groups: Sequence[Group], cells: Sequence[Sequence[Piece]]) -> dict[str, Any]:
    """What each group's cell counts, by the group."""
    return {group.name: _numbers(cell) for group, cell in zip(groups, cells, strict=True)}


def _numbers(pieces: Sequence[Piece]) -> dict[str, Any]:
    """The numbers of a cell, as they are stamped."""
    found: dict[str, Any] = {}
    for one in pieces:
        if isinstance(one, Count):
            found |= {"said": one.said, "asked": one.asked, "heard": one.heard}
        elif isinstance(one, Mean):
            found |= {"mean": None if one.value is None else round(one.value, 6)}
    return found


def _titled(group: Group) -> str:
    return f"{group.name} ({group.statistic})" if group.statistic else group.name
