"""One cell of the framework matrix: what a person said of a code or theme, and beside it the summary that is written."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from workbench.coding.blind import seen
from workbench.coding.retrieval import passages
from workbench.coding.summaries import Standing, begin_summary, sum_up
from workbench.project.history import TEXT_ASIDE
from workbench.text import Span
from workbench.tui.coding.framework import Cell, Matrix, anew
from workbench.tui.coding.quote_lines import QuoteLines, QuoteRow, quote_rows
from workbench.tui.coding.quoting import copy_quote
from workbench.tui.commands import command
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.lines import LineList

PAUSE = 2.0
"""So many seconds after the last key what is written is set aside, so that nothing is lost if the power goes."""
NOT_KEPT = "It is not kept. Your words stay here; escape again leaves without them."


class SummaryText(TextArea):
    """Where the summary is written."""

    BINDING_GROUP_TITLE = "Summary"
    HELP = """\
### The summary
What this person said of it, in your words. `escape` keeps it and goes back to the matrix, `ctrl+n` keeps it and goes to
the next cell that is to be summed up, `ctrl+l` to the next that is older than its passages. An emptied text takes the
summary away. What you have begun is set aside while you write, and is here again whatever happens.
"""


class SummaryPage(WorkbenchScreen):
    """The passages of one person and one code or theme, and the summary beside them."""

    HELP = """\
