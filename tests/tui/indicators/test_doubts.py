"""Doubts beside a figure, the page of all of them, and answering one."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from tests.essex_weapons import UTTLESFORD, add_weapons, whole
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.indicators.doubt_lines import Answer, DoubtLine
from workbench.project.file import Project
from workbench.triangulation.findings import findings
from workbench.tui.dialogs import Choose, Form
from workbench.tui.indicators.answering import DoubtsPage, in_brief
from workbench.tui.indicators.areas import AreaPlot
from workbench.tui.indicators.screen import IndicatorsScreen
from workbench.tui.triangulation.evidence import FigurePage
from workbench.tui.widgets.reader import Reader

REASON = "It is the airport. We leave Uttlesford out."


def doubts(screen: object) -> str:
    return str(screen.query_one("#doubts", Static).content)  # type: ignore[attr-defined]


def page_text(screen: object) -> str:
    return " ".join(screen.query_one(Reader).text.split())  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_doubts_stand_beside_the_figure_and_are_answered(project: Project, size: tuple[int, int]) -> None:
    add_weapons(project)
    async with study_app(project, "indicators", size) as (app, pilot):
        plot = app.screen.query_one(AreaPlot)
        await until(pilot, lambda: len(plot.items) == 14, "the areas")
        plot.focus()
        await pilot.press("end")
        await until(pilot, lambda: "Uttlesford" in doubts(app.screen), "the doubts of Uttlesford")
        said = doubts(app.screen)
        assert said.startswith("▲ Changes the sentence: 249 of the 261 (95 %) lie in one small area")
        assert ("press d" in said) == (size[0] < 150)
        assert "Changes the sentence" in app.export_screenshot().replace("&#160;", " ")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DoubtsPage), "the page")
        await until(pilot, lambda: "Worth knowing" in page_text(app.screen), "all doubts")
        text = page_text(app.screen)
        assert text.index("Changes the sentence") < text.index("Weakens it") < text.index("Worth knowing")
        assert "Nobody has answered it yet." in text
        await pilot.press("tab", "a")
        await fill(pilot, "Answer a doubt", reason=REASON)
        await until(pilot, lambda: REASON in page_text(app.screen), "the answer")
        assert "✓ Answered by amina" in page_text(app.screen)
        await pilot.press("escape")
        await until(pilot, lambda: REASON in doubts(app.screen), "the answer in the room")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DoubtsPage), "the page again")
        await pilot.press("tab", "delete")
        await until(pilot, lambda: REASON not in page_text(app.screen), "no answer")


async def test_what_is_counted_is_answered_for_every_area(project: Project) -> None:
    add_weapons(project)
    async with study_app(project, "indicators") as (app, pilot):
        await until(pilot, lambda: "searching" in doubts(app.screen), "the doubts")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DoubtsPage), "the page")
        reader = app.screen.query_one(Reader)
        figure = app.screen.figure
        assert figure is not None
        await until(pilot, lambda: bool(reader.laid.stops), "the doubts")
        reader.here = [one.kind for one in figure.doubted].index("counts searches")
        await pilot.press("enter")
        await fill(pilot, "Answer a doubt", reason="We write weapons found.")
        await until(pilot, lambda: "We write weapons found." in page_text(app.screen), "the answer")
        await pilot.press("escape")
        await pilot.press("tab")
        plot = app.screen.query_one(AreaPlot)
        plot.focus()
        await pilot.press("down")
        await until(pilot, lambda: "We write weapons found." in doubts(app.screen), "the answer elsewhere")


async def test_a_finding_is_written_from_the_figure_at_the_cursor(project: Project) -> None:
    add_weapons(project)
    async with study_app(project, "indicators") as (app, pilot):
        plot = app.screen.query_one(AreaPlot)
        await until(pilot, lambda: len(plot.items) == 14, "the areas")
        plot.focus()
        await pilot.press("end")
        await until(pilot, lambda: "Uttlesford" in doubts(app.screen), "the doubts of Uttlesford")
        await pilot.press("n")
        await choose(pilot, "Which material", "police")
        form = await shown(pilot, Form, "What do the figures say?")
        assert "⚠ Changes the sentence: 249 of the 261" in form._prompt
        await fill(pilot, "What do the figures say?", statement="An airport makes it.", against="Searches differ.")
        await shown(pilot, Choose, "Put it in which topic?")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, IndicatorsScreen), "the room")
    with project.read() as session:
        (line,) = findings(session)
    assert line.statement == "An airport makes it."
    assert [one.thing_id for one in line.evidence] == [whole(project, UTTLESFORD).id]


async def test_the_page_of_a_figure_shows_and_answers_them_too(project: Project) -> None:
    add_weapons(project)
    figure = whole(project, UTTLESFORD)
    async with study_app(project, "triangulation") as (app, pilot):
        app.push_screen(FigurePage(figure.id))
        await until(pilot, lambda: isinstance(app.screen, FigurePage), "the page")
        await until(pilot, lambda: "Uttlesford 006B (E01022090)" in page_text(app.screen), "the doubts")
        await pilot.press("a")
        await fill(pilot, "Answer a doubt", reason=REASON)
        await until(pilot, lambda: REASON in page_text(app.screen), "the answer")


def test_a_few_doubts_in_brief() -> None:
    lines = [
        DoubtLine("a", "One.", "changes the sentence", Answer("Because.", "amina", "2026-03-03T10:00:00.000Z")),
        DoubtLine("b", "Two.", "weakens it", Answer("Since.", "ben", "2026-03-03T10:00:00.000Z", stale=True)),
        DoubtLine("c", "Three."),
    ]
    assert in_brief(lines, 2).splitlines() == [
        "▲ Changes the sentence: One.",
        "  ✓ Answered by amina, 3 March 2026: Because.",
        "▸ Weakens it: Two.",
        "  ⚠ Answered by ben, 3 March 2026, before the figures changed (look again): Since.",
        "and 1 more doubt: press d",
    ]
    assert in_brief([], 3) == ""
