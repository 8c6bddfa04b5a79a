"""Keyword in context: every place where a word, a phrase or a beginning of a word is said, with what stands around it.

What is held back for safeguarding is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.governance.flags import held_spans
from workbench.rows import table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Segment
from workbench.sources.layout import called
from workbench.sources.search import every_place, folded, phrase
from workbench.text import Span

AROUND = 80
"""So many characters are given on either side, of the same turn."""
PAGE = 200
MOST = 20_000
"""So many places are put in order by what stands around them; of more, the first so many."""
_FETCH = 500
Order = Literal["place", "left", "right"]


@dataclass(frozen=True, slots=True)
class KeywordLine:
    """One place where it is said: the words themselves, and what stands left and right of them in the turn."""

    document: str
    document_id: int
    start: int
    end: int
    turn: str
    """What it stands in, counted from 1 in its document: `turn 31`, `answer 5`."""
    speaker: str
    case: str
    left: str
    words: str
    right: str


def concordance(
    session: Session, typed: str, *, order: Order = "place", limit: int = PAGE, offset: int = 0, around: int = AROUND
) -> list[KeywordLine]:
    """The places where the words are said, one after the other; a star at their end finds longer words too.

    Args:
        session: A session to read with.
        typed: A word, a phrase, or the beginning of a word with a star: `polic*`.
        order: As they came into the project, or by the words to the left (read backwards from the keyword) or right.
        limit: At most so many.
        offset: Leave out so many before.
        around: So many characters on either side.
    """
    places = _places(session, typed)
    if order == "place":
        chosen = list(islice(places, offset, offset + limit))
    else:
        known = [(_sorting(place, order), number, place) for number, place in enumerate(islice(places, MOST))]
        chosen = [place for _, _, place in sorted(known, key=lambda one: one[:2])[offset : offset + limit]]
    told = _told(session, {place[0] for place in chosen})
    return [_line(place, told, around) for place in chosen]


def places_said(session: Session, typed: str) -> int:
    """In how many places the words are said; counted up to MOST."""
    return sum(1 for _ in islice(_places(session, typed), MOST))


_Place = tuple[int, int, int, str, str, str, int, int]
"""A segment's key, its document's key, where it starts, its words, what the document is called, the voice; the place in it."""


def _places(session: Session, typed: str) -> Iterator[_Place]:
    """Every place, in the order in which the passages came into the project."""
    wanted = phrase(typed)
    if not wanted.groups:
        return
    search = session.info["search"]
    held = held_spans(session)
    offset = 0
    while page := search(wanted.query(), _FETCH, offset):
        offset += len(page)
        for key, document, start, text, name, speaker in page:
            spans = held.get(document, ())
            if any(span.touches(Span(start, start + len(text))) for span in spans):
                continue
            for left, right in every_place(text, wanted):
                yield key, document, start, text, name, speaker or "", left, right


def _sorting(place: _Place, order: Order) -> tuple[str, ...]:
    """What a place is sorted by: the words beside it, nearest first."""
    text, left, right = place[3], place[6], place[7]
    if order == "right":
        return tuple(folded(text[right : right + AROUND]).split())
    return tuple(reversed(folded(text[max(0, left - AROUND) : left]).split()))


def _told(session: Session, keys: set[int]) -> dict[int, tuple[str, str]]:
    """What each of some segments is called, and its person."""
    segment, case = table_of(Segment), table_of(Case)
    chosen = sa.select(segment.c.id, segment.c.kind, segment.c.ordinal, case.c.label).outerjoin(
        case, case.c.id == segment.c.case_id
    )
    rows: list[Any] = []
    listed = sorted(keys)
    for begin in range(0, len(listed), _FETCH):
        rows += session.execute(chosen.where(segment.c.id.in_(listed[begin : begin + _FETCH]))).all()
    return {row[0]: (called(row[1], row[2]), row[3] or "") for row in rows}


def _line(place: _Place, told: dict[int, tuple[str, str]], around: int) -> KeywordLine:
    key, document, start, text, name, speaker, left, right = place
    turn, case = told.get(key, ("", ""))
    return KeywordLine(
        document=name,
        document_id=document,
        start=start + left,
        end=start + right,
        turn=turn,
        speaker=speaker,
        case=case,
        left=text[max(0, left - around) : left].replace("\n", " "),
        words=text[left:right].replace("\n", " "),
        right=text[right : right + around].replace("\n", " "),
    )
