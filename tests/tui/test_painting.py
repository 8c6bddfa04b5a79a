"""Lines that are drawn whole look as Textual would draw them, with and without a border; few lines are looked at."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip

from workbench.tui.painting import LinesCache, WholeLines, open_cells


class Lines(WholeLines):
    """Numbered lines, shorter than the view, one longer."""

    DEFAULT_CSS = "Lines { width: 20; height: 8; background: #102030; overflow-y: scroll; }"

    def on_mount(self) -> None:
        self.virtual_size = Size(18, 40)

    def render_line(self, y: int) -> Strip:
        text = f"line {y + self.scroll_offset.y}" if y != 2 else "a line that is longer than there is room"
        return Strip([Segment(text, Style(color="red"))])


class LinesApp(App[None]):
    def __init__(self, css: str) -> None:
        super().__init__()
        self.lines = Lines()
        self.look = css

    def compose(self) -> ComposeResult:
        yield self.lines

    def on_mount(self) -> None:
        self.lines.set_styles(self.look)
        self.lines.border_title = "Title"


def cells(lines: Lines) -> list[list[tuple[str, Style | None]]]:
    """What stands in every cell, and how it looks."""
    drawn = lines.render_lines(lines.outer_size.region)
    return [[(letter, part.style) for part in strip for letter in part.text] for strip in drawn]


@pytest.mark.parametrize(
    "look", ["", "border: round green;", "border-top: solid blue;", "border: solid red; opacity: 40%;"]
)
async def test_whole_lines_look_as_textual_draws_them(look: str) -> None:
    app = LinesApp(look)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        lines = app.lines
        assert isinstance(lines._styles_cache, LinesCache)
        assert isinstance(lines.vertical_scrollbar._styles_cache, LinesCache)
        for _ in range(2):
            ours = cells(lines)
            cache, lines._styles_cache = lines._styles_cache, StylesCache()
            assert ours == cells(lines)
            assert [len(line) for line in ours] == [20] * 8
            lines._styles_cache = cache
            lines.scroll_to(y=5, animate=False, immediate=True)
            await pilot.pause()


def test_only_the_pieces_that_changed_are_open() -> None:
    cuts = [[0, 9], [0, 4, 6, 9], [0, 9]]
    assert open_cells([(1, 5, 7), (2, 0, 1)], cuts) == {1: {4, 6}, 2: {0}}


async def test_a_scrollbar_looks_as_textual_draws_it() -> None:
    app = LinesApp("")
    async with app.run_test(size=(40, 12)) as pilot:
        bar = app.lines.vertical_scrollbar
        for place in (0, 1, 7, 13, 32):
            app.lines.scroll_to(y=place, animate=False, immediate=True)
            await pilot.pause()
            ours = [list(strip) for strip in bar.render_lines(bar.outer_size.region)]
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(bar, "renderer", ScrollBarRender)
                patch.setattr(bar, "_styles_cache", StylesCache())
                bar.refresh()
                theirs = [list(strip) for strip in bar.render_lines(bar.outer_size.region)]
            assert [[(one.text, one.style) for one in line] for line in ours] == [
                [(one.text, one.style) for one in line] for line in theirs
            ]
            assert len(ours) == 8
            bar.refresh()
