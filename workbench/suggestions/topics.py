"""Topics: groups of passages that read alike, with words that tell them apart. A topic is not a theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, amend, find, live, one_of, table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.suggestions.grouping import in_words
from workbench.suggestions.runs import Run

STATES = ("proposed", "kept", "discarded", "merged", "split")
KINDS = ("topic", "outliers")
TYPICAL = 20
"""So many passages of a topic are kept in the project, the most typical."""
AWAY = ("discarded", "merged", "split")
"""States in which a topic is out of sight."""


class Topic(Row, table=True):
    """One topic of a run. Its passages beyond the typical ones are derived data, kept in the cache."""

    __table_args__: Any = (one_of("state", STATES), one_of("kind", KINDS), AUTOINCREMENT)

    run_id: int = Field(foreign_key="run.id", index=True)
    number: int
    label: str = ""
    keywords: str = ""
    """Joined by commas, the strongest first."""
    segments: int = 0
    cases: int = 0
    steadiness: float = 0.0
    """0 to 1: how much of it was found again when a fifth of the passages was left out."""
    code_id: int | None = Field(default=None, foreign_key="code.id")
    state: str = "proposed"
    kind: str = "topic"
    """A topic, or the passages that fit in none."""
    over_seeds: float | None = None
    """0 to 1: how much of it was found again from other seeds."""
    coherence: float | None = None
    """How often its keywords stand together, NPMI, -1 to 1."""
    into_id: int | None = Field(default=None, foreign_key="topic.id")
    """The topic that it was merged into."""
    from_id: int | None = Field(default=None, foreign_key="topic.id")
    """The topic that it is a part of, where one was split."""
    part: int = 0
    """Which part it is, from 1 on."""
    parts: int = 0
    """Into how many parts that one was split."""


class TopicPassage(Row, table=True):
    """A segment of a topic with its closeness to the middle, 0 to 1."""

    __tablename__ = "topic_passage"

    topic_id: int = Field(foreign_key="topic.id", index=True)
    segment_id: int = Field(foreign_key="segment.id")
    closeness: float = 0.0


class OutliersAreNoTopicError(WorkbenchError):
    """These passages fit in no topic and have nothing in common. Read them one by one; they can be put out of sight."""


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic as a list shows it."""

    id: int
    run_id: int
    number: int
    part: int
    """Which part it is of the topic of that number, 0 where that was not split."""
    kind: str
    label: str
    keywords: tuple[str, ...]
    segments: int
    cases: int
    steady: str
    """How steady it is, in a word; nothing for the passages that fit in no topic."""
    steadiness: float
    over_seeds: float | None
    coherence: float | None
    state: str
    code_id: int | None
    into_id: int | None

    @property
    def named(self) -> str:
        """Its number, with that of the part: 4, 4.1."""
        return f"{self.number}.{self.part}" if self.part else str(self.number)

    @property
    def away(self) -> bool:
        """Whether it is out of sight: discarded, merged into another, or split into parts."""
        return self.state in AWAY


@dataclass(frozen=True, slots=True)
class TypicalPassage:
    """A passage that is typical of a topic."""

    segment_id: int
    document_id: int
    document: str
    start: int
    end: int
    text: str
    case_id: int | None
    case: str
    closeness: float


def topics(session: Session, *, discarded: bool = False) -> list[TopicLine]:
    """The topics there are, those of the newest run first and in them the largest; last the passages in none.

    With `discarded` also those out of sight: discarded, merged into another, split into parts.
    """
    table, run = table_of(Topic), table_of(Run)
    newest = (run.c.at.desc(), run.c.guid.desc())
    order = (*newest, table.c.kind == "outliers", table.c.number, table.c.part, table.c.guid)
    chosen = live(Topic).join(run, run.c.id == table.c.run_id).order_by(*order)
    if not discarded:
        chosen = chosen.where(table.c.state.not_in(AWAY))
    return [_line(row) for row in session.execute(chosen).scalars()]


def _line(row: Topic) -> TopicLine:
    is_topic = row.kind == "topic"
    return TopicLine(
        row.id or 0,
        row.run_id,
        row.number,
        row.part,
        row.kind,
        row.label,
        tuple(word for word in row.keywords.split(", ") if word),
        row.segments,
        row.cases,
        in_words(row.steadiness if row.over_seeds is None else min(row.steadiness, row.over_seeds)) if is_topic else "",
        row.steadiness,
        row.over_seeds,
        row.coherence,
        row.state,
        row.code_id,
        row.into_id,
    )


def typical_passages(session: Session, topic_id: int, *, limit: int = 20) -> list[TypicalPassage]:
    """The passages closest to the middle of a topic and of those merged into it, the closest first."""
    own = [topic_id]
    for one in own:
        into = live(Topic).where(table_of(Topic).c.into_id == one).with_only_columns(table_of(Topic).c.id)
        own += [key for key in session.execute(into).scalars() if key not in own]
    passage, segment, document, case = (table_of(kind) for kind in (TopicPassage, Segment, Document, Case))
    chosen = (
        live(TopicPassage)
        .join(segment, segment.c.id == passage.c.segment_id)
        .join(document, document.c.id == segment.c.document_id)
        .outerjoin(case, case.c.id == segment.c.case_id)
        .where(passage.c.topic_id.in_(own), segment.c.gone.is_(False), document.c.gone.is_(False))
        .order_by(passage.c.closeness.desc(), document.c.name, segment.c.start)
        .limit(limit)
        .with_only_columns(
            segment.c.id,
            document.c.id,
            document.c.name,
            segment.c.start,
            segment.c.end,
            segment.c.text,
            segment.c.case_id,
            sa.func.coalesce(case.c.label, ""),
            passage.c.closeness,
        )
    )
    return [TypicalPassage(*row) for row in session.execute(chosen)]


def name_topic(session: Session, topic_id: int, label: str) -> None:
    """Give a topic a name of one's own; it is kept from then on."""
    find(session, Topic, topic_id)
    amend(session, Topic, topic_id, label=label.strip(), state="kept")


def keep(session: Session, topic_id: int) -> None:
    """Keep a topic beyond the next run."""
    find(session, Topic, topic_id)
    amend(session, Topic, topic_id, state="kept")
