from __future__ import annotations

import pytest
from textual.command import CommandPalette
from textual.widgets import OptionList

from tests.tui.conftest import Opened
from tests.tui.study_app import shown, study_app, until
from workbench.project.file import Project
from workbench.tui.dialogs import Ask, Choose
from workbench.tui.palette import LiveCommands
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.transcript import TranscriptView


async def test_the_palette_finds_a_command_and_runs_it(opened: Opened) -> None:
    async with opened() as (app, pilot):
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"sentence")
        found = app.screen.query_one(OptionList)
        await until(pilot, lambda: found.option_count > 0 and found.highlighted is not None, "what was found")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.screen.query(TranscriptView)), "the room")
        view = app.screen.query_one(TranscriptView)
        await until(pilot, lambda: view.selection is not None, "the sentence")


async def test_the_palette_leaves_out_what_cannot_be_done(opened: Opened) -> None:
    async with opened() as (app, pilot):
        await pilot.pause()
        provider = LiveCommands(app.screen)
        await provider.startup()
        found = [hit.text async for hit in provider.discover()]
        assert "Code" not in found
        assert "Go to Sources" in found
        assert "Go to Governance" not in found
        assert "Next word" not in found
        hits = [hit.text async for hit in provider.search("undo")]
        assert hits[0] == "Undo"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("import", "Import: bring files in"),
        ("nvivo", "Import: bring files in"),
        ("export", "Export: print or take work out"),
        ("qdpx", "Export: print or take work out"),
        ("spss codings", "Export: print or take work out"),
    ],
)
async def test_the_words_of_other_programs_find_the_ways_in_and_out(project: Project, typed: str, first: str) -> None:
    async with study_app(project, "governance") as (app, _):
        provider = LiveCommands(app.screen)
        await provider.startup()
        assert first in [hit.text async for hit in provider.search(typed)]


async def test_importing_and_exporting_are_begun_from_any_room(project: Project) -> None:
    async with study_app(project, "governance") as (app, pilot):
        await app.run_action("import_files")
        await shown(pilot, Ask, "Bring in")
        assert app.current_mode == "sources"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, WorkbenchScreen), "the room")
        await app.run_action("export_work")
        await shown(pilot, Choose, "Print or take out what?")
        assert app.current_mode == "coding"
