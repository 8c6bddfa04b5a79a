"""A survey's closed questions and its people, as columns: what its figures are counted from.

Who belongs to a survey is known from what they answered that no other survey asked under the same name. Of somebody
who was interviewed a few facts may be known under the same names (their age, their sex): they belong to the survey where
they wrote an answer of their own, or answered half of its questions.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.governance.audiences import INTERNAL
from workbench.governance.consent import quotable
from workbench.indicators.survey_answers import state_of
from workbench.indicators.survey_recipes import NotInSurveyError, RecipeUnclearError, near_names, nearest
from workbench.rows import fetched, fetched_columns, in_chunks, live, table_of
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.consent import Consent
from workbench.sources.documents import Document, Segment
from workbench.sources.drafts import several
from workbench.sources.speakers import Speaker
from workbench.sources.surveys import Survey

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

DRAWN = frozenset({"random", "everyone"})
"""Ways into a survey after which a share says something of more than those who answered."""
_CASE, _VALUE, _ATTRIBUTE = table_of(Case), table_of(AttributeValue), table_of(Attribute)


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey: how its people were found, and whether it has weights."""

    id: int
    name: str
    sampling: str
    weighted: bool

    @property
    def drawn(self) -> bool:
        """Whether its people were drawn at random, or all were asked."""
        return self.sampling in DRAWN


@dataclass(frozen=True, slots=True)
class ClosedQuestion:
    """A closed question of a survey: the name it is kept under, its wording, and the answers in their order."""

    id: int
    name: str
    wording: str
    kind: str
    choices: tuple[str, ...] = ()
    column: str = ""
    """The column of the file, where the map calls it otherwise."""


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """An answer, how many people gave it, and whether it is one (`state_of`)."""

    answer: str
    people: int
    state: int


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """A survey's people: their keys, their weights (not a number where there is none), and what they answered."""

    keys: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]
    answers: dict[int, list[str | None]]
    """By question."""
    refused: int
    """People of the survey who do not agree, or no longer, that what they say is used; they are in nothing here."""


def surveys(session: Session) -> list[SurveyLine]:
    """The project's surveys by name."""
    rows = session.execute(live(Survey).order_by(table_of(Survey).c.name)).scalars()
    return [SurveyLine(row.id or 0, row.name, row.sampling, bool(_map(row).get("weight"))) for row in rows]


def survey_named(session: Session, name: str) -> SurveyLine:
    """The survey of that name; the only one there is where no name is given. NotInSurveyError says which there are."""
    listed = surveys(session)
    if not name.strip() and len(listed) == 1:
        return listed[0]
    found = nearest(name, [one.name for one in listed])
    if found is None:
        names = [one.name for one in listed]
        what = f"There is no survey “{name}” in the project." if name.strip() else "Which survey? Say its name."
        raise NotInSurveyError(f"{what} {near_names(name, names)}")
    return next(one for one in listed if one.name == found)


def _map(row: Any) -> dict[str, Any]:
    said = json.loads(row.column_map or "{}")
    return said if isinstance(said, dict) else {}


def _mapped(said: dict[str, Any]) -> dict[str, str]:
    """What a survey's map calls its closed questions, each with its column."""
    closed = said.get("closed") or []
    named = closed.items() if isinstance(closed, dict) else ((column, column) for column in closed)
    return {name: column for column, name in named} | {name: name for name in said.get("options_of") or {}}


def closed_questions(session: Session, survey: SurveyLine) -> list[ClosedQuestion]:
    """The closed questions of a survey, in their order."""
    mapped = _maps(session)[survey.name]
    found = []
    for row in session.execute(live(Attribute).order_by(_ATTRIBUTE.c.position, _ATTRIBUTE.c.id)).scalars():
        plain = row.name.removesuffix(f" ({survey.name})")
        if row.came_from == survey.name or row.name in mapped:
            choices = tuple(json.loads(row.choices or "[]"))
            column = mapped.get(plain, "")
            found.append(ClosedQuestion(row.id or 0, row.name, row.question or column, row.kind, choices, column))
    own = {one.name for one in found}
    return [one for one in found if f"{one.name} ({survey.name})" not in own]


