"""Switching suggestions off in a project, and on again; the history says who did."""

from __future__ import annotations

from workbench.project.facts import remember
from workbench.project.file import Project
from workbench.rows import now
from workbench.suggestions.switch import FACT, SwitchedOff, switched_off


def off_in(project: Project) -> SwitchedOff | None:
    """Who switched suggestions off in a project, and when; None while they are on."""
    with project.read() as session:
        return switched_off(session)


def switch_suggestions(project: Project, *, on: bool) -> str:
    """Switch suggestions on or off for everybody who works in this project; what was done, in a sentence.

    Proposals that are open stay in the file and are shown again when suggestions are switched on.
    """
    off = off_in(project)
    if on:
        if off is None:
            return "Suggestions are on in this project."
        remember(project, FACT, "", why="Switch suggestions on")
        return "Suggestions are on again in this project."
    if off is None:
        remember(project, FACT, SwitchedOff(project.coder, now()).fact, why="Switch suggestions off")
        off = off_in(project)
    return off.sentence if off is not None else ""
