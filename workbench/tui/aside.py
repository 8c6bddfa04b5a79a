"""Something long done beside the person: its progress in the status line, its refusal as a notice."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.tui.screen import WorkbenchScreen

Outcome = TypeVar("Outcome")


async def aside(
    screen: WorkbenchScreen, what: str, do: Callable[[Callable[[float, str], None]], Outcome]
) -> Outcome | None:
    """Do something long beside the person, with its progress shown; None where it was refused, which is said."""
    going_on = screen.workbench.begin_work(what)
    try:
        return await to_thread(do, lambda done, note: going_on.progress(done, total=1.0, note=note))
    except WorkbenchError as refusal:
        screen.notify(str(refusal), title=what, severity="warning", timeout=12, markup=False)
        return None
    finally:
        screen.workbench.end_work()
