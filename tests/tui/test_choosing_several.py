"""Choosing several things among many."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.widgets import Static

from tests.tui.conftest import Opened
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.dialogs import Choice, Created
from workbench.tui.widgets.filter_input import FilterInput

CHOICES = [Choice(number, f"Code {number}", f"Note {number}") for number in range(50)]


async def asked(opened: Opened, keys: list[str], **options: Any) -> Any:
    answers: list[Any] = []
    async with opened() as (app, pilot):
        page = ChooseSeveral("Codes", CHOICES, **options)
        app.push_screen(page, answers.append)
        await pilot.pause()
        await pilot.press(*["space" if key == " " else key for key in keys])
        await pilot.pause()
        return answers[0] if answers else page


async def test_what_is_marked_is_taken_in_its_order(opened: Opened) -> None:
    answer = await asked(opened, [*"42", "tab", "down", "down", " ", *"7", "tab", "enter"])
    assert [one.key for one in answer] == [42, 2, 7]


async def test_without_a_mark_the_highlighted_one_is_taken(opened: Opened) -> None:
    assert await asked(opened, [*"42", "enter"]) == (CHOICES[42],)
    assert await asked(opened, ["escape"]) is None


async def test_a_mark_is_taken_away_again_and_none_may_be_the_answer(opened: Opened) -> None:
    assert await asked(opened, ["space", "enter"], marked=[0], exactly=True) == ()
    assert await asked(opened, ["space", "enter"], marked=[9], exactly=True) == (CHOICES[9], CHOICES[0])


async def test_a_new_name_is_marked_too_and_space_is_a_letter_of_it(opened: Opened) -> None:
    answer = await asked(opened, [*"brand new", "tab", *"42", "tab", "enter"], create="New code “{}”")
    assert answer == (Created("brand new"), CHOICES[42])


async def test_what_is_marked_is_said(opened: Opened) -> None:
    async with opened() as (app, pilot):
        app.push_screen(ChooseSeveral("Codes", CHOICES))
        await pilot.pause()
        said = app.screen.query_one("#marked", Static)
        assert str(said.render()) == "Nothing is marked yet."
        await pilot.press(*"42", "tab")
        await pilot.pause()
        assert str(said.render()) == "✓ Code 42"
        assert app.screen.query_one(FilterInput).value == ""


@pytest.mark.parametrize(("typed", "chosen"), [("code 42", [42]), ("42\t7\t", [42, 7])])
async def test_who_types_faster_than_the_screen_marks_what_was_typed(
    opened: Opened, typed: str, chosen: list[int]
) -> None:
    answers: list[Any] = []
    async with opened() as (app, pilot):
        app.push_screen(ChooseSeveral("Codes", CHOICES), answers.append)
        await pilot.pause()
        names = {" ": "space", "\t": "tab", "\n": "enter"}
        for letter in typed + "\n":
            app.post_message(events.Key(names.get(letter, letter), letter))
        await pilot.pause(0.3)
    assert [one.key for one in answers[0]] == chosen


async def test_a_line_that_somebody_went_down_to_is_marked(opened: Opened) -> None:
    answer = await asked(opened, [*"4", "down", "tab", "enter"])
    assert [one.key for one in answer] == [40]
