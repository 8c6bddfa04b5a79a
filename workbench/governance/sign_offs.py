"""Sign-offs: a second reader's word that a quote may be shown to an audience although its risk is raised."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL, audience_named
from workbench.governance.places import in_documents
from workbench.rows import AUTOINCREMENT, Row, add, amend, find, guid_for, guid_text, now, remove, table_of
from workbench.sources.coders import coder_names, current_coder
from workbench.sources.documents import segments_at
from workbench.text import Span

QUESTIONS = {
    "near": "Would family, school, work or neighbours know from these words who it is?",
    "search": "Could somebody who searches the news and the web find out who it is?",
    "together": "Could somebody who puts together all that this person is quoted with find out who it is?",
    "harm": "What could happen to the person, or to anybody they speak of, if somebody did?",
}
"""What a second reader answers: what somebody would ask who wanted to find out, as the ICO's motivated intruder does."""
State = Literal["waiting", "agreed", "refused", "words changed"]
SAYS: dict[State, str] = {
    "waiting": "waits for a second reader",
    "agreed": "a second reader agreed",
    "refused": "a second reader did not agree",
    "words changed": "agreed, but the words were changed since: ask again",
}


class SignOff(Row, table=True):
    """A quote that one person asks to show and another agrees to, for one audience and with these descriptors."""

    __tablename__ = "sign_off"
    __table_args__: Any = (sa.Index("sign_off_by_place", "document_id", "start"), AUTOINCREMENT)

    document_id: int = Field(foreign_key="document.id")
    start: int
    end: int
    audience: str
    descriptors: str = "[]"
    """Names of the attributes printed beside it, as JSON."""
    risk: str = ""
    """Why a second reader was wanted, in words, when it was asked for."""
    answers: str = "{}"
    """What was answered to the questions about who could recognise the person, as JSON."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str
    second_id: int | None = Field(default=None, foreign_key="coder.id")
    second_at: str | None = None
    refused: str = ""
    """Why the second reader did not agree."""


class NoWordsThereError(WorkbenchError):
    """There are no words in that place. Choose the words first."""


class TeamNeedsNoneError(WorkbenchError):
    """The team itself may read its quotes: a second reader is asked for readers outside it. Name them."""


class AskedAlreadyError(WorkbenchError):
    """A second reader is asked already whether these words may be shown to these readers. See Governance."""


class AskerReadsError(WorkbenchError):
    """The second reader has to be somebody else than who asked: open the project under their name."""


class QuestionLeftOpenError(WorkbenchError):
    """A second reader answers every question before agreeing; a word is enough where the answer is plain."""


class ReasonMissingError(WorkbenchError):
    """Say in a few words why not, so that whoever asked can do something about it."""


@dataclass(frozen=True, slots=True)
class SignOffLine:
    """What a second reader was asked, as lists show it: where, for whom, why, and what came of it. It holds no words."""

    id: int
    document_id: int
    document: str
    start: int
    end: int
    audience: str
    descriptors: tuple[str, ...]
    risk: str
    answers: Mapping[str, str]
    """By the keys of `QUESTIONS`."""
    who: str
    at: str
    second: str
    refused: str
    state: State

    @property
    def span(self) -> Span:
        """The place of the words."""
        return Span(self.start, self.end)

    def says(self) -> str:
        """What came of it, in words."""
        if self.state == "refused":
            return f"{self.second} did not agree: {self.refused}"
        return f"{self.second} agreed" if self.state == "agreed" else SAYS[self.state]


def ask(
    session: Session, document_id: int, span: Span, audience: str, *, risk: str = "", descriptors: Sequence[str] = ()
) -> int:
    """Ask for a second reader, for words that would be shown to readers outside the team.

    Args:
        session: inside a change.
        document_id: the document.
        span: code points from its start; all of it for a whole transcript.
        audience: who would read it; AudienceUnknownError when the project does not know it.
        risk: why a second reader is wanted, in words.
        descriptors: the attributes that may be printed beside the words.

    Raises NoWordsThereError, TeamNeedsNoneError, AskedAlreadyError.
    """
    known = audience_named(session, audience).name
    if known == INTERNAL:
        raise TeamNeedsNoneError
    words = _words_at(session, document_id, span)
    if not words.strip():
        raise NoWordsThereError
    there = [
        one for one in sign_offs(session) if (one.document_id, one.span, one.audience) == (document_id, span, known)
    ]
    if any(one.state in {"waiting", "agreed"} for one in there):
        raise AskedAlreadyError
    for one in there:
        if one.state == "words changed":
            remove(session, SignOff, one.id)
    return add(
        session,
        SignOff,
        document_id=document_id,
        start=span.start,
        end=span.end,
        audience=known,
        descriptors=json.dumps(list(descriptors), ensure_ascii=False),
        risk=risk.strip(),
        answers=_kept({}, _mark(session, words)),
        coder_id=current_coder(session),
        at=now(),
    )


def agree(session: Session, key: int, answers: Mapping[str, str]) -> None:
    """Agree as a second reader that the words may be shown, with every one of `QUESTIONS` answered.

    Raises AskerReadsError, QuestionLeftOpenError.
    """
    row = _for_second(session, key)
    if any(not answers.get(question, "").strip() for question in QUESTIONS):
        raise QuestionLeftOpenError
    words = _words_at(session, row.document_id, Span(row.start, row.end))
    _settle(session, key, answers=_kept(answers, _mark(session, words)), refused="")


def refuse(session: Session, key: int, why: str, answers: Mapping[str, str] | None = None) -> None:
    """Say as a second reader that the words may not be shown, and why.

    Raises AskerReadsError, ReasonMissingError.
    """
    row = _for_second(session, key)
    if not why.strip():
        raise ReasonMissingError
    mark = json.loads(row.answers).get("words", "")
    _settle(session, key, answers=_kept(answers or {}, mark), refused=why.strip())


def take_back(session: Session, key: int) -> None:
    """Take a question to a second reader away, with what came of it; the words are held back again."""
    find(session, SignOff, key)
    remove(session, SignOff, key)


def sign_offs(session: Session, audience: str | None = None) -> list[SignOffLine]:
    """Everything a second reader was asked, for all audiences or one, the newest first."""
    names = coder_names(session)
    row, chosen = table_of(SignOff).c, in_documents(SignOff)
    if audience is not None:
        chosen = chosen.where(row.audience == audience)
    return [_line(session, one, names) for one in session.execute(chosen.order_by(row.id.desc())).all()]


def agreed(session: Session, audience: str) -> list[SignOffLine]:
    """What a second reader agreed to for an audience, of words that are as they were then."""
    return [one for one in sign_offs(session, audience) if one.state == "agreed"]


def _line(session: Session, one: Any, names: Mapping[int, str]) -> SignOffLine:
    kept = json.loads(one.answers)
    state: State = "waiting"
    if one.second_id is not None:
        state = "refused" if one.refused else "agreed"
    if state == "agreed":
        words = _words_at(session, one.document_id, Span(one.start, one.end))
        state = "agreed" if _mark(session, words) == kept.get("words") else "words changed"
    return SignOffLine(
        id=one.id,
        document_id=one.document_id,
        document=one.name,
        start=one.start,
        end=one.end,
        audience=one.audience,
        descriptors=tuple(json.loads(one.descriptors)),
        risk=one.risk,
        answers=kept.get("questions", {}),
        who=names.get(one.coder_id, ""),
        at=one.at,
        second=names.get(one.second_id, "") if one.second_id else "",
        refused=one.refused,
        state=state,
    )


def _for_second(session: Session, key: int) -> SignOff:
    row = find(session, SignOff, key)
    if row.coder_id == current_coder(session):
        raise AskerReadsError
    return row


def _settle(session: Session, key: int, *, answers: str, refused: str) -> None:
    cells = {"answers": answers, "refused": refused}
    amend(session, SignOff, key, second_id=current_coder(session), second_at=now(), **cells)


def _kept(answers: Mapping[str, str], mark: str) -> str:
    """Answers as they are kept, with a mark of the words they are about."""
    questions = {key: answers[key].strip() for key in QUESTIONS if answers.get(key, "").strip()}
    return json.dumps({"questions": questions, "words": mark}, ensure_ascii=False)


def _mark(session: Session, words: str) -> str:
    """What tells whether words are as they were; without the project's secret nobody can guess them from it."""
    return guid_text(guid_for(session, "words that a second reader read", words))


def _words_at(session: Session, document_id: int, span: Span) -> str:
    found = segments_at(session, document_id, span)
    return "\n".join(one.text[max(0, span.start - one.start) : span.end - one.start] for one in found)
