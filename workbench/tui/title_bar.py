"""The first line of every room: the project, the rooms, whether it is saved, who is working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from workbench.tui.rooms import Room
from workbench.tui.widgets.lines import fitted


@dataclass(frozen=True, slots=True)
class Heading:
    """What the title bar says apart from the rooms; `saved` is "saved", "saving" or "read only"."""

    project: str = ""
    saved: str = ""
    coder: str = ""


def fitting(rooms: Sequence[Room], here: str, heading: Heading, width: int) -> tuple[str, list[str], str]:
    """Project, labels and right end that fit: the right end shrinks first, then title, then labels."""
    state = {"saved": "● saved", "saving": "○ saving", "read only": "◇ read only"}.get(heading.saved, heading.saved)
    rights = ["  ".join(part for part in (state, heading.coder, "ctrl+p") if part), state, state[:1]]
    full = [room.label for room in rooms]
    short = [room.label if room.name == here else room.label[:3] for room in rooms]
    letters = [room.label if room.name == here else room.letter.upper() for room in rooms]
    title = heading.project
    for labels in (full, short, letters):
        for right in rights:
            left = width - sum(cell_len(label) + 1 for label in labels) - cell_len(right) - 6
            if cell_len(title) <= left:
                return title, labels, right
            if left >= 16:
                return fitted(title, left), labels, right
    return "", letters, rights[-1]


class TitleBar(Widget):
    """Draws the line; a click on a room goes there."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"title--project", "title--room", "title--here", "title--away", "title--state"}  # noqa: RUF012

    @dataclass
    class RoomClicked(Message):
        """Somebody clicked on a room."""

        room: str

    def __init__(self, rooms: Sequence[Room]) -> None:
        super().__init__()
        self._rooms = rooms
        self._here = ""
        self._places: list[tuple[int, int, str]] = []
        self._open: frozenset[str] = frozenset()
        self._heading = Heading()

    def show(self, here: str, heading: Heading, open_rooms: frozenset[str]) -> None:
        """Say where we are; rooms that are not in `open_rooms` are greyed."""
        self._here, self._heading, self._open = here, heading, open_rooms
        self.refresh()

    def render(self) -> Content:
        """The line at this width."""
        width = self.size.width
        title, labels, right = fitting(self._rooms, self._here, self._heading, width)
        parts = [Content.styled(f" {title} " if title else "", self._style("title--project"))]
        self._places = []
        at = parts[0].cell_length
        before = " "
        for room, label in zip(self._rooms, labels, strict=True):
            here = room.name == self._here
            kind = "title--here" if here else "title--room" if room.name in self._open else "title--away"
            shown = f"▌{label}▐" if here else before + label
            before = "" if here else " "
            parts.append(Content.styled(shown, self._style(kind)))
            self._places.append((at, at + cell_len(shown), room.name))
            at += cell_len(shown)
        gap = max(1, width - at - cell_len(right) - 1)
        parts.append(Content.styled(" " * gap + right + " ", self._style("title--state")))
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Go to the room that was clicked on."""
        for low, high, name in self._places:
            if low <= event.x < high:
                self.post_message(self.RoomClicked(name))

    def _style(self, name: str) -> Style:
        """A part's look."""
        return self.get_visual_style(name)
