"""Documents and their segments: a transcript with its turns, or one open survey question with its answers.

A document's text is its segments, one after the other, with one line break between two; `start` and `end` of a
segment count code points from the document's start. Speakers' names are no part of the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import (
    AUTOINCREMENT,
    Row,
    WasPurgedError,
    add,
    amend,
    fetched,
    find,
    find_guid,
    guid_for,
    guids_for,
    is_purged,
    made,
    now,
    one_of,
    remove,
    table_of,
)
from workbench.sources.cases import Case
from workbench.sources.drafts import DraftDocument, DraftTurn, LeftOut
from workbench.sources.layout import place_one_after_the_other, settle
from workbench.sources.moves import Moves, moves_between
from workbench.sources.speakers import Speaker, speaker_guid, take_in_speakers
from workbench.sources.taken_back import is_taken_back
from workbench.text import Span, word_count

KINDS = ("transcript", "question", "notes")
SEGMENT_KINDS = ("turn", "paragraph", "answer", "heading", "note")


class Document(Row, table=True):
    """A transcript or an open survey question, known by its name: a file's name with its suffix, or a short name."""

    __table_args__: Any = (one_of("kind", KINDS), AUTOINCREMENT)

    name: str = Field(index=True)
    kind: str
    title: str = ""
    survey_id: int | None = Field(default=None, foreign_key="survey.id", index=True)
    question_id: int | None = Field(default=None, foreign_key="question.id")
    language: str = "en"
    heavy: bool = False
    """Marked as hard to read: not jumped into unasked."""
    length: int = 0
    """Code points of the whole text, the next segment's start less one."""
    content: str = ""
    """SHA-256 of the words as they came in, to know a file again."""
    came_from: str = ""
    """The file's name as it was given."""
    imported: str = ""
    recording: str = ""
    """Where its recording lies, told from the project file's folder where it can be."""
    beside_id: int | None = Field(default=None, foreign_key="document.id")
    """The document that it belongs beside: field notes, a photo's description, a translation."""
    beside_as: str = ""
    names_out: str = ""
    """When names were taken out before its words came in; nothing where they were not."""


