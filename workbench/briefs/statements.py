"""Sixteen statements on whether a partner is ready for a flow of data, and what was answered.

Source of the statements' themes: the Data Maturity Assessment for Government (2023), and the Information Commissioner's
guidance on sharing data; they are asked of one flow, and are no audit of an organisation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.posts import post_in
from workbench.rows import AUTOINCREMENT, Row, column, live, one_of

RESPONDENTS = ("manager", "practitioner")
LEVELS = ("not started", "talked about", "written down", "working", "checked by someone else")
"""0 to 4; from 2 on an answer needs its evidence."""
DONT_KNOW = "don't know"
NEEDS_EVIDENCE = 2
ENOUGH = 3
"""From this level on a statement holds."""
WORDING = 1
"""Raised when a statement comes to ask for something else: sheets of another wording are not read."""

STATEMENTS = (
    "D1", "D2", "D3", "D4", "G1", "G2", "G3", "G4", "E1", "E2", "E3", "E4", "A1", "A2", "A3", "A4",
)  # fmt: skip

THEMES = {
    "D": "Data management",
    "G": "Information governance",
    "E": "Ethics",
    "A": "Artificial intelligence",
}
"""By the letter with which a statement begins; a statement of information governance that does not hold blocks the flow."""

WORDS: dict[str, tuple[str, str]] = {
    "D1": ("the data set is known", "We can name the data set, who owns it and what each field holds."),
    "D2": ("meanings are written down", "What the fields mean, and when recording changed, is written down."),
    "D3": (
        "quality is measured",
        "Quality is measured: how complete it is, how soon it is there, whether places have their official code.",
    ),
    "D4": (
        "it can be taken out again",
        "The data can be taken out in the same way each time, by the day above.",
    ),
    "G1": ("impact assessment", "A data protection impact assessment covers this use and is in date."),
    "G2": (
        "sharing agreement",
        "An agreement or protocol for sharing is signed, and the day on which it ends is known.",
    ),
    "G3": (
        "lawful basis",
        "The lawful basis is recorded, and the condition that allows sensitive data where there are any.",
    ),
    "G4": (
        "keeping, small numbers, mishaps",
        "It is known how long data are kept, how small numbers are held back, and who acts if something goes wrong.",
    ),
    "E1": ("somebody decides", "A named person decides what is acceptable and what is not."),
    "E2": ("people had a say", "People whom the data are about have had a say in this use."),
    "E3": ("harms looked for", "Somebody has looked for harm, and for unequal effects, group by group."),
    "E4": ("told publicly", "We say publicly what we do with these data."),
    "A1": (
        "known where it is used",
        "We know where machines that learn or decide (AI) are already used along this flow.",
    ),
    "A2": ("a person decides", "A person sees each suggestion of a machine, and can change or refuse it."),
    "A3": ("data stay where agreed", "Data stay in systems that were agreed, and the supplier's terms are known."),
    "A4": (
        "tried and told",
        "It was tried on our own people and places, and there is a public record of how the machine is used.",
    ),
}
"""Of each statement a few words, and the statement itself."""


class Answer(Row, table=True):
    """What one respondent said of one statement in one round. `level` is 0 to 4, None where they do not know."""

    __tablename__ = "readiness_answer"
    __table_args__: Any = (one_of("respondent", RESPONDENTS), one_of("statement", STATEMENTS), AUTOINCREMENT)

    flow_id: int = Field(foreign_key="flow.id", index=True)
    round: int = 1
    respondent: str
    statement: str
    level: int | None = None
    evidence: str = ""
    """What shows it, and on its last line by whose post it was given (`posts`)."""
    given_on: str = ""
    """ISO day."""


class Action(Row, table=True):
    """What is done next so that a partner becomes ready."""

    __tablename__ = "readiness_action"
    __table_args__: Any = (AUTOINCREMENT,)

    flow_id: int = Field(foreign_key="flow.id", index=True)
    statement: str = ""
    text: str
    owner: str = ""
    due: str = ""
    done_on: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer. `level` is 0 to 4, None where they do not know; `given_on` is an ISO day."""

    id: int
    flow_id: int
    round: int
    respondent: str
    statement: str
    level: int | None
    evidence: str
    given_on: str
    post: str = ""
    """Of whoever answered, such as data manager; empty where nobody said so."""

    @property
    def holds(self) -> bool:
        """Whether the statement holds by this answer."""
        return self.level is not None and self.level >= ENOUGH

    @property
    def said(self) -> str:
        """The level in words."""
        return level_words(self.level)


def level_words(level: int | None) -> str:
    """A level as people choose it.

    >>> level_words(2), level_words(None)
    ('2 written down', "don't know")
    """
    return DONT_KNOW if level is None else f"{level} {LEVELS[level]}"


def level_of(written: str) -> int | None:
    """The level that somebody chose or typed, None for not knowing; LookupError where it is neither.

    >>> level_of("3 working"), level_of("Written down"), level_of("2"), level_of("Don’t know")
    (3, 2, 2, None)
    """
    plain = " ".join(written.replace("’", "'").casefold().split())
    if plain in {DONT_KNOW, "do not know", "dont know", "not known"}:
        return None
    for level, words in enumerate(LEVELS):
        if plain in {str(level), words, f"{level} {words}"}:
            return level
    raise LookupError(written)


def theme_of(statement: str) -> str:
    """The theme of a statement: G2 is of information governance."""
    return THEMES[statement[0]]


def answers(session: Session, flow_ids: Iterable[int] | None = None) -> list[AnswerLine]:
    """Every answer, or those on some flows, round by round in the order of the statements."""
    wanted = None if flow_ids is None else set(flow_ids)
    rows = session.execute(live(Answer).order_by(column(Answer, "id")).execution_options(populate_existing=True))
    found = [
        AnswerLine(
            row.id or 0,
            row.flow_id,
            row.round,
            row.respondent,
            row.statement,
            row.level,
            (shown := post_in(row.evidence))[0],
            row.given_on,
            shown[1],
        )
        for row in rows.scalars()
        if wanted is None or row.flow_id in wanted
    ]
    return sorted(
        found,
        key=lambda one: (
            one.flow_id, RESPONDENTS.index(one.respondent), one.round, STATEMENTS.index(one.statement)
        ),
    )  # fmt: skip
