"""Rooms that read much do so beside the person: a key pressed meanwhile is answered, and a line says what is read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest

from tests.briefs.ready import ready_brief
from tests.tui.study_app import study_app, until
from workbench.briefs.options import add_brief
from workbench.project.file import Project
from workbench.tui.app import WorkbenchApp
from workbench.tui.briefs import reading
from workbench.tui.briefs.screen import BriefsScreen
from workbench.tui.help import RoomHelp
from workbench.tui.title_bar import Heading
from workbench.tui.triangulation import screen as triangulation
from workbench.tui.triangulation.screen import TriangulationScreen
from workbench.tui.widgets.reading_line import ReadingLine


@pytest.fixture
def gate() -> Iterator[Event]:
    """Reading waits until this is set; the real reading then follows."""
    held = Event()
    yield held
    held.set()


def waiting_for(gate: Event, read: Callable[..., Any]) -> Callable[..., Any]:
    def late(*given: Any) -> Any:
        assert gate.wait(60)
        return read(*given)

    return late


def line_of(app: WorkbenchApp) -> str:
    line = app.screen.query_one(ReadingLine)
    return str(line.render()) if line.is_shown else ""


async def open_room(app: WorkbenchApp, pilot: Any, room: str) -> None:
    await pilot.pause()
    app.go_to_room(room)
    await until(pilot, lambda: app.current_mode == room and app.screen.focused is not None, room)


async def test_a_key_pressed_while_a_brief_is_read_is_answered(
    project: Project, gate: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    with project.change("Bring in") as session:
        ready_brief(session)
    monkeypatch.setattr(reading, "read_brief", waiting_for(gate, reading.read_brief))
    app = WorkbenchApp(project=project, heading=Heading("Study", "saved", "amina"))
    async with app.run_test(size=(120, 40)) as pilot:
        await open_room(app, pilot, "briefs")
        room = app.screen
        assert isinstance(room, BriefsScreen)
        assert line_of(app).startswith("The brief is being read")
        await pilot.press("f1")
        await until(pilot, lambda: bool(room.query(RoomHelp)), "the help")
        await pilot.press("f1", "d")
        await until(pilot, lambda: any("still being read" in one.message for one in app._notifications), "an answer")
        await open_room(app, pilot, "home")
        await open_room(app, pilot, "briefs")
        assert room.brief is None
        gate.set()
        await until(pilot, lambda: room.brief is not None, "the brief")
        assert line_of(app) == ""
        assert "Light on the path" in room.reader.text
        app.project = None


async def test_a_key_pressed_while_findings_are_read_is_answered(
    project: Project, gate: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    with project.change("Bring in") as session:
        ready_brief(session)
    monkeypatch.setattr(triangulation, "read_display", waiting_for(gate, triangulation.read_display))
    app = WorkbenchApp(project=project, heading=Heading("Study", "saved", "amina"))
    async with app.run_test(size=(120, 40)) as pilot:
        await open_room(app, pilot, "triangulation")
        room = app.screen
        assert isinstance(room, TriangulationScreen)
        assert line_of(app).startswith("What the findings rest on is being read")
        for key, tab in (("3", "findings"), ("5", "again"), ("1", "matrix")):
            await pilot.press(key)
            await until(pilot, lambda tab=tab: room.tab == tab, tab)
        await pilot.press("r")
        await until(pilot, lambda: bool(app._notifications), "an answer")
        gate.set()
        await until(pilot, lambda: room.display_read is not None, "the findings")
        assert line_of(app) == ""
        app.project = None


async def test_the_brief_in_sight_stays_and_answers_while_another_is_read(
    project: Project, gate: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    with project.change("Bring in") as session:
        ready_brief(session)
        add_brief(session, "Another brief")
    async with study_app(project, "briefs") as (app, pilot):
        room = app.screen
        assert isinstance(room, BriefsScreen)
        monkeypatch.setattr(reading, "read_brief", waiting_for(gate, reading.read_brief))
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: room.is_reading, "that it reads")
        assert "Light on the path" in room.reader.text
        before = room.reader.scroll_offset.y
        await pilot.press("pagedown")
        await until(pilot, lambda: room.reader.scroll_offset.y > before, "the page moved")
        gate.set()
        await until(pilot, lambda: "Another brief" in str(room.reader.border_title), "the other brief")


async def test_a_project_that_is_closed_while_it_is_read_shows_nothing(
    project: Project, gate: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    with project.change("Bring in") as session:
        ready_brief(session)
    monkeypatch.setattr(reading, "read_brief", waiting_for(gate, reading.read_brief))
    app = WorkbenchApp(project=project, heading=Heading("Study", "saved", "amina"))
    async with app.run_test(size=(120, 40)) as pilot:
        await open_room(app, pilot, "briefs")
        room = app.screen
        await open_room(app, pilot, "home")
        app.project = None
        gate.set()
        await asyncio.sleep(0.3)
        await pilot.pause()
        assert isinstance(room, BriefsScreen)
        assert room.brief is None
