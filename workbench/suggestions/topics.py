"""Topics: groups of passages that read alike, with words that tell them apart. A topic is not a theme."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STATES = ("proposed", "kept", "discarded")


class Topic(Row, table=True):
    """One topic of a run. Its passages beyond the typical ones are derived data, kept in the cache."""

    __table_args__: Any = (one_of("state", STATES), AUTOINCREMENT)

    run_id: int = Field(foreign_key="run.id", index=True)
    number: int
    label: str = ""
    keywords: str = ""
    """Joined by commas, the strongest first."""
    segments: int = 0
    cases: int = 0
    code_id: int | None = Field(default=None, foreign_key="code.id")
    state: str = "proposed"


class TopicPassage(Row, table=True):
    """A segment of a topic with its closeness to the middle, 0 to 1."""

    __tablename__ = "topic_passage"

    topic_id: int = Field(foreign_key="topic.id", index=True)
    segment_id: int = Field(foreign_key="segment.id")
    closeness: float = 0.0
