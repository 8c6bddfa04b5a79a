"""Going on with what was added to a display by hand: writing what came of it, and taking it away again."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from workbench.triangulation.displays.definitions import read_definition
from workbench.triangulation.displays.displays import DisplayLine, redefine
from workbench.triangulation.displays.follow_ups import (
    Added,
    built,
    explain,
    follow_ups,
    remove_built,
    remove_follow_up,
    tell_result,
)
from workbench.tui.dialogs import Choice, Choose, Field, Form
from workbench.tui.screen import WorkbenchScreen

CAME = {"follow-up": "How what they said explains the result", "building": "What came of it"}
"""What is written of it later, by kind of display."""
KeyT = TypeVar("KeyT")
TAKEN = frozenset({*CAME, "recommendations", "typology"})
"""Kinds of displays that something is added to, and taken from, by hand."""


async def write_what_came(screen: WorkbenchScreen, line: DisplayLine) -> bool:
    """Write what came of a follow-up, or of a question or measure; whether it was written. Run it inside a worker."""
    one = await _which(screen, line, "What came of which?")
    if one is None:
        return False
    field = Field("came", CAME[line.kind], one.came, lines=4)
    answer = await screen.app.push_screen_wait(Form(one.of, [field], prompt=one.said))
    if answer is None:
        return False
    with screen.attempt("What came of it") as tried, screen.project.change(f"Write what came of {one.of}") as session:
        (explain if line.kind == "follow-up" else tell_result)(session, one.id, answer["came"])
    return not tried.failed


async def take_from(screen: WorkbenchScreen, line: DisplayLine) -> bool:
    """Take what was added by hand away; undo brings it back. Whether anything was taken. Run it inside a worker."""
    if line.kind in CAME:
        one = await _which(screen, line, "Take which away?")
        if one is None:
            return False
        with screen.attempt("Take away") as tried, screen.project.change(f"Take away from {one.of}") as session:
            (remove_follow_up if line.kind == "follow-up" else remove_built)(session, one.id)
        return not tried.failed
    definition = read_definition(line.kind, line.definition)
    names = [one.name for one in definition.elements] if line.kind == "recommendations" else list(definition.labels)
    listed = [Choice(name, name, definition.labels.get(name, "")) for name in names]
    answer = await _one_of(screen, listed, "Take which away?")
    if answer is None:
        return False
    elements = tuple(one for one in definition.elements if one.name != answer)
    labels = {name: label for name, label in definition.labels.items() if name != answer}
    with screen.attempt("Take away") as tried, screen.project.change(f"Take away from “{line.title}”") as session:
        redefine(session, line.id, replace(definition, elements=elements, labels=labels))
    return not tried.failed


async def _which(screen: WorkbenchScreen, line: DisplayLine, title: str) -> Added | None:
    """One of what was added to a display."""
    with screen.project.read() as session:
        every = {one.id: one for one in (follow_ups if line.kind == "follow-up" else built)(session)}
    listed = [Choice(one.id, f"{one.of}: {one.said}", one.came or "not written yet") for one in every.values()]
    answer = await _one_of(screen, listed, title)
    return every.get(answer) if answer is not None else None


async def _one_of(screen: WorkbenchScreen, listed: list[Choice[KeyT]], title: str) -> KeyT | None:
    if not listed:
        screen.notify("Nothing was added by hand yet: + adds it.", title=title)
        return None
    answer = await screen.app.push_screen_wait(Choose(title, listed))
    return answer.key if isinstance(answer, Choice) else None
