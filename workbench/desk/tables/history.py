"""The tables of what was done and of what has left; outside the team nobody of it and no file is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Session

from workbench.desk.door.sentences import without_names
from workbench.desk.tables.ledger import coders_for
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.governance.departures import departures
from workbench.project.history import Change
from workbench.rows import table_of
from workbench.sources.coders import coder_names
from workbench.sources.documents import Document

STATES = {0: "taken back", 1: "done", 2: "taken back", 3: "done, beyond undo"}
SOMEBODY = "somebody of the team"


def history_table(session: Session, asking: Asking) -> Made:
    """Every change, the newest first. Outside the team a number stands for who made it, and no file's name is told."""
    told, who = _told(session, asking), _who(session, asking)
    change = table_of(Change)
    chosen = sa.select(change.c.at, change.c.who, change.c.name, change.c.kind, change.c.state).order_by(
        change.c.id.desc()
    )
    rows = [
        (_time(row[0]), who(row[1]), told(row[2]), row[3], STATES.get(row[4], "")) for row in session.execute(chosen)
    ]
    return Made(rows)


def exports_table(session: Session, asking: Asking) -> Made:
    """Everything that has left the house; files by their names, without that of a person who may not be shown."""
    told, who = _told(session, asking), _who(session, asking)
    rows = [
        (
            one.at,
            who(one.who),
            one.kind,
            told(one.name),
            one.audience,
            one.quotes,
            one.figures,
            one.withheld,
            one.content,
        )
        for one in departures(session)
    ]
    return Made(rows)


def _who(session: Session, asking: Asking) -> Callable[[str], str]:
    """Coders by their names for the team, by numbers for others."""
    if asking.for_the_team:
        return str
    numbers = coders_for(session, asking)
    called = {name: numbers[key] for key, name in coder_names(session).items()}
    return lambda name: called.get(name, SOMEBODY)


def _told(session: Session, asking: Asking) -> Callable[[str], str]:
    """A change's or a file's name without that of a person who may not be shown; outside the team no document's either.

    What a document is called, or the file it came from, may say a person, a place or a post.
    """
    told = without_names(session, asking.audience.name)
    if asking.for_the_team:
        return told
    document = table_of(Document)
    rows = session.execute(sa.select(document.c.name, document.c.came_from, document.c.title)).all()
    names = sorted({name for row in rows for name in row if name}, key=len, reverse=True)
    files = re.compile("|".join(map(re.escape, names)) or r"(?!)")
    return lambda name: told(files.sub("a file", name))


def _time(milliseconds: int) -> str:
    """Milliseconds since 1970 as a time in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


EXPORTS = TableKind(
    "exports",
    "what has left the house, for whom",
    ("at", "who", "kind", "name", "audience", "quotes", "figures", "withheld", "content"),
    exports_table,
)
HISTORY = TableKind("history", "every change, by whom and when", ("at", "who", "name", "kind", "state"), history_table)
