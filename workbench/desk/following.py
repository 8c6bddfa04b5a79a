"""When a document's words were amended: codings and suggestions follow the words that they lie on."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.rows import Row, amend, find_guid, remove, table_of
from workbench.sources.documents import Added, Document, SegmentLine, document_guid, segments_of
from workbench.sources.drafts import LeftOut
from workbench.sources.moves import Moves
from workbench.suggestions.review import Suggestion
from workbench.text import Span


def follow(session: Session, added: Added) -> Added:
    """Move every coding and suggestion of the amended documents to where its words are now.

    One of whose words nothing is left is taken out of the project, and reported.
    """
    left_out: list[LeftOut] = []
    notes: list[str] = []
    for document_id, moves in added.moves.items():
        lines = segments_of(session, document_id)
        kept, gone = _follow(session, Coding, document_id, moves, lines)
        _follow(session, Suggestion, document_id, moves, lines)
        left_out.extend(
            LeftOut(f"characters {span.start} to {span.end} before", "a coding", "its words are no longer there")
            for span in gone
        )
        if kept:
            notes.append(f"{kept:,} codings followed their words.")
    return replace(added, left_out=(*added.left_out, *left_out), notes=(*added.notes, *notes))


def codings_touched(session: Session, name: str, moves: Moves) -> int:
    """How many codings of a document lie on words that would change or go."""
    document = find_guid(session, Document, document_guid(session, name))
    if document is None or document.id is None:
        return 0
    spans = [Span(row.start, row.end) for row in _live(session, Coding, document.id)]
    return sum(1 for span in spans if (now := moves.moved(span)) is None or len(now) != len(span))


def _live(session: Session, kind: type[Row], document_id: int) -> list[Any]:
    table = table_of(kind)
    return list(session.execute(sa.select(table).where(table.c.document_id == document_id, table.c.gone.is_(False))))


def _follow(
    session: Session, kind: type[Row], document_id: int, moves: Moves, lines: list[SegmentLine]
) -> tuple[int, list[Span]]:
    """How many rows moved, and the old spans of those that have no words left."""
    moved = 0
    gone: list[Span] = []
    for row in _live(session, kind, document_id):
        span = Span(row.start, row.end)
        now = moves.moved(span)
        holder = _holding(lines, now.start) if now is not None else None
        if now is None or holder is None or not len(now):
            gone.append(span)
            remove(session, kind, row.id)
            continue
        cells: dict[str, int] = {"start": now.start, "end": now.end}
        if kind is Coding:
            cells["anchor"] = holder.start
        else:
            cells["segment_id"] = holder.id
        if any(getattr(row, name) != value for name, value in cells.items()):
            moved += now != span
            amend(session, kind, row.id, **cells)
    return moved, gone


def _holding(lines: list[SegmentLine], place: int) -> SegmentLine | None:
    """The segment in which a character lies."""
    at = bisect_right(lines, place, key=lambda line: line.start) - 1
    return lines[at] if at >= 0 else None
