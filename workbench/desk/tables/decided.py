"""The tables of what no option uses, and of what was decided: decisions, what they are bound to, what was sent back, what came of it."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench.briefs.conditions import conditions
from workbench.briefs.decisions import decisions
from workbench.briefs.options import briefs
from workbench.briefs.orphans import orphans
from workbench.briefs.outcomes import OutcomeLine, outcomes
from workbench.briefs.tasks import tasks
from workbench.desk.door.door import Door
from workbench.desk.not_known import Telling
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.triangulation.figures import FigureLine

DECISIONS = (
    "brief", "option", "outcome", "meeting", "decided_on", "deciders", "reasons", "dissent", "conditions", "review_on",
    "recorded_by", "at", "version", "relied_on", "content",
)  # fmt: skip
ORPHANS = ("kind", "where", "what", "wanting")
CONDITIONS = ("brief", "version", "decided_on", "condition", "owner", "due", "state", "how", "settled_on")
TASKS = ("brief", "version", "task", "owner", "state", "how", "done_on")
OUTCOMES = (
    "brief", "version", "objective", "indicator", "area", "before", "after", "moved", "change", "said", "seen_on", "expected",
)  # fmt: skip


def decisions_table(session: Session, asking: Asking) -> Made:
    """A row a decision, in the order in which they were recorded; `content` is the fingerprint of the kept page."""
    named = {brief.id: brief.name for brief in briefs(session)}
    return Made(
        [
            (
                named.get(one.brief_id, ""), one.option, one.outcome, one.meeting, one.decided_on, one.deciders, one.reasons,
                one.dissent, one.conditions, one.review_on, one.recorded_by if asking.for_the_team else "", one.at,
                one.version, ", ".join(one.relied_on), one.content,
            )
            for one in decisions(session)
        ]
    )  # fmt: skip


def conditions_table(session: Session, asking: Asking) -> Made:
    """A row a condition: what, of whom, by when, how it stands and how it was met."""
    telling = Telling(Door(session, asking.audience))
    of = {one.id: one for one in decisions(session)}
    named = {brief.id: brief.name for brief in briefs(session)}
    rows = [
        (
            named.get(of[one.decision_id].brief_id, ""),
            of[one.decision_id].version,
            of[one.decision_id].decided_on,
            telling.told(one.text),
            one.owner,
            one.due,
            one.state,
            telling.told(one.how),
            one.settled_on,
        )
        for one in conditions(session, of)
    ]
    return Made(rows, left_out=telling.remarks(), withheld=telling.left_out)


def tasks_table(session: Session, asking: Asking) -> Made:
    """A row a reason for which a brief was sent back: whose it is and what was done."""
    telling = Telling(Door(session, asking.audience))
    of = {one.id: one.version for one in decisions(session)}
    named = {brief.id: brief.name for brief in briefs(session)}
    rows = [
        (
            named.get(one.brief_id, ""),
            of.get(one.decision_id or 0),
            telling.told(one.text),
            one.owner if asking.for_the_team else None,
            "open" if one.is_open else "done",
            telling.told(one.how),
            one.done_on,
        )
        for one in tasks(session)
    ]
    return Made(rows, left_out=telling.remarks(), withheld=telling.left_out)


def outcomes_table(session: Session, asking: Asking) -> Made:
    """A row an outcome: the figure before and after, and whether the change is more than chance."""
    at = Door(session, asking.audience)
    telling = Telling(at)
    of = {one.id: one for one in decisions(session)}
    named = {brief.id: brief.name for brief in briefs(session)}
    listed = [one for one in outcomes(session) if one.decision_id in of]
    figures = {line.id: line for one in listed for line in (one.before, one.after) if line is not None}
    withheld = {} if at.team else at.figures(figures.values())
    shown = {line.id: line for line in at.guarded(figures.values())}
    rows = [
        (
            named.get(of[one.decision_id].brief_id, ""),
            of[one.decision_id].version,
            *_moved(one, shown, withheld),
            telling.told(one.said),
            one.seen_on,
            telling.told(one.expected),
        )
        for one in listed
    ]
    return Made(
        rows,
        left_out=(*at.left_out(), *telling.remarks()),
        withheld=len(withheld) + telling.left_out,
        leaving=at.leaving(),
    )


def _moved(one: OutcomeLine, shown: dict[int, FigureLine], withheld: dict[int, str]) -> tuple[Any, ...]:
    """What was to move, before and after; of figures that are withheld nothing is said of the change."""
    figures = [line for line in (one.before, one.after) if line is not None]
    told = not any(line.id in withheld for line in figures)
    before, after = (
        "" if line is None else f"{line.figure.period}: {withheld.get(line.id) or shown[line.id].in_words}"
        for line in (one.before, one.after)
    )
    first = figures[0] if figures else None
    indicator, area = (first.figure.indicator, first.area) if first else ("", "")
    return one.objective, indicator, area, before, after, one.moved, one.change_words if told else ""


def orphans_table(session: Session, asking: Asking) -> Made:
    """A row a strong finding that no option uses, and one for each thing wanting below an option; counts for the team alone."""
    return Made([(one.kind, one.where, one.what, one.said if asking.for_the_team else "") for one in orphans(session)])


DECIDED_TABLES: tuple[TableKind, ...] = (
    TableKind(
        "orphans", "strong findings that no option uses, and options that rest on little", ORPHANS, orphans_table
    ),
    TableKind("decisions", "what was decided, by whom and why", DECISIONS, decisions_table),
    TableKind("conditions", "what approvals are bound to, and whether it was met", CONDITIONS, conditions_table),
    TableKind("tasks", "what briefs were sent back with, and what was done", TASKS, tasks_table),
    TableKind("outcomes", "what came of decisions, and whether the figures moved", OUTCOMES, outcomes_table),
)
