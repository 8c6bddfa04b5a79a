from __future__ import annotations

import pytest
from textual.widget import Widget

from tests.tui.conftest import Opened
from tests.tui.preview import CodingRoom, TableRoom
from workbench.tui.app import WorkbenchApp
from workbench.tui.commands import Command, Commands, command, commands_of, help_table, live_commands
from workbench.tui.dialogs import Choose
from workbench.tui.keys_line import KeysLine, ShownKey, fitting
from workbench.tui.widgets.code_list import CodeList
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.transcript import TranscriptView


def test_a_command_without_help_or_with_another_name_is_refused() -> None:
    with pytest.raises(TypeError, match="docstring"):

        @command("coding.apply", "Apply")
        def action_apply() -> None:
            pass

    with pytest.raises(TypeError, match="action_apply"):

        @command("coding.apply", "Apply")
        def action_other() -> None:
            """Help."""


def test_every_command_has_help_or_is_a_move_and_ids_are_unique_in_a_class() -> None:
    for kind in (WorkbenchApp, CodingRoom, TableRoom, TranscriptView, CodeList, Rows):
        listed = commands_of(kind)
        assert len({each.id for each in listed}) == len(listed)
        for each in listed:
            assert each.help or not each.palette, each.id
            assert "." in each.id


def test_several_keys_and_a_value_in_the_action() -> None:
    class Pinned(Commands, Widget):
        COMMAND_LIST = (Command("coding.pinned_1", "Pinned code 1", "Apply it.", "1,f6", action="pinned(1)"),)

    keys = {binding.key for binding in Pinned.BINDINGS[0].make_bindings(Pinned.BINDINGS)}
    assert keys == {"1", "f6"}
    assert Pinned.BINDINGS[0].action == "pinned(1)"


async def test_key_footer_tooltip_and_greying(opened: Opened) -> None:
    async with opened() as (app, pilot):
        shown = {key.title: key for key in app.screen.query_one(KeysLine).keys}
        assert shown["Code"].help == "Apply a code to the selected words."
        assert not shown["Code"].enabled
        await pilot.press("c")
        assert not isinstance(app.screen, Choose)
        await pilot.press("space")
        await pilot.pause()
        shown = {key.title: key for key in app.screen.query_one(KeysLine).keys}
        assert shown["Code"].enabled
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(app.screen, Choose)


def test_keys_are_drawn_whole_and_those_that_cannot_be_done_give_way() -> None:
    help_, away, code, read = (
        ShownKey(key, key, title, title != "Go there", "")
        for key, title in [("F1", "Help"), ("e", "Go there"), ("c", "Code"), ("f", "Read")]
    )
    keys = [help_, away, code, read]
    whole = sum(one.width for one in keys)
    assert fitting(keys, whole) == (tuple(keys), False)
    assert fitting(keys, whole - 1) == ((help_, code, read), False)
    live = whole - away.width
    assert fitting(keys, live) == ((help_, code, read), False)
    assert fitting(keys, live - 1) == ((help_, code), True)
    assert fitting(keys, 3) == ((), True)


async def test_help_is_the_first_key_of_the_line(opened: Opened) -> None:
    async with opened() as (app, pilot):
        await pilot.pause()
        assert app.screen.query_one(KeysLine).keys[0].title == "Help"


async def test_a_remapped_key_works_and_the_old_one_stops(opened: Opened) -> None:
    async with opened() as (app, pilot):
        app.set_keymap({"coding.apply_code": "f12"})
        await pilot.press("space", "c")
        await pilot.pause()
        assert not isinstance(app.screen, Choose)
        await pilot.press("f12")
        await pilot.pause()
        assert isinstance(app.screen, Choose)


async def test_live_commands_walk_from_the_focus_outwards(opened: Opened) -> None:
    async with opened() as (app, pilot):
        live = {each.command.id: each for each in live_commands(app.screen)}
        assert live["coding.apply_code"].enabled is None
        assert live["transcript.take_sentence"].keys == ("space",)
        assert live["room.sources"].enabled is True
        assert live["room.governance"].enabled is None
        assert "| space | Select the sentence |" in help_table(app.screen)
        app.screen.query_one(CodeList).focus_list()
        await pilot.pause()
        assert "transcript.take_sentence" not in {each.command.id for each in live_commands(app.screen)}
