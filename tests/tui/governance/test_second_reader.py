"""Quotes at the door and the second reader, by the keys: ask, answer as somebody else, and see what was in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from tests.study import TURNS, Study, add_study
from tests.tui.study_app import choose, fill, study_app, until
from workbench.desk.take_out import take_out
from workbench.governance.audiences import add_audience
from workbench.governance.mosaic import quoted
from workbench.governance.sign_offs import QUESTIONS, sign_offs
from workbench.project.file import Project, open_file
from workbench.rows import amend
from workbench.sources.documents import Segment
from workbench.tui.governance.at_the_door import AtTheDoorPage
from workbench.tui.governance.left import LeftPage
from workbench.tui.widgets.rows import Rows


@pytest.fixture
def study(project: Project) -> Study:
    """The small study, everybody agreed; one turn holds a name."""
    with project.change("Study") as session:
        made = add_study(session, consent="given")
        add_audience(session, "public", description="Anyone")
        amend(session, Segment, made.segments[2], text=TURNS[2].replace("My brother", "Our Maisie"))
    return made


def cells(screen: object, table: str) -> list[tuple[str, ...]]:
    return [row.cells for row in screen.query_one(table, Rows).rows]  # type: ignore[attr-defined]


async def test_a_second_reader_is_asked_and_answers(project: Project, study: Study) -> None:
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("q")
        await choose(pilot, "Quotes at the door: for which readers", "public")
        await until(pilot, lambda: isinstance(app.screen, AtTheDoorPage), "the page")
        page = app.screen
        await until(pilot, lambda: bool(cells(page, "#door-rows")), "the quotes")
        listed = cells(page, "#door-rows")
        assert [row[0] for row in listed] == ["⚠ second reader", *["· goes through"] * 4]
        assert "a name" in listed[0][2]
        assert listed[1][2] == "None of what was looked for was found."
        words = str(page.query_one("#door-words", Static).content)
        assert words.startswith("For public: 4 go through · 1 wait for a second reader · 0 held back.")
        assert words.endswith("Nobody can say from this that a quote gives nobody away.")
        await pilot.press("a")
        await until(pilot, lambda: cells(page, "#door-rows")[0][3] == "waits for a second reader", "the question")
        await pilot.press("escape", "9")
        await until(pilot, lambda: bool(cells(app.screen, "#second-rows")), "what waits")
        await pilot.press("enter")
        await choose(pilot, "To be shown to public: waits for a second reader", "answer")
        await fill(pilot, "Before these words are shown to public", **dict.fromkeys(QUESTIONS, "no"))
        await until(pilot, lambda: any("somebody else" in one.message for one in app._notifications), "the refusal")
    with project.read() as session:
        assert quoted(session) == []
        assert [one.state for one in sign_offs(session)] == ["waiting"]
    project.close()
    with open_file(project.path, coder="ben") as second:
        async with study_app(second, "governance") as (app, pilot):
            await pilot.press("9")
            await until(pilot, lambda: bool(cells(app.screen, "#second-rows")), "what waits")
            await pilot.press("enter")
            await choose(pilot, "To be shown to public: waits for a second reader", "answer")
            await fill(pilot, "Before these words are shown to public", **dict.fromkeys(QUESTIONS, "no"))
            await until(pilot, lambda: cells(app.screen, "#second-rows")[0][0] == "ben agreed", "the answer")
            await pilot.press("ctrl+z")
            waiting = "waits for a second reader"
            await until(pilot, lambda: cells(app.screen, "#second-rows")[0][0] == waiting, "undone")


async def test_what_was_in_a_file_is_listed_by_place(project: Project, study: Study, tmp_path: Path) -> None:
    take_out(project, tmp_path / "quotes.csv", table="quotes", audience="public")
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: bool(cells(app.screen, "#departure-rows")), "the register")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LeftPage), "the page")
        page = app.screen
        await until(pilot, lambda: len(cells(page, "#left-rows")) == 4, "the quotes")
        assert cells(page, "#left-rows")[0] == ("Group C.txt", "0", str(len(TURNS[0])), "name")


async def test_a_quote_is_asked_about_where_it_stands(project: Project, study: Study) -> None:
    async with study_app(project, "coding") as (app, pilot):
        app.open_in_coding(study.document, sum(len(text) + 1 for text in TURNS[:2]))
        await pilot.pause(0.3)
        await pilot.press("D")
        await choose(pilot, "Could these words leave? For which readers", "public")
        await choose(pilot, "For public: second reader", "ask")

        def asked() -> list[str]:
            with project.read() as session:
                return [one.state for one in sign_offs(session)]

        await until(pilot, lambda: asked() == ["waiting"], "the question")
