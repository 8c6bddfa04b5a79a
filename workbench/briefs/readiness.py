"""Readiness: what a brief still lacks before it leaves the house."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from workbench.briefs.contents import Contents, contents
from workbench.briefs.dependence import blocked
from workbench.briefs.options import briefs
from workbench.briefs.wording import harsh
from workbench.errors import Problem
from workbench.governance.wording import sticking
from workbench.text import dated


def readiness(brief: Contents) -> list[Problem]:
    """Every problem of one brief, the most serious first."""
    found = [*_decision(brief), *_options(brief), *_evidence(brief), *_rows(brief), *wording(brief)]
    found += blocked(brief.brief.name, brief.options, brief.flows)
    return sorted(found, key=lambda problem: ("error", "warning", "info").index(problem.severity))


def problems(session: Session) -> list[Problem]:
    """The problems of every brief that is not decided yet."""
    return [
        problem
        for brief in briefs(session)
        if brief.status != "decided"
        for problem in readiness(contents(session, brief.id))
    ]


def _decision(brief: Contents) -> Iterator[Problem]:
    where = brief.brief.name
    if not brief.brief.decision_asked:
        yield Problem("error", where, "No decision is asked. Write one sentence that begins with a verb.")
    elif not (brief.brief.by_whom and brief.brief.by_when):
        yield Problem("warning", where, "It does not say who decides, or by when.")
    if not brief.brief.if_nothing:
        yield Problem("info", where, "It does not say what happens if nothing is decided.")
    if not brief.brief.problem:
        yield Problem("warning", where, "The problem is not written down yet.")
    if len(brief.options) < 2:
        yield Problem("warning", where, "Business as usual is the only option.")
    elif not any(option.preferred for option in brief.options):
        yield Problem("info", where, "No option is marked as preferred.")
    for decision in brief.decisions:
        if decision.review_on:
            yield Problem("info", where, f"What was decided is to be reviewed on {dated(decision.review_on)}.")


def _options(brief: Contents) -> Iterator[Problem]:
    alone = _only_silent(brief)
    for option in brief.options:
        where = f"{brief.brief.name} {option.name}"
        if option.kind == "business as usual":
            continue
        cited = [one.thing_id for one in brief.cited("finding", option_id=option.id)]
        if not cited:
            yield Problem("error", where, f"“{option.title}” rests on no finding. Cite at least one for it.")
        elif set(cited) <= alone:
            yield Problem("error", where, f"“{option.title}” rests only on topics where one side is silent.")
        if option.preferred and not option.evidence_it_works and not _works(brief, option.id):
            yield Problem("warning", where, "Nothing says that the preferred option works, here or elsewhere.")


def _works(brief: Contents, option_id: int) -> bool:
    return any(one.option_id == option_id and one.supports == "option works" for one in brief.citations)


def _only_silent(brief: Contents) -> set[int]:
    """Findings that meet nothing but silence in every row they are in."""
    silent: set[int] = set()
    meets: set[int] = set()
    for row in brief.rows:
        here = {line.id for line in row.findings}
        only = row.overall == "silence" or (
            not row.overall and bool(row.meetings) and all(words.startswith("∅") for *_, words in row.meetings)
        )
        (silent if only else meets).update(here)
    return silent - meets


def _evidence(brief: Contents) -> Iterator[Problem]:
    for one in brief.citations:
        if one.state == "recheck":
            yield Problem("warning", brief.brief.name, f"Look again at a cited {one.kind}: {one.why}")
    for one in brief.citations:
        finding = brief.findings.get(one.thing_id) if one.kind == "finding" else None
        if finding is not None and not finding.against.strip():
            yield Problem(
                "warning",
                f"{brief.brief.name} {finding.name}",
                "The strongest evidence against it is not written down.",
            )


def _rows(brief: Contents) -> Iterator[Problem]:
    for row in brief.rows:
        if not row.together:
            yield Problem("warning", f"“{row.topic}”", "What we make of it together is not written down yet.")
        if row.meet.startswith("·"):
            yield Problem("warning", f"“{row.topic}”", "Nobody has judged yet how the sources meet.")


def wording(brief: Contents) -> list[Problem]:
    """Words in the brief, and in what it cites, that would stick to a named place."""
    found = list(harsh(brief.brief, brief.options))
    for finding in brief.findings.values():
        found += [
            Problem("warning", f"{brief.brief.name} {finding.name}", one.said) for one in sticking(finding.statement)
        ]
    for row in brief.rows:
        found += [Problem("warning", f"“{row.topic}”", one.said) for one in sticking(row.together)]
    return found
