"""The screens' jobs of the benchmark: the app's start, and a keypress that codes a passage."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator

from workbench.benchmark.keys_beside import beside
from workbench.benchmark.ratios import Goal, Result, alternate, compared
from workbench.benchmark.study import Study

HOME_PAINTED = """
import asyncio, os
from workbench.tui.app import WorkbenchApp

class Painted(WorkbenchApp):
    def post_display_hook(self):
        rows = self.screen_stack and self.screen.query("Rows")
        if rows and rows.first().size.height > 3:
            os._exit(0)

async def once():
    async with Painted().run_test(size=(120, 40)) as pilot:
        await pilot.pause(20)
    raise SystemExit("the home screen was never painted")

asyncio.run(once())
"""
"""Ends at the first paint that shows the home screen with its list."""


def start() -> Result:
    """The home screen painted in a fresh process, against importing textual and sqlite3."""

    def run(program: str) -> None:
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)  # noqa: S603

    return alternate(
        "start to home painted",
        lambda: run(HOME_PAINTED),
        lambda: run("import textual.app, sqlite3"),
        pairs=5,
        children=True,
        goal=Goal(ratio=1.3),
    )


def keypress(study: Study) -> Iterator[Result]:
    """A pinned digit pressed on a turn until the coding is saved and painted; raw inserts, commits, repaints.

    Once as it is half of the time, and once as it is at worst nineteen times in twenty.
    """
    from workbench.benchmark.keys import press_bare, press_ours

    number = 40
    ours = asyncio.run(press_ours(study.project, 1, study.codes[-1], number))
    raw = asyncio.run(press_bare(study.raw, number))
    yield compared("key pressed until saved and painted", ours, raw, goal=Goal(ratio=1.5, wall_ms=33))
    goal = Goal(ratio=1.5, wall_ms=60)
    yield compared("the same, nineteen times in twenty", ours, raw, share=0.95, goal=goal)
    alone, busy = beside(study)
    yield compared("the same while suggestions are computed, to without", busy, alone, goal=Goal(ratio=1.2, wall_ms=33))
