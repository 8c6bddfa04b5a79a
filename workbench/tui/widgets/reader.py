"""A page to read: headings, paragraphs and tables in lines that fit, with places in it that lead somewhere.

`tab` walks those places, `enter` or a click follows one. The page is given as frozen blocks and knows nothing of
what they are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import ClassVar, Literal

from rich.cells import cell_len, chop_cells
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

Look = Literal["", "title", "quiet", "good", "warning", "error", "quote", "accent"]
READABLE = 92
GAP = 3
LEAST_COLUMN = 17


@dataclass(frozen=True, slots=True)
class Run:
    """Some words that look alike; `to` says where they lead, if anywhere."""

    text: str
    look: Look = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `sign` stands before its first line, `anchor` is a name by which it is found."""

    runs: tuple[Run, ...] = ()
    indent: int = 0
    sign: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells are paragraphs. Where its columns would be too narrow they are written one below another."""

    titles: tuple[str, ...]
    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    shares: tuple[int, ...] = ()
    marked: int | None = None
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across, with a title on it."""

    title: str = ""
    anchor: str = ""


Part = Block | Grid | Rule


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words on one line; `stop` is the number of the place they belong to."""

    text: str
    look: Look = ""
    stop: int | None = None


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that leads somewhere, and the line on which it begins."""

    to: str
    line: int


@dataclass(slots=True)
class Laid:
    """A page at one width."""

    lines: list[Line] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)


def words(text: str, look: Look = "", *, to: str = "", indent: int = 0, sign: str = "", anchor: str = "") -> Block:
    """A paragraph of one run."""
    return Block((Run(text, look, to),), indent, sign, anchor)


def blank() -> Block:
    """An empty line."""
    return Block()


def lay_out(parts: Sequence[Part], width: int) -> Laid:
    """A page in lines of a width."""
    laid = Laid()
    targets: list[str] = []
    for part in parts:
        if isinstance(part, Rule):
            laid.lines += [_rule(part.title, width)]
            if part.anchor:
                laid.anchors[part.anchor] = len(laid.lines) - 1
        elif isinstance(part, Grid):
            laid.lines += _grid(part, width, targets)
        else:
            if part.anchor:
                laid.anchors[part.anchor] = len(laid.lines)
            laid.lines += _paragraph(part, min(width, READABLE), targets)
    seen: dict[int, int] = {}
    for at, line in enumerate(laid.lines):
        for piece in line:
            if piece.stop is not None:
                seen.setdefault(piece.stop, at)
    laid.stops = [Stop(to, seen.get(number, 0)) for number, to in enumerate(targets)]
    return laid


def _rule(title: str, width: int) -> Line:
    if not title:
        return (Piece("─" * width, "quiet"),)
    shown = title if cell_len(title) <= width - 4 else chop_cells(title, max(1, width - 5))[0] + "…"
    return (
        Piece("── ", "quiet"),
        Piece(shown, "title"),
        Piece(" " + "─" * max(0, width - 4 - cell_len(shown)), "quiet"),
    )


def _paragraph(block: Block, width: int, targets: list[str]) -> list[Line]:
    """A paragraph's lines; every run that leads somewhere is given the next number."""
    sign = f"{block.sign} " if block.sign else ""
    indent = block.indent + cell_len(sign)
    room = max(4, width - indent)
    lines: list[list[Piece]] = [[]]
    used = 0
    for piece in _pieces(block.runs, targets, room):
        size = cell_len(piece.text)
        if piece.text == "\n" or (used + size > room and not piece.text.isspace()):
            lines.append([])
            used = 0
        if piece.text == "\n" or (piece.text.isspace() and not used):
            continue
        lines[-1].append(piece)
        used += size
    head = Piece(" " * block.indent + sign, "quiet")
    rest = Piece(" " * indent)
    return [(head if not at else rest, *line) if indent else tuple(line) for at, line in enumerate(lines)]


