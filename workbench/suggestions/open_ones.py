"""Open suggestions without their words: which there are, where, and on what, read at once though they are thousands.

Whose words a machine may not read, what is held back for safeguarding, and what waits for the coder in a blind sample is
not among them; while suggestions are switched off there are none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import codebook
from workbench.governance.audiences import INTERNAL
from workbench.governance.consent import quotable
from workbench.governance.flags import held_spans
from workbench.rows import fetched, live, table_of
from workbench.sources.coders import known_coder
from workbench.sources.documents import Document, Segment
from workbench.suggestions.blind_samples import unread_segments
from workbench.suggestions.review import OPEN, Suggestion, begun_documents
from workbench.suggestions.switch import switched_off
from workbench.suggestions.topics import Topic
from workbench.text import Span


class OpenOne(NamedTuple):
    """A suggestion that waits for a decision; a named tuple, for there may be tens of thousands."""

    id: int
    document_id: int
    segment_id: int
    start: int
    end: int
    code_id: int
    topic_id: int | None
    score: float
    status: str
    case_id: int | None
    run_id: int
    code: str
    """The code's path."""
    begun: bool
    """Whether the coder has begun to read its document."""


def open_ones(session: Session, *, coder: int | None = None, document: int | None = None) -> list[OpenOne]:
    """Every suggestion that is open, in reading order, those that were put off last.

    Args:
        session: Any session.
        coder: Whose readings count; the one who has the project open unless told.
        document: Only in this document.
    """
    if switched_off(session) is not None:
        return []
    suggestion, segment, documents = table_of(Suggestion), table_of(Segment), table_of(Document)
    cells = ("id", "document_id", "segment_id", "start", "end", "code_id", "topic_id", "score", "status")
    chosen = (
        live(Suggestion)
        .join(documents, documents.c.id == suggestion.c.document_id)
        .join(segment, segment.c.id == suggestion.c.segment_id)
        .where(suggestion.c.status.in_(OPEN), documents.c.gone.is_(False), segment.c.gone.is_(False))
        .order_by(
            suggestion.c.status == "later",
            suggestion.c.document_id,
            suggestion.c.start,
            suggestion.c.score.desc(),
            suggestion.c.id,
        )
        .with_only_columns(*(suggestion.c[cell] for cell in cells), segment.c.case_id, suggestion.c.run_id)
    )
    if document is not None:
        chosen = chosen.where(suggestion.c.document_id == document)
    rows = fetched(session, chosen)
    coder = known_coder(session) if coder is None else coder
    begun, blind = begun_documents(session, coder), unread_segments(session, coder)
    paths = {code.id: code.path for code in codebook(session, counts=False)}
    allowed = _may_be_read(session, rows)
    return [
        OpenOne._make((*row, paths.get(row[5], ""), row[1] in begun))
        for row in rows
        if row[2] not in blind and allowed(row)
    ]


def _may_be_read(session: Session, rows: list[tuple[Any, ...]]) -> Any:
    """Whether a machine may read the words of a row, and nobody holds them back."""
    agreed = quotable(session, {row[9] for row in rows if row[9] is not None}, INTERNAL, "machine")
    held = held_spans(session)

    def allowed(row: tuple[Any, ...]) -> bool:
        if row[9] is not None and not agreed[row[9]].allowed:
            return False
        here = held.get(row[1], ())
        return not here or not any(span.touches(Span(row[3], row[4])) for span in here)

    return allowed


def topics_of_segments(session: Session) -> dict[int, int]:
    """The topic that a segment's words are in, as far as a suggestion ever said so, for topics that still stand.

    A proposal that has made way for a newer one still says which topic its words are in.
    """
    suggestion, topic = table_of(Suggestion), table_of(Topic)
    stands = {
        key: (state, into)
        for key, state, into in fetched(
            session, live(Topic).with_only_columns(topic.c.id, topic.c.state, topic.c.into_id)
        )
    }
    said = sa.select(suggestion.c.segment_id, suggestion.c.topic_id).where(suggestion.c.topic_id.is_not(None))
    found: dict[int, int] = {}
    for segment, key in fetched(session, said.order_by(suggestion.c.id)):
        for _ in range(len(stands)):
            state, into = stands.get(key, ("", None))
            if state != "merged" or into is None:
                break
            key = into
        if stands.get(key, ("",))[0] in {"proposed", "kept"}:
            found[segment] = key
    return found
