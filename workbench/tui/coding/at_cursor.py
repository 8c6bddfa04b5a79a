"""From the words under the cursor to their codes: what they mean, the codebook, the next place of a code."""

from __future__ import annotations

from workbench.tui.coding.writing import Writing
from workbench.tui.commands import command
from workbench.tui.widgets.code_list import CodeList


class AtCursor(Writing):
    """The part of the coding room that leads to the codes on the words."""

    def code_here(self) -> int | None:
        """The code of the shortest coding under the cursor, else the one highlighted in the list."""
        if self.sheet is not None and self.focused is self.words:
            for mark in self.words.marks_at(self.words.cursor):
                coding = self.sheet.coding(mark.key)
                if coding is not None:
                    return coding.code_id
        line = self.query_one("#code-list", CodeList).current
        return int(line.key) if line else None

    @command("coding.open_codebook", "Codebook", key="B", footer=True)
    def action_open_codebook(self) -> None:
        """Open the codebook, at the code under the cursor: what codes mean, reshaping them, and the themes."""
        from workbench.tui.codebook.screen import CodebookScreen

        self.app.push_screen(CodebookScreen(self.code_here()))

    @command("coding.find_and_code", "Find and code", key="F")
    def action_find_and_code(self) -> None:
        """Find words, a pattern, a speaker or answers to a question, see every place, and code those that are meant."""
        from workbench.tui.coding.find_and_code import FindAndCode

        self.app.push_screen(FindAndCode(self.sheet.document.id if self.sheet else None))
