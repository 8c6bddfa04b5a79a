"""Flags on passages: words about harm that call for help, and words that somebody who was there would know."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

KINDS = ("safeguarding", "recognisable")


class PassageFlag(Row, table=True):
    """A passage that is held back: code points from its document's start, half-open."""

    __tablename__ = "passage_flag"
    __table_args__: Any = (
        one_of("kind", KINDS),
        sa.Index("passage_flag_by_place", "document_id", "start"),
        AUTOINCREMENT,
    )

    document_id: int = Field(foreign_key="document.id")
    start: int
    end: int
    kind: str
    reason: str = ""
    contact: str = ""
    """Who was told: a role or an office, such as the council's safeguarding lead."""
    action: str = ""
    """What was done."""
    done_on: str | None = None
    paraphrase: str = ""
    """The same in other words, shown instead once a second reader agrees."""
    coder_id: int = Field(foreign_key="coder.id")
    created: str
    second_id: int | None = Field(default=None, foreign_key="coder.id")
    """The second reader, who agrees that the paraphrase gives nobody away."""
    second_at: str | None = None
