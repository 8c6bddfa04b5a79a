"""Concerns: what makes one more or less sure of a finding, in four parts as GRADE-CERQual has them.

On primary data this is an assessment informed by CERQual, which is made for reviews, and is called so wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, live, now, one_of
from workbench.sources.coders import coder_names, current_coder
from workbench.triangulation.breadth import Breadth
from workbench.triangulation.findings import Finding, FindingLine, reword

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


MEANS = {
    "limitations": "how the material came about",
    "coherence": "how well the sentence fits what was said",
    "adequacy": "how much material there is, and how rich",
    "relevance": "whether it is about these people and this place",
}
"""What each part asks, in plain words."""
INFORMED = "CERQual-informed"
"""What an assessment of primary data is called wherever it is printed."""


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """One person's concern about one part of a finding."""

    part: str
    level: str
    why: str
    by: str
    at: str

    @property
    def words(self) -> str:
        """The concern in a line: `moderate concern: five people of one town`."""
        said = "no concern" if self.level == "none" else f"{self.level} concern"
        return f"{said}: {self.why}" if self.why else said


class ConcernWithoutReasonError(WorkbenchError):
    """A concern has a reason. Write in a sentence what makes you less sure."""


class PartsAreMissingError(WorkbenchError):
    """How sure one is follows from four parts. Say first what you make of each of them."""


class RatedWithoutReasonError(WorkbenchError):
    """It starts at high. Say why it is rated down without a concern, or stays high beside a serious one."""


def weigh(session: Session, finding_id: int, part: str, level: str, why: str = "") -> int:
    """Say how concerned this coder is about one part of a finding; one's newest word on a part stands."""
    if part not in PARTS or level not in LEVELS:
        raise ValueError(f"no such part or level: {part}, {level}")
    if level != "none" and not why.strip():
        raise ConcernWithoutReasonError
    find(session, Finding, finding_id)
    person = current_coder(session)
    cells: dict[str, Any] = {"level": level, "why": why.strip(), "at": now()}
    mine = [one for one in _rows(session, [finding_id]) if (one.part, one.coder_id) == (part, person)]
    if mine:
        amend(session, Concern, mine[-1].id or 0, **cells)
        return mine[-1].id or 0
    return add(session, Concern, finding_id=finding_id, part=part, coder_id=person, **cells)


def rate_confidence(session: Session, finding_id: int, level: str, reason: str = "") -> None:
    """Say how sure one is of a finding as a whole: it starts at high, and a person rates it down with a reason.

    Raises PartsAreMissingError before somebody has weighed all four parts, RatedWithoutReasonError where it is rated
    down although no part gives concern, or kept high beside a serious one, and nothing says why.
    """
    there = concerns(session, [finding_id]).get(finding_id, ())
    missing = [part for part in PARTS if part not in {one.part for one in there}]
    if missing and level != "not assessed":
        raise PartsAreMissingError(
            f"How sure one is follows from four parts. Say first what you make of {' and '.join(missing)}."
        )
    worst = max((LEVELS.index(one.level) for one in there), default=0)
    down = level in {"moderate", "low", "very low"}
    if not reason.strip() and ((down and worst == 0) or (level == "high" and worst == LEVELS.index("serious"))):
        raise RatedWithoutReasonError
    reword(session, finding_id, confidence=level, confidence_reason=reason.strip())


def concerns(session: Session, finding_ids: Iterable[int] | None = None) -> dict[int, tuple[ConcernLine, ...]]:
    """Everybody's concerns by finding, part by part in their order."""
    names = coder_names(session)
    found: dict[int, list[ConcernLine]] = {}
    for row in sorted(_rows(session, finding_ids), key=lambda one: PARTS.index(one.part)):
        line = ConcernLine(row.part, row.level, row.why, names.get(row.coder_id, ""), row.at)
        found.setdefault(row.finding_id, []).append(line)
    return {key: tuple(lines) for key, lines in found.items()}


def begun_with(line: FindingLine, breadth: Breadth | None) -> dict[str, str]:
    """What the material says of each part, to begin a sentence with: facts, and no level.

    Adequacy from people, groups and words; coherence from what speaks against it; relevance from where people live.
    How the material came about is not in the project file in a form that could be told; that part begins empty.
    """
    if breadth is None or line.count is None:
        return dict.fromkeys(PARTS, "")
    people = f"{line.count.said} {'person' if line.count.said == 1 else 'people'}"
    groups = "; ".join(breadth.in_words(name) for name in breadth.attributes)
    adequacy = f"{people} in {breadth.passages} passages, {breadth.words:,} words in their turns."
    against = f"Passages against it: {breadth.passages_against}; people who say the opposite: {len(breadth.opposite)}"
    unsaid = f"; asked and did not say it: {len(breadth.asked_not_said)}" if line.count.asked is not None else ""
    homes = sorted(breadth.homes.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [(area, number) for area, number in homes if area in line.statement] or homes[:4]
    lives = ", ".join(f"{number} in {area}" for area, number in named)
    return {
        "limitations": "",
        "coherence": f"{against}{unsaid}.",
        "adequacy": f"{adequacy} {groups}.".replace(" .", "") if groups else adequacy,
        "relevance": f"Where those who say it live: {lives}." if lives else "",
    }


def _rows(session: Session, finding_ids: Iterable[int] | None) -> list[Concern]:
    chosen = live(Concern).order_by(column(Concern, "at"), column(Concern, "guid"))
    if finding_ids is not None:
        chosen = chosen.where(column(Concern, "finding_id").in_(sorted(set(finding_ids))))
    newest = {
        (row.finding_id, row.part, row.coder_id): row
        for row in session.execute(chosen.execution_options(populate_existing=True)).scalars()
    }
    return list(newest.values())
