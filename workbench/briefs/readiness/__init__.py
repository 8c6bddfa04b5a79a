"""Readiness: what a brief still lacks before it leaves the house. A reason is a function."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlmodel import Session

from workbench.briefs.contents import Contents, contents
from workbench.briefs.options import briefs
from workbench.briefs.readiness import changed, depends, firm, missing, shown
from workbench.briefs.readiness.appraised import lacking
from workbench.briefs.readiness.lack import Lack, in_order
from workbench.briefs.readiness.worded import wording
from workbench.errors import Problem
from workbench.governance.audiences import INTERNAL

REASONS: tuple[Callable[[Contents], Iterator[Lack]], ...] = (
    missing.decision_asked,
    missing.if_nothing,
    missing.problem_written,
    missing.options_to_choose,
    missing.evidence_for_options,
    missing.evidence_it_works,
    firm.few_people,
    firm.one_kind,
    firm.silent_side,
    lacking,
    depends.blocked_flows,
    missing.sent_back,
    changed.evidence_moved,
    missing.strongest_against,
    shown.none_against,
    shown.one_voice,
    missing.topics_concluded,
)
"""What is asked of a brief whoever reads it."""


def readiness(brief: Contents) -> list[Lack]:
    """What a brief lacks whoever reads it, the gravest first."""
    return in_order([*(lack for reason in REASONS for lack in reason(brief)), *wording(brief)])


def readiness_for(session: Session, brief: Contents, audience: str = INTERNAL) -> list[Lack]:
    """What a brief lacks before this audience may read it, the gravest first."""
    return in_order([*readiness(brief), *shown.quotes_held_back(session, brief, audience)])


def problems(session: Session) -> list[Problem]:
    """What every brief lacks that is neither decided nor dropped."""
    return [
        lack.problem
        for brief in briefs(session)
        if brief.status in {"draft", "for decision"}
        for lack in readiness(contents(session, brief.id))
    ]


__all__ = ["readiness", "readiness_for", "wording"]
