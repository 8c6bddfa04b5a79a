"""Review: a suggestion is proposed by a machine and decided by a person; both are kept.

Accepting makes the coding as the person, in the same change, so that undoing takes both back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.coding.codebook import codebook
from workbench.coding.codings import apply_code
from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL
from workbench.governance.consent import quotable
from workbench.governance.flags import held_spans
from workbench.rows import AUTOINCREMENT, Row, amend, find, live, now, one_of, table_of
from workbench.sources.cases import Case
from workbench.sources.coders import coder_names, current_coder, known_coder
from workbench.sources.documents import Document, Segment
from workbench.sources.readings import Reading
from workbench.suggestions.blind_samples import unread_segments
from workbench.suggestions.nearest import in_words
from workbench.suggestions.runs import Run
from workbench.suggestions.switch import switched_off
from workbench.text import Span

BASES = ("", "definition", "learned", "topic")
STATUSES = ("proposed", "accepted", "edited", "rejected", "later")
OPEN = ("proposed", "later")
TAKEN = ("accepted", "edited")
GLANCE_MS = 2_000
"""Who decides faster than this has hardly read the words."""


class Suggestion(Row, table=True):
    """A code proposed for some words."""

    __table_args__: Any = (
        one_of("status", STATUSES),
        one_of("basis", BASES),
        sa.Index("suggestion_by_place", "document_id", "start"),
        sa.Index("suggestion_by_status", "status"),
        AUTOINCREMENT,
    )

    run_id: int = Field(foreign_key="run.id")
    document_id: int = Field(foreign_key="document.id")
    segment_id: int = Field(foreign_key="segment.id")
    start: int
    end: int
    code_id: int = Field(foreign_key="code.id")
    topic_id: int | None = Field(default=None, foreign_key="topic.id")
    score: float
    status: str = "proposed"
    decided_by: int | None = Field(default=None, foreign_key="coder.id")
    decided: str = ""
    looked_ms: int | None = None
    """How long the person looked before deciding, milliseconds."""
    reason: str = ""
    coding_id: int | None = Field(default=None, foreign_key="coding.id")
    shown: str = ""
    """When it was first shown to the person who decided it, or will."""
    basis: str = ""
    """What it rests on: the code's own words, what people coded, or a topic mapped to the code."""


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """A suggestion as the review shows it."""

    id: int
    document_id: int
    document: str
    segment_id: int
    start: int
    end: int
    text: str
    code_id: int
    code: str
    """The code's path."""
    topic_id: int | None
    score: float
    likelihood: str
    """The score in words: likely, possible."""
    status: str
    case_id: int | None
    case: str
    model: str
    decided_by: str
    decided: str
    reason: str
    left: int
    """How many are left in this queue from here on, this one included."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What one coder made of one model's proposals."""

    model: str
    coder: str
    accepted: int
    edited: int
    rejected: int
    later: int
    glances: int
    """Of the accepted and edited, how many were decided in under two seconds."""


class AlreadyDecidedError(WorkbenchError):
    """That suggestion has been decided already. Undo the decision first if it was wrong."""


