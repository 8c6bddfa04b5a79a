"""When a document's words were amended: codings, flags, notes and suggestions follow the words that they lie on."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.display import DisplayForm
from workbench.coding.memos import Memo
from workbench.coding.settlements import Settlement
from workbench.governance.flags import PassageFlag
from workbench.governance.released import Quoted
from workbench.governance.sign_offs import SignOff
from workbench.rows import Row, amend, find_guid, now, remove, table_of
from workbench.sources.documents import Added, Document, SegmentLine, document_guid, segments_of
from workbench.sources.drafts import LeftOut
from workbench.sources.moves import Moves
from workbench.suggestions.review import Suggestion
from workbench.text import Span, counted

LYING: dict[type[Row], str] = {
    Coding: "a coding",
    PassageFlag: "a flag",
    Settlement: "a settled difference",
    DisplayForm: "the display form of a quote",
    Suggestion: "",
    Memo: "",
    SignOff: "a question to a second reader",
    Quoted: "",
}
"""What lies on words, and what it is called where it is reported as gone."""


def follow(session: Session, added: Added) -> Added:
    """Move everything that lies on words of the amended documents to where its words are now.

    A coding whose words were changed is marked to be looked at again; a coding, a suggestion or a flag of whose words
    nothing is left is taken out of the project, and reported. A note stays, on the document as a whole.
    """
    left_out: list[LeftOut] = []
    notes: list[str] = []
    for document_id, moves in added.moves.items():
        lines = segments_of(session, document_id)
        for kind, called in LYING.items():
            moved = _follow(session, kind, document_id, moves, lines)
            if called:
                left_out.extend(
                    LeftOut(f"characters {span.start} to {span.end} before", called, "its words are no longer there")
                    for span in moved.gone
                )
            if kind is Coding and moved.kept:
                notes.append(f"{counted(moved.kept, 'coding')} followed {'its' if moved.kept == 1 else 'their'} words.")
            if kind is Coding and moved.reworded:
                notes.append(
                    f"{moved.reworded:,} of them {'lies' if moved.reworded == 1 else 'lie'} on words that were changed: Governance"
                    f" lists {'it' if moved.reworded == 1 else 'them'} to be looked at."
                )
    return replace(added, left_out=(*added.left_out, *left_out), notes=(*added.notes, *notes))


@dataclass
class _Moved:
    """How many rows moved, on how many the words were changed, and the old places of those with no words left."""

    kept: int = 0
    reworded: int = 0
    gone: list[Span] = field(default_factory=list)


def codings_touched(session: Session, name: str, moves: Moves) -> int:
    """How many codings of a document lie on words that would change or go."""
    document = find_guid(session, Document, document_guid(session, name))
    if document is None or document.id is None:
        return 0
    spans = [Span(row.start, row.end) for row in _live(session, Coding, document.id)]
    return sum(not moves.keeps(span) for span in spans)


def _live(session: Session, kind: type[Row], document_id: int) -> list[Any]:
    table = table_of(kind)
    chosen = sa.select(table).where(table.c.gone.is_(False))
    if kind is Memo:
        chosen = chosen.where(table.c.about == "document", table.c.thing_id == document_id, table.c.start.is_not(None))
    else:
        chosen = chosen.where(table.c.document_id == document_id)
    return list(session.execute(chosen))


def _follow(session: Session, kind: type[Row], document_id: int, moves: Moves, lines: list[SegmentLine]) -> _Moved:
    done = _Moved()
    today = now()
    for row in _live(session, kind, document_id):
        span = Span(row.start, row.end)
        to = moves.moved(span)
        holder = _holding(lines, to.start) if to is not None else None
        if to is None or holder is None or not len(to):
            done.gone.append(span)
            if kind is Memo:
                amend(session, Memo, row.id, start=None, end=None)
            else:
                remove(session, kind, row.id)
            continue
        cells: dict[str, Any] = {"start": to.start, "end": to.end}
        if kind is Coding:
            cells["anchor"] = holder.start
            if not moves.keeps(span):
                cells["reworded"] = today
                done.reworded += 1
        elif kind is Suggestion:
            cells["segment_id"] = holder.id
        if any(getattr(row, name) != value for name, value in cells.items()):
            done.kept += to != span or "reworded" in cells
            amend(session, kind, row.id, **cells)
    return done


def _holding(lines: list[SegmentLine], place: int) -> SegmentLine | None:
    """The segment in which a character lies."""
    at = bisect_right(lines, place, key=lambda line: line.start) - 1
    return lines[at] if at >= 0 else None
