from __future__ import annotations

from pathlib import Path
from typing import Any

from textual import events
from textual.widgets import Input, Select, Static, TextArea
from textual_fspicker import FileOpen

from tests.tui.conftest import Opened
from tests.tui.study_app import until
from workbench.tui.dialogs import (
    Ask,
    Choice,
    Choose,
    Confirm,
    Created,
    Field,
    Form,
    Passphrase,
    open_file,
)

Answers = list[Any]


def wrong(screen: Any) -> str:
    return str(screen.query_one(".wrong", Static).render())


async def test_ask(opened: Opened) -> None:
    answers: Answers = []
    async with opened() as (app, pilot):
        app.push_screen(
            Ask("Rename [1]", value="Old", check=lambda t: "That name is taken." if t == "Old" else None),
            answers.append,
        )
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert wrong(app.screen) == "That name is taken."
        await pilot.press("s", "enter")
        app.push_screen(Ask("Rename"), answers.append)
        await pilot.pause()
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert answers == ["s", None]


async def test_choose_finds_creates_and_backs_out(opened: Opened) -> None:
    answers: Answers = []
    choices = [Choice(number, f"Code {number}", f"Note {number}", str(number)) for number in range(500)]
    async with opened() as (app, pilot):
        for keys in (["4", "2", "enter"], ["down", "down", "enter"], [*"brand new", "enter"], ["escape"]):
            app.push_screen(Choose("Code", choices, create="New code “{}”"), answers.append)
            await pilot.pause()
            await pilot.press(*["space" if key == " " else key for key in keys])
            await pilot.pause()
        assert answers == [choices[42], choices[2], Created("brand new"), None]


async def test_choose_shows_the_note_and_does_not_offer_what_is_there(opened: Opened) -> None:
    async with opened() as (app, pilot):
        app.push_screen(Choose("Code", [Choice("a", "Dark", "Unlit streets.")], create="New “{}”"))
        await pilot.pause()
        await pilot.press(*"dark")
        await pilot.pause()
        assert str(app.screen.query_one(".note", Static).render()) == "Unlit streets."
        await pilot.press("down", "enter")
        await pilot.pause()
        assert not isinstance(app.screen, Choose)


async def test_choose_finds_by_what_is_said_of_a_thing_after_its_names(opened: Opened) -> None:
    answers: Answers = []
    choices = [
        Choice(1, "Strangulation", also="Hands on the throat or neck."),
        Choice(2, "Throat sweets"),
        Choice(3, "Housing", also="A flat, a tenancy."),
    ]
    async with opened() as (app, pilot):
        for typed in ("throat", "tenancy"):
            app.push_screen(Choose("Code", choices), answers.append)
            await pilot.pause()
            await pilot.press(*typed, "enter")
            await pilot.pause()
        app.push_screen(Choose("Code", choices), answers.append)
        await pilot.pause()
        await pilot.press(*"throat", "down", "enter")
        await pilot.pause()
        assert answers == [choices[1], choices[2], choices[0]]


async def test_confirm_begins_on_no(opened: Opened) -> None:
    answers: Answers = []
    async with opened() as (app, pilot):
        for keys in (["enter"], ["tab", "enter"], ["escape"]):
            app.push_screen(Confirm("Withdraw", "Kez's words go [all].", yes="Withdraw"), answers.append)
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
        assert answers == [False, True, None]


async def test_form_checks_and_answers_with_every_key(opened: Opened) -> None:
    answers: Answers = []
    fields = [
        Field("name", "Name", required=True),
        Field("kind", "Kind", "b", options=(("a", "First"), ("b", "Second"))),
        Field("text", "Text", "more", lines=4),
        Field("year", "Year", check=lambda text: None if text.isdigit() else "Give the year as four digits."),
    ]
    async with opened(size=(80, 24)) as (app, pilot):
        app.push_screen(Form("New", fields), answers.append)
        await pilot.pause()
        assert app.screen.query_one(Select).value == "b"
        assert app.screen.query_one(TextArea).text == "more"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert wrong(app.screen) == "Name is needed."
        await pilot.press(*"Kez", "ctrl+s")
        await pilot.pause()
        assert wrong(app.screen) == "Give the year as four digits."
        assert app.screen.focused is app.screen.query_one("#field-3")
        await pilot.press(*"2025", "enter")
        await pilot.pause()
        assert answers == [{"name": "Kez", "kind": "b", "text": "more", "year": "2025"}]


