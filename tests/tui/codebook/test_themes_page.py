"""Themes on the screen: begun, worded, given codes, kept or dropped, put in order, remembered."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.coding.conftest import Coded, put_in
from tests.tui.study_app import fill, shown, study_app, until
from workbench.coding.memos import memos_on
from workbench.coding.themes import ThemeLine, add_theme, amend_theme, set_theme_codes, themes
from workbench.desk.theme_history import theme_history
from workbench.project.file import Project
from workbench.project.purge import forget_where, purging
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.codebook.screen import CodebookScreen
from workbench.tui.widgets.reader import Reader

TOLD = """
    Amina: [I cross over]{avoiding} [when the lamps are out]{dark}.
    Kez: [The bus stop is dark]{dark}.
    """


@pytest.fixture
def told(project: Project) -> Coded:
    return put_in(project, TOLD)


def there(told: Coded) -> list[ThemeLine]:
    with told.project.read() as session:
        return themes(session)


async def opened(app: Any, pilot: Pilot[Any]) -> CodebookScreen:
    await pilot.press("B")
    await until(pilot, lambda: isinstance(app.screen, CodebookScreen), "the codebook")
    await pilot.press("T")
    await until(pilot, lambda: app.screen.tab == "themes", "the themes")
    screen = app.screen
    assert isinstance(screen, CodebookScreen)
    await until(pilot, lambda: screen.focused is not None and screen.theme_rows in screen.focused.ancestors, "the list")
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_theme_is_begun_given_codes_and_kept(told: Coded, size: tuple[int, int]) -> None:
    async with study_app(told.project, "coding", size) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("a")
        await fill(pilot, "New theme", name="Light", statement="What is unlit is avoided.")
        await until(pilot, lambda: [one.name for one in there(told)] == ["Light"], "the theme")
        await until(pilot, lambda: screen.theme is not None, "its line")
        await pilot.press("c")
        await shown(pilot, ChooseSeveral, "Codes of “Light”")
        await pilot.press("space", "space", "enter")
        await until(pilot, lambda: app.screen is screen, "the answer")
        await until(pilot, lambda: there(told)[0].codes == ("avoiding", "dark"), "two codes")
        page = screen.query_one("#theme-page", Reader)
        await until(pilot, lambda: "mentioned by 2 people" in page.text, "its page")
        assert "“The bus stop is dark”" in page.text
        assert "Amina, Kez" in page.text
        await pilot.press("c")
        await shown(pilot, ChooseSeveral, "Codes of “Light”")
        await pilot.press("down", "tab", "enter")
        await until(pilot, lambda: there(told)[0].codes == ("avoiding",), "one code")
        await pilot.press("s")
        await until(pilot, lambda: there(told)[0].state == "kept", "kept")
        await pilot.press("e")
        await fill(pilot, "Theme", name="Lamps")
        await until(pilot, lambda: there(told)[0].name == "Lamps", "another name")
        await pilot.press("n")
        await fill(pilot, "Memo", text="Is it light, or people?")
        await until(pilot, lambda: "Is it light, or people?" in page.text, "the memo")
        said = " ".join(page.text.split())
        assert "name: “Light” became “Lamps”" in said
        assert "lets go of dark" in said
        with told.project.read() as session:
            assert len(memos_on(session, "theme", there(told)[0].id)) == 1
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: there(told)[0].name == "Light", "undone here")
        assert app.screen is screen


async def test_themes_are_put_in_order_and_an_equal_name_is_refused(told: Coded) -> None:
    with told.project.change("Themes") as session:
        for name in ("One", "Two"):
            add_theme(session, name)
    async with study_app(told.project, "coding") as (app, pilot):
        screen = await opened(app, pilot)
        await until(pilot, lambda: screen.theme is not None and screen.theme.name == "One", "the first")
        await pilot.press("K", "J")
        await until(pilot, lambda: [one.name for one in there(told)] == ["Two", "One"], "the order")
        assert screen.theme is not None
        assert screen.theme.name == "One"
        await pilot.press("a")
        await fill(pilot, "New theme", name=" two ")
        await until(pilot, lambda: bool(app._notifications), "the refusal")
        assert "a theme called “Two” already" in next(iter(app._notifications)).message
        assert len(there(told)) == 2


def test_what_became_of_a_theme_is_told_and_what_was_purged_is_not(told: Coded) -> None:
    with told.project.change("Begin") as session:
        key = add_theme(session, "Fear of Kez", codes=[told.codes["dark"]])
        other = add_theme(session, "Other")
    with told.project.change("Edit") as session:
        amend_theme(session, key, name="Fear", statement="It is fear.", state="kept")
        amend_theme(session, other, name="Something else")
    with told.project.change("Codes") as session:
        set_theme_codes(session, key, [told.codes["avoiding"]])
    with told.project.read() as session:
        told_of = theme_history(session, key)
    assert [one.who for one in told_of] == ["amina"] * 3
    assert set(told_of[0].said) == {"lets go of dark", "takes in avoiding"}
    assert set(told_of[1].said) == {
        "name: “Fear of Kez” became “Fear”",
        "statement: “It is fear.”",
        "state: “candidate” became “kept”",
    }
    assert told_of[2].said == ("begun", "takes in dark")

    with purging(told.project, "Name found") as session:
        forget_where(session, lambda text: "Kez" in text, lambda text: text.replace("Kez", "somebody"))
    with told.project.read() as session:
        assert theme_history(session, key)[1].said == ("changed; its earlier words were taken out of the history",)


def test_what_was_undone_and_done_again_is_told_too(told: Coded) -> None:
    with told.project.change("Begin") as session:
        key = add_theme(session, "Fear")
    with told.project.change("Codes") as session:
        set_theme_codes(session, key, [told.codes["dark"]])
    for _ in range(2):
        told.project.undo()
        told.project.undo()
        told.project.redo()
        told.project.redo()
    with told.project.read() as session:
        said = [one.said for one in theme_history(session, key)]
    assert said[0] == ("takes in dark",)
    assert said[-1] == ("begun",)
    assert ("lets go of dark",) in said
    assert ("taken back",) in said
