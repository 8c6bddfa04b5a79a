"""The Quotes page: a question on top, the passages that fit below it, how many people they come from; a word in context."""

from __future__ import annotations

from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.worker import Worker, get_current_worker

from workbench.coding.blind import seen
from workbench.coding.concordance import MOST, PAGE, KeywordLine, Order, concordance, places_said
from workbench.coding.query_names import Names, names
from workbench.coding.querying import Question, ask, tally
from workbench.coding.tree import read_tree
from workbench.errors import WorkbenchError
from workbench.text import Span
from workbench.tui.coding.completing import QueryLine, begun, completions
from workbench.tui.coding.editing_quotes import EditsQuotes
from workbench.tui.coding.left import Left
from workbench.tui.coding.quote_lines import KeywordLines, QuoteLines, QuoteRow, read_quotes
from workbench.tui.coding.saved_questions import SavedQuestions
from workbench.tui.commands import command
from workbench.tui.finding import NOT_SAID
from workbench.tui.screen import Here
from workbench.tui.widgets.lines import LineList

FIRST = 50
"""So many passages are read first; more as the highlight comes near their end."""
ASKS = 'a code, "two words", age:16-17, A near B, A and not B …'
KEYWORD = "a word, a phrase, or the beginning of a word with a star: polic*"
NOTHING_ASKED = "Type a question above and press enter: a code by its name, for a start. F1 shows what can be asked."


