"""Narrowing the words before a decision: by a word at either end, or to the sentence that tells."""

from __future__ import annotations

from workbench.suggestions.narrowing import stepped, steps, telling_sentence
from workbench.suggestions.review import SuggestionLine
from workbench.text import Span
from workbench.tui.commands import Command, command
from workbench.tui.suggestions.pile import Why
from workbench.tui.tabbed import Tabbed
from workbench.tui.widgets.transcript import TranscriptView

EDGES = (
    ("end_back", "Narrow the end", "left_square_bracket", "edge('end', -1)"),
    ("end_on", "Widen the end", "right_square_bracket", "edge('end', 1)"),
    ("start_back", "Widen the start", "comma", "edge('start', -1)"),
    ("start_on", "Narrow the start", "full_stop", "edge('start', 1)"),
)


class Passage(TranscriptView, can_focus=False):
    """A transcript that is only looked at: the keys belong to the decision."""


class Narrowing(Tabbed):
    """The part of the review that says which words a decision is about."""

    COMMAND_LIST = tuple(
        Command(f"review.{name}", title, "Move an end of the passage by a word.", key, action=action, palette=False)
        for name, title, key, action in EDGES
    )

    def __init__(self) -> None:
        super().__init__()
        self.line: SuggestionLine | None = None
        """The suggestion in sight."""
        self.why: Why | None = None
        """What speaks for it, once that is known."""

    @property
    def passage(self) -> Passage:
        """The words in their context."""
        return self.query_one("#passage", Passage)

    def chosen_words(self) -> Span | None:
        """The words somebody wants coded, None where they are those proposed."""
        chosen, line = self.passage.selection, self.line
        if chosen is None or line is None:
            return None
        return None if chosen == self._proposed(line) else chosen

    def _proposed(self, line: SuggestionLine) -> Span:
        return self.passage.script.trimmed(Span(line.start, line.end)) or Span(line.start, line.end)

    def action_edge(self, edge: str, by: int) -> None:
        """Move an end of the passage."""
        self.passage.action_edge(edge, by)

    @command("review.take_telling", "Sentence", key="t", footer=True)
    def action_take_telling(self) -> None:
        """Narrow the passage to the sentence that tells most; once more, the words that were proposed."""
        found = self._turn_of_line()
        if found is None:
            return
        start, text, proposed = found
        telling = telling_sentence(text, proposed, self._telling()).shifted(start)
        whole = proposed.shifted(start)
        self.passage.select(whole if self.passage.selection == telling else telling)
        if telling == whole:
            self.notify("It is one sentence already. - narrows to a word.", title="Sentence")

    @command("review.narrow", "Narrower", key="minus", palette=False)
    def action_narrow(self) -> None:
        """Take less of it: the sentence that tells most, then one word."""
        self._step(-1)

    @command("review.widen", "Wider", key="plus", palette=False)
    def action_widen(self) -> None:
        """Take more of it: the sentence, the words proposed, the whole turn."""
        self._step(1)

    def _step(self, by: int) -> None:
        found, chosen = self._turn_of_line(), self.passage.selection
        if found is None or chosen is None:
            return
        start, text, proposed = found
        levels = [one.shifted(start) for one in steps(text, proposed, self._telling())]
        self.passage.select(stepped(levels, chosen, by))

    def _telling(self) -> tuple[str, ...]:
        return self.why.telling if self.why is not None else ()

    def _turn_of_line(self) -> tuple[int, str, Span] | None:
        """Where the turn of the suggestion in sight begins, its words, and the words proposed, from the turn's start."""
        line = self.line
        turns = [] if line is None else [one for one in self.passage.script.turns if one.start <= line.start < one.end]
        if line is None or not turns:
            return None
        whole = self._proposed(line)
        return turns[0].start, turns[0].text, Span(whole.start - turns[0].start, whole.end - turns[0].start)
