"""How people were found: at random, all of a group, chosen, or those who came by themselves."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session

from workbench.rows import amend, in_chunks, table_of
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.documents import Document, Segment
from workbench.sources.surveys import Survey

HOW_FOUND = {
    "purposive": "We chose them",
    "self-selected": "They came by themselves",
    "random": "Drawn at random",
    "everyone": "Everybody of a group was taken in",
    "not recorded": "Not recorded",
}
"""The ways of `SAMPLING` as people say them."""


def say_how_found(session: Session, people: Iterable[int], sampling: str) -> int:
    """Say how some people came into the study (one of `SAMPLING`); gives of how many that was another way.

    Of people who are there because everybody of their group is, outsiders know who was asked.
    """
    case = table_of(Case)
    changed = 0
    for some in in_chunks(sorted(set(people))):
        other = sa.select(case.c.id).where(case.c.id.in_(some), case.c.sampling != sampling)
        for key in session.execute(other).scalars().all():
            amend(session, Case, key, sampling=sampling)
            changed += 1
    return changed


def say_sampling(session: Session, survey_id: int, sampling: str) -> None:
    """Say how a survey's people were found (one of `SAMPLING`), of the survey and of those who came in with it."""
    survey, case = table_of(Survey), table_of(Case)
    before, name = session.execute(sa.select(survey.c.sampling, survey.c.name).where(survey.c.id == survey_id)).one()
    if before == sampling:
        return
    amend(session, Survey, survey_id, sampling=sampling)
    value, attribute = table_of(AttributeValue), table_of(Attribute)
    document, segment = table_of(Document), table_of(Segment)
    closed = (
        sa.select(value.c.case_id)
        .join(attribute, attribute.c.id == value.c.attribute_id)
        .where(attribute.c.came_from == name, value.c.gone.is_(False))
    )
    wrote = (
        sa.select(segment.c.case_id)
        .join(document, document.c.id == segment.c.document_id)
        .where(document.c.survey_id == survey_id, segment.c.gone.is_(False))
    )
    theirs = sa.select(case.c.id).where(case.c.sampling == before, case.c.id.in_(closed.union(wrote)))
    for key in session.execute(theirs).scalars().all():
        amend(session, Case, key, sampling=sampling)
