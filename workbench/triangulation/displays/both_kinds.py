"""Both kinds: people with coded words and with answers that count as numbers, a row a person; read across and down.

After the mixed methods matrix of O'Cathain, Murphy and Nicholl (2010). It holds only for people of whom there is both,
and says first of how many that is true.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.by_group import materials
from workbench.coding.themes import themes
from workbench.indicators.indicators import Indicator
from workbench.indicators.survey_answers import state_of
from workbench.indicators.survey_figures import OTHER
from workbench.rows import table_of
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.drafts import several
from workbench.triangulation.displays.heard import Heard, heard

MOST_NAMED = 6
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
    counting: tuple[str, ...] = ()
    """The questions to which an answer counts as a number."""

    @property
    def who_counts(self) -> str:
        """Exactly who is counted as having both."""
        if not self.counting:
            return (
                "A person has both who has a coded passage of their own and an answer that is counted in figures. No"
                " question is counted here yet: only those with numbers are, and those of which an indicator is made."
            )
        named = ", ".join(self.counting[:MOST_NAMED])
        more = f" and {len(self.counting) - MOST_NAMED} more" if len(self.counting) > MOST_NAMED else ""
        return (
            f"A person has both who has a coded passage of their own and an answer that is counted in figures, to {named}{more}."
            " What else is known of people (a group, a place, an age band), and answers such as “don't know”, do not count."
        )

    @property
    def first(self) -> str:
        """How many have both, which is said first."""
        if not self.of:
            return "Nobody's words are coded yet, and nobody gave an answer that counts as a number."
        have = "has" if len(self.people) == 1 else "have"
        return f"{len(self.people)} of {self.of} people {have} both: coded words and an answer that counts as a number."

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
        questions: Attributes to show, by name; none: those that count as numbers, at most `most`.
        most: How many at most where none are named.
    """
    answers, counting = _answers(session)
    shown = [name for name in questions if name in answers] if questions else list(counting)[:most]
    everything = [heard(session, name) for name in dict.fromkeys(materials(session).values())]
    kept = [line for line in themes(session) if line.state != "dropped" and line.code_ids]
    coded = {case for one in everything for case in one.touched[:, 1].tolist()} if everything else set()
    replied = {case for name in counting for case, said in answers[name].items() if counting[name](said)}
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
    return BothKinds(people, of, tuple(line.name for line in kept), tuple(shown), reflexive, tuple(counting))


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


Counts = Callable[[str], bool]
"""Whether an answer counts as a number."""


def _answers(session: Session) -> tuple[dict[str, dict[int, str]], dict[str, Counts]]:
    """What each person answered to closed questions of surveys, by the question's short name; and which answers count.

    Of a question with numbers each number counts; of one that an indicator is made of, each answer that is one.
    """
    attribute, value = table_of(Attribute), table_of(AttributeValue)
    chosen = (
        sa.select(attribute.c.name, attribute.c.kind, value.c.case_id, value.c.value)
        .join(attribute, attribute.c.id == value.c.attribute_id)
        .where(value.c.gone.is_(False), attribute.c.gone.is_(False), attribute.c.came_from != "")
        .order_by(attribute.c.position, attribute.c.id)
    )
    made_of = _counted_questions(session)
    found: dict[str, dict[int, str]] = {}
    counting: dict[str, Counts] = {}
    for name, kind, case, said in session.execute(chosen):
        found.setdefault(name, {})[case] = said
        if kind == "number":
            counting[name] = _is_number
        elif name in made_of:
            counting[name] = _is_answer
    return found, counting


def _counted_questions(session: Session) -> set[str]:
    """The closed questions that figures of the project are counted from."""
    t = table_of(Indicator).c
    recipes = session.execute(sa.select(t.recipe).where(t.gone.is_(False), t.recipe != "")).scalars()
    return {str(json.loads(one).get("question", "")) for one in recipes}


def _is_number(said: str) -> bool:
    """Whether an answer is a number.

    >>> _is_number("1,204.5"), _is_number("don't know"), _is_number("nan")
    (True, False, False)
    """
    try:
        return math.isfinite(float(said.replace(",", "")))
    except ValueError:
        return False


def _is_answer(said: str) -> bool:
    """Whether an answer says something: not that somebody did not know, would not say or was not asked."""
    return any(state_of(one) == OTHER for one in several(said))
