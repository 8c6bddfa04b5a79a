"""Survey weights: how much each person's answers count, as the survey's makers worked it out."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session

from workbench.rows import amend, table_of
from workbench.sources.cases import Case
from workbench.sources.drafts import DraftSurvey, LeftOut


def weights_there(session: Session) -> dict[int, float]:
    """Every case's weight, of those that have one."""
    case = table_of(Case)
    rows = session.execute(sa.select(case.c.id, case.c.weight).where(case.c.weight.is_not(None)))
    return {row[0]: float(row[1]) for row in rows}


def weigh(
    session: Session, draft: DraftSurvey, cases: Mapping[int, tuple[int, bytes]], *, own: bool
) -> tuple[int, list[LeftOut]]:
    """Write down weights that are new or others than before; one that comes of another survey (not `own`) stays.

    Gives how many were written, and those left out.
    """
    there = weights_there(session) if draft.weights else {}
    written, left_out = 0, []
    for number, weight in draft.weights.items():
        if number not in cases or there.get(cases[number][0]) == weight:
            continue
        if cases[number][0] in there and not own:
            why = "this person has another weight from another survey, which stays"
            left_out.append(LeftOut(f"row {number + 1}", f"the weight {weight:g}", why))
            continue
        amend(session, Case, cases[number][0], weight=weight)
        written += 1
    return written, left_out
