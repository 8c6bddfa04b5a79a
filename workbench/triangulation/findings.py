"""Findings: a sentence in one strand, with what it rests on and the strongest evidence against it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STRANDS = ("words", "numbers")
PROMINENCES = ("high", "medium", "low", "none", "not rated")
CONFIDENCES = ("high", "moderate", "low", "very low", "not assessed")
RESTS_ON = ("theme", "code", "coding", "observation")


class Finding(Row, table=True):
    """A finding statement. `source` names the set of material it speaks for: interviews, a survey, police records."""

    __table_args__: Any = (
        one_of("strand", STRANDS),
        one_of("prominence", PROMINENCES),
        one_of("confidence", CONFIDENCES),
        AUTOINCREMENT,
    )

    number: int
    strand: str
    source: str
    statement: str
    prominence: str = "not rated"
    confidence: str = "not assessed"
    confidence_reason: str = ""
    against: str = ""
    """The strongest evidence against it, in a sentence; required before it is used."""
    question_id: int | None = Field(default=None, foreign_key="question.id")
    coder_id: int = Field(foreign_key="coder.id")
    written: str = ""
    stamp: str = ""
    """The stamp of what its evidence said when a person last looked."""
    says: str = "{}"
    """What was stamped, as JSON, so that a change can be told in words."""


class FindingEvidence(Row, table=True):
    """One thing that a finding rests on, or that speaks against it."""

    __tablename__ = "finding_evidence"
    __table_args__: Any = (
        one_of("kind", RESTS_ON),
        sa.CheckConstraint("direction IN ('for', 'against')", name="direction_is_known"),
        sa.Index("finding_by_evidence", "kind", "thing_id"),
        AUTOINCREMENT,
    )

    finding_id: int = Field(foreign_key="finding.id", index=True)
    kind: str
    thing_id: int
    direction: str = "for"
