"""Keypresses in the coding room with and without a run of suggestions beside them, alternated."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.benchmark.keys import STILL, Press, coding_room, done, pressed
from workbench.suggestions.worker import Worker
from workbench.text import Span

if TYPE_CHECKING:
    from workbench.benchmark.study import Study

TURNS, A_TURN = 6, 12


def beside(study: Study) -> tuple[list[Press], list[Press]]:
    """Keys that code, pressed while nothing else is done, and while the better model reads in its own process."""
    return asyncio.run(_pressed(study.project, study.codes[-1]))


async def _pressed(project: Any, code_id: int) -> tuple[list[Press], list[Press]]:
    from workbench.coding.codebook import pin

    with project.change("Pin a code") as session:
        pin(session, 1, code_id)
    alone: list[Press] = []
    busy: list[Press] = []
    async with coding_room(project) as (app, screen):
        await done(app, lambda: screen.open_document(1))
        screen.words.focus()
        worker = Worker()
        for turn in range(TURNS):
            with tempfile.TemporaryDirectory(prefix="workbench-cache-") as cache:
                run = _Run(project, worker, Path(cache)) if turn % 2 else None
                if run is not None:
                    await run.under_way()
                for number in range(A_TURN):
                    at = screen.words.script.turns[(turn * A_TURN + number) % len(screen.words.script.turns)]
                    screen.words.go_to(at.start, select=Span(at.start + 6 + number % 5, at.end))
                    await asyncio.sleep(STILL)
                    (alone if run is None else busy).append(await pressed(app, "1"))
                if run is not None:
                    await run.stopped()
        worker.end()
    return alone, busy


class _Run:
    """A run of suggestions in a thread, which has it computed by the app's worker."""

    def __init__(self, project: Any, worker: Any, cache: Path) -> None:
        self._begun, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._suggest, args=(project, worker, cache))
        self._thread.start()

    def _suggest(self, project: Any, worker: Any, cache: Path) -> None:
        from workbench.desk.suggesting.suggest import suggest
        from workbench.suggestions.embedding import SuggestingStoppedError

        try:
            suggest(
                project,
                model="better",
                cache=cache,
                worker=worker,
                progress=self._heard,
                cancelled=self._stop.is_set,
            )
        except SuggestingStoppedError:
            return
        finally:
            self._begun.set()

    def _heard(self, share: float, _: str) -> None:
        if share > 0:
            self._begun.set()

    async def under_way(self) -> None:
        """Wait until it reads."""
        while not self._begun.is_set():
            await asyncio.sleep(STILL)

    async def stopped(self) -> None:
        """Stop it, and wait until it has; it must not have come to its end by itself."""
        if not self._thread.is_alive():
            raise RuntimeError("the run was over before the keys were pressed")
        self._stop.set()
        while self._thread.is_alive():
            await asyncio.sleep(STILL)
