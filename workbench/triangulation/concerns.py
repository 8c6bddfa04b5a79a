"""Concerns: what makes one more or less sure of a finding, in four parts as GRADE-CERQual has them.

On primary data this is an assessment informed by CERQual, which is made for reviews, and is called so wherever it stands.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

PARTS = ("limitations", "coherence", "adequacy", "relevance")
LEVELS = ("none", "minor", "moderate", "serious")


class Concern(Row, table=True):
    """How concerned a person is about one part of a finding, and why."""

    __table_args__: Any = (one_of("part", PARTS), one_of("level", LEVELS), AUTOINCREMENT)

    finding_id: int = Field(foreign_key="finding.id", index=True)
    part: str
    level: str
    why: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
