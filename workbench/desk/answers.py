"""The answers to one survey question, a respondent a row, closed answers beside them: read a page at a time.

What is held back for safeguarding stands in no row.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.governance.flags import held_spans
from workbench.rows import table_of
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.documents import Document, Segment
from workbench.sources.search import folded
from workbench.sources.surveys import Survey

_STOP_EVERY = 512


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """An open question, and the closed ones that stand beside its answers: this survey's first."""

    document_id: int
    name: str
    wording: str
    closed: tuple[tuple[int, str], ...]
    """Key and name of each attribute of people."""
    own: int
    """So many of them are the survey's own."""
    survey: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one person answered: in their own words, and to the closed questions, in their order."""

    person: str
    answer: str
    """Nothing where the question was left blank."""
    start: int | None
    """Where the answer begins in the question's document."""
    closed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerKeys:
    """The rows there are: the passage of an answer; a person's key, below nought, where nothing was answered."""

    keys: array[int]
    held: int = 0
    """So many answers are held back."""


def survey_question(session: Session, document_id: int) -> SurveyQuestion | None:
    """The question of a document; None where it is no survey question."""
    document, survey, attribute = table_of(Document), table_of(Survey), table_of(Attribute)
    row = session.execute(
        sa.select(
            document.c.name, document.c.title, document.c.kind, survey.c.name.label("survey"), survey.c.column_map
        )
        .select_from(document.outerjoin(survey, survey.c.id == document.c.survey_id))
        .where(document.c.id == document_id, document.c.gone.is_(False))
    ).first()
    if row is None or row.kind != "question":
        return None
    listed = list(
        session.execute(
            sa.select(attribute.c.id, attribute.c.name, attribute.c.came_from)
            .where(attribute.c.gone.is_(False))
            .order_by(attribute.c.position, attribute.c.id)
        )
    )
    mapped = _closed_in(row.column_map or "{}")
    own = [
        (one.id, one.name)
        for one in listed
        if row.survey and (one.came_from == row.survey or (one.came_from and one.name in mapped))
    ]
    others = [(one.id, one.name) for one in listed if not one.came_from]
    return SurveyQuestion(document_id, row.name, row.title or row.name, (*own, *others), len(own), row.survey or "")


def _closed_in(column_map: str) -> set[str]:
    """What a survey's map calls its closed questions: one that another survey asked before is kept under that one."""
    said = json.loads(column_map)
    closed = said.get("closed") or []
    return {*(closed.values() if isinstance(closed, dict) else closed), *(said.get("options_of") or {})}


def answer_keys(session: Session, document_id: int) -> AnswerKeys:
    """Every answer, in the order of the document."""
    segment = table_of(Segment)
    here = (segment.c.document_id == document_id, segment.c.gone.is_(False))
    held = _held(session, document_id)
    rows = session.execute(sa.select(segment.c.id).where(*here).order_by(segment.c.start)).scalars()
    keys = array("q", (key for key in rows if key not in held))
    return AnswerKeys(keys, len(held))


def blank_keys(session: Session, document_id: int) -> array[int]:
    """Those who answered something of the survey and left this question blank."""
    document, segment = table_of(Document), table_of(Segment)
    attribute, value, survey, case = table_of(Attribute), table_of(AttributeValue), table_of(Survey), table_of(Case)
    whose = sa.select(document.c.survey_id).where(document.c.id == document_id).scalar_subquery()
    named = sa.select(survey.c.name).where(survey.c.id == whose).scalar_subquery()
    spoke = (
        sa.select(segment.c.case_id)
        .join(document, document.c.id == segment.c.document_id)
        .where(document.c.survey_id == whose, segment.c.gone.is_(False), segment.c.case_id.is_not(None))
    )
    chose = (
        sa.select(value.c.case_id)
        .join(attribute, attribute.c.id == value.c.attribute_id)
        .where(attribute.c.came_from == named, value.c.gone.is_(False))
    )
    answered = set(
        session.execute(
            sa.select(segment.c.case_id).where(segment.c.document_id == document_id, segment.c.gone.is_(False))
        ).scalars()
    )
    gone = set(session.execute(sa.select(case.c.id).where(case.c.gone.is_(True))).scalars())
    everyone = set(session.execute(spoke.distinct()).scalars()) | set(session.execute(chose.distinct()).scalars())
    return array("q", (-key for key in sorted(everyone - answered - gone)))


