"""A page to read, with places in it that lead somewhere.

`tab` walks those places, `enter` or a click follows one. The page is given as frozen blocks (`paper`) and the widget
knows nothing of what they are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.tui.commands import Commands, command
from workbench.tui.widgets.ink import Ink
from workbench.tui.widgets.paper import Laid, Part, Piece, lay_out


class Reader(Commands, ScrollView, can_focus=True):
    """Shows a page and walks the places in it."""

    HELP = """\
### A page
Arrows, `pageup`, `pagedown`, `home` and `end` move the page. `tab` goes to the next place that leads somewhere,
`shift+tab` to the one before; `enter` or a click goes there.
"""
    BINDING_GROUP_TITLE = "Page"
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--text",
        "reader--title",
        "reader--quiet",
        "reader--good",
        "reader--warning",
        "reader--error",
        "reader--quote",
        "reader--accent",
        "reader--place",
        "reader--place-here",
    }
    DEFAULT_CSS = """
    Reader { height: 1fr; width: 1fr; padding: 0 1; background: $surface; overflow-x: hidden; overflow-y: auto;
        scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    Reader > .reader--text { color: $foreground; background: $surface; }
    Reader > .reader--title { text-style: bold; }
    Reader > .reader--quiet { color: $quiet; }
    Reader > .reader--good { color: $success; }
    Reader > .reader--warning { color: $warning; }
    Reader > .reader--error { color: $error; }
    Reader > .reader--quote { text-style: italic; }
    Reader > .reader--accent { color: $accent; text-style: bold; }
    Reader > .reader--place { color: $primary; }
    Reader > .reader--place-here { color: $block-cursor-foreground; background: $block-cursor-background; }
    """
    here: var[int | None] = var[int | None](None, init=False)

    @dataclass
    class Followed(Message):
        """Somebody goes where a place leads."""

        reader: Reader
        to: str

        @property
        def control(self) -> Reader:
            """The page."""
            return self.reader

    @dataclass
    class Stood(Message):
        """The mark stands on another place, or on none."""

        reader: Reader
        to: str

        @property
        def control(self) -> Reader:
            """The page."""
            return self.reader

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.ink = Ink(self)
        self.parts: tuple[Part, ...] = ()
        self.laid = Laid()
        self._measured = 0
        self._always_marked = False

    def begin_marked(self) -> None:
        """Mark the first place where no other is marked: as soon as the page is laid out, and when it is shown again."""
        self._always_marked = True
        self._mark_first()

    def _mark_first(self) -> None:
        if self._always_marked and self.here is None and self.laid.stops:
            self.here = 0

    def show(self, parts: Sequence[Part], *, top: bool = False) -> None:
        """Show a page; the place that was marked stays marked if it is still there, unless it is a new page (`top`)."""
        marked = self.place if not top else ""
        self.parts = tuple(parts)
        self._lay()
        self.here = next((at for at, stop in enumerate(self.laid.stops) if marked and stop.to == marked), None)
        if top:
            self.scroll_to(y=0, animate=False)
        self._mark_first()
        self.refresh()

    @property
    def place(self) -> str:
        """Where the marked place leads."""
        stops = self.laid.stops
        return stops[self.here].to if self.here is not None and self.here < len(stops) else ""

    def mark(self, to: str) -> None:
        """Put the mark on the place that leads there, if there is one."""
        self.here = next((at for at, stop in enumerate(self.laid.stops) if stop.to == to), None)

    @property
    def text(self) -> str:
        """The page as it is drawn, without looks."""
        return "\n".join("".join(piece.text for piece in line) for line in self.laid.lines)

    def go_to(self, anchor: str) -> None:
        """Bring a named part to the top."""
        if anchor in self.laid.anchors:
            self.scroll_to(y=self.laid.anchors[anchor], animate=False)

    def _lay(self) -> None:
        self._measured = self.scrollable_content_region.width
        self.laid = lay_out(self.parts, max(12, self._measured)) if self._measured else Laid()
        self.virtual_size = Size(self._measured, len(self.laid.lines))

    def on_resize(self) -> None:
        """Lay the page out again when there is more or less room."""
        if self.scrollable_content_region.width != self._measured:
            self._lay()
            self._mark_first()
            self.refresh()

    def notify_style_update(self) -> None:
        """Mix the colours again when the look changes."""
        self.ink.clear()
        super().notify_style_update()

    def watch_here(self) -> None:
        """Keep the marked place in sight and say which it is."""
        if self.here is not None and self.here < len(self.laid.stops):
            line = self.laid.stops[self.here].line
            if not self.scroll_offset.y <= line < self.scroll_offset.y + self.size.height - 1:
                self.scroll_to(y=max(0, line - 2), animate=False)
        self.refresh()
        self.post_message(self.Stood(self, self.place))

    def _first_in_sight(self) -> int:
        top = self.scroll_offset.y
        return next((at for at, stop in enumerate(self.laid.stops) if stop.line >= top), len(self.laid.stops) - 1)

    @command("page.next_place", "Next place", key="tab", palette=False)
    def action_next_place(self) -> None:
        """Go to the next place that leads somewhere; after the last, out of the page."""
        if self.here is None:
            self.here = self._first_in_sight()
        elif self.here + 1 < len(self.laid.stops):
            self.here += 1
        else:
            self.here = None
            self.screen.focus_next()

    @command("page.previous_place", "Place before", key="shift+tab", palette=False)
    def action_previous_place(self) -> None:
        """Go to the place before; before the first, out of the page."""
        if self.here:
            self.here -= 1
        else:
            self.here = None
            self.screen.focus_previous()

    @command("page.follow_place", "Go there", key="enter", footer=True, palette=False)
    def action_follow_place(self) -> None:
        """Go where the marked place leads."""
        if self.place:
            self.post_message(self.Followed(self, self.place))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Walking needs places, following a marked one."""
        match action:
            case "next_place" | "previous_place":
                return bool(self.laid.stops)
            case "follow_place":
                return True if self.place else None
        return super().check_action(action, parameters)

    def on_click(self, event: events.Click) -> None:
        """A click on a place goes there."""
        at = event.get_content_offset_capture(self)
        row, left = at.y + self.scroll_offset.y, 0
        if row >= len(self.laid.lines):
            return
        for piece in self.laid.lines[row]:
            size = cell_len(piece.text)
            if left <= at.x < left + size and piece.stop is not None:
                self.here = piece.stop
                self.action_follow_place()
                return
            left += size

    def render_line(self, y: int) -> Strip:
        """One line in sight."""
        width = self.scrollable_content_region.width
        ground = self.ink.component("reader--text")
        row = y + self.scroll_offset.y
        if row >= len(self.laid.lines):
            return Strip.blank(width, ground)
        segments = [Segment(piece.text, self._style(piece, ground)) for piece in self.laid.lines[row]]
        return Strip(segments).adjust_cell_length(width, ground)

    def _style(self, piece: Piece, ground: Style) -> Style:
        style = ground + self.ink.component(f"reader--{piece.look}", partial=True) if piece.look else ground
        if piece.stop is None:
            return style
        if piece.stop == self.here:
            return style + self.ink.component("reader--place-here", partial=True)
        return style + self.ink.component("reader--place", partial=True)
