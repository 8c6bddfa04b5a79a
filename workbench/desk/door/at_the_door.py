"""What the door says of quotes for an audience, before anything leaves: which would go, which not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.by_group import LIVES, usual_groups
from workbench.coding.retrieval import passages
from workbench.desk.door.copying import spoken_words
from workbench.desk.door.quoted import descriptors
from workbench.governance.audiences import INTERNAL
from workbench.governance.quote_risk import Beside, Risk, looked_at
from workbench.governance.quoting import Quote, Withheld, Words, WordsT, quote, quotes
from workbench.governance.samples import people_needed
from workbench.governance.sign_offs import SignOffLine, ask, sign_offs
from workbench.rows import find, table_of
from workbench.sources.documents import Document, document_named
from workbench.text import Span

Says = Literal["held back", "second reader", "goes through"]


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """One quote at the door for an audience; it holds no words."""

    document_id: int
    document: str
    start: int
    end: int
    audience: str
    says: Says
    why: str
    """Why it is held back; empty where it goes through."""
    risk: Risk | None
    asked: SignOffLine | None
    """What a second reader was asked about these very words."""

    @property
    def span(self) -> Span:
        """The place of the words."""
        return Span(self.start, self.end)

    @property
    def reasons(self) -> str:
        """What was found and what is done about it, in one sentence or two."""
        found = "; ".join(self.risk.reasons()) if self.risk else ""
        if self.says == "held back":
            return f"{self.why} {_sentence(found)}".strip()
        return _sentence(found) or "None of what was looked for was found."


def at_the_door(session: Session, audience: str) -> list[AtTheDoor]:
    """Every coded passage, each place once: those that wait for a second reader first, then what is held back."""
    every = {(one.document, one.start, one.end): one for one in passages(session)}
    order: dict[Says, int] = {"second reader": 0, "held back": 1, "goes through": 2}
    return sorted(_said(session, list(every.values()), audience), key=lambda one: order[one.says])


def said_of(session: Session, document_id: int, span: Span, audience: str) -> AtTheDoor:
    """What the door says of the words in a place; NotInProjectError where there are none."""
    return _said(session, [spoken_words(session, document_id, span)], audience)[0]


def words_to_read(session: Session, document_id: int, span: Span) -> str:
    """The words of a place as the team may read them, for a second reader; the reason where it may not."""
    answer = quote(session, spoken_words(session, document_id, span), INTERNAL)
    return answer.why if isinstance(answer, Withheld) else answer.text


def what_green_means() -> str:
    """What was looked at, and what nobody looked at."""
    return looked_at()


def ask_second_reader(session: Session, found: Iterable[AtTheDoor]) -> int:
    """Ask for a second reader of each quote that waits for one and of which none was asked yet; gives how many."""
    names = described_by(session)
    asked = 0
    for one in found:
        if one.says == "second reader" and one.asked is None:
            ask(session, one.document_id, one.span, one.audience, risk=one.reasons, descriptors=names)
            asked += 1
    return asked


def ask_for_transcript(session: Session, document: str, audience: str) -> int:
    """Ask for a second reader of a whole transcript: all that is said in it stands together."""
    key = document_named(session, document)
    why = "All that somebody says in it stands together, which makes a portrait."
    return ask(session, key, Span(0, find(session, Document, key).length), audience, risk=why)


def described_by(session: Session) -> list[str]:
    """The attributes that may stand beside quotes: those that make groups."""
    return [name for name in usual_groups(session) if name != LIVES]


def _said(session: Session, wanted: Sequence[WordsT], audience: str) -> list[AtTheDoor]:
    names = described_by(session)
    known = descriptors(session, names, people_needed(session, audience))
    through, back = quotes(session, wanted, audience, beside=Beside(described=known, names=tuple(names)))
    asked = {(one.document, one.start, one.end): one for one in reversed(sign_offs(session, audience))}
    document = table_of(Document)
    keys = dict(session.execute(sa.select(document.c.name, document.c.id)).all())
    answers: dict[tuple[str, int, int], Quote[WordsT] | Withheld] = {_place(one.passage): one for one in through}
    answers |= {(one.document, one.start, one.end): one for one in back}
    found = []
    for one in wanted:
        place = _place(one)
        answer = answers[place]
        says: Says = "goes through"
        if isinstance(answer, Withheld):
            says = "second reader" if answer.risk is not None and answer.risk.level == "amber" else "held back"
        why = answer.why if isinstance(answer, Withheld) else ""
        found.append(AtTheDoor(keys[one.document], *place, audience, says, why, answer.risk, asked.get(place)))
    return found


def _place(one: Words) -> tuple[str, int, int]:
    return one.document, one.start, one.end


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}." if said else ""
