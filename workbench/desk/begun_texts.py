"""Texts that were begun and not kept: set aside in the project while they are written, so that nothing is lost if the power goes.

A text is known by where it was written and by whom. It may hold anybody's words, so a withdrawal and a name taken out
later forget all of them.
"""

from __future__ import annotations

import hashlib

from workbench.desk.begun_splits import forget_names
from workbench.project.facts import remember
from workbench.project.file import Project
from workbench.project.history import TEXT_ASIDE

BEGINS = "begun:"


def begun_text(project: Project, where: str) -> str:
    """What the coder at the keyboard had begun there; empty without any."""
    return project.meta.get(_name(project, where), "")


def set_aside(project: Project, where: str, text: str) -> None:
    """Set aside what is written there so far; with no text nothing is set aside any more."""
    if not project.read_only and text != begun_text(project, where):
        remember(project, _name(project, where), text, why=TEXT_ASIDE)


def forget_begun(project: Project) -> None:
    """Forget every text that somebody began and did not keep, and the names of codes that a split is still to make."""
    forget_names(project)
    for name, kept in list(project.meta.items()):
        if name.startswith(BEGINS) and kept:
            remember(project, name, "", why=TEXT_ASIDE)


def _name(project: Project, where: str) -> str:
    """Where it was written is no part of the file: a title may be a person's name."""
    return f"{BEGINS}{hashlib.sha256(where.encode()).hexdigest()[:16]}:{project.coder}"
