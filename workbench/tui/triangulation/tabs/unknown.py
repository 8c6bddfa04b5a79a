"""What we do not know: clashes, silences, what nobody judged, and the questions that are being followed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from workbench.tui.triangulation import lists, pages
from workbench.tui.triangulation.display import Display
from workbench.tui.triangulation.tabs.pane import Pane
from workbench.tui.widgets.paper import Part
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.rows import Column, Rows


class UnknownPane(Pane):
    """The list, and beneath it the marked question with its steps."""

    label = "What we do not know"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    UnknownPane { #thread-page { height: 2fr; border-top: solid $panel; } }
    .-wide UnknownPane {
        layout: horizontal;
        #unknown-rows { width: 7fr; height: 1fr; }
        #thread-page { width: 3fr; height: 1fr; border-top: none; border-left: solid $panel; }
    }
    """

    _display: Display | None = None

    def compose(self) -> ComposeResult:
        """The list above, a question's steps beneath; side by side where there is room."""
        yield Rows(
            Column("", width=2),
            Column("Topic", share=2, wrap=3, least=14),
            Column("What we do not know", share=4, wrap=4, least=24),
            empty="Nothing is left open: every topic is judged, and no question is being followed.",
            id="unknown-rows",
        )
        yield Reader(id="thread-page")

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self.query_one("#unknown-rows", Rows)

    def show(self, display: Display) -> None:
        """List what is open."""
        self._display = display
        self.rows.show(lists.unknown_rows(display))

    def focus_first(self) -> None:
        """Give the keys to the list."""
        self.rows.focus_list()

    @property
    def place(self) -> str:
        """Where the marked line leads."""
        return self.rows.current.key if self.rows.current else ""

    @on(Rows.RowHighlighted, "#unknown-rows")
    def _marked(self, event: Rows.RowHighlighted) -> None:
        """Show the steps of the question that is marked, or the topic."""
        kind, _, key = (event.key or "").partition(":")
        display = self._display
        shown: list[Part] = []
        if kind == "thread" and display is not None:
            shown += [part for one in display.threads if str(one.id) == key for part in pages.thread_blocks(one)]
        elif kind == "row" and display is not None and (row := display.row(int(key.split(":")[0]))) is not None:
            shown += lists.summary(row, None)
        self.query_one("#thread-page", Reader).show(shown, top=True)
