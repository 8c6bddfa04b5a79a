"""Deciding at the keyboard: the flow, the log with its conditions and tasks, kept versions, what waits, what is new."""

from __future__ import annotations

import pytest
from textual.widgets import Static, TextArea

from tests.briefs.ready import ready_brief
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.briefs.conditions import conditions
from workbench.briefs.decisions import decide, decisions
from workbench.briefs.objectives import add_objective
from workbench.briefs.options import add_option, amend_brief, briefs
from workbench.briefs.tasks import tasks
from workbench.briefs.versions import versions
from workbench.desk.briefs.deciding import record_decision
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import amend
from workbench.tui.briefs.kept import VersionPage
from workbench.tui.briefs.log import LogPage
from workbench.tui.briefs.screen import BriefsScreen
from workbench.tui.briefs.waiting import WaitingPage
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.dialogs import Choose, Form


@pytest.fixture
def brief(project: Project) -> int:
    """A brief that lacks nothing grave."""
    with project.change("Bring in") as session:
        return ready_brief(session)[1]


async def test_a_decision_with_conditions_is_recorded_by_keys(project: Project, brief: int) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        await pilot.press("d")
        await choose(pilot, "What was decided?", "with conditions")
        await shown(pilot, ChooseSeveral, "What did they rely on?")
        await pilot.press("tab", "down", "tab", "enter")
        form = await shown(pilot, Form, "Decision: approve with conditions")
        form.query_one("#field-0", TextArea).text = "It is cheap."
        form.query_one("#field-1", TextArea).text = "Count; Ann; at Easter"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "“at Easter” is no day" in str(form.query_one(".wrong", Static).render()), "why not")
        await fill(
            pilot,
            "Decision: approve with conditions",
            conditions="Count; Ann; 3 March 2020",
            meeting="June",
            decided_on="18 June 2020",
        )
        await until(pilot, lambda: "Count" in app.screen.query_one("#brief").text, "the condition on the page")
    with project.read() as session:
        (taken,), (condition,) = decisions(session, brief), conditions(session)
        (version,) = versions(session)
    assert (taken.outcome, taken.meeting, taken.day, taken.version_id) == (
        "approve with conditions", "June", "2020-06-18", version.id,
    )  # fmt: skip
    assert len(taken.relied_on) == 2
    assert (condition.owner, condition.due) == ("Ann", "2020-03-03")


async def test_a_decided_brief_offers_revise_alone_and_one_is_warned_of_a_draft(project: Project, brief: int) -> None:
    with project.change("Another option") as session:
        add_option(session, brief, "A wall")
    async with study_app(project, "briefs") as (_, pilot):
        await pilot.press("d")
        asked = await shown(pilot, Choose, "What was decided?")
        said = " ".join(str(one.render()) for one in asked.query(Static))
        assert "Draft: not ready to be decided on. B1 O3: “A wall” rests on no finding." in " ".join(said.split())
        await choose(pilot, "What was decided?", "approve")
        await shown(pilot, ChooseSeveral, "What did they rely on?")
        await pilot.press("enter")
        form = await shown(pilot, Form, "Decision: approve")
        said = " ".join(str(one.render()) for one in form.query(Static))
        assert "ctrl+z takes a slip back" in " ".join(said.split())
        await fill(pilot, "Decision: approve", reasons="All the same.")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefsScreen), "the room")
        await pilot.press("d")
        asked = await shown(pilot, Choose, "This brief is decided")
        assert [one.key for one in asked._choices] == ["revise"]
        await pilot.press("escape")


