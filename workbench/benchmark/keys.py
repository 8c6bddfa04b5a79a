"""Keypresses for the benchmark: in the real coding room, and in a bare view that inserts, shows the mark and says so.

A key is pressed when what was there before has long been painted, in both.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static

from workbench.benchmark.bare_view import BareView, marked, spoken
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
        await done(app, lambda: screen.open_document(document_id))
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


class BareApp(Clocked):
    """A bare view of one document with a line below it, where `1` codes one turn after the other."""

    def __init__(self, raw: Any, document_id: int, *, whole: bool) -> None:
        super().__init__()
        self.raw, self.document_id, self.whole = raw, document_id, whole
        self.view, self.said = BareView(), Static("")
        self.turns = spoken(raw, document_id)
        self._coming = iter(self.turns * 2)

    def compose(self) -> ComposeResult:
        """The words and the line."""
        yield self.view
        yield self.said

    def on_mount(self) -> None:
        """Show the document."""
        self.said.styles.height = 1
        self.view.load(self.turns, marked(self.raw, self.document_id))
        self.view.focus()

    def on_key(self, event: Key) -> None:
        """Insert, commit, show the mark and say what was done."""
        if event.key != "1":
            return
        start, _, text = next(self._coming)
        self.raw.execute("BEGIN IMMEDIATE")
        self.raw.execute(
            "INSERT INTO coding(code, coder, document, anchor, start, stop) VALUES (1, 1, ?, ?, ?, ?)",
            (self.document_id, start, start, start + len(text)),
        )
        self.raw.execute("COMMIT")
        self.view.mark((start, start + len(text), 1), whole=self.whole)
        self.said.update(f"coded {start} to {start + len(text)}", layout=False)


async def press_bare(raw: Any, document_id: int, number: int, *, whole: bool = True) -> list[Press]:
    """The same number of keys in a view that has no more than it needs; `whole` where all of it is painted each time."""
    app = BareApp(raw, document_id, whole=whole)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await asyncio.sleep(STILL)
        return [await pressed(app, "1") for _ in range(number)]
