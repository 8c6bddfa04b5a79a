"""Codings: a code on some words, by somebody."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.coding.tree import paths_of
from workbench.errors import WorkbenchError
from workbench.rows import (
    AUTOINCREMENT,
    Ready,
    Row,
    add,
    add_many,
    amend,
    bulk,
    fetched,
    find,
    made,
    now,
    one_of,
    remove,
    table_of,
)
from workbench.sources.coders import Coder, current_coder
from workbench.sources.documents import Document, Segment
from workbench.text import Span

ORIGINS = ("own", "in vivo", "search", "suggestion", "import")
DIRECTIONS = ("for", "against")


class Coding(Row, table=True):
    """A code on a span of a document by one coder. It belongs to every participant whose words the span touches."""

    __table_args__: Any = (
        one_of("origin", ORIGINS),
        one_of("direction", DIRECTIONS),
        sa.CheckConstraint('start >= anchor AND start < "end"', name="span_is_one"),
        sa.Index("coding_by_place", "document_id", "start"),
        sa.Index("coding_by_code", "code_id", "document_id", "start"),
        AUTOINCREMENT,
    )

    code_id: int = Field(foreign_key="code.id")
    coder_id: int = Field(foreign_key="coder.id")
    document_id: int = Field(foreign_key="document.id")
    anchor: int
    """Where the segment begins in which the span begins; the segments it touches start from here up to `end`."""
    start: int
    end: int
    origin: str = "own"
    direction: str = "for"
    created: str
    reworded: str | None = None
    """When its words were changed beneath it, until somebody has looked whether the code still holds."""


class CodingLine(NamedTuple):
    """A coding as it is drawn beside the text: a named tuple, since a long document has thousands."""

    id: int
    code_id: int
    code: str
    coder_id: int
    coder: str
    start: int
    end: int
    origin: str
    direction: str
    created: str
    reworded: str | None = None


@dataclass(frozen=True, slots=True)
class NewCoding:
    """A coding to be added with many others."""

    code_id: int
    document_id: int
    start: int
    end: int
    direction: str = "for"


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of many codings: how many are new, how many were there, which could not be made and why."""

    added: int
    there_already: int
    left_out: tuple[tuple[NewCoding, str], ...]


class NothingSelectedError(WorkbenchError):
    """There are no words in that selection. Select some words first."""


class OutsideTextError(WorkbenchError):
    """That is outside the text of the document."""


class AlreadyCodedError(WorkbenchError):
    """You have that code on exactly these words already."""


class CodeRetiredError(WorkbenchError):
    """That code is retired. Bring it back in the codebook to use it again."""


class CodeGoneError(WorkbenchError):
    """That code is no longer in the codebook. Choose another."""


class DocumentGoneError(WorkbenchError):
    """That document is no longer in the project."""


_CODING, _SEGMENT, _DOCUMENT = table_of(Coding), table_of(Segment), table_of(Document)
_CODE = sa.table("code", sa.column("id"), sa.column("gone", sa.Boolean()), sa.column("state"))


def _standing() -> sa.Select[Any]:
    """In one statement all that must be known before a coding is written."""
    bind = sa.bindparam
    here = sa.and_(
        _SEGMENT.c.document_id == bind("document"),
        _SEGMENT.c.gone.is_(False),
        _SEGMENT.c.start <= bind("begin"),
    )
    nearest = sa.select(_SEGMENT.c.id).where(here).order_by(_SEGMENT.c.start.desc()).limit(1).scalar_subquery()
    twin = sa.exists().where(
        _CODING.c.document_id == bind("document"),
        _CODING.c.start == bind("begin"),
        _CODING.c.end == bind("finish"),
        _CODING.c.code_id == bind("code"),
        _CODING.c.coder_id == bind("coder"),
        _CODING.c.gone.is_(False),
        _CODING.c.id != bind("but"),
    )
    state = sa.select(_CODE.c.state).where(_CODE.c.id == bind("code"), _CODE.c.gone.is_(False)).scalar_subquery()
    return (
        sa.select(state, twin, _DOCUMENT.c.length, _SEGMENT.c.start, _SEGMENT.c.text)
        .select_from(_DOCUMENT.outerjoin(_SEGMENT, _SEGMENT.c.id == nearest))
        .where(_DOCUMENT.c.id == bind("document"), _DOCUMENT.c.gone.is_(False))
    )


