"""The screens' jobs of the benchmark: the app's start, and a keypress that codes a passage."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator

from workbench.benchmark.keys import Press, press_bare, press_ours
from workbench.benchmark.keys_beside import beside
from workbench.benchmark.ratios import Goal, Result, alternate, compared
from workbench.benchmark.study import Study

TURNS, A_TURN = 4, 12
"""So often the two apps are opened by turns, and so many keys pressed in each."""
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
    """A pinned digit pressed on a turn until the coding is saved and painted; raw inserts, commits, repaints its view.

    Once as it is half of the time, and once as it is at worst nineteen times in twenty; and once to a raw view that paints
    again only the lines of the mark, as ours does.
    """
    ours: list[Press] = []
    raw: list[Press] = []
    lines: list[Press] = []
    for document in range(1, TURNS + 1):
        ours += asyncio.run(press_ours(study.project, document, study.codes[-1], A_TURN))
        raw += asyncio.run(press_bare(study.raw, document, A_TURN))
        lines += asyncio.run(press_bare(study.raw, document, A_TURN, whole=False))
    yield compared("key pressed until saved and painted", ours, raw, goal=Goal(ratio=1.5, wall_ms=33))
    goal = Goal(ratio=1.5, wall_ms=60)
    yield compared("the same, nineteen times in twenty", ours, raw, share=0.95, goal=goal)
    yield compared("the same, raw painting the lines of the mark alone", ours, lines)
    alone, busy = beside(study)
    yield compared("the same while suggestions are computed, to without", busy, alone, goal=Goal(ratio=1.2, wall_ms=33))
