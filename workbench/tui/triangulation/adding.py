"""Adding to a display by hand: a follow-up, something built of a theme, a part of a framework, the name of a type."""

from __future__ import annotations

from dataclasses import replace

from workbench.briefs.options import Option, options
from workbench.coding.themes import themes
from workbench.indicators.catalogue import indicators
from workbench.triangulation.displays.definitions import Definition, Element, read_definition
from workbench.triangulation.displays.displays import DisplayLine, redefine
from workbench.triangulation.displays.follow_ups import build_from, follow_up_with
from workbench.triangulation.findings import Finding, findings
from workbench.tui.dialogs import Ask, Choice, Choose, Field, Form
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.triangulation.asking import choose_passage
from workbench.tui.triangulation.making import guids

_NONE: Choice[int] = Choice(0, "None yet")


async def add_to(screen: WorkbenchScreen, line: DisplayLine, rows: list[tuple[str, str]]) -> bool:
    """Add to a display what belongs to its kind; `rows` are its rows as (about, name). Whether anything was added."""
    match line.kind:
        case "follow-up":
            return await _follow_up(screen)
        case "building":
            return await _built(screen)
        case "recommendations":
            return await _element(screen, line)
        case "typology":
            return await _label(screen, line, rows)
    screen.notify("Its rows come from themes, codes and topics by themselves. e changes what it shows.", title="Add")
    return False


async def _finding(screen: WorkbenchScreen, strand: str, title: str, *, none: bool = False) -> int | None:
    """A finding of one strand; 0 for none."""
    with screen.project.read() as session:
        listed = [
            Choice(one.id, f"{one.name} {one.statement}", one.source)
            for one in findings(session)
            if one.strand == strand
        ]
    answer = await screen.app.push_screen_wait(Choose(title, [*([_NONE] if none else []), *listed]))
    return answer.key if isinstance(answer, Choice) else None


async def _follow_up(screen: WorkbenchScreen) -> bool:
    result = await _finding(screen, "numbers", "Which result was followed up?")
    if result is None:
        return False
    by = await _finding(screen, "words", "Which finding in words speaks to it?", none=True)
    if by is None:
        return False
    fields = [
        Field("who", "Who was followed up, and how they were chosen", lines=3, required=True),
        Field("explains", "How what they said explains the result", lines=4),
    ]
    answer = await screen.app.push_screen_wait(Form("Follow up a result", fields))
    if answer is None:
        return False
    with screen.attempt("Follow up a result") as tried, screen.project.change("Follow up a result") as session:
        follow_up_with(session, result, answer["who"], by_id=by or None, explains=answer["explains"])
    return not tried.failed


async def _built(screen: WorkbenchScreen) -> bool:
    with screen.project.read() as session:
        listed = [Choice(one.id, one.name, one.statement) for one in themes(session) if one.state != "dropped"]
        measured = [_NONE, *(Choice(one.id, one.name, one.dataset) for one in indicators(session))]
    theme = await screen.app.push_screen_wait(Choose("Which theme was it made of?", listed))
    if not isinstance(theme, Choice):
        return False
    passage = await choose_passage(screen, screen.project, [("theme", theme.key)])
    indicator = await screen.app.push_screen_wait(Choose("Which indicator came of it?", measured))
    fields = [
        Field("item", "The question or measure, in its wording", lines=3, required=True),
        Field("result", "What came of it", lines=3),
    ]
    answer = await screen.app.push_screen_wait(Form(theme.name, fields))
    if answer is None:
        return False
    with screen.attempt("Add") as tried, screen.project.change("Write what was made of a theme") as session:
        build_from(
            session,
            theme.key,
            answer["item"],
            coding_id=passage.key[1] if passage else None,
            indicator_id=(indicator.key or None) if isinstance(indicator, Choice) else None,
            result=answer["result"],
        )
    return not tried.failed


async def _element(screen: WorkbenchScreen, line: DisplayLine) -> bool:
    definition = read_definition(line.kind, line.definition)
    name = await screen.app.push_screen_wait(Ask("Part of the framework", "What is it called?"))
    if not name:
        return False
    sides = []
    for strand, said in (("numbers", "What does the data say on it?"), ("words", "What do people say on it?")):
        key = await _finding(screen, strand, said, none=True)
        if key is None:
            return False
        sides.append(guids(screen.project, Finding, [key] if key else []))
    with screen.project.read() as session:
        listed = [_NONE, *(Choice(one.id, f"{one.name} {one.title}", one.what) for one in options(session))]
    option = await screen.app.push_screen_wait(Choose("Which option answers it?", listed))
    if not isinstance(option, Choice):
        return False
    chosen = guids(screen.project, Option, [option.key] if option.key else [])
    element = Element(name, sides[0], sides[1], chosen[0] if chosen else "")
    return _keep(screen, line, replace(definition, elements=(*definition.elements, element)))


async def _label(screen: WorkbenchScreen, line: DisplayLine, rows: list[tuple[str, str]]) -> bool:
    definition = read_definition(line.kind, line.definition)
    listed = [Choice(about, name, definition.labels.get(about, "not named yet")) for about, name in rows]
    answer = await screen.app.push_screen_wait(Choose("Which type?", listed))
    if not isinstance(answer, Choice):
        return False
    label = await screen.app.push_screen_wait(
        Ask("Name a type", answer.name, value=definition.labels.get(answer.key, ""))
    )
    if not label:
        return False
    return _keep(screen, line, replace(definition, labels={**definition.labels, answer.key: label}))


def _keep(screen: WorkbenchScreen, line: DisplayLine, definition: Definition) -> bool:
    with screen.attempt("Add") as tried, screen.project.change(f"Change the display “{line.title}”") as session:
        redefine(session, line.id, definition)
    return not tried.failed
