"""Codes by groups of people: how many people, of how many asked.

People are counted, never passages. A share and its interval are given only where people were drawn at random or all
were taken in, and at least twenty were asked; else a sentence says how to read the count.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import CodeQuestion
from workbench.coding.retrieval import people_by_code
from workbench.coding.themes import themes
from workbench.coding.tree import Tree, read_tree
from workbench.errors import WorkbenchError
from workbench.proportions import wilson
from workbench.rows import live, table_of
from workbench.sources.asked import Asked
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.documents import Document, Segment
from workbench.sources.drafts import several

EVERYONE = "everyone"
NOT_RECORDED = "not recorded"
DRAWN = frozenset({"random", "everyone"})
"""Ways into a sample after which a share says something of more than these people."""
FEWEST = 20
WAS_ASKED = frozenset({"asked", "prompted", "volunteered"})
"""States of asking in which the matter came up; who volunteered it need not be asked any more."""
NO_SHARE: tuple[None, None, None] = (None, None, None)
REFLEXIVE = (
    "People are not counted by codes and themes in a reflexive project: how much weight something has is a person's "
    "judgement, and a number would pass for it. Read the passages instead (Q in Coding)."
)
Of = Literal["codes", "themes"]


@dataclass(frozen=True, slots=True)
class CrosstabLine:
    """One code or theme in one group of people. `percent`, `lower`, `upper` are of those asked, 0 to 100, at 95 %."""

    code_id: int
    """The key of the theme where themes are counted."""
    code: str
    """The path of the code, or the name of the theme."""
    group: str
    cases: int
    asked: int | None
    """None where it is not recorded."""
    of_asked: int | None
    """How many of those asked are among `cases`: what the share is of."""
    heard: int
    """How many people of the group there are whose words we have."""
    percent: float | None
    lower: float | None
    upper: float | None
    note: str


class AttributeUnknownError(WorkbenchError):
    """There is no such attribute of people in this project."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is counted: a code or a theme, the codes whose people are its people, the questions that bear on these."""

    key: int
    name: str
    codes: frozenset[int]
    questions: frozenset[int]


def crosstab(
    session: Session,
    *,
    by: str | None = None,
    coder: int | None = None,
    of: Of = "codes",
    rolled_up: bool = False,
    seen: sa.ColumnElement[bool] | None = None,
) -> list[CrosstabLine]:
    """Every code or theme in every group, in the codebook's order and then the groups'.

    Args:
        session: A session to read with.
        by: The attribute that makes the groups; a person with several values is in each of them. None: one group.
        coder: Only this coder's codings.
        of: Codes, or themes that have codes and are not dropped.
        rolled_up: Whether a code's people are also those of the codes below it.
        seen: Only codings of which this holds: what a coder who reads blind sees.

    Raises:
        AttributeUnknownError: naming those there are.
    """
    sampling = people_heard(session)
    groups = groups_by(session, by, set(sampling))
    mentioned = people_by_code(session, coder=coder, seen=seen)
    subjects = list(_subjects(session, of, rolled_up=rolled_up))
    asked = who_was_asked(session, {question for subject in subjects for question in subject.questions})
    reflexive = bool(why_not_counted(session))
    known: dict[tuple[frozenset[int], str], tuple[set[int], bool]] = {}
    lines = []
    for subject in subjects:
        about = subject.questions
        everybody = set[int]().union(*(mentioned.get(code, ()) for code in subject.codes))
        for group, members in groups.items():
            if (about, group) not in known:
                among = members.intersection(set().union(*(asked.get(question, set()) for question in about)))
                known[about, group] = (among, all(sampling[case_id] in DRAWN for case_id in among))
            among, drawn = known[about, group]
            said = everybody & members
            lines.append(_line(subject.key, subject.name, group, said, among, len(members), drawn, reflexive))
    return lines


def subjects_of(session: Session, of: Of, *, rolled_up: bool = False) -> dict[int, frozenset[int]]:
    """The codes behind each code or theme that is counted, by its key."""
    return {subject.key: subject.codes for subject in _subjects(session, of, rolled_up=rolled_up)}


def why_not_counted(session: Session) -> str:
    """The sentence that says why a project does not count people by codes; empty where it does."""
    return REFLEXIVE if session.info.get("meta", {}).get("approach") == "reflexive" else ""


def _subjects(session: Session, of: Of, *, rolled_up: bool) -> Iterator[_Subject]:
    tree = read_tree(session)
    questions = questions_of(session, tree)
    if of == "themes":
        kept = (line for line in themes(session) if line.state != "dropped" and line.code_ids)
        listed = [(line.id, line.name, frozenset(line.code_ids)) for line in kept]
    else:
        listed = [
            (key, tree.path(key), frozenset(tree.below(key)) if rolled_up else frozenset({key})) for key in tree.order
        ]
    for key, name, codes in listed:
        yield _Subject(key, name, codes, frozenset[int]().union(*(questions[code] for code in codes)))


def _line(
    key: int, path: str, group: str, said: set[int], among: set[int], heard: int, drawn: bool, reflexive: bool
) -> CrosstabLine:
    """One line with the share if there may be one, else with the sentence that says why not."""
    asked = len(among) if among else None
    of_asked = len(said & among) if among else None
    note = note_on(len(said), asked, of_asked, heard, drawn=drawn, reflexive=reflexive)
    share = share_of(of_asked, asked) if not note else NO_SHARE
    return CrosstabLine(key, path, group, len(said), asked, of_asked, heard, *share, note)


