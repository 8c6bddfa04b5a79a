"""Flows of data at the keyboard: made, tied to an option, sheets out and in, answers and actions."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from tests.briefs.flowed import FLOW, PARTNER, WORKING, add_flowed
from tests.briefs.flowed import fill as fill_sheet
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.briefs.actions import actions
from workbench.briefs.flows import flows, ties
from workbench.briefs.statements import answers
from workbench.governance.audiences import add_audience
from workbench.project.file import Project
from workbench.tui.briefs.flow_page import FlowPage
from workbench.tui.briefs.flows_page import FlowsPage
from workbench.tui.dialogs import Ask, Confirm


@pytest.fixture
def flowed(project: Project) -> Project:
    add_flowed(project)
    with project.change("Readers") as session:
        add_audience(session, "public")
    return project


async def test_a_flow_is_made_and_tied_to_an_option(flowed: Project) -> None:
    async with study_app(flowed, "briefs") as (_, pilot):
        await pilot.press("p")
        page = await shown(pilot, FlowsPage, "Data from partners")
        assert "nobody has answered" in page.reader.text
        await pilot.press("a")
        await fill(pilot, "A flow of data", name="Lamps that are out", partner="The county", by="1 September 2098")
        one = await shown(pilot, FlowPage, "Lamps that are out")
        assert "Neither the manager nor the practitioner has answered yet." in one.reader.text
        await pilot.press("t")
        await choose(pilot, "Which option depends on it?", "Mend")
        await fill(pilot, "O2 Mend the lamps", why="to know which")
        await until(pilot, lambda: "O2 Mend the lamps: to know which" in one.reader.text, "the option")
    with flowed.read() as session:
        assert [line.name for line in flows(session)] == [FLOW, "Lamps that are out"]
        assert len(ties(session)) == 2


async def test_a_day_that_is_none_is_told_in_the_form(flowed: Project) -> None:
    async with study_app(flowed, "briefs") as (_, pilot):
        await pilot.press("p")
        await shown(pilot, FlowsPage, "Data from partners")
        await pilot.press("a")
        form = await shown(pilot, object, "A flow of data")  # type: ignore[arg-type]
        fields = list(form.query(Input))
        fields[0].value, fields[1].value, fields[2].value = "Lamps", "The county", "soon"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "“soon” is no day" in str(form.query_one(".wrong").render()), "the sentence")
    with flowed.read() as session:
        assert len(flows(session)) == 1


async def test_sheets_go_out_and_come_back(flowed: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    async with study_app(flowed, "briefs") as (app, pilot):
        await pilot.press("p")
        await shown(pilot, FlowsPage, "Data from partners")
        await pilot.press("tab", "enter")
        page = await shown(pilot, FlowPage, FLOW)
        await pilot.press("w")
        await choose(pilot, "Who will fill them in?", "Public")
        asked = await shown(pilot, Ask, "Write sheets")
        asked.query_one(Input).value = str(out)
        await pilot.press("enter")
        await shown(pilot, Confirm, "This leaves the team")
        await pilot.press("right", "tab", "enter")
        await until(pilot, out.exists, "the workbook")
        fill_sheet(
            out, {"Manager": {"*": WORKING, "G2": ("1 talked about", "")}, "Practitioner": {"D1": ("nearly", "")}}
        )
        await until(pilot, lambda: app.screen is page, "the page")
        await pilot.press("i")
        asked = await shown(pilot, Ask, "Bring in")
        asked.query_one(Input).value = str(out)
        await pilot.press("enter")
        told = await shown(pilot, Confirm, "Bring in")
        said = " ".join(str(one.render()) for one in told.query(".said"))
        assert "16 answers came in." in said
        assert "“nearly” is none of the levels" in said
        await pilot.press("enter")
        await until(pilot, lambda: "the manager says “talked about”" in page.reader.text, "the blocker")
        assert PARTNER in page.page_title


async def test_an_answer_and_an_action_by_keys(flowed: Project) -> None:
    async with study_app(flowed, "briefs", size=(80, 24)) as (app, pilot):
        await pilot.press("p")
        await shown(pilot, FlowsPage, "Data from partners")
        await pilot.press("tab", "enter")
        page = await shown(pilot, FlowPage, FLOW)
        await pilot.press("a")
        await fill(pilot, "What is done next", text="Sign it", owner="Head of law", due="3 March 2098", statement="G2")
        await until(pilot, lambda: "Sign it: Head of law, by 3 March 2098." in page.reader.text, "the action")
        page.reader.mark("action:1")
        await pilot.press("d")
        await until(pilot, lambda: "Done on" in page.reader.text, "that it is done")
        page.reader.mark("answer:manager:G2")
        await pilot.press("enter")
        await fill(pilot, "G2: what the manager says", level="3", evidence="Protocol of May")
        await until(pilot, lambda: "Protocol of May" in page.reader.text, "the answer")
        page.reader.mark("action:1")
        await pilot.press("delete")
        await until(pilot, lambda: "Sign it" not in page.reader.text, "that it is gone")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "Sign it" in page.reader.text, "that it is back")
        assert app.screen is page
    with flowed.read() as session:
        assert [(one.statement, one.level) for one in answers(session)] == [("G2", 3)]
        assert [one.text for one in actions(session)] == ["Sign it"]
