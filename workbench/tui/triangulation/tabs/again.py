"""Look again: findings and judgements whose evidence moved."""

from __future__ import annotations

from textual.app import ComposeResult

from workbench.tui.triangulation import lists
from workbench.tui.triangulation.display import Display
from workbench.tui.triangulation.tabs.pane import Pane
from workbench.tui.widgets.rows import Column, Rows


class AgainPane(Pane):
    """The list of what a person should look at again."""

    label = "Look again"

    def compose(self) -> ComposeResult:
        """The list."""
        yield Rows(
            Column("", width=2),
            Column("What", share=3, wrap=4, least=18),
            Column("Why", share=4, wrap=5, least=24),
            empty="Nothing to look at again: everything a judgement rests on still says what it said.",
            id="again-rows",
        )

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self.query_one("#again-rows", Rows)

    def show(self, display: Display) -> None:
        """List what moved."""
        self.rows.show(lists.again_rows(display))

    def focus_first(self) -> None:
        """Give the keys to the list."""
        self.rows.focus_list()

    def waiting(self, display: Display) -> str:
        """How many ask for a person."""
        count = sum(row.tone == "warning" for row in lists.again_rows(display))
        return f"⚠ {count}" if count else ""

    @property
    def place(self) -> str:
        """Where the marked line leads."""
        return self.rows.current.key if self.rows.current else ""
