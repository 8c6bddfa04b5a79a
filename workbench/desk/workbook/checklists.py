"""The sheet of reporting checklists: each item, where in this project it is found, and what the project says there."""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.crosstab import people_heard
from workbench.coding.memos import Memo
from workbench.coding.themes import Theme
from workbench.desk.workbook.checklist_items import COREQ, GRAMMS, IN_OUR_WORDS, SRQR, WHERE
from workbench.desk.workbook.making import Making
from workbench.exchange.workbook.sheets import Column, Leads, Sheet
from workbench.rows import Row, table_of
from workbench.sources.asked import Question
from workbench.sources.cases import Attribute, Case
from workbench.sources.consent import Consent
from workbench.sources.documents import Document
from workbench.sources.speakers import Speaker
from workbench.triangulation.findings import Finding
from workbench.triangulation.protocol.feedback import Feedback
from workbench.triangulation.protocol.topic_rows import Rating, TopicRow

CHECKLIST = "Checklist"
NOTHING = "nothing yet"
_SHEET = re.compile(r"sheet ([A-Z][^,;]*)")


def checklist(session: Session, made: Making) -> Sheet:
    """GRAMMS for the mixing, and SRQR for reflexive and codebook analyses or COREQ for others."""
    approach = made.project.meta.get("approach", "")
    other = ("SRQR", SRQR) if approach in {"reflexive", "codebook"} else ("COREQ", COREQ)
    columns = (
        Column("List", 12, strong=True),
        Column("Number", 9, "0"),
        Column("What is asked for", 56),
        Column("Where it is found", 56),
        Column("What the project says", 50),
    )
    rows = [
        (name, number, item, _where(place), _said(session, made, place))
        for name, items in (("GRAMMS", GRAMMS), other)
        for number, (item, place) in enumerate(items, start=1)
    ]
    title = f"Checklist: what GRAMMS and {other[0]} ask a report to say, and where it is found"
    return Sheet(CHECKLIST, title, columns, rows, above=(IN_OUR_WORDS,))


def _where(place: str) -> str | Leads:
    """Where it is found; a sheet of this workbook can be gone to from there."""
    said = WHERE[place]
    sheets = tuple(f"sheet {name}" for name in _SHEET.findall(said))
    return Leads(said, sheets) if sheets else said


def _said(session: Session, made: Making, place: str) -> str:
    """What there is in the project, counted; that it is not kept there is said as well."""
    if place in {"outside", "refusals"}:
        return "not kept in the project"
    if place == "title":
        return made.project.title
    if place == "approach":
        approach = made.project.meta.get("approach", "")
        return f"{approach} analysis" if approach else "not recorded"
    count = _COUNTED.get(place)
    return count(session) if count is not None else "see there"


def _counted(
    kind: type[Row], one: str, many: str, *where: Callable[[sa.Table], sa.ColumnElement[bool]]
) -> Callable[[Session], str]:
    """How many rows of a kind there are, in words."""

    def count(session: Session) -> str:
        table = table_of(kind)
        chosen = (
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c.gone.is_(False), *(rule(table) for rule in where))
        )
        number = int(session.execute(chosen).scalar_one())
        return f"{number:,} {one if number == 1 else many}" if number else NOTHING

    return count


def _people(session: Session) -> str:
    number = len(people_heard(session))
    return f"{number:,} {'person' if number == 1 else 'people'} heard" if number else NOTHING


def _coders(session: Session) -> str:
    table = table_of(Coding)
    chosen = sa.select(sa.func.count(sa.distinct(table.c.coder_id))).where(table.c.gone.is_(False))
    number = int(session.execute(chosen).scalar_one())
    return f"{number} {'person' if number == 1 else 'people'} coded" if number else NOTHING


_COUNTED: dict[str, Callable[[Session], str]] = {
    "people": _people,
    "coders": _coders,
    "agreement": _coders,
    "purposes": _counted(
        Finding, "finding says what it is for", "findings say what they are for", lambda t: t.c.purpose != ""
    ),
    "rests": _counted(Document, "document", "documents"),
    "meetings": _counted(Rating, "judgement", "judgements", lambda t: t.c.confirmed != ""),
    "silences": _counted(Rating, "judgement gives a reason", "judgements give a reason", lambda t: t.c.silence != ""),
    "together": _counted(TopicRow, "topic has it", "topics have it", lambda t: t.c.meta_inference != ""),
    "interviewers": _counted(Speaker, "interviewer named", "interviewers named", lambda t: t.c.role == "interviewer"),
    "memos": _counted(Memo, "memo on the project", "memos on the project", lambda t: t.c.about == "project"),
    "sampling": _counted(
        Case, "person of whom it is recorded", "people of whom it is recorded", lambda t: t.c.sampling != ""
    ),
    "speakers": _counted(
        Speaker, "speaker beside participants", "speakers beside participants", lambda t: t.c.role != "participant"
    ),
    "attributes": _counted(Attribute, "attribute", "attributes"),
    "guide": _counted(Question, "question", "questions"),
    "notes": _counted(Document, "set of notes", "sets of notes", lambda t: t.c.kind == "notes"),
    "codebook": _counted(Code, "code", "codes"),
    "themes": _counted(Theme, "theme", "themes", lambda t: t.c.state != "dropped"),
    "feedback": _counted(Feedback, "piece of feedback", "pieces of feedback"),
    "findings": _counted(Finding, "finding", "findings"),
    "against": _counted(Finding, "finding has it", "findings have it", lambda t: t.c.against != ""),
    "consent": _counted(Consent, "answer recorded", "answers recorded"),
    "quotes": _counted(Coding, "passage coded", "passages coded"),
}
"""By what an item asks for: how much of it there is."""
