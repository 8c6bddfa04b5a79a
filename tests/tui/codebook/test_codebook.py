"""The codebook on the screen: the tree, a code's page, and every way of reshaping it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.coding.conftest import Coded, put_in
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.coding.codebook import add_code, codebook, pins
from workbench.coding.codings import codings_in
from workbench.coding.memos import memos_on
from workbench.coding.themes import add_theme
from workbench.coding.tree import code_paths
from workbench.desk.begun_splits import Decided, begun_split, forget_names, keep_split
from workbench.project.file import Project, open_file
from workbench.project.history import changes
from workbench.tui.codebook.screen import CodebookScreen
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.dialogs import Ask, Choose, Confirm, Form
from workbench.tui.widgets.reader import Reader

TOLD = """
    Interviewer: How is it after dark?
    Amina: [I cross over [when the lamps are out]{dark}]{avoiding}. [It is dark by four]{dark}.
    Kez: [[The bus stop is dark]{unlit}]{dark}, so [I go round]{avoiding/going round}.
    """


@pytest.fixture
def told(project: Project) -> Coded:
    return put_in(project, TOLD)


@asynccontextmanager
async def book(told: Coded, at: str = "", size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Any, Pilot[Any]]]:
    """The codebook, opened from the coding room, with the highlight on a code."""
    async with study_app(told.project, "coding", size) as (app, pilot):
        await pilot.press("B")
        await until(
            pilot, lambda: isinstance(app.screen, CodebookScreen) and bool(app.screen.book.codes), "the codebook"
        )
        screen = app.screen
        if at:
            screen.code_list.reveal(str(told.codes[at]))
            await until(pilot, lambda: screen.code is not None and screen.code.path == at, at)
        yield screen, pilot


def paths(told: Coded) -> list[str]:
    with told.project.read() as session:
        return list(code_paths(session).values())


def newest(told: Coded) -> str:
    with told.project.read() as session:
        return next(one.name for one in changes(session, limit=9) if one.kind == "do")


async def answer(pilot: Pilot[Any], title: str, typed: str) -> None:
    asked = await shown(pilot, Ask, title)
    asked.query_one(Input).value = typed
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not asked, title)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_page_says_what_rests_on_a_code(told: Coded, size: tuple[int, int]) -> None:
    with told.project.change("Theme") as session:
        add_theme(session, "Light", codes=[told.codes["dark"]])
    async with book(told, "dark", size) as (screen, pilot):
        page = screen.query_one("#code-page", Reader)
        await until(pilot, lambda: "Goes with" in page.text and "Counting" not in page.text, "the page")
        said = " ".join(page.text.split())
        for part in ("3 codings", "2 people", "Who uses it", "avoiding 1 passage", "unlit 1 passage", "○ Light"):
            assert part in said
        assert "“when the lamps are out”" in said
        assert "Amina · one.md · coded by amina" in said
        assert "No definition yet" in said


async def test_it_opens_at_the_code_under_the_cursor_and_enter_on_a_quote_goes_to_its_place(told: Coded) -> None:
    async with study_app(told.project, "coding") as (app, pilot):
        room = app.screen
        assert isinstance(room, CodingScreen)
        room.words.focus()
        room.words.go_to(told.span("I go round").start)
        await pilot.press("B")
        await until(pilot, lambda: isinstance(app.screen, CodebookScreen) and app.screen.code is not None, "codebook")
        screen: Any = app.screen
        assert screen.code.path == "avoiding/going round"
        room.words.go_to(0)
        await until(pilot, lambda: screen.known is not None and bool(screen.known.quotes), "its quotes")
        await pilot.press("q", "tab", "enter")
        await until(pilot, lambda: app.screen is room, "the words")
        assert room.words.cursor == told.span("I go round").start


async def test_the_page_follows_what_is_typed_once_the_keys_rest_and_at_once_when_it_is_asked_for(told: Coded) -> None:
    async with book(told, "dark") as (screen, pilot):
        page = screen.query_one("#code-page", Reader)
        await until(pilot, lambda: page.border_title == "dark", "its page")
        await pilot.press("slash", *"unl")
        assert screen.code.path == "unlit"
        await until(pilot, lambda: page.border_title == "unlit", "the page of the other")
        await pilot.press(*["backspace"] * 3, *"round")
        await pilot.press("enter", "q")
        assert (screen.code.path, page.border_title) == ("avoiding/going round", "going round")
        assert screen.focused is page
        await until(pilot, lambda: "I go round" in page.text, "its quotes")


async def test_filter_narrows_the_tree_and_escape_leaves_step_by_step(told: Coded) -> None:
    async with book(told) as (screen, pilot):
        await pilot.press("slash", *"unl")
        await until(pilot, lambda: screen.code is not None and screen.code.path == "unlit", "unlit")
        await pilot.press("escape")
        await until(pilot, lambda: not screen.code_list.query_text, "the whole tree")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CodingScreen), "the words")


async def test_a_code_renamed_out_of_the_filter_is_not_lost_from_sight(told: Coded) -> None:
    async with book(told) as (screen, pilot):
        await pilot.press("slash", *"unl")
        await until(pilot, lambda: screen.code is not None and screen.code.path == "unlit", "unlit")
        await pilot.press("enter", "r")
        asked = await shown(pilot, Ask, "Rename")
        asked.query_one(Input).value = "dim"
        await pilot.press("enter")
        await until(pilot, lambda: screen.code is not None and screen.code.path == "dim", "the code under its new name")
        assert not screen.code_list.query_text


async def test_codes_are_added_beside_and_below_and_equal_names_are_refused(told: Coded) -> None:
    async with book(told, "avoiding") as (screen, pilot):
        await pilot.press("a")
        await fill(pilot, "New code", name="waiting", place="beside", definition="Waiting for somebody.")
        await until(pilot, lambda: screen.code is not None and screen.code.path == "waiting", "the new code")
        assert paths(told).index("waiting") == paths(told).index("avoiding/going round") + 1
        assert newest(told) == "Add a code"
        await pilot.press("a")
        await fill(pilot, "New code", name="in the cold", place="below")
        await until(pilot, lambda: "waiting/in the cold" in paths(told), "below")
        await pilot.press("a")
        await fill(pilot, "New code", name="In the  Cold", place="beside")
        await until(pilot, lambda: bool(pilot.app._notifications), "the refusal")
        assert "called “in the cold” under “waiting” already" in next(iter(pilot.app._notifications)).message
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: not any("waiting" in path for path in paths(told)), "undone")
        assert pilot.app.screen is screen


async def test_renaming_wording_colouring_pinning_and_memos(told: Coded) -> None:
    async with book(told, "dark") as (screen, pilot):
        await pilot.press("r")
        await answer(pilot, "Rename", "Unlit")
        await until(pilot, lambda: bool(pilot.app._notifications), "the refusal")
        assert "dark" in paths(told)
        await pilot.press("r")
        await answer(pilot, "Rename", "Darkness")
        await until(pilot, lambda: "Darkness" in paths(told), "the new name")
        assert newest(told) == "Rename a code"
        await pilot.press("e")
        await fill(pilot, "Darkness", definition="Too little light.", exclude="Winter as such.", safeguarding="None.")
        await until(pilot, lambda: screen.code.exclude == "Winter as such.", "the words")
        await pilot.press("e")
        await fill(pilot, "Darkness", include="Broken lamps.")
        await until(pilot, lambda: newest(told) == "Write a code's include", "one part")
        await pilot.press("c")
        await choose(pilot, "Colour", "teal")
        await until(pilot, lambda: screen.code.colour == 5, "teal")
        assert next(line for line in screen.code_list.codes if line.name == "Darkness").letter == "F"
        await pilot.press("p")
        await answer(pilot, "Pin", "7")
        await until(pilot, lambda: screen.code.pinned == 7, "the digit")
        await pilot.press("p")
        await answer(pilot, "Pin", "0")
        await until(pilot, lambda: screen.code.pinned is None, "off the digit")
        await pilot.press("p", "0", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Ask), "0 is no digit for a code that is on none"
        await pilot.press("escape", "ctrl+z")
        await until(pilot, lambda: screen.code.pinned == 7, "on it again")
        await pilot.press("n")
        await fill(pilot, "Memo", text="Is winter in it?")
        page = screen.query_one("#code-page", Reader)
        await until(pilot, lambda: "Is winter in it?" in page.text, "the memo")
        with told.project.read() as session:
            assert pins(session) == {7: told.codes["dark"]}
            assert [one.text for one in memos_on(session, "code", told.codes["dark"])] == ["Is winter in it?"]


async def test_codes_move_among_under_and_out_of_others(told: Coded) -> None:
    async with book(told, "unlit") as (screen, pilot):
        assert paths(told) == ["dark", "avoiding", "avoiding/going round", "unlit"]
        await pilot.press("K")
        await until(pilot, lambda: paths(told)[1] == "unlit", "up")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: "dark/unlit" in paths(told), "under the one above")
        assert screen.code.path == "dark/unlit"
        await pilot.press("greater_than_sign")
        await pilot.pause()
        assert "dark/unlit" in paths(told)
        await pilot.press("less_than_sign")
        await until(pilot, lambda: paths(told) == ["dark", "unlit", "avoiding", "avoiding/going round"], "out")
        await pilot.press("J")
        await until(pilot, lambda: paths(told)[-1] == "unlit", "down")
        await pilot.press("m")
        await choose(pilot, "Move under", "going")
        await until(pilot, lambda: "avoiding/going round/unlit" in paths(told), "under another")
        assert newest(told) == "Move a code"
        screen.code_list.reveal(str(told.codes["avoiding"]))
        await until(pilot, lambda: screen.code.path == "avoiding", "avoiding")
        await pilot.press("m")
        asked = await shown(pilot, Choose, "Move under")
        assert {one.name for one in asked._choices} == {"the top of the codebook", "dark"}
        await pilot.press("escape")


async def test_a_code_is_merged_after_saying_what_will_happen(told: Coded) -> None:
    async with book(told, "unlit") as (screen, pilot):
        await pilot.press("M")
        await choose(pilot, "Merge into", "dark")
        asked = await shown(pilot, Confirm, "Merge")
        said = asked._sentences
        assert said.startswith("No coding of “unlit” is new to “dark”: 1 is there already and falls away")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen, "the codebook")
        assert "unlit" in paths(told)
        screen.code_list.reveal(str(told.codes["dark"]))
        await pilot.pause()
        await pilot.press("M")
        await choose(pilot, "Merge into", "avoiding")
        asked = await shown(pilot, Confirm, "Merge")
        assert "3 codings of “dark” go to “avoiding”." in asked._sentences
        await pilot.press("enter")
        await until(pilot, lambda: "dark" not in paths(told), "merged")
        assert newest(told) == "Merge two codes: 3 codings"
        assert screen.code.path == "avoiding"
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "dark" in paths(told), "undone")
        assert pilot.app.screen is screen


async def test_a_code_cannot_be_merged_with_one_below_it(told: Coded) -> None:
    async with book(told, "avoiding") as (_, pilot):
        await pilot.press("M")
        await choose(pilot, "Merge into", "going")
        await until(pilot, lambda: bool(pilot.app._notifications), "the refusal")
        assert "lies below “avoiding”" in next(iter(pilot.app._notifications)).message
        assert "avoiding" in paths(told)


async def test_a_code_is_retired_and_brought_back(told: Coded) -> None:
    async with book(told, "dark") as (screen, pilot):
        await pilot.press("z")
        await until(pilot, lambda: screen.code.state == "retired", "retired")
        assert "retired: kept, no longer offered" in " ".join(screen.query_one("#code-page", Reader).text.split())
        await pilot.press("z")
        await until(pilot, lambda: screen.code.state == "active", "back")
        assert newest(told) == "Bring a code back"


async def test_no_name_of_a_code_stands_in_the_history(told: Coded) -> None:
    """A code may be named in somebody's words, which a withdrawal has to find and take away."""
    async with book(told, "dark") as (screen, pilot):
        await pilot.press("r")
        await answer(pilot, "Rename", "Blackness")
        await until(pilot, lambda: "Blackness" in paths(told), "renamed")
        await pilot.press("K", "J", "z", "z")
        await until(pilot, lambda: newest(told) == "Bring a code back", "done")
        assert screen.code.path == "Blackness"
    with told.project.read() as session:
        assert not [one.name for one in changes(session) if "Blackness" in one.name or "dark" in one.name]


