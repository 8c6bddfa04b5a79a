"""Decisions: what was decided on a brief, by whom, why and on what evidence. They are added, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.conditions import Asked, add_conditions
from workbench.briefs.lines import DecisionLine
from workbench.briefs.options import Brief, BriefIsDecidedError, Option, OtherBriefError, options
from workbench.briefs.tasks import open_tasks
from workbench.briefs.versions import Version
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, live, now, one_of
from workbench.sources.coders import coder_names, current_coder
from workbench.sources.dates import days_in
from workbench.triangulation.silence.requests import day_of

OUTCOMES = ("approve", "approve with conditions", "revise", "reject", "defer")


class Decision(Row, table=True):
    """What was decided on a brief, by whom, and why. Decisions are added, never changed."""

    __table_args__: Any = (one_of("outcome", OUTCOMES), AUTOINCREMENT)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    option_id: int | None = Field(default=None, foreign_key="options.id")
    outcome: str
    meeting: str = ""
    decided_on: str = ""
    deciders: str = ""
    reasons: str = ""
    dissent: str = ""
    conditions: str = ""
    review_on: str = ""
    version: int = 1
    """Of the brief that was decided on."""
    version_id: int | None = Field(default=None, foreign_key="brief_version.id")
    """What was before those who decided, where it was kept."""
    relied_on: str = ""
    """The evidence that they relied on, as the references of the brief: F1, Q2."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""


class DecisionNeedsReasonsError(WorkbenchError):
    """A decision is recorded with its reasons. Write at least one sentence."""


class ConditionsMissingError(WorkbenchError):
    """An approval with conditions names at least one. Write it, a line each, or choose “approve”."""


class ConditionsNotWantedError(WorkbenchError):
    """Only an approval has conditions. Choose “approve with conditions”, or write them into the reasons."""


class DecidedOnNoDayError(WorkbenchError):
    """Write the day of the decision as 18 June 2026 or 2026-06-18, or leave it empty."""


def decide(
    session: Session,
    brief_id: int,
    *,
    outcome: str,
    reasons: str,
    option_id: int | None = None,
    relied_on: Iterable[str] = (),
    conditions: Iterable[Asked] = (),
    version_id: int | None = None,
    decided_on: str = "",
    review_on: str = "",
    meeting: str = "",
    deciders: str = "",
    dissent: str = "",
) -> int:
    """Record a decision. Nothing recorded earlier is changed.

    Of a brief that is decided only “revise” is recorded: it opens the next version, with the reasons as tasks.

    Args:
        session: inside a change.
        brief_id: the brief.
        outcome: one of `OUTCOMES`. After “defer” the brief waits as it is.
        reasons: one sentence at least.
        option_id: which of the brief's options it is about, if any.
        relied_on: references of the brief: F1, Q2.
        conditions: what an approval is bound to.
        version_id: the kept page that was before those who decided.
        decided_on: the day, in words or as ISO; so is review_on.
        review_on: when it is to be looked at again.
        meeting: where it was decided.
        deciders: by whom.
        dissent: who saw it otherwise, and why.

    Raises DecisionNeedsReasonsError, ConditionsMissingError, ConditionsNotWantedError, OtherBriefError,
    BriefIsDecidedError, DecidedOnNoDayError, DueIsNoDayError.
    """
    asked = list(conditions)
    brief = _may_be_decided(session, brief_id, outcome, reasons, asked)
    _refuse_stray(session, brief_id, option_id)
    key = _add(
        session,
        brief=brief,
        option_id=option_id,
        outcome="approve with conditions" if asked else outcome,
        reasons=reasons.strip(),
        conditions="\n".join(one.said for one in asked),
        relied_on=", ".join(dict.fromkeys(relied_on)),
        version_id=version_id,
        decided_on=decided_day(decided_on),
        review_on=day_of(review_on),
        meeting=meeting.strip(),
        deciders=deciders.strip(),
        dissent=dissent.strip(),
    )
    add_conditions(session, key, asked)
    _follow(session, brief, key, outcome, reasons)
    return key


