from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import Opened
from tests.tui.preview import TableRoom
from tests.tui.study_app import study_app, until
from workbench.project.file import Project
from workbench.tui.coding.quotes import QuotesScreen
from workbench.tui.long_work import LongWork, StatusLine, WorkStoppedError, about, bar


def test_the_time_left_is_guessed_from_what_is_done() -> None:
    now = [0.0]
    work = LongWork("Reading", 100, clock=lambda: now[0])
    assert work.left() == ""
    now[0] = 30.0
    work.progress(25)
    assert work.share() == 0.25
    assert work.left() == "about 2 minutes left"
    assert about(20) == "about 20 seconds left"
    assert about(2) == "a few seconds left"
    assert bar(0.5, 4) == "██░░"


def test_nothing_is_said_of_the_time_left_before_it_can_be_said() -> None:
    now = [0.0]
    work = LongWork("Reading", 100, clock=lambda: now[0])

    def left(at: float, done: float) -> str:
        now[0] = at
        work.progress(done)
        return work.left()

    assert left(2, 10) == ""
    assert left(5, 3) == ""
    assert left(10, 40) == ""
    assert left(20, 72) == "about 10 seconds left"
    assert left(60, 62) == ""


def test_work_stops_at_its_next_step() -> None:
    work = LongWork("Reading", 100)
    work.stopping = True
    with pytest.raises(WorkStoppedError):
        work.progress(1)


async def said(pilot: Pilot[Any], line: StatusLine, words: str) -> None:
    """Wait until the status line says these words; a busy machine may take its time."""
    for _ in range(100):
        if words in str(line.render()):
            return
        await pilot.pause(0.05)
    raise AssertionError(f"{words} is not in {line.render()}")


async def test_the_status_line_shows_work_stops_it_and_leads_to_its_result(opened: Opened) -> None:
    async with opened() as (app, pilot):
        line = app.screen.query_one(StatusLine)
        assert not line.display
        work = app.begin_work("Reading 14 transcripts", total=14)
        work.progress(7)
        await said(pilot, line, "50%")
        assert line.display
        await pilot.press("escape")
        await pilot.pause()
        assert work.stopping
        assert "stopping" in str(line.render())
        app.end_work("14 transcripts came in.", room="sources")
        await said(pilot, line, "✓ 14 transcripts came in.")
        await pilot.press("ctrl+o")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, TableRoom)
        assert not app.screen.query_one(StatusLine).display


def test_the_time_that_it_rests_is_not_counted() -> None:
    now = [0.0]
    work = LongWork("Reading", 100, clock=lambda: now[0])
    now[0] = 30.0
    work.progress(25)
    work.pause()
    now[0] = 1_000.0
    work.pause()
    assert work.left() == "about 2 minutes left"


async def test_work_that_can_rest_says_how_and_rests(opened: Opened) -> None:
    async with opened() as (app, pilot):
        line = app.screen.query_one(StatusLine)
        work = app.begin_work("Looking for topics and codes", total=100)
        await pilot.press("ctrl+g")
        assert not work.paused
        work.pausable = True
        work.progress(7, note="Reading")
        await said(pilot, line, "ctrl+g pauses   escape stops it")
        await pilot.press("ctrl+g")
        await said(pilot, line, "paused")
        assert work.paused
        assert "ctrl+g goes on   escape stops it" in str(line.render())
        await pilot.press("ctrl+g")
        assert not work.paused


async def test_escape_stops_work_in_coding_and_on_a_page_the_line_does_not_say_so(project: Project) -> None:
    async with study_app(project, "coding") as (app, pilot):
        line = app.screen.query_one(StatusLine)
        work = app.begin_work("Bringing in", total=2)
        await said(pilot, line, "escape stops it")
        await pilot.press("escape")
        assert work.stopping
        app.end_work("It came in.")
        await said(pilot, line, "escape closes this line")
        await pilot.press("escape")
        assert app.work is None
        await pilot.press("Q")
        await until(pilot, lambda: isinstance(app.screen, QuotesScreen), "the quotes")
        page = app.screen
        work = app.begin_work("Bringing in", total=2)
        await said(pilot, page.query_one(StatusLine), "Bringing in")
        assert "escape" not in str(page.query_one(StatusLine).render())
