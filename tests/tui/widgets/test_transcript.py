from __future__ import annotations

import pytest

from tests.tui.conftest import Opened
from tests.tui.preview import CodingRoom, turns
from workbench.text import Span
from workbench.tui.app import WorkbenchApp
from workbench.tui.widgets import page
from workbench.tui.widgets.passages import Mark, Turn
from workbench.tui.widgets.transcript import TranscriptView


def view_of(app: WorkbenchApp) -> TranscriptView:
    return app.screen.query_one(TranscriptView)


def told(view: TranscriptView) -> str:
    return view.script.text(view.selection) if view.selection else ""


def drawn(view: TranscriptView) -> list[str]:
    return [view.render_line(y).text for y in range(view.size.height)]


async def test_moving_by_word_sentence_and_turn(opened: Opened) -> None:
    async with opened() as (app, pilot):
        view = view_of(app)
        for keys, word in (
            (["w"], "when"),
            (["b"], "And"),
            (["t"], "We"),
            (["s"], "You"),
            (["S"], "We"),
            (["w", "w", "t"], "Never"),
            (["T", "T"], "And"),
        ):
            await pilot.press(*keys)
            span = view.word_under_cursor
            assert span is not None
            assert view.script.text(span) == word
        await pilot.press("u")
        assert view.turn is not None
        assert view.turn.label == "13"
        await pilot.press("end")
        assert view.cursor == view.script.end
        await pilot.press("home")
        assert view.cursor == 0


async def test_space_takes_the_sentence_then_the_turn_and_escape_drops(opened: Opened) -> None:
    async with opened() as (app, pilot):
        view = view_of(app)
        await pilot.press("t", "space")
        assert told(view) == "We just go round."
        await pilot.press("space")
        assert told(view).endswith("never even came out.")
        await pilot.press("escape")
        assert view.selection is None


async def test_x_begins_a_selection_that_moves_extend(opened: Opened) -> None:
    async with opened() as (app, pilot):
        view = view_of(app)
        await pilot.press("t", "x", "w", "w", "w")
        assert told(view) == "We just go"
        await pilot.press("right_square_bracket")
        assert told(view) == "We just go round"
        await pilot.press("full_stop", "left_square_bracket")
        assert told(view) == "just go"
        await pilot.press("w")
        assert view.selection is None
        await pilot.press("home", "x", "end")
        assert view.selection == Span(0, view.script.end)


async def test_up_and_down_keep_the_column(opened: Opened) -> None:
    async with opened() as (app, pilot):
        view = view_of(app)
        await pilot.press("t", *["right"] * 12, "down")
        row_two = view.cursor
        await pilot.press("up")
        assert view.cursor == view.script.starts[1] + 12
        await pilot.press("down", "down", "up")
        assert view.cursor == row_two


