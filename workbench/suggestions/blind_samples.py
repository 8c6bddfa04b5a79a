"""Blind samples: passages coded without sight of what a machine proposes for them, to see how often it is right.

The machine's scores are set down when the sample is drawn; the person's codes are when they are given, so that later
changes of codings do not move what was measured.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


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
