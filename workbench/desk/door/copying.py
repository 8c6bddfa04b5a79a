"""A quote on the clipboard: asked at the door for the team, with whose it is and where it was said, entered in the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from workbench.briefs.evidence import QuoteNotPermittedError
from workbench.coding.display import FormLine, forms
from workbench.coding.retrieval import OF_THE_TEAM
from workbench.coding.voices import Voices, as_shown, voices_of
from workbench.desk.door.quoted import EDITED
from workbench.governance.audiences import INTERNAL
from workbench.governance.departures import record_departure
from workbench.governance.mosaic import NAME, Printed, record_quoted
from workbench.governance.quoting import Quote, Withheld, quote
from workbench.project.file import Project
from workbench.rows import NotInProjectError, find
from workbench.sources.document_names import titles
from workbench.sources.documents import Document, SegmentLine, segments_at
from workbench.sources.layout import called
from workbench.text import Span

FOR_THE_TEAM = "for the team only"


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """Words of a document, coded or not, as the door asks about them."""

    document: str
    document_id: int
    start: int
    end: int
    text: str
    case_ids: tuple[int, ...]
    unattributed: bool
    who: str
    turn: str
    """What they begin in, counted from 1: `turn 31`, `answer 5`."""
    voices: Voices
    """Where in them another voice begins."""


def spoken_words(session: Session, document_id: int, span: Span) -> SpokenWords:
    """The words of a span, with whose they are; NotInProjectError where there are none."""
    segments = segments_at(session, document_id, span)
    pieces = [one.text[max(0, span.start - one.start) : span.end - one.start] for one in segments]
    text = "\n".join(pieces)
    if not segments or not text.strip():
        raise NotInProjectError
    people = {one.case_id: one.case for one in segments if one.case_id is not None}
    return SpokenWords(
        document=find(session, Document, document_id).name,
        document_id=document_id,
        start=span.start,
        end=span.end,
        text=text,
        case_ids=tuple(people),
        unattributed=any(one.case_id is None and one.role not in OF_THE_TEAM for one in segments),
        who="; ".join(people.values()) or _voice(segments) or "not named",
        turn=called(segments[0].kind, segments[0].ordinal),
        voices=voices_of(
            (piece, one.case_id, one.speaker, one.role) for piece, one in zip(pieces, segments, strict=True)
        ),
    )


def _voice(segments: list[SegmentLine]) -> str:
    """Who speaks where nobody is a person of the study: by the role, and for the team by what the file calls the voice."""
    return "; ".join(dict.fromkeys(one.speaker or one.role for one in segments if one.speaker or one.role))


def copied(project: Project, document_id: int, span: Span) -> str:
    """A quote as it goes to the clipboard for the team, in the form it is shown in, with its attribution.

    What it says is entered in the register of what has left, by its hash alone.

    Raises:
        QuoteNotPermittedError: the door refuses; the sentence says why.
        NotInProjectError: there are no words in that place.
    """
    with project.read() as session:
        said = spoken_words(session, document_id, span)
        answer = quote(session, said, INTERNAL)
        kept, told = forms(session), titles(session)
    if isinstance(answer, Withheld):
        raise QuoteNotPermittedError(f"These words are not copied. {answer.why}")
    text = as_copied(answer, told, kept.get((document_id, span.start, span.end)))
    with project.change("Copy a quote", kind="departure") as session:
        key = record_departure(session, kind="clipboard", name="a quote", quotes=1, content=text)
        record_quoted(session, key, [Printed(answer.passage.document, span.start, span.end, (NAME,))])
    return text


def as_copied(answer: Quote[SpokenWords], told: Mapping[str, str], kept: FormLine | None = None) -> str:
    """“Words” (who, where; for the team only); `told` is what documents are called."""
    said = answer.passage
    text, edited = (answer.text, False) if answer.paraphrase else as_shown(kept, said.text, said.voices)
    marks = "; ".join(filter(None, [FOR_THE_TEAM, answer.mark, EDITED if edited else ""]))
    words = " / ".join(text.split("\n"))
    return f"“{words}” ({said.who}, {told.get(said.document, said.document)}, {said.turn}; {marks})"
