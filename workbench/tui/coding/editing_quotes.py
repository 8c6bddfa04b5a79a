"""What is done to a quote on the Quotes page: copying it, and editing how it is shown."""

from __future__ import annotations

from typing import Any

from textual import work

from workbench.coding.display import form_between, save_form
from workbench.errors import WorkbenchError
from workbench.text import Span
from workbench.tui.coding.quote_lines import QuoteRow
from workbench.tui.coding.quoting import copy_quote
from workbench.tui.commands import command
from workbench.tui.dialogs import Field, Form
from workbench.tui.screen import WorkbenchScreen


class EditsQuotes(WorkbenchScreen):
    """The part of the Quotes page that works on the highlighted passage."""

    seen = -1
    """The newest change that the page shows."""

    @property
    def row(self) -> QuoteRow | None:
        """The highlighted passage."""
        return None

    def ask_again(self) -> None:
        """Show the passages as they are now."""

    @command("quotes.copy", "Copy", key="y", footer=True)
    def action_copy(self) -> None:
        """Copy the quote with whose it is and where it was said, for the team only."""
        row = self.row
        if row is not None:
            copy_quote(self, row.passage.document_id, Span(row.passage.start, row.passage.end))
            self.seen = self.project.latest_change()

    @command("quotes.edit_form", "Edit", key="e", footer=True)
    @work(exclusive=True, group="question")
    async def action_edit_form(self) -> None:
        """Edit how the quote is shown: cuts, words of yours in brackets, um and er left out; the words as said stay."""
        row = self.row
        if row is None or row.why:
            return
        one = row.passage
        form = Form(
            "How the quote is shown",
            [Field("text", "Shown", row.text if row.edited else one.text, lines=9, check=_wrong_with(one.text))],
            prompt=f"A cut is shown as […] or [...], words of yours stand in [ ]; um, er, you know and the like may go. "
            f"Everything else stays as it was said:\n\n{one.text}",
        )
        answer = await self.app.push_screen_wait(form)
        if answer is None:
            return
        with self.attempt("Edit") as tried, self.project.change("Edit how a quote is shown") as session:
            save_form(session, one.document_id, Span(one.start, one.end), one.text, answer["text"] or one.text)
        if not tried.failed:
            self.ask_again()


def _wrong_with(verbatim: str) -> Any:
    """What says what is wrong with an edited text, or nothing."""

    def check(text: str) -> str | None:
        try:
            form_between(verbatim, text)
        except WorkbenchError as refusal:
            return str(refusal)
        return None

    return check
