"""What something that left holds: its quotes by their place, and what stood beside them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from workbench.desk.tables.left import beside_words
from workbench.governance.departures import DepartureLine
from workbench.governance.mosaic import QuotedLine, quoted
from workbench.sources.documents import document_named
from workbench.tui.commands import command
from workbench.tui.days import said_when
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.rows import Column, RowLine, Rows

EMPTY = "The register holds no places of quotes for this: there were none, or it left before places were kept."


class LeftPage(WorkbenchScreen):
    """One thing that left, quote by quote; never the words."""

    HELP = """\
### What was in it
Where each quote stands that was in this file, and what stood beside it. The register holds no words. `enter` goes to the
place in the transcript.
"""
    room = "governance"

    def __init__(self, line: DepartureLine) -> None:
        super().__init__()
        self.line = line
        self._quoted: list[QuotedLine] = []

    def compose_room(self) -> ComposeResult:
        """A row a quote."""
        yield Rows(
            Column("Document", share=2, wrap=2, least=14),
            Column("From", width=9, align="right"),
            Column("To", width=9, align="right"),
            Column("Beside it", share=2, wrap=2, least=10),
            empty=EMPTY,
            id="left-rows",
            classes="pane",
        )

    def on_mount(self) -> None:
        """Read."""
        rows = self.query_one(Rows)
        audience = "the team" if self.line.audience == "internal" else self.line.audience
        rows.border_title = f"{self.line.name}, for {audience}, {said_when(self.line.at)}"
        self.show_latest()
        rows.focus()

    def show_latest(self) -> None:
        """Read the register."""
        with self.project.read() as session:
            self._quoted = quoted(session, self.line.id)
        self.query_one(Rows).show(
            [
                RowLine(str(at), (one.document, f"{one.start:,}", f"{one.end:,}", beside_words(one)))
                for at, one in enumerate(self._quoted)
            ]
        )

    @on(Rows.RowChosen, "#left-rows")
    def _chosen(self, event: Rows.RowChosen) -> None:
        one = self._quoted[int(event.key)]
        with self.project.read() as session:
            key = document_named(session, one.document)
        self.workbench.open_in_coding(key, one.start)

    @command("left.leave", "Back", key="escape", footer=True)
    def action_leave(self) -> None:
        """Go back to the register."""
        self.dismiss()
