"""Who was asked what: the record without which nobody can say that people were silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add,
    add_many,
    amend,
    bulk,
    find,
    find_guid,
    guid_for,
    guid_text,
    live,
    one_of,
    table_of,
)
from workbench.sources.cases import Case

STATES = ("asked", "volunteered", "prompted", "not asked", "not recorded")


class Question(Row, table=True):
    """A question of the topic guide; findings and topic rows may say which one they answer."""

    short: str = Field(index=True)
    text: str
    position: int = 0


class Asked(Row, table=True):
    """Whether one case was asked one question. No row: not recorded."""

    __table_args__: Any = (
        one_of("state", STATES),
        sa.Index("asked_by_question", "question_id", "case_id"),
        AUTOINCREMENT,
    )

    case_id: int = Field(foreign_key="cases.id")
    question_id: int = Field(foreign_key="question.id")
    state: str = "not recorded"


class AskedIsUnclearError(WorkbenchError):
    """Whether somebody was asked is: asked, volunteered, prompted, not asked, or not recorded."""


@dataclass(frozen=True, slots=True)
class AskedCount:
    """Of how many people it is known whether they were asked one question; all counts are people."""

    asked: int = 0
    volunteered: int = 0
    prompted: int = 0
    not_asked: int = 0
    not_recorded: int = 0

    @property
    def were_asked(self) -> int:
        """People who had the question put to them: asked or prompted."""
        return self.asked + self.prompted

    @property
    def spoke_of_it(self) -> int:
        """People with whom it came up at all: asked, prompted, or by themselves."""
        return self.asked + self.prompted + self.volunteered

    @property
    def people(self) -> int:
        """Everybody who was interviewed."""
        return self.spoke_of_it + self.not_asked + self.not_recorded


def question_named(session: Session, short: str, *, text: str = "", position: int = 0) -> int:
    """The question of the topic guide with that short name, taken in when new."""
    guid = guid_for(session, "topic question", short)
    found = find_guid(session, Question, guid)
    if found is None:
        return add(session, Question, guid=guid, short=short, text=text or short, position=position)
    assert found.id is not None
    if found.gone:
        amend(session, Question, found.id, gone=False)
    return found.id


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of the topic guide as it is listed."""

    id: int
    short: str
    text: str


def topic_guide(session: Session) -> list[QuestionLine]:
    """The questions of the topic guide, in their order."""
    question = table_of(Question)
    rows = session.execute(live(Question).order_by(question.c.position, question.c.id)).scalars()
    return [QuestionLine(row.id or 0, row.short, row.text) for row in rows]


def _guid(session: Session, case: Case, question: Question) -> bytes:
    """The key of whether a case was asked a question."""
    return guid_for(session, "asked", f"{guid_text(case.guid)} {guid_text(question.guid)}")


def record_asked(session: Session, case_id: int, question_id: int, state: str) -> None:
    """Write down whether a case was asked a question; a later word replaces an earlier one."""
    if state not in STATES:
        raise AskedIsUnclearError
    case, question = find(session, Case, case_id), find(session, Question, question_id)
    guid = _guid(session, case, question)
    found = find_guid(session, Asked, guid)
    if found is None:
        add(session, Asked, guid=guid, case_id=case_id, question_id=question_id, state=state)
    else:
        assert found.id is not None
        amend(session, Asked, found.id, state=state, gone=False)


def record_all_asked(session: Session, case_ids: Iterable[int], states: Mapping[int, str]) -> None:
    """Write down at once what many cases were asked alike, as in a survey; `states` is by question."""
    if not set(states.values()) <= set(STATES):
        raise AskedIsUnclearError
    wanted = set(case_ids)
    people = [row for row in session.execute(live(Case)).scalars() if row.id in wanted]
    questions = {key: find(session, Question, key) for key in states}
    there = set(session.execute(sa.select(table_of(Asked).c.guid)).scalars())
    new = []
    for case in people:
        for question, state in states.items():
            guid = _guid(session, case, questions[question])
            if guid in there:
                record_asked(session, case.id or 0, question, state)
            else:
                new.append({"guid": guid, "case_id": case.id, "question_id": question, "state": state})
    with bulk(session, Asked):
        add_many(session, Asked, new)


def asked_counts(session: Session, question_id: int) -> AskedCount:
    """How many of the people interviewed were asked one question. No record counts as not recorded.

    People interviewed are the participants of transcripts, and whoever has a record for the question.
    """
    from workbench.sources.speakers import Speaker

    states = {
        row.case_id: row.state
        for row in session.execute(live(Asked).where(table_of(Asked).c.question_id == question_id)).scalars()
    }
    speaker, case = table_of(Speaker), table_of(Case)
    interviewed = session.execute(
        sa.select(speaker.c.case_id)
        .distinct()
        .join(case, case.c.id == speaker.c.case_id)
        .where(speaker.c.gone.is_(False), case.c.gone.is_(False))
    ).scalars()
    counts = Counter({**dict.fromkeys(interviewed, "not recorded"), **states}.values())
    return AskedCount(
        asked=counts["asked"],
        volunteered=counts["volunteered"],
        prompted=counts["prompted"],
        not_asked=counts["not asked"],
        not_recorded=counts["not recorded"],
    )
