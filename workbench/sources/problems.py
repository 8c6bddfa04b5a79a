"""What a person should know about the sources: transcripts without participants, consent that nobody recorded."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import Problem
from workbench.rows import table_of
from workbench.sources.cases import Case
from workbench.sources.consent import Consent
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker


def problems(session: Session) -> list[Problem]:
    """Everything about documents and people that somebody should look at."""
    return [
        *_out_of_place(session),
        *_without_participants(session),
        *_without_words(session),
        *_same_label(session),
        *_consent(session),
    ]


def _out_of_place(session: Session) -> list[Problem]:
    """Documents whose passages do not make up their text: one after the other, one line break between two, to its end."""
    document, segment = table_of(Document), table_of(Segment)
    before = sa.func.lag(segment.c.end, 1, -1).over(partition_by=segment.c.document_id, order_by=segment.c.start)
    lying = (
        sa.select(segment.c.document_id, segment.c.end, (segment.c.start - before).label("step"))
        .where(segment.c.gone.is_(False))
        .subquery()
    )
    names = session.execute(
        sa.select(document.c.name)
        .select_from(document.outerjoin(lying, lying.c.document_id == document.c.id))
        .where(document.c.gone.is_(False))
        .group_by(document.c.id)
        .having(
            sa.or_(
                sa.func.min(lying.c.step) != 1,
                sa.func.max(lying.c.step) != 1,
                sa.func.coalesce(sa.func.max(lying.c.end), 0) != document.c.length,
            )
        )
    ).scalars()
    said = "Its passages do not make up its text. Take a backup from before, or import it again with --amend."
    return [Problem("error", name, said) for name in names]


def _without_participants(session: Session) -> list[Problem]:
    document, speaker = table_of(Document), table_of(Speaker)
    counted = (
        sa.select(sa.func.count())
        .where(speaker.c.document_id == document.c.id, speaker.c.role == "participant", speaker.c.gone.is_(False))
        .scalar_subquery()
    )
    names = session.execute(
        sa.select(document.c.name).where(document.c.kind == "transcript", document.c.gone.is_(False), counted == 0)
    ).scalars()
    return [
        Problem("warning", name, "Nobody in this transcript is a participant, so that its words count for nobody.")
        for name in names
    ]


def _without_words(session: Session) -> list[Problem]:
    document, segment = table_of(Document), table_of(Segment)
    there = sa.exists().where(segment.c.document_id == document.c.id, segment.c.gone.is_(False))
    names = session.execute(sa.select(document.c.name).where(document.c.gone.is_(False), ~there)).scalars()
    return [Problem("warning", name, "There is nothing in it to read.") for name in names]


def _same_label(session: Session) -> list[Problem]:
    case = table_of(Case)
    rows = session.execute(
        sa.select(case.c.label, sa.func.count().label("times"))
        .where(case.c.gone.is_(False))
        .group_by(case.c.label)
        .having(sa.func.count() > 1)
    )
    return [
        Problem("warning", row.label, f"{row.times} people carry this label. Give each a label of their own.")
        for row in rows
    ]


def _consent(session: Session) -> list[Problem]:
    case, consent = table_of(Case), table_of(Consent)
    recorded = sa.exists().where(consent.c.case_id == case.c.id, consent.c.gone.is_(False))
    count = session.execute(
        sa.select(sa.func.count()).select_from(case).where(case.c.gone.is_(False), ~recorded)
    ).scalar_one()
    if not count:
        return []
    people = "1 person" if count == 1 else f"{count:,} people"
    return [Problem("info", "consent", f"No consent is recorded for {people}. Their words stay inside the team.")]
