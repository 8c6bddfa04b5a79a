"""The list of documents: every transcript and open survey question, with its people and its counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from workbench.rows import NotInProjectError, Ready, table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document with its counts."""

    id: int
    name: str
    kind: str
    title: str
    cases: tuple[str, ...]
    speakers: tuple[str, ...]
    turns: int
    segments: int
    words: int
    heavy: bool
    beside_id: int | None = None
    """The document that it lies beside, and as what."""
    beside_as: str = ""
    recording: str = ""


class DocumentName(NamedTuple):
    """What a document is called, where its counts do not matter."""

    id: int
    name: str
    title: str


_DOCUMENT = table_of(Document)
_NAMED = Ready(
    sa.select(_DOCUMENT.c.id, _DOCUMENT.c.name, _DOCUMENT.c.title).where(
        _DOCUMENT.c.id == sa.bindparam("key"), _DOCUMENT.c.gone.is_(False)
    )
)


def document_name(session: Session, key: int) -> DocumentName:
    """What a document is called; raises NotInProjectError when it is gone."""
    for cells in _NAMED.rows(session, key=key):
        return DocumentName(*cells)
    raise NotInProjectError


def documents(session: Session, *, only: int | None = None) -> list[DocumentLine]:
    """Every document with its counts, in the order in which they came in; or one by its key."""
    segment, case, speaker, document = table_of(Segment), table_of(Case), table_of(Speaker), table_of(Document)
    counts: dict[int, list[int]] = {}
    people: dict[int, list[str]] = {}
    labels: dict[int, str] = {}

    def of(column: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        return sa.true() if only is None else column == only

    spoken = sa.select(segment.c.case_id).where(of(segment.c.document_id))
    labelled = sa.select(case.c.id, case.c.label)
    for row in session.execute(labelled if only is None else labelled.where(case.c.id.in_(spoken))):
        labels[row.id] = row.label
    for document_id, case_id, turns, segments, words in session.execute(
        sa.select(
            segment.c.document_id,
            segment.c.case_id,
            sa.func.sum(sa.case((segment.c.kind == "turn", 1), else_=0)),
            sa.func.count(),
            sa.func.sum(segment.c.words),
        )
        .where(segment.c.gone.is_(False), of(segment.c.document_id))
        .group_by(segment.c.document_id, segment.c.case_id)
    ):
        line = counts.setdefault(document_id, [0, 0, 0])
        for place, count in enumerate((turns, segments, words)):
            line[place] += int(count)
        if case_id is not None:
            people.setdefault(document_id, []).append(labels[case_id])
    voices: dict[int, list[str]] = {}
    speaking = sa.select(speaker.c.document_id, speaker.c.label).where(speaker.c.gone.is_(False))
    for row in session.execute(speaking.where(of(speaker.c.document_id)).order_by(speaker.c.id)):
        voices.setdefault(row.document_id, []).append(row.label)
    lines: list[DocumentLine] = []
    lying = sa.select(document).where(document.c.gone.is_(False), of(document.c.id))
    for row in session.execute(lying.order_by(document.c.id)):
        key = row.id
        turns, segments, words = counts.get(key, (0, 0, 0))
        cases, speakers = tuple(people.get(key, ())), tuple(voices.get(key, ()))
        lines.append(
            DocumentLine(
                key,
                row.name,
                row.kind,
                row.title,
                cases,
                speakers,
                turns,
                segments,
                words,
                row.heavy,
                row.beside_id,
                row.beside_as,
                row.recording,
            )
        )
    return lines
