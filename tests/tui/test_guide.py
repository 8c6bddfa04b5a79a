"""The guide in the app: pages by reader, by key and by link; the other pages are near."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Markdown, MarkdownViewer, Tab

from tests.tui.study_app import until
from workbench.desk.guide import PAGES
from workbench.tui.app import WorkbenchApp
from workbench.tui.commands import live_commands
from workbench.tui.guide import DIGITS, Guide
from workbench.tui.home.screen import HomeScreen

RESEARCHER = "# Your first hour, for a researcher"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def shown(app: WorkbenchApp) -> str:
    """The first heading of the page in sight, or nothing as long as there is none."""
    viewers = app.screen.query(MarkdownViewer)
    return next(iter(viewers.first().document.source.splitlines()), "") if viewers else ""


async def comes(pilot: Pilot[None], heading: str) -> None:
    """Wait for the page with that heading."""
    await until(pilot, lambda: shown(pilot.app) == heading, heading)  # type: ignore[arg-type]


async def test_it_opens_on_the_researcher_and_closes() -> None:
    app = WorkbenchApp()
    async with app.run_test() as pilot:
        await pilot.press("r")
        await comes(pilot, RESEARCHER)
        assert isinstance(app.screen, Guide)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_a_digit_and_the_brackets_turn_pages() -> None:
    app = WorkbenchApp()
    async with app.run_test() as pilot:
        await pilot.press("r")
        await comes(pilot, RESEARCHER)
        for digit, page in zip(DIGITS, PAGES, strict=False):
            await pilot.press(digit)
            await comes(pilot, page.text().splitlines()[0])
        for page in PAGES[len(DIGITS) :]:
            await pilot.press("right_square_bracket")
            await comes(pilot, page.text().splitlines()[0])
        await pilot.press("left_square_bracket")
        await comes(pilot, PAGES[-2].text().splitlines()[0])


async def test_the_page_scrolls_by_key_at_eighty_columns() -> None:
    app = WorkbenchApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r")
        await comes(pilot, RESEARCHER)
        viewer = app.screen.query_one(MarkdownViewer)
        await until(pilot, lambda: viewer.max_scroll_y > 20, "the page")
        await pilot.press("pagedown")
        await until(pilot, lambda: viewer.scroll_y > 0, "the next lines")
        assert viewer.max_scroll_x == 0
        assert app.screen.query(Tab).last().region.right <= 80


async def test_a_link_to_a_page_goes_there_and_any_other_stays() -> None:
    app = WorkbenchApp()
    async with app.run_test() as pilot:
        await pilot.press("r")
        await comes(pilot, RESEARCHER)
        document = app.screen.query_one(MarkdownViewer).document
        document.post_message(Markdown.LinkClicked(document, "for_your_it_department.md"))
        await comes(pilot, "# For your IT department")
        document.post_message(Markdown.LinkClicked(document, "../../../etc/hosts"))
        await pilot.pause(0.3)
        assert shown(app) == "# For your IT department"


async def test_the_contents_of_a_page_are_one_key_away() -> None:
    app = WorkbenchApp()
    async with app.run_test() as pilot:
        await pilot.press("r")
        await comes(pilot, RESEARCHER)
        viewer = app.screen.query_one(MarkdownViewer)
        await pilot.press("c")
        await until(pilot, lambda: viewer.show_table_of_contents, "the contents")
        await until(pilot, lambda: viewer.table_of_contents in getattr(app.focused, "ancestors", ()), "the focus")
        await pilot.press("c")
        await until(pilot, lambda: not viewer.show_table_of_contents, "the page alone")


async def test_the_palette_finds_the_guide_once() -> None:
    app = WorkbenchApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        offered = [live.command for live in live_commands(app.screen) if live.command.palette]
        assert [one.id for one in offered if one.title == "Guide"] == ["app.read_guide"]
