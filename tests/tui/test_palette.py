from __future__ import annotations

from textual.command import CommandPalette
from textual.widgets import OptionList

from tests.tui.conftest import Opened
from tests.tui.study_app import until
from workbench.tui.palette import LiveCommands
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
