"""Offered sentences: what evidence says, put in words to begin from. Nothing offered is ever stored; a person writes.

From words the sentence is made of the count, the groups of people and what a theme states; from numbers it is the figure's
own sentence (`indicators.sentence`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.triangulation.breadth import Breadth, GroupLine, breadth_of
from workbench.triangulation.evidence import Evidence, material_for, things
from workbench.triangulation.prominence import PeopleCount, count_sentence


class OnlyOfferedError(WorkbenchError):
    """This is the sentence that was offered, word for word. Write what you make of it, or change it."""


def refuse_unchanged(statement: str, offered: str) -> None:
    """Raise OnlyOfferedError where a person kept what was offered as it stood."""
    if offered.strip() and " ".join(statement.split()) == " ".join(offered.split()):
        raise OnlyOfferedError


def offered_from_words(
    count: PeopleCount | None, groups: Sequence[GroupLine], statements: Iterable[str], *, counted: bool = True
) -> str:
    """A sentence from how many people said it, of which groups, and what the themes behind it state.

    `counted` is False in a reflexive project, where no count is put into a sentence.

    >>> offered_from_words(PeopleCount(12, 16, 16, 12), [], ["Young people go round, not through."])
    '12 of 16 people asked said this: young people go round, not through.'
    """
    said = " ".join(one.strip().rstrip(".") + "." for one in statements if one.strip())
    if count is None or not counted or not count.said:
        return said
    among = groups_in_words(groups)
    begun = count_sentence(count)
    begun = f"{begun[:1].upper()}{begun[1:]}{f', {among}' if among else ''}"
    return f"{begun}: {said[:1].lower()}{said[1:]}" if said else f"{begun}."


def groups_in_words(groups: Sequence[GroupLine]) -> str:
    """How many groups of an attribute said it, for the attribute of which the most did: `people of 3 of 4 areas`.

    >>> groups_in_words([GroupLine("age", "11 to 15", 3, 4), GroupLine("age", "16 to 18", 0, 2)])
    'people of 1 of the 2 groups by age'
    """
    every: dict[str, list[GroupLine]] = {}
    for one in groups:
        every.setdefault(one.attribute, []).append(one)
    by_name = {name: lines for name, lines in every.items() if len(lines) > 1}
    if not by_name:
        return ""
    name, lines = max(by_name.items(), key=lambda pair: (sum(one.said > 0 for one in pair[1]), -len(pair[1])))
    return f"people of {sum(one.said > 0 for one in lines)} of the {len(lines)} groups by {name.replace('_', ' ')}"


def offer_words(session: Session, evidence: Sequence[Evidence], source: str, question_id: int | None) -> str:
    """The sentence offered for a finding from words that would rest on this; empty where the evidence says nothing."""
    found = things(session, {(one.kind, one.thing_id) for one in evidence if one.direction == "for"})
    material = material_for(session, found, [question_id] if question_id else [])
    statements = [str(thing.says.get("statement", "")) for (kind, _), thing in found.items() if kind == "theme"]
    named = {code for (kind, _), thing in found.items() if kind == "code" for code in thing.codes}
    codes = named or {code for thing in found.values() for code in thing.codes}
    counted = str(session.info["meta"].get("approach", "")) != "reflexive"
    if not codes:
        return offered_from_words(None, (), statements)
    of: Breadth = breadth_of(session, material, codes, source, question_id)
    count = material.count(material.people(codes, source), source, question_id)
    if not any(one.strip() for one in statements):
        statements = [f"they speak of {' and '.join(sorted(thing.name for thing in found.values() if thing.codes))}"]
    return offered_from_words(count, of.groups, statements, counted=counted)
