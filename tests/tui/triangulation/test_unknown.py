"""What we do not know, at the keyboard: the list by kind, the map, asking for it, and a question with its checks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study import Study, add_study
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.project.file import Project
from workbench.sources.asked import record_all_asked, topic_guide
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.protocol.topic_rows import add_row, place, rate
from workbench.triangulation.silence.checks import checks
from workbench.triangulation.silence.requests import requests
from workbench.triangulation.silence.silences import silences
from workbench.triangulation.silence.threads import open_thread, threads
from workbench.tui.dialogs import Form
from workbench.tui.triangulation.following import SilencePage, ThreadPage
from workbench.tui.triangulation.silence_map import SilenceGrid
from workbench.tui.triangulation.tabs.unknown import UnknownPane
from workbench.tui.widgets.reader import Reader

FIGURES, WORDS = "Active Lives", "interviews"


@pytest.fixture
def study(project: Project) -> Study:
    """Two sources that clash on one topic, and one that is silent on each of two others."""
    with project.change("Bring in") as session:
        made = add_study(session)
        words = write_finding(
            session, strand="words", source=WORDS, statement="They go round.", evidence=[Evidence("theme", made.theme)],
            prominence="high", against="Not everybody.",
        )  # fmt: skip
        numbers = write_finding(
            session, strand="numbers", source=FIGURES, statement="Fewer are active.", prominence="medium",
            evidence=[Evidence("observation", made.harlow)], against="Not everybody.",
        )  # fmt: skip
        both = add_row(session, "Getting home")
        alone = add_row(session, "Being active in Harlow", question_id=made.question)
        dark = add_row(session, "The dark")
        for row, finding in ((both, words), (both, numbers), (alone, numbers), (dark, words)):
            place(session, row, finding)
        rate(session, both, FIGURES, WORDS, meaning="opposed", confirmed="dissonance")
        record_all_asked(session, made.cases, {made.question: "not asked"})
    return made


async def unknown(pilot: Any, app: Any) -> UnknownPane:
    """The tab in sight, read."""
    await pilot.press("4")
    pane = app.screen.query_one(UnknownPane)
    await until(pilot, lambda: app.screen.tab == "unknown" and bool(pane.rows.rows), "what we do not know")
    return pane


async def at(pilot: Any, pane: UnknownPane, key: str) -> None:
    """The mark on a line of the list."""
    pane.rows.highlight(key)
    await until(pilot, lambda: pane.place == key, key)


async def test_the_list_goes_by_kind_with_what_is_proposed_in_brackets(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        pane = await unknown(pilot, app)
        told = {row.key: row.cells for row in pane.rows.rows}
        assert told["kind:Nobody was asked"][1:4:2] == ("Nobody was asked · 1", "Their silence says nothing. Ask.")
        assert told["silence:2:interviews"][2:] == (
            "interviews", "(“journeys” was put to nobody of the 8 in interviews.)", "nothing yet",
        )  # fmt: skip
        assert told["row:1:Active Lives:interviews"][2] == "Active Lives ↔ interviews"
        await at(pilot, pane, "silence:2:interviews")
        page = pane.query_one("#thread-page", Reader).text
        assert "The project’s records suggest: not asked" in page
        assert "Nobody has said yet why it is silent: press v." in page


async def test_the_map_shows_each_kind_at_eighty_columns_and_opens_a_silence(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation", size=(80, 36)) as (app, pilot):
        pane = await unknown(pilot, app)
        await pilot.press("m")
        grid = app.screen.query_one(SilenceGrid)
        await until(pilot, lambda: app.focused is grid, "the map")
        cells = {line.topic.text: [cell.text for cell in line.cells] for line in grid.items}
        assert [column.source for column in grid.columns] == [WORDS, FIGURES]
        assert cells["Being active in Harlow"] == ["○ (not asked)", "● speaks"]
        assert cells["The dark"] == ["● speaks", "? (cannot tell)"]
        assert len(grid.fitting().widths) == 2
        await pilot.press("down")
        await until(pilot, lambda: pane.place == "silence:2:interviews", "the marked silence")
        await pilot.press("enter")
        page = await shown(pilot, SilencePage, "interviews says nothing")
        assert "Being active in Harlow" in page.reader.text
        await pilot.press("escape")
        await pilot.press("m")
        await until(pilot, lambda: not pane.as_map, "the list again")


async def test_a_person_says_why_beside_the_proposal_and_undo_takes_it_back(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        pane = await unknown(pilot, app)
        await at(pilot, pane, "silence:2:interviews")
        await pilot.press("enter")
        page = await shown(pilot, SilencePage, "interviews says nothing")
        await pilot.press("v")
        await choose(pilot, "Why does it say nothing?", "not sampled")
        await fill(pilot, "It says nothing: not sampled", why="Only walkers were heard.")
        await until(pilot, lambda: "amina: not sampled. Only walkers were heard." in page.reader.text, "the word")
        assert "The project’s records suggest: not asked" in page.reader.text
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "Only walkers" not in page.reader.text, "the page after undo")
    with project.read() as session:
        assert {one.stands.by for one in silences(session)} == {"proposed"}


async def test_asked_and_nobody_raised_it_is_refused_on_the_screen(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        pane = await unknown(pilot, app)
        await at(pilot, pane, "silence:2:interviews")
        await pilot.press("enter")
        page = await shown(pilot, SilencePage, "interviews says nothing")
        await pilot.press("v")
        await choose(pilot, "Why does it say nothing?", "nobody raised")
        await fill(pilot, "It says nothing: asked and nobody raised it")
        await until(pilot, lambda: bool(app._notifications), "the refusal")
        assert any("recorded as asked" in one.message for one in app._notifications)
        assert "press v" in page.reader.text


async def test_one_key_asks_for_a_figure_of_the_place_and_a_wrong_day_is_refused(
    project: Project, study: Study
) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        pane = await unknown(pilot, app)
        await at(pilot, pane, "silence:3:Active Lives")
        await pilot.press("d")
        await choose(pilot, "Ask for it", "figure of somebody")
        form = await shown(pilot, Form, "Ask for a figure")
        form.query_one("#field-0").value = "Lamps that are out"
        form.query_one("#field-1").value = "Harlow"
        form.query_one("#field-2").value = "Highways"
        form.query_one("#field-3").value = "soon"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: form.query_one(".wrong").has_class("-said"), "the refusal")
        await fill(pilot, "Ask for a figure", due="3 March 2027")
        await until(pilot, lambda: any(row.key == "request:1" for row in pane.rows.rows), "the request")
        told = {row.key: row.cells for row in pane.rows.rows}
        assert told["request:1"] == (
            "○", "The dark", "Highways", "Lamps that are out, for Harlow", "planned, by 3 March 2027",
        )  # fmt: skip
        assert told["silence:3:Active Lives"][4] == "1 request"
        await at(pilot, pane, "request:1")
        await pilot.press("enter")
        await choose(pilot, "A request", "answered")
        await fill(pilot, "A request", came="By street, since 2024.")
        await until(pilot, lambda: any(row.cells[0] == "✓" for row in pane.rows.rows), "the answer")
    with project.read() as session:
        (one,) = requests(session)
    assert (one.state, one.came, one.areas) == ("answered", "By street, since 2024.", ("E07000073",))


async def test_a_question_to_people_comes_into_the_topic_guide(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        pane = await unknown(pilot, app)
        await at(pilot, pane, "silence:2:interviews")
        await pilot.press("d")
        await choose(pilot, "Ask for it", "question to people")
        await fill(pilot, "Put a question to people", text="What would make you run?", short="running", whom="P2")
        await until(pilot, lambda: any(row.key == "request:1" for row in pane.rows.rows), "the request")
    with project.read() as session:
        assert [one.short for one in topic_guide(session)] == ["journeys", "running"]


async def test_a_silence_and_a_clash_open_questions_with_the_words_begun(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        pane = await unknown(pilot, app)
        for key, words in (
            ("silence:2:interviews", "Why does interviews say nothing on this, where Active Lives speaks?"),
            ("row:1:Active Lives:interviews", "Why do Active Lives and interviews point in opposite directions?"),
        ):
            await at(pilot, pane, key)
            await pilot.press("t")
            await until(pilot, lambda: getattr(app.screen, "title_text", "") == "Follow up", "the question")
            await pilot.press("enter")
            await until(pilot, lambda: app.screen.query(UnknownPane).first() is pane, "the room")
            await until(pilot, lambda words=words: any(words in row.cells[3] for row in pane.rows.rows), words)
    with project.read() as session:
        assert [one.owner for one in threads(session)] == ["amina", "amina"]


async def test_a_question_with_its_steps_and_checks_is_settled_handed_on_and_taken_up_again(
    project: Project, study: Study
) -> None:
    with project.change("Follow") as session:
        thread = open_thread(session, "Why do Active Lives and interviews point in opposite directions?", row_id=1)
    async with study_app(project, "triangulation", size=(120, 50)) as (app, pilot):
        pane = await unknown(pilot, app)
        await at(pilot, pane, f"thread:{thread}")
        await pilot.press("enter")
        page = await shown(pilot, ThreadPage, "Getting home")
        assert "Before anything is made of a clash · 0 of 9 answered" in page.reader.text
        await pilot.press("s")
        await fill(pilot, "Note a step", looked_at="The survey", saw="Nothing of it.")
        await until(pilot, lambda: "The survey: Nothing of it." in page.reader.text, "the step")
        while page.reader.place != "check:people":
            await pilot.press("tab")
        await pilot.press("enter")
        form = await shown(pilot, Form, "Do both speak of the same people?")
        assert "The project says: cannot tell." in form._prompt
        await fill(pilot, "Do both speak", answer="no", why="Adults on one side.")
        await until(pilot, lambda: "1 of 9 answered" in page.reader.text, "the answer")
        await pilot.press("h")
        await until(pilot, lambda: getattr(app.screen, "title_text", "") == "Hand on", "whom")
        await pilot.press(*("backspace" for _ in "amina"), *"ben", "enter")
        await until(pilot, lambda: "ben goes on with it" in page.reader.text, "the owner")
        await pilot.press("y")
        await fill(pilot, "Settle it", conclusion="Two kinds of people.", handled="reconciled")
        await until(pilot, lambda: "both can be explained" in page.reader.text, "the end")
        await pilot.press("z")
        await until(pilot, lambda: "Still open" in page.reader.text, "taken up again")
        await pilot.press("z")
        await fill(pilot, "Leave it for later", why="No money.")
        await until(pilot, lambda: "Left for later" in page.reader.text, "left")
    with project.read() as session:
        (one,) = threads(session)
        said = checks(session)[thread]["people"]
    assert (one.owner, one.state, one.conclusion, len(one.steps)) == ("ben", "parked", "No money.", 1)
    assert [(line.answer, line.why) for line in said] == [("no", "Adults on one side.")]


async def test_where_a_source_speaks_there_is_nothing_to_ask_for(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("d")
        await until(pilot, lambda: bool(app._notifications), "the sentence")
        assert any("says nothing first" in one.message for one in app._notifications)


async def test_the_page_is_printed_from_the_room(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("P")
        await fill(pilot, "What we do not know", path="known.html")
        out = project.path.parent / "known.html"
        await until(pilot, out.is_file, "the file")
        await until(pilot, lambda: bool(app._notifications), "that it is there")
    assert "Being active in Harlow" in out.read_text(encoding="utf-8")
