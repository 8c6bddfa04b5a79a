"""Themes and codes by groups of people, each kind of material by itself: how many raised it, of how many asked.

Interviews and a survey are different samples, so their people are not added up. People are counted, never passages.
"""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.coding.arrays import arrays
from workbench.coding.crosstab import (
    DRAWN,
    EVERYONE,
    FEWEST,
    NO_SHARE,
    NOT_RECORDED,
    counted_words,
    groups_by,
    people_heard,
    questions_of,
    share_of,
    who_was_asked,
)
from workbench.coding.themes import themes
from workbench.coding.tree import read_tree
from workbench.rows import table_of
from workbench.sources.asked import Asked
from workbench.sources.cases import AttributeValue, attribute_names, places_of
from workbench.sources.documents import Document, Segment
from workbench.sources.surveys import Survey

SPOKEN = "interviews and groups"
LIVES = "where they live"
MOST_GROUPS, MOST_ATTRIBUTES = 16, 5


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One theme or code in one group of the people of one kind of material."""

    kind: Literal["theme", "code"]
    name: str
    themes: tuple[str, ...]
    """Of a code, the themes that it serves."""
    heard_in: str
    by: str
    """What makes the groups; `everyone` for all people of the material."""
    group: str
    people: int
    asked: int | None
    """None where it is not recorded, or where nobody was."""
    none_asked: bool
    """Everybody in the group is recorded as not asked."""
    heard: int
    percent: float | None
    lower: float | None
    upper: float | None
    reading: str
    """The count in words."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """A theme or a code: its codes, and the questions that bear on it."""

    kind: Literal["theme", "code"]
    name: str
    codes: frozenset[int]
    questions: frozenset[int]
    themes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Heard:
    """Who said what in each kind of material, and who was asked; people as bits, which are counted fastest."""

    people: dict[str, set[int]]
    drawn: int
    """Who was drawn at random, or because everybody was."""
    mentioned: dict[tuple[str, int], int]
    asked: dict[int, int]
    not_asked: dict[int, int]
    reflexive: bool
    groups: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    """By kind of material: what makes the groups, the group, its people."""


def _bits(people: Iterable[int]) -> int:
    """Some people as one number that has a bit for each of them.

    >>> bin(_bits({1, 3})), _bits([])
    ('0b1010', 0)
    """
    keys = list(people)
    found = bytearray(max(keys, default=0) // 8 + 1)
    for key in keys:
        found[key // 8] |= 1 << key % 8
    return int.from_bytes(found, "little")


def _together(some: Iterable[int]) -> int:
    """Everybody who is in any of them."""
    return functools.reduce(operator.or_, some, 0)


def by_groups(session: Session, by: Sequence[str] | None = None) -> list[GroupLine]:
    """Every theme, then every code: all people of each kind of material, then by group.

    Of a code that nobody raised in a kind of material there is one line there, for everyone.

    Args:
        session: A session to read with.
        by: The attributes that make the groups, and `where they live`; None: `usual_groups`.

    Raises:
        AttributeUnknownError: naming those there are.
    """
    subjects, questions = _subjects(session)
    heard = _heard(session, questions)
    for material, people in heard.people.items():
        groups = people_by_group(session, usual_groups(session) if by is None else by, people)
        heard.groups[material] = [(name, group, _bits(members)) for name, group, members in groups]
    return [line for subject in subjects for material in heard.people for line in _lines(subject, material, heard)]


def usual_groups(session: Session) -> list[str]:
    """The attributes that make groups to look at: those of two to sixteen values, at most five; and where people live."""
    value = table_of(AttributeValue)
    counted = sa.select(value.c.attribute_id, sa.func.count(sa.distinct(value.c.value))).where(value.c.gone.is_(False))
    sizes = dict(session.execute(counted.group_by(value.c.attribute_id)).all())
    names = attribute_names(session, keys=[key for key, size in sizes.items() if 2 <= size <= MOST_GROUPS])
    return [*names[:MOST_ATTRIBUTES], LIVES]


def _subjects(session: Session) -> tuple[list[_Subject], set[int]]:
    """Themes in their order, then codes in the codebook's; with every question that bears on any of them."""
    tree = read_tree(session)
    questions = questions_of(session, tree)
    kept = [line for line in themes(session) if line.state != "dropped" and line.code_ids]
    serves: dict[int, list[str]] = defaultdict(list)
    found = []
    for line in kept:
        for code in line.code_ids:
            serves[code].append(line.name)
        about = frozenset[int]().union(*(questions[code] for code in line.code_ids))
        found.append(_Subject("theme", line.name, frozenset(line.code_ids), about))
    found += [
        _Subject("code", tree.path(key), frozenset({key}), questions[key], tuple(serves[key])) for key in tree.order
    ]
    return found, {question for ids in questions.values() for question in ids}


