"""What two coders settled of the places where they differed, whoever decided it, and opening one again."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from workbench.coding.blind import unfinished
from workbench.coding.settlements import SettledLine, settled, unsettle
from workbench.coding.tree import code_paths
from workbench.tui.coding import agreement_words as said
from workbench.tui.commands import command
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.rows import Column, RowLine, Rows


class SettledPage(WorkbenchScreen):
    """Everything that was settled, whoever decided it."""

    HELP = """\
### What was settled
`enter` goes to the words in Coding, `delete` opens the difference again; a rule that came of it stays in the codebook.
A place whose codings were changed since is open again, and what was decided before stays in this list.
"""
    room = "coding"

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, SettledLine] = {}

    def compose_room(self) -> ComposeResult:
        """The list."""
        yield Rows(
            Column("Code", share=2, wrap=2, least=14),
            Column("Where", share=2, least=12, gives_way=1),
            Column("Between", share=2, least=12, gives_way=2),
            Column("What stands", share=2, least=16),
            Column("Why", share=4, wrap=3, least=16),
            Column("Who decided", share=1, least=10, gives_way=3),
            empty="Nothing is settled yet. On a place where two coders differ, 1, 2, b, n or w settles it.",
            id="settled-rows",
            classes="pane",
        )

    def on_mount(self) -> None:
        """Name the list."""
        self.query_one("#settled-rows").border_title = "Settled"
        self.query_one("#settled-rows", Rows).focus_list()

    def on_screen_resume(self) -> None:
        """Read what is settled."""
        super().on_screen_resume()
        if self.workbench.project is not None:
            self.show_latest()

    def show_latest(self) -> None:
        """Read what is settled."""
        with self.project.read() as session:
            hidden = unfinished(session)
            lines = [one for one in settled(session) if one.document_id not in hidden]
            paths = code_paths(session)
        self._lines = {str(one.id): one for one in lines}
        rows = [
            (paths.get(one.code_id, "a code that is gone"), one.document, said.named((one.first, one.second)),
             said.decided(one), one.reason or "no reason given", one.by)
            for one in lines
        ]  # fmt: skip
        listed = [RowLine(str(one.id), cells) for one, cells in zip(lines, rows, strict=True)]
        self.query_one("#settled-rows", Rows).show(listed)

    def _line(self) -> SettledLine | None:
        row = self.query_one("#settled-rows", Rows).current
        return self._lines.get(row.key) if row else None

    @on(Rows.RowChosen, "#settled-rows")
    def _row_chosen(self) -> None:
        line = self._line()
        if line is not None:
            self.workbench.open_in_coding(line.document_id, line.start)

    @command("settled.open_again", "Open again", key="delete,backspace", footer=True)
    def action_open_again(self) -> None:
        """Take back what was settled; a rule that came of it stays in the codebook."""
        line = self._line()
        if line is not None:
            with self.attempt("Open again"), self.project.change("Open a settled difference again") as session:
                unsettle(session, line.id)
            self.show_latest()

    @command("settled.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to the codes."""
        self.dismiss()
