"""The Counts page, by its keys: numbers as in the table, groups, themes, the passages behind a number and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.coding.conftest import Coded, put_in
from tests.coding.test_crosstab import survey
from tests.coding.two_coders import put_together
from tests.tui.study_app import choose, study_app, until
from workbench.coding.blind import CHOSEN, fact_of
from workbench.coding.crosstab import crosstab
from workbench.coding.query_names import understood
from workbench.coding.querying import ask, tally
from workbench.coding.themes import add_theme, set_theme_codes
from workbench.coding.tree import read_tree
from workbench.project.facts import remember
from workbench.project.file import Project, create
from workbench.rows import add
from workbench.sources.cases import Attribute, AttributeValue, case_labels
from workbench.sources.documents import Document
from workbench.tui.coding.counts import BLIND, TOGETHER, passages_behind, read_counts
from workbench.tui.coding.counts_grid import shortened
from workbench.tui.coding.counts_page import CountsPage
from workbench.tui.coding.meetings_page import MeetingsPage
from workbench.tui.coding.quotes import QuotesScreen
from workbench.tui.coding.screen import CodingScreen

ONE = """
Interviewer: How is it after dark?
Kez: [I go [round by the road]{Journeys/Long way} when it is dark.]{Journeys/Dark and unlit} [Nobody comes.]{Police}
Ann: [The lamps are out.]{Journeys/Dark and unlit} Every night.
Ben: [They came once.]{Police}
Dee: [The buses are late.]{Journeys}
"""
AGES = {"Kez": "16 or over", "Ann": "10-15", "Ben": "10-15"}
WAYS = {"Kez": 'bus; on foot and "fast"', "Ann": 'on foot and "fast"', "Dee": "not recorded"}
SIZES = [(80, 24), (120, 40), (200, 50)]


def with_ages(project: Project, coded: Coded) -> None:
    """An age for all but one, and a theme of two codes."""
    with project.change("Ages") as session:
        age = add(session, Attribute, name="age group")
        for name, said in AGES.items():
            add(session, AttributeValue, case_id=coded.cases[name], attribute_id=age, value=said)
        way = add(session, Attribute, name="how and when", kind="many")
        for name, said in WAYS.items():
            add(session, AttributeValue, case_id=coded.cases[name], attribute_id=way, value=said)
    with project.change("Theme") as session:
        theme = add_theme(session, "Alone at night")
        set_theme_codes(session, theme, [coded.codes["Journeys/Dark and unlit"], coded.codes["Police"]])


@pytest.fixture
def study(project: Project) -> Project:
    with_ages(project, put_in(project, ONE))
    return project


async def counted(pilot: Pilot[Any]) -> CountsPage:
    """The page, once it has counted."""
    await pilot.press("C")
    await until(pilot, lambda: isinstance(pilot.app.screen, CountsPage), "the Counts page")
    screen = pilot.app.screen
    assert isinstance(screen, CountsPage)
    await until(pilot, lambda: "Counting" not in said(screen, "#counts-said"), "the numbers")
    return screen


async def by_age(pilot: Pilot[Any]) -> CountsPage:
    screen = await counted(pilot)
    await pilot.press("b")
    await choose(pilot, "Groups by", "age")
    await until(pilot, lambda: screen.cells.counts.by == "age group", "the groups")
    return screen


def said(screen: Any, where: str) -> str:
    return str(screen.query_one(where, Static).render())


def drawn(screen: CountsPage) -> list[str]:
    """Titles and rows as they stand on the screen."""
    heads = screen.query_one("CountHeads")
    lines = [heads.render_line(y).text for y in range(2)]
    return [*lines, *(screen.cells.render_line(y).text for y in range(screen.cells.size.height))]


@pytest.mark.parametrize("size", SIZES)
async def test_numbers_are_those_of_the_table(study: Project, size: tuple[int, int]) -> None:
    async with study_app(study, "coding", size) as (_, pilot):
        screen = await by_age(pilot)
        with study.read() as session:
            table = crosstab(session, by="age group")
        assert [cell for row in screen.cells.counts.rows for cell in row.cells] == table
        assert screen.cells.counts.groups == ("10-15", "16 or over", "not recorded")
        seen = drawn(screen)
        fitting = screen.cells.fitting()
        assert (fitting.first, fitting.last) == (0, 2 if size[0] == 80 else 3)
        assert all(group in seen[0] for group in screen.cells.counts.groups[: fitting.last])
        police = next(line for line in seen if line.strip().startswith("Police"))
        assert police.split("  ")[0].strip() == "Police"
        assert [cell.strip() for cell in police.split("  ") if "of" in cell][:2] == ["1 of 2 heard", "1 of 1 heard"]
        assert "together" not in said(screen, "#counts-said")
        assert max(len(line.rstrip()) for line in seen) <= size[0]
        await pilot.press("right", "right", "right")
        assert "not recorded" in drawn(screen)[0]
        assert "not recorded" in said(screen, "#counts-means")


async def test_enter_leads_to_the_passages_behind_a_number_and_escape_back(study: Project) -> None:
    async with study_app(study, "coding") as (app, pilot):
        screen = await by_age(pilot)
        await pilot.press("down", "down")
        assert said(screen, "#counts-means").splitlines() == [
            "Journeys/Dark and unlit · 10-15   enter shows the passages",
            "raised by 1 of the 2 we heard; who was asked is not recorded",
        ]
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuotesScreen), "the Quotes page")
        quotes = app.screen
        assert isinstance(quotes, QuotesScreen)
        await until(pilot, lambda: "passage" in said(quotes, "#quote-count"), "the count")
        assert [row.text for row in quotes.passages.items] == ["I go round by the road when it is dark."]
        assert said(quotes, "#quote-count").startswith("1 passage by 1 ")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen, "the Counts page again")
        assert screen.cells.here is not None
        assert (screen.cells.here.code, screen.cells.here.group) == ("Journeys/Dark and unlit", "16 or over")
        await pilot.press("right", "enter")
        await pilot.pause()
        assert app.screen is screen
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "the coding room")


@pytest.mark.parametrize("of", ["codes", "themes"])
@pytest.mark.parametrize("rolled_up", [False, True])
@pytest.mark.parametrize("by", [None, "age group", "how and when"])
def test_every_number_has_as_many_people_as_its_passages(study: Project, of: Any, rolled_up: bool, by: Any) -> None:
    with study.read() as session:
        counts = read_counts(session, by=by, of=of, rolled_up=rolled_up)
        assert counts.rows
        for row in counts.rows:
            for cell in row.cells:
                query = passages_behind(session, counts, row, cell)
                assert understood(read_tree(session), query)
                assert tally(session, ask(session, query)).people == cell.cases, query


async def test_themes_and_codes_below_are_counted_by_a_key(study: Project) -> None:
    async with study_app(study, "coding") as (_, pilot):
        screen = await counted(pilot)
        first = screen.cells.counts.rows[0]
        assert (first.name, first.cells[0].cases) == ("Journeys", 1)
        await pilot.press("u")
        await until(pilot, lambda: screen.cells.counts.rolled_up, "codes below")
        assert screen.cells.counts.rows[0].cells[0].cases == 3
        assert "or one below it" in said(screen, "#counts-said")
        await pilot.press("t")
        await until(pilot, lambda: screen.cells.counts.of == "themes", "themes")
        assert [(row.name, row.cells[0].cases) for row in screen.cells.counts.rows] == [("Alone at night", 3)]


async def test_a_share_stands_only_where_the_sample_allows_it(project: Project) -> None:
    survey(project, 50, 15, 50)
    async with study_app(project, "coding") as (_, pilot):
        screen = await counted(pilot)
        seen = drawn(screen)
        assert "15 of 50" in seen[2]
        assert "30% (19 to 44)" in seen[3]
        assert "said by 15 of the 50 asked: 30% (19 to 44)" in said(screen, "#counts-means")


async def test_no_share_of_people_who_were_not_drawn(project: Project) -> None:
    survey(project, 30, 12, 28, sampling="purposive")
    async with study_app(project, "coding") as (_, pilot):
        screen = await counted(pilot)
        assert "12 of 28" in drawn(screen)[2]
        assert not any("%" in line for line in drawn(screen))
        assert "not drawn at random, so no percentage" in said(screen, "#counts-means")


async def test_a_reflexive_project_says_why_nothing_is_counted(tmp_path: Path) -> None:
    with create(tmp_path / "r.workbench", title="R", approach="reflexive", coder="amina") as project:
        with_ages(project, put_in(project, ONE))
        async with study_app(project, "coding") as (_, pilot):
            screen = await counted(pilot)
            assert "a person's judgement" in said(screen, "#counts-said")
            assert not screen.cells.items
            assert said(screen, "#counts-means") == ""
            await pilot.press("enter", "t", "u", "right")
            await pilot.pause()
            assert pilot.app.screen is screen
            assert not screen.cells.items


async def test_an_empty_project_says_what_to_do_first(project: Project) -> None:
    async with study_app(project, "coding") as (_, pilot):
        screen = await counted(pilot)
        assert said(screen, "#counts-said") == "There is no code yet. c in Coding makes one."
        await pilot.press("t")
        await until(pilot, lambda: "No theme" in said(screen, "#counts-said"), "themes")
        await pilot.press("b", "enter")
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_who_reads_blind_is_shown_only_what_they_may_see(project: Project) -> None:
    put_together(project, "Amina: [Dark]{dark}.\nBen: Fine.", {"ben": "Amina: Dark.\nBen: [Fine]{fine}."}, read=["ben"])
    async with study_app(project, "coding") as (_, pilot):
        screen = await counted(pilot)
        assert [(row.name, row.cells[0].cases) for row in screen.cells.counts.rows] == [("dark", 1), ("fine", 1)]
        assert BLIND not in said(screen, "#counts-said")
        remember(project, fact_of("amina"), CHOSEN, why="Read blind")
        screen.show_latest()
        await until(pilot, lambda: BLIND in said(screen, "#counts-said"), "the sentence")
        assert [(row.name, row.cells[0].cases) for row in screen.cells.counts.rows] == [("dark", 1), ("fine", 0)]
    with project.read() as session:
        assert [line.cases for line in crosstab(session)] == [1, 1], "what is counted for the project stays"


def test_a_path_is_cut_at_its_beginning() -> None:
    assert shortened("Journeys/Dark and unlit", 40) == "Journeys/Dark and unlit"
    assert shortened("Journeys/Dark and unlit", 20) == "… /Dark and unlit"
    assert shortened("Journeys", 4) == "Journeys"


async def test_an_attribute_named_as_a_field_is_said_not_to_be_askable(study: Project) -> None:
    with study.change("Roles") as session:
        role = add(session, Attribute, name="Role")
        kez = next(key for key, name in case_labels(session).items() if name == "Kez")
        add(session, AttributeValue, case_id=kez, attribute_id=role, value="carer")
    async with study_app(study, "coding") as (app, pilot):
        screen = await counted(pilot)
        await pilot.press("b")
        await choose(pilot, "Groups by", "role")
        await until(pilot, lambda: screen.cells.counts.by == "Role", "the groups")
        await pilot.press("down", "enter")
        await until(pilot, lambda: bool(app._notifications), "the sentence")
        assert any("cannot be asked for" in one.message for one in app._notifications)
        assert app.screen is screen


async def test_it_is_said_when_interviews_and_a_survey_are_counted_together(study: Project) -> None:
    with study.change("Survey") as session:
        add(session, Document, name="What would help?", kind="question", length=0)
    async with study_app(study, "coding", (80, 24)) as (_, pilot):
        screen = await counted(pilot)
        assert TOGETHER in said(screen, "#counts-said")
        assert screen.cells.size.height >= 8


async def test_passages_and_words_are_counted_by_a_key_and_said_not_to_be_people(study: Project) -> None:
    async with study_app(study, "coding", (80, 24)) as (_, pilot):
        screen = await by_age(pilot)
        assert screen.query_one("#counts").border_title == "Counts · people"
        await pilot.press("m")
        await until(pilot, lambda: screen.cells.counts.measure == "passages", "passages")
        assert "Passages, not people" in said(screen, "#counts-said")
        assert [row.name for row in screen.cells.counts.rows][3] == "Police"
        police = next(line for line in drawn(screen) if line.strip().startswith("Police"))
        assert [cell.strip() for cell in police.split("  ") if cell.strip()] == ["Police", "1", "1"]
        await pilot.press("end")
        assert "1 passage in the words of 1 person" in said(screen, "#counts-means")
        await pilot.press("m")
        await until(pilot, lambda: screen.cells.counts.measure == "words", "words")
        assert "Words, not people" in said(screen, "#counts-said")
        assert "3 of the 9 words that these 2 people said, by 1 person" in said(screen, "#counts-means")
        await pilot.pause()
        assert "3&#160;of&#160;9" in pilot.app.export_screenshot(), "the numbers are drawn anew"
        await pilot.press("m")
        await until(pilot, lambda: screen.cells.counts.measure == "people", "people again")


async def test_codes_that_meet_lead_to_the_passages_of_both(study: Project) -> None:
    async with study_app(study, "coding") as (app, pilot):
        await counted(pilot)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, MeetingsPage), "codes that meet")
        page = app.screen
        assert isinstance(page, MeetingsPage)
        await until(pilot, lambda: bool(page.cells.meetings.codes), "the numbers")
        assert [page.cells.meetings.paths[key] for key in page.cells.meetings.codes] == [
            "Journeys/Long way",
            "Journeys/Dark and unlit",
        ]
        await pilot.press("n")
        assert page.cells.here is not None
        assert "in 1 place, in the words of 1 person" in said(page, "#meetings-means")
        await pilot.press("m")
        assert "places, not people" in said(page, "#meetings-said")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuotesScreen), "the Quotes page")
        quotes = app.screen
        assert isinstance(quotes, QuotesScreen)
        await until(pilot, lambda: "passage" in said(quotes, "#quote-count"), "the count")
        assert [row.text for row in quotes.passages.items] == ["round by the road"]
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "codes that meet again")
        await pilot.press("left", "enter")
        await pilot.pause()
        assert app.screen is page, "a code and itself lead nowhere"
