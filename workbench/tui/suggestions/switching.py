"""Switching suggestions off in a project, or on again, from the rooms where that is looked for."""

from __future__ import annotations

from workbench.desk.suggesting.switching import off_in, switch_suggestions
from workbench.tui.screen import WorkbenchScreen

TITLE = "Suggestions off, or on"


def switch(screen: WorkbenchScreen) -> None:
    """Switch, and say what that means; the history has who did it."""
    said = ""
    with screen.attempt("Suggestions") as tried:
        said = switch_suggestions(screen.project, on=off_in(screen.project) is not None)
    if not tried.failed:
        screen.notify(said, title="Suggestions", markup=False)
        screen.show_latest()
