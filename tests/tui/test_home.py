"""The home screen: recent projects, a new project by keyboard."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.tui.study_app import until
from workbench.desk.new_project import new_project
from workbench.project.file import Project
from workbench.settings import recent_projects, remember_project
from workbench.tui import opening
from workbench.tui.app import WorkbenchApp
from workbench.tui.dialogs import Confirm, Form, Passphrase
from workbench.tui.home.screen import neutral_title
from workbench.tui.widgets.rows import Rows


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


async def asked(pilot: Pilot[None]) -> Form:
    """Ask for a new project, and wait for the form with its first field under the cursor."""
    await pilot.press("n")
    await until(pilot, lambda: isinstance(pilot.app.screen, Form) and pilot.app.focused is not None, "the form")
    assert isinstance(pilot.app.screen, Form)
    return pilot.app.screen


async def test_a_recent_project_opens_with_the_one_who_worked_in_it(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    new_project(path, title="Study", coder="amina").close()
    remember_project(path, "Study", "2026-03-03T10:00:00Z", "amina")
    app = WorkbenchApp()
    async with app.run_test() as pilot:
        assert [row.cells[0] for row in app.screen.query_one(Rows).rows] == ["Study"]
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "coding", "the coding room")
        assert app.project is not None
        assert app.heading.coder == "amina"


async def test_a_project_that_is_open_here_is_gone_back_to_and_not_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    new_project(path, title="Study", coder="amina").close()
    app = WorkbenchApp(project_path=path)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.current_mode == "coding", "the coding room")
        held = app.project
        app.go_to_room("home")
        await until(pilot, lambda: app.current_mode == "home", "home")
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "coding", "the coding room again")
        assert app.project is held
        assert app.heading.saved == "saved"


async def test_while_a_project_opens_the_title_bar_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "study.workbench"
    new_project(path, title="Study", coder="amina").close()
    may_open, opens = Event(), opening._open

    def when_told(*given: Any) -> Project:
        assert may_open.wait(60)
        return opens(*given)

    monkeypatch.setattr(opening, "_open", when_told)
    app = WorkbenchApp(project_path=path)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.heading.project == "Opening study.workbench …", "what opens")
        may_open.set()
        await until(pilot, lambda: app.heading.project == "Study", "its title")


async def test_a_file_that_is_not_there_is_said_and_the_title_bar_is_empty_again(tmp_path: Path) -> None:
    app = WorkbenchApp(project_path=tmp_path / "study.workbench")
    async with app.run_test() as pilot:
        await until(pilot, lambda: len(app._notifications) == 1, "the sentence")
        assert "There is no file study.workbench" in next(iter(app._notifications)).message
        await until(pilot, lambda: app.heading.project == "", "the title bar")


@pytest.mark.parametrize(
    ("file", "said"),
    [("nowhere/study", "There is no folder"), ("there", "There is a file")],
)
async def test_a_new_project_that_cannot_be_made_keeps_what_was_typed(tmp_path: Path, file: str, said: str) -> None:
    (tmp_path / "there.workbench").touch()
    app = WorkbenchApp()
    async with app.run_test(size=(100, 45)) as pilot:
        form = await asked(pilot)
        await pilot.press(*"Routes", "tab", *file, "ctrl+s")
        assert app.screen is form
        assert said in str(form.query_one(".wrong", Static).render())
        assert form.query_one("#field-0", Input).value == "Routes"


async def test_the_day_a_project_was_opened_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "study.workbench").touch()
    remember_project(tmp_path / "study.workbench", "Study", "2026-03-03T10:00:00Z", "amina")
    app = WorkbenchApp()
    async with app.run_test():
        assert app.screen.query_one(Rows).rows[0].cells[-1] == "3 March 2026"


async def test_a_new_project_by_keyboard(tmp_path: Path) -> None:
    app = WorkbenchApp()
    async with app.run_test(size=(100, 45)) as pilot:
        form = await asked(pilot)
        await pilot.press(*"Routes", "ctrl+s")
        await until(pilot, lambda: app.screen is not form, "the next question")
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "sources", "the sources")
        assert (tmp_path / "routes.workbench").exists()


async def test_escape_from_the_passphrase_comes_back_to_what_was_typed(tmp_path: Path) -> None:
    app = WorkbenchApp()
    async with app.run_test(size=(100, 45)) as pilot:
        form = await asked(pilot)
        await pilot.press(*"Routes", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Passphrase), "the passphrase")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen is not form, "the form")
        assert next(one.value for one in app.screen.query(Input)) == "Routes"
        await pilot.press("escape")
        await until(pilot, lambda: bool(app.screen.query("#recent")), "home")
        assert not list(tmp_path.glob("*.workbench"))


def test_a_title_that_says_nothing_is_offered(tmp_path: Path) -> None:
    assert neutral_title(tmp_path) == "Project Heron"
    (tmp_path / "project-heron.workbench").touch()
    assert neutral_title(tmp_path) == "Project Avocet"


async def test_the_settings_say_when_everything_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "settings.toml").write_text("idle_minutes = 3\n", "utf-8")
    new_project(tmp_path / "study.workbench", title="Study", coder="amina").close()
    app = WorkbenchApp(project_path=tmp_path / "study.workbench")
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.project is not None, "the project")
        assert app.idle_seconds == 180
        app._touched = time.monotonic() - 181
        app._blank_if_idle()
        await pilot.pause()
        assert app.hidden


async def test_a_project_without_a_title_gets_one_that_says_nothing(tmp_path: Path) -> None:
    app = WorkbenchApp()
    async with app.run_test(size=(100, 45)) as pilot:
        form = await asked(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is not form, "the next question")
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "sources", "the sources")
        assert (tmp_path / "project-heron.workbench").exists()
        assert app.heading.project == "Project Heron"


def test_the_list_of_recent_projects_gives_little_away(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    path.touch()
    remember_project(path, "Women of the Felstow refuge", "2026-03-03T10:00:00Z", "amina", encrypted=True)
    assert [one.title for one in recent_projects()] == ["study"]
    assert "refuge" not in (tmp_path / "home" / "recent.json").read_text("utf-8")
    (tmp_path / "home" / "settings.toml").write_text("recent = false\n", encoding="utf-8")
    remember_project(path, "Study", "2026-03-03T10:00:00Z", "amina")
    assert recent_projects() == []
    assert not (tmp_path / "home" / "recent.json").exists()


async def typed(pilot: Pilot[None], *lines: str) -> None:
    """Answer a question for a passphrase, a line at a time."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Passphrase), "the question")
    asked = pilot.app.screen
    for line in lines:
        assert isinstance(pilot.app.focused, Input)
        pilot.app.focused.value = line
        await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not asked, "the next")


