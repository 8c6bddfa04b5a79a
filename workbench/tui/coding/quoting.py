"""From the coding room to the Quotes page and back, and a quote onto the clipboard."""

from __future__ import annotations

from textual import work

from workbench.coding.query_language import as_typed
from workbench.desk.door.copying import copied
from workbench.text import Span
from workbench.tui.coding.left import Left
from workbench.tui.coding.writing import Writing
from workbench.tui.commands import command
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.code_list import CodeList
from workbench.tui.widgets.lines import fitted


class Quoting(Writing):
    """The part of the coding room that quotes."""

    left_behind: Left | None = None
    """The room or the Quotes page that led here, until escape goes back to it."""

    @command("coding.open_quotes", "Quotes", key="Q")
    def action_open_quotes(self) -> None:
        """Ask for passages: from the list of codes, those of the highlighted code; else whatever is asked."""
        from workbench.tui.coding.quotes import QuotesScreen

        codes = self.query_one("#code-list", CodeList)
        inside = self.focused is not None and codes in self.focused.ancestors_with_self
        line = codes.current if inside else None
        self.left_behind = None
        self.app.push_screen(QuotesScreen(as_typed(line.path) if line is not None else ""))

    def _span_to_quote(self) -> Span | None:
        """The selected words, else those of the coding under the cursor, else what the cursor is in."""
        if self.sheet is None:
            return None
        marks = [mark for mark in self.words.marks_at(self.words.cursor) if not mark.suggested]
        coding = self.sheet.coding(marks[0].key) if marks else None
        return self.words.selection or (Span(coding.start, coding.end) if coding else None) or self._span()

    @command("coding.copy_quote", "Copy quote", key="y")
    def action_copy_quote(self) -> None:
        """Copy the selected words, or those of the coding under the cursor, with whose they are, for the team."""
        span = self._span_to_quote()
        if self.sheet is None:
            return
        if span is None:
            self.notify("Choose some words first.", title="Copy quote")
            return
        copy_quote(self, self.sheet.document.id, span)

    @command("coding.at_the_door", "Could it leave?", key="D")
    @work(exclusive=True, group="question")
    async def action_at_the_door(self) -> None:
        """Say whether the selected words, or those of the coding under the cursor, could leave for some readers, and why."""
        span = self._span_to_quote()
        if self.sheet is None or span is None:
            self.notify("Choose some words first.", title="Could it leave?")
            return
        from workbench.tui.governance.at_the_door import tell_of_quote

        await tell_of_quote(self, self.sheet.document.id, span)

    @property
    def _beside_the_words(self) -> bool:
        """Whether the transcripts, the codes or what lies beside has the focus."""
        return self.is_mounted and self.focused is not None and self.focused is not self.words

    @command("coding.go_back", "Back", key="escape", palette=False, footer=True)
    @work(exclusive=True, group="question")
    async def action_go_back(self) -> None:
        """Go from the lists back to the words; from there to the room or the row of the Quotes page that led here."""
        if self._beside_the_words:
            self.words.focus()
            return
        left, self.left_behind = self.left_behind, None
        if left is None:
            return
        if left.mode != self.app.current_mode:
            await self.app.switch_mode(left.mode)
            return
        from workbench.tui.coding.quotes import QuotesScreen

        await self.app.push_screen(QuotesScreen(left=left))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going back is only here beside the words, and after coming from elsewhere."""
        if action == "go_back":
            return self._beside_the_words or self.left_behind is not None
        return super().check_action(action, parameters)


LONGEST = 300
"""So many characters of a copied quote are shown; all of it is on the clipboard."""


def copy_quote(screen: WorkbenchScreen, document_id: int, span: Span) -> None:
    """Bring some words to the door for the team, and put them on the clipboard if they may be shown."""
    with screen.attempt("Copy quote") as tried:
        text = copied(screen.project, document_id, span)
    if not tried.failed:
        screen.app.copy_to_clipboard(text)
        screen.notify(fitted(text, min(LONGEST, len(text))), title="Copied, for the team only", markup=False, timeout=6)
