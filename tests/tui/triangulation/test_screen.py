"""The triangulation room, at the keyboard."""

from __future__ import annotations

import pytest

from tests.study import Study, add_study, record_asked
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.project.file import Project, open_file
from workbench.rows import add
from workbench.sources.documents import Document
from workbench.sources.surveys import Survey
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import findings, write_finding
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.topic_rows import add_row, place, rate
from workbench.tui.dialogs import Confirm, Form
from workbench.tui.triangulation import drafting
from workbench.tui.triangulation.again_page import AgainPage
from workbench.tui.triangulation.evidence import FigurePage, FindingPage
from workbench.tui.triangulation.following import ThreadPage
from workbench.tui.triangulation.matrix import MatrixGrid
from workbench.tui.triangulation.meeting import MeetingPage
from workbench.tui.triangulation.protocol import ProtocolPage
from workbench.tui.triangulation.screen import TriangulationScreen
from workbench.tui.widgets.reader import Reader


@pytest.fixture
def study(project: Project) -> Study:
    """Eight people, all asked, and two figures."""
    with project.change("Bring in") as session:
        made = add_study(session)
        record_asked(session, made)
    return made


@pytest.fixture
def placed(project: Project, study: Study) -> tuple[int, int, int]:
    """Two findings in one topic: the row, words, numbers."""
    with project.change("Write") as session:
        said = write_finding(
            session,
            strand="words",
            source="interviews",
            statement="Young people go the long way when it is dark.",
            evidence=[Evidence("theme", study.theme)],
            prominence="high",
            against="P4 walks it every day.",
            question_id=study.question,
        )
        counted = write_finding(
            session,
            strand="numbers",
            source="Active Lives",
            statement="Adults in Harlow are less active than in England.",
            evidence=[Evidence("observation", study.harlow)],
            prominence="medium",
            against="Adults, not young people.",
        )
        row = add_row(session, "Getting about", question_id=study.question)
        place(session, row, said)
        place(session, row, counted)
    return row, said, counted


async def test_an_empty_room_says_what_to_do(project: Project) -> None:
    async with study_app(project, "triangulation") as (app, _):
        assert "Press n to write a finding" in app.screen.query_one(MatrixGrid).empty


async def test_a_finding_from_words_is_written_and_put_in_a_new_topic(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("n")
        await choose(pilot, "Write a finding", "words")
        await choose(pilot, "What does it rest on?", "theme long way")
        await choose(pilot, "What does it rest on?", "that is all")
        await choose(pilot, "Which material", "interviews")
        await choose(pilot, "Which question", "journeys")
        form = await shown(pilot, Form, "What do people say?")
        assert "4 of 8 people asked said this" in form._prompt
        await fill(pilot, "What do people say?", statement="They go the long way.", against="P4 does not.")
        await choose(pilot, "Put it in which topic?", "Dark paths")
        await until(pilot, lambda: bool(app.screen.query_one(MatrixGrid).items), "the topic")
    with project.read() as session:
        (line,) = findings(session)
        (row,) = matrix(session).rows
    assert (line.statement, line.prominence, line.question) == ("They go the long way.", "high", "journeys")
    assert (row.title, row.cells["interviews"].findings[0].id) == ("Dark paths", line.id)


async def test_a_finding_without_evidence_against_it_is_kept_as_unfinished(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (_, pilot):
        await pilot.press("n")
        await choose(pilot, "Write a finding", "words")
        await choose(pilot, "What does it rest on?", "police")
        await choose(pilot, "What does it rest on?", "that is all")
        await choose(pilot, "Which material", "interviews")
        await choose(pilot, "Which question", "no question")
        form = await shown(pilot, Form, "What do people say?")
        offered = form._prompt.splitlines()[0].removeprefix("Offered, to begin from: ")
        assert offered == "Raised by 1 of the 8 we interviewed; not all were asked: they speak of Police not there."
        assert form.query_one("#field-0").text == ""
        form.query_one("#field-0").text = offered
        await pilot.press("ctrl+s")
        await until(pilot, lambda: form.query_one(".wrong").has_class("-said"), "the refusal")
        await fill(pilot, "What do people say?", statement="Nobody comes.")
        await choose(pilot, "Put it in which topic?", "Dark paths")
        await pilot.press("S")
        page = await shown(pilot, ProtocolPage, "The protocol")
        await until(pilot, lambda: "Write down what speaks most against F1." in page.reader.text, "what comes next")
    with project.read() as session:
        (line,) = findings(session)
    assert (line.statement, line.finished) == ("Nobody comes.", False)


async def test_a_finding_from_numbers_begins_with_the_figures_own_sentence(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (_, pilot):
        await pilot.press("n")
        await choose(pilot, "Write a finding", "numbers")
        await choose(pilot, "Which indicator?", "active")
        await choose(pilot, "Which place?", "harlow")
        await choose(pilot, "Which period?", "2024")
        await choose(pilot, "What next?", "write")
        await choose(pilot, "Which material", "sport")
        form = await shown(pilot, Form, "What do the figures say?")
        draft = form.query_one("#field-0").text
        assert "Clearly worse than its comparator" in form._prompt.replace("Harlow, 2024/25: c", "C")
        await fill(pilot, "What do the figures say?", statement=f"Adults move less: {draft}", against="Adults only.")
        await until(pilot, lambda: "Put it" in str(getattr(pilot.app.screen, "title_text", "")), "the topics")
        await pilot.press("escape")
        await pilot.pause()
    assert "60.3" in draft
    assert "England 68" in draft
    with project.read() as session:
        (line,) = findings(session)
    assert (line.strand, line.evidence[0].thing_id, line.source) == ("numbers", study.harlow, "Sport England")


async def test_two_findings_are_judged_meaning_first_and_undone(project: Project, placed: tuple[int, int, int]) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("right", "right", "enter")
        page = await shown(pilot, MeetingPage, "Active Lives ↔ interviews")
        assert "They walk" not in page.reader.text
        assert "4 of 8 people asked said this." in page.reader.text
        assert "60.3 %" in page.reader.text
        await pilot.press("v")
        await choose(pilot, "What do the two mean", "same")
        form = await shown(pilot, Form, "How do they meet?")
        assert "Proposed: ≈ partly." in form._prompt
        await fill(pilot, "How do they meet?", why="Both tell of less movement.")
        await until(pilot, lambda: "You: ≈ partly" in page.reader.text, "the judgement on the page")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "You have not judged this yet" in page.reader.text, "the page after undo")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TriangulationScreen), "the matrix")
    with project.read() as session:
        (row,) = matrix(session).rows
    assert row.meetings["Active Lives", "interviews"].mine is None


