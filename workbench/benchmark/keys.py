"""Keypresses for the benchmark: in the real coding room, and in a bare view that only inserts and repaints."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import Key
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.project.file import Project
from workbench.text import Span

if TYPE_CHECKING:
    from workbench.tui.coding.screen import CodingScreen

SIZE = (160, 48)
STILL, LONGEST = 0.1, 60.0
"""Seconds without a paint after which a keypress is done with, and after which it is given up."""


@dataclass(frozen=True, slots=True)
class Press:
    """One keypress: processor seconds that it took in all, and clock seconds until it was painted."""

    cpu: float
    wall: float


class Clocked(App[None]):
    """An app that knows when it last painted."""

    painted = 0.0

    def post_display_hook(self) -> None:
        """Note the time: the terminal has it now."""
        self.painted = time.perf_counter()


async def pressed(app: Clocked, key: str, *, typing: bool = False) -> Press:
    """Hand the app a key as the terminal does, and leave it alone until it has long been still, or as `done` does."""
    event = Key(key, key if len(key) == 1 else None)
    event.set_sender(app)
    return await done(app, lambda: app.post_message(event), typing=typing)


async def done(app: Clocked, act: Callable[[], Any], *, typing: bool = False) -> Press:
    """Have something done in an app, and leave it alone until it has long been still.

    While somebody is typing the next letter comes sooner than that: then it is over with the first paint.
    """
    clock, cpu = time.perf_counter(), time.process_time()
    act()
    while typing and app.painted < clock and time.perf_counter() - clock < LONGEST:
        await asyncio.sleep(0.002)
    if typing:
        return Press(time.process_time() - cpu, app.painted - clock)
    await asyncio.sleep(STILL)
    while app.painted < clock or time.perf_counter() - app.painted < STILL / 2:
        if time.perf_counter() - clock > LONGEST:
            raise RuntimeError("nothing was painted")
        await asyncio.sleep(STILL / 2)
    return Press(time.process_time() - cpu, app.painted - clock)


@asynccontextmanager
async def coding_room(project: Project) -> AsyncIterator[tuple[Clocked, CodingScreen]]:
    """The app, on a clock, in its coding room."""
    from workbench.tui.app import WorkbenchApp
    from workbench.tui.coding.screen import CodingScreen
    from workbench.tui.title_bar import Heading

    class ClockedWorkbench(Clocked, WorkbenchApp):
        """The workbench on a clock."""

    app = ClockedWorkbench(project=project, heading=Heading(project.title, "saved", project.coder))
    async with app.run_test(size=SIZE) as pilot:
        app.go_to_room("coding")
        while not isinstance(app.screen, CodingScreen):
            await pilot.pause(0.05)
        await app.workers.wait_for_complete()
        yield app, app.screen
        app.project = None


async def press_ours(project: Project, document_id: int, code_id: int, number: int) -> list[Press]:
    """Code `number` sentences of a document in the app, one digit each."""
    from workbench.coding.codebook import pin

    with project.change("Pin a code") as session:
        pin(session, 1, code_id)
    taken = []
    async with coding_room(project) as (app, screen):
        screen.open_document(document_id)
        screen.words.focus()
        for turn in range(number):
            at = screen.words.script.turns[turn % len(screen.words.script.turns)]
            screen.words.go_to(at.start, select=Span(at.start + 1 + turn % 5, at.end))
            await asyncio.sleep(STILL)
            before = project.latest_change()
            taken.append(await pressed(app, "1"))
            if project.latest_change() == before:
                raise RuntimeError("the keypress did not code anything")
    return taken


class Bare(ScrollView, can_focus=True):
    """Lines of text and nothing else."""

    def __init__(self, database: Any, lines: list[str]) -> None:
        super().__init__()
        self.database, self.lines = database, lines
        self.virtual_size = Size(118, len(lines))

    def render_line(self, y: int) -> Strip:
        """One line of text."""
        row = y + self.scroll_offset.y
        text = self.lines[row] if row < len(self.lines) else ""
        return Strip([Segment(text)]).adjust_cell_length(self.size.width)

    def on_key(self, event: Key) -> None:
        """Insert, commit, repaint."""
        if event.key == "1":
            self.database.execute("BEGIN IMMEDIATE")
            self.database.execute("INSERT INTO coding(code, coder, document, start, stop) VALUES (1, 1, 1, 0, 9)")
            self.database.execute("COMMIT")
            self.refresh()


async def press_bare(database: Any, number: int) -> list[Press]:
    """The same number of keys in a view that has no more than it needs."""
    texts = database.execute("SELECT text FROM turn WHERE document = 1 ORDER BY start").fetchall()
    lines = [text[at : at + 118] for (text,) in texts for at in range(0, len(text), 118)]

    class BareApp(Clocked):
        def compose(self) -> ComposeResult:
            yield Bare(database, lines)

    app = BareApp()
    async with app.run_test(size=SIZE) as pilot:
        app.query_one(Bare).focus()
        await pilot.pause()
        return [await pressed(app, "1") for _ in range(number)]
