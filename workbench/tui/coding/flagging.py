"""Holding words back while coding, and looking again at codings whose words were changed."""

from __future__ import annotations

from textual import work

from workbench.coding.codings import still_holds
from workbench.governance.flags import flags
from workbench.tui.coding.printing import Printing
from workbench.tui.commands import command
from workbench.tui.flagging import hold_back, settle


class Flagging(Printing):
    """The part of the coding room that flags passages, and settles codings after an amendment."""

    @command("coding.next_reworded", "Next with changed words", key="R")
    def action_next_reworded(self) -> None:
        """Go to the next coding of this document whose words were changed beneath it."""
        waiting = [one for one in self.sheet.marked if one.reworded] if self.sheet else []
        if not waiting:
            self.notify("No coding of this document lies on words that were changed.", title="Changed words")
            return
        after = [one for one in waiting if one.start > self.words.cursor]
        self.words.go_to((after or waiting)[0].start)

    @command("coding.still_holds", "Still holds", key="h")
    def action_still_holds(self) -> None:
        """Say that the codes under the cursor still hold, though their words were changed."""
        sheet = self.sheet
        here = [sheet.coding(mark.key) for mark in self.words.marks_at(self.words.cursor)] if sheet else []
        waiting = [one for one in here if one is not None and one.reworded]
        if not waiting:
            self.notify("No coding here lies on words that were changed.", title="Still holds")
            return
        with self.attempt("Still holds") as tried, self.project.change("A code still holds") as session:
            for one in waiting:
                still_holds(session, one.id)
        self.redraw(coded=() if tried.failed else {one.id for one in waiting})

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
