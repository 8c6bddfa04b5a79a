"""Findings: every one with its source, how prominent it is, and in which topic it speaks."""

from __future__ import annotations

from textual.app import ComposeResult

from workbench.tui.triangulation import lists
from workbench.tui.triangulation.display import Display
from workbench.tui.triangulation.tabs.pane import Pane
from workbench.tui.widgets.rows import Column, Rows


class FindingsPane(Pane):
    """The list of findings."""

    label = "Findings"

    def compose(self) -> ComposeResult:
        """The list."""
        yield Rows(
            Column("", width=5),
            Column("From", share=2, gives_way=1, least=10),
            Column("Finding", share=7, wrap=4, least=24),
            Column("How prominent", width=15, gives_way=2),
            Column("In which topic", share=2, wrap=3, gives_way=3, least=16),
            empty="No findings yet. Press n to write one, from what people said or from a figure.",
            id="finding-rows",
        )

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self.query_one("#finding-rows", Rows)

    def show(self, display: Display) -> None:
        """List every finding."""
        self.rows.show(lists.finding_rows(display))

    def focus_first(self) -> None:
        """Give the keys to the list."""
        self.rows.focus_list()

    @property
    def place(self) -> str:
        """Where the marked finding leads."""
        return self.rows.current.key if self.rows.current else ""
