"""The preview app, started in a chosen room at a chosen size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.preview import PreviewApp, preview

Opened = Callable[..., AbstractAsyncContextManager[tuple[PreviewApp, Pilot[None]]]]


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
