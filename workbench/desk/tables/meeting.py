"""The tables of where words and numbers meet, and of what was decided, as columns and rows.

Each takes a session and an audience: counts of people that are small for it are withheld, in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from workbench.briefs.options import briefs, options
from workbench.desk.door.door import Door, door
from workbench.desk.looking_again.topics import with_conclusions_beside
from workbench.desk.tables.findings import deeper
from workbench.governance.audiences import INTERNAL
from workbench.governance.disclosure import withheld_words
from workbench.triangulation.finding_evidence import EvidenceLine
from workbench.triangulation.findings import findings
from workbench.triangulation.protocol.joint_display import JointRow, side_by_side
from workbench.triangulation.protocol.matrix import matrix

Rows = tuple[tuple[str, ...], list[tuple[Any, ...]]]

FINDINGS = (
    "finding", "strand", "statement", "prominence", "cases", "asked", "state", "source", "why", "confidence", "against",
    "evidence", "coder", "finished", "purpose", "question", "topics", "suggested", "confidence_reason", "limitations",
    "coherence", "adequacy", "relevance", "groups", "asked_not_said", "opposite", "passages", "passages_against", "words",
    "kinds", "figures",
)  # fmt: skip
CONVERGENCE = ("row", "a", "b", "proposed", "confirmed", "silence", "rater", "meaning", "why", "at", "state")
JOINT_DISPLAY = (
    "row", "question", "numbers", "figures", "words", "people", "quote", "meet", "together", "fit", "state",
    "cause",
)  # fmt: skip
OPTIONS = (
    "option", "title", "status", "preferred", "brief", "kind", "cost_low", "cost_high", "time_to_effect", "what",
    "cost_note", "works", "depends_on", "data_protection", "not_known",
)  # fmt: skip


def findings_table(session: Session, audience: str = INTERNAL) -> Rows:
    """A row a finding: how many people of how many asked, whether it is current, and why not.

    `asked` is None where not everybody heard is recorded as asked; `cases` is None for numbers. Unfinished findings,
    and who did not say it or says the opposite, are for the team only; so are reasons that people gave for a concern.
    """
    at = door(session, audience)
    lines = [line for line in findings(session) if line.finished or at.team]
    more = deeper(session, at, lines)
    shown = at.counts(lines)
    hidden = withheld_words(at.audience.threshold, beside=True)
    rows = []
    for line in lines:
        count = line.count
        small = count is not None and "withheld by us" in shown[line.id]
        evidence = "; ".join(_evidence(one, team=at.team) for one in line.evidence)
        rows.append(
            (
                line.name,
                line.strand,
                line.statement,
                line.prominence,
                hidden if small else (count.said if count else None),
                count.asked if count and count.all_asked else None,
                line.state,
                line.source,
                line.why if at.team else "",
                line.confidence,
                line.against,
                evidence,
                line.coder if at.team else "",
                line.finished,
                line.purpose,
                line.question,
                *more[line.id],
            )
        )
    return FINDINGS, rows


def _evidence(one: EvidenceLine, *, team: bool) -> str:
    """A thing that a finding rests on; outside the team a passage by no more than its kind: its place is in a file's name."""
    name = one.name if team or one.kind != "coding" else "a passage"
    return f"{name}{' (against)' if one.direction == 'against' else ''}"


def convergence_table(session: Session, audience: str = INTERNAL) -> Rows:
    """A row a judgement: two sources in a topic row, what was proposed and what a person confirmed."""
    team = door(session, audience).team
    rows: list[tuple[Any, ...]] = []
    for topic in matrix(session).rows:
        for meeting in topic.meetings.values():
            for one in meeting.every:
                rater = one.rater if team else ""
                state = meeting.state if meeting.state == "recheck" else one.state
                rows.append(
                    (
                        topic.title, one.a, one.b, one.proposed, one.confirmed, one.silence, rater, one.meaning, one.why,
                        one.at, state,
                    )
                )  # fmt: skip
            if not meeting.every and meeting.matters and meeting.proposal is not None:
                proposed = meeting.proposal.value or ""
                rows.append(
                    (
                        topic.title,
                        meeting.a,
                        meeting.b,
                        proposed,
                        "",
                        "",
                        "",
                        "",
                        meeting.proposal.why,
                        "",
                        meeting.state,
                    )
                )
    return CONVERGENCE, rows


def joint_display_table(session: Session, audience: str = INTERNAL) -> Rows:
    """A row a topic, side by side; one quote that may be shown to the audience, where there is one.

    Unfinished findings are for the team only, and so is a topic that holds nothing else.
    """
    return JOINT_DISPLAY, joint_display_rows(door(session, audience))


def joint_display_rows(at: Door) -> list[tuple[Any, ...]]:
    """The rows of the table for the reader at the door, with the quotes in them entered there."""
    every = with_conclusions_beside(at.session, side_by_side(at.session))
    topics = at.beside(every if at.team else _finished(every))
    candidates = [side.quote_candidates for row in topics for side in row.words]
    quotes, _ = at.coded({key for some in candidates for key in some})
    at.printed_of({key for some in candidates for key in [one for one in some if one in quotes][:1]}, named=False)
    counts = at.counts(line for row in topics for line in row.findings)
    figures = [figure for row in topics for side in row.numbers for figure in side.figures]
    withheld = {} if at.team else at.figures(figures)
    said = {key: one.text for key, one in quotes.items()}
    return [(*_topic(row, counts, said, withheld), row.cause if at.team else "") for row in topics]


def _finished(rows: Iterable[JointRow]) -> list[JointRow]:
    """Topics with their finished findings only."""
    kept = [
        replace(
            row,
            numbers=tuple(side for side in row.numbers if side.finding.finished),
            words=tuple(side for side in row.words if side.finding.finished),
        )
        for row in rows
    ]
    return [row for row in kept if row.findings]


def _topic(row: JointRow, counts: dict[int, str], quotes: dict[int, str], withheld: dict[int, str]) -> tuple[Any, ...]:
    chosen = [next((quotes[key] for key in side.quote_candidates if key in quotes), "") for side in row.words]
    figures = [
        f"{one.area}, {one.figure.period}: {withheld.get(one.id) or one.in_words}"
        for side in row.numbers
        for one in side.figures
    ]
    return (
        row.topic,
        row.question,
        " ".join(side.finding.statement for side in row.numbers),
        "; ".join(figures),
        " ".join(side.finding.statement for side in row.words),
        "; ".join(counts[side.finding.id] for side in row.words if side.finding.id in counts),
        next((text for text in chosen if text), ""),
        row.meet,
        row.together,
        row.fit,
        row.state,
    )


def options_table(session: Session, audience: str = INTERNAL) -> Rows:
    """A row an option, business as usual first in each brief; the status is its brief's."""
    door(session, audience)
    by_key = {brief.id: brief for brief in briefs(session)}
    return OPTIONS, [
        (
            one.name, one.title, by_key[one.brief_id].status, one.preferred, by_key[one.brief_id].name, one.kind,
            one.cost_low, one.cost_high, one.time_to_effect, one.what,
            one.cost_note, one.works, one.depends_on, one.data_protection, one.not_known,
        )
        for one in options(session)
        if one.brief_id in by_key
    ]  # fmt: skip


TABLES = {
    "findings": findings_table,
    "convergence": convergence_table,
    "joint-display": joint_display_table,
    "options": options_table,
}
"""By the name that `workbench table` knows them by."""