def _pieces(runs: Sequence[Run], targets: list[str], room: int) -> Iterator[Piece]:
    """Runs as words, spaces and line ends, none wider than there is room."""
    for run in runs:
        stop = None
        if run.to:
            stop = len(targets)
            targets.append(run.to)
        for token in re.findall(r"\n|[^\S\n]+|\S+", run.text):
            for text in chop_cells(token, room) if cell_len(token) > room else [token]:
                yield Piece(" " if text.isspace() and text != "\n" else text, run.look, stop)


def _grid(grid: Grid, width: int, targets: list[str]) -> list[Line]:
    """A table's lines."""
    columns = len(grid.titles)
    widths = _widths(grid, width)
    if min(widths) < LEAST_COLUMN and columns > 1:
        return _stacked(grid, width, targets)
    lines: list[Line] = []
    if any(grid.titles):
        heads = [(words(_titled(grid, at), "accent" if at == grid.marked else "title"),) for at in range(columns)]
        lines += _across(heads, widths, targets)
        lines.append(_rule("", sum(widths) + GAP * (columns - 1)))
    for number, row in enumerate(grid.rows):
        if number and grid.ruled:
            lines.append(_rule("", sum(widths) + GAP * (columns - 1)))
        lines += _across(list(row), widths, targets)
    return lines


def _titled(grid: Grid, at: int) -> str:
    return f"★ {grid.titles[at]}" if at == grid.marked else grid.titles[at]


def _widths(grid: Grid, width: int) -> list[int]:
    columns = len(grid.titles)
    shares = grid.shares or (1,) * columns
    room = width - GAP * (columns - 1)
    found = [room * share // sum(shares) for share in shares]
    found[-1] += room - sum(found)
    return [min(each, READABLE) for each in found]


def _across(cells: Sequence[tuple[Block, ...]], widths: Sequence[int], targets: list[str]) -> list[Line]:
    """Cells side by side."""
    columns = [
        [line for block in cell for line in _paragraph(block, widths[at], targets)] for at, cell in enumerate(cells)
    ]
    lines: list[Line] = []
    for parts in zip_longest(*columns, fillvalue=()):
        line: list[Piece] = []
        for at, part in enumerate(parts):
            line += part
            if at < len(parts) - 1:
                used = sum(cell_len(piece.text) for piece in part)
                line += [Piece(" " * max(0, widths[at] - used + 1)), Piece("│", "quiet"), Piece(" ")]
        lines.append(tuple(line))
    return lines


def _stacked(grid: Grid, width: int, targets: list[str]) -> list[Line]:
    """A table where columns find no room: every cell under its column's title."""
    lines: list[Line] = []
    for number, row in enumerate(grid.rows):
        if number:
            lines.append(_rule("", width))
        for at, cell in enumerate(row):
            if not cell:
                continue
            first = at == 0 and not grid.titles[0]
            if grid.titles[at]:
                look: Look = "accent" if at == grid.marked else "title"
                lines += _paragraph(words(_titled(grid, at), look), width, targets)
            for block in cell:
                shown = replace(block, indent=block.indent + (0 if first else 2))
                lines += _paragraph(shown, min(width, READABLE), targets)
    return lines


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
    Reader > .reader--quiet { color: $text-muted; }
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

    def show(self, parts: Sequence[Part], *, top: bool = False) -> None:
        """Show a page; the place that was marked stays marked if it is still there, unless it is a new page (`top`)."""
        marked = self.place if not top else ""
        self.parts = tuple(parts)
        self._lay()
        self.here = next((at for at, stop in enumerate(self.laid.stops) if marked and stop.to == marked), None)
        if top:
            self.scroll_to(y=0, animate=False)
        self.refresh()

    @property
    def place(self) -> str:
        """Where the marked place leads."""
        stops = self.laid.stops
        return stops[self.here].to if self.here is not None and self.here < len(stops) else ""

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
