"""Narrowing the codebook by a letter, for the benchmark: in the real screen, and in a bare list that only filters."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from rich.segment import Segment
from textual.app import ComposeResult
from textual.events import Key
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import OptionList

from workbench.benchmark.keys import SIZE, Clocked, Press, done, pressed
from workbench.benchmark.ratios import Goal, Result, compared

CODES = 500
"""A codebook as large as anybody has."""
TYPED = "code 01"


def narrowing(project: Any) -> Iterator[Result]:
    """A letter typed in the filter of a codebook of 500 codes until the tree is painted.

    Raw keeps names that have it in a view of its own; then raw is Textual's own list, emptied and filled again.
    """
    names = _fill_up(project)
    ours = asyncio.run(_ours(project))
    what = f"letter typed until {CODES} codes are narrowed"
    yield compared(what, ours, asyncio.run(_bare(names)), goal=Goal(wall_ms=50))
    goal = Goal(ratio=1 / 3, wall_ms=50)
    yield compared("the same, raw a list of Textual's filled again", ours, asyncio.run(_listed(names)), goal=goal)


def _fill_up(project: Any) -> list[str]:
    """Add codes until there are enough, five below each; gives their names."""
    from workbench.coding.codebook import add_code, codebook

    with project.change("Benchmark codes") as session:
        there = len(codebook(session, counts=False))
        top: int | None = None
        for number in range(there, CODES):
            key = add_code(session, f"Another {number:03d}", parent=top if number % 6 else None)
            top = top if number % 6 else key
    with project.read() as session:
        return [line.name for line in codebook(session, counts=False)]


async def _ours(project: Any) -> list[Press]:
    from workbench.tui.app import WorkbenchApp
    from workbench.tui.codebook.screen import CodebookScreen
    from workbench.tui.title_bar import Heading

    class ClockedWorkbench(Clocked, WorkbenchApp):
        """The workbench on a clock."""

    app = ClockedWorkbench(project=project, heading=Heading(project.title, "saved", project.coder))
    async with app.run_test(size=SIZE) as pilot:
        app.go_to_room("coding")
        while app.current_mode != "coding":
            await pilot.pause(0.05)
        await pilot.press("B")
        while not isinstance(app.screen, CodebookScreen) or not app.screen.book.codes:
            await pilot.pause(0.05)
        await pilot.pause(1)
        await app.workers.wait_for_complete()
        await pilot.press("slash")
        await pilot.pause(0.3)
        taken = [await pressed(app, "space" if key == " " else key, typing=True) for key in TYPED]
        app.project = None
        return taken


class _Names(ScrollView, can_focus=True):
    """Names on lines, of which those stay that have what is typed."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names, self.typed, self.shown = names, "", list(names)
        self.virtual_size = Size(60, len(names))

    def render_line(self, y: int) -> Strip:
        """One name."""
        row = y + self.scroll_offset.y
        text = self.shown[row] if row < len(self.shown) else ""
        return Strip([Segment(text)]).adjust_cell_length(self.size.width)

    def on_key(self, event: Key) -> None:
        """Filter and repaint."""
        self.typed += event.character or ""
        self.shown = [name for name in self.names if self.typed in name.casefold()]
        self.virtual_size = Size(60, len(self.shown))
        self.refresh()


async def _bare(names: list[str]) -> list[Press]:
    class BareApp(Clocked):
        def compose(self) -> ComposeResult:
            yield _Names(names)

    app = BareApp()
    async with app.run_test(size=SIZE) as pilot:
        app.query_one(_Names).focus()
        await pilot.pause()
        return [await pressed(app, "space" if key == " " else key, typing=True) for key in TYPED]


async def _listed(names: list[str]) -> list[Press]:
    """As many times Textual's own list, emptied and filled with every name again."""

    class ListApp(Clocked):
        def compose(self) -> ComposeResult:
            yield OptionList(*names)

    app = ListApp()
    async with app.run_test(size=SIZE) as pilot:
        listed = app.query_one(OptionList)
        await pilot.pause()

        def refill() -> None:
            listed.clear_options()
            listed.add_options(names)

        return [await done(app, refill, typing=True) for _ in TYPED]
