"""What comes in as one change, or leaves no trace where it was only tried or is there already."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from workbench.project.file import Project
from workbench.sources.documents import Added


class _TakeBackError(Exception):
    """Ends a change that is not to be kept: it was tried only, or brought nothing new."""


def in_one_change(project: Project, name: str, add: Callable[[Session], Added], *, dry_run: bool) -> Added:
    """Add something to a project in one change, which is taken back when it is a trial or brings nothing new."""
    added: Added | None = None
    try:
        with project.change(name, kind="trial" if dry_run else "do") as session:
            added = add(session)
            if dry_run or added.outcome == "found":
                _take_back()
    except _TakeBackError:
        assert added is not None
    return added


def _take_back() -> None:
    raise _TakeBackError
