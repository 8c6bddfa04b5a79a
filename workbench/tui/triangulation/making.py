"""Making a display: which kind, then what is in it, question by question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from workbench.coding.by_group import LIVES, materials
from workbench.coding.codebook import Code, codebook
from workbench.coding.themes import Theme, themes
from workbench.indicators.catalogue import indicators
from workbench.indicators.indicators import Indicator
from workbench.project.file import Project
from workbench.rows import Row, table_of
from workbench.sources.cases import attribute_names
from workbench.triangulation.displays.definitions import Definition
from workbench.triangulation.findings import Finding, findings
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.dialogs import Ask, Choice, Choose, Field, Form
from workbench.tui.screen import WorkbenchScreen

NOTES = {
    "side by side": "Topic by topic: what the data says, what people say, how they meet.",
    "statistics by themes": "Themes down, groups of people across: how many of each raised it, and a quote.",
    "themes by statistics": "Groups down, or areas by an indicator from low to high: which themes, with quotes.",
    "quotes": "Codes down, groups across: their words side by side.",
    "follow-up": "A result in numbers, who was followed up on it, and how what they said explains it.",
    "building": "A theme, the words behind it, the question or measure made of it, what came of that.",
    "typology": "Types of people by an attribute, or by which themes they raised, each with a name.",
    "recommendations": "Parts of a framework: what the data says, what people say, what could be done.",
}
NAMES = {
    "side by side": "Side by side",
    "statistics by themes": "Themes by groups of people",
    "themes by statistics": "Groups and levels by themes",
    "quotes": "Quotes side by side",
    "follow-up": "Followed up",
    "building": "Made of what people said",
    "typology": "Types of people",
    "recommendations": "What could be done",
}


def guids(project: Project, kind: type[Row], keys: Iterable[int]) -> tuple[str, ...]:
    """The GUIDs of some rows as text, in their order."""
    table, wanted = table_of(kind), list(keys)
    with project.read() as session:
        chosen = sa.select(table.c.id, table.c.guid).where(table.c.id.in_(wanted))
        found = {key: guid.hex() for key, guid in session.execute(chosen)}
    return tuple(found[key] for key in wanted if key in found)


async def ask_kind(screen: WorkbenchScreen) -> str | None:
    """Which kind of display."""
    choices = [Choice(kind, name, NOTES[kind]) for kind, name in NAMES.items()]
    answer = await screen.app.push_screen_wait(Choose("What should stand side by side?", choices))
    return answer.key if isinstance(answer, Choice) else None


async def ask_title(screen: WorkbenchScreen, kind: str) -> str | None:
    """What the display is called."""
    return await screen.app.push_screen_wait(Ask("New display", "What is it called?", value=NAMES[kind]))


async def ask_definition(screen: WorkbenchScreen, kind: str, begun: Definition) -> Definition | None:
    """What a display of a kind shows; None where the person goes back."""
    if kind in ("statistics by themes", "themes by statistics", "quotes", "typology"):
        grouped = await _ask_groups(screen, begun, types=kind == "typology")
        if grouped is None:
            return None
        begun = await _ask_material(screen, grouped) or grouped
    if kind in ("statistics by themes", "themes by statistics", "typology"):
        return await _ask_themes(screen, begun)
    if kind == "quotes":
        return await _ask_codes(screen, begun)
    if kind == "follow-up":
        return await _ask_findings(screen, begun)
    return begun


async def _ask_groups(screen: WorkbenchScreen, begun: Definition, *, types: bool) -> Definition | None:
    """What makes the groups: nothing, an attribute, where people live, or the level of an indicator."""
    everyone = Choice(("", ""), "By which themes they raised" if types else "Everyone together")
    choices: list[Choice[tuple[str, str]]] = [everyone]
    with screen.project.read() as session:
        choices += [Choice(("by", name), name, "Something known of people.") for name in attribute_names(session)]
        if not types:
            choices.append(Choice(("by", LIVES), "Where they live", "The area that each person lives in."))
            listed = indicators(session)
            choices += [
                Choice(("indicator", str(one.id)), f"Areas by {one.name}", "From the lowest to the highest, in levels.")
                for one in listed
                if not one.kept_out
            ]
    answer = await screen.app.push_screen_wait(Choose("What makes the groups?", choices))
    if not isinstance(answer, Choice):
        return None
    what, name = answer.key
    if what == "indicator":
        return await _ask_levels(screen, replace(begun, by=""), int(name))
    return replace(begun, by=name, indicator="")


async def _ask_levels(screen: WorkbenchScreen, begun: Definition, indicator: int) -> Definition | None:
    """How many levels, and who belongs to an area."""
    roles = (("lives", "live there"), ("speaks of", "speak of it"), ("recruited in", "were asked there"))
    numbers = tuple((str(many), str(many)) for many in (2, 3, 4, 5))
    form = Form(
        "Areas from low to high",
        [
            Field("levels", "In how many levels", "3", options=numbers),
            Field("role", "An area's people are those who", begun.role, options=roles),
        ],
    )
    answer = await screen.app.push_screen_wait(form)
    if answer is None:
        return None
    guid = guids(screen.project, Indicator, [indicator])[0]
    return replace(begun, indicator=guid, levels=int(answer["levels"]), role=answer["role"])


async def _ask_material(screen: WorkbenchScreen, begun: Definition) -> Definition | None:
    """Whose words: only asked where there is more than one kind of material."""
    with screen.project.read() as session:
        there = list(dict.fromkeys(materials(session).values()))
    if len(there) < 2:
        return begun
    choices = [Choice(name, name, "People of different material are never added up.") for name in there]
    answer = await screen.app.push_screen_wait(Choose("Whose words?", choices))
    return replace(begun, heard_in=answer.key) if isinstance(answer, Choice) else None


async def _several(screen: WorkbenchScreen, title: str, choices: list[Choice[int]]) -> list[int] | None:
    """Some of several things; none marked is all of them."""
    answer: Any = await screen.app.push_screen_wait(ChooseSeveral(title, choices, exactly=True))
    return None if answer is None else [one.key for one in answer if isinstance(one, Choice)]


async def _ask_themes(screen: WorkbenchScreen, begun: Definition) -> Definition | None:
    with screen.project.read() as session:
        listed = [Choice(one.id, one.name, one.statement) for one in themes(session) if one.state != "dropped"]
    keys = await _several(screen, "Which themes? Nothing marked is all of them.", listed)
    return None if keys is None else replace(begun, themes=guids(screen.project, Theme, keys))


async def _ask_codes(screen: WorkbenchScreen, begun: Definition) -> Definition | None:
    with screen.project.read() as session:
        listed = [Choice(one.id, one.path, one.definition) for one in codebook(session) if one.state == "active"]
    keys = await _several(screen, "Which codes? Nothing marked is all of them.", listed)
    return None if keys is None else replace(begun, codes=guids(screen.project, Code, keys))


async def _ask_findings(screen: WorkbenchScreen, begun: Definition) -> Definition | None:
    with screen.project.read() as session:
        listed = [
            Choice(one.id, f"{one.name} {one.statement}", one.source)
            for one in findings(session)
            if one.strand == "numbers"
        ]
    keys = await _several(screen, "Which results? Nothing marked is all that are followed up.", listed)
    return None if keys is None else replace(begun, findings=guids(screen.project, Finding, keys))
