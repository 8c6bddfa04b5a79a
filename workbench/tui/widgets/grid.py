"""A grid of rows that are read when they come into sight: one long cell, and short ones of which some are in sight."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.commands import command
from workbench.tui.widgets.filtered import Filtered
from workbench.tui.widgets.lines import LineList, fitted
from workbench.tui.widgets.rows import GAP, cell_lines

ItemT = TypeVar("ItemT")
PAGE = 128
_KEPT = 32
_HEAD, _SHORT, _MOST_HEAD = 12, 16, 18
_OWN_PART = re.compile(r"(?P<begins>.+?)(?:\s*\[(?P<own>[^\[\]]+)\]| - (?P<after>.+))$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: whose it is, the long cell, the short ones."""

    head: str
    long: str
    short: tuple[str, ...]
    quiet: bool = False


class Paged(Sequence[ItemT]):
    """Rows by their place, of which only the pages that somebody looks at are read."""

    def __init__(self, count: int, read: Callable[[int, int], Sequence[ItemT]]) -> None:
        self._count, self._read = count, read
        self._pages: OrderedDict[int, Sequence[ItemT]] = OrderedDict()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> ItemT: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[ItemT]: ...

    def __getitem__(self, index: int | slice) -> ItemT | Sequence[ItemT]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self._count))]
        index += self._count if index < 0 else 0
        if not 0 <= index < self._count:
            raise IndexError(index)
        number, place = divmod(index, PAGE)
        if number not in self._pages:
            self._pages[number] = self._read(number * PAGE, min(self._count, (number + 1) * PAGE))
            if len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number][place]


@dataclass(frozen=True, slots=True)
class _Room:
    """How many cells each part of a line gets, and which short columns are in sight."""

    head: int
    long: int
    short: int
    sight: range


