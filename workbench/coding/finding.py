"""Finding words and putting a code on them: every place is shown first, and what is kept is coded as one change."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Applied, CodeRetiredError, Coding, NewCoding, apply_codes
from workbench.coding.patterns import Place, places_of_pattern, places_of_words
from workbench.errors import WorkbenchError
from workbench.governance.flags import held_spans
from workbench.rows import find, table_of
from workbench.sources.asked import topic_guide
from workbench.sources.asking import ENOUGH, content_words
from workbench.sources.cases import Case
from workbench.sources.coders import Coder
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker
from workbench.text import Span, sentence_spans

Unit = Literal["word", "sentence", "turn"]
UNITS: tuple[Unit, ...] = ("word", "sentence", "turn")
MOST = 10_000
"""More places than anybody would look through."""
AROUND = 90
"""Characters of the same turn that are shown before and after."""


class TooManyHitsError(WorkbenchError):
    """That is found in more than 10,000 places. Look for less, or in fewer documents."""


class LookForSomethingError(WorkbenchError):
    """Say what to look for: words, a pattern, a speaker, a role or a question."""


class NothingKeptError(WorkbenchError):
    """Nothing is left to code: every place was dropped, or carries the code already."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What somebody looks for; all of it holds. A hit is the word, the sentence, or the turn."""

    words: str = ""
    """Words, beginnings (`dark*`) and "phrases"; any of them."""
    pattern: str = ""
    speaker: str = ""
    """Part of a speaker's or a person's name."""
    role: str = ""
    guide_question: int | None = None
    """A question of the topic guide: what people said after it was asked, or answered to it in a survey."""
    documents: tuple[int, ...] | None = None
    kind: str = ""
    """transcript or question; empty for all."""
    unit: Unit = "sentence"

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows it but the documents."""
        said = (self.words.strip(), self.pattern.strip(), self.speaker.strip(), self.role)
        return not any(said) and self.guide_question is None and self.kind != "question" and not self.documents


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was found: the words that would be coded, and what stands around them in the same turn."""

    document_id: int
    document: str
    start: int
    end: int
    text: str
    marks: tuple[Place, ...]
    """Where in `text` the words stand that were looked for."""
    before: str
    after: str
    speaker: str
    case_id: int | None


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found; `held` counts places that are held back for safeguarding and so are not shown."""

    hits: tuple[Hit, ...] = ()
    held: int = 0

    def counted(self) -> tuple[int, int]:
        """In how many documents, by how many people."""
        people = {hit.case_id for hit in self.hits} - {None}
        return len({hit.document_id for hit in self.hits}), len(people)


_SEGMENT, _DOCUMENT, _SPEAKER = table_of(Segment), table_of(Document), table_of(Speaker)
_CASE, _CODING, _CODER = table_of(Case), table_of(Coding), table_of(Coder)


def hits(session: Session, looking: Looking, *, seconds: float | None = None) -> Hits:
    """Every place that fits, in the order of the documents and of their text.

    Args:
        session: A session to read with.
        looking: What is looked for, and what a hit is.
        seconds: How long a pattern may take; ten seconds unless told.

    Raises:
        LookForSomethingError: where nothing is asked for.
        NothingToLookForError, PatternIsUnclearError, PatternRunsAwayError: as they say.
        TooManyHitsError: beyond MOST places.
    """
    if looking.is_empty:
        raise LookForSomethingError
    rows = _turns(session, looking)
    texts = [row.text for row in rows]
    places: Sequence[list[Place]] | None = None
    if looking.pattern.strip():
        limit = {} if seconds is None else {"seconds": seconds}
        places = places_of_pattern(looking.pattern, texts, **limit)
    if looking.words.strip():
        worded = places_of_words(looking.words, texts)
        places = worded if places is None else _both(worded, places)
    away = held_spans(session)
    found: list[Hit] = []
    held = 0
    for at, row in enumerate(rows):
        for span, marks in _units(row.text, None if places is None else places[at], looking.unit):
            place = span.shifted(row.start)
            if any(one.touches(place) for one in away.get(row.document_id, ())):
                held += 1
                continue
            found.append(_hit(row, span, marks))
            if len(found) > MOST:
                raise TooManyHitsError
    return Hits(tuple(found), held)


def carrying(session: Session, found: Sequence[Hit], code_id: int) -> frozenset[int]:
    """Which of the hits, by their place in the list, touch words on which this coder has the code already."""
    chosen = (
        sa.select(_CODING.c.document_id, _CODING.c.start, _CODING.c.end)
        .join(_CODER, _CODER.c.id == _CODING.c.coder_id)
        .where(_CODING.c.gone.is_(False), _CODING.c.code_id == code_id, _CODER.c.name == session.info["who"])
    )
    there: dict[int, list[Place]] = defaultdict(list)
    for document_id, start, end in session.execute(chosen):
        there[document_id].append((start, end))
    laid = {document_id: _Laid(places) for document_id, places in there.items()}
    return frozenset(
        at for at, hit in enumerate(found) if hit.document_id in laid and laid[hit.document_id].touches(hit)
    )


class _Laid:
    """The codings of one document, asked many times whether one of them touches some words."""

    def __init__(self, places: list[Place]) -> None:
        places.sort()
        self._starts = [start for start, _ in places]
        self._furthest = list(accumulate((end for _, end in places), max))

    def touches(self, hit: Hit) -> bool:
        """Whether a coding that begins before the hit's end ends after its start."""
        before = bisect_left(self._starts, hit.end)
        return bool(before) and self._furthest[before - 1] > hit.start


