"""What is typed before a question stands on the screen goes to that question, not to the room beneath it."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING

from textual import events

from workbench.tui.painting import WholeLines
from workbench.tui.question import Question, is_typed

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp


async def is_done(app: WorkbenchApp, event: events.Key) -> bool:
    """Whether a key went to the question that an earlier one has asked, or was for lines, in which nothing is typed.

    The latter is done before the next key is looked at, and what it begins has taken its first step, in which it asks.
    """
    asked = app.screen
    if isinstance(asked, Question) and asked.typed_ahead(event):
        return True
    if app.opening and is_typed(event) and not isinstance(asked, Question):
        app.typed_while_opening.append(event)
        return True
    if event.is_forwarded or isinstance(asked, Question) or not isinstance(app.focused, WholeLines):
        return False
    if not await app._check_bindings(event.key, priority=True):
        await app._check_bindings(event.key)
    await sleep(0)
    return True