### A cell of the matrix
Left what the person said, right the summary. `tab` changes between them. `escape` keeps the summary and goes back.
Among the passages, `y` copies the quote, `enter` keeps the summary and goes to the words in Coding.
"""
    room = "coding"
    shows_undo_of: ClassVar[frozenset[str]] = frozenset({"memo"})
    DEFAULT_CSS = """
    SummaryPage #summing { height: 1fr; }
    SummaryPage #summed-passages, SummaryPage #summary { width: 1fr; height: 1fr; }
    SummaryPage #summary-text { height: 1fr; border: none; padding: 0 1; }
    SummaryPage #summary-stands { height: auto; min-height: 1; max-height: 4; padding: 0 1; }
    SummaryPage.-narrow #summing { layout: vertical; }
    """

    def __init__(self, matrix: Matrix, at: Cell) -> None:
        super().__init__()
        self._matrix, self.at = matrix, at
        self.area = SummaryText(id="summary-text", tab_behavior="focus", soft_wrap=True, compact=True)
        self._kept = ""
        self._begun = ""
        """What is set aside of this cell's text."""
        self._refused = ""
        """The text that could not be kept, until it is another."""
        self._timer: Timer | None = None

    def compose_room(self) -> ComposeResult:
        """How the cell stands, the passages, the summary."""
        yield Static("", id="summary-stands", markup=False)
        with Horizontal(id="summing"):
            with Vertical(id="summed-passages", classes="pane"):
                yield QuoteLines(empty="No passage of it is left.", id="summed-lines")
            with Vertical(id="summary", classes="pane"):
                yield self.area

    def on_mount(self) -> None:
        """Show the cell, ready to write."""
        self.query_one("#summary").border_title = "Summary"
        self.area.read_only = self.project.read_only
        self.call_after_refresh(self._show_cell, self.at)

    def _show_cell(self, at: Cell) -> None:
        """Show a cell: what was begun of it, else what was kept."""
        self.at = at
        cell = self._matrix.cell(*at)
        self._kept = cell.summary.text if cell.summary is not None else ""
        self._begun, self._refused = cell.begun, ""
        self.area.load_text(cell.begun or self._kept)
        self.area.move_cursor(self.area.document.end)
        self._show_passages()
        self.area.focus()

    def _show_passages(self) -> None:
        """What the person said, and how the cell stands."""
        case_id, key = self.at
        with self.project.read() as session:
            codes = self._matrix.codes_of(session, key)
            rows = quote_rows(session, passages(session, codes=codes, cases=[case_id], where=seen(session)))
        self.query_one(QuoteLines).show_items(rows)
        found, cell = self._matrix.found, self._matrix.cell(*self.at)
        self.query_one("#summed-passages").border_title = f"{found.cases[case_id]} · {found.codes[key]}"
        marked = self._matrix.mark(case_id)
        self.query_one("#summary-stands", Static).update(
            f"{cell.meaning()}{f' {marked.capitalize()}.' if marked else ''}"
        )

    def show_latest(self) -> None:
        """Read the cell again after an undo; a text that is being written stays."""
        untouched = self.area.text.strip() == self._kept
        with self.project.read() as session:
            self._matrix = anew(session, self._matrix)
        if untouched:
            self._show_cell(self.at)
        else:
            self._show_passages()

    # Never losing what is written

    @on(TextArea.Changed)
    def _changed(self) -> None:
        """Set aside what is written once the keys rest."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self.set_aside)

    def set_aside(self) -> None:
        """Set aside what is written and not kept, so that it is here again whatever happens."""
        if self.workbench.project is None or self._refused:
            return
        text = self.area.text.strip()
        self._set_begun("" if text == self._kept else text)

    def _set_begun(self, text: str) -> None:
        if text == self._begun or self.project.read_only:
            return
        with self.attempt("Set aside") as tried, self.project.change(TEXT_ASIDE, kind="reading") as session:
            begin_summary(session, *self.at, text, of=self._matrix.of)
        if not tried.failed:
            self._begun = text

    def on_screen_suspend(self) -> None:
        """Set aside what is written before something else comes to the front."""
        self.set_aside()

    def on_unmount(self) -> None:
        """Set aside what is written when the app closes."""
        self.set_aside()

    def keep(self) -> bool:
        """Keep the summary as one change; whether nothing is left to keep."""
        text = self.area.text.strip()
        if text != self._kept:
            name = "Sum up" if text else "Take a summary away"
            with self.attempt("Summary") as tried, self.project.change(name) as session:
                sum_up(session, *self.at, text, of=self._matrix.of)
            if tried.failed:
                return False
            self._kept = text
        self._set_begun("")
        with self.project.read() as session:
            self._matrix = anew(session, self._matrix)
        return True

    # Going on

    @command("summary.next_empty", "Next to sum up", key="ctrl+n", footer=True, priority=True)
    def action_next_empty(self) -> None:
        """Keep the summary and go to the next cell that is to be summed up."""
        self._go_on("coded")

    @command("summary.next_older", "Next older", key="ctrl+l", footer=True, priority=True)
    def action_next_older(self) -> None:
        """Keep the summary and go to the next that is older than its passages."""
        self._go_on("older")

    def _go_on(self, wanted: Standing) -> None:
        if not self.keep():
            return
        at = self._matrix.next_cell(self.at, wanted)
        if at is None:
            done = "Every cell with passages is summed up." if wanted == "coded" else "No other summary is older."
            self.notify(f"Kept. {done}", title="Framework")
            self._show_passages()
        else:
            self._show_cell(at)

    @command("summary.copy", "Copy the quote", key="y")
    def action_copy(self) -> None:
        """Copy the highlighted passage with whose it is, for the team only."""
        row = self.query_one(QuoteLines).current
        if row is not None and not row.why:
            copy_quote(self, row.passage.document_id, Span(row.passage.start, row.passage.end))

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """Keep the summary and go to the words in Coding."""
        event.stop()
        row = self.query_one(QuoteLines).current
        if isinstance(row, QuoteRow) and self.keep():
            self.workbench.open_in_coding(row.passage.document_id, row.passage.start)

    @command("summary.leave_page", "Keep, back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Keep the summary and go back to the matrix."""
        text = self.area.text.strip()
        if self._refused and text == self._refused:
            self.dismiss()
        elif self.keep():
            self._refused = ""
            self.dismiss()
        else:
            self._refused = text
            self.notify(NOT_KEPT, title="Summary", severity="warning")
