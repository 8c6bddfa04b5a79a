"""Every problem of a project: what the check-up finds, and what only this room can tell."""

from __future__ import annotations

from sqlmodel import Session

from workbench.desk.ethics import problems as ethics
from workbench.errors import Problem
from workbench.project import checkup


def problems(session: Session) -> list[Problem]:
    """Everything that a person should know about this project, the file's own troubles first."""
    return [*checkup.problems(session), *ethics.problems(session)]
