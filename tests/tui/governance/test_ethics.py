"""The page of the ethics pack by its keys: answer, print, note a recommendation, say what was done."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from tests.study import Study, add_study
from tests.tui.study_app import fill, study_app, until
from workbench.briefs.ethics import advice, answers, packs
from workbench.governance.audiences import add_audience
from workbench.project.file import Project
from workbench.tui.governance.ethics_page import EthicsPage
from workbench.tui.widgets.rows import Rows


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        made = add_study(session, consent="given")
        add_audience(session, "public", description="Anyone")
    return made


def cells(screen: object) -> list[tuple[str, ...]]:
    return [row.cells for row in screen.query_one("#ethics-rows", Rows).rows]  # type: ignore[attr-defined]


async def test_answering_printing_and_what_was_recommended(project: Project, study: Study, tmp_path: Path) -> None:
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, EthicsPage), "the page")
        page = app.screen
        await until(pilot, lambda: bool(cells(page)), "the questions")
        assert [row[0] for row in cells(page)[:3]] == ["■", "○", "○"]
        assert cells(page)[0][3].startswith("8 people spoke with the team")
        await pilot.press("r")
        await until(pilot, lambda: any("No version" in one.message for one in app._notifications), "no version yet")
        await pilot.press("enter")
        await until(pilot, lambda: any("by themselves" in one.message for one in app._notifications), "the records")
        page.query_one("#ethics-rows", Rows).focus_list()
        await pilot.press("down", "enter")
        await fill(pilot, "What would you tell a neighbour about this work?", text="We asked about lamps.")
        await until(pilot, lambda: cells(page)[1][3] == "We asked about lamps.", "the answer")
        await pilot.press("p")
        await fill(
            pilot, "Print the ethics pack", committee="the committee", meeting="7 July 2026", audience="internal",
            path=str(tmp_path / "pack.docx"),
        )  # fmt: skip
        await until(pilot, lambda: (tmp_path / "pack.docx").exists(), "the file")
        await until(
            pilot,
            lambda: "Version 1 went to the committee" in str(page.query_one("#ethics-words", Static).content),
            "it",
        )
        await pilot.press("r")
        await fill(pilot, "A recommendation of the committee", text="Say who pays.")
        await until(pilot, lambda: cells(page)[0][:2] == ("○", "Recommended on version 1"), "the recommendation")
        page.query_one("#ethics-rows", Rows).focus_list()
        await pilot.press("home", "enter")
        await fill(pilot, "A recommendation", state="done", done="The council pays.", on="8 July 2026")
        await until(pilot, lambda: cells(page)[-1][0] == "✓", "it is done")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: cells(page)[0][0] == "○", "undone")
    with project.read() as session:
        assert answers(session)["statement"].text == "We asked about lamps."
        assert [one.meeting for one in packs(session)] == ["2026-07-07"]
        assert [one.state for one in advice(session)] == ["open"]
