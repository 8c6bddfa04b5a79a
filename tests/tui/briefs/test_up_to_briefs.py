"""Up from evidence to the sentences of briefs that rest on it, by one key in every room, and back again."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.study import Study, add_study, record_asked
from tests.tui.study_app import choose, shown, study_app, until
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option
from workbench.coding.retrieval import passages
from workbench.project.file import Project
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.tui.briefs.cited_by import CitedByPage
from workbench.tui.briefs.sentence_page import SentencePage, _places
from workbench.tui.coding.quotes import QuotesScreen
from workbench.tui.triangulation.evidence import FigurePage, FindingPage
from workbench.tui.widgets.rows import Rows

DARK = "Young people go the long way when it is dark."
ACTIVE = "Fewer adults are active in Harlow."


@pytest.fixture
def study(project: Project) -> Study:
    """A finding from words and one from numbers, cited for a brief, and a quote for its option."""
    with project.change("Bring in") as session:
        made: Study = add_study(session, consent="given")
        record_asked(session, made)
        keys = [
            write_finding(
                session,
                strand=strand,
                source=source,
                statement=said,
                evidence=[rests],
                against="P4 walks it every day.",
            )
            for strand, source, said, rests in (
                ("words", "interviews", DARK, Evidence("theme", made.theme)),
                ("numbers", "Active Lives", ACTIVE, Evidence("observation", made.harlow)),
            )
        ]
        brief = add_brief(session, "Light on the path", decision_asked="Agree to mend the lamps.")
        option = add_option(session, brief, "Mend the lamps", kind="do minimum")
        for key in keys:
            cite(session, brief, "finding", key)
        cite(session, brief, "finding", keys[0], option_id=option)
        cite(session, brief, "quote", made.codings[1], option_id=option, supports="option works")
    return made


async def up(pilot: Pilot[Any]) -> CitedByPage:
    """Press the key and wait for the list."""
    await pilot.press("U")
    page = await shown(pilot, CitedByPage, "Up to briefs")
    assert isinstance(page, CitedByPage)
    await until(pilot, lambda: bool(page.reader.laid.lines), "the list")
    return page


async def stands_on(pilot: Pilot[Any], page: CitedByPage, to: str) -> SentencePage:
    """Go to the marked sentence, and wait until the mark in the brief stands where it leads down again."""
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, SentencePage), "the brief")
    there = pilot.app.screen
    assert isinstance(there, SentencePage)
    await until(pilot, lambda: there.reader.place.startswith(to), f"{to}, not {there.reader.place}")
    return there


async def test_from_words_in_coding_to_the_sentence_and_back(project: Project, study: Study) -> None:
    async with study_app(project, "coding") as (app, pilot):
        room = app.screen
        await until(pilot, lambda: room.sheet is not None, "the words")
        room.words.go_to(0)
        page = await up(pilot)
        assert "“We just go round." in page.reader.text
        assert "B1 Light on the path · version 1, open, a draft" in page.reader.text
        assert page.reader.place == "cited:0"
        there = await stands_on(pilot, page, "finding:")
        line = there.reader.laid.stops[there.reader.here].line
        assert DARK[:20] in "\n".join(
            "".join(piece.text for piece in one) for one in there.reader.laid.lines[line - 6 : line + 1]
        )
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "the list again")
        assert page.reader.place == "cited:0"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is room, "Coding")
        assert room.words.cursor == 0


async def test_words_on_which_nothing_rests_say_so_in_a_sentence(project: Project, study: Study) -> None:
    async with study_app(project, "coding") as (app, pilot):
        room = app.screen
        await until(pilot, lambda: room.sheet is not None, "the words")
        room.words.go_to(_start(project, study.codings[4]))
        page = await up(pilot)
        assert "No sentence of a brief rests on this." in page.reader.text
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is room, "Coding")


def _start(project: Project, coding: int) -> int:
    with project.read() as session:
        return passages(session, codings=[coding])[0].start


async def test_a_quote_of_an_option_is_marked_in_its_column(project: Project, study: Study) -> None:
    async with study_app(project, "coding") as (app, pilot):
        app.push_screen(QuotesScreen("Dark and unlit"))
        await until(pilot, lambda: isinstance(app.screen, QuotesScreen) and app.screen.is_mounted, "the page")
        screen = app.screen
        await until(pilot, lambda: len(screen.passages.items) == 4, "all passages")
        screen.passages.focus()
        await pilot.press("down")
        page = await up(pilot)
        assert "for O2 Mend the lamps: that it works" in page.reader.text
        there = await stands_on(pilot, page, "words:")
        run, column, row = _marked(there)
        assert (run, column.split(" ")[0], row) == ("[Q1]", "O2", "Evidence that it works")
        for below in (page, screen):
            await pilot.press("escape")
            await until(pilot, lambda below=below: app.screen is below, "one step back")
        assert screen.passages.current is not None


def _marked(page: SentencePage) -> tuple[str, str, str]:
    run, column, row = list(_places(page.reader.parts))[page.reader.here]
    return run.text, column, row


async def test_from_a_figure_its_indicator_and_its_table(project: Project, study: Study) -> None:
    async with study_app(project, "indicators") as (app, pilot):
        room = app.screen
        await until(pilot, lambda: room.board is not None and room.evidence_here() is not None, "the indicator")
        room.query_one("#indicator-rows", Rows).focus_list()
        await until(pilot, lambda: room.evidence_here().kind == "indicator", "the list")
        page = await up(pilot)
        assert "Every figure of “Physically active adults”" in page.reader.text
        assert "through F2, which rests on it" in page.reader.text
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is room, "Indicators")
        app.push_screen(FigurePage(study.harlow))
        await until(pilot, lambda: isinstance(app.screen, FigurePage), "the figure")
        page = await up(pilot)
        assert ACTIVE in page.reader.text
        await stands_on(pilot, page, "finding:")


async def test_from_a_finding_and_from_what_is_marked_on_its_page(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        app.push_screen(FindingPage(1))
        await until(pilot, lambda: isinstance(app.screen, FindingPage) and app.screen.is_mounted, "the finding")
        finding = app.screen
        page = await up(pilot)
        assert f"F1 {DARK}" in page.reader.text
        assert page.reader.text.count("for O2 Mend the lamps: the problem that it answers") == 1
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is finding, "the finding again")
        while not finding.reader.place.startswith("words:"):
            await pilot.press("tab")
        await up(pilot)


async def test_from_documents_and_people(project: Project, study: Study) -> None:
    async with study_app(project, "sources") as (app, pilot):
        room = app.screen
        page = await up(pilot)
        assert "Group C" in page.reader.text
        assert "for O2 Mend the lamps: that it works" in page.reader.text
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is room, "Sources")
        await pilot.press("2")
        await until(pilot, lambda: room.tab == "people" and room.evidence_here() is not None, "people")
        page = await up(pilot)
        assert page.reader.text.startswith("P1")
        assert DARK in page.reader.text
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is room, "Sources")
        await pilot.press("3")
        await until(pilot, lambda: room.tab == "asked", "who was asked")
        assert room.check_action("cited_by", ()) is False


async def test_down_and_up_again_in_the_brief(project: Project, study: Study) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        room = app.screen
        await pilot.press("tab")
        assert room.reader.place.startswith("finding:")
        page = await up(pilot)
        there = await stands_on(pilot, page, "finding:")
        await pilot.press("b")
        await until(pilot, lambda: app.screen is room, "Briefs")
        assert there is not app.screen


async def test_a_choice_in_a_list_takes_the_letter_as_a_letter(project: Project, study: Study) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        await pilot.press("c")
        await choose(pilot, "Cite what?", "A quote")
        asked = await shown(pilot, type(app.screen), "Which passage?")
        await pilot.press("U")
        await pilot.pause()
        assert app.screen is asked
