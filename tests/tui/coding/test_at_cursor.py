"""From the words under the cursor: several codes at once, what they mean, the next place, memos, the journal."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Select, TextArea

from tests.coding.conftest import Coded, put_in
from tests.tui.study_app import fill, shown, study_app, until
from workbench.coding.codebook import amend_code, code_at
from workbench.coding.codings import apply_code, codings_in
from workbench.coding.memos import memos, memos_on, write_memo
from workbench.coding.themes import add_theme
from workbench.project.file import Project
from workbench.project.history import changes
from workbench.rows import amend
from workbench.sources.documents import Document
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.coding.journal import JournalPage
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.memo_on import MemoOn
from workbench.tui.widgets.reader import Reader

TOLD = """
    Interviewer: How is it after dark?
    Amina: [I cross over [when the lamps are out]{dark}]{avoiding}. It is dark by four.
    Kez: [The bus stop is unlit]{dark}.
    """


@pytest.fixture
def told(project: Project) -> Coded:
    return put_in(project, TOLD)


def room(app: Any) -> CodingScreen:
    screen = app.screen
    assert isinstance(screen, CodingScreen)
    screen.words.focus()
    return screen


async def test_several_codes_are_put_on_at_once_as_one_change(told: Coded) -> None:
    async with study_app(told.project, "coding") as (app, pilot):
        screen = room(app)
        screen.words.go_to(told.span("It is dark").start)
        await pilot.press("c")
        asked = await shown(pilot, ChooseSeveral, "Code")
        await pilot.press(*"avoid", "tab", *"dark", "tab", *"winter", "tab")
        assert [one.name for one in asked.marked] == ["avoiding", "dark", "winter"]
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen, "the words")
        here = told.span("It is dark by four.")

        def codes() -> set[str]:
            with told.project.read() as session:
                return {
                    one.code
                    for one in codings_in(session, told.document)
                    if (one.start, one.end) == (here.start, here.end)
                }

        await until(pilot, lambda: codes() == {"avoiding", "dark", "winter"}, "three codes")
        with told.project.read() as session:
            assert changes(session, limit=1)[0].name == "Apply 3 codes"
        await pilot.press("c")
        await shown(pilot, ChooseSeveral, "Code")
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: bool(app._notifications), "the refusal")
        assert "all of these codes" in next(iter(app._notifications)).message
        await pilot.press("ctrl+z")
        await until(pilot, lambda: codes() == set(), "undone at once")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_all_codes_under_the_cursor_are_unfolded_with_what_they_mean(told: Coded, size: tuple[int, int]) -> None:
    with told.project.change("Words") as session:
        amend_code(session, told.codes["dark"], definition="Too little light.", include="Lamps.", exclude="Winter.")
        apply_code(session, told.codes["dark"], told.document, told.span("It is dark by four"), origin="search")
        write_memo(session, "Which lamps?", about="coding", thing_id=told.coding("when the lamps are out"))
    async with study_app(told.project, "coding", size) as (app, pilot):
        screen = room(app)
        screen.words.go_to(told.span("lamps").start)
        await pilot.press("i")
        await until(pilot, lambda: bool(screen.query("#at-cursor")), "the fold")
        page = screen.query_one("#at-cursor", Reader)
        await until(pilot, lambda: "avoiding" in page.text, "both codes")
        said = " ".join(page.text.split())
        for part in (
            "Too little light.",
            "Takes in: Lamps.",
            "Leaves out: Winter.",
            "amina: Which lamps?",
            "No definition",
        ):
            assert part in said
        screen.words.go_to(told.span("by four").start)
        await until(pilot, lambda: "found by searching" in page.text, "it follows the cursor")
        assert "found by searching" in str(screen.query_one("#under-cursor").render())
        screen.words.go_to(told.text.index("How"))
        await until(pilot, lambda: "No code is on the words" in page.text, "none")
        await pilot.press("i")
        await until(pilot, lambda: not page.display, "folded")


async def test_braces_go_to_the_next_and_previous_words_of_a_code_across_documents(told: Coded) -> None:
    other = put_in(told.project, "Ben: No. [So dark]{dark}.", name="two.md")
    heavy = put_in(told.project, "Cat: [Dark]{dark}.", name="three.md")
    with told.project.change("Heavy") as session:
        amend(session, Document, heavy.document, heavy=True)
    async with study_app(told.project, "coding") as (app, pilot):
        screen = room(app)
        screen.open_document(told.document, at=told.span("lamps").start)
        await pilot.pause()
        await pilot.press("right_curly_bracket")
        await until(pilot, lambda: screen.words.cursor == told.span("The bus").start, "the next")
        await pilot.press("right_curly_bracket")
        await until(pilot, lambda: screen.sheet is not None and screen.sheet.document.id == other.document, "document")
        await until(pilot, lambda: screen.words.cursor == other.span("So dark").start, "its place")
        await pilot.press("right_curly_bracket")
        await until(pilot, lambda: bool(app._notifications), "the end")
        assert "on no words further down" in next(iter(app._notifications)).message
        await pilot.press("left_curly_bracket", "left_curly_bracket")
        await until(pilot, lambda: screen.words.cursor == told.span("when the").start, "back")


@pytest.mark.parametrize(
    ("wanted", "about"),
    [
        ("these words under dark", "coding"),
        ("the document one.md", "document"),
        ("the person Amina", "case"),
        ("the code avoiding", "code"),
        ("the project", "project"),
        ("the theme Light", "theme"),
    ],
)
async def test_a_memo_hangs_on_whatever_it_is_about(told: Coded, wanted: str, about: str) -> None:
    with told.project.change("Theme") as session:
        key = add_theme(session, "Light")
        dark = code_at(session, "dark")
    assert dark == told.codes["dark"]
    things = {
        "coding": told.coding("when the lamps are out"),
        "document": told.document,
        "case": told.cases["Amina"],
        "code": told.codes["avoiding"],
        "project": None,
        "theme": key,
    }
    async with study_app(told.project, "coding") as (app, pilot):
        screen = room(app)
        screen.words.go_to(told.span("lamps").start)
        await pilot.press("m")
        asked = await shown(pilot, MemoOn, "Memo")
        names = [one.name for one in asked._things]
        asked.query_one(Select).value = names.index(wanted)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.screen is asked
        asked.query_one(TextArea).text = "I wonder."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen, "the words")
        await until(pilot, lambda: bool(read(told, about, things[about])), "the memo")
        assert read(told, about, things[about]) == ["I wonder."]


def read(told: Coded, about: str, key: int | None) -> list[str]:
    with told.project.read() as session:
        return [one.text for one in memos_on(session, about, key)]


async def test_the_journal_is_written_by_days_and_mended(told: Coded) -> None:
    async with study_app(told.project, "coding") as (app, pilot):
        screen = room(app)
        await pilot.press("J")
        page = await shown(pilot, JournalPage, "Journal")
        await pilot.press("n")
        await fill(pilot, "Journal", text="Began with Amina.")
        await until(pilot, lambda: len(page.entries) == 1, "the entry")
        assert "Began with Amina." in page.query_one(Reader).text
        await pilot.press("tab", "enter")
        await fill(pilot, "Journal", text="Began with Amina; tired.")
        await until(pilot, lambda: page.entries[0].text == "Began with Amina; tired.", "mended")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen, "the words")
        with told.project.read() as session:
            assert [one.text for one in memos(session, kind="journal")] == ["Began with Amina; tired."]


async def test_escape_comes_back_to_the_words_from_the_lists_beside_them(told: Coded) -> None:
    async with study_app(told.project, "coding") as (app, pilot):
        screen = room(app)
        for pane in ("k", "d"):
            await pilot.press(pane)
            await until(pilot, lambda: app.focused is not screen.words, "the list")
            await pilot.press("escape")
            await until(pilot, lambda: app.focused is screen.words, "the words")


async def test_memos_on_the_document_the_person_and_the_project_are_read_beside_the_words(told: Coded) -> None:
    things = {"document": told.document, "case": told.cases["Amina"], "project": None}
    with told.project.change("Memos") as session:
        for about, key in things.items():
            write_memo(session, f"On the {about}.", about=about, thing_id=key)
    async with study_app(told.project, "coding") as (app, pilot):
        screen = room(app)
        screen.words.go_to(told.span("It is dark").start)
        await pilot.press("i")
        await until(pilot, lambda: bool(screen.query("#at-cursor")), "the fold")
        page = screen.query_one("#at-cursor", Reader)
        await until(pilot, lambda: all(f"On the {about}." in page.text for about in things), "the memos")


async def test_the_lists_fold_when_the_window_becomes_narrow_and_open_when_there_is_room(told: Coded) -> None:
    async with study_app(told.project, "coding") as (app, pilot):
        screen = room(app)
        for width, lists in ((80, False), (120, True)):
            await pilot.resize_terminal(width, 30)
            await until(pilot, lambda lists=lists: screen.codes_shown is lists, "the codes")
            assert screen.documents_shown is lists
            assert app.focused is screen.words
