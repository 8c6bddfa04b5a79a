"""Checks: the questions to ask when two sources say opposite things, in order, before anything is made of it.

After Pluye et al. 2009 and `method`: is it the same thing, the same people, time and place, are counts or samples to
blame, or is the difference real. What the project answers by itself is in `precheck`; here is what a person answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add,
    amend,
    find,
    find_guid,
    guid_for,
    guid_text,
    now,
    one_of,
    remove,
)
from workbench.sources.coders import Coder, current_coder
from workbench.triangulation.listed import listed
from workbench.triangulation.silence.threads import Thread

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
ASKS = {
    "construct": "Do both speak of the same thing?",
    "people": "Do both speak of the same people?",
    "time": "Do both speak of the same time?",
    "place": "Do both speak of the same place?",
    "counting": "Could how records are made explain it?",
    "denominator": "Could what it is counted over explain it?",
    "sample": "Could chance, or who was invited, explain it?",
    "interviewer": "Could who asked, or how, explain it?",
    "groups": "Is it a real difference between groups?",
}
"""Each check as a question. To the first four yes means that the two can be set against each other; to the others, that
this may explain the difference."""
ANSWERS = ("yes", "no", "cannot tell")
GLYPHS = {"yes": "✓", "no": "✗", "cannot tell": "?", "": "·"}


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


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What a person answered to one question of the list."""

    id: int
    item: str
    answer: str
    why: str
    who: str
    at: str


def answer_check(session: Session, thread_id: int, item: str, answer: str, why: str = "") -> int:
    """Answer a question of the list for a thread, as the person at the keyboard; a later answer replaces their earlier one."""
    if item not in ITEMS or answer not in ANSWERS:
        raise ValueError(f"not an answer to a check: {item}, {answer}")
    thread, person = find(session, Thread, thread_id), current_coder(session)
    who = find(session, Coder, person)
    guid = guid_for(session, "thread check", f"{guid_text(thread.guid)} {guid_text(who.guid)} {item}")
    cells = {"answer": answer, "why": why.strip(), "at": now()}
    there = find_guid(session, Check, guid)
    if there is None or there.id is None:
        return add(session, Check, guid=guid, thread_id=thread_id, item=item, coder_id=person, **cells)
    amend(session, Check, there.id, gone=False, **cells)
    return there.id


def take_back(session: Session, check_id: int) -> None:
    """Take an answer back."""
    find(session, Check, check_id)
    remove(session, Check, check_id)


def checks(session: Session, thread_ids: Iterable[int] | None = None) -> dict[int, dict[str, tuple[CheckLine, ...]]]:
    """What people answered, by thread and by question in the order of ITEMS; one answer a person."""
    wanted = None if thread_ids is None else set(thread_ids)
    found: dict[int, dict[str, list[CheckLine]]] = {}
    for row, who in listed(session, Check, "id"):
        if wanted is None or row.thread_id in wanted:
            line = CheckLine(row.id or 0, row.item, row.answer, row.why, who, row.at)
            found.setdefault(row.thread_id, {}).setdefault(row.item, []).append(line)
    return {key: {item: tuple(by[item]) for item in ITEMS if item in by} for key, by in found.items()}
