"""Many figures: a project of them, the catalogue of its indicators, and the page of a place, from a key to the paint.

The corpus is invented and seeded: most indicators are of every local authority by year and sex, as national sets are;
some are of small areas by month, as the police's are. Raw reads the same from a table of its own with one index by
indicator and one by area, and paints it as plain lines.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual.events import Key
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench import geography
from workbench.benchmark.corpus import SIZES
from workbench.benchmark.keys import LONGEST, SIZE, STILL, Clocked, Press, done, pressed
from workbench.benchmark.ratios import Goal, Result, compared
from workbench.benchmark.raw import raw_database
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from workbench.project.file import Project

HARLOW = "E07000073"
AUTHORITIES, SMALL_AREAS, YEARS, TIMES = 330, 1_100, 10, 9
SEXES = ("all", "female", "male")
LOCAL = ("district", "unitary authority", "metropolitan district", "London borough")
_RAW = (
    "CREATE TABLE figure(indicator INT, area TEXT, name TEXT, period TEXT, sex TEXT, value REAL, lower REAL, upper REAL)",
    "CREATE TABLE named(id INTEGER PRIMARY KEY, name TEXT)",
)
_RAW_INDEXES = (
    "CREATE INDEX figure_of ON figure(indicator, area)",
    "CREATE INDEX figure_at ON figure(area)",
)
_CATALOGUE = (
    "SELECT n.name, count(*), count(DISTINCT f.period), max(f.period) FROM figure f JOIN named n ON n.id = f.indicator"
    " GROUP BY f.indicator"
)
_PLACE = (
    "SELECT n.name, f.period, f.value, f.lower, f.upper FROM figure f JOIN named n ON n.id = f.indicator"
    " WHERE f.area = ? AND f.sex = 'all' ORDER BY n.name, f.period"
)


def places(folder: Path, size: str) -> Iterator[Result]:
    """The catalogue opened by its key, a place opened from the list of places, and both once more after a change."""
    project, raw = filled(folder, size)
    what = f"{SIZES[size].figures:,} figures"
    catalogue, place, found = asyncio.run(_ours(project))
    bare_catalogue, bare_place = asyncio.run(_bare(raw))
    goal = Goal(wall_ms=100)
    yield compared(f"catalogue painted, {what}", catalogue, bare_catalogue, goal=goal)
    yield compared(f"place page of the marked area painted, {what}", place, bare_place, goal=goal)
    yield compared(f"place page painted once its place is chosen in a list, {what}", found, bare_place, goal=goal)
    project.close()
    raw.close()


def filled(folder: Path, size: str) -> tuple[Project, Any]:
    """A project of figures and the same figures in a raw database."""
    from workbench.project.file import create
    from workbench.rows import add, add_many, bulk

    project = create(folder / "figures.workbench", title="Figures", coder="amina")
    raw = raw_database(folder / "figures.db")
    for statement in _RAW:
        raw.execute(statement)
    with project.change("Many figures") as session:
        for name, sheet in _sheets(SIZES[size].figures):
            dataset = _dataset(session, sheet)
            key = add(session, Indicator, dataset_id=dataset, name=name, **_DEFINED)
            rows = list(_figures(key, sheet))
            with bulk(session, Observation):
                add_many(session, Observation, rows)
            raw.execute("INSERT INTO named VALUES (?, ?)", (key, name))
            raw.execute("BEGIN")
            raw.executemany(
                "INSERT INTO figure VALUES (?,?,?,?,?,?,?,?)",
                [tuple(row[cell] for cell in _CELLS) for row in rows],
            )
            raw.execute("COMMIT")
    for statement in _RAW_INDEXES:
        raw.execute(statement)
    return project, raw


_DEFINED: dict[str, Any] = {
    "unit": "per 100,000", "kind": "rate", "multiplier": 100_000.0, "polarity": "low is good", "benchmark": "E92000001",
}  # fmt: skip
_CELLS = ("indicator_id", "area_code", "area", "period", "sex", "value", "lower", "upper")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What one file of figures holds: of which areas, and at which times."""

    number: int
    areas: tuple[tuple[str, str], ...]
    periods: tuple[tuple[str, str, str], ...]
    sexes: tuple[str, ...]


