"""Finding in everything from any room."""

from __future__ import annotations

from tests.study import add_study
from tests.tui.study_app import study_app, until
from workbench.project.file import Project
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.finding import NOT_SAID, FindEverywhere, HitLines


async def test_find_in_everything_goes_to_the_words(project: Project) -> None:
    with project.change("Study") as session:
        add_study(session)
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, FindEverywhere), "the question")
        await pilot.press("u")
        await pilot.pause(0.1)
        lines = app.screen.query_one(HitLines)
        assert lines.items == []
        await pilot.press("n", "d", "e", "r")
        await until(pilot, lambda: len(lines.items) == 2, "both passages")
        assert "underpass" in lines.items[0].text
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "the coding room")
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        await until(pilot, lambda: screen.sheet is not None, "the transcript")
        assert screen.words.script.words(7)[0].start <= screen.words.cursor
        assert screen.words.turn is not None
        assert "not the underpass" in screen.words.turn.text


async def test_what_was_found_for_other_words_is_dropped(project: Project) -> None:
    with project.change("Study") as session:
        add_study(session)
    async with study_app(project, "sources") as (app, pilot):
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, FindEverywhere), "the question")
        asked = app.screen
        assert isinstance(asked, FindEverywhere)
        await pilot.press(*"phone")
        lines = asked.query_one(HitLines)
        await until(pilot, lambda: len(lines.items) == 1, "the passage")
        asked._show("underpass", [])
        assert len(lines.items) == 1
        await pilot.press("x", "x")
        await until(pilot, lambda: not lines.items, "nothing")
        assert lines.empty == NOT_SAID
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not asked, "the room")


async def test_without_a_project_there_is_nothing_to_find() -> None:
    from workbench.tui.app import WorkbenchApp

    app = WorkbenchApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.check_action("find_everywhere", ()) is None
        await pilot.press("ctrl+f")
        await pilot.pause()
        assert not isinstance(app.screen, FindEverywhere)
