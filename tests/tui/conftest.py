"""The preview app, started in a chosen room at a chosen size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.idle import wait_for_screen, wait_until_idle
from tests.tui.preview import PreviewApp, preview

Opened = Callable[..., AbstractAsyncContextManager[tuple[PreviewApp, Pilot[None]]]]


@pytest.fixture(autouse=True)
def no_idle_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key or a pause ends as soon as the app has nothing left to do."""
    monkeypatch.setattr("textual.app.wait_for_idle", wait_until_idle)
    monkeypatch.setattr("textual.pilot.wait_for_idle", wait_until_idle)
    monkeypatch.setattr("textual.pilot.Pilot._wait_for_screen", wait_for_screen)


@pytest.fixture
def opened() -> Opened:
    """`async with opened("coding", (120, 40)) as (app, pilot):`."""

    @asynccontextmanager
    async def start(
        room: str = "coding", size: tuple[int, int] = (120, 40), app: PreviewApp | None = None
    ) -> AsyncIterator[tuple[PreviewApp, Pilot[Any]]]:
        shown = app or preview()
        async with shown.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await pilot.pause()
            shown.go_to_room(room)
            await shown.workers.wait_for_complete()
            await pilot.pause()
            yield shown, pilot

    return start