def queue(
    session: Session,
    *,
    document: int | None = None,
    topic: int | None = None,
    status: str | None = "proposed",
    coder: int | None = None,
    begun_only: bool = True,
    blind_too: bool = False,
) -> list[SuggestionLine]:
    """Suggestions in reading order: by document, then by place.

    Args:
        session: Any session.
        document: Only in this document.
        topic: Only in this topic.
        status: Only of this status; None for all.
        coder: Whose readings count; the one who has the project open unless told.
        begun_only: Leave out documents that the coder has not begun to read, so that the machine's view does not come
            before the person's own.
        blind_too: Also those on passages that wait for the coder in a blind sample.

    While suggestions are switched off there are none but what people have decided.
    """
    if status in OPEN and switched_off(session) is not None:
        return []
    chosen = _chosen(document, topic, status)
    rows = session.execute(chosen).all()
    coder = known_coder(session) if coder is None else coder
    begun = begun_documents(session, coder) if begun_only else None
    blind = frozenset[int]() if blind_too else unread_segments(session, coder)
    cases = {row.case_id for row in rows if row.case_id is not None}
    agreed = quotable(session, cases, INTERNAL, "machine")
    held = held_spans(session)
    seen = [
        row
        for row in rows
        if (begun is None or row.document_id in begun)
        and row.segment_id not in blind
        and (row.case_id is None or agreed[row.case_id].allowed)
        and not any(span.touches(Span(row.start, row.end)) for span in held.get(row.document_id, ()))
    ]
    paths = {code.id: code.path for code in codebook(session, counts=False)}
    coders = coder_names(session)
    return [_line(row, paths, coders, len(seen) - at) for at, row in enumerate(seen)]


@dataclass(frozen=True, slots=True)
class Sight:
    """How a person came to a decision: since when they saw the suggestion, how long they looked, and why."""

    shown: str = ""
    """When it was first shown to them, in UTC; empty where nobody knows."""
    milliseconds: int | None = None
    reason: str = ""


def one_line(session: Session, suggestion_id: int) -> SuggestionLine | None:
    """One suggestion with its words, whatever its status; None where it is no longer there, or its words are not."""
    table = table_of(Suggestion)
    row = session.execute(_chosen(None, None, None).where(table.c.id == suggestion_id)).first()
    if row is None:
        return None
    paths = {code.id: code.path for code in codebook(session, counts=False)}
    return _line(row, paths, coder_names(session), 1)


def accept(
    session: Session,
    suggestion_id: int,
    *,
    looked_ms: int | None = None,
    span: Span | None = None,
    reason: str = "",
    shown: str = "",
) -> int:
    """Make the proposed coding, as the person; with a `span`, on fewer or other words. The coding's key comes back."""
    row = _open(session, suggestion_id)
    place = Span(row.start, row.end) if span is None else span
    status = "accepted" if place == Span(row.start, row.end) else "edited"
    return _take(session, row, row.code_id, place, status, Sight(shown, looked_ms, reason))


def accept_as(
    session: Session,
    suggestion_id: int,
    code_id: int,
    *,
    looked_ms: int | None = None,
    span: Span | None = None,
    reason: str = "",
    shown: str = "",
) -> int:
    """Make a coding there with another code than the proposed one. The coding's key comes back."""
    row = _open(session, suggestion_id)
    place = Span(row.start, row.end) if span is None else span
    status = "accepted" if (code_id, place) == (row.code_id, Span(row.start, row.end)) else "edited"
    return _take(session, row, code_id, place, status, Sight(shown, looked_ms, reason))


def reject(
    session: Session, suggestion_id: int, reason: str = "", *, looked_ms: int | None = None, shown: str = ""
) -> None:
    """Say that the code does not fit; it is not proposed there again."""
    _decide(session, _open(session, suggestion_id), "rejected", Sight(shown, looked_ms, reason))


def later(session: Session, suggestion_id: int, *, looked_ms: int | None = None, shown: str = "") -> None:
    """Put a suggestion off; it stays open and outlives the next run."""
    _decide(session, _open(session, suggestion_id), "later", Sight(shown, looked_ms))


def ledger(session: Session) -> list[LedgerLine]:
    """What people decided, by model and coder: the record of how the machine was used."""
    suggestion, run = table_of(Suggestion), table_of(Run)
    glance = sa.case((suggestion.c.looked_ms < GLANCE_MS, 1), else_=0)
    chosen = (
        live(Suggestion)
        .join(run, run.c.id == suggestion.c.run_id)
        .where(suggestion.c.decided_by.is_not(None))
        .group_by(run.c.model, suggestion.c.decided_by, suggestion.c.status)
        .with_only_columns(
            run.c.model, suggestion.c.decided_by, suggestion.c.status, sa.func.count(), sa.func.sum(glance)
        )
    )
    counts: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for model, coder, status, count, glances in session.execute(chosen):
        counts[model, coder][status] += count
        if status in TAKEN:
            counts[model, coder]["glances"] += glances
    names = coder_names(session)
    return [
        LedgerLine(
            model,
            names.get(coder, ""),
            *(found[name] for name in ("accepted", "edited", "rejected", "later", "glances")),
        )
        for (model, coder), found in sorted(counts.items())
    ]