async def test_a_form_begins_at_its_first_field_though_that_is_a_list(opened: Opened) -> None:
    fields = [Field("kind", "Kind", options=(("a", "First"), ("b", "Second"))), Field("name", "Name", required=True)]
    async with opened(size=(80, 24)) as (app, pilot):
        app.push_screen(Form("New", fields))
        await pilot.pause()
        assert app.screen.focused is app.screen.query_one("#field-0", Select)
        await pilot.press("tab")
        assert app.screen.focused is app.screen.query_one("#field-1", Input)


async def test_letters_typed_before_a_list_has_opened_are_typed_in_it(opened: Opened) -> None:
    async with opened() as (app, pilot):
        await pilot.press("space")
        for letter in "cngoing":
            app.post_message(events.Key(letter, letter))
        await until(pilot, lambda: isinstance(app.screen, Choose) and bool(app.screen.query(Input)), "the list")
        await until(pilot, lambda: app.screen.query_one(Input).value == "ngoing", "what was typed")
        assert not app._notifications
        await pilot.press("x")
        assert app.screen.query_one(Input).value == "ngoingx"


async def test_a_new_passphrase_is_typed_twice(opened: Opened) -> None:
    answers: Answers = []
    async with opened() as (app, pilot):
        app.push_screen(Passphrase("New project", "Choose one.", new=True, may_be_open=True), answers.append)
        await pilot.pause()
        await pilot.press(*"short", "enter", *"short", "enter")
        await pilot.pause()
        assert "at least 8" in wrong(app.screen)
        app.screen.query_one("#first", Input).value = "long enough"
        await pilot.press("enter")
        assert "not the same" in wrong(app.screen)
        app.screen.query_one("#second", Input).value = "long enough"
        await pilot.press("enter")
        await pilot.pause()
        app.push_screen(Passphrase("Open", "Type it.", may_be_open=True), answers.append)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert answers == ["long enough", ""]


async def test_a_file_is_chosen(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("Kez: Yes.", encoding="utf-8")
    answers: Answers = []
    async with opened() as (app, pilot):
        app.push_screen(open_file("Transcript", tmp_path, kinds=[("Text", (".md",))]), answers.append)
        await pilot.pause(0.3)
        assert isinstance(app.screen, FileOpen)
        app.screen.query_one(Input).value = "one.md"
        await pilot.click("#select")
        await pilot.pause(0.2)
        assert answers == [tmp_path / "one.md"]


async def test_what_is_half_written_is_left_only_when_asked_once_more(opened: Opened) -> None:
    answers: Answers = []
    async with opened(size=(80, 24)) as (app, pilot):
        for leaving in ("escape", "ctrl+q"):
            app.push_screen(Form("Memo", [Field("text", "Text", "begun", lines=4)]), answers.append)
            await pilot.pause()
            app.screen.query_one(TextArea).load_text("begun and half written")
            await pilot.press(leaving)
            await pilot.pause()
            assert "not kept yet" in wrong(app.screen)
            app.screen.query_one(TextArea).load_text("begun and half written, and more")
            await pilot.press(leaving)
            await pilot.pause()
            assert isinstance(app.screen, Form)
            assert app.is_running
            await pilot.press("escape")
            await pilot.pause()
        assert answers == [None, None]
        app.push_screen(Form("Memo", [Field("text", "Text", "begun", lines=4)]), answers.append)
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None] * 3, "nothing was written, so nothing is asked"


async def test_the_first_answer_counts_where_two_keys_come_at_once(opened: Opened) -> None:
    answers: Answers = []
    async with opened() as (app, pilot):
        room = app.screen
        app.push_screen(asked := Ask("Name"), answers.append)
        await pilot.pause()
        asked.dismiss(None)
        asked.dismiss("late")
        await pilot.pause()
        assert app.screen is room
        assert answers == [None]


async def test_what_was_typed_before_the_keeping_key_is_kept_however_fast_it_follows(opened: Opened) -> None:
    answers: Answers = []
    async with opened() as (app, pilot):
        app.push_screen(Form("Journal", [Field("text", "Today", lines=4)]), answers.append)
        await pilot.pause()
        for letter in "lamps out":
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        app.post_message(events.Key("ctrl+s", None))
        await pilot.pause()
        await pilot.pause()
        assert answers == [{"text": "lamps out"}]
