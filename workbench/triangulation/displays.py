"""Displays: words and numbers set in one table, each from a definition that is kept and run again at will."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of
from workbench.triangulation.convergence import FITS

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
