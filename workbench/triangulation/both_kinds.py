"""Both kinds: people with coded words and with answers to a survey, a row a person; read across and down.

After the mixed methods matrix of O'Cathain, Murphy and Nicholl (2010). It holds only for people of whom there is both,
and says first of how many that is true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.by_group import materials
from workbench.coding.themes import themes
from workbench.rows import table_of
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.triangulation.heard import Heard, heard

State = Literal["raised", "asked, not raised", "not raised, asking not recorded", "not asked"]
GLYPHS: Mapping[State, str] = {
    "raised": "●",
    "asked, not raised": "○",
    "not raised, asking not recorded": "·",
    "not asked": "–",
}


@dataclass(frozen=True, slots=True)
class Person:
    """One person: what they raised and what they answered, under the columns."""

    case_id: int
    label: str
    themes: tuple[State, ...]
    answers: tuple[str, ...]
    """Empty where there is none."""


@dataclass(frozen=True, slots=True)
class BothKinds:
    """People with both kinds of material, and how many there are of all."""

    people: tuple[Person, ...]
    of: int
    themes: tuple[str, ...]
    questions: tuple[str, ...]
    reflexive: bool = False

    @property
    def first(self) -> str:
        """How many have both, which is said first."""
        if not self.of:
            return "Nobody's words are coded yet, and nobody's answers are here."
        have = "has" if len(self.people) == 1 else "have"
        return f"{len(self.people)} of {self.of} people {have} both: coded words and answers to a survey."

    @property
    def why_empty(self) -> str:
        """What to do where nobody has both."""
        if self.people:
            return ""
        return (
            "People who were interviewed are not known as people who answered. Where they are the same, say so in Sources,"
            " or bring their answers in under the same names."
        )

    def down(self, theme: int) -> str:
        """How many raised a theme, of those with both."""
        if self.reflexive:
            return "its weight is a person's judgement"
        return f"{sum(one.themes[theme] == 'raised' for one in self.people)} of {len(self.people)}"

    def answered(self, question: int) -> str:
        """The answers to a question with how many gave each, the most frequent first."""
        found = Counter(one.answers[question] for one in self.people if one.answers[question])
        return ", ".join(f"{said} {many}" for said, many in found.most_common(4)) or "no answers"


def both_kinds(session: Session, *, questions: Sequence[str] = (), most: int = 6) -> BothKinds:
    """The matrix of people with both kinds.

    Args:
        session: A session to read with.
        questions: Attributes to show, by name; none: those that a survey brought, at most `most`.
        most: How many at most where none are named.
    """
    answers = _answers(session)
    shown = [name for name in questions if name in answers] if questions else list(answers)[:most]
    everything = [heard(session, name) for name in dict.fromkeys(materials(session).values())]
    kept = [line for line in themes(session) if line.state != "dropped" and line.code_ids]
    coded = {case for one in everything for case in one.touched[:, 1].tolist()} if everything else set()
    replied = {case for some in answers.values() for case in some}
    case = table_of(Case)
    chosen = sa.select(case.c.id, case.c.label).where(case.c.gone.is_(False), case.c.kind == "person")
    labels: dict[int, str] = {key: label for key, label in session.execute(chosen)}  # noqa: C416
    said = [frozenset[int]().union(*(one.saying(line.code_ids) for one in everything)) for line in kept]
    both = sorted((key for key in coded & replied & labels.keys()), key=lambda key: labels[key].casefold())
    people = tuple(
        Person(
            key,
            labels[key],
            tuple(_state(key, raised, line.code_ids, everything) for raised, line in zip(said, kept, strict=True)),
            tuple(answers[name].get(key, "") for name in shown),
        )
        for key in both
    )
    reflexive = any(one.reflexive for one in everything)
    of = len((coded | replied) & labels.keys())
    return BothKinds(people, of, tuple(line.name for line in kept), tuple(shown), reflexive)


def _state(case: int, raised: frozenset[int], codes: Sequence[int], everything: Sequence[Heard]) -> State:
    """Whether a person raised a theme, and if not whether they were asked."""
    if case in raised:
        return "raised"
    about = {question for one in everything[:1] for code in codes for question in one.questions.get(code, ())}
    if any(case in one.asked.get(question, ()) for one in everything[:1] for question in about):
        return "asked, not raised"
    if about and all(case in one.not_asked.get(question, ()) for one in everything[:1] for question in about):
        return "not asked"
    return "not raised, asking not recorded"


def _answers(session: Session) -> dict[str, dict[int, str]]:
    """What each person answered to the closed questions of surveys, by the question's short name."""
    attribute, value = table_of(Attribute), table_of(AttributeValue)
    chosen = (
        sa.select(attribute.c.name, value.c.case_id, value.c.value)
        .join(attribute, attribute.c.id == value.c.attribute_id)
        .where(value.c.gone.is_(False), attribute.c.gone.is_(False), attribute.c.came_from != "")
        .order_by(attribute.c.position, attribute.c.id)
    )
    found: dict[str, dict[int, str]] = {}
    for name, case, said in session.execute(chosen):
        found.setdefault(name, {})[case] = said
    return found
