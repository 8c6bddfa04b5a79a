"""Pencil notes in the coding room: seen in the margin, said below the words, changed and taken off there."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Static

from tests.coding.conftest import Coded, put_in
from tests.tui.coding.test_at_cursor import TOLD, room
from tests.tui.study_app import shown, study_app, until
from workbench.coding.blind import fact_of
from workbench.coding.memos import memos, write_memo
from workbench.project.facts import remember
from workbench.project.file import Project
from workbench.sources.coders import coder_named
from workbench.tui.coding.pencilled import notes_in
from workbench.tui.dialogs import Ask


@pytest.fixture
def told(project: Project) -> Coded:
    return put_in(project, TOLD)


def said(told: Coded) -> list[str]:
    with told.project.read() as session:
        return [one.text for one in memos(session, kind="note")]


async def test_a_note_is_seen_beside_its_words_is_changed_there_and_taken_off(told: Coded) -> None:
    async with study_app(told.project, "coding") as (app, pilot):
        screen = room(app)
        screen.words.go_to(told.span("It is dark").start)
        await pilot.press("n")
        await shown(pilot, Ask, "Pencil note")
        await pilot.press(*"winter", "enter")
        await until(pilot, lambda: any(one.letter == "✎" for one in screen.words.marks), "the mark")
        foot = screen.query_one("#under-cursor", Static)
        await until(pilot, lambda: "✎ winter" in str(foot.content), "what it says")
        await pilot.press("n")
        asked = await shown(pilot, Ask, "Pencil note")
        assert asked.query_one(Input).value == "winter"
        await pilot.press(*", or late", "enter")
        await until(pilot, lambda: said(told) == ["winter, or late"], "the change")
        await until(pilot, lambda: app.screen is screen, "the words")
        await pilot.press("delete")
        await until(pilot, lambda: not any(one.letter == "✎" for one in screen.words.marks), "taken off")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: any(one.letter == "✎" for one in screen.words.marks), "taken back")


async def test_a_note_half_written_when_the_app_stops_is_there_again(told: Coded) -> None:
    async with study_app(told.project, "coding") as (app, pilot):
        screen = room(app)
        screen.words.go_to(told.span("It is dark").start)
        await pilot.press("n")
        asked = await shown(pilot, Ask, "Pencil note")
        await pilot.press(*"half a")
        asked._set_aside()
    async with study_app(told.project, "coding") as (app, pilot):
        room(app).words.go_to(told.span("It is dark").start)
        await pilot.press("n")
        asked = await shown(pilot, Ask, "Pencil note")
        assert asked.query_one(Input).value == "half a"
        assert "enter keeps it" in str(asked.query_one(".wrong", Static).content)
        await pilot.press("enter")
        await until(pilot, lambda: said(told) == ["half a"], "kept")


def test_who_reads_blind_sees_no_note_of_anybody_else(told: Coded) -> None:
    with told.project.change("Two notes") as session:
        ben = coder_named(session, "ben")
        span = told.span("It is dark")
        write_memo(session, "mine", about="document", thing_id=told.document, kind="note", span=span)
        write_memo(session, "his", about="document", thing_id=told.document, kind="note", span=span, coder=ben)
    with told.project.read() as session:
        assert [one.text for one in notes_in(session, told.document)] == ["mine", "his"]
    remember(told.project, fact_of(told.project.coder), "yes", why="Read blind")
    with told.project.read() as session:
        assert [one.text for one in notes_in(session, told.document)] == ["mine"]
