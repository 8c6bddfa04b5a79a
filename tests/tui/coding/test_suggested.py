"""Suggestions beside the words: off until wanted, faint, taken over at the cursor, taken back in the same room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.suggestions.conftest import BUS, DARK, POLICE, put_codes, put_turns
from tests.tui.study_app import choose, study_app, until
from workbench.coding.blind import CHOSEN, fact_of
from workbench.coding.codings import codings_in
from workbench.project.facts import remember
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.documents import segments_of
from workbench.suggestions.review import Suggestion, queue
from workbench.suggestions.runs import Run
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.coding.suggested import key_of
from workbench.tui.widgets.reader import Reader

TURNS = [("Kez", BUS[0]), ("Kez", DARK[0]), ("Amina", POLICE[0])]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))


@pytest.fixture
def proposed(project: Project) -> int:
    document, _ = put_turns(project, TURNS)
    codes = put_codes(project)
    with project.read() as session:
        turns = segments_of(session, document)
    with project.change("Suggest codes") as session:
        run = add(session, Run, kind="codes", model="counted words", at="2026-03-14T09:00:00.000Z")
        for turn, code in zip(turns, codes.values(), strict=True):
            cells = {"start": turn.start, "end": turn.end, "code_id": code, "score": 0.7, "segment_id": turn.id}
            add(session, Suggestion, run_id=run, document_id=document, **cells)
    return document


def room(app: object) -> CodingScreen:
    screen = app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, CodingScreen)
    return screen


def faint(screen: CodingScreen) -> list[tuple[str, int]]:
    return [(mark.letter, mark.start) for mark in screen.words.marks if key_of(mark) is not None]


def foot(screen: CodingScreen) -> str:
    return str(screen.query_one("#under-cursor").render())


def coded(project: Project, document: int) -> list[tuple[str, str]]:
    with project.read() as session:
        return [(one.code, one.origin) for one in codings_in(session, document)]


async def test_nothing_is_shown_until_somebody_wants_it_and_the_wish_is_kept(project: Project, proposed: int) -> None:
    async with study_app(project, "coding") as (app, pilot):
        assert faint(room(app)) == []
        await pilot.press("Y")
        assert coded(project, proposed) == []
        await pilot.press("z")
        assert [letter for letter, _ in faint(room(app))] == ["A", "B", "C"]
        assert "░ suggested: A Buses (likely) · Y takes it over" in foot(room(app))
        assert "3 suggested" in str(room(app).query_one("#under-cursor").border_title)
    async with study_app(project, "coding") as (app, pilot):
        assert len(faint(room(app))) == 3
        await pilot.press("z")
        assert faint(room(app)) == []
    async with study_app(project, "coding") as (app, _):
        assert faint(room(app)) == []


async def test_it_is_taken_over_here_and_taken_back_here(project: Project, proposed: int) -> None:
    async with study_app(project, "coding") as (app, pilot):
        await pilot.press("z", "Y")
        await until(pilot, lambda: coded(project, proposed) == [("Buses", "suggestion")], "the coding")
        assert len(faint(room(app))) == 2
        assert "amina" in foot(room(app))
        with project.read() as session:
            assert [(line.code, line.status) for line in queue(session, status="accepted")] == [("Buses", "accepted")]
        await pilot.press("ctrl+z")
        await until(pilot, lambda: coded(project, proposed) == [], "the coding taken back")
        await until(pilot, lambda: len(faint(room(app))) == 3, "the suggestion again")
        assert app.current_mode == "coding"


async def test_only_the_selected_words_are_taken(project: Project, proposed: int) -> None:
    async with study_app(project, "coding") as (app, pilot):
        await pilot.press("z", "x", "w", "w", "Y")
        await until(pilot, lambda: bool(coded(project, proposed)), "the coding")
        with project.read() as session:
            (line,) = codings_in(session, proposed)
        assert (line.start, line.end) == (0, len("The bus"))
        assert len(faint(room(app))) == 2


async def test_what_is_coded_by_hand_is_no_longer_suggested_and_is_again_when_taken_off(
    project: Project, proposed: int
) -> None:
    async with study_app(project, "coding") as (app, pilot):
        await pilot.press("z", "c")
        await choose(pilot, "Code", "Buses")
        await until(pilot, lambda: coded(project, proposed) == [("Buses", "own")], "the coding")
        await until(pilot, lambda: [letter for letter, _ in faint(room(app))] == ["B", "C"], "the others")
        await pilot.press("delete")
        await until(pilot, lambda: len(faint(room(app))) == 3, "all three")
        await pilot.press("delete", "m", "escape", "minus")
        assert coded(project, proposed) == []


async def test_codes_here_say_what_is_suggested(project: Project, proposed: int) -> None:
    async with study_app(project, "coding") as (app, pilot):
        await pilot.press("z", "i")
        await until(pilot, lambda: bool(app.screen.query("#at-cursor")), "the codes here")
        page = app.screen.query_one("#at-cursor", Reader)
        await until(pilot, lambda: "suggested: A Buses" in page.text, "what is suggested")


async def test_reading_blind_nothing_is_suggested(project: Project, proposed: int) -> None:
    remember(project, fact_of("amina"), CHOSEN, why="Read blind")
    async with study_app(project, "coding") as (app, pilot):
        await pilot.press("z")
        assert faint(room(app)) == []
        assert any("blind" in one.message for one in app._notifications)
        await pilot.press("f")
        await until(pilot, lambda: len(faint(room(app))) == 3, "once it is finished")


async def test_the_next_page_is_pushed_from_here_and_leads_back(project: Project, proposed: int) -> None:
    from workbench.tui.suggestions.next_page import NextPage

    async with study_app(project, "coding") as (app, pilot):
        await pilot.press("N")
        await until(pilot, lambda: isinstance(app.screen, NextPage) and bool(app.screen.found.places), "the page")
        assert isinstance(app.screen, NextPage)
        kinds = [one.place.kind for one in app.screen.found.places]
        await pilot.press("n")
        assert app.screen.here is not None
        assert app.screen.here.place.kind == list(dict.fromkeys(kinds))[1]
        place = app.screen.here.place.segment
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "the words")
        assert room(app).words.cursor == place.start
        await pilot.press("N")
        await until(pilot, lambda: isinstance(app.screen, NextPage), "the page again")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "back")
