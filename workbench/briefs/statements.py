"""Sixteen statements on whether a partner is ready for a flow of data, and what was answered."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

RESPONDENTS = ("manager", "practitioner")
LEVELS = ("not started", "talked about", "written down", "working", "checked by someone else")
"""0 to 4; from 2 on an answer needs its evidence."""

STATEMENTS = (
    "D1", "D2", "D3", "D4", "G1", "G2", "G3", "G4", "E1", "E2", "E3", "E4", "A1", "A2", "A3", "A4",
)  # fmt: skip


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
