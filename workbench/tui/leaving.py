"""Taking something out in the app: for whom, and asking once before it leaves the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.governance.audiences import INTERNAL
from workbench.tui.dialogs import Confirm

if TYPE_CHECKING:
    from workbench.tui.screen import WorkbenchScreen


def reader(name: str) -> str:
    """An audience as it is listed."""
    return "The team only" if name == INTERNAL else name.capitalize()


async def may_leave(screen: WorkbenchScreen, audience: str, what: str) -> bool:
    """Ask once before something leaves the team; `what` is it in two words, with which the question begins."""
    if audience == INTERNAL:
        return True
    said = (
        f"{what} leaves the team: it is for “{audience}”. Words of people who have not allowed that are held "
        "back, and small numbers counted from records are withheld. It is entered in the register of what has left. "
        "Once somebody has the file, it cannot be taken back."
    )
    answer = await screen.app.push_screen_wait(
        Confirm("This leaves the team", said, yes=f"Write it for “{audience}”", no="Do not write it")
    )
    return answer is True
