"""Breadth: of which groups the people are who say a thing, who was asked and did not say it, and what speaks against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.by_group import LIVES, people_by_group, usual_groups
from workbench.coding.codings import Coding
from workbench.coding.crosstab import EVERYONE, NOT_RECORDED
from workbench.coding.retrieval import touched
from workbench.rows import in_chunks, table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Segment
from workbench.triangulation.evidence import Things, material_for, things
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.material import Material


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of the people heard: how many of them said it."""

    attribute: str
    group: str
    said: int
    of: int


@dataclass(frozen=True, slots=True)
class Breadth:
    """Who says a thing and who does not. Labels are for the team; what leaves is counted and withheld elsewhere."""

    groups: tuple[GroupLine, ...] = ()
    asked_not_said: tuple[str, ...] = ()
    """People recorded as asked in whose words it is not found."""
    opposite: tuple[str, ...] = ()
    """People with a passage coded against it."""
    passages: int = 0
    """Passages that say it."""
    passages_against: int = 0
    """Passages coded against it, and passages named as evidence against it."""
    words: int = 0
    """Words in the turns and answers in which it is said."""

    def of(self, attribute: str) -> tuple[GroupLine, ...]:
        """The groups of one attribute."""
        return tuple(one for one in self.groups if one.attribute == attribute)

    @property
    def homes(self) -> dict[str, int]:
        """How many of those who said it live in each area; nothing where homes are not recorded."""
        return {one.group: one.said for one in self.of(LIVES) if one.said}

    @property
    def attributes(self) -> tuple[str, ...]:
        """What tells these people apart: more than one group is known by it."""
        names = dict.fromkeys(one.attribute for one in self.groups)
        return tuple(name for name in names if len(self.of(name)) > 1)

    def in_words(self, attribute: str) -> str:
        """How many groups of an attribute said it, and which did not.

        >>> Breadth((GroupLine("age", "11 to 15", 3, 4), GroupLine("age", "16 to 18", 0, 2))).in_words("age")
        'age: 1 of 2 groups; not 16 to 18 (2 heard)'
        """
        lines = self.of(attribute)
        speaking = sum(one.said > 0 for one in lines)
        silent = ", ".join(f"{one.group} ({one.of} heard)" for one in lines if not one.said)
        said = f"all {len(lines)} groups" if speaking == len(lines) else f"{speaking} of {len(lines)} groups"
        return f"{attribute.replace('_', ' ')}: {said}{f'; not {silent}' if silent else ''}"


def breadths(session: Session, lines: Iterable[FindingLine]) -> dict[int, Breadth]:
    """The breadth of every finding from words among these, by its key."""
    spoken = [line for line in lines if line.strand == "words"]
    found = things(session, {(one.kind, one.thing_id) for line in spoken for one in line.evidence})
    questions = {line.question_id for line in spoken if line.question_id}
    material = material_for(session, found, questions)
    codes = {line.id: _codes(line, found) for line in spoken}
    every = {code for some in codes.values() for code in some}
    against, words = _against(session, every), _words(session, every)
    made: dict[int, Breadth] = {}
    for line in spoken:
        named = {one.thing_id for one in line.evidence if one.kind == "coding" and one.direction == "against"}
        made[line.id] = _breadth(
            session, material, (codes[line.id], line.source, line.question_id), against, words, named
        )
    return made


def breadth_of(
    session: Session, material: Material, codes: Iterable[int], source: str, question_id: int | None
) -> Breadth:
    """The breadth of what some codes say in a source, before there is a finding on them."""
    wanted = set(codes)
    against, words = _against(session, wanted), _words(session, wanted)
    return _breadth(session, material, (wanted, source, question_id), against, words, set())


_Against = Mapping[int, list[tuple[int, int, int | None]]]
"""By code: the key of each coding against it, its document, and a person whose words it touches."""
_Spoken = Mapping[int, Mapping[int, list[tuple[int, int]]]]
"""By code and document: segments that say it, each with its words."""


def _codes(line: FindingLine, found: Things) -> set[int]:
    """The codes whose people a finding counts: those named, else those of its themes."""
    speaking = [one for one in line.evidence if one.direction == "for" and (one.kind, one.thing_id) in found]
    named = {code for one in speaking if one.kind == "code" for code in found[one.kind, one.thing_id].codes}
    return named or {code for one in speaking for code in found[one.kind, one.thing_id].codes}


def _breadth(
    session: Session,
    material: Material,
    about: tuple[set[int], str, int | None],
    against: _Against,
    words: _Spoken,
    named: set[int],
) -> Breadth:
    """One breadth; `named` are codings that are evidence against the finding itself."""
    codes, source, question_id = about
    heard, asked, *_ = material.listening(source, question_id)
    said = material.people(codes, source) & heard
    places = material.documents_of(source)
    opposing = [one for code in codes for one in against.get(code, ()) if one[1] in places]
    opposite = {person for _, _, person in opposing if person is not None}
    spoken = {one for code in codes for place, some in words.get(code, {}).items() if place in places for one in some}
    return Breadth(
        groups=tuple(_groups(session, set(heard), said)),
        asked_not_said=_labels(material, (asked or frozenset()) - said),
        opposite=_labels(material, opposite),
        passages=material.passages(codes, source),
        passages_against=len({key for key, *_ in opposing} | named),
        words=sum(number for _, number in spoken),
    )


def _groups(session: Session, heard: set[int], said: frozenset[int]) -> Iterable[GroupLine]:
    """The groups of everybody heard, by each attribute that tells them apart."""
    made: dict[str, list[GroupLine]] = defaultdict(list)
    for attribute, group, members in people_by_group(session, usual_groups(session), heard):
        if attribute != EVERYONE and group != NOT_RECORDED:
            made[attribute].append(GroupLine(attribute, group, len(members & said), len(members)))
    return [line for name, lines in made.items() if len(lines) > 1 or name == LIVES for line in lines]


def _labels(material: Material, people: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted(material.cases[case][1] for case in people if case in material.cases))


def _against(session: Session, codes: set[int]) -> _Against:
    """The codings that speak against some codes."""
    codings, segments, cases = table_of(Coding), table_of(Segment), table_of(Case)
    found: dict[int, list[tuple[int, int, int | None]]] = defaultdict(list)
    for some in in_chunks(sorted(codes)):
        statement = (
            sa.select(codings.c.code_id, codings.c.id, codings.c.document_id, cases.c.id)
            .select_from(touched().outerjoin(cases, sa.and_(cases.c.id == segments.c.case_id, cases.c.gone.is_(False))))
            .where(codings.c.code_id.in_(some), codings.c.gone.is_(False), codings.c.direction == "against")
            .distinct()
        )
        for code, key, document, person in session.execute(statement):
            found[code].append((key, document, person))
    return found


def _words(session: Session, codes: set[int]) -> _Spoken:
    """The turns and answers that say some codes, with how many words each has."""
    codings, segments = table_of(Coding), table_of(Segment)
    found: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for some in in_chunks(sorted(codes)):
        statement = (
            sa.select(codings.c.code_id, codings.c.document_id, segments.c.id, segments.c.words)
            .select_from(touched())
            .where(codings.c.code_id.in_(some), codings.c.gone.is_(False), codings.c.direction == "for")
            .where(segments.c.case_id.is_not(None))
            .distinct()
        )
        for code, document, key, number in session.execute(statement):
            found[code][document].append((key, number))
    return found