_STANDING = Ready(_standing())
_WORDS = (
    sa.select(_SEGMENT.c.start, _SEGMENT.c.text)
    .where(
        _SEGMENT.c.document_id == sa.bindparam("document"),
        _SEGMENT.c.gone.is_(False),
        _SEGMENT.c.start >= sa.bindparam("anchor"),
        _SEGMENT.c.start < sa.bindparam("finish"),
    )
    .order_by(_SEGMENT.c.start)
)


def _anchor_for(
    session: Session, code_id: int, document_id: int, span: Span, coder: int, *, but: int = 0, retired: bool = False
) -> int:
    """Where the segment begins in which a span begins, once nothing speaks against the coding."""
    if not len(span):
        raise NothingSelectedError
    asked = {"document": document_id, "begin": span.start, "finish": span.end}
    facts = {**asked, "code": code_id, "coder": coder, "but": but}
    found = _STANDING.rows(session, **facts)
    if not found:
        raise DocumentGoneError
    state, twin, length, anchor, text = found[0]
    if state is None:
        raise CodeGoneError
    if state == "retired" and not retired:
        raise CodeRetiredError
    if anchor is None or span.end > length:
        raise OutsideTextError(f"The document ends at {length}; {span.start} to {span.end} is outside its text.")
    if twin:
        raise AlreadyCodedError
    if not text[span.start - anchor : span.end - anchor].strip():
        rest = session.execute(_WORDS, {"document": document_id, "anchor": anchor, "finish": span.end})
        if not any(text[max(0, span.start - start) : span.end - start].strip() for start, text in rest):
            raise NothingSelectedError
    return int(anchor)


def apply_code(
    session: Session,
    code_id: int,
    document_id: int,
    span: Span,
    *,
    coder: int | None = None,
    origin: str = "own",
    direction: str = "for",
) -> int:
    """Put a code on some words and return the coding's key. Others may lie on the same words, whole or in part.

    Args:
        session: A session inside a change.
        code_id: The code.
        document_id: The document.
        span: The words, in code points from the document's start.
        coder: Whose coding it is; the one who has the project open unless told.
        origin: own, in vivo, search, suggestion or import.
        direction: for, or against: evidence that speaks against the code's claim.

    Raises:
        NothingSelectedError: without a word in the span.
        OutsideTextError: beyond the end of the document.
        AlreadyCodedError: when this coder has this code on exactly these words.
        CodeRetiredError, CodeGoneError, DocumentGoneError: as they say.
    """
    coder = current_coder(session) if coder is None else coder
    anchor = _anchor_for(session, code_id, document_id, span, coder)
    return add(
        session,
        Coding,
        code_id=code_id,
        coder_id=coder,
        document_id=document_id,
        anchor=anchor,
        start=span.start,
        end=span.end,
        origin=origin,
        direction=direction,
        created=now(),
    )


def apply_codes(
    session: Session, codings: Iterable[NewCoding], *, coder: int | None = None, origin: str = "import"
) -> Applied:
    """Put many codes on many words at once, as an import does; what cannot be is left out with its reason."""
    coder = current_coder(session) if coder is None else coder
    wanted = list(codings)
    documents = sorted({coding.document_id for coding in wanted})
    states: dict[int, str] = {
        row[0]: row[1] for row in session.execute(sa.select(_CODE.c.id, _CODE.c.state).where(_CODE.c.gone.is_(False)))
    }
    places = _places(session, documents)
    known = _known(session, documents, coder)
    created = now()
    rows: list[dict[str, Any]] = []
    left_out: list[tuple[NewCoding, str]] = []
    twice = 0
    for coding in wanted:
        starts, length = places.get(coding.document_id, ([], -1))
        at = bisect_right(starts, coding.start) - 1
        problem = _problem_with(coding, states.get(coding.code_id), at, length)
        key = (coding.code_id, coding.document_id, coding.start, coding.end)
        if problem is not None:
            left_out.append((coding, str(problem())))
        elif key in known:
            twice += 1
        else:
            known.add(key)
            rows.append(
                {
                    "code_id": coding.code_id,
                    "coder_id": coder,
                    "document_id": coding.document_id,
                    "anchor": starts[at],
                    "start": coding.start,
                    "end": coding.end,
                    "origin": origin,
                    "direction": coding.direction,
                    "created": created,
                }
            )
    with bulk(session, Coding):
        added = add_many(session, Coding, rows)
    return Applied(added, twice, tuple(left_out))


def _problem_with(coding: NewCoding, state: str | None, at: int, length: int) -> type[WorkbenchError] | None:
    """What speaks against one of many codings."""
    if length < 0:
        return DocumentGoneError
    if state is None:
        return CodeGoneError
    if coding.end <= coding.start:
        return NothingSelectedError
    if at < 0 or coding.end > length:
        return OutsideTextError
    return None


