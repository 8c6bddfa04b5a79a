"""Speakers: who talks in a document, and in which role. Only participants count as people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add,
    amend,
    find,
    find_guid,
    guid_for,
    is_purged,
    one_of,
    remove,
    table_of,
)
from workbench.sources.cases import AttributeValue, Case, CasePlace, case_labelled, case_named
from workbench.sources.drafts import DraftDocument

ROLES = ("participant", "interviewer", "interpreter", "supporter", "note-taker", "child", "third party")


ROLE_WORDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("interviewer", "moderator", "researcher", "facilitator", "q", "int", "iv", "mod", "question"), "interviewer"
    ),
    **dict.fromkeys(("interpreter", "translator"), "interpreter"),
    **dict.fromkeys(("supporter", "advocate", "carer"), "supporter"),
    **dict.fromkeys(("note-taker", "notetaker", "scribe", "observer"), "note-taker"),
    **dict.fromkeys(
        ("unknown", "unidentified", "automation", "all", "everyone", "several", "multiple", "voice", "voices", "crowd"),
        "third party",
    ),
}
_GENERIC_LISTED = """
participant interviewee respondent speaker person p r a answer resident student woman man girl boy child
parent mother father male female guest caller member id sp resp part teenager young adult worker customer client patient pupil
"""
GENERIC = frozenset(_GENERIC_LISTED.split())
"""Words that name nobody in particular: with or without a number they are somebody else in every document."""


class Speaker(Row, table=True):
    """A voice in one document, as the file names it; a participant is a case."""

    __table_args__: Any = (one_of("role", ROLES), AUTOINCREMENT)

    document_id: int = Field(foreign_key="document.id", index=True)
    label: str
    role: str = "participant"
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """A voice of a document as screens show it."""

    id: int
    label: str
    role: str
    case_id: int | None
    case: str


class RoleIsUnknownError(WorkbenchError):
    """A speaker's role is one of: participant, interviewer, interpreter, supporter, note-taker, child, third party."""


@lru_cache(maxsize=4096)
def known_role(label: str) -> str:
    """The role that a label gives away by its words, or nothing."""
    for word in re.findall(r"[\w-]+", label.casefold()):
        role = ROLE_WORDS.get(word.rstrip("0123456789") or word)
        if role:
            return role
    return ""


@lru_cache(maxsize=4096)
def is_generic(label: str) -> bool:
    """Whether a label names nobody in particular: Speaker 1, Participant, id2, A."""
    words = [word.rstrip("0123456789") for word in re.findall(r"\w+", label.casefold())]
    return all(not word or word in GENERIC or word in ROLE_WORDS for word in words)


def speakers_of(session: Session, document_id: int) -> list[SpeakerLine]:
    """Everybody who speaks in a document, in the order of speaking."""
    speaker, case = table_of(Speaker), table_of(Case)
    rows = session.execute(
        sa.select(speaker.c.id, speaker.c.label, speaker.c.role, speaker.c.case_id, case.c.label.label("case"))
        .outerjoin(case, case.c.id == speaker.c.case_id)
        .where(speaker.c.document_id == document_id, speaker.c.gone.is_(False))
        .order_by(speaker.c.id)
    )
    return [SpeakerLine(row.id, row.label, row.role, row.case_id, row.case or "") for row in rows]


def set_role(session: Session, speaker_id: int, role: str, *, case_id: int | None = None) -> None:
    """Say in which role somebody speaks. A participant gets a case, nobody else has one; their words follow.

    A case that was made for this speaker only, and of which nothing else is known, goes when it is no longer theirs.

    Args:
        session: inside a change.
        speaker_id: whose role it is.
        role: one of ROLES.
        case_id: which case a participant is; told nothing, the one they had before, else one of their own.
    """
    if role not in ROLES:
        raise RoleIsUnknownError
    speaker = find(session, Speaker, speaker_id)
    before = speaker.case_id
    if role != "participant":
        case_id = None
    elif case_id is None:
        case_id = before or _own_case(session, speaker)
    else:
        find(session, Case, case_id)
    amend(session, Speaker, speaker_id, role=role, case_id=case_id)
    from workbench.sources.documents import Segment

    segment = table_of(Segment)
    for key in session.execute(sa.select(segment.c.id).where(segment.c.speaker_id == speaker_id)).scalars().all():
        amend(session, Segment, key, case_id=case_id)
    if before is not None and before != case_id and _is_nobodys(session, before):
        remove(session, Case, before)


def _is_nobodys(session: Session, case_id: int) -> bool:
    """Whether no words and no facts belong to a case any more."""
    from workbench.sources.asked import Asked
    from workbench.sources.consent import Consent
    from workbench.sources.documents import Segment

    for kind in (Speaker, Segment, AttributeValue, CasePlace, Consent, Asked):
        table = table_of(kind)
        held = sa.select(table.c.id).where(table.c.case_id == case_id, table.c.gone.is_(False)).limit(1)
        if session.execute(held).first() is not None:
            return False
    return True


def _own_case(session: Session, speaker: Speaker) -> int:
    from workbench.sources.documents import Document

    document = find(session, Document, speaker.document_id)
    return case_named(session, free_label(session, speaker.label, document.name))


def free_label(session: Session, label: str, document: str) -> str:
    """A label for the case that a speaker becomes: the speaker's own, with the document where somebody else has it.

    Labels that name nobody in particular always carry the document: the participants of two interviews are two people.
    """
    if not is_generic(label) and not _is_taken(session, label):
        return label
    stem = document.rsplit(".", 1)[0]
    with_stem = f"{label} ({stem})"
    return f"{label} ({document})" if _is_taken(session, with_stem) else with_stem


def _is_taken(session: Session, label: str) -> bool:
    return case_labelled(session, label) is not None or is_purged(session, guid_for(session, "case", label))


def speaker_guid(session: Session, document: str, label: str) -> bytes:
    """The GUID of a voice by its document's name and its label."""
    return guid_for(session, "speaker", f"{document}\x1f{label}")


def take_in_speakers(
    session: Session, document_id: int, draft: DraftDocument, roles: Mapping[str, str], cases: Mapping[str, str]
) -> tuple[dict[str, tuple[int, int | None]], tuple[str, ...]]:
    """Every speaker of a draft: key and case by label, and notes. Those who were there keep their role and case."""
    told = {**draft.cases, **cases}
    notes: list[str] = []
    voices: dict[str, tuple[int, int | None]] = {}
    for label, guessed in draft.roles.items():
        guid = speaker_guid(session, draft.name, label)
        if is_purged(session, guid):
            continue
        before = find_guid(session, Speaker, guid)
        role = roles.get(label) or (before.role if before else guessed)
        case_id: int | None = None
        if role == "participant":
            case_id = before.case_id if before and label not in told else None
            if case_id is None:
                called = told.get(label) or free_label(session, label, draft.name)
                if label not in told and called != label and not called.startswith(f"{label} ({draft.name}"):
                    notes.append(f"{label} is kept apart from others of that name, as “{called}”.")
                case_id = case_named(session, called)
        if before is None:
            speaker_id = add(
                session, Speaker, guid=guid, document_id=document_id, label=label, role=role, case_id=case_id
            )
        else:
            assert before.id is not None
            speaker_id = before.id
            if before.gone or before.role != role or before.case_id != case_id:
                amend(session, Speaker, speaker_id, gone=False, role=role, case_id=case_id)
        voices[label] = (speaker_id, case_id)
    return voices, tuple(notes)