def question_named(questions: Sequence[ClosedQuestion], wanted: str) -> ClosedQuestion:
    """The question of that name, column or wording; NotInSurveyError says which there are."""
    for names in (
        {one.name: one for one in questions},
        {one.column: one for one in questions},
        {one.wording: one for one in questions},
    ):
        found = nearest(wanted, names)
        if found:
            return names[found]
    said = near_names(wanted, [*(one.name for one in questions), *(one.column for one in questions if one.column)])
    raise NotInSurveyError(f"The survey has no closed question “{wanted}”. {said}")


def _maps(session: Session) -> dict[str, dict[str, str]]:
    return {row.name: _mapped(_map(row)) for row in session.execute(live(Survey)).scalars()}


def _only_here(session: Session, survey: SurveyLine, questions: Sequence[ClosedQuestion]) -> list[int]:
    """The closed questions that no other survey asks under the same name."""
    others = {name for other, mapped in _maps(session).items() if other != survey.name for name in mapped}
    came = {row[0]: row[1] for row in session.execute(sa.select(_ATTRIBUTE.c.id, _ATTRIBUTE.c.came_from))}
    return [one.id for one in questions if came.get(one.id) == survey.name and one.name not in others]


def _wrote(session: Session, survey: SurveyLine) -> set[int]:
    """Who wrote an answer of their own to an open question of the survey."""
    document, segment = table_of(Document), table_of(Segment)
    chosen = (
        sa.select(segment.c.case_id)
        .join(document, document.c.id == segment.c.document_id)
        .where(document.c.survey_id == survey.id, document.c.gone.is_(False))
        .where(segment.c.gone.is_(False), segment.c.case_id.is_not(None))
        .distinct()
    )
    return {int(row[0]) for row in fetched(session, chosen)}


def _only_interviewed(session: Session, own: Sequence[int], wrote: set[int]) -> set[int]:
    """Who was interviewed, and is not of the survey: wrote nothing in it, and answered less than half of its questions."""
    speaker, value = table_of(Speaker), _VALUE
    spoke = sa.select(speaker.c.case_id).where(speaker.c.gone.is_(False), speaker.c.case_id.is_not(None)).distinct()
    interviewed = set(session.execute(spoke).scalars()) - wrote
    answered: Counter[int] = Counter()
    for some in in_chunks(sorted(interviewed)):
        chosen = sa.select(value.c.case_id, sa.func.count()).where(
            value.c.case_id.in_(some), value.c.attribute_id.in_(own), value.c.gone.is_(False)
        )
        answered.update(dict(session.execute(chosen.group_by(value.c.case_id)).tuples().all()))
    return {key for key in interviewed if answered[key] * 2 < len(own)}