async def test_a_project_that_is_open_gets_a_passphrase_then_another_and_asks_for_it(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    new_project(path, title="Study", coder="amina").close()
    app = WorkbenchApp(project_path=path)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.current_mode == "coding", "the coding room")
        app.go_to_room("home")
        await until(pilot, lambda: app.current_mode == "home", "home")
        await pilot.press("p")
        await typed(pilot, "four plain words", "four plain words")
        await until(pilot, lambda: len(app._notifications) == 1, "the sentence")
        assert "study.workbench opens with the new passphrase" in next(iter(app._notifications)).message
        assert app.project is None
        await until(pilot, lambda: app.screen.query_one(Rows).rows[0].cells[0] == "study", "the list without its title")
        await pilot.press("p")
        await typed(pilot, "another")
        await typed(pilot, "four plain words")
        await typed(pilot, "other words altogether", "other words altogether")
        await until(pilot, lambda: app.work is None and len(app._notifications) == 1, "the end of it")
        await pilot.press("enter")
        await typed(pilot, "other words altogether")
        await until(pilot, lambda: app.current_mode == "coding", "the coding room again")
        assert app.project is not None


async def test_a_passphrase_is_taken_away_only_when_that_is_said_twice(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    new_project(path, title="Study", coder="amina", passphrase="four plain words").close()
    remember_project(path, "Study", "2026-03-03T10:00:00Z", "amina", encrypted=True)
    before = path.read_bytes()
    app = WorkbenchApp()
    async with app.run_test() as pilot:
        for answer in ("enter", "tab"):
            await pilot.press("p")
            await typed(pilot, "four plain words")
            await typed(pilot, "")
            await until(pilot, lambda: isinstance(app.screen, Confirm), "the question")
            assert path.read_bytes() == before
            await pilot.press(*([answer] if answer == "enter" else [answer, "enter"]))
            await until(pilot, lambda: app.screen is app.screen_stack[0], "home")
        await until(pilot, lambda: path.read_bytes()[:15] == b"SQLite format 3", "the plain file")


async def test_a_passphrase_typed_while_the_project_still_opens_is_taken_by_its_question(tmp_path: Path) -> None:
    new_project(tmp_path / "study.workbench", title="Study", coder="amina", passphrase="green lamps").close()
    app = WorkbenchApp(project_path=tmp_path / "study.workbench")
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.opening or isinstance(app.screen, Passphrase), "that it opens")
        for letter in "green lamps":
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        app.post_message(events.Key("enter", None))
        await until(pilot, lambda: app.project is not None, "the project")
        assert not isinstance(app.screen, Form)
