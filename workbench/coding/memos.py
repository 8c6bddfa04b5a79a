"""Memos: what a researcher thinks, hung on whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, find, live, now, one_of, remove, table_of
from workbench.sources.coders import coder_names, current_coder
from workbench.text import Span

ABOUT = ("project", "document", "case", "code", "coding", "theme", "finding")
KINDS = ("memo", "note", "journal")


class Memo(Row, table=True):
    """A memo on something of the project; a note is a pencil mark on a passage without a code."""

    __table_args__: Any = (
        one_of("about", ABOUT),
        one_of("kind", KINDS),
        sa.Index("memo_by_thing", "about", "thing_id"),
        AUTOINCREMENT,
    )

    coder_id: int = Field(foreign_key="coder.id")
    about: str
    thing_id: int | None = None
    """The key of the thing; None for the project itself."""
    kind: str = "memo"
    text: str
    start: int | None = None
    end: int | None = None
    created: str


@dataclass(frozen=True, slots=True)
class MemoLine:
    """A memo as it is read: who wrote it when, on what."""

    id: int
    about: str
    thing_id: int | None
    kind: str
    text: str
    coder: str
    start: int | None
    end: int | None
    created: str


class MemoIsEmptyError(WorkbenchError):
    """There is nothing in the memo. Write something, or leave it with escape."""


class MemoOnNothingError(WorkbenchError):
    """A memo is on the project, or on a document, person, code, coding, theme or finding."""


def write_memo(
    session: Session,
    text: str,
    *,
    about: str,
    thing_id: int | None = None,
    kind: str = "memo",
    span: Span | None = None,
    coder: int | None = None,
) -> int:
    """Write a memo and return its key.

    Args:
        session: A session inside a change.
        text: What the researcher thinks.
        about: project, document, case, code, coding, theme or finding.
        thing_id: The thing's key; None for the project.
        kind: memo, note (a pencil mark on a passage) or journal.
        span: For a note: the words it is beside.
        coder: Who writes; the one who has the project open unless told.

    Raises:
        MemoIsEmptyError: without a word.
        MemoOnNothingError: on what is none of these.
    """
    if not text.strip():
        raise MemoIsEmptyError
    if about not in ABOUT or kind not in KINDS or (thing_id is None) != (about == "project"):
        raise MemoOnNothingError
    return add(
        session,
        Memo,
        coder_id=current_coder(session) if coder is None else coder,
        about=about,
        thing_id=thing_id,
        kind=kind,
        text=text.strip(),
        start=span.start if span else None,
        end=span.end if span else None,
        created=now(),
    )


def amend_memo(session: Session, memo_id: int, text: str) -> None:
    """Change what a memo says."""
    if not text.strip():
        raise MemoIsEmptyError
    find(session, Memo, memo_id)
    amend(session, Memo, memo_id, text=text.strip())


def remove_memo(session: Session, memo_id: int) -> None:
    """Take a memo away."""
    find(session, Memo, memo_id)
    remove(session, Memo, memo_id)


def memos_on(session: Session, about: str, thing_id: int | None = None) -> list[MemoLine]:
    """The memos on one thing, the oldest first."""
    memo = table_of(Memo)
    return _lines(session, memo.c.about == about, memo.c.thing_id == thing_id)


def memos(session: Session, *, kind: str | None = None) -> list[MemoLine]:
    """Every memo, the oldest first; of one kind, or of all."""
    return _lines(session, *([table_of(Memo).c.kind == kind] if kind else []))


def _lines(session: Session, *only: sa.ColumnElement[bool]) -> list[MemoLine]:
    """Memos as lines."""
    names = coder_names(session)
    rows = session.execute(live(Memo).where(*only).order_by(table_of(Memo).c.id)).scalars()
    return [
        MemoLine(
            row.id or 0,
            row.about,
            row.thing_id,
            row.kind,
            row.text,
            names.get(row.coder_id, ""),
            row.start,
            row.end,
            row.created,
        )
        for row in rows
    ]
