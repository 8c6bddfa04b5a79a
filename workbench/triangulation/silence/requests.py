"""Requests: what a silence asks for, a figure from a partner or a question to people, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.governance.wording import places_in
from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add,
    amend,
    find,
    find_guid,
    guid_for,
    live,
    now,
    one_of,
    remove,
    table_of,
)
from workbench.sources.asked import Question, question_named
from workbench.sources.coders import current_coder
from workbench.sources.dates import days_in
from workbench.text import day_in_words
from workbench.triangulation.listed import listed
from workbench.triangulation.protocol.topic_rows import TopicRow, topic_titles

KINDS = ("figure", "question")
STATES = ("planned", "asked", "answered", "given up")
GLYPHS = {"planned": "○", "asked": "→", "answered": "✓", "given up": "×"}
_CODE = re.compile(r"\b[EWSNJ]\d{8}\b")


class Request(Row, table=True):
    """Something wanted, so that a source that says nothing on a topic can speak."""

    __table_args__: Any = (one_of("kind", KINDS), one_of("state", STATES), AUTOINCREMENT)

    row_id: int | None = Field(default=None, foreign_key="topic_row.id", index=True)
    source: str = ""
    """The source that is silent."""
    kind: str
    wanted: str
    whom: str = ""
    """Who is asked: an office or a publisher, or which people."""
    question_id: int | None = Field(default=None, foreign_key="question.id")
    """The question of the topic guide that was made of it."""
    state: str = "planned"
    due: str = ""
    came: str = ""
    """What came of it."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as it is listed. `due` is an ISO day or empty; `areas` are the codes of the areas that it names."""

    id: int
    kind: str
    row_id: int | None
    row: str
    source: str
    wanted: str
    whom: str
    question: str
    state: str
    due: str
    came: str
    who: str
    at: str
    areas: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for something."""
        return self.state in {"planned", "asked"}

    def is_late(self, today: date) -> bool:
        """Whether it should have come by now."""
        return self.is_open and bool(self.due) and self.due < today.isoformat()

    @property
    def said(self) -> str:
        """It in one sentence: what is wanted of whom, by when, and what came of it."""
        what = "Ask people" if self.kind == "question" else "Ask for a figure"
        whom = f", of {self.whom}" if self.whom else ""
        due = f", by {day_in_words(date.fromisoformat(self.due))}" if self.due else ""
        came = f" {self.came}" if self.came else ""
        return f"{what}: {self.wanted}{whom}{due}. {self.state_words}.{came}"

    @property
    def state_words(self) -> str:
        """Its state with a glyph."""
        said = {"planned": "Planned", "asked": "Asked, no answer yet", "answered": "Answered", "given up": "Given up"}
        return f"{GLYPHS[self.state]} {said[self.state]}"


class RequestIsEmptyError(WorkbenchError):
    """A request says what is wanted. Write it in a few words."""


class RequestNeedsSomebodyError(WorkbenchError):
    """A request goes to somebody. Write who holds the figure, or which people are to be asked."""


class DueIsNoDayError(WorkbenchError):
    """Write the day by which it is wanted as 3 March 2027 or 2027-03-03, or leave it empty."""


class RequestNeedsAnswerError(WorkbenchError):
    """Write in a sentence what came of it, or why it was given up."""


class QuestionIsThereError(WorkbenchError):
    """The topic guide has another question of that short name. Give this one another."""


def request_figure(
    session: Session,
    wanted: str,
    *,
    whom: str,
    area: str = "",
    due: str = "",
    row_id: int | None = None,
    source: str = "",
) -> int:
    """Ask somebody for a figure. `area` is a name or a code, `due` a day in words or as ISO.

    Raises RequestIsEmptyError, RequestNeedsSomebodyError, DueIsNoDayError.
    """
    if not wanted.strip():
        raise RequestIsEmptyError
    if not whom.strip():
        raise RequestNeedsSomebodyError
    what = f"{wanted.strip().rstrip('.')}{for_area(area)}"
    return _add(session, kind="figure", wanted=what, whom=whom, due=due, row_id=row_id, source=source)


def request_question(
    session: Session,
    text: str,
    *,
    short: str,
    whom: str,
    due: str = "",
    row_id: int | None = None,
    source: str = "",
) -> int:
    """Ask people something: a question is added to the topic guide, at its end, and the request is tied to it.

    A topic row that names no question names this one from now on, so that asking counts for it.
    Raises RequestIsEmptyError, RequestNeedsSomebodyError, DueIsNoDayError, QuestionIsThereError.
    """
    if not text.strip() or not short.strip():
        raise RequestIsEmptyError(None if not text.strip() else "Give the question a short name for the topic guide.")
    if not whom.strip():
        raise RequestNeedsSomebodyError
    due = day_of(due)
    there = find_guid(session, Question, guid_for(session, "topic question", short.strip()))
    if there is not None and not there.gone and there.text.strip() != text.strip():
        raise QuestionIsThereError(
            f"The topic guide has another question “{there.short}”: {there.text} Give this one another name."
        )
    table = table_of(Question)
    last = session.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.position), -1))).scalar_one()
    question = question_named(session, short.strip(), text=text.strip(), position=last + 1)
    if row_id is not None and find(session, TopicRow, row_id).question_id is None:
        amend(session, TopicRow, row_id, question_id=question)
    return _add(
        session,
        kind="question",
        wanted=text.strip(),
        whom=whom,
        due=due,
        row_id=row_id,
        source=source,
        question_id=question,
    )


def _add(session: Session, *, whom: str, due: str, row_id: int | None, **cells: Any) -> int:
    if row_id is not None:
        find(session, TopicRow, row_id)
    person = current_coder(session)
    return add(session, Request, whom=whom.strip(), due=day_of(due), row_id=row_id, coder_id=person, at=now(), **cells)


def day_of(written: str) -> str:
    """A day as ISO, of a month its last; empty where nothing is written. Raises DueIsNoDayError.

    >>> day_of("3 March 2027"), day_of("February 2027"), day_of("")
    ('2027-03-03', '2027-02-28', '')
    """
    if not written.strip():
        return ""
    found = days_in(written)
    if len(found) != 1:
        raise DueIsNoDayError(
            f"“{written.strip()}” is no day. Write it as 3 March 2027 or 2027-03-03, or leave it empty."
        )
    return found[0][1].isoformat()


def for_area(area: str) -> str:
    """An area at the end of what is wanted, so that it is found again: by its name, and by its code where that is not enough.

    >>> for_area("E07000073"), for_area("Harlow"), for_area("")
    (', for Harlow', ', for Harlow', '')
    """
    named = area.strip()
    if not named:
        return ""
    entry = geography.area(named) or geography.by_name(named)
    if entry is None:
        return f", for {named}"
    return f", for {entry.name}" if areas_in(entry.name) == (entry.code,) else f", for {entry.name} ({entry.code})"


def areas_in(text: str) -> tuple[str, ...]:
    """The codes of the areas that a text names, by name or by code."""
    named = (geography.by_name(name) for name in places_in(text))
    return tuple(dict.fromkeys((*(one.code for one in named if one is not None), *_CODE.findall(text))))


def set_state(session: Session, request_id: int, state: str, came: str = "") -> None:
    """Say how a request stands; what came of it is needed where it was answered or given up.

    Raises RequestNeedsAnswerError.
    """
    if state not in STATES:
        raise ValueError(f"not a state of a request: {state}")
    if state in {"answered", "given up"} and not came.strip():
        raise RequestNeedsAnswerError
    find(session, Request, request_id)
    amend(session, Request, request_id, state=state, came=came.strip())


def reword_request(session: Session, request_id: int, *, wanted: str, whom: str, due: str) -> None:
    """Change what is wanted, of whom and by when; the question of the topic guide stays as it is."""
    if not wanted.strip():
        raise RequestIsEmptyError
    if not whom.strip():
        raise RequestNeedsSomebodyError
    find(session, Request, request_id)
    amend(session, Request, request_id, wanted=wanted.strip(), whom=whom.strip(), due=day_of(due))


def remove_request(session: Session, request_id: int) -> None:
    """Take a request out; a question that was made of it stays in the topic guide."""
    find(session, Request, request_id)
    remove(session, Request, request_id)


def requests(session: Session, *, row_ids: Iterable[int] | None = None) -> list[RequestLine]:
    """Every request, or those of some topic rows: the open ones first, by the day they are due, those without a day last."""
    wanted = None if row_ids is None else set(row_ids)
    rows = topic_titles(session)
    questions = {row.id: row.short for row in session.execute(live(Question)).scalars()}
    found = [
        RequestLine(
            id=row.id or 0,
            kind=row.kind,
            row_id=row.row_id,
            row=rows.get(row.row_id, ""),
            source=row.source,
            wanted=row.wanted,
            whom=row.whom,
            question=questions.get(row.question_id, ""),
            state=row.state,
            due=row.due,
            came=row.came,
            who=who,
            at=row.at,
            areas=areas_in(f"{row.wanted} {row.whom} {rows.get(row.row_id, '')}"),
        )
        for row, who in listed(session, Request, "id")
        if wanted is None or row.row_id in wanted
    ]
    return sorted(found, key=lambda one: (not one.is_open, one.due or "9999", one.id))
