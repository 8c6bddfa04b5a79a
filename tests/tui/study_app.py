"""The real app on the small study, with waiting that ends as soon as something is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from workbench.project.file import Project
from workbench.tui.app import WorkbenchApp
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.dialogs import Ask, Choose, Form
from workbench.tui.sources.understood import Understood
from workbench.tui.title_bar import Heading
from workbench.tui.widgets.rows import Rows


async def until(pilot: Pilot[Any], there: Callable[[], bool], what: str) -> None:
    """Wait until something is there, a minute at most."""
    latest = monotonic() + 60
    while monotonic() < latest:
        if there():
            await pilot.pause()
            return
        await asyncio.sleep(0.005)
    raise AssertionError(f"never came: {what}; on top is {pilot.app.screen!r}")


@asynccontextmanager
async def study_app(
    project: Project, room: str, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[WorkbenchApp, Pilot[Any]]]:
    """The app in a room of an open project, which stays open when the app ends."""
    app = WorkbenchApp(project=project, heading=Heading(project.title, "saved", project.coder))
    async with app.run_test(size=size) as pilot:
        try:
            await pilot.pause()
            app.go_to_room(room)
            await until(pilot, lambda: app.current_mode == room and app.screen.focused is not None, room)
            await until(pilot, lambda: not getattr(app.screen, "is_reading", False), f"what {room} reads")
            yield app, pilot
        finally:
            app.project = None


async def understood(pilot: Pilot[Any], app: WorkbenchApp, where: object) -> Understood:
    """Ask for files to bring in, and wait for the page of what was understood of them."""
    await pilot.press("i")
    await until(pilot, lambda: isinstance(app.screen, Ask), "the question of which files")
    app.screen.query_one(Input).value = str(where)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, Understood), "what was understood")
    await until(pilot, lambda: bool(app.screen.query_one("#understood", Rows).rows), "the files")
    assert isinstance(app.screen, Understood)
    return app.screen


async def shown(pilot: Pilot[Any], kind: type[Screen[Any]] | tuple[type[Screen[Any]], ...], title: str) -> Any:
    """The dialog or page of that kind, or one of several, and title, once it is on top."""

    def there() -> bool:
        top = pilot.app.screen
        return isinstance(top, kind) and title in str(getattr(top, "title_text", getattr(top, "page_title", "")))

    await until(pilot, there, f"{kind} {title}")
    return pilot.app.screen


async def choose(pilot: Pilot[Any], title: str, typed: str, /) -> None:
    """Type a few letters in the list with that title and take the first."""
    asked = await shown(pilot, (Choose, ChooseSeveral), title)
    await pilot.press(*("space" if letter == " " else letter for letter in typed))
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not asked, f"the answer to {title}")


async def fill(pilot: Pilot[Any], title: str, /, **cells: str) -> None:
    """Fill fields of the form with that title, by their keys, and keep it."""
    form = await shown(pilot, Form, title)
    for at, each in enumerate(form._fields):
        if each.key in cells:
            widget = form.query_one(f"#field-{at}")
            if isinstance(widget, TextArea):
                widget.text = cells[each.key]
            elif isinstance(widget, Input):
                widget.value = cells[each.key]
            else:
                widget.value = cells[each.key]
    await pilot.press("ctrl+s")
    await until(pilot, lambda: pilot.app.screen is not form, f"the answer to {title}")
