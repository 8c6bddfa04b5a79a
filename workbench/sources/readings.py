"""Readings: who has begun or finished reading what. A passage read without a code is not an unread one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add,
    amend,
    find,
    find_guid,
    guid_for,
    guid_text,
    live,
    now,
    one_of,
    table_of,
)
from workbench.sources.coders import Coder, current_coder
from workbench.sources.documents import Document, Segment

STATES = ("begun", "done")


class Reading(Row, table=True):
    """One coder's reading of a document, or of one answer of it."""

    __table_args__: Any = (
        one_of("state", STATES),
        sa.Index("reading_by_document", "document_id", "coder_id", "segment_id"),
        AUTOINCREMENT,
    )

    coder_id: int = Field(foreign_key="coder.id")
    document_id: int = Field(foreign_key="document.id")
    segment_id: int | None = Field(default=None, foreign_key="segment.id")
    state: str = "begun"
    at: str = ""


def begin_reading(
    session: Session, document_id: int, *, coder_id: int | None = None, segment_id: int | None = None
) -> None:
    """Note that a coder, the one at the keyboard unless told, has begun to read. One who is done stays done."""
    _note(session, document_id, "begun", coder_id, segment_id)


def finish_reading(
    session: Session, document_id: int, *, coder_id: int | None = None, segment_id: int | None = None
) -> None:
    """Note that a coder has read a document, or one answer of it, to the end."""
    _note(session, document_id, "done", coder_id, segment_id)


def note_read(session: Session, document_id: int, segments: Iterable[int]) -> None:
    """Note that the coder at the keyboard has read these segments of a document."""
    for segment_id in sorted(segments):
        _note(session, document_id, "done", None, segment_id)


def _note(session: Session, document_id: int, state: str, coder_id: int | None, segment_id: int | None) -> None:
    coder_id = current_coder(session) if coder_id is None else coder_id
    guid = reading_guid(session, document_id, coder_id, segment_id)
    found = find_guid(session, Reading, guid)
    if found is None:
        cells = {"coder_id": coder_id, "document_id": document_id, "segment_id": segment_id}
        add(session, Reading, guid=guid, state=state, at=now(), **cells)
        return
    assert found.id is not None
    if found.gone or (found.state == "begun" and state == "done"):
        amend(session, Reading, found.id, state=state, at=now(), gone=False)


def reading_guid(session: Session, document_id: int, coder_id: int, segment_id: int | None) -> bytes:
    """The GUID of one coder's reading of one thing."""
    parts = [find(session, Document, document_id).guid, find(session, Coder, coder_id).guid]
    if segment_id is not None:
        parts.append(find(session, Segment, segment_id).guid)
    return reading_guid_of(session, *parts)


def reading_guid_of(session: Session, *things: bytes) -> bytes:
    """The GUID of a reading by the GUIDs of document, coder and, for one answer alone, of that."""
    return guid_for(session, "reading", " ".join(guid_text(thing) for thing in things))


def read_segments(session: Session, coder_id: int, document_id: int) -> set[int]:
    """The segments of a document that a coder has read to the end: all of them once the document is done."""
    rows = list(
        session.execute(
            live(Reading).where(
                table_of(Reading).c.document_id == document_id,
                table_of(Reading).c.coder_id == coder_id,
                table_of(Reading).c.state == "done",
            )
        ).scalars()
    )
    if any(row.segment_id is None for row in rows):
        segment = table_of(Segment)
        return set(
            session.execute(
                sa.select(segment.c.id).where(segment.c.document_id == document_id, segment.c.gone.is_(False))
            ).scalars()
        )
    return {row.segment_id for row in rows if row.segment_id is not None}


def has_begun(session: Session, coder_id: int, document_id: int) -> bool:
    """Whether a coder has begun to read a document, or an answer of it."""
    reading = table_of(Reading)
    theirs = sa.and_(reading.c.document_id == document_id, reading.c.coder_id == coder_id, reading.c.gone.is_(False))
    return bool(session.execute(sa.select(sa.exists().where(theirs))).scalar())


def reading_states(session: Session, coder_id: int) -> dict[int, str]:
    """How far a coder is with each document: begun or done; a document that is not there is unread.

    A survey question is done when every answer of it was read.
    """
    reading, segment = table_of(Reading), table_of(Segment)
    states: dict[int, str] = {}
    answers: dict[int, int] = {}
    for document_id, segment_id, state in session.execute(
        sa.select(reading.c.document_id, reading.c.segment_id, reading.c.state).where(
            reading.c.coder_id == coder_id, reading.c.gone.is_(False)
        )
    ):
        if segment_id is None:
            states[document_id] = state
        else:
            states.setdefault(document_id, "begun")
            answers[document_id] = answers.get(document_id, 0) + (state == "done")
    open_ones = [document_id for document_id in answers if states[document_id] == "begun"]
    for document_id, count in session.execute(
        sa.select(segment.c.document_id, sa.func.count())
        .where(segment.c.document_id.in_(open_ones), segment.c.gone.is_(False))
        .group_by(segment.c.document_id)
    ):
        if answers[document_id] >= count:
            states[document_id] = "done"
    return states