async def test_conditions_and_tasks_are_settled_on_the_page_of_decisions(project: Project, brief: int) -> None:
    record_decision(project, brief, outcome="revise", reasons="Say what it costs.")
    with project.change("Decide") as session:
        decide(session, brief, outcome="approve", reasons="Yes.", conditions=[])
    async with study_app(project, "briefs") as (_, pilot):
        await pilot.press("v")
        page = await shown(pilot, LogPage, "decisions")
        while not page.reader.place.startswith("task:"):
            await pilot.press("tab")
        await pilot.press("enter")
        await choose(pilot, "This task", "done")
        await fill(pilot, "Done", how="The authority said what.", on="3 May 2020")
        await until(pilot, lambda: "done on 3 May 2020" in page.reader.text, "the task")
        while not page.reader.place.startswith("version:"):
            await pilot.press("tab")
        await pilot.press("enter")
        kept = await shown(pilot, VersionPage, "Version 1")
        assert "version 1, for decision" in kept.reader.text
        await pilot.press("w")
        await fill(pilot, "Write it as it was kept", path="kept.docx")
        await until(pilot, (project.path.parent / "kept.docx").is_file, "the file")
        await pilot.press("escape")
        await pilot.press("o")
        await choose(pilot, "What was to move?", "only what people say")
        await fill(pilot, "What came of it", said="Nobody has looked yet.")
        await until(pilot, lambda: "Nobody has looked yet." in page.reader.text, "the outcome")
    with project.read() as session:
        assert not tasks(session)[0].is_open


async def test_what_waits_leads_to_the_brief_and_to_its_decisions(project: Project, brief: int) -> None:
    with project.change("For decision") as session:
        amend_brief(session, brief, status="for decision")
    async with study_app(project, "briefs") as (app, pilot):
        await pilot.press("t")
        page = await shown(pilot, WaitingPage, "What waits")
        assert "To be decided: 1" in page.reader.text
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, BriefsScreen), "the brief")
    with project.read() as session:
        assert briefs(session)[0].status == "for decision"


async def test_a_sentence_that_is_new_since_somebody_read_the_brief_is_marked(project: Project, brief: int) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        screen = app.screen
        assert "new since" not in screen.reader.text
        app.go_to_room("sources")
        await until(pilot, lambda: app.current_mode == "sources", "Sources")
        with project.change("Edit") as session:
            amend_brief(session, brief, problem="The path is dark from four.\nIn October too.")
        app.go_to_room("briefs")
        await until(pilot, lambda: "In October too. ＋ new since you read it on" in _flat(screen), "the mark")
        assert "The path is dark from four. ＋" not in _flat(screen)
        assert "Changed since you read it on" in _flat(screen)


def _flat(screen: BriefsScreen) -> str:
    return " ".join(screen.reader.text.split())


async def test_a_citation_whose_evidence_changed_is_looked_at_from_the_list(project: Project, brief: int) -> None:
    with project.change("Revise") as session:
        amend(session, Observation, 1, value=61.0)
    async with study_app(project, "briefs") as (app, pilot):
        rows = app.screen.query_one("#missing-rows")
        at = next(row for row in rows.rows if "Look again" in row.cells[2])
        await pilot.press("s")
        rows.highlight(at.key)
        await pilot.press("enter")
        await choose(pilot, "Look again", "serves")
        await until(
            pilot, lambda: not [row for row in rows.rows if "Look again" in row.cells[2]], "nothing to look at again"
        )


async def test_an_outcome_offers_the_objectives_with_what_was_expected(project: Project) -> None:
    with project.change("Bring in") as session:
        study, brief = ready_brief(session)
        add_objective(session, brief, "More walk.", observation_id=study.harlow, target="65 of 100.", by="1 May 2027")
    record_decision(project, brief, outcome="approve", reasons="Yes.")
    async with study_app(project, "briefs") as (app, pilot):
        await pilot.press("v")
        page = await shown(pilot, LogPage, "decisions")
        await pilot.press("o")
        await choose(pilot, "What was to move?", "More walk")
        form = await shown(pilot, Form, "What came of it")
        assert "Expected: 65 of 100, by 1 May 2027." in form._prompt
        assert "Before, Physically active adults, Harlow" in form._prompt
        assert "no figure from afterwards in the project yet" in form._prompt
        await fill(pilot, "What came of it", said="Too early.")
        await until(pilot, lambda: "What was to move: More walk." in page.reader.text, "the objective")
        assert "Expected: 65 of 100, by 1 May 2027." in page.reader.text
        assert app.screen is page