def _places(session: Session, documents: list[int]) -> dict[int, tuple[list[int], int]]:
    """Where the segments of each document begin, and its length."""
    found: dict[int, tuple[list[int], int]] = {}
    for document_id in documents:
        length = session.execute(
            sa.select(_DOCUMENT.c.length).where(_DOCUMENT.c.id == document_id, _DOCUMENT.c.gone.is_(False))
        ).scalar()
        if length is not None:
            starts = sa.select(_SEGMENT.c.start).where(
                _SEGMENT.c.document_id == document_id, _SEGMENT.c.gone.is_(False)
            )
            found[document_id] = (list(session.execute(starts.order_by(_SEGMENT.c.start)).scalars()), length)
    return found


def _known(session: Session, documents: list[int], coder: int) -> set[tuple[int, int, int, int]]:
    """The codings that a coder has in these documents."""
    cells = (_CODING.c.code_id, _CODING.c.document_id, _CODING.c.start, _CODING.c.end)
    found: set[tuple[int, int, int, int]] = set()
    for document_id in documents:
        chosen = sa.select(*cells).where(
            _CODING.c.document_id == document_id, _CODING.c.coder_id == coder, _CODING.c.gone.is_(False)
        )
        found.update((row[0], row[1], row[2], row[3]) for row in session.execute(chosen))
    return found


def adjust(session: Session, coding_id: int, span: Span) -> None:
    """Move either end of a coding; the same things are refused as when it is made, but for a code retired since."""
    coding = find(session, Coding, coding_id)
    anchor = _anchor_for(
        session, coding.code_id, coding.document_id, span, coding.coder_id, but=coding_id, retired=True
    )
    amend(session, Coding, coding_id, anchor=anchor, start=span.start, end=span.end, reworded=None)


def still_holds(session: Session, coding_id: int) -> None:
    """Say of a coding whose words were changed that its code still holds."""
    find(session, Coding, coding_id)
    amend(session, Coding, coding_id, reworded=None)


def set_direction(session: Session, coding_id: int, direction: str) -> None:
    """Say of a coding that its words speak for or against."""
    if direction not in DIRECTIONS:
        raise ValueError(f"not a direction: {direction}")
    find(session, Coding, coding_id)
    amend(session, Coding, coding_id, direction=direction)


def remove_coding(session: Session, coding_id: int) -> None:
    """Take a coding off its words."""
    find(session, Coding, coding_id)
    remove(session, Coding, coding_id)


_CODER = table_of(Coder)
_NAMES = Ready(sa.select(_CODER.c.id, _CODER.c.name))
_LINES = sa.select(
    _CODING.c.id,
    _CODING.c.code_id,
    _CODING.c.coder_id,
    _CODING.c.start,
    _CODING.c.end,
    _CODING.c.origin,
    _CODING.c.direction,
    _CODING.c.created,
    _CODING.c.reworded,
).where(_CODING.c.gone.is_(False))
_LINE = Ready(_LINES.where(_CODING.c.id == sa.bindparam("key")))
_IN_DOCUMENT = _LINES.where(_CODING.c.document_id == sa.bindparam("document")).order_by(
    _CODING.c.start, _CODING.c.end.desc(), _CODING.c.id
)


def coding_line(session: Session, key: int) -> CodingLine | None:
    """One coding by its key; None when it is gone."""
    return next(iter(_lines(session, _LINE.rows(session, key=key))), None)


def codings_in(session: Session, document_id: int, *, coder: int | None = None) -> list[CodingLine]:
    """The codings of a document in the order of their words, longer ones first where two begin together."""
    chosen = _IN_DOCUMENT if coder is None else _IN_DOCUMENT.where(_CODING.c.coder_id == coder)
    return _lines(session, fetched(session, chosen, {"document": document_id}))


def codings_at(session: Session, document_id: int, position: int) -> list[CodingLine]:
    """The codings that lie on one character."""
    here = _IN_DOCUMENT.where(_CODING.c.start <= position, _CODING.c.end > position)
    return _lines(session, fetched(session, here, {"document": document_id}))


def _lines(session: Session, rows: list[tuple[Any, ...]]) -> list[CodingLine]:
    """Codings as lines."""
    if not rows:
        return []
    keys, codes, coders, *rest = zip(*rows, strict=True)
    paths, names = paths_of(session, set(codes)), dict(_NAMES.rows(session))
    cells = zip(
        keys, codes, (paths.get(code, "") for code in codes), coders, map(names.get, coders), *rest, strict=True
    )
    return made(CodingLine, cells)