async def test_a_silence_asks_for_its_kind(project: Project, placed: tuple[int, int, int]) -> None:
    with project.change("A second topic") as session:
        row = add_row(session, "Police")
        place(session, row, placed[1])
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("down", "right", "right")
        await pilot.press("v")
        await choose(pilot, "Only one side speaks", "no figure")
        await fill(pilot, "Only one side speaks", why="Nobody publishes it.")
        grid = app.screen.query_one(MatrixGrid)
        await until(pilot, lambda: any("no figure" in cell.text for cell in grid.items[1].cells), "the silence")


async def test_the_others_judgement_is_hidden_until_mine_is_in(project: Project, placed: tuple[int, int, int]) -> None:
    row = placed[0]
    path = project.path
    project.close()
    with open_file(path, coder="ben") as bens, bens.change("Judge") as session:
        rate(session, row, "Active Lives", "interviews", meaning="opposed", confirmed="dissonance", why="Bens reason.")
    with open_file(path, coder="amina") as mine:
        async with study_app(mine, "triangulation") as (_, pilot):
            await pilot.press("right", "right", "enter")
            page = await shown(pilot, MeetingPage, "Active Lives ↔ interviews")
            await pilot.press("r")
            await pilot.pause()
            assert "Bens reason." not in page.reader.text
            assert "one other person has" in page.reader.text.casefold()
            await pilot.press("v")
            await choose(pilot, "What do the two mean", "same")
            await fill(pilot, "How do they meet?")
            await until(pilot, lambda: "press r to see" in page.reader.text, "that another judged")
            assert "Bens reason." not in page.reader.text
            await pilot.press("r")
            await until(pilot, lambda: "Bens reason." in page.reader.text, "the other's judgement")


async def test_evidence_is_walked_with_tab_and_followed_into_coding(
    project: Project, placed: tuple[int, int, int]
) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("right", "right", "enter")
        page = await shown(pilot, MeetingPage, "Active Lives ↔ interviews")
        while not page.reader.place.startswith("figure:"):
            await pilot.press("tab")
        await pilot.press("enter")
        figure = await shown(pilot, FigurePage, "Physically active adults")
        assert "Sport England" in figure.reader.text
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "the page")
        while not page.reader.place.startswith("words:"):
            await pilot.press("tab")
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "coding" and app.screen.focused is not None, "Coding")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "the page that led there")
        assert page.reader.place.startswith("words:")
        await pilot.press("g", "c")
        await until(pilot, lambda: app.current_mode == "coding", "Coding")
        await pilot.press("escape")
        await pilot.pause(0.2)
        assert app.current_mode == "coding", "whoever goes there by themselves stays"


