"""Work that takes longer than a moment: how far it is, how long it may still take, and stopping it."""

from __future__ import annotations

import time
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass, field

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from workbench.errors import WorkbenchError
from workbench.tui.widgets.lines import fitted

LEAST_SECONDS, LEAST_SHARE = 4.0, 0.04
"""Before so long, and so much of it, nobody can say how long work takes."""
STEADY = 1.5
"""So many times faster or slower may its second half have been for the time left to be said."""
APART = 0.5


class WorkStoppedError(WorkbenchError):
    """Stopped. Nothing was changed."""


@dataclass(slots=True)
class LongWork:
    """One piece of work; it is told about its progress from any thread, and asked from the screen.

    The one who works calls `progress` now and then; it raises `WorkStoppedError` once somebody has pressed
    escape, so that the change around it is rolled back.
    """

    title: str
    total: float | None = None
    done: float = 0.0
    note: str = ""
    stopping: bool = False
    pausable: bool = False
    """Whether who works can rest and go on."""
    paused: bool = False
    result: str = ""
    room: str = ""
    clock: Callable[[], float] = time.monotonic
    begun: float = field(init=False)
    rested_since: float = field(init=False, default=0.0)
    _told: list[tuple[float, float]] = field(init=False, default_factory=lambda: [(0.0, 0.0)])
    """How much was done when, in seconds of work, two a second at most."""

    def __post_init__(self) -> None:
        self.begun = self.clock()

    def pause(self) -> None:
        """Rest, or go on; the time that it rests is not counted in what is left."""
        self.paused = not self.paused
        if self.paused:
            self.rested_since = self.clock()
        else:
            self.begun += self.clock() - self.rested_since

    def progress(self, done: float | None = None, *, total: float | None = None, note: str = "") -> None:
        """Say how far it is; `done` counts up to `total`.

        Raises:
            WorkStoppedError: Somebody asked for it to stop.
        """
        if self.stopping:
            raise WorkStoppedError
        self.done = self.done if done is None else done
        self.total = self.total if total is None else total
        self.note = note or self.note
        passed = self.clock() - self.begun
        if passed - self._told[-1][0] >= APART:
            self._told.append((passed, self.share() or 0.0))

    @property
    def finished(self) -> bool:
        """Whether there is a result to read."""
        return bool(self.result)

    def share(self) -> float | None:
        """How much is done, from 0 to 1; None when nobody can know."""
        return min(1.0, self.done / self.total) if self.total else None

    def left(self) -> str:
        """How long it may still take, in words, once that can be guessed: when it goes on as fast lately as from the beginning."""
        share, passed = self.share(), self.clock() - self.begun
        if not share or share < LEAST_SHARE or passed < LEAST_SECONDS:
            return ""
        half = max(0, bisect(self._told, (passed / 2, 1.0)) - 1)
        since, before = self._told[half]
        lately, ever = (share - before) / (passed - since), share / passed
        if not ever / STEADY <= lately <= ever * STEADY:
            return ""
        return about(2 * (1 - share) / (lately + ever))


def about(seconds: float) -> str:
    """A time to wait, in words: `about 2 minutes left`."""
    if seconds < 5:
        return "a few seconds left"
    if seconds < 55:
        return f"about {round(seconds / 5) * 5} seconds left"
    minutes = round(seconds / 60)
    return "about a minute left" if minutes <= 1 else f"about {minutes} minutes left"


def bar(share: float, cells: int) -> str:
    """A bar that is told by its shape, not its colour."""
    filled = round(share * cells)
    return "█" * filled + "░" * (cells - filled)


class StatusLine(Static):
    """One line above the footer: the work that is going on, or its result; gone when there is neither."""

    ALLOW_SELECT = False

    def show(self, work: LongWork | None) -> None:
        """Say how it stands."""
        if work is None and not self.has_class("-working"):
            return
        self.set_class(work is not None, "-working")
        self.set_class(work is not None and work.finished, "-finished")
        if work is not None:
            self.update(Content(self._said(work)))

    def _said(self, work: LongWork) -> str:
        """The line in words."""
        if work.finished:
            leads = "   ctrl+o shows it" if work.room else ""
            return f"✓ {work.result}{leads}{'   escape closes this line' if self._escape_is_ours() else ''}"
        if work.stopping:
            return f"{work.title}: stopping …"
        share = work.share()
        wide = self.app.size.width
        cells = 10 if wide < 130 else 24
        shown = f"{bar(share, cells)} {share:4.0%}" if share is not None else "…"
        left = "paused" if work.paused else work.left()
        rests = ("ctrl+g goes on" if work.paused else "ctrl+g pauses") if work.pausable else ""
        stops = "escape stops it" if self._escape_is_ours() else ""
        note = work.note if wide >= 100 or not rests else ""
        told = "   ".join(part for part in (shown, left, note, rests, stops) if part)
        room = max(12, self.size.width - 4 - cell_len(told))
        return f"{fitted(work.title, min(room, cell_len(work.title)))}  {told}"

    def _escape_is_ours(self) -> bool:
        """Whether escape stops the work here: on a page over a room it goes back first."""
        key = self.screen.active_bindings.get("escape")
        return key is not None and key.binding.id == "work.stop"
