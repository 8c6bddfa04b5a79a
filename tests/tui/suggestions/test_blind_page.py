"""Reading blind in the app, and the page on how well the machine does."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.suggestions.conftest import EVERY, put_codes, put_turns
from tests.suggestions.test_blind_samples import answer_all, codes_of
from tests.tui.study_app import choose, study_app, until
from workbench.coding.codebook import pin
from workbench.coding.retrieval import passages
from workbench.desk.suggesting.blind import draw_sample
from workbench.desk.suggesting.suggest import suggest
from workbench.project.file import Project
from workbench.sources.cases import set_attribute
from workbench.sources.readings import begin_reading
from workbench.suggestions.blind_answering import blind_lines
from workbench.suggestions.blind_samples import samples
from workbench.suggestions.review import accept, queue
from workbench.tui.app import WorkbenchApp
from workbench.tui.suggestions.blind_page import BlindPage
from workbench.tui.suggestions.how_well import HowWellPage
from workbench.tui.suggestions.screen import ReviewScreen
from workbench.tui.widgets.reader import Reader

TURNS = [(f"P{at % 6}", said) for at, said in enumerate(EVERY)]


@pytest.fixture
def told(project: Project) -> Project:
    document, _ = put_turns(project, TURNS)
    codes = put_codes(project)
    suggest(project, topics=2)
    with project.change("Begin", kind="reading") as session:
        begin_reading(session, document)
    with project.change("Pin") as session:
        pin(session, 1, codes["Buses"])
        pin(session, 2, codes["Police"])
    return project


def page(app: WorkbenchApp) -> str:
    return " ".join(app.screen.query_one(Reader).text.split())


async def begin_blind(app: WorkbenchApp, pilot: Pilot[Any]) -> BlindPage:
    await pilot.press("B")
    await until(pilot, lambda: isinstance(app.screen, BlindPage) and bool(app.screen.sheet.lines), "the blind page")
    assert isinstance(app.screen, BlindPage)
    return app.screen


def coded(project: Project) -> list[tuple[str, str, str]]:
    with project.read() as session:
        return sorted((one.text, one.code, one.origin) for one in passages(session))


async def test_review_offers_a_sample_and_hides_what_is_in_it(told: Project) -> None:
    async with study_app(told, "suggestions") as (app, pilot):
        assert "a blind sample is due" in str(app.screen.query_one("#left").render())
        screen = await begin_blind(app, pilot)
        assert len(screen.sheet.lines) == 18
        words = page(app)
        assert "Which codes do you give this passage?" in words
        assert "1 Buses 2 Police" in words
        assert "likely" not in words
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen), "review again")
        assert "18 passages to read blind wait for you (B)" in str(app.screen.query_one("#left").render())
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.line is None


async def test_digits_the_chooser_and_no_code_fits(told: Project) -> None:
    async with study_app(told, "suggestions") as (app, pilot):
        screen = await begin_blind(app, pilot)
        first, second, third = screen.sheet.lines[:3]
        await pilot.press("1", "2", "2")
        await pilot.pause()
        assert coded(told) == [(first.text, "Buses", "own")]
        await pilot.press("c")
        await choose(pilot, "Which code?", "Light")
        await until(pilot, lambda: len(coded(told)) == 2, "the second code")
        await pilot.press("backspace")
        await until(pilot, lambda: len(coded(told)) == 1, "the second code taken off")
        await pilot.press("enter")
        await until(pilot, lambda: screen.line is not None and screen.line.id == second.id, "the second passage")
        await pilot.press("enter")
        await pilot.pause()
        assert screen.line is not None
        assert screen.line.id == second.id
        await pilot.press("n")
        await until(pilot, lambda: screen.line is not None and screen.line.id == third.id, "the third passage")
        await pilot.press("9", "x", "y")
        await pilot.press("c")
        await choose(pilot, "Which code?", "Quite new")
        await until(pilot, lambda: len(coded(told)) == 2, "the new code")
    assert {code for _, code, _ in coded(told)} == {"Buses", "Quite new"}
    with told.read() as session:
        lines = blind_lines(session, samples(session)[0].id)
        assert [bool(line.answered) for line in lines[:4]] == [True, True, False, False]


async def test_undo_takes_back_the_decision_and_then_the_code(told: Project) -> None:
    async with study_app(told, "suggestions") as (app, pilot):
        screen = await begin_blind(app, pilot)
        first = screen.sheet.lines[0]
        await pilot.press("1", "enter")
        await pilot.pause()
        assert screen.line is not None
        assert screen.line.id != first.id
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(screen.sheet.waiting) == 18, "the decision back")
        assert isinstance(app.screen, BlindPage)
        assert screen.line is not None
        assert screen.line.id == first.id
        assert coded(told) == [(first.text, "Buses", "own")]
        await pilot.press("ctrl+z")
        await until(pilot, lambda: coded(told) == [], "the code off")
        assert isinstance(app.screen, BlindPage)


async def test_at_the_end_the_two_are_compared_and_nothing_before(told: Project) -> None:
    draw_sample(told, seed=3)
    answer_all(told, codes_of(told), wrong=5)
    told.undo()
    async with study_app(told, "suggestions") as (app, pilot):
        screen = await begin_blind(app, pilot)
        assert len(screen.sheet.waiting) == 1
        assert "Only the machine" not in page(app)
        await pilot.press("n")
        await until(pilot, lambda: "18 passages read without sight" in page(app), "what came of it")
        assert "Where you differ" in page(app)
        assert "Only the machine: " in page(app)
        assert "one person's reading, not the truth" in page(app)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(screen.sheet.waiting) == 1, "the last one back")


async def test_how_often_it_was_right_stands_beside_a_suggestion(told: Project) -> None:
    draw_sample(told, seed=3, size=12)
    answer_all(told, codes_of(told), wrong=2)
    async with study_app(told, "suggestions") as (app, pilot):
        await until(pilot, lambda: "times in the blind samples" in page(app), "how often")
        assert "right 1" in page(app) or "right " in page(app)
        await pilot.press("W")
        await until(pilot, lambda: isinstance(app.screen, HowWellPage) and "How often it is right" in page(app), "W")
        assert "12 passages of" in page(app)


async def test_how_well_it_does(told: Project) -> None:
    with told.change("Facts") as session:
        lines = queue(session, begun_only=False)
        for line in lines:
            set_attribute(session, line.case_id or 0, "age", "young" if line.case in {"P0", "P1"} else "old")
        accept(session, lines[0].id, looked_ms=500)
    async with study_app(told, "suggestions") as (app, pilot):
        await pilot.press("W")
        await until(pilot, lambda: "How often it is right" in page(app), "the page")
        words = page(app)
        assert "Nobody has read blind yet" in words
        assert "How much people accept is not how often the machine is right" in words
        assert "1 of 1" in words
        assert "Run again now it would differ: 1 coding more." in words
        assert "Last looked for on" in words
        await pilot.press("escape")
    draw_sample(told, seed=3)
    answer_all(told, codes_of(told))
    async with study_app(told, "suggestions") as (app, pilot):
        await pilot.press("W")
        await until(pilot, lambda: "passages of 6 people were read blind" in page(app), "the sample")
        await pilot.press("b")
        await choose(pilot, "Groups by what?", "age")
        await until(pilot, lambda: "No difference between these groups" in page(app), "groups")
        assert "young" in page(app)
