"""A decision on a brief: the page that was before those who decided is kept, and the decision written down, in one change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from workbench.briefs.conditions import Asked
from workbench.briefs.contents import Contents, contents
from workbench.briefs.decisions import decide, decisions
from workbench.briefs.page import Entry, Page
from workbench.briefs.readiness import readiness_for
from workbench.briefs.readiness.lack import has_error
from workbench.briefs.versions import freeze
from workbench.desk.briefs.brief import DRAFT, is_draft, page_of
from workbench.desk.briefs.kept_counts import counts_shown
from workbench.desk.door.door import door
from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL, audiences
from workbench.project.file import Project


class NotInBriefError(WorkbenchError):
    """That is no reference of this brief. Choose one of those that stand in it: F1, Q2, D1."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What somebody should know before a decision is recorded: the references that there are, and what to beware of."""

    entries: tuple[Entry, ...]
    warning: str = ""
    status: str = ""


def usual_audience(session: Session) -> str:
    """Who reads a committee's papers, where the project knows them: the public, else its first audience, else the team."""
    known = [one.name for one in audiences(session) if one.name != INTERNAL]
    return "public" if "public" in known else known[0] if known else INTERNAL


def ground(project: Project, brief_id: int, *, audience: str = INTERNAL) -> Ground:
    """What a decision on a brief can rest on, as this audience saw it, and a sentence where it would rest on too little."""
    with project.read() as session:
        page = page_of(project, session, door(session, audience), brief_id)[0]
        held = contents(session, brief_id)
        return Ground(page.annex, _warning(session, held, audience), held.brief.status)


def _warning(session: Session, brief: Contents, audience: str) -> str:
    """Whether it is a draft, or its evidence wants another look; empty where neither is so."""
    lacking = readiness_for(session, brief, audience)
    if has_error(lacking):
        return f"{DRAFT}. {lacking[0]}"
    moved = [one for one in brief.citations if one.state == "recheck"]
    if moved:
        pieces = "One piece of its evidence has" if len(moved) == 1 else f"{len(moved)} pieces of its evidence have"
        return f"{pieces} changed since it was cited: {moved[0].why}"
    return ""


def record_decision(
    project: Project,
    brief_id: int,
    *,
    outcome: str,
    reasons: str,
    audience: str = INTERNAL,
    option_id: int | None = None,
    relied_on: Iterable[str] = (),
    conditions: Iterable[Asked] = (),
    **said: str,
) -> int:
    """Record a decision from a meeting's minute, and keep the page that was before those who decided.

    “defer” keeps no page: the brief waits as it is. “revise” of a brief that is decided opens again the page that was
    kept then.

    Args:
        project: open for writing.
        brief_id: the brief.
        outcome: one of `decisions.OUTCOMES`.
        reasons: one sentence at least.
        audience: who the brief was put before: the page is kept as they may see it.
        option_id: the option that was chosen, if any.
        relied_on: references of the brief: F1, Q2.
        conditions: what an approval is bound to.
        said: meeting, decided_on, deciders, dissent, review_on.

    Raises NotInBriefError, and what `decisions.decide` raises; nothing is written then.
    """
    with project.change("Record a decision") as session:
        return decide_on(
            project,
            session,
            brief_id,
            outcome=outcome,
            reasons=reasons,
            audience=audience,
            option_id=option_id,
            relied_on=relied_on,
            conditions=conditions,
            **said,
        )


def decide_on(
    project: Project,
    session: Session,
    brief_id: int,
    *,
    outcome: str,
    audience: str,
    relied_on: Iterable[str] = (),
    **said: object,
) -> int:
    """The same within a change that has begun; `said` is what `decisions.decide` takes."""
    at = door(session, audience)
    page, passed, brief = page_of(project, session, at, brief_id)
    page = _before_them(page)
    named = [one.strip() for one in relied_on if one.strip()]
    _refuse_strangers(page, named)
    if outcome == "defer":
        kept = None
    elif brief.brief.status == "decided":
        kept = _kept_already(session, brief_id)
    else:
        counted = counts_shown(at, page, brief, passed)
        kept = freeze(session, brief_id, brief.brief.version, audience, page, counted)
    return decide(session, brief_id, outcome=outcome, relied_on=named, version_id=kept, **said)  # type: ignore[arg-type]


def _before_them(page: Page) -> Page:
    """The page as those who decide had it: a brief that is put before them is for decision, whatever its team still calls it."""
    if is_draft(page) or not page.status.endswith("draft"):
        return page
    return replace(page, status=f"{page.status.removesuffix('draft')}for decision")


def _refuse_strangers(page: Page, named: Iterable[str]) -> None:
    known = [entry.key for entry in page.annex]
    for one in named:
        if one not in known:
            there = f"There are: {', '.join(known)}." if known else "It cites nothing yet."
            raise NotInBriefError(f"“{one}” is no reference of this brief. {there}")


def _kept_already(session: Session, brief_id: int) -> int | None:
    """The kept page of the decision that is opened again."""
    return next((one.version_id for one in reversed(decisions(session, brief_id)) if one.version_id), None)
