"""Findings: a sentence in one strand, with what it rests on and the strongest evidence against it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.indicators.datasets import today
from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add,
    add_many,
    amend,
    find,
    in_chunks,
    keeps,
    kept,
    now,
    one_of,
    remove,
    table_of,
)
from workbench.sources.coders import coder_names, current_coder
from workbench.text import stamp
from workbench.triangulation import freshness
from workbench.triangulation.evidence import Evidence, Says
from workbench.triangulation.finding_evidence import (
    BELONGS,
    EvidenceLine,
    FindingEvidence,
    FindingNeedsEvidenceError,
    OtherStrandError,
    evidence_line,
    evidence_of,
)
from workbench.triangulation.freshness import Freshness
from workbench.triangulation.prominence import PeopleCount, count_sentence, hint_sentence
from workbench.triangulation.resting import RESTED_ON, Ground, read_ground, renewed
from workbench.triangulation.said import as_kept, standing_of

STRANDS = ("words", "numbers")
PROMINENCES = ("high", "medium", "low", "none", "not rated")
CONFIDENCES = ("high", "moderate", "low", "very low", "not assessed")
PURPOSES = ("triangulation", "complementarity", "development", "initiation", "expansion")


class Finding(Row, table=True):
    """A finding statement. `source` names the set of material it speaks for: interviews, a survey, police records."""

    __table_args__: Any = (
        one_of("strand", STRANDS),
        one_of("prominence", PROMINENCES),
        one_of("confidence", CONFIDENCES),
        one_of("purpose", ("", *PURPOSES)),
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
    purpose: str = ""
    """What setting it beside others is for (Greene, Caracelli and Graham 1989)."""
    question_id: int | None = Field(default=None, foreign_key="question.id")
    coder_id: int = Field(foreign_key="coder.id")
    written: str = ""
    stamp: str = ""
    """The stamp of what its evidence said when a person last looked."""
    says: str = "{}"
    """What was stamped, as JSON, so that a change can be told in words."""
    looked: str = ""
    """When a person last looked at the evidence, and `looked_by` who."""
    looked_by: int | None = Field(default=None, foreign_key="coder.id")


_OWN = frozenset(
    {"statement", "source", "prominence", "confidence", "confidence_reason", "against", "purpose", "question_id"}
)
"""Cells that a person may reword."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as a screen or a table shows it; `count` is None for numbers."""

    id: int
    number: int
    strand: str
    source: str
    statement: str
    prominence: str
    confidence: str
    confidence_reason: str
    against: str
    question_id: int | None
    question: str
    coder: str
    written: str
    state: freshness.State
    why: str
    count: PeopleCount | None
    hint: str
    """What the thresholds say beside the rating, in a sentence; empty for numbers."""
    evidence: tuple[EvidenceLine, ...]
    purpose: str = ""
    effect: str = ""
    """What follows where it is not current: what the count suggests now against then."""
    moved: tuple[str, ...] = ()
    """What says something else, as in `Freshness`."""
    suggests: str = ""
    """The level that the count suggests now; empty where it suggests none."""

    @property
    def finished(self) -> bool:
        """Whether the strongest evidence against it is written down; until then it is neither judged nor cited."""
        return bool(self.against.strip())

    @property
    def name(self) -> str:
        """How people name it: F3."""
        return f"F{self.number}"

    @property
    def count_sentence(self) -> str:
        """12 of 16 people asked said this; empty for numbers."""
        return count_sentence(self.count) if self.count else ""


class FindingIsEmptyError(WorkbenchError):
    """A finding is a sentence. Write what the material says on the topic."""


class EvidenceIsGoneError(WorkbenchError):
    """What this finding should rest on is no longer in the project. Choose other evidence."""


def write_finding(
    session: Session,
    *,
    strand: str,
    source: str,
    statement: str,
    evidence: Sequence[Evidence],
    prominence: str = "not rated",
    confidence: str = "not assessed",
    confidence_reason: str = "",
    against: str = "",
    purpose: str = "",
    question_id: int | None = None,
) -> int:
    """Write a finding with what it rests on, and remember what that says today.

    The evidence must be of the finding's strand, `words` or `numbers`. `source` is the material it speaks for:
    interviews, a survey's name, police records. `prominence` is a person's rating. `against` is the strongest
    evidence against it, in a sentence; without it the finding is kept as unfinished. With the topic guide's question
    the people asked can be counted.
    """
    if not statement.strip() or not source.strip():
        raise FindingIsEmptyError(None if not statement.strip() else "Say which material the finding speaks for.")
    if not evidence:
        raise FindingNeedsEvidenceError
    if any(one.kind not in BELONGS[strand] for one in evidence):
        raise OtherStrandError
    person, at = current_coder(session), now()
    table = table_of(Finding)
    number = session.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0) + 1)).scalar_one()
    key = add(
        session,
        Finding,
        number=number,
        strand=strand,
        source=source.strip(),
        statement=statement.strip(),
        prominence=prominence,
        confidence=confidence,
        confidence_reason=confidence_reason,
        against=against,
        purpose=purpose,
        question_id=question_id,
        coder_id=person,
        written=at,
    )
    add_many(
        session,
        FindingEvidence,
        [
            {"finding_id": key, "kind": one.kind, "thing_id": one.thing_id, "direction": one.direction}
            for one in dict.fromkeys(evidence)
        ],
    )
    look_again(session, key)
    return key


