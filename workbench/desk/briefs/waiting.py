"""Which briefs wait for somebody: to be decided, to be done, to be met, to be looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from workbench.briefs.conditions import conditions, late_words
from workbench.briefs.decisions import at_once, decisions
from workbench.briefs.last_read import has_read
from workbench.briefs.lines import BriefLine, DecisionLine
from workbench.briefs.options import briefs
from workbench.briefs.outcomes import outcomes
from workbench.briefs.tasks import tasks
from workbench.indicators.datasets import today
from workbench.project.file import Project
from workbench.text import dated

Kind = Literal["decide", "at once", "task", "condition", "review", "outcome"]
HEADINGS: dict[Kind, str] = {
    "decide": "To be decided",
    "at once": "Decided twice at once",
    "task": "Sent back, and still to do",
    "condition": "Conditions that are open",
    "review": "To be looked at again",
    "outcome": "Nobody has noted yet what came of it",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `leads` names the task or condition; without, the brief."""

    kind: Kind
    brief_id: int
    brief: str
    said: str
    leads: str = ""
    late: bool = False


def waiting(project: Project) -> list[Waiting]:
    """Everything that waits, by kind; of each kind what is late first."""
    with project.read() as session:
        found = list(_waiting(session))
    order = list(HEADINGS)
    return sorted(found, key=lambda one: (order.index(one.kind), not one.late))


def _waiting(session: Session) -> Iterator[Waiting]:
    named = {one.id: one for one in briefs(session)}
    taken = [one for one in decisions(session) if one.brief_id in named]
    standing = {one.brief_id: one for one in taken}
    for line in named.values():
        if line.status == "for decision":
            yield Waiting("decide", line.id, _called(line), _to_decide(session, line))
    for there in at_once(taken):
        line = named[there[0].brief_id]
        said = "; ".join(f"{one.said} on {dated(one.day)}, recorded by {one.recorded_by}" for one in there)
        yield Waiting("at once", line.id, _called(line), said, late=True)
    for task in tasks(session):
        if task.is_open and task.brief_id in named:
            line = named[task.brief_id]
            owner = f" ({task.owner})" if task.owner else ""
            yield Waiting("task", line.id, _called(line), f"{task.text}{owner}", f"task:{task.id}")
    of = {one.id: one for one in taken}
    for one in conditions(session, of):
        if one.state == "open":
            line, late = named[of[one.decision_id].brief_id], late_words(one, today())
            said = f"{one.asked}{f' ({late})' if late else ''}"
            yield Waiting("condition", line.id, _called(line), said, f"condition:{one.id}", bool(late))
    for key, decision in standing.items():
        yield from _afterwards(session, named[key], decision)


def _to_decide(session: Session, line: BriefLine) -> str:
    """What is asked, of whom and by when, and whether the one at the keyboard has read it."""
    who = f" {line.by_whom}" if line.by_whom else ""
    when = f" by {dated(line.by_when)}" if line.by_when else ""
    asked = f"{line.decision_asked or 'No decision is asked yet.'}"
    read = has_read(session, line.id)
    said = f"You read it on {dated(read[:10])}." if read else "You have not read it yet."
    return f"{asked}{f' Decided:{who}{when}.' if who or when else ''} {said}"


def _afterwards(session: Session, line: BriefLine, decision: DecisionLine) -> Iterator[Waiting]:
    """A review that is due, and an approval of which nobody has noted what came of it."""
    if decision.outcome in {"revise", "defer"}:
        return
    if decision.review_on:
        due = decision.review_on <= today()
        said = f"{decision.said}; to be reviewed on {dated(decision.review_on)}"
        yield Waiting("review", line.id, _called(line), said, late=due)
    if decision.outcome.startswith("approve") and not outcomes(session, decision.id):
        yield Waiting("outcome", line.id, _called(line), f"{decision.said}, {dated(decision.day)}")


def _called(line: BriefLine) -> str:
    return f"{line.name} {line.title}"