def _sheets(figures: int) -> Iterator[tuple[str, _Sheet]]:
    """Indicators until there are so many figures; every fifth is of small areas, by month."""
    local = [(one.code, one.name) for kind in LOCAL for one in geography.areas(kind) if one.ends is None]
    here = geography.of_county("E10000012")
    wide = [("E92000001", "England"), ("E10000012", "Essex"), *((one.code, one.name) for one in here)]
    others = [one for one in local if one not in wide][: AUTHORITIES - len(wide)]
    small = [
        (f"E01{21_000 + at:06d}", f"{here[at % len(here)].name} {at // len(here) // 5 + 1:03d}{'ABCDE'[at % 5]}")
        for at in range(SMALL_AREAS)
    ]
    years = tuple((f"{year}/{year % 100 + 1}", f"{year}-04-01", f"{year + 1}-03-31") for year in range(2014, 2024))
    months = tuple(
        (f"2024-{month:02d}", f"2024-{month:02d}-01", f"2024-{month:02d}-28") for month in range(1, TIMES + 1)
    )
    left, number = figures, 0
    while left > 0:
        number += 1
        fine = number % 5 == 0
        areas = (*wide, *(small if fine else others))
        sheet = _Sheet(number, areas, months if fine else years, ("all",) if fine else SEXES)
        each = len(sheet.periods) * len(sheet.sexes)
        kept = tuple(areas[: max(len(wide), min(len(areas), left // each))])
        yield f"Indicator {number:03d} of what was counted", _Sheet(number, kept, sheet.periods, sheet.sexes)
        left -= len(kept) * each


def _figures(indicator: int, sheet: _Sheet) -> Iterator[dict[str, Any]]:
    chance = random.Random(sheet.number)  # noqa: S311
    row = 1
    for code, name in sheet.areas:
        level = chance.uniform(40, 200)
        for period, starts, ends in sheet.periods:
            for sex in sheet.sexes:
                row += 1
                value = level * chance.uniform(0.8, 1.25)
                yield {
                    "indicator_id": indicator, "area_code": code, "area": name, "period": period, "period_start": starts,
                    "period_end": ends, "sex": sex, "value": value, "lower": value * 0.9, "upper": value * 1.1,
                    "count": round(value * 0.9), "denominator": 90_000.0, "interval": "published", "row": row,
                }  # fmt: skip


def _dataset(session: Any, sheet: _Sheet) -> int:
    from workbench.indicators.datasets import Dataset
    from workbench.rows import add

    return add(
        session,
        Dataset,
        name=f"figures-{sheet.number:03d}.csv",
        publisher=f"Publisher {sheet.number % 7}",
        licence="Open Government Licence v3.0",
    )


async def _ours(project: Project) -> tuple[list[Press], list[Press], list[Press]]:
    """The whole catalogue, the marked area's page and Harlow's, each from a key until what is wanted is painted."""
    from workbench.tui.app import WorkbenchApp
    from workbench.tui.indicators.screen import IndicatorsScreen
    from workbench.tui.title_bar import Heading

    class ClockedWorkbench(Clocked, WorkbenchApp):
        """The workbench on a clock."""

    app = ClockedWorkbench(project=project, heading=Heading(project.title, "saved", project.coder))
    catalogue, place, found = [], [], []
    async with app.run_test(size=SIZE) as pilot:
        app.go_to_room("indicators")
        while not isinstance(app.screen, IndicatorsScreen):
            await pilot.pause(0.05)
        await app.workers.wait_for_complete()
        for turn in range(TIMES):
            await _touch(project, turn)
            catalogue.append(await _until(app, "C", lambda: bool(app.screen.query("#all-indicators"))))
            await pressed(app, "escape")
            await asyncio.sleep(0.5)
            place.append(await _until(app, "p", lambda: _stands(app)))
            await app.workers.wait_for_complete()
            await pressed(app, "escape")
            await _touch(project, turn)
            app.places_seen = [HARLOW]
            await pressed(app, "ctrl+l")
            await asyncio.sleep(0.5)
            found.append(await _until(app, "enter", lambda: _stands(app)))
            await app.workers.wait_for_complete()
            await pressed(app, "escape")
        app.project = None
    return catalogue, place, found


def _stands(app: Clocked) -> bool:
    """Whether the first figure of a place stands on its page."""
    from workbench.tui.widgets.reader import Reader

    return any("Indicator 001" in one.text for one in app.screen.query(Reader))


async def _touch(project: Project, turn: int) -> None:
    """Change something that is no figure, as people do all the while."""
    from workbench.sources.cases import case_named

    with project.change("Take in a person") as session:
        case_named(session, f"Person {turn}")


async def _until(app: Clocked, key: str, stands: Callable[[], bool]) -> Press:
    """Press a key and wait for the first paint with what is wanted on it."""
    event = Key(key, key if len(key) == 1 else None)
    event.set_sender(app)
    clock, cpu = time.perf_counter(), time.process_time()
    app.post_message(event)
    stood = 0.0
    while app.painted <= stood or not stood:
        if not stood and stands():
            stood = time.perf_counter()
        if time.perf_counter() - clock > LONGEST:
            raise RuntimeError("it was never painted")
        await asyncio.sleep(0.001)
    press = Press(time.process_time() - cpu, app.painted - clock)
    await asyncio.sleep(STILL)
    return press


async def _bare(raw: Any) -> tuple[list[Press], list[Press]]:
    """The same two asked of the raw table, and painted as plain lines."""

    class Lines(ScrollView):
        """Lines of whatever was asked."""

        lines: tuple[str, ...] = ()

        def ask(self, statement: str, asked: tuple[str, ...]) -> None:
            """Ask, and repaint."""
            self.lines = tuple("  ".join(map(str, row)) for row in raw.execute(statement, asked).fetchall())
            self.virtual_size = Size(118, len(self.lines))
            self.refresh()

        def render_line(self, y: int) -> Strip:
            """One line of them."""
            row = y + self.scroll_offset.y
            text = self.lines[row] if row < len(self.lines) else ""
            return Strip([Segment(text)]).adjust_cell_length(self.size.width)

    class BareApp(Clocked):
        def compose(self) -> ComposeResult:
            yield Lines()

    app = BareApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = app.query_one(Lines)
        return (
            [await done(app, lambda: view.ask(_CATALOGUE, ())) for _ in range(TIMES)],
            [await done(app, lambda: view.ask(_PLACE, (HARLOW,))) for _ in range(TIMES)],
        )