def reword(session: Session, finding_id: int, **cells: Any) -> None:
    """Change a finding's own words or ratings; what its evidence said when last looked at stays as it was.

    Cells: statement, source, prominence, confidence, confidence_reason, against, purpose, question_id.
    """
    if not cells.keys() <= _OWN:
        raise ValueError(f"not a cell of a finding: {sorted(cells.keys() - _OWN)}")
    if not str(cells.get("statement", "x")).strip() or not str(cells.get("source", "x")).strip():
        raise FindingIsEmptyError
    find(session, Finding, finding_id)
    amend(session, Finding, finding_id, **cells)
    if {"source", "question_id"} & cells.keys():
        look_again(session, finding_id)


def support(session: Session, finding_id: int, evidence: Evidence) -> None:
    """Let a finding rest on one thing more; it is looked at as a whole again."""
    finding = find(session, Finding, finding_id)
    if evidence.kind not in BELONGS[finding.strand]:
        raise OtherStrandError
    if evidence not in {Evidence(one.kind, one.thing_id, one.direction) for one in evidence_of(session, finding_id)}:
        add(
            session,
            FindingEvidence,
            finding_id=finding_id,
            kind=evidence.kind,
            thing_id=evidence.thing_id,
            direction=evidence.direction,
        )
    look_again(session, finding_id)


def remove_evidence(session: Session, finding_id: int, evidence: Evidence) -> None:
    """Let a finding no longer rest on something; the last thing stays, for a finding without evidence is none."""
    rows = evidence_of(session, finding_id)
    mine = [
        one
        for one in rows
        if (one.kind, one.thing_id, one.direction) == (evidence.kind, evidence.thing_id, evidence.direction)
    ]
    if len(rows) <= len(mine):
        raise FindingNeedsEvidenceError
    for one in mine:
        remove(session, FindingEvidence, one.id)
    look_again(session, finding_id)


def remove_finding(session: Session, finding_id: int) -> None:
    """Take a finding out of the project; rows and briefs that used it say so."""
    find(session, Finding, finding_id)
    remove(session, Finding, finding_id)


def look_again(session: Session, finding_id: int) -> None:
    """Say, as the person at the keyboard, that the finding still stands on what its evidence says now."""
    find(session, Finding, finding_id)
    look_again_at(session, [finding_id])


def look_again_at(session: Session, finding_ids: Iterable[int]) -> None:
    """Say of several findings that they still stand; raises EvidenceIsGoneError where nothing of one is left."""
    session.expire_all()
    at, person = now(), current_coder(session)
    ground: Ground[FindingLine] = read_ground(session, set(finding_ids))
    table = table_of(Finding)
    for key, rows in ground.evidence.items():
        here = [one for one in rows if (one.kind, one.thing_id) in ground.things]
        if not here:
            raise EvidenceIsGoneError
        for one in rows:
            if one not in here:
                remove(session, FindingEvidence, one.id)
        finding = session.execute(sa.select(table).where(table.c.id == key)).one()
        says, _ = standing_of(finding, here, ground.things, ground.material, ground.approach)
        amend(session, Finding, key, says=as_kept(says), stamp=stamp(says), looked=at, looked_by=person)


def findings(session: Session, ids: Iterable[int] | None = None) -> list[FindingLine]:
    """Every finding, or those named, in the order of their numbers, each with its state and the cause."""
    wanted = None if ids is None else set(ids)
    ground: Ground[FindingLine] = standing(session) if keeps(session) else read_ground(session, wanted)
    return ground.read(session, _lines, wanted)


def standing(session: Session) -> Ground[FindingLine]:
    """Every finding with the ground it stands on, and which of them changes have marked since they were read."""
    ground: Ground[FindingLine] = kept(session, f"findings on {today()}", read_ground, tables=RESTED_ON, renew=renewed)
    return ground


def says_now(session: Session, finding_id: int) -> Says:
    """What a finding's evidence says at this moment, as freshness compares it."""
    finding = find(session, Finding, finding_id)
    ground: Ground[FindingLine] = read_ground(session, {finding_id})
    return standing_of(finding, ground.evidence[finding_id], ground.things, ground.material, ground.approach)[0]


def _lines(session: Session, keys: Sequence[int], ground: Ground[FindingLine]) -> dict[int, FindingLine]:
    """Some findings, each compared with what was seen."""
    table = table_of(Finding)
    names = coder_names(session)
    return {
        row.id: _line(row, ground, names)
        for some in in_chunks(keys)
        for row in session.execute(sa.select(table).where(table.c.id.in_(some)))
    }


def _line(row: Any, ground: Ground[FindingLine], names: dict[int, str]) -> FindingLine:
    rows, approach = ground.evidence[row.id], ground.approach
    says, count = standing_of(row, rows, ground.things, ground.material, approach)
    unmoved = as_kept(says) == row.says and not freshness.is_kept_out(says)
    state = freshness.CURRENT if unmoved else freshness.compare(json.loads(row.says), says)
    if not rows:
        state = Freshness("recheck", "Nothing that it rests on is in the project any more.")
    return FindingLine(
        id=row.id,
        number=row.number,
        strand=row.strand,
        source=row.source,
        statement=row.statement,
        prominence=row.prominence,
        confidence=row.confidence,
        confidence_reason=row.confidence_reason,
        against=row.against,
        question_id=row.question_id,
        question=ground.names.get(row.question_id, ""),
        coder=names.get(row.coder_id, ""),
        written=row.written,
        state=state.state,
        why=state.why,
        count=count,
        hint=hint_sentence(count, approach) if count else "",
        evidence=tuple(evidence_line(one, ground.things) for one in rows),
        purpose=row.purpose,
        effect=state.effect,
        moved=state.moved,
        suggests=says.get("hint", ""),
    )
