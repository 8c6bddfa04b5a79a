"""The tables of the ethics pack: each question with its answer, and what committees recommended."""

from __future__ import annotations

from sqlmodel import Session

from workbench.briefs.ethics import advice, answers
from workbench.briefs.ethics_questions import PARTS, QUESTIONS
from workbench.desk.tabular import Asking, Made, TableKind

ETHICS = ("item", "part", "question", "answer", "who", "at")
ADVICE = ("version", "committee", "recommendation", "state", "done", "settled_on", "who", "version_name")


def ethics_table(session: Session, asking: Asking) -> Made:
    """A row a question that only a person can answer, in the order in which the pack asks them."""
    said = answers(session)
    team = asking.for_the_team
    rows = []
    for one in QUESTIONS:
        given = said.get(one.item)
        who, at = (given.who if team else None, given.at) if given else (None, None)
        rows.append((one.item, PARTS[one.part], one.text, given.text if given else None, who, at))
    return Made(rows)


def advice_table(session: Session, asking: Asking) -> Made:
    """A row a recommendation, by the version it was given on."""
    team = asking.for_the_team
    return Made(
        [
            (
                one.pack,
                one.committee,
                one.text,
                one.state,
                one.done,
                one.settled_on,
                one.who if team else None,
                one.version,
            )
            for one in advice(session)
        ]
    )


ETHICS_TABLES: tuple[TableKind, ...] = (
    TableKind("ethics", "what a data ethics committee asks that only a person can answer", ETHICS, ethics_table),
    TableKind("advice", "what a data ethics committee recommended, and what was done", ADVICE, advice_table),
)