def answer_rows(session: Session, question: SurveyQuestion, keys: Sequence[int]) -> list[AnswerRow]:
    """The rows of some keys, in their order."""
    segment, case, value = table_of(Segment), table_of(Case), table_of(AttributeValue)
    found = {
        row.id: row
        for row in session.execute(
            sa.select(segment.c.id, segment.c.case_id, segment.c.start, segment.c.text).where(
                segment.c.id.in_([key for key in keys if key > 0])
            )
        )
    }
    people = {key: found[key].case_id if key > 0 else -key for key in keys if key < 0 or key in found}
    wanted = [one for one in set(people.values()) if one is not None]
    named = session.execute(sa.select(case.c.id, case.c.label).where(case.c.id.in_(wanted)))
    labels = {row.id: row.label for row in named}
    said: dict[tuple[int, int], str] = {
        (row.case_id, row.attribute_id): row.value
        for row in session.execute(
            sa.select(value.c.case_id, value.c.attribute_id, value.c.value).where(
                value.c.case_id.in_(wanted), value.c.gone.is_(False)
            )
        )
    }
    rows: list[AnswerRow] = []
    for key in keys:
        person = people.get(key)
        closed = tuple(said.get((person or 0, attribute), "") for attribute, _ in question.closed)
        words = found.get(key)
        rows.append(
            AnswerRow(
                labels.get(person or 0, "not known who"),
                words.text if words else "",
                words.start if words else None,
                closed,
            )
        )
    return rows


def matching(
    session: Session,
    question: SurveyQuestion,
    keys: Sequence[int],
    typed: str,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> array[int]:
    """The keys of the rows in which every typed word is found: in the answer, the person's label or a closed answer."""
    segment, case = table_of(Segment), table_of(Case)
    words = folded(typed).split()
    chosen = [_who_said(session, question, word) for word in words]
    allowed = set(keys)
    found: set[int] = set()
    answers = sa.select(segment.c.id, segment.c.case_id, segment.c.text, case.c.label).select_from(
        segment.outerjoin(case, case.c.id == segment.c.case_id)
    )
    rows = session.execute(
        answers.where(segment.c.document_id == question.document_id, segment.c.gone.is_(False)).execution_options(
            yield_per=_STOP_EVERY
        )
    )
    for count, row in enumerate(rows):
        if count % _STOP_EVERY == 0 and stopped():
            return array("q")
        if row.id in allowed and _has_all(words, chosen, row.case_id, f"{row.text} {row.label or ''}"):
            found.add(row.id)
    labels = session.execute(sa.select(case.c.id, case.c.label).where(case.c.gone.is_(False)))
    found.update(-key for key, label in labels if -key in allowed and _has_all(words, chosen, key, label))
    return array("q", (key for key in keys if key in found))


def _has_all(words: Sequence[str], chosen: Sequence[set[int]], person: int | None, text: str) -> bool:
    plain = folded(text)
    return all(word in plain or person in people for word, people in zip(words, chosen, strict=True))


def _who_said(session: Session, question: SurveyQuestion, word: str) -> set[int]:
    """The people one of whose closed answers has a word in it."""
    value = table_of(AttributeValue)
    keys = [key for key, _ in question.closed[: question.own] or question.closed]
    here = (value.c.attribute_id.in_(keys), value.c.gone.is_(False))
    answers = session.execute(sa.select(value.c.value).where(*here).distinct()).scalars()
    fitting = [answer for answer in answers if word in folded(answer)]
    people: set[int] = set()
    for at in range(0, len(fitting), _STOP_EVERY):
        some = value.c.value.in_(fitting[at : at + _STOP_EVERY])
        people.update(session.execute(sa.select(value.c.case_id).where(*here, some)).scalars())
    return people


def _held(session: Session, document_id: int) -> set[int]:
    segment = table_of(Segment)
    held: set[int] = set()
    for span in held_spans(session).get(document_id, ()):
        touched = sa.select(segment.c.id).where(
            segment.c.document_id == document_id, segment.c.start < span.end, segment.c.end > span.start
        )
        held.update(session.execute(touched).scalars())
    return held
