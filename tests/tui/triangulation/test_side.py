"""Side by side at the keyboard: displays made, read, written together, added to, taken out and printed."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.displays import add_people
from tests.study import Study
from tests.tui.study_app import choose, fill, study_app, until
from workbench.project.file import Project
from workbench.triangulation.displays.displays import add_display, displays
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.shown import Shown
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.links import link
from workbench.tui.app import WorkbenchApp
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.dialogs import Ask
from workbench.tui.triangulation.screen import TriangulationScreen
from workbench.tui.triangulation.tabs.side import SidePane


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Bring in") as session:
        made = add_people(session, consent="given")
        link(session, made.theme, made.indicator, note="Going out is part of being active.")
    return made


async def side(app: WorkbenchApp, pilot: Pilot[Any]) -> SidePane:
    await pilot.press("2")
    assert isinstance(app.screen, TriangulationScreen)
    await until(pilot, lambda: app.screen.tab == "side", "the tab")  # type: ignore[attr-defined]
    return app.screen.query_one(SidePane)


def drawn(project: Project, title: str) -> Shown:
    with project.read() as session:
        return draw(session, next(line.id for line in displays(session) if line.title == title))


async def test_a_display_is_made_by_keyboard_and_written_together(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        pane = await side(app, pilot)
        await pilot.press("n")
        await choose(pilot, "What should stand side by side?", "Themes by groups")
        await choose(pilot, "What makes the groups?", "sex")
        await until(pilot, lambda: isinstance(app.screen, ChooseSeveral), "which themes")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask), "its title")
        await pilot.press("enter")
        await until(pilot, lambda: "said by 2 of" in pane.reader.text, "the display")
        assert "Themes by groups of people" in pane.reader.text
        assert "Not written down yet" in pane.reader.text
        await until(pilot, lambda: pane.reader.has_focus, "the page has the keys")
        await pilot.press("w")
        await choose(pilot, "Of which row?", "The long way")
        await fill(pilot, "The long way home", together="Girls and boys go round alike.")
        await until(pilot, lambda: "Girls and boys go" in pane.reader.text, "the note")
    assert drawn(project, "Themes by groups of people").rows[0].together == "Girls and boys go round alike."


@pytest.mark.parametrize("width", [80, 120, 200])
async def test_it_reads_at_every_width_in_pages_of_columns(project: Project, study: Study, width: int) -> None:
    with project.change("Make") as session:
        add_display(session, "statistics by themes", "By place", {"by": "where they live"})
    async with study_app(project, "triangulation", (width, 40)) as (app, pilot):
        pane = await side(app, pilot)
        await pilot.press("down")
        await until(pilot, lambda: "By place" in pane.reader.text, "the display")
        assert "What we make" in pane.reader.text
        seen = {name for name in ("Basildon", "Colchester", "Harlow") if name in pane.reader.text}
        assert (len(seen) == 3) == (width > 80)
        if width == 80:
            assert "Columns 1 to 2 of 4" in pane.reader.text
            await pilot.press("full_stop")
            await until(pilot, lambda: "Harlow" in pane.reader.text, "the next columns")
            assert "Basildon" not in pane.reader.text
            await pilot.press("comma")
            await until(pilot, lambda: "Basildon" in pane.reader.text, "the columns before")


async def test_enter_goes_down_to_the_words_and_links_are_plotted(project: Project, study: Study) -> None:
    with project.change("Make") as session:
        add_display(session, "quotes", "Quotes", {"by": "sex"})
    async with study_app(project, "triangulation") as (app, pilot):
        pane = await side(app, pilot)
        await pilot.press("down", "down")
        await until(pilot, lambda: "Raised it" in pane.reader.text, "the link")
        assert "●●○○" in pane.reader.text
        assert "Going out is part of being active." in pane.reader.text
        assert "need not hold of the people in them" in " ".join(pane.reader.text.split())
        await pilot.press("down")
        await until(pilot, lambda: "0 of 5 people have both" in pane.reader.text, "people with both kinds")
        await pilot.press("up", "up", "enter")
        await until(pilot, lambda: pane.reader.has_focus and "“" in pane.reader.text, "the quotes")
        await pilot.press("tab")
        await until(pilot, lambda: bool(pane.reader.place), "a place")
        while not pane.reader.place.startswith("words:"):
            await pilot.press("tab")
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "coding", "the words in Coding")


async def test_a_follow_up_is_added_and_a_display_renamed_and_taken_out(project: Project, study: Study) -> None:
    with project.change("Write") as session:
        write_finding(
            session, strand="numbers", source="Active Lives", statement="Fewer adults are active.",
            evidence=[Evidence("observation", study.harlow)], against="Not everybody.",
        )  # fmt: skip
        add_display(session, "follow-up", "Followed up")
    async with study_app(project, "triangulation") as (app, pilot):
        pane = await side(app, pilot)
        await pilot.press("down")
        await until(pilot, lambda: "No result has been followed up" in pane.reader.text, "an empty display")
        await pilot.press("plus")
        await choose(pilot, "Which result was followed up?", "Fewer adults")
        await choose(pilot, "Which finding in words speaks to it?", "None yet")
        await fill(pilot, "Follow up a result", who="Eight pupils", explains="They stay in.")
        await until(pilot, lambda: "Eight pupils" in pane.reader.text, "the follow-up")
        await pilot.press("u")
        await choose(pilot, "What came of which?", "Eight")
        await fill(pilot, "F1", came="The bus is dear.")
        await until(pilot, lambda: "The bus is dear." in pane.reader.text, "what came of it")
        await pilot.press("minus")
        await choose(pilot, "Take which away?", "Eight")
        await until(pilot, lambda: "Eight pupils" not in pane.reader.text, "taken away")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "Eight pupils" in pane.reader.text, "the follow-up again")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Ask), "its new title")
        await pilot.press(*"Results", "enter")
        await until(pilot, lambda: "Results" in pane.reader.text, "the new title")
        await pilot.press("x")
        await until(pilot, lambda: "Results" not in pane.reader.text, "gone")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: any(row.cells[0] == "Results" for row in pane.rows.rows), "brought back")


async def test_what_cannot_be_drawn_says_so_on_the_page(project: Project, study: Study) -> None:
    with project.change("Make") as session:
        add_display(session, "quotes", "Elsewhere", {"heard_in": "survey: pupils"})
    async with study_app(project, "triangulation") as (app, pilot):
        pane = await side(app, pilot)
        await pilot.press("down")
        await until(pilot, lambda: "There is no material" in pane.reader.text, "the sentence")
        await pilot.press("w")
        await until(pilot, lambda: bool(app._notifications), "what is needed first")
