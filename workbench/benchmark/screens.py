"""The screens' jobs of the benchmark: the app's start, and a keypress that codes a passage."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
from typing import Any

from workbench.benchmark.ratios import Result, alternate

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
    )


def keypress(project: Any, raw_database: Any, document: int, code: int, size: str) -> Result:
    """A pinned digit pressed on a sentence until the coding is saved and painted; raw inserts, commits, repaints."""
    from workbench.benchmark.keys import press_bare, press_ours

    number = 20 if size == "S" else 40
    ours = asyncio.run(press_ours(project, document, code, number))
    raw = asyncio.run(press_bare(raw_database, number))
    cpu, bare = statistics.median(one.cpu for one in ours), statistics.median(one.cpu for one in raw)
    wall = statistics.median(one.wall for one in ours) * 1000
    return Result("key pressed until saved and painted", cpu, bare, cpu / bare, wall, number)
