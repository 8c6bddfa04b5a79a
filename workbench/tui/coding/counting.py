"""From the coding room to the page that counts people by codes and themes."""

from __future__ import annotations

from workbench.tui.coding.alongside import Alongside
from workbench.tui.commands import command


class Counting(Alongside):
    """The part of the coding room that leads to the counts."""

    @command("coding.show_counts", "Counts", key="C")
    def action_show_counts(self) -> None:
        """See how many people mention each code or theme, by groups, and go from any number to its passages."""
        from workbench.tui.coding.counts_page import CountsPage

        self.app.push_screen(CountsPage())
