"""The Quotes page, by its keys: asking, going to the place and back, copying, editing, keeping, a word in its context."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.coding.conftest import put_in
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.coding.codings import codings_in, remove_coding
from workbench.coding.query_names import Names
from workbench.governance.departures import departures
from workbench.project.file import Project
from workbench.sources.consent import set_consent
from workbench.tui.coding.completing import Begun, begun, completions
from workbench.tui.coding.quotes import FIRST, QuotesScreen
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.dialogs import Ask, Form
from workbench.tui.finding import FindEverywhere, HitLines
from workbench.tui.widgets.code_list import CodeList

ONE = """
Interviewer: How is it after dark?
Kez: [Well, um, I go [round by the road]{Journeys/Long way} when it is dark.]{Journeys/Dark} [Nobody comes.]{Police}
Interviewer: And you?
Ann: [The lamps are out.]{Journeys/Dark} Every night.
Ben: [They came once.]{Police}
"""
SIZES = [(80, 24), (120, 40), (200, 50)]


@pytest.fixture
def study(project: Project) -> Project:
    put_in(project, ONE)
    return project


async def typed(pilot: Pilot[Any], text: str) -> None:
    await pilot.press(*({" ": "space", "*": "asterisk"}.get(letter, letter) for letter in text))


async def page(pilot: Pilot[Any]) -> QuotesScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, QuotesScreen), "the Quotes page")
    screen = pilot.app.screen
    assert isinstance(screen, QuotesScreen)
    return screen


async def asked(pilot: Pilot[Any], question: str) -> QuotesScreen:
    """The Quotes page with an answer on it."""
    await pilot.press("Q")
    screen = await page(pilot)
    await typed(pilot, question)
    await pilot.press("enter")
    await until(pilot, lambda: "passage" in said(screen, "#quote-count"), "the count")
    return screen


def said(screen: Any, where: str) -> str:
    return str(screen.query_one(where, Static).render())


def words(screen: QuotesScreen) -> list[str]:
    return [row.text for row in screen.passages.items]


async def back_in_coding(pilot: Pilot[Any]) -> CodingScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, CodingScreen), "the coding room")
    screen = pilot.app.screen
    assert isinstance(screen, CodingScreen)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_question_is_answered_and_its_place_is_gone_to_and_come_back_from(
    study: Project, size: tuple[int, int]
) -> None:
    async with study_app(study, "coding", size) as (app, pilot):
        screen = await asked(pilot, "dark or police")
        assert words(screen) == [
            "Well, um, I go round by the road when it is dark.",
            "Nobody comes.",
            "The lamps are out.",
            "They came once.",
        ]
        assert said(screen, "#quote-count") == "4 passages by 3 of the 3 people heard"
        await pilot.press("down", "down", "enter")
        coding = await back_in_coding(pilot)
        text = "The lamps are out."
        await until(pilot, lambda: coding.sheet is not None, "the words")
        turn = coding.words.turn
        assert turn is not None
        assert turn.text.startswith(text)
        assert coding.words.cursor == turn.start
        assert len(app.screen_stack) == 1
        await pilot.press("escape")
        again = await page(pilot)
        await until(pilot, lambda: again.row is not None and again.row.text == text, "the same row")
        assert again.line.value == "dark or police"
        await pilot.press("escape")
        coding = await back_in_coding(pilot)
        await pilot.press("escape")
        assert app.screen is coding


async def test_what_cannot_be_read_or_is_not_there_is_said_where_it_was_typed(study: Project) -> None:
    async with study_app(study, "coding") as (_, pilot):
        screen = await asked(pilot, "police")
        await pilot.press("slash")
        await typed(pilot, " and")
        await pilot.press("enter")
        await until(pilot, lambda: "cannot be read at its end" in said(screen, "#quote-count"), "the sentence")
        assert screen.line.has_focus
        await typed(pilot, " drak")
        await pilot.press("enter")
        await until(pilot, lambda: "Did you mean “Journeys/Dark”?" in said(screen, "#quote-count"), "the sentence")
        assert len(words(screen)) == 2


async def test_the_line_completes_names_with_tab(study: Project) -> None:
    async with study_app(study, "coding") as (_, pilot):
        await pilot.press("Q")
        screen = await page(pilot)
        await typed(pilot, "lo")
        await until(
            pilot,
            lambda: '"Long way"' in said(screen, "#quote-count") or "Long way" in said(screen, "#quote-count"),
            "offers",
        )
        await pilot.press("tab")
        assert screen.line.value == "Long way"
        await typed(pilot, " or person:k")
        await pilot.press("tab")
        assert screen.line.value == "Long way or person:Kez"
        await pilot.press("enter")
        await until(pilot, lambda: len(words(screen)) == 3, "the answer")
        assert screen.passages.has_focus


async def test_from_the_list_of_codes_the_passages_of_the_highlighted_code(study: Project) -> None:
    async with study_app(study, "coding") as (app, pilot):
        coding = await back_in_coding(pilot)
        await pilot.press("k")
        codes = coding.query_one("#code-list", CodeList)
        await until(pilot, lambda: coding.focused is not None and codes in coding.focused.ancestors, "the list")
        while codes.current is None or codes.current.path != "Journeys":
            await pilot.press("down")
        await pilot.press("Q")
        screen = await page(pilot)
        await until(pilot, lambda: len(words(screen)) == 3, "the passages of Journeys")
        assert app.screen is screen
        assert screen.passages.has_focus


async def test_a_quote_is_copied_with_whose_it_is_or_refused_with_the_reason(study: Project) -> None:
    async with study_app(study, "coding") as (app, pilot):
        await asked(pilot, "dark")
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard != "", "the clipboard")
        copy = "“Well, um, I go round by the road when it is dark.” (Kez, one.md, turn 2; for the team only; consent not recorded)"
        assert app.clipboard == copy
        with study.read() as session:
            assert [line.kind for line in departures(session)] == ["clipboard"]
        with study.change("Refuse") as session:
            set_consent(session, 2, "verbatim", "refused")
        await pilot.press("down")
        screen = await page(pilot)
        screen.show_latest()
        await until(pilot, lambda: bool(screen.passages.items and screen.passages.items[1].why), "the refusal")
        assert screen.passages.items[1].text == ""
        await pilot.press("y")
        assert app.clipboard == copy


async def test_in_the_room_the_words_under_the_cursor_are_copied(study: Project) -> None:
    async with study_app(study, "coding") as (app, pilot):
        coding = await back_in_coding(pilot)
        coding.words.go_to(24)
        await pilot.press("y")
        await until(
            pilot, lambda: app.clipboard.startswith("“Well, um, I go round by the road when it is dark.”"), "copied"
        )
        await pilot.press("t", "t", "space", "y")
        await until(pilot, lambda: app.clipboard.startswith("“The lamps are out.” (Ann"), "copied")
        with study.change("Refuse") as session:
            set_consent(session, 2, "verbatim", "refused")
        await pilot.press("y")
        await until(pilot, lambda: any("has not agreed" in note.message for note in app._notifications), "the refusal")
        assert "lamps" in app.clipboard


async def test_how_a_quote_is_shown_is_edited_and_nothing_else_gets_through(study: Project) -> None:
    async with study_app(study, "coding", (120, 40)) as (_, pilot):
        screen = await asked(pilot, "dark")
        await pilot.press("e")
        await fill(pilot, "How the quote is shown", text="Well, I go […] when it is dark.")
        await until(pilot, lambda: bool(screen.row and screen.row.edited), "the form")
        assert words(screen)[0] == "Well, I go […] when it is dark."
        assert "edited for reading" in screen.passages.items[0].about
        assert "As said: Well, um, I go round by the road" in said(screen, "#quote-whole")
        await pilot.press("e")
        form = await shown(pilot, Form, "How the quote is shown")
        form.query_one("#field-0").text = "Well, I went […] when it is dark."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "“went” stands where “go” was said" in str(form.query_one(".wrong").render()), "no")
        assert pilot.app.screen is form
        await pilot.press("escape")
        await until(pilot, lambda: "not kept yet" in str(form.query_one(".wrong").render()), "asked once more")
        await pilot.press("escape", "ctrl+z")
        await until(pilot, lambda: words(screen)[:1] == ["Well, um, I go round by the road when it is dark."], "undone")


async def test_a_question_is_kept_opened_renamed_and_taken_away(study: Project) -> None:
    async with study_app(study, "coding") as (app, pilot):
        screen = await asked(pilot, "police near dark")
        await pilot.press("s")
        await shown(pilot, Ask, "Keep the question")
        await typed(pilot, "Left alone")
        await pilot.press("enter")
        await until(pilot, lambda: screen.saved is not None, "kept")
        await pilot.press("escape")
        await back_in_coding(pilot)
        await pilot.press("Q")
        screen = await page(pilot)
        await pilot.press("escape")
        await back_in_coding(pilot)
        screen = await asked(pilot, "dark")
        await pilot.press("o")
        await choose(pilot, "Kept questions", "left")
        await until(pilot, lambda: words(screen) == ["Nobody comes.", "They came once."], "the answer")
        assert screen.line.value == "Police near Journeys/Dark"
        await pilot.press("r")
        await shown(pilot, Ask, "Rename")
        await typed(pilot, "By night")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and screen._name_of(screen.saved) == "By night", "renamed")
        await pilot.press("delete")
        await until(pilot, lambda: screen.saved is None, "taken away")
        await pilot.press("r", "delete", "o")
        assert app.screen is screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_word_stands_in_its_context(study: Project, size: tuple[int, int]) -> None:
    async with study_app(study, "coding", size) as (app, pilot):
        screen = await asked(pilot, "police")
        await pilot.press("K")
        await typed(pilot, "dar*")
        await pilot.press("enter")
        await until(pilot, lambda: len(screen.keywords.items) == 2, "the places")
        await until(pilot, lambda: said(screen, "#quote-count") == "2 places, in their order", "the count")
        drawn = "\n".join(strip.text for strip in (screen.keywords.render_line(0), screen.keywords.render_line(1)))
        first, second = drawn.splitlines()
        assert first.index("dark") == second.index("dark")
        await pilot.press("L")
        await until(pilot, lambda: "by the words before" in said(screen, "#quote-count"), "sorted")
        assert [line.left.split()[-1] for line in screen.keywords.items] == ["after", "is"]
        await pilot.press("R", "P", "down", "enter")
        coding = await back_in_coding(pilot)
        await until(pilot, lambda: coding.words.turn is not None and coding.words.turn.speaker == "Kez", "the place")
        await pilot.press("escape")
        again = await page(pilot)
        await until(pilot, lambda: again.keywords.highlighted == 1, "the same row")
        await pilot.press("escape")
        await until(pilot, lambda: again.shows == "passages" and len(words(again)) == 2, "the passages")
        await pilot.press("escape")
        await back_in_coding(pilot)
        assert len(app.screen_stack) == 1


async def test_the_page_comes_from_another_room_and_goes_back_to_it(study: Project) -> None:
    async with study_app(study, "sources") as (app, pilot):
        app.push_screen(QuotesScreen("Police"))
        screen = await page(pilot)
        await until(pilot, lambda: len(words(screen)) == 2, "the answer")
        await pilot.press("enter")
        await back_in_coding(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "sources" and app.screen is screen, "the page it came from")


async def test_where_one_came_from_is_forgotten_in_another_room(study: Project) -> None:
    async with study_app(study, "sources") as (app, pilot):
        app.open_in_coding(1)
        coding = await back_in_coding(pilot)
        await until(pilot, lambda: coding.left_behind is not None, "from where")
        await pilot.press("f9")
        await until(pilot, lambda: app.current_mode == "governance", "another room")
        await pilot.press("f4")
        await back_in_coding(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert app.current_mode == "coding"


async def test_a_question_over_the_words_forgets_nothing(study: Project) -> None:
    async with study_app(study, "sources") as (app, pilot):
        app.open_in_coding(1)
        coding = await back_in_coding(pilot)
        await until(pilot, lambda: coding.left_behind is not None, "from where")
        await pilot.press("c")
        await until(pilot, lambda: app.screen is not coding, "the question")
        await pilot.press("escape")
        await back_in_coding(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "sources", "the room it came from")


async def test_many_passages_are_read_on_as_the_highlight_gets_near_their_end(project: Project) -> None:
    put_in(project, "\n".join(f"Kez: [Turn number {number}.]{{Turns}}" for number in range(FIRST * 2 + 5)))
    async with study_app(project, "coding") as (_, pilot):
        screen = await asked(pilot, "turns")
        assert len(words(screen)) == FIRST
        await pilot.press("end")
        await until(pilot, lambda: len(words(screen)) == FIRST * 2, "the next")
        await pilot.press("end")
        await until(pilot, lambda: len(words(screen)) == FIRST * 2 + 5, "the rest")
        await pilot.press("end", "enter")
        await back_in_coding(pilot)
        await pilot.press("escape")
        again = await page(pilot)
        await until(pilot, lambda: again.row is not None and again.row.text == f"Turn number {FIRST * 2 + 4}.", "back")
        with project.read() as session:
            assert len(codings_in(session, 1)) == FIRST * 2 + 5


NAMES = Names(
    codes=("Journeys", "Journeys/Dark and unlit", "Places", "Places/Fear", "Journeys/Fear"),
    themes=("Left alone",),
    people=("Kez", "Kim Brown"),
    speakers=("Kez",),
    documents=("one two.md",),
    coders=("amina",),
    attributes={"Age band": ("16-17", "18-24")},
)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dar", '"Dark and unlit"'),
        ("jou", "Journeys"),
        ("=jou", "=Journeys"),
        ("(places or dar", '(places or "Dark and unlit"'),
        ('"Dark a', '"Dark and unlit"'),
        ('"Dark and unlit" and fea', '"Dark and unlit" and Places/Fear'),
        ("a near person:ki", "a near person:Kim Brown"),
        ('person:"Kim', "person:Kim Brown"),
        ("a within turn theme:l", "a within turn theme:Left alone"),
        ("not age band:18", "not age band:18-24"),
        ("doc", "document:"),
        ("document:two", "document:one two.md"),
        ("role:int", "role:interviewer"),
    ],
)
def test_what_is_begun_is_completed(text: str, first: str) -> None:
    assert completions(text, NAMES)[0] == first


def test_what_fits_nothing_is_not_completed() -> None:
    assert completions("zzzz", NAMES) == []
    assert completions("words:bu", NAMES) == []
    assert begun('person:Kez and "Da') == Begun("person:Kez and ", "", "Da")


async def test_finding_a_place_from_the_page_closes_it(study: Project) -> None:
    async with study_app(study, "coding") as (app, pilot):
        await asked(pilot, "dark")
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, FindEverywhere), "finding")
        await typed(pilot, "every night")
        await until(pilot, lambda: bool(app.screen.query_one(HitLines).items), "a hit")
        await pilot.press("enter")
        coding = await back_in_coding(pilot)
        await until(pilot, lambda: coding.words.turn is not None and coding.words.turn.speaker == "Ann", "the place")
        assert len(app.screen_stack) == 1
        await pilot.press("escape")
        assert app.screen is coding


async def test_an_undo_of_a_coding_from_the_page_shows_its_place(study: Project) -> None:
    async with study_app(study, "coding") as (app, pilot):
        await asked(pilot, "police")
        with study.change("Take off") as session:
            remove_coding(session, 3)
        await pilot.press("ctrl+z")
        coding = await back_in_coding(pilot)
        await until(pilot, lambda: coding.words.turn is not None and coding.words.turn.speaker == "Kez", "the place")
        assert len(app.screen_stack) == 1