async def test_what_we_do_not_know_and_looking_again(
    project: Project, study: Study, placed: tuple[int, int, int]
) -> None:
    from workbench.indicators.observations import Observation
    from workbench.rows import amend

    with project.change("A revision") as session:
        amend(session, Observation, study.harlow, value=61.9)
    async with study_app(project, "triangulation") as (app, pilot):
        screen = app.screen
        assert any("⚠" in line.topic.text for line in screen.query_one(MatrixGrid).items)
        await pilot.press("5")
        await until(pilot, lambda: screen.tab == "again", "the tab")
        line = screen.query_one("#again-rows").current
        assert "61.9" in line.cells[2]
        await pilot.press("enter")
        page = await shown(pilot, AgainPage, "")
        await until(pilot, lambda: "Was" in page.reader.text, "was and is")
        assert "60.3 %" in page.reader.text
        assert "61.9 %" in page.reader.text
        await pilot.press("l")
        await until(pilot, lambda: app.screen is screen, "the room")
        await until(pilot, lambda: screen.query_one("#again-rows").current is None, "that nothing waits")
        await pilot.press("4")
        await until(pilot, lambda: screen.tab == "unknown", "the tab")
        assert "not judged yet" in screen.query_one("#unknown-rows").current.cells[3]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_whole_stays_in_sight_at_every_width(
    project: Project, placed: tuple[int, int, int], size: tuple[int, int]
) -> None:
    async with study_app(project, "triangulation", size) as (app, pilot):
        grid = app.screen.query_one(MatrixGrid)
        for _ in range(6):
            fitting = grid.fitting()
            assert len(grid.columns) - 1 in fitting.widths
            assert grid.column in fitting.widths
            used = fitting.topic + sum(width + 2 for width in fitting.widths.values())
            assert used <= grid.scrollable_content_region.width - 2
            await pilot.press("right")
        assert app.screen.query_one("#under-cell", Reader).text


async def test_a_question_is_followed_and_settled(project: Project, placed: tuple[int, int, int]) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("t")
        await until(pilot, lambda: "Follow up" in str(getattr(app.screen, "title_text", "")), "the question")
        await pilot.press(*"why", "enter")
        await until(pilot, lambda: isinstance(app.screen, TriangulationScreen), "the room")
        room = app.screen
        await pilot.press("4")
        rows = room.query_one("#unknown-rows")
        await until(pilot, lambda: room.tab == "unknown" and bool(rows.rows), "what we do not know")
        rows.highlight("thread:1")
        await pilot.press("enter")
        await shown(pilot, ThreadPage, "Getting about")
        await pilot.press("y")
        await fill(pilot, "Settle it", conclusion="The lamps are out.")
        await pilot.press("escape")
        await until(pilot, lambda: any("The lamps are out." in row.cells[3] for row in rows.rows), "the conclusion")


def plain(reader: Reader) -> str:
    """A page's words, whatever column they fell into."""
    return " ".join(reader.text.replace("│", " ").split())


async def test_two_people_go_through_the_protocol(project: Project, placed: tuple[int, int, int]) -> None:
    """One judges; the other judges without sight of it, then they settle, sum up and note what others said."""
    row, said, _ = placed
    with project.change("Judge") as session:
        rate(session, row, "interviews", "Active Lives", meaning="opposed", confirmed="dissonance", why="CANARY")
    project.coder, project._coder_id = "ben", None
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("S")
        page = await shown(pilot, ProtocolPage, "The protocol")
        assert "1 by one only" in plain(page.reader)
        assert "somebody has judged it" in page.reader.text
        await pilot.press("tab", "enter")
        meeting = await shown(pilot, MeetingPage, "Active Lives ↔ interviews")
        assert "One other person has judged this" in meeting.reader.text
        assert "CANARY" not in meeting.reader.text
        await pilot.press("v")
        await choose(pilot, "What do the two mean", "same")
        await fill(pilot, "How do they meet?", why="Less movement.")
        await until(pilot, lambda: "press r to see" in meeting.reader.text, "the judgement on the page")
        await pilot.press("r")
        await until(pilot, lambda: "You judged differently" in meeting.reader.text, "the other judgement")
        await pilot.press("c")
        form = await shown(pilot, Form, "What do you settle on?")
        assert "CANARY" in form._prompt
        await fill(pilot, "What do you settle on?", value="partial agreement", why="Half of each.", with_whom="amina")
        await until(
            pilot, lambda: "talked through with amina. Half of each." in meeting.reader.text, "what was settled"
        )
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page and "1 settled, 0 not" in plain(page.reader), "the protocol")
        await pilot.press("s")
        await fill(pilot, "The whole: the project", text="They bear each other out in half.")
        await until(pilot, lambda: "in half." in page.reader.text, "the whole")
        page.reader.mark(f"sort:{said}:{row}")
        await pilot.press("f")
        await fill(pilot, "Feedback on “Getting about”", who="a youth forum", said="Winter is missing.")
        await until(pilot, lambda: "What it changed is not said yet." in page.reader.text, "the feedback")
        page.reader.mark("feedback:1")
        await pilot.press("x")
        await until(pilot, lambda: "Winter is missing." not in page.reader.text, "the remark taken out")
    with project.read() as session:
        (line,) = matrix(session).rows
        found = line.meetings["Active Lives", "interviews"]
    assert found.standing == "≈ partly, settled after two judgements"
    assert [one.verdict for one in found.dissent] == ["≠ opposite"]


