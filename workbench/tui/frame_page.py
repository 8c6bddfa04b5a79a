"""The coding frame that a project began with, read over the room: figures by where they exist, then questions."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import MarkdownViewer

from workbench.coding.frames import Frame
from workbench.desk.frames import frames_behind, page_of, shipped_frames
from workbench.project.file import Project
from workbench.tui.commands import command
from workbench.tui.helped import Helped

NONE = "# Coding frame\n\nThis project's codes are its own: they came from no coding frame."
OWN = (
    "# Coding frame\n\nThis project's codes came from **{names}**, which is no frame of the workbench. "
    "Its questions and codes are in the project; the figures it names stand in its own file."
)


class FramePage(Helped[None], ModalScreen[None]):
    """What the frame looks for, as a page."""

    HELP = "### The coding frame\nArrows and pages scroll, `escape` goes back to where you were."
    DEFAULT_CSS = """
    FramePage { align: center middle; }
    FramePage > MarkdownViewer { width: 100; max-width: 96%; height: 94%; border: round $primary; background: $surface; }
    """

    def __init__(self, project: Project) -> None:
        super().__init__()
        with project.read() as session:
            self._behind = frames_behind(session)

    def compose(self) -> ComposeResult:
        """The page."""
        yield MarkdownViewer(self._text(), show_table_of_contents=False)

    def on_mount(self) -> None:
        """Scroll with the keys at once."""
        self.query_one(MarkdownViewer).focus()

    def _text(self) -> str:
        found = [frame for frame in shipped_frames() if frame.name in self._behind]
        if found:
            return "\n\n".join(markdown_of(frame) for frame in found)
        return OWN.format(names=_plain(" and ".join(self._behind))) if self._behind else NONE

    @command("frame_page.close", "Close", key="escape,q")
    def action_close(self) -> None:
        """Go back to where you were."""
        self.dismiss(None)


def markdown_of(frame: Frame) -> str:
    """A frame as Markdown: the figures first, because nothing else in the app shows them, then the questions."""
    parts = [f"# {_plain(frame.title)}", _plain(frame.description)]
    pages = page_of(frame, codes=False)
    for heading, entries in (*pages[1:], pages[0]):
        parts.append(f"## {heading}")
        numbered = not any(entry.text for entry in entries)
        parts += [
            f"{at}. {_plain(entry.name)}" if numbered else f"**{_plain(entry.name)}**  \n{_plain(entry.text)}"
            for at, entry in enumerate(entries, 1)
        ]
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    """Words that Markdown leaves as they are."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|~" else letter for letter in " ".join(text.split()))
