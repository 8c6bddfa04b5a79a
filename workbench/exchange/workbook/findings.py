"""The sheet of findings: what each says and rests on, with the ways to its quotes and figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.exchange.workbook.sheets import FINDINGS, NONE, STATES, Column, Leads, Sheet, lines, or_none
from workbench.exchange.workbook.shorthand import NOT_APPLICABLE, NOT_AVAILABLE, WITHHELD
from workbench.triangulation.finding_evidence import EvidenceLine
from workbench.triangulation.findings import FindingLine

STRANDS = {"words": "what people say", "numbers": "what the figures say"}


@dataclass(frozen=True, slots=True)
class Counted:
    """What may be shown of how many people said something: the numbers, None where withheld, and a sentence."""

    said: int | None
    asked: int | None
    all_asked: bool
    sentence: str


def findings(
    listed: Iterable[FindingLine], counts: Mapping[int, Counted], codes: Mapping[int, tuple[str, ...]], *, team: bool
) -> Sheet:
    """A row a finding. `codes` gives the paths of each theme's codes, under which its quotes stand."""
    columns = (
        Column("Finding", 10, strong=True),
        Column("Kind", 14),
        Column("What it says", 50),
        Column("Source", 20),
        Column("How prominent", 14),
        Column("People who said it", 15, "#,##0"),
        Column("People asked", 15, "#,##0"),
        Column("How many people, in words", 28),
        Column("Confidence", 14),
        Column("Strongest evidence against it", 36),
        Column("Rests on", 40),
        Column("Its quotes", 18),
        Column("Its figures", 14),
        Column("Look again", 20),
    )
    shown = list(listed)
    rows = [_finding(one, counts.get(one.id), codes, team) for one in shown]
    return Sheet(
        FINDINGS,
        "Findings: what each source says, and what it rests on",
        columns,
        rows,
        "No finding is written yet.",
        notes=("How prominent", "How people are counted"),
        anchors={f"finding {one.name}": at for at, one in enumerate(shown)},
    )


def _finding(
    line: FindingLine, counted: Counted | None, codes: Mapping[int, tuple[str, ...]], team: bool
) -> tuple[Any, ...]:
    there = [one for one in line.evidence if not one.gone]
    numbers: tuple[Any, Any] = (NOT_APPLICABLE, NOT_APPLICABLE)
    if counted is not None:
        said = WITHHELD if counted.said is None else counted.said
        numbers = (said, WITHHELD if counted.said is None else counted.asked if counted.all_asked else NOT_AVAILABLE)
    return (
        line.name,
        STRANDS[line.strand],
        line.statement,
        line.source,
        line.prominence,
        *numbers,
        or_none(counted.sentence if counted else ""),
        line.confidence,
        or_none(line.against),
        lines(_named(one) for one in there if one.kind in {"theme", "code"}) or NONE,
        _quotes(there, codes),
        _figures(there),
        (line.why if team else "") or STATES[line.state] or NONE,
    )


def _named(one: EvidenceLine) -> str:
    return f"{one.kind} {one.name}{' (speaks against it)' if one.direction == 'against' else ''}"


def _quotes(there: Iterable[EvidenceLine], codes: Mapping[int, tuple[str, ...]]) -> Any:
    """Where its quotes stand: those it names, else those under its codes and themes."""
    listed = list(there)
    named = [f"quote {one.thing_id}" for one in listed if one.kind == "coding"]
    under = [f"code {one.name}" for one in listed if one.kind == "code"]
    for one in listed:
        if one.kind == "theme":
            under += [f"theme {one.name}", *(f"code {path}" for path in codes.get(one.thing_id, ()))]
    if not named and not under:
        return NONE
    text = f"{len(named)} named" if named else "under its themes and codes"
    return Leads(text, (*named, *under))


def _figures(there: Iterable[EvidenceLine]) -> Any:
    keys = [one.thing_id for one in there if one.kind == "observation"]
    if not keys:
        return NONE
    return Leads(f"{len(keys)} {'figure' if len(keys) == 1 else 'figures'}", tuple(f"figure {key}" for key in keys))
