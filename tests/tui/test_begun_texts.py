"""What is begun in a larger box and not kept is here again, whatever happened to the app."""

from __future__ import annotations

import pytest
from textual.widgets import Static, TextArea

from tests.coding.conftest import put_in
from tests.tui.study_app import shown, study_app, until
from workbench.coding.memos import write_memo
from workbench.desk.begun_texts import BEGINS
from workbench.project.file import Project
from workbench.tui import question
from workbench.tui.dialogs import Field, Form
from workbench.tui.memo_on import MemoOn

TALK = "Kez: We go the long way round."


@pytest.fixture
def study(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(question, "SET_ASIDE", 0.05)
    put_in(project, TALK)
    return project


def kept(project: Project) -> list[str]:
    return [text for name, text in project.meta.items() if name.startswith(BEGINS) and text]


def form(value: str = "") -> Form:
    return Form("Journal", [Field("text", "Today", value, lines=6)])


async def test_a_memo_that_was_begun_is_here_again_when_the_app_ended_without_asking(study: Project) -> None:
    async with study_app(study, "coding") as (_, pilot):
        await pilot.press("m")
        await shown(pilot, MemoOn, "Memo")
        await pilot.press(*"lamps")
        await until(pilot, lambda: kept(study) == ["lamps"], "set aside")
    async with study_app(study, "coding", (80, 24)) as (_, pilot):
        await pilot.press("m")
        box = await shown(pilot, MemoOn, "Memo")
        area = box.query_one(TextArea)
        assert area.text == "lamps"
        assert "here again" in str(box.query_one(".wrong", Static).content)
        await pilot.press(*"out", "ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not box, "kept")
        assert kept(study) == []
        await pilot.press("m")
        assert (await shown(pilot, MemoOn, "Memo")).query_one(TextArea).text == ""


async def test_what_is_let_go_is_forgotten_and_other_boxes_know_nothing_of_it(study: Project) -> None:
    async with study_app(study, "coding") as (app, pilot):
        app.push_screen(form())
        box = await shown(pilot, Form, "Journal")
        await pilot.press(*"rain")
        await until(pilot, lambda: kept(study) == ["rain"], "set aside")
        app.push_screen(form("an entry that was there"))
        other = await until_top(pilot, box)
        assert other.query_one(TextArea).text == "an entry that was there"
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is box, "back")
        await pilot.press("escape")
        assert kept(study) == ["rain"]
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not box, "left")
        assert kept(study) == []


async def until_top(pilot, before) -> Form:
    await until(pilot, lambda: isinstance(pilot.app.screen, Form) and pilot.app.screen is not before, "another form")
    return pilot.app.screen


async def test_nothing_is_undone_but_what_was_kept(study: Project) -> None:
    async with study_app(study, "coding") as (app, pilot):
        with study.change("Write a memo") as session:
            write_memo(session, "The lamps again", about="project")
        app.push_screen(form())
        await shown(pilot, Form, "Journal")
        await pilot.press(*"rain")
        await until(pilot, lambda: kept(study) == ["rain"], "set aside")
    done = study.undo()
    assert done is not None
    assert done.name == "Write a memo"
