"""What is hard to show: fifty codes on the same words; Arabic, Hebrew, emoji and marks on letters; and mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Static

from tests.coding.conftest import Coded, put_in
from tests.tui.study_app import shown, study_app, until
from workbench.coding.codebook import ensure_code, pins
from workbench.coding.codings import apply_code, codings_in
from workbench.project.file import Project
from workbench.text import Span, word_spans
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.dialogs import Ask
from workbench.tui.widgets.code_list import CodeList
from workbench.tui.widgets.transcript import TranscriptView

SIZES = [(80, 24), (120, 40), (200, 50)]
LAMPS, NO_LIGHT, FAMILY, CAFE, WE = "المصابيح", "אין שום אוֹר", "👨‍👩‍👧‍👦", "Cafe\u0301", "我们"
TOLD = f"""
Interviewer: How is it after dark?
Ann: أنا أمشي إلى المدرسة كل يوم. هل تخاف في الليل؟ نعم، [{LAMPS}]{{lamps}} لا تعمل.
Dov: אני הולכת הביתה לבד בלילה. שָׁלוֹם לכולם, [{NO_LIGHT}]{{lamps}} ברחוב.
Emi: We go together [{FAMILY}]{{lamps}} every time 😬. [{CAFE}]{{lamps}} lights 🇬🇧 are on. [{WE}]{{lamps}}一起走 👍🏽.
"""
PASSAGE = "You don't go through"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def fifty(project: Project) -> Coded:
    coded = put_in(project, f"Kez: We go round. {PASSAGE} it after four.\nAnn: Nobody does.")
    with project.change("Code") as session:
        for number in range(50):
            code = ensure_code(session, f"Group {number // 10}/Code {number:02d}")
            apply_code(session, code, coded.document, coded.span(PASSAGE))
    return coded


def words_of(pilot: Pilot[Any]) -> TranscriptView:
    screen = pilot.app.screen
    assert isinstance(screen, CodingScreen)
    return screen.words


def under_cursor(pilot: Pilot[Any]) -> str:
    return str(pilot.app.screen.query_one("#under-cursor", Static).render())


def on_passage(coded: Coded) -> list[str]:
    with coded.project.read() as session:
        return [one.code.rpartition("/")[2] for one in codings_in(session, coded.document)]


@pytest.mark.parametrize("size", SIZES)
async def test_fifty_codes_on_the_same_words_are_gone_through_by_a_key(fifty: Coded, size: tuple[int, int]) -> None:
    async with study_app(fifty.project, "coding", size) as (_, pilot):
        words = words_of(pilot)
        words.go_to(fifty.span(PASSAGE).start)
        await until(pilot, lambda: "1 of 50 here" in under_cursor(pilot), "the first")
        seen = []
        for _ in range(50):
            seen.append(under_cursor(pilot).split(" · ")[0].split(" ", 1)[-1].strip())
            await pilot.press("e")
        assert sorted(seen) == [f"Code {number:02d}" for number in range(50)]
        assert "1 of 50 here" in under_cursor(pilot), "round again"
        await pilot.press("E")
        assert "50 of 50 here" in under_cursor(pilot)
        lines = [words.render_line(y) for y in range(words.size.height)]
        assert all(line.cell_length == words.scrollable_content_region.width for line in lines)
        drawn = [line.text for line in lines]
        row = next(line for line in drawn if PASSAGE in line)
        assert row.rstrip(" ▁▂▃▄▅▆▇█").endswith("+"), "more than find room"
        active = next(mark for mark in words.marks if mark.key == words.active)
        assert active.letter[:1] in row.partition(PASSAGE)[2], "the one that is worked on has its letter in the margin"


async def test_what_is_done_to_a_coding_is_done_to_the_one_that_was_gone_to(fifty: Coded) -> None:
    async with study_app(fifty.project, "coding") as (app, pilot):
        words_of(pilot).go_to(fifty.span(PASSAGE).start)
        await pilot.press("e", "e", "e")
        assert "4 of 50 here" in under_cursor(pilot)
        gone = under_cursor(pilot).split(" · ")[0].split(" ", 1)[-1].strip()
        await pilot.press("i")
        await until(pilot, lambda: bool(app.screen.query("#at-cursor")), "the codes here")
        await pilot.press("delete")
        await until(pilot, lambda: len(on_passage(fifty)) == 49, "taken off")
        assert gone not in on_passage(fifty)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: gone in on_passage(fifty), "back again")
        words_of(pilot).go_to(fifty.span("Nobody").start)
        await pilot.press("e", "E", "delete")
        await pilot.pause()
        assert len(on_passage(fifty)) == 50, "nothing is on those words"


@pytest.mark.parametrize("size", SIZES)
async def test_codings_lie_on_the_right_letters_in_every_script(project: Project, size: tuple[int, int]) -> None:
    coded = put_in(project, TOLD)
    async with study_app(project, "coding", size) as (_, pilot):
        words = words_of(pilot)
        width = words.scrollable_content_region.width
        runs = []
        for y in range(words.size.height):
            strip = words.render_line(y)
            assert strip.cell_length == width
            assert strip.cell_length == sum(cell_len(segment.text) for segment in strip)
            runs += [segment.text for segment in strip]
        for said in (LAMPS, FAMILY, CAFE, WE, *NO_LIGHT.split()):
            assert said in runs or any(said in run for run in runs)
        for said in (LAMPS, FAMILY, CAFE, WE):
            assert said in runs, f"{said} is a run of its own, neither more nor less"
            words.go_to(coded.span(said).start)
            await until(pilot, lambda: "lamps" in under_cursor(pilot), said)
            words.go_to(coded.span(said).end)
            await pilot.pause()
            assert words.cursor == coded.span(said).end
            assert "lamps" not in under_cursor(pilot)


async def test_a_word_is_selected_whole_coded_and_copied_in_every_script(project: Project, home: Path) -> None:
    coded = put_in(project, TOLD)
    async with study_app(project, "coding") as (app, pilot):
        words = words_of(pilot)
        for said in ("المدرسة", "שָׁלוֹם", "together", "הביתה"):
            start = coded.span(said).start
            words.go_to(start)
            assert words.word_under_cursor == coded.span(said)
            await pilot.press("x", "w", "x")
            assert words.selection == coded.span(said) or words.script.text(words.selection or Span(0, 0)).startswith(
                said
            )
            await pilot.press("escape")
            words.select(coded.span(said))
            await pilot.press("y")
            await until(pilot, lambda said=said: said in app.clipboard, said)  # type: ignore[misc]
            words.select(coded.span(said))
            await pilot.press("v")
            await until(pilot, lambda said=said: said in dict(coded.codings()), said)  # type: ignore[misc]
        words.go_to(coded.span("هل تخاف").start)
        await pilot.press("space")
        assert words.script.text(words.selection or Span(0, 0)) == "هل تخاف في الليل؟"


async def test_the_mouse_and_the_arrows_go_by_what_is_seen(project: Project) -> None:
    coded = put_in(project, TOLD)
    async with study_app(project, "coding", (120, 40)) as (_, pilot):
        words = words_of(pilot)
        words.go_to(coded.span(FAMILY).start)
        await pilot.press("right")
        assert words.cursor == coded.span(FAMILY).end, "a family is one character to the eye"
        words.go_to(coded.span("שָׁלוֹם").start)
        await pilot.press("right")
        assert words.cursor == coded.text.index("לוֹם"), "a letter goes with its points"


async def test_who_reads_words_from_right_to_left_is_told_once_how_they_are_drawn(project: Project) -> None:
    put_in(project, TOLD)
    put_in(project, "Kez: Plain words.", name="two.md")
    async with study_app(project, "coding") as (app, pilot):
        await until(pilot, lambda: any("right to left" in one.message for one in app._notifications), "the sentence")
        await pilot.press("t", "t")
        assert sum("right to left" in one.message for one in app._notifications) == 1


def test_a_word_has_the_marks_on_its_letters() -> None:
    for word in ("שָׁלוֹם", "cafe\u0301", "मुंबई", "مُدَرِّسَة", "می\u200cخواهم"):
        assert word_spans(f"a {word}, b") == [Span(0, 1), Span(2, 2 + len(word)), Span(4 + len(word), 5 + len(word))]


async def test_a_code_is_taken_off_its_digit_in_the_list_and_no_other_moves(fifty: Coded) -> None:
    async with study_app(fifty.project, "coding") as (app, pilot):
        listed = app.screen.query_one("#code-list", CodeList)
        listed.focus_list()
        await pilot.press("down")
        for code, digit in (("down", "3"), ("down", "5")):
            await pilot.press("p", digit)
            await shown(pilot, Ask, "Pin")
            await pilot.press("enter")
            await until(pilot, lambda: not isinstance(app.screen, Ask), "pinned")
            await pilot.press(code)  # the list has the focus still
        with fifty.project.read() as session:
            before = pins(session)
        assert set(before) == {3, 5}
        await pilot.press("up", "p")
        await shown(pilot, Ask, "Pin")
        await pilot.press("0", "enter")
        await until(pilot, lambda: not isinstance(app.screen, Ask), "off")
        with fifty.project.read() as session:
            assert pins(session) == {3: before[3]}
