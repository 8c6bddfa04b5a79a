"""The framework matrix with a row an answer to an open question: which codes lie on it, and whether it has been read."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.framework import Framework, has_been_read
from workbench.coding.retrieval import touched
from workbench.coding.tree import code_paths
from workbench.rows import table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.sources.surveys import Survey


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: who gave it, in which survey, to which open question."""

    case_id: int
    survey: str
    question: str
    """What the question is called, short."""
    asks: str
    """The question as it was asked."""


@dataclass(frozen=True, slots=True)
class ByAnswer:
    """The matrix, whose `cases` are the labels of people by answer, and what each answer is."""

    matrix: Framework
    answers: dict[int, Answer]
    """By segment, in the order of the people and of the questions."""


def by_answer(session: Session) -> ByAnswer:
    """The matrix of every answer to an open question that some person gave."""
    coding, segment, case = table_of(Coding), table_of(Segment), table_of(Case)
    document, survey = table_of(Document), table_of(Survey)
    here = (
        segment.c.kind == "answer",
        segment.c.gone.is_(False),
        document.c.gone.is_(False),
        document.c.kind == "question",
        case.c.gone.is_(False),
    )
    whole = (
        segment.join(document, document.c.id == segment.c.document_id)
        .join(case, case.c.id == segment.c.case_id)
        .outerjoin(survey, survey.c.id == document.c.survey_id)
    )
    cells = (segment.c.id, case.c.label, case.c.id, survey.c.name, document.c.name, document.c.title)
    chosen = sa.select(*cells).select_from(whole).where(*here)
    labels: dict[int, str] = {}
    answers: dict[int, Answer] = {}
    for key, label, person, of, name, asks in session.execute(
        chosen.order_by(case.c.label, case.c.id, document.c.id, segment.c.start)
    ):
        labels[key] = label
        answers[key] = Answer(person, of or "", name, asks)
    paths = code_paths(session)
    counted = (
        sa.select(segment.c.id, coding.c.code_id, sa.func.count(coding.c.id.distinct()))
        .select_from(touched())
        .where(coding.c.gone.is_(False), segment.c.kind == "answer")
        .group_by(segment.c.id, coding.c.code_id)
    )
    found = {(row[0], row[1]): row[2] for row in session.execute(counted) if row[0] in labels and row[1] in paths}
    waiting = sa.select(segment.c.id).where(segment.c.kind == "answer", segment.c.gone.is_(False), ~has_been_read())
    unread = frozenset(session.execute(waiting).scalars()) & labels.keys()
    return ByAnswer(Framework(labels, paths, found, frozenset(unread)), answers)
