"""Blind samples: passages coded without sight of what a machine proposes for them, to see how often it is right.

The machine's scores are set down when the sample is drawn; the person's codes are when they are given, so that later
changes of codings do not move what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.rows import AUTOINCREMENT, Row, live, table_of
from workbench.sources.documents import Document, Segment


class BlindSample(Row, table=True):
    """One drawing of passages, for one coder, from all that the machine may read and nobody had coded then."""

    __tablename__ = "blind_sample"
    __table_args__: Any = (AUTOINCREMENT,)

    coder_id: int = Field(foreign_key="coder.id")
    run_id: int = Field(foreign_key="run.id")
    """The run whose scores are tried."""
    seed: int = 0
    drawn_from: int = 0
    """How many passages there were to draw from."""
    drawn: str = ""
    done: str = ""
    """When the last of its passages was decided; empty until then."""


class BlindPassage(Row, table=True):
    """One passage of a blind sample."""

    __tablename__ = "blind_passage"
    __table_args__: Any = (sa.Index("blind_passage_by_sample", "sample_id"), AUTOINCREMENT)

    sample_id: int = Field(foreign_key="blind_sample.id")
    document_id: int = Field(foreign_key="document.id")
    segment_id: int = Field(foreign_key="segment.id")
    place: int
    """Its place in the sample, from 1 on."""
    weight: float = 1.0
    """How many passages it stands for: the inverse of its chance of being drawn."""
    answered: str = ""
    """When the person decided; empty until then."""
    looked_ms: int | None = None


class BlindCode(Row, table=True):
    """One code on one passage of a blind sample: what the machine said, and what the person gave."""

    __tablename__ = "blind_code"
    __table_args__: Any = (sa.Index("blind_code_by_passage", "passage_id"), AUTOINCREMENT)

    passage_id: int = Field(foreign_key="blind_passage.id")
    code_id: int = Field(foreign_key="code.id")
    score: float = 0.0
    proposed: bool = False
    """Whether the machine would have proposed it."""
    given: bool = False
    """Whether the person gave it."""


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A blind sample as it stands: how many of its passages there are still, and how many were decided."""

    id: int
    coder_id: int
    run_id: int
    seed: int
    drawn_from: int
    drawn: str
    done: str
    passages: int
    answered: int

    @property
    def left(self) -> int:
        """How many wait to be read."""
        return self.passages - self.answered


def samples(session: Session, *, coder_id: int | None = None) -> list[SampleLine]:
    """The blind samples, of one coder or of all, in the order in which they were drawn.

    Passages that are no longer in the project and were not decided are passed over.
    """
    passage = table_of(BlindPassage)
    chosen = standing().with_only_columns(
        passage.c.sample_id, sa.func.count(), sa.func.sum(sa.case((passage.c.answered != "", 1), else_=0))
    )
    counts = {row[0]: (row[1], row[2]) for row in session.execute(chosen.group_by(passage.c.sample_id))}
    wanted = live(BlindSample)
    if coder_id is not None:
        wanted = wanted.where(table_of(BlindSample).c.coder_id == coder_id)
    rows = session.execute(wanted.order_by(table_of(BlindSample).c.drawn, table_of(BlindSample).c.guid)).scalars()
    return [
        SampleLine(
            row.id or 0,
            row.coder_id,
            row.run_id,
            row.seed,
            row.drawn_from,
            row.drawn,
            row.done,
            *counts.get(row.id or 0, (0, 0)),
        )
        for row in rows
    ]


def standing() -> sa.Select[Any]:
    """A selection of blind passages that were decided, or can be: their words are still in the project."""
    passage, segment, document = table_of(BlindPassage), table_of(Segment), table_of(Document)
    there = sa.and_(segment.c.gone.is_(False), document.c.gone.is_(False))
    return (
        live(BlindPassage)
        .join(segment, segment.c.id == passage.c.segment_id)
        .join(document, document.c.id == passage.c.document_id)
        .where(sa.or_(passage.c.answered != "", there))
    )


def unread_segments(session: Session, coder_id: int | None) -> frozenset[int]:
    """The segments that wait in a blind sample for a coder: nothing proposed for them may be shown to that coder."""
    passage, sample = table_of(BlindPassage), table_of(BlindSample)
    chosen = (
        live(BlindPassage)
        .join(sample, sample.c.id == passage.c.sample_id)
        .where(sample.c.coder_id == coder_id, sample.c.gone.is_(False), passage.c.answered == "")
        .with_only_columns(passage.c.segment_id)
    )
    return frozenset(session.execute(chosen).scalars())
