"""Holding words back while coding."""

from __future__ import annotations

from textual import work

from workbench.governance.flags import flags
from workbench.tui.coding.writing import Writing
from workbench.tui.commands import command
from workbench.tui.flagging import hold_back, settle


class Flagging(Writing):
    """The part of the coding room that flags passages."""

    @command("coding.hold_back", "Hold back", key="exclamation_mark")
    @work(exclusive=True, group="question")
    async def action_hold_back(self) -> None:
        """Flag these words: for safeguarding, or because somebody who was there would know; on a flag, settle it."""
        sheet, span = self.sheet, self._span()
        if sheet is None or span is None:
            self.notify("Choose a transcript and some words first.", title="Hold back")
            return
        with self.project.read() as session:
            here = [one for one in flags(session, sheet.document.id) if self.words.cursor in range(one.start, one.end)]
        if here and self.words.selection is None:
            await settle(self, here[0], here=True)
        else:
            await hold_back(self, sheet.document.id, span)
        self.redraw()
        self.words.action_drop_selection()
