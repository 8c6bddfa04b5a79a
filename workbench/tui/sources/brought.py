"""What came of the files that were brought in since the app was opened: a file a line, and below all that was left out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.tui.commands import command
from workbench.tui.helped import Helped
from workbench.tui.rooms import ROOM_STYLES
from workbench.tui.screen import BREAKPOINTS
from workbench.tui.sources.telling import asked_of, beginning, came_of, in_words
from workbench.tui.widgets.rows import Column, RowLine, Rows

if TYPE_CHECKING:
    from workbench.desk.importing.reports import ImportReport


class Brought(Helped[None], ModalScreen[None]):
    """Every file, the newest first, with what came in, or why it stayed out."""

    CSS_PATH = ROOM_STYLES
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP = """\
### What was left out
Every file that was brought in since the workbench was opened: `✓` came in, `✗` stayed out. Below is all that was left out of it, and why;
`tab` goes there, the arrows move in it. `escape` goes back. Of an earlier file, bring it in once more: it is marked `=`, nothing changes, and
the same is shown.
"""
    DEFAULT_CSS = """
    Brought { align: center middle; }
    Brought > Vertical { width: 124; max-width: 98%; height: 94%; border: round $primary; background: $surface; }
    Brought Rows { height: 1fr; min-height: 6; }
    Brought #brought-file { height: 1fr; padding: 0 1; border-top: solid $quiet; &:focus { border-top: solid $primary; } }
    Brought #brought-file Static { height: auto; }
    """

    def __init__(self, reports: Sequence[ImportReport]) -> None:
        super().__init__()
        self._reports = {str(number): report for number, report in enumerate(reports)}

    def compose(self) -> ComposeResult:
        """The files, and what was left out of the one in hand."""
        with Vertical() as box:
            box.border_title = "What was left out"
            box.border_subtitle = "F1 help · escape back"
            yield Rows(
                Column("", width=1),
                Column("File", share=2, least=14),
                Column("Read as", width=10, gives_way=2),
                Column("What came of it", share=3, least=18),
                empty="No file was brought in since the workbench was opened.",
                id="brought",
            )
            with VerticalScroll(id="brought-file", can_focus=True):
                yield Static("", markup=False)

    def on_mount(self) -> None:
        """Show them."""
        rows = self.query_one("#brought", Rows)
        rows.show([_row(key, report) for key, report in self._reports.items()])
        rows.focus_list()

    @on(Rows.RowHighlighted, "#brought")
    def _highlighted(self) -> None:
        row = self.query_one("#brought", Rows).current
        self.query_one("#brought-file Static", Static).update(beginning(self._reports[row.key], most=0) if row else "")
        self.query_one("#brought-file").scroll_home(animate=False)

    @command("brought.back_out", "Back", key="escape")
    def action_back_out(self) -> None:
        """Go back."""
        self.dismiss(None)


def _row(key: str, report: ImportReport) -> RowLine:
    if report.outcome == "refused":
        return RowLine(key, ("✗", report.file, in_words(report.kind), asked_of(report)), "quiet")
    return RowLine(key, ("✓", report.file, in_words(report.kind), came_of(report) or "was there already"))
