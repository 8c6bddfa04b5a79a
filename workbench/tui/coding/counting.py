"""From the coding room to the pages that count people by codes and themes, and sum up what each of them said."""

from __future__ import annotations

from workbench.tui.coding.alongside import Alongside
from workbench.tui.commands import command


class Counting(Alongside):
    """The part of the coding room that leads to the counts and the framework matrix."""

    @command("coding.show_counts", "Counts", key="C")
    def action_show_counts(self) -> None:
        """See how many people mention each code or theme, by groups, and go from any number to its passages."""
        from workbench.tui.coding.counts_page import CountsPage

        self.app.push_screen(CountsPage())

    @command("coding.show_framework", "Framework", key="M")
    def action_show_framework(self) -> None:
        """See what each person said of each code or theme, and sum it up: the framework matrix."""
        from workbench.tui.coding.framework_page import FrameworkPage

        self.app.push_screen(FrameworkPage())
