"""Assembly: a brief's contents become a page, the decision first. Pure: what may be shown was asked before."""

from __future__ import annotations

from collections.abc import Callable

from workbench.briefs.annex import Annex
from workbench.briefs.contents import Contents
from workbench.briefs.page import Page, Section
from workbench.briefs.passed import Passed, Provenance
from workbench.briefs.sections import (
    appraisal,
    choice,
    decision,
    decisions,
    evidence,
    flows,
    full,
    heard,
    known,
    minds,
    monitoring,
    objectives,
    options,
    problem,
    provenance,
    report,
)

PAGES: tuple[Callable[[Annex], Section], ...] = (
    decision.section,
    problem.section,
    known.section,
    heard.section,
    objectives.section,
    choice.section,
    flows.blocked,
    minds.section,
    monitoring.section,
    provenance.section,
)
"""What stands on the two pages, in this order."""
FURTHER: tuple[Callable[[Annex], Section], ...] = (
    report.section,
    evidence.section,
    options.section,
    full.long_list,
    full.factors,
    appraisal.partners,
    appraisal.benefits,
    appraisal.costs,
    appraisal.risks,
    appraisal.equality,
    appraisal.bounds,
    flows.section,
    decisions.section,
    provenance.rules,
)
"""What stands in the annex, before the evidence in full."""


def assemble(brief: Contents, passed: Passed, about: Provenance) -> Page:
    """Lay out a brief; a section that has nothing to say is left out."""
    annex = Annex(brief, passed, about)
    sections = [made(annex) for made in PAGES]
    further = [made(annex) for made in FURTHER]
    return Page(
        name=brief.brief.name,
        title=brief.brief.title,
        project=about.project,
        status=f"version {brief.brief.version}, {brief.brief.status}",
        owner=brief.brief.owner,
        made=about.made,
        audience=about.audience,
        sections=tuple(section for section in sections if section.blocks),
        annex=annex.entries(),
        notice=about.notice,
        further=tuple(section for section in further if section.blocks),
        slots=tuple((slot.placeholder, slot.text) for slot in brief.slots),
    )