def _add(session: Session, *, brief: Brief, **cells: Any) -> int:
    """Add a decision on the version that a brief has, recorded now by the one at the keyboard."""
    person = current_coder(session)
    return add(session, Decision, brief_id=brief.id, version=brief.version, coder_id=person, at=now(), **cells)


def _follow(session: Session, brief: Brief, decision_id: int, outcome: str, reasons: str) -> None:
    """Where the brief stands after a decision: open again with its tasks, waiting, or decided."""
    key = brief.id or 0
    if outcome == "revise":
        open_tasks(session, key, decision_id, reasons)
        amend(session, Brief, key, status="draft", version=brief.version + 1)
    else:
        amend(session, Brief, key, status="for decision" if outcome == "defer" else "decided")


def _may_be_decided(session: Session, brief_id: int, outcome: str, reasons: str, asked: Sequence[Asked]) -> Brief:
    """The brief, where this can be recorded of it."""
    if outcome not in OUTCOMES:
        raise ValueError(f"no such outcome: {outcome}")
    if not reasons.strip():
        raise DecisionNeedsReasonsError
    if outcome == "approve with conditions" and not asked:
        raise ConditionsMissingError
    if asked and not outcome.startswith("approve"):
        raise ConditionsNotWantedError
    brief = find(session, Brief, brief_id)
    if brief.status == "decided" and outcome != "revise":
        raise BriefIsDecidedError
    return brief


def _refuse_stray(session: Session, brief_id: int, option_id: int | None) -> None:
    """Raise OtherBriefError where an option is not one of the brief's."""
    if option_id is not None and find(session, Option, option_id).brief_id != brief_id:
        raise OtherBriefError


def decided_day(written: str) -> str:
    """The day of a decision as ISO; empty where nothing is written. A month is not enough.

    >>> decided_day("18 June 2026"), decided_day("")
    ('2026-06-18', '')
    """
    if not written.strip():
        return ""
    found = days_in(written)
    if len(found) != 1 or found[0][0] != found[0][1]:
        raise DecidedOnNoDayError(
            f"“{written.strip()}” is no day. Write the day of the decision as 18 June 2026 or 2026-06-18, or leave it empty."
        )
    return found[0][0].isoformat()


def decisions(session: Session, brief_id: int | None = None) -> list[DecisionLine]:
    """Every decision, or those on a brief, in the order in which they were recorded."""
    named = {option.id: f"{option.name} {option.title}" for option in options(session)}
    names = coder_names(session)
    kept = {row.id: row.content for row in session.execute(live(Version)).scalars()}
    statement = live(Decision).order_by(column(Decision, "at"), column(Decision, "id"))
    if brief_id is not None:
        statement = statement.where(column(Decision, "brief_id") == brief_id)
    cells = (
        "outcome", "meeting", "decided_on", "deciders", "reasons", "dissent", "conditions", "review_on", "at", "version",
        "version_id",
    )  # fmt: skip
    return [
        DecisionLine(
            id=row.id or 0,
            brief_id=row.brief_id,
            option=named.get(row.option_id or 0, ""),
            recorded_by=names.get(row.coder_id, ""),
            relied_on=tuple(name for name in row.relied_on.split(", ") if name),
            content=kept.get(row.version_id, ""),
            **{cell: getattr(row, cell) for cell in cells},
        )
        for row in session.execute(statement).scalars()
    ]


def at_once(taken: Iterable[DecisionLine]) -> list[tuple[DecisionLine, ...]]:
    """Decisions that were taken on one version of a brief by people who did not know of each other's.

    In one copy of a project a version is decided once, and may be opened again by “revise”, which names the page that
    it opens again. More than that comes of two copies that met.
    """
    on: dict[tuple[int, int], list[DecisionLine]] = defaultdict(list)
    for one in taken:
        if one.outcome != "defer":
            on[one.brief_id, one.version].append(one)
    found = []
    for there in on.values():
        apart = {one.version_id for one in there}
        settled = sum(one.outcome != "revise" for one in there)
        again = sum(one.outcome == "revise" for one in there)
        known = len(apart) > 1 and None not in apart
        if known or settled > 1 or again > 1 or (again and there[0].outcome == "revise" and settled):
            found.append(tuple(there))
    return found