def _room(width: int, columns: int, first: int) -> _Room:
    """Half of the room or more is the long cell's; the short columns that fit in the rest begin with `first`."""
    head = min(_MOST_HEAD, max(8, width // 9)) if width > 100 else _HEAD
    left = width - head - GAP
    fits = max(1, min(columns, int(left * (0.45 if width < 150 else 0.6)) // (_SHORT + GAP))) if columns else 0
    first = max(0, min(first, columns - fits))
    return _Room(head, left - fits * (_SHORT + GAP) - 1, _SHORT, range(first, first + fits))


class GridLines(LineList[GridRow]):
    """The rows below the titles, each of the same height."""

    HEIGHT = 3

    def __init__(self, *, empty: str = "") -> None:
        super().__init__(empty=empty)
        self.columns: Sequence[str] = ()
        self.first = 0

    @property
    def room(self) -> _Room:
        """What fits at this width."""
        return _room(max(20, self.scrollable_content_region.width - 2), len(self.columns), self.first)

    def show_paged(self, rows: Sequence[GridRow], highlight: int = 0) -> None:
        """Show rows that are read when they come into sight."""
        self.items = rows  # type: ignore[assignment]
        self._measure()
        wanted = min(highlight, len(rows) - 1) if len(rows) else None
        self._stand_on(wanted)

    def on_resize(self) -> None:
        """More or fewer columns may be in sight."""
        super().on_resize()
        self.post_message(Grid.Turned())

    def _measure(self) -> None:
        """Every row has the same height, so that nothing has to be read to know where one begins."""
        width = self.scrollable_content_region.width
        self._measured = width
        self._tops = range(0, (len(self.items) + 1) * self.HEIGHT, self.HEIGHT)  # type: ignore[assignment]
        self.virtual_size = Size(width, len(self.items) * self.HEIGHT)

    def draw(self, item: GridRow, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:  # noqa: ARG002
        """One line of a row."""
        room = self.room
        quiet = base if chosen else base + self.ink.component("lines--quiet", partial=True)
        cells = [
            (item.head, room.head, quiet if item.quiet else base),
            (item.long, room.long, quiet if item.quiet else base),
            *((item.short[at] if at < len(item.short) else "", room.short, quiet) for at in room.sight),
        ]
        segments = [Segment(" ", base)]
        for place, (text, size, style) in enumerate(cells):
            lines = cell_lines(text, size, self.HEIGHT)
            said = lines[line] if line < len(lines) else ""
            segments.append(Segment((" " * GAP if place else "") + fitted(said, size), style))
        return segments


class _Heads(Widget):
    """The titles of what is in sight, in two lines."""

    DEFAULT_CSS = "_Heads { height: 2; width: 1fr; text-style: bold; }"

    def render_line(self, y: int) -> Strip:
        """One of the two."""
        grid = self.parent
        assert isinstance(grid, Grid)
        lines = grid.query_one(GridLines)
        room = lines.room
        titles = [
            (grid.head, room.head),
            (grid.long, room.long),
            *((lines.columns[at], room.short) for at in room.sight),
        ]
        parts = []
        for text, size in titles:
            said = cell_lines(text, size, 2)
            parts.append(fitted(said[y] if y < len(said) else "", size))
        return Strip([Segment(" " + (" " * GAP).join(parts), self.rich_style)]).adjust_cell_length(
            self.size.width, self.rich_style
        )


class Grid(Filtered):
    """Titles, rows, a filter; left and right change which short columns are in sight."""

    HELP = """\
### Grid
Arrows, `pageup`, `pagedown`, `home` and `end` move; `left` and `right` change which columns are in sight, `enter` opens
the row. `/` and a few letters show only the rows that have them, `escape` shows all again.
"""
    BINDING_GROUP_TITLE = "Grid"

    @dataclass
    class Narrowed(Message):
        """Somebody types what the rows should have."""

        query: str

    def __init__(self, head: str, long: str, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.head, self.long, self._empty = head, long, empty

    def compose(self) -> ComposeResult:
        """Titles and rows."""
        yield _Heads()
        yield GridLines(empty=self._empty)

    @property
    def lines(self) -> GridLines:
        """The rows."""
        return self.query_one(GridLines)

    def show(self, rows: Sequence[GridRow], columns: Sequence[str], *, highlight: int = 0) -> None:
        """Show other rows."""
        self.lines.columns = columns
        self.lines.show_paged(rows, highlight)
        self.query_one(_Heads).refresh()

    def narrow(self, query: str) -> None:
        """Ask for the rows that fit; they come when they are found."""
        self.post_message(self.Narrowed(query))

    @property
    def in_sight(self) -> range:
        """The short columns that are shown."""
        return self.lines.room.sight

    @command("grid.columns_right", "More columns", key="right", palette=False)
    def action_columns_right(self) -> None:
        """Show the next columns."""
        self._turn(1)

    @command("grid.columns_left", "Columns before", key="left", palette=False)
    def action_columns_left(self) -> None:
        """Show the columns before."""
        self._turn(-1)

    @dataclass
    class Turned(Message):
        """Other columns are in sight."""

    def _turn(self, by: int) -> None:
        lines = self.lines
        sight = lines.room.sight
        lines.first = max(0, min(sight.start + by * len(sight), len(lines.columns) - len(sight)))
        lines.refresh()
        self.query_one(_Heads).refresh()
        self.post_message(self.Turned())


def told_apart(names: Sequence[str]) -> list[str]:
    """Names of columns for little room: what differs, where several begin alike.

    >>> told_apart(["How often do you … [walk]", "How often do you … [cycle]", "Age [years]"])
    ['walk', 'cycle', 'Age [years]']
    """
    parts = [_OWN_PART.match(name) for name in names]
    begun = Counter(part["begins"] for part in parts if part)
    return [
        (part["own"] or part["after"]) if part and begun[part["begins"]] > 1 else name
        for name, part in zip(names, parts, strict=True)
    ]
