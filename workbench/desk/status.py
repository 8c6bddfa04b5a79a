"""How a project stands, in counts."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from workbench.briefs.conditions import Condition
from workbench.briefs.decisions import Decision
from workbench.briefs.options import Option
from workbench.briefs.outcomes import Outcome
from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.memos import Memo
from workbench.coding.themes import Theme
from workbench.desk.problems import problems
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import Row, table_of
from workbench.sources.cases import Case
from workbench.sources.coders import Coder
from workbench.sources.documents import Document, Segment
from workbench.suggestions.review import Suggestion
from workbench.triangulation.findings import Finding
from workbench.triangulation.protocol.topic_rows import Link

COUNTED: dict[str, type[Row]] = {
    "documents": Document,
    "segments": Segment,
    "cases": Case,
    "themes": Theme,
    "codes": Code,
    "codings": Coding,
    "coders": Coder,
    "memos": Memo,
    "suggestions": Suggestion,
    "indicators": Indicator,
    "observations": Observation,
    "findings": Finding,
    "links": Link,
    "options": Option,
    "decisions": Decision,
    "conditions": Condition,
    "outcomes": Outcome,
}


def counts_of(project: Project) -> dict[str, int]:
    """How many of each thing a project holds. Survey questions count as documents, suggestions of every status."""
    with project.read() as session:
        found = {
            name: int(session.execute(sa.select(sa.func.count()).where(table_of(kind).c.gone.is_(False))).scalar_one())
            for name, kind in COUNTED.items()
        }
        segments = table_of(Segment)
        words = session.execute(sa.select(sa.func.sum(segments.c.words)).where(segments.c.gone.is_(False))).scalar()
    ordered = {"documents": found.pop("documents"), "segments": found.pop("segments"), "words": int(words or 0)}
    return {**ordered, **found}


def status(project: Project) -> tuple[dict[str, int], dict[str, int]]:
    """Counts of what is there, and of problems by severity."""
    with project.read() as session:
        severities = Counter(problem.severity for problem in problems(session))
    return counts_of(project), {name: severities.get(name, 0) for name in ("error", "warning", "info")}
