"""Checks: the questions to ask when two sources say opposite things, in order, before anything is made of it.

After Pluye et al. 2009 and `method`: is it the same thing, the same people, time and place, are counts or samples to
blame, or is the difference real.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

ITEMS = (
    "construct",
    "people",
    "time",
    "place",
    "counting",
    "denominator",
    "sample",
    "interviewer",
    "groups",
)
ANSWERS = ("yes", "no", "cannot tell")


class Check(Row, table=True):
    """One question of the list, answered by a person for a thread."""

    __tablename__ = "thread_check"
    __table_args__: Any = (one_of("item", ITEMS), one_of("answer", ANSWERS), AUTOINCREMENT)

    thread_id: int = Field(foreign_key="thread.id", index=True)
    item: str
    answer: str
    why: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
