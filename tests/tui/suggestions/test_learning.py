"""The machine learns beside the person: a quiet word, the passage and the place in the pile as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.suggestions.conftest import EVERY, put_codes, put_turns
from tests.tui.study_app import study_app, until
from workbench.coding.codings import apply_code
from workbench.desk.suggesting.learn_again import what_is_new
from workbench.desk.suggesting.suggest import suggest
from workbench.project.file import Project
from workbench.project.history import changes
from workbench.sources.readings import begin_reading
from workbench.text import Span
from workbench.tui.suggestions.screen import ReviewScreen


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def proposed(project: Project) -> int:
    document, _ = put_turns(project, [(f"P{at % 4}", said) for at, said in enumerate(EVERY)])
    put_codes(project)
    with project.change("Begin reading", kind="reading") as session:
        begin_reading(session, document)
    suggest(project)
    return document


def learned(project: Project) -> int:
    with project.read() as session:
        return sum(one.name == "Learn from decisions" for one in changes(session))


async def test_after_ten_decisions_it_looks_again_and_nothing_jumps(project: Project, proposed: int) -> None:
    async with study_app(project, "suggestions") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        assert len(screen.pile.lines) > 12
        await pilot.press(*"yyyyxyyyy")
        await pilot.pause()
        assert learned(project) == 0
        await pilot.press("j", "y")
        here = screen.line
        assert here is not None
        await app.workers.wait_for_complete()
        await until(pilot, lambda: screen.learned_word != "", "the word that it looked again")
        assert screen.learned_word == "looked again with your last 10 decisions"
        assert screen.line == here
        assert screen.pile.lines[screen.at].id == here.id
        assert learned(project) == 1
        assert not app._notifications
        await pilot.press("y")
        await pilot.pause()
        assert screen.learned_word == ""
        await pilot.press("ctrl+z")
        await until(pilot, lambda: screen.line is not None and screen.line.id == here.id, "what was just decided")
    assert learned(project) == 1


async def test_coming_to_the_review_after_coding_it_looks_again_once(project: Project, proposed: int) -> None:
    async with study_app(project, "suggestions") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        await pilot.pause()
        assert learned(project) == 0
        first = screen.line
        app.go_to_room("coding")
        await until(pilot, lambda: app.current_mode == "coding", "the coding room")
        with project.change("Apply code") as session:
            apply_code(session, 1, proposed, Span(0, 10))
        assert what_is_new(project).decisions == 1
        app.go_to_room("suggestions")
        await until(pilot, lambda: app.current_mode == "suggestions", "the review")
        await app.workers.wait_for_complete()
        await until(pilot, lambda: "last decision" in screen.learned_word, "the word that it looked again")
        assert learned(project) == 1
        assert screen.line == first or first is None
        app.go_to_room("coding")
        await until(pilot, lambda: app.current_mode == "coding", "the coding room")
        app.go_to_room("suggestions")
        await until(pilot, lambda: app.current_mode == "suggestions", "the review")
        await pilot.pause(0.3)
        assert learned(project) == 1


async def test_where_much_is_new_it_says_press_s_and_does_nothing(
    project: Project, proposed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_turns(project, [("New", f"{said} And number {at}.") for at, said in enumerate(EVERY * 8)], name="two.md")
    with project.change("Apply code") as session:
        apply_code(session, 1, proposed, Span(0, 10))
    async with study_app(project, "suggestions") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        await app.workers.wait_for_complete()
        await until(pilot, lambda: "s reads them" in screen.learned_word, "that s reads them")
        assert learned(project) == 0