class Segment(Row, table=True):
    """A turn, a paragraph or an answer: the unit of search, and what a coding's people are read from."""

    __table_args__: Any = (
        one_of("kind", SEGMENT_KINDS),
        sa.Index("segment_by_place", "document_id", "start"),
        AUTOINCREMENT,
    )

    document_id: int = Field(foreign_key="document.id")
    ordinal: int
    """Counts from 0 within the document."""
    start: int
    end: int
    kind: str = "turn"
    speaker_id: int | None = Field(default=None, foreign_key="speaker.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    """Whose words these are, if a participant's; kept beside the speaker so that counting people is one join."""
    words: int = 0
    at_ms: int | None = None
    """Milliseconds into the recording, where the source says."""
    until_ms: int | None = None
    """Where it ends in the recording, where the source says."""
    text: str


class WordsChangedError(WorkbenchError):
    """The project has this document with other words. --amend takes the new ones, --as-new keeps both."""

    asks = "amend"


class NoSuchDocumentError(WorkbenchError):
    """There is no document of that name in the project. Names are file names with their suffix, or short names."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of taking something in: `added`, `found` as it was, or `amended`; what was kept, and what was not."""

    outcome: str
    counts: Mapping[str, int]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    moves: Mapping[int, Moves] = field(default_factory=dict)
    """For every amended document, where its words went."""
    document_id: int | None = None


class SegmentLine(NamedTuple):
    """A turn, paragraph or answer as screens show it: a named tuple, since a long document has thousands."""

    id: int
    ordinal: int
    start: int
    end: int
    kind: str
    speaker: str
    role: str
    case: str
    case_id: int | None
    text: str
    words: int
    at_ms: int | None


def add_document(
    session: Session,
    draft: DraftDocument,
    *,
    roles: Mapping[str, str] | None = None,
    cases: Mapping[str, str] | None = None,
) -> Added:
    """Take in a transcript. The same words under the same name are found and nothing changes.

    Args:
        session: inside a change.
        draft: what a reader made of the file.
        roles: speakers' roles that somebody has said, before those that the draft guesses.
        cases: which case a speaker is, by label; others become cases of their own.

    Raises:
        WordsChangedError: the project has other words under this name.
        WasPurgedError: it was taken out for good.
    """
    there = find_guid(session, Document, document_guid(session, draft.name))
    if there is not None and not there.gone:
        moves = compare(session, draft)
        if moves is None:
            return Added(
                "found", {}, _left_out(draft, len(draft.turns) - len(_kept(session, draft))), document_id=there.id
            )
        raise WordsChangedError(
            f"{draft.name} is in the project with other words: {moves.changed} paragraphs would change."
            " --amend takes the new words, --as-new keeps both."
        )
    if there is not None:
        return amend_document(session, draft, roles=roles, cases=cases)
    added, rows = begin_document(session, draft, roles=roles, cases=cases)
    settle(session, Segment, {}, rows)
    return added


def begin_document(
    session: Session,
    draft: DraftDocument,
    *,
    roles: Mapping[str, str] | None = None,
    cases: Mapping[str, str] | None = None,
    names_out: str = "",
) -> tuple[Added, list[dict[str, Any]]]:
    """Take in a document that is new, and its speakers; gives the rows of its passages, which are still to be written."""
    heard = _without_silenced(session, draft, roles or {})
    kept = _kept(session, draft)
    document_id = add(
        session,
        Document,
        guid=document_guid(session, draft.name),
        name=draft.name,
        kind=draft.kind,
        title=draft.title,
        content=draft.content,
        length=max(0, sum(len(turn.text) + 1 for turn, _ in kept) - 1),
        came_from=draft.name,
        imported=now(),
        recording=draft.recording,
        names_out=names_out,
    )
    voices, notes = take_in_speakers(session, document_id, heard, roles or {}, cases or {})
    rows, left_out = _rows(draft, kept, voices)
    place_one_after_the_other(rows, document_id)
    return Added("added", _counts(draft, rows, voices), left_out, notes, document_id=document_id), rows


def amend_document(
    session: Session,
    draft: DraftDocument,
    *,
    roles: Mapping[str, str] | None = None,
    cases: Mapping[str, str] | None = None,
) -> Added:
    """Take in changed words of a document that is there, and say where the old ones went."""
    there = find_guid(session, Document, document_guid(session, draft.name))
    if there is None or there.id is None:
        return add_document(session, draft, roles=roles, cases=cases)
    moves = compare(session, draft) or Moves(((0, there.length, 0),), 0)
    voices, notes = take_in_speakers(session, there.id, draft, roles or {}, cases or {})
    rows, left_out = _rows(draft, _kept(session, draft), voices)
    length = lay_out(session, there.id, rows)
    amend(
        session,
        Document,
        there.id,
        gone=False,
        kind=draft.kind,
        title=draft.title,
        content=draft.content,
        length=length,
        imported=now(),
    )
    if draft.recording and not there.recording:
        amend(session, Document, there.id, recording=draft.recording)
    outcome = "added" if there.gone else "amended"
    return Added(outcome, _counts(draft, rows, voices), left_out, notes, {there.id: moves}, there.id)


def compare(session: Session, draft: DraftDocument) -> Moves | None:
    """Where the words of the document of that name would go; None when it has the very same words."""
    there = find_guid(session, Document, document_guid(session, draft.name))
    if there is None or there.id is None or (not there.gone and there.content == draft.content):
        return None
    now, coming = paragraphs_of(session, there.id), [turn.text for turn, _ in _kept(session, draft)]
    return None if now == coming and not there.gone else moves_between(now, coming)


def remove_document(session: Session, document_id: int) -> None:
    """Take a document out of every reading of the project; importing its file again brings it back."""
    remove(session, Document, document_id)
    for kind in (Segment, Speaker):
        table = table_of(kind)
        theirs = sa.select(table.c.id).where(table.c.document_id == document_id, table.c.gone.is_(False))
        for key in session.execute(theirs).scalars().all():
            remove(session, kind, key)


def document_guid(session: Session, name: str) -> bytes:
    """The GUID of a document by its name."""
    return guid_for(session, "document", name)


def lay_out(session: Session, document_id: int, wanted: list[dict[str, Any]]) -> int:
    """Make the live segments of a document the wanted ones, in that order; gives the length of its text.

    A wanted segment is known by its `guid`: one that is there, or was, is changed or brought back; others are added.
    """
    segment = table_of(Segment)
    there = {row.guid: row for row in session.execute(sa.select(segment).where(segment.c.document_id == document_id))}
    length = place_one_after_the_other(wanted, document_id)
    settle(session, Segment, there, wanted)
    return length


def _kept(session: Session, draft: DraftDocument) -> list[tuple[DraftTurn, bytes]]:
    """The passages of a draft that nobody has withdrawn, each with its GUID: by speaker, words, and which time they are said."""
    gone = {label for label in draft.roles if is_purged(session, speaker_guid(session, draft.name, label))}
    guid_of = guids_for(session, "segment", f"{draft.name}\x1f")
    seen: dict[tuple[str | None, str], int] = {}
    kept: list[tuple[DraftTurn, bytes]] = []
    for turn in draft.turns:
        said = (turn.speaker, turn.text)
        seen[said] = time = seen.get(said, 0) + 1
        kept.append((turn, guid_of(f"{turn.speaker or ''}\x1f{time}\x1f{turn.text}")))
    if not session.info["purged"]:
        return kept
    return [
        (turn, guid)
        for turn, guid in kept
        if not is_purged(session, guid) and turn.speaker not in gone and not is_taken_back(session, turn.text)
    ]


def _without_silenced(session: Session, draft: DraftDocument, roles: Mapping[str, str]) -> DraftDocument:
    """A draft without voices all of whose words were taken back; WasPurgedError where no participant is left."""
    if not session.info["purged"]:
        return draft
    heard = {turn.speaker for turn, _ in _kept(session, draft)}
    silenced = {turn.speaker for turn in draft.turns} - heard
    told = {**draft.roles, **roles}
    people = {label for label, role in told.items() if role == "participant"}
    if people & silenced and not people & heard:
        raise WasPurgedError
    return replace(draft, roles={label: role for label, role in draft.roles.items() if label not in silenced})


def _left_out(draft: DraftDocument, purged: int) -> tuple[LeftOut, ...]:
    if not purged:
        return ()
    return (LeftOut(draft.name, f"{purged} passages", "somebody who withdrew said them"),)


def _rows(
    draft: DraftDocument, kept: list[tuple[DraftTurn, bytes]], voices: Mapping[str, tuple[int, int | None]]
) -> tuple[list[dict[str, Any]], tuple[LeftOut, ...]]:
    """What is kept of a draft as rows."""
    rows: list[dict[str, Any]] = []
    for turn, guid in kept:
        speaker_id, case_id = voices[turn.speaker] if turn.speaker else (None, None)
        rows.append(
            {
                "guid": guid,
                "kind": turn.kind,
                "speaker_id": speaker_id,
                "case_id": case_id,
                "words": word_count(turn.text),
                "at_ms": turn.at_ms,
                "until_ms": turn.until_ms,
                "text": turn.text,
            }
        )
    return rows, _left_out(draft, len(draft.turns) - len(rows))


def _counts(
    draft: DraftDocument, rows: list[dict[str, Any]], voices: Mapping[str, tuple[int, int | None]]
) -> dict[str, int]:
    return {
        "documents": 1,
        "turns": sum(row["kind"] == "turn" for row in rows),
        "words": sum(row["words"] for row in rows),
        "segments": len(rows),
        "speakers": len(draft.roles),
        "cases": len({case_id for _, case_id in voices.values() if case_id is not None}),
    }


def document_named(session: Session, name: str) -> int:
    """The key of the document of that name."""
    document = table_of(Document)
    found = session.execute(
        sa.select(document.c.id).where(document.c.name == name, document.c.gone.is_(False)).limit(1)
    ).scalar()
    if found is None:
        raise NoSuchDocumentError(f"There is no document “{name}” in the project. Look at the list of documents.")
    return int(found)


def paragraphs_of(session: Session, document_id: int) -> list[str]:
    """The text of a document by segment."""
    segment = table_of(Segment)
    return list(
        session.execute(
            sa.select(segment.c.text)
            .where(segment.c.document_id == document_id, segment.c.gone.is_(False))
            .order_by(segment.c.start)
        ).scalars()
    )


def segments_of(session: Session, document_id: int) -> list[SegmentLine]:
    """Every turn, paragraph or answer of a document, in order."""
    return _segment_lines(session, document_id, None)


def segments_at(session: Session, document_id: int, span: Span) -> list[SegmentLine]:
    """The segments that a span touches."""
    return _segment_lines(session, document_id, span)


def _segment_lines(session: Session, document_id: int, span: Span | None) -> list[SegmentLine]:
    segment, speaker, case = table_of(Segment), table_of(Speaker), table_of(Case)
    statement = (
        sa.select(
            segment.c.id,
            segment.c.ordinal,
            segment.c.start,
            segment.c.end,
            segment.c.kind,
            sa.func.coalesce(speaker.c.label, "").label("speaker"),
            sa.func.coalesce(speaker.c.role, "").label("role"),
            sa.func.coalesce(case.c.label, "").label("case"),
            segment.c.case_id,
            segment.c.text,
            segment.c.words,
            segment.c.at_ms,
        )
        .outerjoin(speaker, speaker.c.id == segment.c.speaker_id)
        .outerjoin(case, case.c.id == segment.c.case_id)
        .where(segment.c.document_id == document_id, segment.c.gone.is_(False))
        .order_by(segment.c.start)
    )
    if span is not None:
        statement = statement.where(segment.c.start < span.end, segment.c.end > span.start)
    return made(SegmentLine, fetched(session, statement))


def words_at(session: Session, document_id: int, span: Span) -> str:
    """The words of a span, with a line break between two segments."""
    find(session, Document, document_id)
    segments = segments_at(session, document_id, span)
    if not segments:
        return ""
    text = "\n".join(line.text for line in segments)
    begun = segments[0].start
    return text[max(0, span.start - begun) : max(0, span.end - begun)]
