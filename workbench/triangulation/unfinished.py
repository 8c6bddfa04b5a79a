"""Unfinished findings: kept as they are, listed, and neither judged, cited nor shown to others until they are whole.

What makes one whole is the strongest evidence against it. Where somebody has looked and found none, that is written down
as a sentence too: where they looked.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import Problem, WorkbenchError
from workbench.rows import in_chunks, table_of
from workbench.triangulation.findings import Finding, FindingLine, findings


class AgainstIsMissingError(WorkbenchError):
    """Write down the strongest evidence against the finding first, or where you looked and found none."""


def unfinished(lines: Iterable[FindingLine]) -> list[FindingLine]:
    """Those of some findings that lack the strongest evidence against them."""
    return [line for line in lines if not line.finished]


def demand_finished(session: Session, finding_ids: Iterable[int]) -> None:
    """Raise AgainstIsMissingError, which names them, where some of these findings are unfinished."""
    table = table_of(Finding)
    names: list[str] = []
    for some in in_chunks(sorted(set(finding_ids))):
        lacking = sa.select(table.c.number).where(
            table.c.id.in_(some), table.c.gone.is_(False), sa.func.trim(table.c.against) == ""
        )
        names += [f"F{number}" for number in session.execute(lacking.order_by(table.c.number)).scalars()]
    if names:
        raise AgainstIsMissingError(
            f"{' and '.join(names)} {'lacks' if len(names) == 1 else 'lack'} the strongest evidence against "
            f"{'it' if len(names) == 1 else 'them'}. Write that down first (e), or where you looked and found none: "
            "until then a finding is kept, but neither judged nor cited."
        )


def problems(session: Session) -> list[Problem]:
    """Findings that need another look, and unfinished ones."""
    lines = findings(session)
    lacking = (
        "Unfinished: the strongest evidence against it is not written down yet, so it is neither judged nor cited."
    )
    return [
        *(Problem("warning", line.name, f"Look again: {line.why}") for line in lines if line.state == "recheck"),
        *(Problem("info", line.name, lacking) for line in unfinished(lines)),
    ]
