"""Suggestions beside the words in the coding room: shown or not, and taken over at the cursor."""

from __future__ import annotations

from collections.abc import Sequence, Set

from workbench.rows import now
from workbench.settings import chosen, keep_choice
from workbench.tui.coding.suggested import key_of
from workbench.tui.coding.writing import Writing
from workbench.tui.commands import command
from workbench.tui.widgets.passages import Mark

IN_MARGIN = "suggestions_in_margin"


class Suggesting(Writing):
    """The part of the coding room that shows what the machine proposes, faintly, and takes it over when asked."""

    def __init__(self) -> None:
        super().__init__()
        self.suggested_shown = chosen(IN_MARGIN)
        self._seen_suggested: dict[int, str] = {}
        """When the cursor first stood on each suggestion, in UTC."""
        self._took_here = False

    def lay_again(self) -> None:
        """Lay the document on the desk anew, with suggestions or without."""

    @command("coding.show_suggested", "Suggestions", key="z")
    def action_show_suggested(self) -> None:
        """Show in the margin, faintly, which codes the machine proposes here, or hide them again."""
        self.suggested_shown = not self.suggested_shown
        keep_choice(IN_MARGIN, self.suggested_shown)
        self.lay_again()
        if not self.suggested_shown:
            said = "Suggestions are hidden beside the words; they stay in Review (g r)."
        elif self.sheet is not None and self.sheet.proposed:
            said = f"{len(self.sheet.proposed):,} suggestions stand beside these words, marked ░. Y takes one over."
        elif self.reads_blind_here():
            said = "While you read this document blind, no suggestions are shown beside it."
        else:
            said = "Nothing is suggested for this document. In Review (g r), s looks for codes that may fit."
        self.notify(said, title="Suggestions")

    def reads_blind_here(self) -> bool:
        """Whether other people's codings of this document are hidden from the coder."""
        from workbench.coding.blind import unfinished

        with self.project.read() as session:
            return self.sheet is not None and self.sheet.document.id in unfinished(session)

    def suggested_at(self, marks: Sequence[Mark]) -> str:
        """What is suggested by some marks, in words; noted as seen. Empty where nothing is."""
        sheet = self.sheet
        said = []
        for mark in marks:
            key = key_of(mark)
            one = sheet.proposal(key) if sheet is not None and key is not None else None
            code = sheet.code(one.code_id) if sheet is not None and one is not None else None
            if one is not None and code is not None:
                from workbench.suggestions.nearest import in_words

                self._seen_suggested.setdefault(one.id, now())
                said.append(f"{mark.letter} {code.name} ({in_words(one.score)})")
        return f"░ suggested: {', '.join(said)} · Y takes it over" if said else ""

    @command("coding.take_suggested", "Take over", key="Y")
    def action_take_suggested(self) -> None:
        """Accept the suggestion under the cursor: its code on its words, or on those selected, as your own coding."""
        from workbench.suggestions.review import accept

        keys = [key for mark in self.words.marks_at(self.words.cursor) if (key := key_of(mark)) is not None]
        if not keys:
            hint = "" if self.suggested_shown else " z shows those there are."
            self.notify(f"Nothing is suggested for the words under the cursor.{hint}", title="Take over")
            return
        span, shown = self.words.selection, self._seen_suggested.get(keys[0], "")
        with self.attempt("Take over") as tried, self.project.change("Accept a suggestion") as session:
            accept(session, keys[0], span=span, shown=shown)
        if not tried.failed:
            self._took_here = True
            self.lay_again()
            self.words.action_drop_selection()

    def shows_undo(self, tables: Set[str]) -> bool:
        """What was taken over here is taken back here."""
        if self._took_here and tables == {"suggestion", "coding"}:
            return True
        return super().shows_undo(tables)
