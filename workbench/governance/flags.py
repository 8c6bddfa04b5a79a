"""Flags on passages: words about harm that call for help, and words that somebody who was there would know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.governance.places import in_documents
from workbench.rows import AUTOINCREMENT, Row, add, amend, find, now, one_of, remove, table_of
from workbench.sources.coders import coder_names, current_coder
from workbench.text import Span

SAFEGUARDING = "safeguarding"
RECOGNISABLE = "recognisable"
KINDS = (SAFEGUARDING, RECOGNISABLE)
SAYS = {
    SAFEGUARDING: "held back for safeguarding",
    RECOGNISABLE: "somebody who was there would know whose words these are",
}
"""Each kind as people read it."""


class PassageFlag(Row, table=True):
    """A passage that is held back: code points from its document's start, half-open."""

    __tablename__ = "passage_flag"
    __table_args__: Any = (
        one_of("kind", KINDS),
        sa.Index("passage_flag_by_place", "document_id", "start"),
        AUTOINCREMENT,
    )

    document_id: int = Field(foreign_key="document.id")
    start: int
    end: int
    kind: str
    reason: str = ""
    contact: str = ""
    """Who was told: a role or an office, such as the council's safeguarding lead."""
    action: str = ""
    """What was done."""
    done_on: str | None = None
    paraphrase: str = ""
    """The same in other words, shown instead once a second reader agrees."""
    coder_id: int = Field(foreign_key="coder.id")
    created: str
    second_id: int | None = Field(default=None, foreign_key="coder.id")
    """The second reader, who agrees that the paraphrase gives nobody away."""
    second_at: str | None = None


class NothingIsFlaggedError(WorkbenchError):
    """Choose the words first, with shift and the arrows, and flag them then."""


class NoOtherWordsError(WorkbenchError):
    """Nobody has said this in other words yet. Write that first; a second reader agrees to it then."""


class SameReaderError(WorkbenchError):
    """The second reader has to be somebody else than who said it in other words: open the project under their name."""


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A flag as lists show it: where, why, what was done. It holds none of the flagged words."""

    id: int
    document_id: int
    document: str
    start: int
    end: int
    kind: str
    reason: str
    contact: str
    action: str
    done_on: str
    paraphrase: str
    who: str
    created: str
    second: str
    """The second reader, empty until one agreed."""

    @property
    def span(self) -> Span:
        """The flagged words' place."""
        return Span(self.start, self.end)

    @property
    def is_settled(self) -> bool:
        """Whether what a flag of this kind asks for has been done."""
        return bool(self.done_on) if self.kind == SAFEGUARDING else bool(self.second)

    def state(self) -> str:
        """What has been done and what is wanted, in words."""
        if self.kind == SAFEGUARDING:
            if self.done_on:
                return f"{self.action or 'done'}, {self.done_on}"
            written = "; ".join(filter(None, [f"{self.contact} was told" if self.contact else "", self.action]))
            return f"{written}; the day is not said" if written else "nothing recorded as done yet"
        if self.second:
            return f"in other words, {self.second} agreed"
        return "in other words; a second reader is wanted" if self.paraphrase else "not said in other words yet"


@dataclass(frozen=True, slots=True)
class Held:
    """What is held back in a project, by the document's name."""

    flags: Mapping[str, tuple[FlagLine, ...]]

    def over(self, document: str, start: int, end: int) -> tuple[FlagLine, ...]:
        """The flags that touch a place, those for safeguarding first."""
        found = [one for one in self.flags.get(document, ()) if one.start < end and start < one.end]
        return tuple(sorted(found, key=lambda one: (one.kind != SAFEGUARDING, one.start)))


def in_other_words(text: str, start: int, flags: Iterable[FlagLine]) -> str:
    """A text that begins at `start` of its document, with each flagged piece replaced by its paraphrase in brackets."""
    said, at = [], start
    for one in sorted(flags, key=lambda one: one.start):
        if one.end <= at:
            continue
        said += [text[at - start : max(at, one.start) - start], f"[in other words: {one.paraphrase}]"]
        at = one.end
    return "".join([*said, text[max(0, at - start) :]])


