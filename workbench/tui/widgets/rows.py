"""A table of frozen rows: documents, suggestions, indicators, findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import chop_cells
from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.widgets.filtered import Filtered
from workbench.tui.widgets.lines import LineList, fitted, wrapped
from workbench.tui.widgets.matching import folded

Tone = Literal["", "quiet", "title", "warning", "error", "good"]
GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `share` of the room that is left, or exactly `width` cells.

    `wrap` lets long cells go on in the next lines, at most `wrap` of them; without it they are cut with ….
    Where room is short, columns with the highest `gives_way` are left out first; 0 always stays.
    """

    title: str
    share: int = 1
    width: int = 0
    align: Literal["left", "right"] = "left"
    wrap: int = 1
    gives_way: int = 0
    least: int = 6


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row: a cell for each column, and its tone (a state that a glyph or word in a cell says as well)."""

    key: str
    cells: tuple[str, ...]
    tone: Tone = ""


def column_widths(columns: Sequence[Column], room: int) -> dict[int, int]:
    """The cells each column gets, by its place; columns that found no room are not in it."""
    kept = list(range(len(columns)))
    while len(kept) > 1:
        need = sum(columns[at].width or columns[at].least for at in kept) + GAP * (len(kept) - 1)
        loose = max(kept, key=lambda at: columns[at].gives_way)
        if need <= room or not columns[loose].gives_way:
            break
        kept.remove(loose)
    free = room - sum(columns[at].width for at in kept) - GAP * (len(kept) - 1)
    shares = sum(columns[at].share for at in kept if not columns[at].width) or 1
    widths: dict[int, int] = {}
    for at in kept:
        each = columns[at]
        widths[at] = each.width or max(1, free * each.share // shares)
    growing = [at for at in kept if not columns[at].width]
    left = room - sum(widths.values()) - GAP * (len(kept) - 1)
    if growing and left > 0:
        widths[growing[0]] += left
    return widths


def column_titles(columns: Sequence[Column], room: int) -> str:
    """The titles in one line, above their columns."""
    parts = [fitted(columns[at].title, size, columns[at].align) for at, size in column_widths(columns, room).items()]
    return " " + (" " * GAP).join(parts)


class _Lines(LineList[RowLine]):
    """The rows below the titles."""

    columns: Sequence[Column] = ()

    def lines_of(self, item: RowLine, width: int) -> int:
        """As many as the tallest cell that may wrap."""
        return max((len(lines) for _, _, lines in self._cells(item, width)), default=1)

    def _cells(self, item: RowLine, width: int) -> list[tuple[int, int, list[str]]]:
        """Column, its cells and the lines in it."""
        found = []
        for at, size in column_widths(self.columns, width - 2).items():
            text = item.cells[at] if at < len(item.cells) else ""
            most = self.columns[at].wrap
            lines = [text] if most <= 1 else cell_lines(text, size, most)
            found.append((at, size, lines))
        return found

    def draw(self, item: RowLine, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:
        """One line of a row."""
        style = base
        if item.tone and not (chosen and item.tone == "quiet"):
            style = base + self.ink.component(f"lines--{item.tone}", partial=True) if not chosen else base
        segments = [Segment(" ", base)]
        for place, (at, size, lines) in enumerate(self._cells(item, width)):
            text = lines[line] if line < len(lines) else ""
            gap = " " * GAP if place else ""
            segments.append(Segment(gap + fitted(text, size, self.columns[at].align), style))
        return segments


def cell_lines(text: str, width: int, most: int) -> list[str]:
    """A cell's lines, the last cut with … when there would be more."""
    lines = [part for line in wrapped(text, width) for part in (chop_cells(line, width) or [""])]
    return lines if len(lines) <= most else [*lines[: most - 1], " ".join(lines[most - 1 :])]


class _Titles(Widget):
    """The titles of the columns."""

    DEFAULT_CSS = "_Titles { height: 1; width: 1fr; }"
    columns: Sequence[Column] = ()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """One line."""
        text = column_titles(self.columns, self.size.width - 2 - 1)
        return Strip([Segment(text, self.rich_style)]).adjust_cell_length(self.size.width, self.rich_style)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """One line."""
        return 1


class Rows(Filtered):
    """A table: titles, rows, a filter. It posts the row that is highlighted and the one that is chosen."""

    HELP = """\
### Rows
Arrows, `pageup`, `pagedown`, `home` and `end` move; `enter` opens the row.
`/` and a few letters show only the rows that have them, `escape` shows all again.
"""
    BINDING_GROUP_TITLE = "Rows"

    @dataclass
    class RowChosen(Message):
        """Enter or a second click on a row."""

        rows: Rows
        key: str

        @property
        def control(self) -> Rows:
            """The table, for `@on(Rows.RowChosen, "#id")`."""
            return self.rows

    @dataclass
    class RowHighlighted(Message):
        """The highlight stands on this row, or on none."""

        rows: Rows
        key: str | None

        @property
        def control(self) -> Rows:
            """The table."""
            return self.rows

    def __init__(
        self,
        *columns: Column,
        empty: str = "Nothing here yet.",
        nothing: str = "Nothing fits that.",
        titles: bool = True,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = columns
        self.rows: list[RowLine] = []
        self._empty, self._nothing, self._titles = empty, nothing, titles

    def compose(self) -> ComposeResult:
        """Titles and rows; the filter comes when it is asked for."""
        if self._titles:
            titles = _Titles()
            titles.columns = self.columns
            yield titles
        lines = _Lines(empty=self._empty)
        lines.columns = self.columns
        yield lines

    def show(self, rows: Sequence[RowLine], *, at: str | None = None) -> None:
        """Show these rows, with the highlight on the row `at`, or where it was."""
        keep = at or (self.current.key if self.current else None)
        self.rows = list(rows)
        self._fill(self.query_text, keep)

    @property
    def current(self) -> RowLine | None:
        """The row under the highlight."""
        return self.query_one(_Lines).current

    @property
    def shown(self) -> list[RowLine]:
        """The rows that the filter leaves."""
        return list(self.query_one(_Lines).items)

    def focus_list(self) -> None:
        """Give the rows the keys."""
        self.query_one(_Lines).focus()

    def highlight(self, key: str) -> None:
        """Put the highlight on a row."""
        lines = self.query_one(_Lines)
        for index, row in enumerate(lines.items):
            if row.key == key:
                lines.highlighted = index

    def narrow(self, query: str) -> None:
        """Show the rows in which every typed word is found."""
        self._fill(query, self.current.key if self.current else None)

    def _fill(self, query: str, keep: str | None) -> None:
        """Work out what is shown."""
        lines = self.query_one(_Lines)
        lines.empty = self._nothing if self.rows else self._empty
        fits = _every_word(query)
        shown = [row for row in self.rows if fits(row)]
        place = next((index for index, row in enumerate(shown) if row.key == keep), 0)
        lines.show_items(shown, place)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """Pass on which row it is."""
        event.stop()
        self.post_message(self.RowChosen(self, event.lines.items[event.index].key))

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        """Pass on which row it is."""
        event.stop()
        here = self.current
        self.post_message(self.RowHighlighted(self, here.key if here else None))


def _every_word(query: str) -> Callable[[RowLine], bool]:
    """Whether a row has all the typed words, in any cell."""
    words = folded(query).split()
    return lambda row: all(any(word in folded(cell) for cell in row.cells) for word in words)