def apply_hits(session: Session, code_id: int, kept: Iterable[Hit]) -> Applied:
    """Put a code on the hits that were kept, as found by searching; those that carry it already are left out.

    Raises:
        CodeRetiredError: when the code is no longer offered.
        NothingKeptError: when no hit is left.
    """
    if find(session, Code, code_id).state == "retired":
        raise CodeRetiredError
    wanted = list(kept)
    already = carrying(session, wanted, code_id)
    new = [
        NewCoding(code_id, hit.document_id, hit.start, hit.end) for at, hit in enumerate(wanted) if at not in already
    ]
    if not new:
        raise NothingKeptError
    done = apply_codes(session, new, origin="search")
    return Applied(done.added, done.there_already + len(already), done.left_out)


def _turns(session: Session, looking: Looking) -> list[Any]:
    """The turns and answers that the filters let through."""
    chosen = (
        sa.select(
            _SEGMENT.c.id,
            _SEGMENT.c.document_id,
            sa.func.coalesce(sa.func.nullif(_DOCUMENT.c.title, ""), _DOCUMENT.c.name).label("document"),
            _SEGMENT.c.start,
            _SEGMENT.c.text,
            _SEGMENT.c.case_id,
            sa.func.coalesce(_SPEAKER.c.label, _CASE.c.label, "").label("speaker"),
            _CASE.c.label.label("person"),
            _SPEAKER.c.role,
        )
        .select_from(
            _SEGMENT.join(_DOCUMENT, _DOCUMENT.c.id == _SEGMENT.c.document_id)
            .outerjoin(_SPEAKER, _SPEAKER.c.id == _SEGMENT.c.speaker_id)
            .outerjoin(_CASE, _CASE.c.id == _SEGMENT.c.case_id)
        )
        .where(_SEGMENT.c.gone.is_(False), _DOCUMENT.c.gone.is_(False))
        .order_by(_SEGMENT.c.document_id, _SEGMENT.c.start)
    )
    if looking.documents is not None:
        chosen = chosen.where(_SEGMENT.c.document_id.in_(looking.documents))
    if looking.kind:
        chosen = chosen.where(_DOCUMENT.c.kind == looking.kind)
    if looking.guide_question is not None:
        chosen = chosen.where(_SEGMENT.c.id.in_(_answers(session, looking.guide_question)))
    rows = session.execute(chosen).all()
    if looking.role:
        rows = [row for row in rows if _has_role(row, looking.role)]
    name = looking.speaker.strip().casefold()
    return [row for row in rows if not name or name in f"{row.speaker}\n{row.person or ''}".casefold()]


def _has_role(row: Any, role: str) -> bool:
    """Whether somebody of that role speaks; an answer has no speaker, and is its participant's."""
    return bool(row.role == role or (row.role is None and row.case_id is not None and role == "participant"))


