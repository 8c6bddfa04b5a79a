"""The history: every change by name, by whom and when, and what it did to which row.

Who and when stay for ever and hold no words. Old values sit apart, in the payload, so that a withdrawal can
purge them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from workbench.rows import table_of
from workbench.text import day_in_words

KINDS = ("do", "undo", "redo", "merge", "migrate", "purge")
DONE, UNDONE, DROPPED, SEALED = 1, 0, 2, 3
"""States of a change: in force; taken back and redoable; taken back for good; in force and beyond undo."""


class Change(SQLModel, table=True):
    """One named change."""

    __table_args__: Any = (
        sa.Index("change_undone", "who", sqlite_where=sa.text("state = 0"), postgresql_where=sa.text("state = 0")),
        sa.Index("change_of", "of_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    guid: bytes = Field(sa_type=sa.LargeBinary(16), unique=True, nullable=False)
    name: str
    who: str = Field(index=True)
    at: int
    """Milliseconds since 1970, never earlier than the change before."""
    kind: str = "do"
    of_id: int | None = None
    """For an undo or redo: the change it takes back or does again."""
    state: int = DONE
    via: int | None = None
    """The merge that brought it."""


class Entry(SQLModel, table=True):
    """What a change did to one row, or to a range of rows that a bulk insert made. Holds no words."""

    __table_args__: Any = (
        sa.Index("entry_by_change", "change_id"),
        sa.Index("entry_by_row", "tab", "row_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    change_id: int = Field(foreign_key="change.id")
    tab: int
    """The table's number in `schema.NUMBERS`."""
    op: str
    """I insert, U update, D delete; in a merge K, kept although one of the copies had removed it,
    and L, left out because the words it lay on were not there."""
    row_id: int
    upto: int | None = None
    """For a range: the last row's key."""
    guid: bytes | None = Field(default=None, sa_type=sa.LargeBinary(16))


class Payload(SQLModel, table=True):
    """The old values of an entry: for an update {column: [old, new]}, for a delete the whole row, as JSON."""

    entry_id: int = Field(primary_key=True, foreign_key="entry.id")
    old: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of the history as people read it."""

    id: int
    name: str
    who: str
    at: str
    """In UTC, to the millisecond."""
    kind: str
    """do, undo, redo, merge, migrate or purge."""
    state: str
    """done, undone (can be done again), dropped (undone for good) or sealed (cannot be undone any more)."""
    rows: int
    """How many rows it touched."""


PLACE, TEXT_ASIDE, SPLIT_ASIDE = "Keep the place", "Set a text aside", "Keep a split for later"
OWN_NOTES = (PLACE, TEXT_ASIDE, SPLIT_ASIDE)
"""Changes that note for one person alone where they read, and what they have begun: no lines of the history."""
STATE_NAMES = {DONE: "done", UNDONE: "undone", DROPPED: "dropped", SEALED: "sealed"}


def moment(at: int) -> str:
    """A change's time as rows store times: 2026-03-14T09:26:53.589Z."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(at: int) -> str:
    """A change's day as people write it, in this machine's zone: 3 March 2025."""
    return day_in_words(datetime.fromtimestamp(at / 1000, UTC).astimezone().date())


def changes(session: Session, *, limit: int | None = None, offset: int = 0) -> list[ChangeLine]:
    """The history, newest first; without notes that only the one who made them ever needs, and that touched no row."""
    change, entry = table_of(Change).c, table_of(Entry).c
    no_row = ~sa.exists().where(entry.change_id == change.id)
    touched = (
        sa.select(sa.func.coalesce(sa.func.sum(sa.func.coalesce(entry.upto, entry.row_id) - entry.row_id + 1), 0))
        .where(entry.change_id == change.id)
        .scalar_subquery()
    )
    lines = session.execute(
        sa.select(change.id, change.name, change.who, change.at, change.kind, change.state, touched)
        .where(~sa.and_(change.kind == "reading", change.name.in_(OWN_NOTES), no_row))
        .order_by(change.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        ChangeLine(key, name, who, moment(at), kind, STATE_NAMES[state], int(rows))
        for key, name, who, at, kind, state, rows in lines
    ]


def moved_since(session: Session, change: int) -> bool:
    """Whether anything was changed after that change, but for marks of what was read."""
    of = table_of(Change)
    later = sa.select(of.c.id).where(of.c.id > change, of.c.kind != "reading").limit(1)
    return session.execute(later).first() is not None
