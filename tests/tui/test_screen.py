from __future__ import annotations

import pytest
from textual import events

from tests.tui.conftest import Opened
from tests.tui.preview import CodingRoom, HomeRoom, TableRoom
from tests.tui.study_app import until
from workbench.tui.help import RoomHelp
from workbench.tui.screen import GoTo
from workbench.tui.title_bar import TitleBar
from workbench.tui.widgets.rows import Rows


async def test_g_shows_the_letters_and_goes(opened: Opened) -> None:
    async with opened() as (app, pilot):
        await pilot.press("g")
        await pilot.pause()
        assert isinstance(app.screen, GoTo)
        await pilot.press("s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, TableRoom)


async def test_a_letter_of_no_room_backs_out(opened: Opened) -> None:
    async with opened() as (app, pilot):
        for key in ("z", "escape", "i"):
            await pilot.press("g")
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, CodingRoom)


async def test_keys_typed_faster_than_the_screen_follows_reach_the_letters(opened: Opened) -> None:
    async with opened() as (app, pilot):
        for keys, room in (("gs", TableRoom), ("gcgs", TableRoom), ("ghgc", CodingRoom), ("gzgc", CodingRoom)):
            for key in keys:
                app.post_message(events.Key(key, key))
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert isinstance(app.screen, room), keys


async def test_keys_typed_while_the_letters_close_change_nothing(opened: Opened) -> None:
    async with opened() as (app, pilot):
        await pilot.press("g")
        await pilot.pause()
        letters = app.screen
        for _ in range(3):
            letters.post_message(events.Key("escape", None))
        await pilot.pause()
        assert isinstance(app.screen, CodingRoom)


async def test_function_keys_and_the_mouse_go_to_rooms(opened: Opened) -> None:
    async with opened() as (app, pilot):
        await pilot.press("f2")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, HomeRoom)
        line = str(app.screen.query_one(TitleBar).render())
        assert "Getting about safely" in line
        await pilot.click(TitleBar, offset=(line.index("Sources") + 1, 0))
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, TableRoom)
        assert "▌Sources▐" in str(app.screen.query_one(TitleBar).render())


@pytest.mark.parametrize(("width", "kind"), [(80, "-narrow"), (120, "-normal"), (200, "-wide")])
async def test_widths_have_names_and_the_title_bar_fits(opened: Opened, width: int, kind: str) -> None:
    async with opened(size=(width, 30)) as (app, _):
        assert app.screen.has_class(kind)
        bar = app.screen.query_one(TitleBar).render()
        assert bar.cell_length == width
        assert "▌Coding▐" in bar.plain
        assert "saved" in bar.plain


async def test_a_refusal_becomes_its_sentence(opened: Opened) -> None:
    async with opened() as (app, pilot):
        await pilot.press("n")
        await pilot.pause()
        told = list(app._notifications)
        assert [(each.title, each.message, each.severity) for each in told] == [
            ("Refuse", "It cannot be done [today].", "error")
        ]


async def test_f1_shows_help_of_the_part_and_of_the_room(opened: Opened) -> None:
    async with opened() as (app, pilot):
        await pilot.press("f1")
        await pilot.pause(0.2)
        panel = app.screen.query_one(RoomHelp)
        text = panel.query_one("#widget-help").source
        assert "Reading and selecting" in text
        assert "Select words, then `c`" in text
        keys = {each.binding.description for each in app.screen.active_bindings.values() if not each.binding.system}
        assert "Next part of the page" in keys
        assert not keys & {"Focus Next", "Focus Previous", "Copy selected text"}
        await pilot.press("f1")
        await pilot.pause()
        assert not app.screen.query(RoomHelp)
        await pilot.press("f1")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.query(RoomHelp)


async def test_letters_typed_right_after_the_slash_narrow_the_list(opened: Opened) -> None:
    async with opened() as (app, pilot):
        rows = app.screen.query_one(Rows)
        rows.focus_list()
        await pilot.pause()
        for key, letter in (("slash", "/"), ("g", "g"), ("r", "r")):
            app.post_message(events.Key(key, letter))
        await until(pilot, lambda: [one.key for one in rows.shown] == ["7"], "what fits")
        assert rows.query_text == "gr"
