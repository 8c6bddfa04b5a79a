"""The coding frame read in the app, where its figures are to be seen after a project was made from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import MarkdownViewer, Select, Static

from tests.tui.study_app import study_app, until
from workbench.coding.codebook import take_in_frame
from workbench.desk.frames import frame_named
from workbench.project.file import Project
from workbench.tui.app import WorkbenchApp
from workbench.tui.frame_page import NONE, FramePage, markdown_of
from workbench.tui.indicators.screen import IndicatorsScreen


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


async def _page(project: Project) -> str:
    """What `f` shows in the Indicators room of a project, which escape closes again."""
    async with study_app(project, "indicators") as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, IndicatorsScreen), "the room")
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, FramePage), "the page")
        source = app.screen.query_one(MarkdownViewer).document.source
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, IndicatorsScreen), "the room again")
    return source


async def test_the_figures_of_a_projects_frame_are_a_key_away(project: Project) -> None:
    with project.change("Take in a frame") as session:
        take_in_frame(session, frame_named("school_readiness"))
    text = await _page(project)
    assert text == markdown_of(frame_named("school_readiness"))
    district, wider, nobody = (
        text.index(f"## {heading}") for heading in ("Figures published by", "Figures for the police", "Not published")
    )
    assert district < text.index("**Children in low-income families**") < wider
    assert nobody < text.index("**Whether the school was ready**") < text.index("## Questions")


async def test_a_project_of_its_own_codes_says_so(project: Project) -> None:
    assert await _page(project) == NONE


async def test_a_frame_that_did_not_come_with_the_workbench_is_named(project: Project) -> None:
    with project.change("Take in a frame") as session:
        take_in_frame(session, frame_named("knife_crime").model_copy(update={"name": "our_town"}))
    assert r"came from **our\_town**" in await _page(project)


async def test_the_new_project_question_says_what_a_frame_is_for_and_fits(tmp_path: Path) -> None:
    app = WorkbenchApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: bool(app.screen.query(".noted")), "the form")
        note = app.screen.query_one(".option", Static)
        chosen = app.screen.query_one(".noted", Select)
        chosen.value = "physical_activity"
        await pilot.pause()
        assert str(note.render()) == frame_named("physical_activity").sentence
        assert note.display
        chosen.value = ""
        await pilot.pause()
        assert str(note.render()) == ""


async def test_the_new_project_question_is_seen_whole_on_a_small_terminal(tmp_path: Path) -> None:
    app = WorkbenchApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: bool(app.screen.query(".fields")), "the form")
        fields = app.screen.query_one(".fields")
        assert fields.virtual_size.height <= fields.size.height