def _answers(session: Session, question_id: int) -> set[int]:
    """The turns in which people answer a question of the topic guide.

    They follow an interviewer's turn with most of the question's words, until the interviewer asks another question
    of the guide; and the answers to a survey question of the same words.
    """
    guide = {one.id: content_words(one.text) for one in topic_guide(session)}
    about = guide.get(question_id, frozenset())
    asked = _asked(about)
    others = [_asked(words) for key, words in guide.items() if key != question_id]
    rows = session.execute(
        sa.select(_SEGMENT.c.id, _SEGMENT.c.document_id, _SEGMENT.c.text, _SPEAKER.c.role, _DOCUMENT.c.kind)
        .join(_DOCUMENT, _DOCUMENT.c.id == _SEGMENT.c.document_id)
        .outerjoin(_SPEAKER, _SPEAKER.c.id == _SEGMENT.c.speaker_id)
        .where(_SEGMENT.c.gone.is_(False), _DOCUMENT.c.gone.is_(False))
        .order_by(_SEGMENT.c.document_id, _SEGMENT.c.start)
    )
    surveyed = _surveyed(session, about)
    found: set[int] = set()
    here, open_now = None, False
    for key, document_id, text, role, kind in rows:
        if document_id != here:
            here, open_now = document_id, False
        if kind == "question":
            found.update({key} if document_id in surveyed else ())
        elif role == "interviewer":
            said = content_words(text)
            open_now = asked(said) or (open_now and not any(other(said) for other in others))
        elif open_now:
            found.add(key)
    return found


def _asked(about: frozenset[str]) -> Any:
    """Whether words ask a question with these words."""
    return lambda said: bool(about) and len(said & about) >= max(1, ENOUGH * len(about))


def _surveyed(session: Session, about: frozenset[str]) -> set[int]:
    """The survey questions with the words of a question of the guide."""
    chosen = sa.select(_DOCUMENT.c.id, _DOCUMENT.c.title, _DOCUMENT.c.name).where(
        _DOCUMENT.c.gone.is_(False), _DOCUMENT.c.kind == "question"
    )
    return {
        key
        for key, title, name in session.execute(chosen)
        if about and len(content_words(title or name) & about) >= ENOUGH * len(about | content_words(title or name))
    }


def _both(worded: Sequence[list[Place]], patterned: Sequence[list[Place]]) -> list[list[Place]]:
    """Places of the turns in which both were found."""
    return [sorted({*words, *fits}) if words and fits else [] for words, fits in zip(worded, patterned, strict=True)]


def _units(text: str, places: list[Place] | None, unit: Unit) -> Iterator[tuple[Span, tuple[Place, ...]]]:
    """What would be coded in a turn, each with the places in it of what was looked for.

    Where nothing was looked for but who speaks, a hit is the sentence or the turn.
    """
    if places is not None and not places:
        return
    if unit == "word" and places is not None:
        for start, end in places:
            if text[start:end].strip():
                yield Span(start, end), ((0, end - start),)
        return
    spans = sentence_spans(text) if unit == "sentence" else _whole(text)
    for span in spans:
        marks = tuple(
            (max(start, span.start) - span.start, min(end, span.end) - span.start)
            for start, end in places or ()
            if start < span.end and end > span.start
        )
        if marks or places is None:
            yield span, marks


def _whole(text: str) -> list[Span]:
    """A turn without the white space around it."""
    left, right = len(text) - len(text.lstrip()), len(text.rstrip())
    return [Span(left, right)] if right > left else []


def _hit(row: Any, span: Span, marks: tuple[Place, ...]) -> Hit:
    before, after = row.text[: span.start], row.text[span.end :]
    return Hit(
        row.document_id,
        row.document,
        row.start + span.start,
        row.start + span.end,
        row.text[span.start : span.end],
        marks,
        _last_words(before),
        _first_words(after),
        row.speaker,
        row.case_id,
    )


def _last_words(text: str) -> str:
    """The end of what stands before, from the beginning of a word on."""
    return text if len(text) <= AROUND else f"…{text[-AROUND:].partition(' ')[2]}"


def _first_words(text: str) -> str:
    """The beginning of what stands after, up to the end of a word."""
    return text if len(text) <= AROUND else f"{text[:AROUND].rpartition(' ')[0]}…"