def flag(
    session: Session, document_id: int, span: Span, kind: str, *, reason: str = "", contact: str = "", action: str = ""
) -> int:
    """Hold a passage back: for safeguarding, or because somebody who was there would know whose words they are.

    Args:
        session: inside a change.
        document_id: the document.
        span: code points from its start.
        kind: `safeguarding` or `recognisable`.
        reason: why, in a few words.
        contact: for safeguarding, who was told: a role or an office.
        action: for safeguarding, what was done.

    Raises NothingIsFlaggedError where no words are chosen.
    """
    if kind not in KINDS or span.end <= span.start:
        raise NothingIsFlaggedError
    return add(
        session,
        PassageFlag,
        document_id=document_id,
        start=span.start,
        end=span.end,
        kind=kind,
        reason=reason.strip(),
        contact=contact.strip(),
        action=action.strip(),
        coder_id=current_coder(session),
        created=now(),
    )


def record_action(session: Session, flag_id: int, *, contact: str, action: str, done_on: str | None) -> None:
    """Write down who was told and what was done; with a day (as 2026-03-14) the flag counts as settled."""
    find(session, PassageFlag, flag_id)
    amend(session, PassageFlag, flag_id, contact=contact.strip(), action=action.strip(), done_on=done_on or None)


def say_in_other_words(session: Session, flag_id: int, paraphrase: str) -> None:
    """Write the passage in other words; a second reader has to agree again."""
    find(session, PassageFlag, flag_id)
    cells = {"coder_id": current_coder(session), "second_id": None, "second_at": None}
    amend(session, PassageFlag, flag_id, paraphrase=" ".join(paraphrase.split()), **cells)


def agree(session: Session, flag_id: int) -> None:
    """Agree as a second reader that the other words give nobody away.

    Raises NoOtherWordsError, and SameReaderError for whoever wrote them.
    """
    row = find(session, PassageFlag, flag_id)
    if not row.paraphrase:
        raise NoOtherWordsError
    if row.coder_id == current_coder(session):
        raise SameReaderError
    amend(session, PassageFlag, flag_id, second_id=current_coder(session), second_at=now())


def lift(session: Session, flag_id: int) -> None:
    """Take a flag away; the words are shown again where consent allows."""
    find(session, PassageFlag, flag_id)
    remove(session, PassageFlag, flag_id)


def flags(session: Session, document_id: int | None = None) -> list[FlagLine]:
    """Every flag of a project or of one document, in the order of the text."""
    names = coder_names(session)
    row, chosen = table_of(PassageFlag).c, in_documents(PassageFlag)
    if document_id is not None:
        chosen = chosen.where(row.document_id == document_id)
    return [
        FlagLine(
            id=one.id,
            document_id=one.document_id,
            document=one.name,
            start=one.start,
            end=one.end,
            kind=one.kind,
            reason=one.reason,
            contact=one.contact,
            action=one.action,
            done_on=one.done_on or "",
            paraphrase=one.paraphrase,
            who=names.get(one.coder_id, ""),
            created=one.created,
            second=names.get(one.second_id, "") if one.second_id else "",
        )
        for one in session.execute(chosen.order_by(row.document_id, row.start, row.id))
    ]


def held(session: Session) -> Held:
    """What is held back, ready to be asked for many passages."""
    by_document: dict[str, list[FlagLine]] = defaultdict(list)
    for one in flags(session):
        by_document[one.document].append(one)
    return Held({name: tuple(lines) for name, lines in by_document.items()})


def held_spans(session: Session) -> dict[int, tuple[Span, ...]]:
    """What is held back for safeguarding, by the document's key: it stands in no list, search or suggestion."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for document, start, end in session.connection().execute(_HELD):
        spans[document].append(Span(start, end))
    return {document: tuple(found) for document, found in spans.items()}


_FLAGS = table_of(PassageFlag)
_HELD = (
    sa.select(_FLAGS.c.document_id, _FLAGS.c.start, _FLAGS.c.end)
    .where(_FLAGS.c.gone.is_(False), _FLAGS.c.kind == SAFEGUARDING)
    .order_by(_FLAGS.c.document_id, _FLAGS.c.start)
)