async def test_findings_are_sorted_by_keys_and_weighed(project: Project, placed: tuple[int, int, int]) -> None:
    row, said, _ = placed
    with project.change("A topic below") as session:
        below = add_row(session, "Below")
    async with study_app(project, "triangulation") as (_, pilot):
        await pilot.press("S")
        page = await shown(pilot, ProtocolPage, "The protocol")
        page.reader.mark(f"sort:{said}:{row}")
        await pilot.press("J")
        await until(pilot, lambda: page.reader.place == f"sort:{said}:{below}", "the finding below")
        await pilot.press("q")
        await choose(pilot, "Which question does", "Who goes round")
        await until(pilot, lambda: "Who goes round" in page.reader.text, "the research question")
        page.reader.mark(f"sort:{said}:{below}")
        await pilot.press("enter")
        finding = await shown(pilot, FindingPage, "F1 · interviews")
        assert "Asked, and did not say it: P3, P4, P5, P6." in finding.reader.text
        await pilot.press("u")
        form = await shown(pilot, Form, "How sure: F1")
        assert "informed by CERQual" in form._prompt
        assert "4 people in 4 passages" in form.query_one("#field-5").text
        await fill(pilot, "How sure: F1", adequacy="moderate", confidence="moderate", coherence="minor")
        await until(pilot, lambda: "As a whole: moderate" in finding.reader.text, "how sure we are")
        assert "CERQual-informed" in finding.reader.text


async def test_a_finding_is_taken_out_on_its_page_and_comes_back(
    project: Project, placed: tuple[int, int, int]
) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        app.push_screen(FindingPage(placed[1]))
        page = await shown(pilot, FindingPage, "F1 · interviews")
        await pilot.press("delete")
        asked = await shown(pilot, Confirm, "Take out F1")
        assert "1 topic rests on it, and says then that it is gone." in asked._sentences
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "the page")
        await pilot.press("delete")
        await shown(pilot, Confirm, "Take out F1")
        await pilot.press("enter")
        await until(pilot, lambda: "no longer in the project" in page.reader.text, "the finding to go")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "no longer in the project" not in page.reader.text, "the finding to come back")


def test_no_material_is_offered_by_two_names(project: Project, study: Study) -> None:
    def offered(strand: str) -> list[str]:
        return [one.key for one in drafting.sources(project, strand)]

    def write(source: str, strand: str, evidence: Evidence) -> None:
        with project.change("Write") as session:
            write_finding(session, strand=strand, source=source, statement="So it is.", evidence=[evidence])

    with project.change("A survey") as session:
        survey = add(session, Survey, name="after_dark")
        add(session, Document, name="q1", kind="question", survey_id=survey)
    assert offered("words") == ["interviews", "after_dark"]
    write("workshop on paper", "words", Evidence("theme", study.theme))
    assert offered("words") == ["workshop on paper", "interviews", "after_dark"]
    write("survey", "words", Evidence("theme", study.theme))
    assert offered("words") == ["workshop on paper", "survey", "interviews"], "the survey is named once"
    with project.change("Another survey") as session:
        add(session, Document, name="q2", kind="question", survey_id=add(session, Survey, name="on_buses"))
    assert offered("words")[1:] == ["survey", "interviews", "after_dark", "on_buses"], "now survey stands for both"
    assert len(offered("numbers")) == 1
    write("Active Lives", "numbers", Evidence("observation", study.harlow))
    assert offered("numbers") == ["Active Lives"]
