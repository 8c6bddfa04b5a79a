"""What a finding rests on: themes, codes and passages, or figures, for it and against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, one_of, table_of
from workbench.triangulation.evidence import Things

RESTS_ON = ("theme", "code", "coding", "observation")
BELONGS = {"words": {"theme", "code", "coding"}, "numbers": {"observation"}}
"""The kinds of evidence of each strand."""


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


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One thing that a finding rests on, with the name people know it by."""

    kind: str
    thing_id: int
    direction: str
    name: str
    gone: bool = False


class FindingNeedsEvidenceError(WorkbenchError):
    """A finding rests on something. Name the theme, code, passage or figure that it is about."""


class OtherStrandError(WorkbenchError):
    """A finding from words rests on themes, codes or passages, one from numbers on figures. Write one for each."""


def evidence_of(session: Session, finding_id: int) -> list[Any]:
    """The rows of what a finding rests on, in their order: id, kind, thing_id, direction."""
    t = table_of(FindingEvidence).c
    chosen = sa.select(t.id, t.kind, t.thing_id, t.direction).where(t.gone.is_(False), t.finding_id == finding_id)
    return list(session.execute(chosen.order_by(t.id)))


def evidence_line(row: Any, found: Things) -> EvidenceLine:
    """A row of evidence with the name of the thing; one that is gone says so."""
    thing = found.get((row.kind, row.thing_id))
    name = thing.name if thing else "no longer in the project"
    return EvidenceLine(row.kind, row.thing_id, row.direction, name, thing is None)
