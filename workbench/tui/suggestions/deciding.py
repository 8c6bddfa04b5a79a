"""Deciding: accept, reject, another code, later."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session
from textual import work

from workbench.coding.codebook import ensure_code
from workbench.suggestions.review import SuggestionLine, accept, accept_as, later, reject
from workbench.text import Span
from workbench.tui.codes import NOTE_LINES, code_choices
from workbench.tui.commands import Command, command
from workbench.tui.dialogs import Choice, Choose, Created
from workbench.tui.suggestions.looking import Look
from workbench.tui.suggestions.pile import Pile, read_codes
from workbench.tui.tabbed import Tabbed, tab_commands
from workbench.tui.widgets.transcript import TranscriptView

TABS = {"passages": "Passages", "topics": "Topics"}
EDGES = (
    ("end_back", "Narrow the end", "left_square_bracket", "edge('end', -1)"),
    ("end_on", "Widen the end", "right_square_bracket", "edge('end', 1)"),
    ("start_back", "Widen the start", "comma", "edge('start', -1)"),
    ("start_on", "Narrow the start", "full_stop", "edge('start', 1)"),
)


class Passage(TranscriptView, can_focus=False):
    """A transcript that is only looked at: the keys belong to the decision."""


class Deciding(Tabbed):
    """The half of the review that changes the project."""

    TABS = TABS
    COMMAND_LIST = (
        *tab_commands("review", TABS),
        *(
            Command(f"review.{name}", title, "Move an end of the passage by a word.", key, action=action, palette=False)
            for name, title, key, action in EDGES
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.pile = Pile()
        self.at = 0
        self.look = Look()

    @property
    def line(self) -> SuggestionLine | None:
        """The suggestion in sight."""
        return self.pile.lines[self.at] if self.at < len(self.pile.lines) else None

    def show_passage(self) -> None:
        """Show the suggestion in sight."""

    def _words(self) -> Span | None:
        """The words somebody wants coded, None where they are those proposed."""
        view = self.query_one(Passage)
        chosen, line = view.selection, self.line
        if chosen is None or line is None:
            return None
        return None if chosen == view.script.trimmed(Span(line.start, line.end)) else chosen

    def _decide(self, title: str, decide: Callable[[Session, SuggestionLine, int], object]) -> None:
        """Decide about the suggestion in sight and go to the next."""
        line = self.line
        if line is None:
            return
        looked = self.look.milliseconds()
        with self.attempt(title) as tried, self.project.change(title) as session:
            decide(session, line, looked)
        if not tried.failed:
            self._seen = self.project.latest_change()
            self._stale = {name for name in self.TABS if name != self.tab}
            self.pile = self.pile.put_off(line.id) if title == "Later" else self.pile.without(line.id)
            self.at = min(self.at, max(0, len(self.pile.lines) - 1))
            self.show_passage()

    @command("review.accept", "Accept", key="y", footer=True)
    def action_accept(self) -> None:
        """Give the proposed code to these words, as your own coding."""
        span = self._words()
        self._decide("Accept a suggestion", lambda session, line, ms: accept(session, line.id, looked_ms=ms, span=span))

    @command("review.reject", "Reject", key="x", footer=True)
    def action_reject(self) -> None:
        """Say that the code does not fit; it is not proposed here again."""
        self._decide("Reject a suggestion", lambda session, line, ms: reject(session, line.id, looked_ms=ms))

    @command("review.put_off", "Later", key="l", footer=True)
    def action_put_off(self) -> None:
        """Put the suggestion at the end of the pile."""
        self._decide("Later", lambda session, line, ms: later(session, line.id, looked_ms=ms))

    @command("review.other_code", "Other code", key="e", footer=True)
    @work(exclusive=True, group="question")
    async def action_other_code(self) -> None:
        """Give these words another code than the proposed one."""
        line, span = self.line, self._words()
        if line is None:
            return
        answer = await self._choose_code("Which code instead?")
        if answer is None or self.line is None or self.line.id != line.id:
            return

        def decide(session: Session, line: SuggestionLine, looked: int) -> None:
            code = ensure_code(session, answer.name) if isinstance(answer, Created) else answer.key
            accept_as(session, line.id, code, looked_ms=looked, span=span)

        self._decide("Accept with another code", decide)

    async def _choose_code(self, title: str) -> Choice[int] | Created | None:
        """A code from the codebook, or the name of one to be made."""
        choices = code_choices(read_codes(self.project))
        return await self.app.push_screen_wait(Choose(title, choices, create="New code “{}”", note_lines=NOTE_LINES))

    def action_edge(self, edge: str, by: int) -> None:
        """Move an end of the passage."""
        self.query_one(Passage).action_edge(edge, by)
