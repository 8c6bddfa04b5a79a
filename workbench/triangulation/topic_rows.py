"""Topic rows: the lines of the convergence matrix. In a row, findings of different sources meet."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of
from workbench.triangulation.convergence import FITS, MEANINGS, SILENCES, VALUES


class TopicRow(Row, table=True):
    """A topic on which sources may speak, with what we make of it together."""

    __tablename__ = "topic_row"
    __table_args__: Any = (one_of("fit", ("", *FITS)), one_of("overall", ("", *VALUES)), AUTOINCREMENT)

    title: str
    question_id: int | None = Field(default=None, foreign_key="question.id")
    position: int = 0
    overall: str = ""
    meta_inference: str = ""
    """What we make of it together; compulsory before the row leaves the house."""
    fit: str = ""


class RowFinding(Row, table=True):
    """A finding in a topic row."""

    __tablename__ = "row_finding"

    row_id: int = Field(foreign_key="topic_row.id", index=True)
    finding_id: int = Field(foreign_key="finding.id", index=True)


class Rating(Row, table=True):
    """One person's judgement of two sources in a row. `a` and `b` are names of sources, in alphabetical order."""

    __table_args__: Any = (
        one_of("meaning", ("", *MEANINGS)),
        one_of("proposed", ("", *VALUES)),
        one_of("confirmed", ("", *VALUES)),
        one_of("silence", ("", *SILENCES)),
        sa.Index("rating_by_pair", "row_id", "a", "b"),
        AUTOINCREMENT,
    )

    row_id: int = Field(foreign_key="topic_row.id")
    a: str
    b: str
    coder_id: int = Field(foreign_key="coder.id")
    meaning: str = ""
    proposed: str = ""
    confirmed: str = ""
    silence: str = ""
    why: str = ""
    at: str = ""
    stamp: str = ""
    """The stamp of what both findings said when it was judged."""
    says: str = "{}"


class Link(Row, table=True):
    """A theme paired with an indicator: worth looking at side by side, without a verdict."""

    __table_args__: Any = (AUTOINCREMENT,)

    theme_id: int = Field(foreign_key="theme.id", index=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True)
    note: str = ""
