"""Comments in a file become notes on the words that they are on."""

from __future__ import annotations

from sqlmodel import Session

from workbench.coding.memos import memos_on, write_memo
from workbench.sources.documents import document_named, segments_of
from workbench.sources.drafts import DraftDocument
from workbench.text import Span


def take_in_comments(session: Session, draft: DraftDocument, name: str) -> int:
    """Write every comment of a draft as a note on its words in the document of that name; how many are new.

    A comment that is there as a note on the same words already is not written again; one on words that somebody
    withdrew is left out with them.
    """
    if not draft.comments:
        return 0
    document = document_named(session, name)
    places = _places(session, document, draft)
    there = {(one.text, one.start, one.end) for one in memos_on(session, "document", document) if one.kind == "note"}
    new = 0
    for one in draft.comments:
        begins = places.get(one.turn)
        text = f"{one.author}: {one.text}" if one.author else one.text
        if begins is None or (text, begins + one.start, begins + one.end) in there:
            continue
        span = Span(begins + one.start, begins + one.end)
        write_memo(session, text, about="document", thing_id=document, kind="note", span=span)
        new += 1
    return new


def _places(session: Session, document: int, draft: DraftDocument) -> dict[int, int]:
    """Where each turn of the draft begins in the document, those that are not in it left out."""
    lines = segments_of(session, document)
    places: dict[int, int] = {}
    at = 0
    for number, turn in enumerate(draft.turns):
        if at < len(lines) and lines[at].text == turn.text:
            places[number] = lines[at].start
            at += 1
    return places