async def test_a_split_is_left_and_taken_up_and_is_one_change(told: Coded) -> None:
    from workbench.tui.codebook.splitting import SplitPage

    async with book(told, "dark") as (screen, pilot):
        await pilot.press("x")
        page = await shown(pilot, SplitPage, "dark")
        assert len(page._pieces) == 3
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert pilot.app.screen is page
        await pilot.press("o")
        await choose(pilot, "Goes to", "unlit")
        await pilot.press("b")
        await choose(pilot, "Carries as well", "early evening")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen, "left")
        assert len(codings(told)) == 6
        await pilot.press("x")
        page = await shown(pilot, SplitPage, "dark")
        assert [fate.name for fate in page.begun.values()] == ["unlit", "early evening"]
        assert page.query_one("#pieces").highlighted == 2
        await pilot.press("s", "ctrl+s")
        await until(pilot, lambda: "early evening" in paths(told), "split")
        assert newest(told) == "Split a code: 2 codings"
        assert ("when the lamps are out", "unlit") in codings(told)
        assert ("It is dark by four", "early evening") in codings(told)
        assert ("It is dark by four", "dark") in codings(told)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "early evening" not in paths(told), "undone")
        assert len(codings(told)) == 6


async def test_a_split_left_unfinished_is_there_after_the_app_was_closed(told: Coded) -> None:
    from workbench.tui.codebook.splitting import SplitPage

    path = told.project.path
    async with book(told, "dark") as (screen, pilot):
        await pilot.press("x")
        await shown(pilot, SplitPage, "dark")
        await pilot.press("o")
        await choose(pilot, "Goes to", "unlit")
        await pilot.press("b")
        await choose(pilot, "Carries as well", "early evening")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen, "left")
    told.project.close()
    with open_file(path, coder="ben") as theirs:
        assert begun_split(theirs, told.codes["dark"]) == {}, "it is hers alone"
    with open_file(path, coder="amina") as again:
        told.project = again
        async with book(told, "dark") as (_, pilot):
            await pilot.press("x")
            page = await shown(pilot, SplitPage, "dark")
            assert [(fate.name, fate.both) for fate in page.begun.values()] == [
                ("unlit", False),
                ("early evening", True),
            ]
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "early evening" in paths(told), "split")
            await until(pilot, lambda: begun_split(again, told.codes["dark"]) == {}, "nothing left over")
            await pilot.press("x")
            page = await shown(pilot, SplitPage, "dark")
            assert page.begun == {}
            await pilot.press("escape")