def share_of(of_asked: int | None, asked: int | None) -> tuple[float | None, float | None, float | None]:
    """A share of those asked with its 95 % interval (Wilson), 0 to 100; three times None where nobody was."""
    if not asked or of_asked is None:
        return NO_SHARE
    low, high = wilson(of_asked, asked)
    return 100 * of_asked / asked, 100 * low, 100 * high


def note_on(
    cases: int, asked: int | None, of_asked: int | None, heard: int, *, drawn: bool, reflexive: bool = False
) -> str:
    """How to read a count of people for which there is no share; empty where there is one.

    >>> note_on(12, None, None, 16, drawn=False)
    'raised by 12 of the 16 we heard; who was asked is not recorded'
    >>> note_on(12, 40, 12, 40, drawn=True)
    ''
    """
    counted = counted_words(cases, asked, of_asked, heard, reflexive=reflexive)
    if reflexive or asked is None:
        return counted
    if not drawn:
        return f"{counted}; they were not drawn at random, so no percentage"
    if asked < FEWEST:
        return f"{counted}; fewer than {FEWEST} were asked, so no percentage"
    return ""


def counted_words(cases: int, asked: int | None, of_asked: int | None, heard: int, *, reflexive: bool = False) -> str:
    """A count of people in words: of those asked, and who raised it unasked.

    >>> counted_words(12, 10, 9, 16)
    'said by 9 of the 10 asked, and by 3 who were not'
    """
    if reflexive:
        return "how much weight this has is a person's judgement in a reflexive project"
    if asked is None or of_asked is None:
        return f"raised by {cases} of the {heard} we heard; who was asked is not recorded"
    unasked = f", and by {cases - of_asked} who were not" if cases > of_asked else ""
    return f"said by {of_asked} of the {asked} asked{unasked}"


def people_heard(session: Session) -> dict[int, str]:
    """How each person whose words we have came into the sample."""
    case, segment, document = table_of(Case), table_of(Segment), table_of(Document)
    chosen = sa.select(case.c.id, case.c.sampling).where(
        case.c.gone.is_(False),
        sa.exists()
        .where(segment.c.case_id == case.c.id, segment.c.gone.is_(False))
        .where(document.c.id == segment.c.document_id, document.c.gone.is_(False)),
    )
    return {row[0]: row[1] for row in session.execute(chosen)}


def groups_by(session: Session, by: str | None, people: set[int]) -> dict[str, set[int]]:
    """The people of each group, in the order of the answers there are, else of their names; who has none is in the last.

    Who gave several answers to a question that takes several is in each of their groups.
    """
    if by is None:
        return {EVERYONE: people}
    attributes = list(session.execute(live(Attribute)).scalars())
    wanted = next((row for row in attributes if row.name.casefold() == by.casefold()), None)
    if wanted is None:
        there = ", ".join(sorted(row.name for row in attributes)) or "none yet"
        raise AttributeUnknownError(f"There is no attribute “{by}” of people in this project. There are: {there}.")
    value = table_of(AttributeValue)
    chosen = sa.select(value.c.case_id, value.c.value).where(value.c.attribute_id == wanted.id, value.c.gone.is_(False))
    found: dict[str, set[int]] = {}
    for case_id, said in session.execute(chosen):
        if case_id in people:
            for one in several(said) if wanted.kind == "many" else (said,):
                found.setdefault(one, set()).add(case_id)
    order = {name: place for place, name in enumerate(json.loads(wanted.choices or "[]"))}
    groups = {
        name: found[name] for name in sorted(found, key=lambda name: (order.get(name, len(order)), _number_first(name)))
    }
    rest = people.difference(*groups.values())
    if rest:
        groups[NOT_RECORDED] = rest | groups.get(NOT_RECORDED, set())
    return groups


def _number_first(name: str) -> tuple[float, str]:
    """Groups in the order of their first number where they have one (5-9 before 10-14), else by name."""
    digits = name.split("-")[0].split(" ")[0]
    return (float(digits) if digits.isdecimal() else float("inf"), name.casefold())


def questions_of(session: Session, tree: Tree) -> dict[int, frozenset[int]]:
    """The questions that bear on each code: its own, or those of the nearest code above that has any."""
    link = table_of(CodeQuestion)
    own: dict[int, set[int]] = {}
    for code_id, question_id in session.execute(
        sa.select(link.c.code_id, link.c.question_id).where(link.c.gone.is_(False))
    ):
        own.setdefault(code_id, set()).add(question_id)
    found: dict[int, frozenset[int]] = {}
    for key in tree.order:
        parent = tree.codes[key]["parent_id"]
        found[key] = frozenset(own[key]) if key in own else found.get(parent, frozenset())
    return found


def who_was_asked(session: Session, questions: set[int]) -> dict[int, set[int]]:
    """Who was asked each question: as recorded, and who answered it in a survey."""
    record, segment, document = table_of(Asked), table_of(Segment), table_of(Document)
    found: dict[int, set[int]] = {}
    recorded = sa.select(record.c.question_id, record.c.case_id).where(
        record.c.gone.is_(False), record.c.state.in_(sorted(WAS_ASKED))
    )
    answered = (
        sa.select(document.c.question_id, segment.c.case_id)
        .select_from(document.join(segment, segment.c.document_id == document.c.id))
        .where(document.c.gone.is_(False), segment.c.gone.is_(False))
        .where(document.c.kind == "question", segment.c.case_id.is_not(None))
        .distinct()
    )
    for chosen in (recorded, answered):
        for question_id, case_id in session.execute(chosen):
            if question_id in questions:
                found.setdefault(question_id, set()).add(case_id)
    return found
