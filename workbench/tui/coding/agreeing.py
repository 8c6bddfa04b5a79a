"""From the coding room to agreement between coders, and reading blind."""

from __future__ import annotations

from workbench.coding.blind import CHOSEN, fact_of
from workbench.project.facts import remember
from workbench.tui.coding.alongside import Alongside
from workbench.tui.commands import command


class Agreeing(Alongside):
    """The part of the coding room that leads to agreement, and lets a coder read blind."""

    @command("coding.show_agreement", "Agreement", key="A")
    def action_show_agreement(self) -> None:
        """See how far coders agree on what they have read in common, and settle where they differ."""
        from workbench.tui.coding.agreement_page import AgreementPage

        self.app.push_screen(AgreementPage())

    @property
    def reads_blind(self) -> bool:
        """Whether the coder at the keyboard reads blind."""
        return self.project.meta.get(fact_of(self.project.coder)) == CHOSEN

    @command("coding.read_blind", "Read blind")
    def action_read_blind(self) -> None:
        """Hide other people's codings from you in every document until you have finished reading it, or show them again."""
        blind = not self.reads_blind
        with self.attempt("Read blind") as tried:
            remember(
                self.project,
                fact_of(self.project.coder),
                CHOSEN if blind else "",
                why="Read blind" if blind else "Read with the others",
            )
        if tried.failed:
            return
        self.show_latest()
        told = (
            "What others coded is hidden from you in every document until you have finished it (f)."
            if blind
            else "What others coded is shown to you again."
        )
        self.notify(told, title="Read blind")
