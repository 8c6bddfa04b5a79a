"""The user's guide, read in the app; its pages are Markdown in the package."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import MarkdownViewer

from workbench.tui.commands import Commands, command

PAGES = Path(__file__).resolve().parent.parent / "guide"
FIRST = "first-way-through.md"


class Guide(Commands, ModalScreen[None]):
    """A page of the guide over the room."""

    HELP = "### The guide\nArrows and pages scroll, `escape` goes back to where you were."
    DEFAULT_CSS = """
    Guide { align: center middle; }
    Guide > MarkdownViewer { width: 100; max-width: 96%; height: 94%; border: round $primary; background: $surface; }
    """

    def compose(self) -> ComposeResult:
        """The page."""
        text = (PAGES / FIRST).read_text(encoding="utf-8")
        yield MarkdownViewer(text, show_table_of_contents=False)

    def on_mount(self) -> None:
        """Scroll with the keys at once."""
        self.query_one(MarkdownViewer).focus()

    @command("guide.close", "Close", key="escape,q")
    def action_close(self) -> None:
        """Go back to where you were."""
        self.dismiss(None)
