"""Codes or themes by groups of people as they are drawn, with a mark on one number."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from workbench.coding.crosstab import CrosstabLine
from workbench.tui.coding.counts import Counts, CountsRow, in_cell
from workbench.tui.commands import command
from workbench.tui.widgets.lines import LineList, fitted
from workbench.tui.widgets.rows import cell_lines

WIDTH, GAP = 16, 2


@dataclass(frozen=True, slots=True)
class Fit:
    """Which groups are in sight: from one place to another, and the width of the names of codes."""

    first: int
    last: int
    name: int


def fit(columns: int, room: int, marked: int) -> Fit:
    """The columns that fit into a room of so many cells, with the marked one in sight; names get what is left."""
    least = max(16, min(34, room // 3))
    many = max(1, min(columns, (room - least) // (WIDTH + GAP)))
    first = max(0, min(marked - many + 1 if marked >= many else 0, columns - many))
    return Fit(first, min(columns, first + many), min(60, room - many * (WIDTH + GAP)))


def shortened(path: str, width: int) -> str:
    """A path in so many cells, of which its end is what tells it apart: `… / Long way`.

    >>> shortened("Journeys/Long way", 12)
    '… /Long way'
    """
    if len(path) <= width or "/" not in path:
        return path
    parts = path.split("/")
    while len(parts) > 1 and len("… /" + "/".join(parts)) > width:
        parts.pop(0)
    return "… /" + "/".join(parts)


class CountCells(LineList[CountsRow]):
    """The codes or themes; arrows move the mark over them and over groups."""

    BINDING_GROUP_TITLE = "Counts"
    column: var[int] = var(0, init=False)

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty=empty, id=id)
        self.counts = Counts()

    def show(self, counts: Counts) -> None:
        """Show a table, with the mark where it was as far as that is still there."""
        kept = self.current.key if self.current and counts.of == self.counts.of else None
        here = self.here
        self.counts = counts
        self.column = counts.groups.index(here.group) if here is not None and here.group in counts.groups else 0
        at = next((place for place, row in enumerate(counts.rows) if row.key == kept), 0)
        self.show_items(counts.rows, at)
        self._heads()

    def fitting(self) -> Fit:
        """The groups in sight."""
        return fit(len(self.counts.groups), self.scrollable_content_region.width - 2, self.column)

    @property
    def here(self) -> CrosstabLine | None:
        """The number under the mark."""
        row = self.current
        return row.cells[self.column] if row is not None and self.column < len(row.cells) else None

    def _heads(self) -> None:
        if isinstance(self.parent, Widget):
            for heads in self.parent.query(CountHeads):
                heads.refresh()

    def watch_column(self) -> None:
        """Bring the marked group into sight and say where the mark is."""
        self._heads()
        self.refresh()
        self.post_message(self.Highlighted(self, self.highlighted))

    def on_resize(self) -> None:
        """Fit the groups again."""
        super().on_resize()
        self._heads()

    @command("counts.group_before", "Group before", key="left", palette=False)
    def action_group_before(self) -> None:
        """Move the mark to the group before."""
        self.column = max(0, self.column - 1)

    @command("counts.next_group", "Next group", key="right", palette=False)
    def action_next_group(self) -> None:
        """Move the mark to the next group."""
        self.column = min(self.column + 1, max(0, len(self.counts.groups) - 1))

    def on_click(self, event: events.Click) -> None:
        """A click moves the mark to the number it falls on, another opens it."""
        at, fitting = event.get_content_offset_capture(self), self.fitting()
        place = (at.x - 1 - fitting.name) // (WIDTH + GAP)
        wanted = min(fitting.first + place, fitting.last - 1)
        row = bisect_right(self._tops, at.y + self.scroll_offset.y) - 1
        if place >= 0 and wanted != self.column:
            self.column = wanted
            if row == self.highlighted:
                return
        super().on_click(event)

    def lines_of(self, item: CountsRow, width: int) -> int:  # noqa: ARG002
        """Two where a number of the row has its share."""
        return 2 if any(cell.percent is not None for cell in item.cells) else 1

    def draw(self, item: CountsRow, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:
        """A code and its numbers; the marked one stands out from its row."""
        fitting = self.fitting()
        ground = self.ink.component("lines--highlight-blurred") if chosen else base
        name = "" if line else shortened(item.name, fitting.name) if self.counts.of == "codes" else item.name
        segments = [Segment(f" {fitted(name, fitting.name)}", ground)]
        for place in range(fitting.first, fitting.last):
            cell = item.cells[place]
            style = ground
            if chosen and place == self.column:
                style = base
            elif not cell.cases or line:
                style = ground + self.ink.component("lines--quiet", partial=True)
            segments += [Segment(" " * GAP, ground), Segment(fitted(in_cell(cell)[line], WIDTH), style)]
        drawn = sum(segment.cell_length for segment in segments)
        return [*segments, Segment(" " * max(0, width - drawn), ground)]


class CountHeads(Widget):
    """The groups above their columns, with how many were heard; ‹ and › where some are out of sight."""

    DEFAULT_CSS = "CountHeads { height: 2; width: 1fr; background: $surface; color: $quiet; }"

    def __init__(self, cells: CountCells) -> None:
        super().__init__()
        self._cells = cells

    def render_line(self, y: int) -> Strip:
        """One line of the names."""
        counts, fitting, style = self._cells.counts, self._cells.fitting(), self.rich_style
        left = ("Theme" if counts.of == "themes" else "Code") if y == 0 and counts.groups else ""
        segments = [Segment(f" {fitted(left + (' ‹' if fitting.first and left else ''), fitting.name)}", style)]
        for place in range(fitting.first, fitting.last):
            shown = style + Style(bold=True, underline=True) if place == self._cells.column else style
            lines = cell_lines(counts.groups[place], WIDTH, 2)
            name = lines[y] if y < len(lines) else ""
            segments += [Segment(" " * GAP, style), Segment(fitted(name, WIDTH), shown if name else style)]
        segments.append(Segment("›" if fitting.last < len(counts.groups) and y == 0 else "", style))
        return Strip(segments).adjust_cell_length(self.size.width, style)
