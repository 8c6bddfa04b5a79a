"""The sources room's people, who was asked, and the sample, on a real project."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from tests.study import Study, add_study
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.project.file import Project
from workbench.sources.asked import asked_counts, topic_guide
from workbench.sources.asking import asked_grid, asked_lines, proposals
from workbench.sources.cases import attributes_of, case_labels, case_named, places_of, set_attribute
from workbench.sources.matches import decisions
from workbench.sources.sample import sample_lines
from workbench.tui.app import WorkbenchApp
from workbench.tui.dialogs import Ask
from workbench.tui.sources.asked_grid import AskedCells, fit
from workbench.tui.widgets.marked_grid import Fit
from workbench.tui.widgets.rows import Rows


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        return add_study(session)


def cells(app: WorkbenchApp, table: str) -> list[tuple[str, ...]]:
    return [row.cells for row in app.screen.query_one(table, Rows).rows]


def page(app: WorkbenchApp) -> str:
    return str(app.screen.query_one("#person-page", Static).content)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_a_person_on_a_page(project: Project, study: Study, size: tuple[int, int]) -> None:
    async with study_app(project, "sources", size) as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: "P1" in page(app), "the first person's page")
        assert "Group C.txt: 1 passage, 14 words" in page(app)
        await pilot.press("down")
        await until(pilot, lambda: page(app).startswith("P2"), "the next person's page")
        await pilot.press("e")
        await choose(pilot, "P2", "pets")
        asked = await shown(pilot, Ask, "pets")
        asked.query_one(Input).value = "a dog"
        await pilot.press("enter")
        await until(pilot, lambda: "pets: a dog" in page(app), "what is known now")
        await pilot.press("p")
        await choose(pilot, "A place of P2", "Harlow")
        await choose(pilot, "How is it theirs", "lives")
        await until(pilot, lambda: "lives: Harlow" in page(app), "the place")
    with project.read() as session:
        assert attributes_of(session)[study.cases[1]]["pets"] == "a dog"
        assert places_of(session)[study.cases[1]] == [("E07000073", "lives")]


async def test_two_that_may_be_one_are_decided(project: Project, study: Study) -> None:
    with project.change("People") as session:
        twin, other = case_named(session, "p-1 (survey)"), case_named(session, "P2 (survey)")
    async with study_app(project, "sources") as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: "may be the same person" in page(app), "the question")
        await pilot.press("equals_sign")
        await choose(pilot, "P1 and p-1 (survey) are", "one person")
        with project.read() as session:
            await until(pilot, lambda: twin not in case_labels(session), "one person")
        await pilot.press("down", "equals_sign")
        await choose(pilot, "P2 and P2 (survey) are", "two people")
        with project.read() as session:
            await until(pilot, lambda: (study.cases[1], other) in decisions(session), "two people")
        await until(pilot, lambda: "may be" not in page(app), "no question")
        await pilot.press("equals_sign")
        await choose(pilot, "P2 is the same person as", "P3")
        with project.read() as session:
            await until(pilot, lambda: study.cases[2] not in case_labels(session), "one person")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_who_was_asked_is_written_down_by_letters(project: Project, study: Study, size: tuple[int, int]) -> None:
    async with study_app(project, "sources", size) as (app, pilot):
        await pilot.press("3")
        grid = app.screen.query_one(AskedCells)
        await until(pilot, lambda: len(grid.grid.questions) == 1 and grid.has_focus, "the question")
        await pilot.press("ctrl+n")
        await fill(pilot, "A question of the topic guide", short="lamps", text="Are the lamps lit?")
        await until(pilot, lambda: len(grid.grid.questions) == 2, "the new question")
        lamps = grid.grid.questions[1]
        with project.read() as session:
            before = asked_counts(session, lamps.id)
        grid.focus()
        await pilot.press("right")
        await until(pilot, lambda: "Are the lamps lit?" in said_of_asked(app), "what the mark is on")
        person = grid.fitting().name
        await pilot.click(grid, offset=(person + 3, 0))
        await until(pilot, lambda: grid.column == 0, "the mark on the first question")
        await pilot.click(grid, offset=(person + 14, 0))
        await until(pilot, lambda: (grid.column, grid.highlighted) == (1, 0), "the mark on the second question")
        await pilot.press("v", "n")
        await until(pilot, lambda: grid.highlighted == 2, "the third person")
        with project.read() as session:
            after = asked_counts(session, lamps.id)
        assert (after.volunteered, after.not_asked) == (before.volunteered + 1, before.not_asked + 1)
        assert "by self" in grid.render_line(0).text
        await pilot.press("up", "ctrl+z", "ctrl+z")
        await until(pilot, lambda: "by self" not in grid.render_line(0).text, "both taken back")


def said_of_asked(app: WorkbenchApp) -> str:
    return str(app.screen.query_one("#asked-said", Static).content)


def test_the_questions_in_sight_are_those_around_the_mark() -> None:
    assert fit(9, 78, 0) == Fit(0, 5, 19)
    assert fit(9, 78, 8) == Fit(4, 9, 19)
    assert fit(2, 200, 1) == Fit(0, 2, 26)


def test_who_has_a_record_only_is_counted_where_there_are_many(project: Project, study: Study) -> None:
    from workbench.sources.asked import record_all_asked

    with project.change("Respondents") as session:
        keys = [case_named(session, f"R{number}") for number in range(30)]
        record_all_asked(session, keys, {study.question: "asked"})
        grid = asked_grid(session, proposals(session), most=10)
        assert (len(grid.rows), grid.left_out) == (8 + 10, 20)
        assert grid.rows[0].heard_in == "Group C.txt"
        assert [line.state for line in asked_lines(session, study.question)][-1] == "asked"


def test_asked_is_proposed_from_what_interviewers_said(project: Project, tmp_path: Path) -> None:
    from workbench.desk.importing.bring_in import bring_in
    from workbench.sources.asked import question_named, record_asked

    talk = tmp_path / "a.md"
    talk.write_text(
        "**Interviewer:** Hello.\n\n**Kez:** Hello.\n\n**Interviewer:** Do you feel safe when you walk home?\n\n"
        "**Ola:** At home, yes.\n\n**Kez:** No.\n\n**Jodie (supporter):** She walks home with me.\n",
        "utf-8",
    )
    bring_in(project, [talk])
    with project.change("Guide") as session:
        walking = question_named(session, "walking", text="How safe do you feel walking home?")
        police = question_named(session, "police", text="What about the police?")
        lines = {one.case: one for one in asked_lines(session, walking)}
        assert {name: one.proposed for name, one in lines.items() if not name.startswith("Jodie")} == {
            "Kez": "asked", "Ola": "asked",
        }  # fmt: skip
        assert lines["Kez"].why == "Do you feel safe when you walk home?"
        assert all(not one.proposed for one in asked_lines(session, police))
        record_asked(session, lines["Kez"].case_id, walking, "not asked")
        after = {one.case: one for one in asked_lines(session, walking)}
        assert (after["Kez"].state, after["Kez"].proposed) == ("not asked", "")
        assert len(topic_guide(session)) == 2


async def test_the_sample_beside_those_heard(project: Project, study: Study, tmp_path: Path) -> None:
    table = tmp_path / "sample.csv"
    table.write_text(
        "attribute,value,invited,refused,not reached,population,source\nsex,female,9,2,1,\"5,100\",Census 2021\n"
        "sex,male,6,,,4900,Census 2021\n",
        "utf-8",
    )  # fmt: skip
    async with study_app(project, "sources") as (app, pilot):
        await pilot.press("4", "t")
        asked = await shown(pilot, Ask, "Sample")
        asked.query_one(Input).value = str(table)
        await pilot.press("enter")
        await until(pilot, lambda: len(cells(app, "#sample-list")) >= 2, "the groups")
        await pilot.press("ctrl+n")
        await fill(pilot, "A group", attribute="sex", value="other", invited="1")
        await until(pilot, lambda: len(cells(app, "#sample-list")) >= 3, "the new group")
        said = "Nobody here has sex, so nobody is counted as heard by it. Nothing is known of people yet."
        await until(pilot, lambda: any(one.message == said for one in app._notifications), "by what nobody is known")
        with project.change("What is known") as session:
            set_attribute(session, study.cases[0], "sex", "female")
        app._notifications.clear()
        await pilot.press("ctrl+n")
        await fill(pilot, "A group", attribute="sex", value="not said", invited="2")
        await until(pilot, lambda: len(cells(app, "#sample-list")) >= 4, "one more group")
        assert not app._notifications
    with project.read() as session:
        lines = {one.value: one for one in sample_lines(session)}
    assert lines["female"].share_of_population is None
    assert (lines["female"].invited, lines["female"].population, lines["male"].refused) == (9, 5100, None)
    assert lines["female"].unaccounted == 9 - lines["female"].heard - 3
    assert lines["other"].population is None