def _heard(session: Session, questions: set[int]) -> _Heard:
    material = materials(session)
    sampling = people_heard(session)
    segment = table_of(Segment)
    spoke = sa.select(segment.c.document_id, segment.c.case_id).where(segment.c.gone.is_(False)).distinct()
    people: dict[str, set[int]] = {name: set() for name in dict.fromkeys(material.values())}
    for document, case in session.execute(spoke.where(segment.c.case_id.is_not(None))):
        if document in material and case in sampling:
            people[material[document]].add(case)
    return _Heard(
        people={name: some for name, some in people.items() if some},
        drawn=_bits(case for case, how in sampling.items() if how in DRAWN),
        mentioned=_mentioned(session, material),
        asked={key: _bits(some) for key, some in who_was_asked(session, questions).items()},
        not_asked={key: _bits(some) for key, some in not_asked(session).items()},
        reflexive=session.info.get("meta", {}).get("approach") == "reflexive",
    )


def _mentioned(session: Session, material: dict[int, str]) -> dict[tuple[str, int], int]:
    """Whose words carry each code in each kind of material."""
    import numpy as np

    held = arrays(session)
    coding, segment = held.touches()
    case = held.segments[segment, 3]
    coding, case = coding[case > 0], case[case > 0]
    kinds = list(dict.fromkeys(material.values()))
    kind_of = np.zeros(max(material, default=0) + 1, dtype=np.int64)
    for document, name in material.items():
        kind_of[document] = kinds.index(name)
    codes, most = int(held.codings[:, 3].max(initial=0)) + 1, int(case.max(initial=0)) + 1
    group = kind_of[held.codings[coding, 0]] * codes + held.codings[coding, 3]
    found = np.unique(group * most + case)
    groups, at = np.unique(found // most, return_index=True)
    if not len(groups):
        return {}
    return {
        (kinds[group // codes], group % codes): _bits((some % most).tolist())
        for group, some in zip(groups.tolist(), np.split(found, at[1:]), strict=True)
    }


def materials(session: Session) -> dict[int, str]:
    """The kind of material that each document belongs to: what was spoken, or the survey by its name."""
    document, survey = table_of(Document), table_of(Survey)
    listed = (
        sa.select(document.c.id, document.c.kind, survey.c.name)
        .select_from(document.outerjoin(survey, survey.c.id == document.c.survey_id))
        .where(document.c.gone.is_(False))
        .order_by(document.c.kind == "question", document.c.id)
    )
    return {
        key: SPOKEN if kind != "question" else f"survey: {name}" if name else "survey"
        for key, kind, name in session.execute(listed)
    }


def not_asked(session: Session) -> dict[int, set[int]]:
    """Who is recorded as not asked, by question."""
    record = table_of(Asked)
    found: dict[int, set[int]] = defaultdict(set)
    chosen = sa.select(record.c.question_id, record.c.case_id)
    for question, case in session.execute(chosen.where(record.c.gone.is_(False), record.c.state == "not asked")):
        found[question].add(case)
    return found


def people_by_group(session: Session, by: Sequence[str], people: set[int]) -> Iterator[tuple[str, str, set[int]]]:
    """Everyone, then the groups of each attribute that tells these people apart."""
    yield EVERYONE, EVERYONE, people
    for name in by:
        groups = _where_they_live(session, people) if name == LIVES else groups_by(session, name, people)
        if set(groups) - {NOT_RECORDED}:
            yield from ((name, group, members) for group, members in groups.items())


def _where_they_live(session: Session, people: set[int]) -> dict[str, set[int]]:
    """People by the area that they live in; who has none is in the last group."""
    found: dict[str, set[int]] = defaultdict(set)
    for case, places in places_of(session).items():
        for code, role in places:
            if role == "lives" and case in people:
                area = geography.area(code)
                found[area.name if area else code].add(case)
    groups = {name: found[name] for name in sorted(found)}
    rest = people.difference(*groups.values()) if groups else set()
    return {**groups, NOT_RECORDED: rest} if rest else groups


def _lines(subject: _Subject, material: str, heard: _Heard) -> Iterator[GroupLine]:
    """One theme or code in one kind of material: everyone, then each group."""
    said = _together(heard.mentioned.get((material, code), 0) for code in subject.codes)
    asked = _together(heard.asked.get(question, 0) for question in subject.questions)
    not_asked = functools.reduce(operator.and_, (heard.not_asked.get(one, 0) for one in subject.questions or (0,)))
    for by, group, members in heard.groups[material]:
        if by != EVERYONE and not said and subject.kind == "code":
            return
        none_asked = bool(subject.questions) and not members & ~not_asked
        yield _line(subject, (material, by, group), (said & members, asked & members, members), heard, none_asked)


def _line(
    subject: _Subject, place: tuple[str, str, str], people: tuple[int, int, int], heard: _Heard, none_asked: bool
) -> GroupLine:
    """One group; `people` are those who said it, those who were asked, and all of the group."""
    said, among, members = people
    many, of_all = said.bit_count(), members.bit_count()
    asked, of_asked = (among.bit_count(), (said & among).bit_count()) if among else (None, None)
    reading = counted_words(many, asked, of_asked, of_all, reflexive=heard.reflexive)
    if none_asked and not heard.reflexive:
        reading = f"not asked; {many} of the {of_all} we heard raised it all the same" if many else "not asked"
    drawn = not heard.reflexive and not among & ~heard.drawn
    share = share_of(of_asked, asked) if drawn and asked is not None and asked >= FEWEST else NO_SHARE
    return GroupLine(
        subject.kind, subject.name, subject.themes, *place, many, asked, none_asked, of_all, *share, reading
    )
