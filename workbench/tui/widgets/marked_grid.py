"""Rows with a mark on one of their cells: names at the left, as many columns as fit, their titles above."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.widgets.lines import LineList, fitted

ItemT = TypeVar("ItemT")


@dataclass(frozen=True, slots=True)
class Fit:
    """Which columns are in sight: from one place to another, and the width of the rows' names."""

    first: int
    last: int
    name: int


def fit_into(columns: int, many: int, marked: int, name: int) -> Fit:
    """So many columns in sight, with the marked one among them."""
    first = max(0, min(marked - many + 1 if marked >= many else 0, columns - many))
    return Fit(first, min(columns, first + many), name)


class MarkedCells(LineList[ItemT]):
    """The rows; the mark moves over them with the highlight, and over columns with `column`."""

    WIDTH, GAP = 10, 1
    column: var[int] = var(0, init=False)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        raise NotImplementedError

    def fitting(self) -> Fit:
        """The columns in sight."""
        raise NotImplementedError

    def name_of(self, item: ItemT, line: int, width: int) -> str:
        """A row's name on one of its lines."""
        raise NotImplementedError

    def cell_of(self, item: ItemT, line: int, place: int) -> tuple[str, str]:
        """A cell on one line of its row, and its look: nothing, quiet or warning."""
        raise NotImplementedError

    def corner(self) -> str:
        """The title above the names."""
        raise NotImplementedError

    def title_of(self, place: int) -> Sequence[str]:
        """The title of a column, over up to two lines."""
        raise NotImplementedError

    def refresh_heads(self) -> None:
        """Draw the titles again."""
        if isinstance(self.parent, Widget):
            for heads in self.parent.query(MarkedHeads):
                heads.refresh()

    def step_columns(self, by: int) -> None:
        """Move the mark to a column beside."""
        self.column = max(0, min(self.column + by, self.columns - 1))

    def column_at(self, x: int) -> int | None:
        """The column in sight at a cell of a line; None on the names."""
        fitting = self.fitting()
        place = (x - 1 - fitting.name) // (self.WIDTH + self.GAP)
        return min(fitting.first + place, max(fitting.first, fitting.last - 1)) if place >= 0 else None

    def on_click(self, event: events.Click) -> None:
        """A click moves the mark to the cell it falls on, another opens it."""
        at = event.get_content_offset_capture(self)
        wanted = self.column_at(at.x)
        row = bisect_right(self._tops, at.y + self.scroll_offset.y) - 1
        if wanted is not None and wanted != self.column:
            self.column = wanted
            if row == self.highlighted:
                return
        super().on_click(event)

    def _changed(self, items: Sequence[ItemT]) -> list[int] | None:  # noqa: ARG002
        """All rows are drawn again: what their cells say may be others while the rows are the same."""
        return None

    def watch_column(self) -> None:
        """Bring the marked column into sight and say where the mark is."""
        self.refresh_heads()
        self.refresh()
        self.post_message(self.Highlighted(self, self.highlighted))

    def on_resize(self) -> None:
        """Fit the columns again."""
        super().on_resize()
        self.refresh_heads()

    def draw(self, item: ItemT, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:
        """A name and its cells; the marked one stands out from its row."""
        fitting = self.fitting()
        ground = self.ink.component("lines--highlight-blurred") if chosen else base
        segments = [Segment(f" {fitted(self.name_of(item, line, fitting.name), fitting.name)}", ground)]
        for place in range(fitting.first, fitting.last):
            said, look = self.cell_of(item, line, place)
            style = ground
            if chosen and place == self.column:
                style = base
            elif look:
                style = ground + self.ink.component(f"lines--{look}", partial=True)
            segments += [Segment(" " * self.GAP, ground), Segment(fitted(said, self.WIDTH), style)]
        drawn = sum(segment.cell_length for segment in segments)
        return [*segments, Segment(" " * max(0, width - drawn), ground)]


class MarkedHeads(Widget):
    """The titles above the columns; ‹ and › where some are out of sight."""

    DEFAULT_CSS = "MarkedHeads { height: 2; width: 1fr; background: $surface; color: $quiet; }"
    MORE = "›"

    def __init__(self, cells: MarkedCells[ItemT]) -> None:
        super().__init__()
        self._cells = cells

    def render_line(self, y: int) -> Strip:
        """One line of the titles."""
        cells, style = self._cells, self.rich_style
        fitting, many = cells.fitting(), cells.columns
        left = cells.corner() if y == 0 and many else ""
        segments = [Segment(f" {fitted(left + (' ‹' if fitting.first and left else ''), fitting.name)}", style)]
        for place in range(fitting.first, fitting.last):
            shown = style + Style(bold=True, underline=True) if place == cells.column else style
            lines = cells.title_of(place)
            name = lines[y] if y < len(lines) else ""
            segments += [Segment(" " * cells.GAP, style), Segment(fitted(name, cells.WIDTH), shown if name else style)]
        segments.append(Segment(self.MORE if fitting.last < many and y == 0 else "", style))
        return Strip(segments).adjust_cell_length(self.size.width, style)