class QuotesScreen(EditsQuotes, SavedQuestions):
    """Passages that fit a question. `QuotesScreen(query)` may be pushed from anywhere."""

    HELP = """\
### Quotes
The passages that fit the question on top, and how many people they come from. `/` goes to the question, where `tab`
completes names; `enter` on a passage goes to its place in Coding, and `escape` there comes back to this row.
`y` copies the quote with whose it is, `e` edits how it is shown, `s` keeps the question under a name, `o` opens a kept
one, `r` renames it and `delete` takes it away. `K` shows a word in its context. `escape` goes back.
"""
    room = "coding"

    def __init__(self, query: str = "", *, left: Left | None = None) -> None:
        super().__init__()
        self._back = left or Left("coding", query)
        self.typed = self._back.query
        self.saved = self._back.saved
        self.shows = self._back.shows
        self.keyword, self.order = self._back.keyword, self._back.order
        self.question: Question | None = None
        self.seen = -1
        self._whole = False
        """Whether every passage has been read."""
        self._asking: Worker[Any] | None = None

    def compose_room(self) -> ComposeResult:
        """The question, how many, the list, and the highlighted passage as a whole."""
        with Vertical(id="quotes", classes="pane"):
            yield QueryLine(id="query")
            yield Static("", id="quote-count", markup=False)
            yield QuoteLines(empty=NOTHING_ASKED, id="quote-lines")
            yield KeywordLines(empty="Type a word above and press enter.", id="keyword-lines")
            yield Static("", id="quote-whole", markup=False)

    @property
    def line(self) -> QueryLine:
        """The line in which a question is typed."""
        return self.query_one("#query", QueryLine)

    @property
    def passages(self) -> QuoteLines:
        """The passages."""
        return self.query_one("#quote-lines", QuoteLines)

    @property
    def keywords(self) -> KeywordLines:
        """The places where a word is said."""
        return self.query_one("#keyword-lines", KeywordLines)

    @property
    def listed(self) -> LineList[Any]:
        """The list in sight."""
        return self.keywords if self.shows == "keyword" else self.passages

    @property
    def row(self) -> QuoteRow | None:
        """The highlighted passage."""
        return self.passages.current if self.shows == "passages" else None

    def evidence_here(self) -> Here | None:
        """The highlighted passage."""
        return None if self.row is None else Here("quote", (self.row.passage.coding_id,))

    def on_mount(self) -> None:
        """Ask at once where a question came along; else wait for one."""
        self.query_one("#quotes").border_title = "Quotes"
        self._names()
        self._show_kind()
        if self.line.value:
            self._ask(self.line.value, self._back)
            self.listed.focus()
        else:
            self.line.focus()

    @work(thread=True, exclusive=True, group="names")
    def _names(self) -> None:
        """Learn the names that tab completes, away from the interface: there may be many people."""
        with self.project.read() as session:
            known = names(session, read_tree(session))
        self.app.call_from_thread(self._know, known)

    def _know(self, known: Names) -> None:
        if self.is_attached:
            self.line.names = known

    def _show_kind(self) -> None:
        """Show passages, or a word in its context; each keeps what was typed."""
        keyword = self.shows == "keyword"
        self.set_class(keyword, "-keyword")
        self.line.value = self.keyword if keyword else self.typed
        self.line.placeholder = KEYWORD if keyword else ASKS
        self.query_one("#quotes").border_subtitle = "a word in its context" if keyword else ""
        self._say("")
        self.refresh_bindings()

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        count = self.query_one("#quote-count", Static)
        count.update(sentence)
        count.set_class(wrong, "-wrong")

    # Asking

    @on(Input.Submitted, "#query")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.shows == "passages" and event.value != self.typed:
            self.saved = None
        self.ask_typed(event.value)

    def ask_typed(self, typed: str) -> None:
        """Ask what was typed, and go to the answer when it is there."""
        self.line.value = typed
        self._ask(typed, Left("coding", typed))

    @on(Input.Changed, "#query")
    def _changed(self, event: Input.Changed) -> None:
        """Show a few names that fit what is being typed."""
        event.stop()
        if self.shows == "passages" and event.value != self.typed and self.line.has_focus and self.line.names:
            before = len(begun(event.value).before)
            fitting = [one[before:] for one in completions(event.value, self.line.names) if one != event.value][:4]
            self._say(f"tab: {'   '.join(fitting)}" if fitting and event.value.strip() else "")

    def _ask(self, typed: str, at: Left) -> None:
        """Ask in a thread; what was asked before is no longer wanted."""
        self.seen = self.project.latest_change()
        self._say("Looking …")
        if self.shows == "keyword":
            self.keyword = typed
            self._look(typed, self.order, at.row)
        else:
            self.typed = typed
            self._answer(typed, at)

    @work(thread=True, exclusive=True, group="ask")
    def _answer(self, typed: str, at: Left) -> None:
        worker = get_current_worker()
        try:
            with self.project.read() as session, session.info["unless"](lambda: worker.is_cancelled):
                question = ask(session, typed, seen=seen(session))
                rows = read_quotes(session, question, limit=FIRST)
                while at.coding is not None and len(rows) <= at.row and len(rows) % FIRST == 0 and rows:
                    more = read_quotes(session, question, limit=FIRST, offset=len(rows))
                    rows += more
                    if not more:
                        break
                if not worker.is_cancelled:
                    self.app.call_from_thread(self._show, typed, question, rows, at)
                counted = tally(session, question).sentence
                if not worker.is_cancelled:
                    self.app.call_from_thread(self._count, typed, counted)
        except WorkbenchError as refusal:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._refuse, typed, str(refusal))

    def _refuse(self, typed: str, sentence: str) -> None:
        if self.is_attached and typed == self.typed:
            self._say(sentence, wrong=True)
            self.line.focus()

    def _show(self, typed: str, question: Question, rows: list[QuoteRow], at: Left) -> None:
        """Show the first passages, with the highlight where it was."""
        if not self.is_attached or typed != self.typed or self.shows != "passages":
            return
        self.question, self._whole = question, len(rows) < FIRST
        self.passages.empty = "No passage fits this."
        same = next((place for place, row in enumerate(rows) if row.passage.coding_id == at.coding), None)
        self.passages.show_items(rows, min(at.row, max(0, len(rows) - 1)) if same is None else same)
        if rows and self.line.has_focus:
            self.passages.focus()

    def _count(self, typed: str, sentence: str) -> None:
        if self.is_attached and typed == self.typed and self.shows == "passages":
            self._say(sentence)

    @work(thread=True, exclusive=True, group="ask")
    def _look(self, typed: str, order: Order, row: int) -> None:
        """Look for a word in a thread, a page of places first."""
        worker = get_current_worker()
        with self.project.read() as session, session.info["unless"](lambda: worker.is_cancelled):
            found = concordance(session, typed, order=order, limit=max(PAGE, row + 1))
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show_keywords, typed, found, row)
            counted = places_said(session, typed)
            if not worker.is_cancelled:
                self.app.call_from_thread(self._count_places, typed, counted)

    def _show_keywords(self, typed: str, found: list[KeywordLine], row: int) -> None:
        if not self.is_attached or typed != self.keyword or self.shows != "keyword":
            return
        self._whole = len(found) < PAGE
        self.keywords.empty = NOT_SAID if typed.strip() else "Type a word above and press enter."
        self.keywords.show_items(found, row)
        if found and self.line.has_focus:
            self.keywords.focus()

    def _count_places(self, typed: str, counted: int) -> None:
        if self.is_attached and typed == self.keyword and self.shows == "keyword":
            more = "more than " if counted >= MOST else ""
            by = {"place": "in their order", "left": "by the words before", "right": "by the words after"}[self.order]
            self._say(f"{more}{counted:,} {'place' if counted == 1 else 'places'}, {by}" if counted else "")

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        """Show the passage as a whole, and read on near the end of what was read."""
        event.stop()
        if event.lines is self.listed:
            self._show_whole()
            if event.index is not None and not self._whole and event.index >= len(self.listed.items) - 10:
                self._read_on()

    def _read_on(self) -> None:
        have = len(self.listed.items)
        with self.project.read() as session:
            if self.shows == "keyword":
                more: list[Any] = list(concordance(session, self.keyword, order=self.order, limit=PAGE, offset=have))
                self._whole = len(more) < PAGE
            elif self.question is not None:
                more = list(read_quotes(session, self.question, limit=FIRST, offset=have))
                self._whole = len(more) < FIRST
            else:
                return
        self.listed.show_items([*self.listed.items, *more], self.listed.highlighted)

    def _show_whole(self) -> None:
        """The highlighted passage below the list: as it is shown, and as it was said where the two differ."""
        row = self.row
        said = ""
        if row is not None and not row.why:
            said = row.text
            if row.edited:
                said = f"{row.text}\n\nAs said: {row.passage.text}"
        self.query_one("#quote-whole", Static).update(said)

    # Going

    @on(QueryLine.Done)
    def _to_list(self, event: QueryLine.Done) -> None:
        event.stop()
        self.listed.focus()

    @command("quotes.ask_else", "Question", key="slash", footer=True)
    def action_ask_else(self) -> None:
        """Go to the question on top."""
        self.line.cursor_position = len(self.line.value)
        self.line.focus()

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """Go to the place in Coding."""
        event.stop()
        item = event.lines.items[event.index]
        if isinstance(item, QuoteRow):
            self._go_to(item.passage.document_id, item.passage.start, event.index, item.passage.coding_id)
        else:
            self._go_to(item.document_id, item.start, event.index, None)

    def _go_to(self, document_id: int, start: int, row: int, coding: int | None) -> None:
        mode = self.app.current_mode
        left = Left(mode, self.typed, coding, self.saved, self.shows, self.keyword, self.order, row)
        self.workbench.open_in_coding(document_id, start, left=left)

    @command("quotes.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back: from the question to the passages, from a word to the passages, from the passages to the room."""
        if self.line.has_focus and self.listed.items:
            self.line.value = self.keyword if self.shows == "keyword" else self.typed
            self.listed.focus()
        elif self.shows == "keyword":
            self.action_show_keyword()
        else:
            self.dismiss()

    def on_screen_resume(self) -> None:
        """Ask again when something was changed meanwhile."""
        super().on_screen_resume()
        if self.workbench.project is not None and self.seen >= 0:
            self.show_latest()

    def show_latest(self) -> None:
        """Ask the same again if the project moved since, and stay on the row."""
        if self.project.latest_change() != self.seen:
            self._names()
            self.ask_again()

    def ask_again(self) -> None:
        """The same question anew, with the highlight on the same passage."""
        typed = self.keyword if self.shows == "keyword" else self.typed
        if typed:
            here = self.row
            coding = here.passage.coding_id if here else self._back.coding
            row = self.listed.highlighted if self.listed.items else self._back.row
            self._ask(typed, Left("coding", typed, coding, row=row or 0))

    # A word in its context

    @command("quotes.show_keyword", "Word in context", key="K", footer=True)
    def action_show_keyword(self) -> None:
        """Show a word in its context: every place where it is said; again for the passages."""
        self.shows = "passages" if self.shows == "keyword" else "keyword"
        self._show_kind()
        if self.line.value:
            self.listed.focus()
            self.ask_again()
        else:
            self.line.focus()

    @command("quotes.sort_left", "By the words before", key="L")
    def action_sort_left(self) -> None:
        """Sort the places by the words before the keyword."""
        self._sort("left")

    @command("quotes.sort_right", "By the words after", key="R")
    def action_sort_right(self) -> None:
        """Sort the places by the words after the keyword."""
        self._sort("right")

    @command("quotes.at_the_door", "Could it leave?", key="D")
    @work(exclusive=True, group="question")
    async def action_at_the_door(self) -> None:
        """Say whether the highlighted passage could leave for some readers, and why."""
        row = self.row
        if row is None:
            return
        from workbench.tui.governance.at_the_door import tell_of_quote

        one = row.passage
        await tell_of_quote(self, one.document_id, Span(one.start, one.end))

    @command("quotes.sort_place", "By place", key="P")
    def action_sort_place(self) -> None:
        """Sort the places as they stand in the documents."""
        self._sort("place")

    def _sort(self, order: Order) -> None:
        self.order = order
        if self.keyword:
            self._ask(self.keyword, Left("coding"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done to a passage needs one; sorting is for words in context."""
        match action:
            case "copy" | "edit_form":
                return True if self.is_mounted and self.row is not None and not self.row.why else None
            case "sort_left" | "sort_right" | "sort_place":
                return True if self.shows == "keyword" else None
        return super().check_action(action, parameters)