def _chosen(document: int | None, topic: int | None, status: str | None) -> Any:
    """The statement behind the queue."""
    suggestion, segment = table_of(Suggestion), table_of(Segment)
    documents, case, run = table_of(Document), table_of(Case), table_of(Run)
    wanted: list[sa.ColumnElement[bool]] = [documents.c.gone.is_(False), segment.c.gone.is_(False)]
    for column, value in (("document_id", document), ("topic_id", topic), ("status", status)):
        if value is not None:
            wanted.append(suggestion.c[column] == value)
    words = sa.func.substr(
        segment.c.text, suggestion.c.start - segment.c.start + 1, suggestion.c.end - suggestion.c.start
    )
    cells = [column for column in suggestion.c if column.name not in {"guid", "gone"}]
    return (
        live(Suggestion)
        .join(documents, documents.c.id == suggestion.c.document_id)
        .join(segment, segment.c.id == suggestion.c.segment_id)
        .join(run, run.c.id == suggestion.c.run_id)
        .outerjoin(case, case.c.id == segment.c.case_id)
        .where(*wanted)
        .order_by(suggestion.c.document_id, suggestion.c.start, suggestion.c.score.desc(), suggestion.c.id)
        .with_only_columns(
            *cells,
            words.label("words"),
            documents.c.name.label("document"),
            segment.c.case_id,
            case.c.label.label("person"),
            run.c.model,
        )
    )


def _line(row: Any, paths: dict[int, str], coders: dict[int, str], left: int) -> SuggestionLine:
    return SuggestionLine(
        row.id,
        row.document_id,
        row.document,
        row.segment_id,
        row.start,
        row.end,
        row.words,
        row.code_id,
        paths.get(row.code_id, ""),
        row.topic_id,
        row.score,
        in_words(row.score),
        row.status,
        row.case_id,
        row.person or "",
        row.model,
        coders.get(row.decided_by, ""),
        row.decided,
        row.reason,
        left,
    )


def begun_documents(session: Session, coder: int | None = None) -> frozenset[int]:
    """Documents that a coder, the one at the keyboard unless told, has begun to read; an answer read counts for its question."""
    coder = known_coder(session) if coder is None else coder
    table = table_of(Reading)
    begun = live(Reading).with_only_columns(table.c.document_id).where(table.c.coder_id == coder)
    return frozenset(session.execute(begun).scalars())


def _open(session: Session, suggestion_id: int) -> Suggestion:
    row = find(session, Suggestion, suggestion_id)
    if row.status not in OPEN:
        raise AlreadyDecidedError
    return row


def _take(session: Session, row: Suggestion, code_id: int, place: Span, status: str, sight: Sight) -> int:
    """Make the coding and note the decision."""
    coding = apply_code(session, code_id, row.document_id, place, origin="suggestion")
    _decide(session, row, status, sight, coding_id=coding)
    return coding


def _decide(session: Session, row: Suggestion, status: str, sight: Sight, coding_id: int | None = None) -> None:
    """Note what was decided; who had it before their eyes earlier has seen it since then."""
    assert row.id is not None
    coder = current_coder(session)
    earlier = row.shown if row.decided_by == coder else ""
    amend(
        session,
        Suggestion,
        row.id,
        status=status,
        decided_by=coder,
        decided=now(),
        looked_ms=sight.milliseconds,
        reason=sight.reason.strip(),
        coding_id=coding_id,
        shown=earlier or sight.shown,
    )
