"""Which of two copies of a project takes the other in, and how: so that both come to the same, whoever asks."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.merging import bring_back_used, follow_merged, lift_out_of_rings
from workbench.desk.merging.withdrawn import delete_withdrawn, taken_out
from workbench.desk.merging.words import Words
from workbench.errors import WorkbenchError
from workbench.project import sqlite
from workbench.project.adopting import OF_EACH_COPY, Adopting, Guids, touched_since
from workbench.project.coming import ON_WORDS, ORDER
from workbench.project.file import Project
from workbench.project.meeting import Taken
from workbench.project.parted import changes_after, changes_of, takes_in, touched_by
from workbench.project.schema import TABLES
from workbench.project.spare import spare
from workbench.project.taking import NUMBERED, Taking
from workbench.project.taking_history import forget_undone, take_history
from workbench.rows import Row, amend, table_of
from workbench.sources.documents import Document


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a meeting: rows by table, and the documents whose words are the other copy's now."""

    taken: Taken
    reworded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """The other copy: a connection that reads it, its key, the last change that it came with, and its spare if need be."""

    connection: Any
    key: str | None
    last: int
    spare: Project | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """The two copies before this one is written: theirs without what was withdrawn here, and where they are united."""

    theirs: Any
    united: Any = None
    """A connection to what came of the meeting, where it was not this copy that took the other in."""
    last: int = 0
    """The last change that `united` had before the meeting."""
    change: int = 0
    """The change in which they were united there."""
    conflicts: tuple[int, ...] = ()
    seen: int = 0
    """The last change of this copy when they met."""


class MovedOnError(WorkbenchError):
    """This project was changed while the two were being united. Try again."""


@contextlib.contextmanager
def without_withdrawn(project: Project, theirs: Any, key: str | None) -> Iterator[Copy]:
    """The other copy without the words of those who withdrew here: a spare of it, where there are such."""
    with _reading(project) as ours:
        withdrawn = bool(taken_out(theirs, ours))
        if withdrawn:
            with spare(theirs, key, coder=project.coder) as there:
                delete_withdrawn(there, ours)
                with there.reading_connection() as connection:
                    yield Copy(connection, key, _last(theirs), there)
    if not withdrawn:
        yield Copy(theirs, key, _last(theirs))


def leave_out_withdrawn(project: Project, there: Copy) -> None:
    """Delete here who withdrew there, until neither has anything that the other deleted."""
    delete_withdrawn(project, there.connection)
    while there.spare is not None:
        with _reading(project) as ours:
            if not taken_out(there.connection, ours):
                return
            delete_withdrawn(there.spare, ours)
        delete_withdrawn(project, there.connection)


@contextlib.contextmanager
def meeting(project: Project, there: Copy) -> Iterator[Met]:
    """Let the two meet in a spare copy of theirs where this copy is not the one that takes the other in."""
    with _reading(project) as ours:
        who, seen = takes_in(changes_of(ours), changes_of(there.connection)), _last(ours)
        if who != "theirs":
            yield Met(there.connection, there.connection if who == "follow" else None, there.last, seen=seen)
            return
        with spare(there.connection, there.key, coder=project.coder) as copy:
            with copy.change("Meet", kind="merge") as session:
                change = _last(copy.connection_of_change())
                conflicts = take_in(copy, session, ours).taken.conflicts
            with copy.reading_connection() as united:
                yield Met(united, united, there.last, change, tuple(conflicts), seen)


def _reading(project: Project) -> contextlib.closing[Any]:
    return contextlib.closing(sqlite.connect(project.path, project.key, read_only=True))


def come_together(project: Project, session: Session, theirs: Any, met: Met) -> Came:
    """Write what came of the meeting into this copy, with the other's history."""
    if met.united is None:
        return take_in(project, session, met.theirs)
    ours = project.connection_of_change()
    if ours.execute("SELECT count(*) FROM change WHERE id > ?", (met.seen,)).fetchone()[0] > 1:
        raise MovedOnError
    ours.execute("PRAGMA defer_foreign_keys = ON")
    forget_undone(ours)
    mine, yours = changes_of(ours), changes_of(theirs)
    there = {guid: made for guid, made in changes_of(met.united).items() if guid in yours}
    came_up: Guids = {
        table: guids
        for table, guids in touched_by(met.united, changes_after(met.united, met.last)).items()
        if table not in OF_EACH_COPY
    }
    touched = touched_since(ours, theirs, mine, yours)
    adopting = Adopting(session, ours, met.united, (touched, came_up), mine, there)
    for table in ORDER:
        adopting.rows(table)
    session.expire_all()
    adopting.decisions(met.change)
    adopting.conflicts(met.conflicts)
    adopting.count_left_out(theirs)
    _bring_tombstones(ours, theirs)
    session.flush()
    adopting.taken.changes = take_history(adopting)
    return Came(adopting.taken, _names(session, adopting.reworded))


def take_in(project: Project, session: Session, theirs: Any) -> Came:
    """Take the other copy in, row by row and cell by cell."""
    ours = project.connection_of_change()
    ours.execute("PRAGMA defer_foreign_keys = ON")
    forget_undone(ours)
    taking = Taking(session, ours, theirs)
    words = Words(taking)
    for table in ORDER:
        if table == "segment":
            words.unite()
        taking.rows(table, words.placed if table in ON_WORDS else None)
    taking.taken_back()
    session.expire_all()
    words.give_back()
    follow_merged(session)
    bring_back_used(session)
    lift_out_of_rings(session)
    for kind in TABLES:
        if table_of(kind).name in NUMBERED:
            _number_anew(session, kind)
    _bring_tombstones(ours, theirs)
    session.flush()
    taking.taken.changes = take_history(taking)
    return Came(taking.taken, tuple(words.reworded))


def _bring_tombstones(ours: Any, theirs: Any) -> None:
    ours.executemany(
        "INSERT OR IGNORE INTO tombstone(guid, tab, at, reason) VALUES (?, ?, ?, ?)",
        theirs.execute("SELECT guid, tab, at, reason FROM tombstone").fetchall(),
    )


def _last(connection: Any) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()[0])


def _names(session: Session, keys: Collection[int]) -> tuple[str, ...]:
    document = table_of(Document)
    chosen = sa.select(document.c.name).where(document.c.id.in_(keys), document.c.gone.is_(False))
    return tuple(session.execute(chosen.order_by(document.c.id)).scalars())


def _number_anew(session: Session, kind: type[Row]) -> None:
    """Give each of several of one number another number, but the one that was made first."""
    table = table_of(kind)
    rows = session.execute(sa.select(table.c.id, table.c.guid, table.c.number).order_by(table.c.guid)).fetchall()
    twice = Counter(row.number for row in rows)
    last, seen = max(twice, default=0), set[int]()
    for row in rows:
        if row.number in seen:
            last += 1
            amend(session, kind, row.id, number=last)
        seen.add(row.number)
