"""Side by side: topic by topic what the data says, what people say, and what we make of it together."""

from __future__ import annotations

from textual.app import ComposeResult

from workbench.tui.triangulation import pages
from workbench.tui.triangulation.display import Display
from workbench.tui.triangulation.tabs.pane import Pane
from workbench.tui.widgets.reader import Reader


class SidePane(Pane):
    """The topics as a page to read."""

    label = "Side by side"

    def compose(self) -> ComposeResult:
        """The page."""
        yield Reader(id="side-page")

    @property
    def reader(self) -> Reader:
        """The page itself."""
        return self.query_one("#side-page", Reader)

    def show(self, display: Display) -> None:
        """Draw the topics in which a source speaks."""
        self.reader.show(pages.side_by_side_page(row for row in display.joint if row.numbers or row.words))

    def focus_first(self) -> None:
        """Give the keys to the page."""
        self.reader.focus()

    @property
    def place(self) -> str:
        """Where the marked line of the page leads."""
        return self.reader.place
