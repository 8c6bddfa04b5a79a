"""A new project, from a coding frame or empty."""

from __future__ import annotations

from pathlib import Path

from workbench.coding.codebook import take_in_frame
from workbench.desk.frames import frame_named
from workbench.errors import WorkbenchError
from workbench.governance.audiences import add_usual_audiences
from workbench.project.file import Project, create


class TitleIsEmptyError(WorkbenchError):
    """A project needs a title. Give it a few words with --title."""


def new_project(
    path: Path,
    *,
    title: str,
    frame: str | None = None,
    approach: str = "framework",
    coder: str,
    passphrase: str | None = None,
    consent: str = "",
) -> Project:
    """Make a project file and open it; with a frame, its codes and questions are in it."""
    if not title.strip():
        raise TitleIsEmptyError
    chosen = frame_named(frame) if frame else None
    project = create(path, title=title, approach=approach, coder=coder, passphrase=passphrase, consent=consent)
    with project.change("New project" if chosen is None else f"New project from the frame {chosen.title}") as session:
        add_usual_audiences(session)
        if chosen is not None:
            take_in_frame(session, chosen)
    return project
