"""When people were heard: the days of a project's interviews and survey answers, as far as its sources say.

A transcript has no cell for its day. It is read from what stands before the first turn (a line `Date: 3 March 2026`,
a note that ends “in March 2026”), from the title and from the file's name; of people, from attributes of the kind
date that are about the interview or the answer, such as a survey's column `completed`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from workbench.rows import table_of
from workbench.sources.cases import Attribute, AttributeValue
from workbench.sources.documents import Document, Segment

OPENING = 8
"""So many segments at most stand before the first turn."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"((?:19|20)\d\d)"
_NUMERIC = re.compile(rf"\b{_YEAR}-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?\b")
_SLASHED = re.compile(rf"\b(0?[1-9]|[12]\d|3[01])[/.](0?[1-9]|1[0-2])[/.]{_YEAR}\b")
_WRITTEN = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?{_MONTH}\.?,?\s+{_YEAR}\b", re.IGNORECASE)
_NOT_OF_THE_TALK = re.compile(r"\b(?:born|birth|since|until|died|transcribed|moved)\b", re.IGNORECASE)
_OF_THE_TALK = re.compile(r"date|interview|held|complet|submit|answer|respon|collect|time ?stamp|taken", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """From when to when people were heard: interviews, or answers to a survey where no interview is dated."""

    first: date
    last: date
    what: str = "interviews"

    @property
    def said(self) -> str:
        """The time in words: March to April 2026, October 2025 to January 2026, May 2024."""
        months = [f"{day:%B}" for day in (self.first, self.last)]
        if self.first.year != self.last.year:
            return f"{months[0]} {self.first.year} to {months[1]} {self.last.year}"
        if months[0] != months[1]:
            return f"{months[0]} to {months[1]} {self.last.year}"
        return f"{months[0]} {self.last.year}"


def days_in(text: str) -> list[tuple[date, date]]:
    """The days, or months, that a text names, as first and last day. A sentence on birth or on since when is left out.

    >>> days_in("A weekday morning in March 2026.")
    [(datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))]
    """
    found: list[tuple[date, date]] = []
    for part in re.split(r"(?<=[.;\n])\s", text):
        if not _NOT_OF_THE_TALK.search(part):
            found += filter(None, _named(part))
    return found


def _named(text: str) -> Iterator[tuple[date, date] | None]:
    for match in _NUMERIC.finditer(text):
        yield _days(int(match[1]), int(match[2]), match[3])
    for match in _SLASHED.finditer(text):
        yield _days(int(match[3]), int(match[2]), match[1])
    for match in _WRITTEN.finditer(text):
        yield _days(int(match[3]), _MONTHS.index(match[2][:3].casefold()) + 1, match[1])


def _days(year: int, month: int, day: str | None) -> tuple[date, date] | None:
    """A day, or the first and last of a month; None for a day that no month has."""
    length = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, length)
    return (date(year, month, int(day)),) * 2 if 1 <= int(day) <= length else None


def fieldwork(session: Session) -> Fieldwork | None:
    """When the project's people were heard; None where no source says it. Interviews come before surveys."""
    interviews = [*days_of_transcripts(session).values(), *_in_attributes(session, of_surveys=False)]
    days, what = (interviews, "interviews") if interviews else (_in_attributes(session, of_surveys=True), "answers")
    if not days:
        return None
    return Fieldwork(min(first for first, _ in days), max(last for _, last in days), what)


def days_of_transcripts(session: Session) -> dict[int, tuple[date, date]]:
    """For each transcript, by key, the first day that its opening names, else its title, else its file's name.

    First and last day, which differ where only a month is named; a transcript that names none is not there.
    """
    d, s = table_of(Document).c, table_of(Segment).c
    openings: dict[int, list[str]] = {}
    for key, name, title in session.execute(
        sa.select(d.id, d.name, d.title).where(d.gone.is_(False), d.kind == "transcript")
    ):
        openings[key] = [title, name.replace("_", " ")]
    notes = (
        sa.select(s.document_id, s.text)
        .join(table_of(Document), d.id == s.document_id)
        .where(
            s.gone.is_(False), s.ordinal < OPENING, s.speaker_id.is_(None), s.case_id.is_(None),
            s.kind.in_(("heading", "note")), d.gone.is_(False), d.kind == "transcript",
        )
        .order_by(s.document_id, s.ordinal.desc())
    )  # fmt: skip
    for key, text in session.execute(notes):
        openings[key].insert(0, text)
    told = {key: next((day for text in texts for day in days_in(text)), None) for key, texts in openings.items()}
    return {key: day for key, day in told.items() if day is not None}


def days_of_survey(session: Session, survey: str) -> Fieldwork | None:
    """From when to when people answered a survey, by its columns of days; None where none says it."""
    days = _in_attributes(session, of_surveys=True, survey=survey)
    return Fieldwork(min(first for first, _ in days), max(last for _, last in days), "answers") if days else None


def _in_attributes(session: Session, *, of_surveys: bool, survey: str = "") -> list[tuple[date, date]]:
    """Days that are written down of people, about the interview or the answer and not about themselves."""
    a, v = table_of(Attribute).c, table_of(AttributeValue).c
    rows = session.execute(
        sa.select(a.name, v.value)
        .join(table_of(Attribute), a.id == v.attribute_id)
        .where(v.gone.is_(False), a.gone.is_(False))
        .where(a.came_from == survey if survey else (a.came_from != "") if of_surveys else (a.came_from == ""))
        .where(sa.or_(a.kind == "date", *(a.name.ilike(f"%{word}%") for word in ("date", "time", "submit", "complet"))))
        .distinct()
    )
    found: list[tuple[date, date]] = []
    for name, value in rows:
        if _OF_THE_TALK.search(name) and not _NOT_OF_THE_TALK.search(name):
            found += days_in(value)[:1]
    return found