def test_names_of_codes_to_be_made_are_forgotten_and_the_rest_is_kept(project: Project) -> None:
    keep_split(project, 7, {1: Decided("her own words"), 2: Decided(9, both=True)})
    forget_names(project)
    assert begun_split(project, 7) == {2: Decided(9, both=True)}
    assert not any("her own words" in kept for kept in project.meta.values())


async def test_with_no_codes_there_is_a_way_to_begin(project: Project) -> None:
    put_in(project, "Amina: Nothing yet.")
    async with study_app(project, "coding") as (app, pilot):
        await pilot.press("B")
        await until(pilot, lambda: isinstance(app.screen, CodebookScreen), "the codebook")
        await pilot.press("r", "M", "x", "z", "q", "greater_than_sign", "K", "a")
        await shown(pilot, Form, "New code")
        await fill(pilot, "New code", name="First")
        await until(pilot, lambda: app.screen.code is not None and app.screen.code.path == "First", "the first")  # type: ignore[attr-defined]


def codings(told: Coded) -> list[tuple[str, str]]:
    with told.project.read() as session:
        names = {line.id: line.path for line in codebook(session, counts=False)}
        return [(told.text[one.start : one.end], names[one.code_id]) for one in codings_in(session, told.document)]


async def test_a_page_that_cannot_be_read_fails_aloud(told: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("workbench.tui.codebook.screen.read_known", broken)
    with pytest.raises(ZeroDivisionError):
        async with book(told, "dark") as (_, pilot):
            await pilot.pause(1)


async def test_a_code_is_not_moved_beside_one_of_its_name(told: Coded) -> None:
    with told.project.change("Twin") as session:
        twin = add_code(session, "going round")
    before = paths(told)
    async with book(told, "avoiding") as (screen, pilot):
        screen.code_list.reveal(str(twin))
        await until(pilot, lambda: screen.code.id == twin, "the twin")
        await pilot.press("m")
        await choose(pilot, "Move under", "avoiding")
        await until(pilot, lambda: bool(pilot.app._notifications), "the refusal")
        assert [one.message for one in pilot.app._notifications] == [
            "There is a code called “going round” under “avoiding” already. Choose another name, or merge the two."
        ]
    assert paths(told) == before
