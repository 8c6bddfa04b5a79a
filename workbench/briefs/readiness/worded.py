"""Words in a brief, and in what it cites, that would stick to a named place."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefs.contents import Contents
from workbench.briefs.readiness.lack import Lack
from workbench.briefs.wording import harsh
from workbench.governance.wording import sticking


def wording(brief: Contents) -> list[Lack]:
    """Every sentence that would, with what could be said instead."""
    return list(_sticking(brief))


def _sticking(brief: Contents) -> Iterator[Lack]:
    options = {f"{brief.brief.name} {one.name}": f"option:{one.id}" for one in brief.options}
    for one in harsh(brief.brief, brief.options, brief.appraisal):
        yield Lack(one.severity, one.where, one.message, options.get(one.where, "problem"))
    for finding in brief.findings.values():
        where = f"{brief.brief.name} {finding.name}"
        yield from (Lack("warning", where, one.said, f"finding:{finding.id}") for one in sticking(finding.statement))
    for row in brief.rows:
        yield from (Lack("warning", f"“{row.topic}”", one.said, f"row:{row.id}") for one in sticking(row.together))
