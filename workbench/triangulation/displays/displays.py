"""Displays: words and numbers set in one table, each from a definition that is kept and run again at will."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, find, live, now, one_of, remove, table_of
from workbench.sources.coders import current_coder
from workbench.triangulation.displays.definitions import Definition, read_definition, written
from workbench.triangulation.protocol.convergence import FITS

KINDS = (
    "side by side",
    "statistics by themes",
    "themes by statistics",
    "quotes",
    "follow-up",
    "building",
    "typology",
    "recommendations",
)


class Display(Row, table=True):
    """A table of words and numbers, by its definition."""

    __table_args__: Any = (one_of("kind", KINDS), AUTOINCREMENT)

    kind: str
    title: str
    definition: str = "{}"
    """What is shown, as JSON: which themes, codes, indicators, groups, rows."""
    position: int = 0
    coder_id: int = Field(foreign_key="coder.id")
    written: str = ""


class DisplayNote(Row, table=True):
    """What we make of one row of a display together; compulsory before it leaves the house."""

    __tablename__ = "display_note"
    __table_args__: Any = (
        one_of("fit", ("", *FITS)),
        sa.Index("display_note_by_row", "display_id", "about"),
        AUTOINCREMENT,
    )

    display_id: int = Field(foreign_key="display.id")
    about: str
    """What the row is about, by the GUID of its theme, finding or topic, or by a group's name."""
    together: str = ""
    fit: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
    stamp: str = ""
    """The stamp of what the row said when it was written."""
    says: str = "{}"


class FollowUp(Row, table=True):
    """A result in numbers that was followed up with people: who, and how what they said explains it."""

    __tablename__ = "follow_up"
    __table_args__: Any = (AUTOINCREMENT,)

    finding_id: int = Field(foreign_key="finding.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="finding.id")
    """The finding in words that speaks to it."""
    who: str = ""
    """Who was followed up, and how they were chosen."""
    explains: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""


class Built(Row, table=True):
    """A question or an indicator that was made from what people said, and what came of it."""

    __table_args__: Any = (AUTOINCREMENT,)

    theme_id: int = Field(foreign_key="theme.id", index=True)
    coding_id: int | None = Field(default=None, foreign_key="coding.id")
    """The passage that gave rise to it."""
    item: str
    """The survey question or the measure, in its wording."""
    indicator_id: int | None = Field(default=None, foreign_key="indicator.id")
    result: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""


class DisplayNeedsTitleError(WorkbenchError):
    """A display has a title. Write it in a few words."""


class DisplayTitleTakenError(WorkbenchError):
    """There is a display of that title already. Choose another title."""


class DisplayKindUnknownError(WorkbenchError):
    """There is no such kind of display."""


class NoSuchDisplayError(WorkbenchError):
    """There is no such display in this project."""


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """A display as it is listed."""

    id: int
    kind: str
    title: str
    definition: str


def add_display(
    session: Session, kind: str, title: str, definition: Definition | Mapping[str, Any] | None = None
) -> int:
    """A new display, below the others; its definition is a `Definition` or names with values.

    Raises DisplayKindUnknownError, DisplayNeedsTitleError, DisplayTitleTakenError, DefinitionUnclearError.
    """
    if kind not in KINDS:
        raise DisplayKindUnknownError(f"There is no kind of display called “{kind}”. There are: {', '.join(KINDS)}.")
    table = table_of(Display)
    position = session.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.position), 0) + 1)).scalar_one()
    return add(
        session,
        Display,
        kind=kind,
        title=_free_title(session, title),
        definition=_as_kept(kind, definition),
        position=position,
        coder_id=current_coder(session),
        written=now(),
    )


def rename_display(session: Session, display_id: int, title: str) -> None:
    """Give a display another title."""
    find(session, Display, display_id)
    amend(session, Display, display_id, title=_free_title(session, title, but=display_id))


def redefine(session: Session, display_id: int, definition: Definition | Mapping[str, Any]) -> None:
    """Let a display show something else; notes stay with the rows that are still there."""
    display = find(session, Display, display_id)
    amend(session, Display, display_id, definition=_as_kept(display.kind, definition))


def move_display(session: Session, display_id: int, by: int) -> None:
    """Move a display up (negative) or down among the others."""
    find(session, Display, display_id)
    order = [line.id for line in displays(session)]
    at = order.index(display_id)
    order.insert(min(max(0, at + by), len(order) - 1), order.pop(at))
    for position, key in enumerate(order, 1):
        amend(session, Display, key, position=position)


def remove_display(session: Session, display_id: int) -> None:
    """Take a display out; what it showed stays, and so do its notes, should it come back."""
    find(session, Display, display_id)
    remove(session, Display, display_id)


def displays(session: Session) -> list[DisplayLine]:
    """Every display in its place."""
    table = table_of(Display)
    rows = session.execute(live(Display).order_by(table.c.position, table.c.id)).scalars()
    return [DisplayLine(row.id or 0, row.kind, row.title, row.definition) for row in rows]


def display_named(session: Session, title: str) -> DisplayLine:
    """A display by its title; NoSuchDisplayError names those there are."""
    listed = displays(session)
    for line in listed:
        if line.title.casefold() == title.strip().casefold():
            return line
    there = "; ".join(line.title for line in listed) or "none yet"
    raise NoSuchDisplayError(f"There is no display “{title}” in this project. There are: {there}.")


def _free_title(session: Session, title: str, but: int | None = None) -> str:
    title = " ".join(title.split())
    if not title:
        raise DisplayNeedsTitleError
    if any(line.title.casefold() == title.casefold() and line.id != but for line in displays(session)):
        raise DisplayTitleTakenError(f"There is a display called “{title}” already. Choose another title.")
    return title


def _as_kept(kind: str, definition: Definition | Mapping[str, Any] | None) -> str:
    """A definition as it is kept, read once before, so that none is kept that cannot be read."""
    said = written(definition) if isinstance(definition, Definition) else json.dumps(definition or {})
    return written(read_definition(kind, said))
