"""What is amiss in the review: decisions taken faster than anybody reads."""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import Session

from workbench.errors import Problem
from workbench.rows import live, table_of
from workbench.sources.coders import coder_names
from workbench.suggestions.review import GLANCE_MS, TAKEN, Suggestion

MOSTLY, JUDGED_FROM = 0.8, 20
"""More than this share of quick acceptances, of at least so many, is said aloud (ATRS 2.3, human review)."""


def problems(session: Session) -> list[Problem]:
    """Coders who accept faster than anybody can read: under two seconds, four times in five, of twenty or more."""
    table = table_of(Suggestion)
    timed = (
        live(Suggestion)
        .where(table.c.status.in_(TAKEN), table.c.looked_ms.is_not(None), table.c.decided_by.is_not(None))
        .with_only_columns(table.c.decided_by, table.c.looked_ms)
    )
    looks: dict[int, list[int]] = defaultdict(list)
    for coder, looked in session.execute(timed):
        looks[coder].append(looked)
    names = coder_names(session)
    found = []
    for coder, times in sorted(looks.items()):
        quick = sum(looked < GLANCE_MS for looked in times)
        if len(times) >= JUDGED_FROM and quick > MOSTLY * len(times):
            found.append(
                Problem(
                    "warning",
                    "Review",
                    f"{names.get(coder, 'Somebody')} accepted {quick} of {len(times)} suggestions in under two"
                    " seconds each. Read a few of them again: so fast, the machine has decided, not a person.",
                )
            )
    return found
