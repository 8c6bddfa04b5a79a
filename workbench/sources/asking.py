"""Who was probably asked what, worked out from what interviewers said; a person confirms it before it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.rows import live, table_of
from workbench.sources.asked import Asked, Question
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker

ENOUGH = 0.6
"""An interviewer's turn with so large a share of a question's words asks it."""
_STEM = 5
_COMMON_LISTED = """
the a an and or but if of to in on at for from with by about as is are was were be been being do does did have has had
you your yours i me my we our us they them their he she it its this that these those what which who whom whose when
where why how would could should can will may might there here so then than not no yes any some all one more most very
just like tell say said think feel know please could
"""
_COMMON = frozenset(_COMMON_LISTED.split())


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One person beside one question: what is recorded, and what the words suggest where nothing is."""

    case_id: int
    case: str
    heard_in: str
    state: str
    proposed: str = ""
    why: str = ""


def content_words(text: str) -> frozenset[str]:
    """The words that a question is about, by how they begin.

    >>> sorted(content_words("How do you feel about walking home?"))
    ['home', 'walki']
    """
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return frozenset(word[:_STEM] for word in words if word not in _COMMON and len(word) > 2)


def asked_lines(session: Session, question_id: int) -> list[AskedLine]:
    """Everybody who was interviewed or answered, beside one question of the topic guide.

    Proposed is `asked` where an interviewer's turn before theirs has most of the question's words, and where they
    answered a survey question of the same words. What somebody recorded stands.
    """
    question = session.get_one(Question, question_id)
    wanted = content_words(question.text)
    recorded = {
        row.case_id: row.state
        for row in session.execute(live(Asked).where(table_of(Asked).c.question_id == question_id)).scalars()
    }
    proposed = _proposed(session, wanted) if wanted else {}
    heard = _heard(session)
    labels = {row.id or 0: row.label for row in session.execute(live(Case)).scalars()}
    lines = []
    for case_id in sorted({*heard, *recorded} & labels.keys()):
        state = recorded.get(case_id, "not recorded")
        told, why = proposed.get(case_id, ("", ""))
        known = state != "not recorded"
        lines.append(
            AskedLine(
                case_id, labels[case_id], heard.get(case_id, ""), state, "" if known else told, "" if known else why
            )
        )
    return lines


def _heard(session: Session) -> dict[int, str]:
    """Where each participant of a transcript is heard; survey respondents are not in it."""
    segment, document = table_of(Segment), table_of(Document)
    rows = session.execute(
        sa.select(segment.c.case_id, document.c.title, document.c.name)
        .distinct()
        .join(document, document.c.id == segment.c.document_id)
        .where(segment.c.gone.is_(False), document.c.gone.is_(False), segment.c.case_id.is_not(None))
        .where(document.c.kind == "transcript")
        .order_by(document.c.id)
    )
    found: dict[int, str] = {}
    for case_id, title, name in rows:
        found.setdefault(case_id, title or name)
    return found


def _proposed(session: Session, wanted: frozenset[str]) -> Mapping[int, tuple[str, str]]:
    segment, speaker, document = table_of(Segment), table_of(Speaker), table_of(Document)
    rows = session.execute(
        sa.select(segment.c.document_id, segment.c.case_id, segment.c.text, speaker.c.role)
        .join(document, document.c.id == segment.c.document_id)
        .outerjoin(speaker, speaker.c.id == segment.c.speaker_id)
        .where(segment.c.gone.is_(False), document.c.gone.is_(False), document.c.kind == "transcript")
        .order_by(segment.c.document_id, segment.c.start)
    )
    found: dict[int, tuple[str, str]] = {}
    asking, here = "", None
    for document_id, case_id, text, role in rows:
        if document_id != here:
            here, asking = document_id, ""
        if role == "interviewer":
            shared = len(content_words(text) & wanted)
            if shared >= max(1, ENOUGH * len(wanted)):
                asking = text
        elif case_id is not None and asking and case_id not in found:
            found[case_id] = ("asked", asking)
    questions = session.execute(
        sa.select(document.c.id, document.c.title, document.c.name).where(
            document.c.gone.is_(False), document.c.kind == "question"
        )
    ).all()
    for key, title, name in questions:
        words = content_words(title or name)
        if words and len(words & wanted) >= max(1, ENOUGH * len(wanted | words)):
            answered = sa.select(segment.c.case_id).where(segment.c.document_id == key, segment.c.gone.is_(False))
            for case_id in session.execute(answered).scalars():
                if case_id is not None:
                    found.setdefault(case_id, ("asked", title or name))
    return found
