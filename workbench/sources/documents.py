"""Documents and their segments: a transcript with its turns, or one open survey question with its answers.

A document's text is its segments, one after the other, with one line break between two; `start` and `end` of a
segment count code points from the document's start. Speakers' names are no part of the text.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

KINDS = ("transcript", "question", "notes")
SEGMENT_KINDS = ("turn", "paragraph", "answer", "heading", "note")


class Document(Row, table=True):
    """A transcript or an open survey question, known by its name: a file's name with its suffix, or a short name."""

    __table_args__: Any = (one_of("kind", KINDS), AUTOINCREMENT)

    name: str = Field(index=True)
    kind: str
    title: str = ""
    survey_id: int | None = Field(default=None, foreign_key="survey.id", index=True)
    question_id: int | None = Field(default=None, foreign_key="question.id")
    language: str = "en"
    heavy: bool = False
    """Marked as hard to read: not jumped into unasked."""
    length: int = 0
    """Code points of the whole text, the next segment's start less one."""
    content: str = ""
    """SHA-256 of the words as they came in, to know a file again."""
    came_from: str = ""
    """The file's name as it was given."""
    imported: str = ""


class Segment(Row, table=True):
    """A turn, a paragraph or an answer: the unit of search, and what a coding's people are read from."""

    __table_args__: Any = (
        one_of("kind", SEGMENT_KINDS),
        sa.Index("segment_by_place", "document_id", "start"),
        AUTOINCREMENT,
    )

    document_id: int = Field(foreign_key="document.id")
    ordinal: int
    """Counts from 0 within the document."""
    start: int
    end: int
    kind: str = "turn"
    speaker_id: int | None = Field(default=None, foreign_key="speaker.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    """Whose words these are, if a participant's; kept beside the speaker so that counting people is one join."""
    words: int = 0
    at_ms: int | None = None
    """Milliseconds into the recording, where the source says."""
    text: str