async def test_without_a_selection_the_ends_are_asked_of_the_screen(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(
        CodingRoom,
        "on_transcript_view_edge_moved",
        lambda self, event: asked.append((event.edge, event.by)),
        raising=False,
    )
    async with opened() as (_, pilot):
        await pilot.press("right_square_bracket", "comma")
        await pilot.pause()
        assert asked == [("end", 1), ("start", -1)]


async def test_emoji_and_wide_characters_are_whole(opened: Opened) -> None:
    async with opened() as (app, pilot):
        view = view_of(app)
        view.show([Turn(100, "Amina", "participant", "aa 👨‍👩‍👧 我们 e\u0301z")])
        await pilot.press("w", "b")
        seen = []
        for _ in range(9):
            seen.append(view.cursor - 100)
            await pilot.press("right")
        assert seen == [0, 1, 2, 3, 8, 9, 10, 11, 12]
        for strip in (view.render_line(y) for y in range(3)):
            assert strip.cell_length == view.scrollable_content_region.width


async def test_the_mouse_selects_by_dragging_and_a_double_click_takes_the_sentence(opened: Opened) -> None:
    async with opened(size=(80, 24)) as (app, pilot):
        view = view_of(app)
        line = drawn(view)[1]
        at = line.index("We just")
        await pilot.mouse_down(view, offset=(at, 1))
        await pilot.hover(view, offset=(at + 7, 1))
        await pilot.mouse_up(view, offset=(at + 7, 1))
        assert told(view) == "We just"
        await pilot.click(view, offset=(at + 25, 1), times=2)
        assert told(view).startswith("You don't go through")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_letters_bars_and_speakers_are_drawn_at_every_width(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(size=size) as (app, _):
        view = view_of(app)
        text = "\n".join(drawn(view))
        for sign in ("A", "B", "C", "D░", "E−", "▌", "Kez", "Interviewer", "▸"):
            assert sign in text
        assert all(len(line) <= size[0] for line in drawn(view))


async def test_a_new_mark_wraps_nothing_again(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as (app, pilot):
        view = view_of(app)
        wrapped = []
        real = page.lay_out
        monkeypatch.setattr(page, "lay_out", lambda *given, **named: wrapped.append(1) or real(*given, **named))
        view.set_marks([*view.marks, Mark("new", 0, 22, "Q", 3)])
        await pilot.pause()
        assert any("Q" in line for line in drawn(view))
        assert not wrapped
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        assert wrapped


async def test_the_place_is_kept_when_the_width_changes(opened: Opened) -> None:
    async with opened() as (app, pilot):
        view = view_of(app)
        view.go_to(view.script.starts[50])
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert any("▸" in line for line in drawn(view))
        assert view.cursor == view.script.starts[50]


async def test_more_codes_than_lanes_show_a_plus(opened: Opened) -> None:
    async with opened() as (app, pilot):
        view = view_of(app)
        view.set_marks([Mark(str(slot), 0, 10, "ABCDEFGH"[slot], slot + 1) for slot in range(8)])
        await pilot.pause()
        assert drawn(view)[1].rstrip(" ▁▂▃▄▅▆▇█").endswith("+")


async def test_a_message_says_where_the_cursor_is(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(
        CodingRoom, "on_transcript_view_cursor_moved", lambda self, event: heard.append(event.offset), raising=False
    )
    async with opened() as (app, pilot):
        await pilot.press("t", "space")
        await pilot.pause()
        assert view_of(app).selection == Span(23, 40)
        await pilot.press("escape")
        assert view_of(app).selection is None
    assert heard == [23]


async def test_an_empty_transcript_says_what_to_do(opened: Opened) -> None:
    async with opened() as (app, pilot):
        view = view_of(app)
        view.show([])
        await pilot.press("w", "down", "space", "u", "end")
        assert "Choose a transcript" in "\n".join(drawn(view))


async def test_read_turns_lose_their_dot(opened: Opened) -> None:
    async with opened(size=(200, 60)) as (app, pilot):
        view = view_of(app)
        assert sum("•" in line for line in drawn(view)) > 3
        for index in range(len(turns())):
            view.set_read(index)
        await pilot.pause()
        assert not any("•" in line for line in drawn(view))


async def test_a_document_shown_at_a_place_has_that_place_in_sight(opened: Opened) -> None:
    """Whatever was shown before."""
    long = [Turn(900 * n, f"P{n}", "participant", "Nobody came out that night. " * 32, str(n)) for n in range(40)]
    short = [Turn(0, "P", "participant", "Nobody.", "1")]
    async with opened() as (app, pilot):
        view = view_of(app)
        for before in (long, short, []):
            view.show(before, at=9_000 if before is long else None)
            await pilot.pause()
            for at in (9_900, 27_000):
                view.show(long, at=at)
                assert has_in_sight(view, at)
                await pilot.pause()
                assert has_in_sight(view, at)


@pytest.mark.parametrize("at", [9_900, 27_000])
async def test_a_view_without_a_size_has_the_place_in_sight_once_it_has_one(opened: Opened, at: int) -> None:
    long = [Turn(900 * n, f"P{n}", "participant", "Nobody came out that night. " * 32, str(n)) for n in range(40)]
    async with opened() as (app, pilot):
        view = TranscriptView()
        view.display = False
        await app.screen.query_one("#middle").mount(view, before=view_of(app))
        view.show(long, at=at)
        await pilot.pause()
        await pilot.pause()
        assert not view.size
        view.display = True
        while not view.size:
            await pilot.pause()
        assert has_in_sight(view, at)


def has_in_sight(view: TranscriptView, at: int) -> bool:
    """Whether the turn of a position begins in the upper three quarters of the view."""
    return any(f"P{view.script.turn_at(at)}" in line for line in drawn(view)[: view.size.height * 3 // 4])
