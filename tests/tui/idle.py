"""Waiting until the app has nothing left to do, instead of until the processor has been quiet for a while.

Textual waits for two fiftieths of a second in which the whole process does nothing, at every key. Most of what it waits
for can be known: whether anything is ready to run in the app's loop, whether the screen is still to be painted, and
whether work is under way in a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic, process_time
from typing import Any

from textual._context import active_app
from textual.pilot import Pilot, WaitForScreenTimeout

BREATH = 0.001
"""Seconds in which something may still come of what was just done."""

IN_THREADS = 0.02
"""The same while a thread is at work: it may wait for the disk, and is quiet while it does."""

TIMES = 2
"""So often in a row there has to be nothing."""


async def wait_until_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Wait until the app of this test has nothing left to do; `max_sleep` seconds at most."""
    began = monotonic()
    await asyncio.sleep(min_sleep)
    quiet = 0
    while quiet < TIMES and monotonic() - began < max_sleep:
        quiet = quiet + 1 if await _is_quiet(active_app.get(None)) else 0


async def _is_quiet(app: Any) -> bool:
    """Whether nothing happens in a breath, once what waits to be painted is painted."""
    if app is not None and app._running and app._screen_stack:
        app.screen._on_timer_update()
    threads = _threads_at_work()
    before = process_time()
    await asyncio.sleep(IN_THREADS if threads else BREATH)
    if threads and process_time() - before > IN_THREADS / 20:
        return False
    return not asyncio.get_running_loop()._ready  # type: ignore[attr-defined]


def _threads_at_work() -> bool:
    """Whether a thread of the loop's own has something to do, be it a worker of the app or not."""
    pool: Any = getattr(asyncio.get_running_loop(), "_default_executor", None)
    return pool is not None and len(pool._threads) > pool._idle_semaphore._value


async def wait_for_screen(pilot: Pilot[Any], timeout: float = 30.0) -> bool:
    """Wait until the app, its screen and all on it have read what was sent to them before; False if the app broke.

    Textual's own goes on waiting for what was taken off the screen meanwhile, and fails after half a minute.
    """
    if not pilot.app._running or not pilot.app._screen_stack:
        return False
    waiting: set[Any] = set()
    for child in (pilot.app, *pilot.app.screen.walk_children(with_self=True)):
        if child.call_later(_read_by(child, waiting)):
            waiting.add(child)
    latest = monotonic() + timeout
    while waiting:
        if pilot.app._exception_event.is_set():
            return False
        if monotonic() > latest:
            raise WaitForScreenTimeout(f"never read by {waiting}")
        await asyncio.sleep(BREATH)
        waiting -= {child for child in waiting if child._closing or child._closed or getattr(child, "_pruning", False)}
    return True


def _read_by(child: Any, waiting: set[Any]) -> Callable[[], None]:
    def read() -> None:
        waiting.discard(child)

    return read
