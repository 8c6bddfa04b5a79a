"""The words around a passage that somebody decides on, proposed or read blind, without those that are held back."""

from __future__ import annotations

from sqlmodel import Session

from workbench.governance.flags import held_spans
from workbench.sources.document_list import documents
from workbench.sources.documents import SegmentLine, segments_at, segments_of
from workbench.suggestions.blind_answering import BlindLine
from workbench.suggestions.review import SuggestionLine
from workbench.text import Span

AROUND = 6
"""So many turns before and after a passage are shown with it."""


def words_around(session: Session, line: SuggestionLine | BlindLine) -> tuple[str, list[SegmentLine]]:
    """The title of a passage's document, and the turns around it; an answer stands alone: its neighbours are others'."""
    (listed,) = documents(session, only=line.document_id)
    if listed.kind == "question":
        shown = segments_at(session, line.document_id, Span(line.start, line.end))
    else:
        every = segments_of(session, line.document_id)
        at = next((at for at, one in enumerate(every) if one.id == line.segment_id), 0)
        shown = every[max(0, at - AROUND) : at + AROUND + 1]
    held = held_spans(session).get(line.document_id, ())
    return listed.title or listed.name, [
        one for one in shown if not any(span.touches(Span(one.start, one.end)) for span in held)
    ]