def read_people(session: Session, survey: SurveyLine, wanted: Sequence[int]) -> People:
    """The people of a survey with their answers to some questions (keys).

    Raises RecipeUnclearError where the project cannot tell who belongs to the survey.
    """
    import numpy as np

    own = _only_here(session, survey, closed_questions(session, survey))
    wrote = _wrote(session, survey)
    if not own and (len(surveys(session)) > 1 or not wrote):
        raise RecipeUnclearError(
            f"Every closed question of “{survey.name}” is asked under the same name elsewhere in the project, so nobody"
            " can tell whose answers are this survey's. Bring it in anew with a map that gives one of them another name."
        )
    value, keys = _VALUE, list(dict.fromkeys(wanted))
    of = [value.alias(f"v{place}") for place in range(len(keys))]
    joined: sa.FromClause = _CASE
    for one, key in zip(of, keys, strict=True):
        joined = joined.outerjoin(
            one, sa.and_(one.c.case_id == _CASE.c.id, one.c.attribute_id == key, one.c.gone.is_(False))
        )
    other = sa.exists().where(value.c.case_id == _CASE.c.id, value.c.attribute_id.in_(own), value.c.gone.is_(False))
    told = [(one.c.value.is_not(None), sa.true()) for one, key in zip(of, keys, strict=True) if key in own]
    answered = sa.case(*told, else_=other) if told else other
    chosen = (
        sa.select(_CASE.c.id, _CASE.c.weight, answered, *(one.c.value for one in of))
        .select_from(joined)
        .where(_CASE.c.gone.is_(False))
        .order_by(_CASE.c.id)
    )
    refused, others = _refused(session), _only_interviewed(session, own, wrote)
    cases, weights, chose, *answers = fetched_columns(session, chosen)
    ids, out = np.array(cases, dtype=np.int64), np.array(sorted(others), dtype=np.int64)
    here = np.array(chose, dtype=bool) & ~np.isin(ids, out) | np.isin(ids, np.array(sorted(wrote), dtype=np.int64))
    kept = here & ~np.isin(ids, np.array(sorted(refused), dtype=np.int64))
    stay = kept.tolist()
    return People(
        ids[kept],
        np.array(weights, dtype=np.float64)[kept],
        {key: list(compress(column, stay)) for key, column in zip(keys, answers, strict=True)},
        int(here.sum() - kept.sum()),
    )


def _refused(session: Session) -> set[int]:
    """Who does not let what they say be used in other words, or no longer does; where consent is required, who never said."""
    consent = table_of(Consent)
    required = session.info.get("meta", {}).get("consent") == "required"
    if required:
        some = session.execute(sa.select(_CASE.c.id).where(_CASE.c.gone.is_(False))).scalars()
    else:
        telling = sa.or_(
            consent.c.state.in_(("refused", "withdrawn")), consent.c.expires_on.is_not(None), consent.c.assent != ""
        )
        some = session.execute(
            sa.select(consent.c.case_id)
            .where(consent.c.gone.is_(False), consent.c.scope.in_(("paraphrase", "audience")), telling)
            .distinct()
        ).scalars()
    return {key for key, may in quotable(session, some, INTERNAL, "paraphrase").items() if not may.allowed}


def answers_to(people: People, question: ClosedQuestion) -> list[AnswerCount]:
    """Every answer to a question with how many people gave it: in the question's order, then by how many."""
    return _in_order(question, Counter(people.answers[question.id]))


def every_answer(session: Session, survey: SurveyLine, questions: Sequence[ClosedQuestion]) -> list[list[AnswerCount]]:
    """The answers to many questions, as `answers_to` gives them for one; counted where they lie."""
    own = _only_here(session, survey, questions)
    others = _refused(session) | _only_interviewed(session, own, _wrote(session, survey))
    value = _VALUE
    counts: dict[int, Counter[str | None]] = {one.id: Counter() for one in questions}
    chosen = (
        sa.select(value.c.attribute_id, value.c.value, sa.func.count())
        .join(_CASE, _CASE.c.id == value.c.case_id)
        .where(value.c.attribute_id.in_(list(counts)), value.c.gone.is_(False), _CASE.c.gone.is_(False))
        .group_by(value.c.attribute_id, value.c.value)
    )
    for key, said, times in fetched(session, chosen):
        counts[key][said] += times
    for some in in_chunks(sorted(others)):
        for key, said, times in fetched(session, chosen.where(value.c.case_id.in_(some))):
            counts[key][said] -= times
    return [_in_order(one, +counts[one.id]) for one in questions]


def _in_order(question: ClosedQuestion, said: Counter[str | None]) -> list[AnswerCount]:
    counts: Counter[str] = Counter()
    for value, times in said.items():
        for one in several(value or "") if question.kind == "many" else [value] if value else []:
            counts[one] += times
    place = {answer: number for number, answer in enumerate(question.choices)}
    order = sorted(counts, key=lambda one: (place.get(one, len(place)), -counts[one], one))
    return [AnswerCount(one, counts[one], state_of(one)) for one in order]
