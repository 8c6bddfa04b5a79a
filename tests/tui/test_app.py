from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from textual.color import Color
from textual.widgets import Input

from tests.tui.conftest import Opened
from tests.tui.preview import CodingRoom, PreviewApp, preview
from tests.tui.study_app import until
from workbench.project.backup import backup
from workbench.project.file import Project, create, open_file
from workbench.tui.app import WorkbenchApp
from workbench.tui.blanking import BlankScreen
from workbench.tui.dialogs import Ask, Passphrase
from workbench.tui.themes import DARK, LIGHT, SLOTS, slot_token

HEAVY = ["sqlmodel", "sqlalchemy", "pandas", "numpy", "spacy", "sklearn", "bertopic", "onnxruntime"]


def test_the_shell_loads_nothing_heavy() -> None:
    script = (
        "import sys, pkgutil, importlib, workbench.tui\n"
        "from workbench.tui import app, dialogs, screen\n"
        "from workbench.tui.widgets import transcript, code_list, rows\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_a_room_is_imported_when_somebody_goes_there(opened: Opened) -> None:
    app = preview()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert set(app._screen_stacks) == {"home"}
        app.go_to_room("coding")
        await app.workers.wait_for_complete()
        assert isinstance(app.screen, CodingRoom)


async def test_rooms_that_need_a_project_are_closed_without_one() -> None:
    app = PreviewApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.open_rooms() == {"home"}
        app.go_to_room("coding")
        await app.workers.wait_for_complete()
        assert not isinstance(app.screen, CodingRoom)


async def test_ctrl_b_hides_everything_until_a_key(opened: Opened) -> None:
    async with opened() as (app, pilot):
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert isinstance(app.screen, BlankScreen)
        assert "underpass" not in app.export_screenshot()
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert isinstance(app.screen, CodingRoom)


async def test_the_passphrase_is_asked_and_a_question_waits_underneath(opened: Opened) -> None:
    async with opened() as (app, pilot):
        app.passphrase_check = lambda typed: typed == "open sesame"
        await pilot.press("ctrl+b")
        app.push_screen(Ask("Rename", value="underpass"))
        app.notify("underpass")
        await pilot.pause()
        assert isinstance(app.screen, BlankScreen)
        assert "underpass" not in app.export_screenshot()
        await pilot.press("k")
        await pilot.pause()
        await pilot.press(*"wrong", "enter")
        await pilot.pause()
        assert isinstance(app.screen, BlankScreen)
        assert app.screen.query_one(Input).value == ""
        await pilot.press(*"open", "space", *"sesame", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Ask)
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert isinstance(app.screen, CodingRoom)


async def test_idleness_hides_everything(opened: Opened) -> None:
    async with opened() as (app, pilot):
        app._touched = time.monotonic() - 599
        app._blank_if_idle()
        assert not app.hidden
        app._touched = time.monotonic() - 601
        app._blank_if_idle()
        await pilot.pause()
        assert app.hidden


async def test_both_looks_have_twelve_readable_code_colours(opened: Opened) -> None:
    for theme in (DARK, LIGHT):
        grounds = [Color.parse(theme.surface or ""), Color.parse(theme.background or "")]
        inks = [theme.variables[slot_token(slot)] for slot in range(1, SLOTS + 1)]
        assert len(set(inks)) == SLOTS
        for ink in (*inks, theme.foreground or "", theme.variables["quiet"], theme.error or ""):
            for ground in grounds:
                assert contrast(Color.parse(ink), ground) >= 4.5, (theme.name, ink)


def contrast(one: Color, other: Color) -> float:
    """The ratio of WCAG 2.2, 1.4.3."""

    def light(colour: Color) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


async def test_who_opens_second_is_told_who_is_there(project: Project, tmp_path: Path) -> None:
    path = backup(project, tmp_path / "shared.workbench")
    with open_file(path, coder="ben"):
        app = WorkbenchApp(project_path=path)
        async with app.run_test() as pilot:
            await until(pilot, lambda: bool(app._notifications), "the sentence")
            told = " ".join(one.message for one in app._notifications)
            assert "Someone else has this project open (ben, since" in told
            assert "copy" in told


async def test_the_title_says_that_a_file_is_being_opened_until_somebody_gives_up(tmp_path: Path) -> None:
    create(tmp_path / "study.workbench", title="Study", coder="amina", passphrase="open sesame").close()
    app = WorkbenchApp(project_path=tmp_path / "study.workbench", coder="amina")
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, Passphrase), "the question for the passphrase")
        assert app.heading.project == "Opening study.workbench …"
        await pilot.press("escape")
        await until(pilot, lambda: app.heading.project == "", "the title without it")


async def test_the_same_notice_stands_once(opened: Opened) -> None:
    async with opened() as (app, pilot):
        for said in ("No code is pinned to 3.", "No code is pinned to 3.", "Saved.", "No code is pinned to 3."):
            app.notify(said, title="Pinned code", timeout=3)
            await pilot.pause()
        assert sorted(one.message for one in app._notifications) == ["No code is pinned to 3.", "Saved."]
        for _ in range(100):
            await pilot.pause(0.1)
            if not app._notifications:
                break
        assert not app._notifications
