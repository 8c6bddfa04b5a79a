"""A pack that says something else than the project now."""

from __future__ import annotations

from sqlmodel import Session

from workbench.briefs.ethics import WHERE
from workbench.desk.ethics.parts import Part, older
from workbench.errors import Problem
from workbench.governance.audiences import AudienceUnknownError

MOST = 4
"""So many parts are named."""


def problems(session: Session) -> list[Problem]:
    """That the newest version is older than what it tells of, and in which parts."""
    try:
        found = older(session)
    except AudienceUnknownError:
        return []
    if found is None:
        return []
    last, parts, moved = found
    titles = [f"“{part.title}”" for part in parts if _is_in(part, moved)]
    named = ", ".join(titles[:MOST])
    rest = f" and {len(titles) - MOST} more" if len(titles) > MOST else ""
    said = f"{last.name.capitalize()} says something else than the project now, under {named}{rest}. Print it anew."
    return [Problem("warning", WHERE, said)]


def _is_in(part: Part, moved: list[str]) -> bool:
    return any(name == part.name or name.startswith(f"{part.name}.") for name in moved)
