"""People by question: who was asked what, a mark on one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from workbench.sources.asking import AskedGrid, AskedLine, AskedRow
from workbench.tui.commands import command
from workbench.tui.widgets.lines import LineList, fitted

WORDS = {
    "asked": "asked",
    "volunteered": "by self",
    "prompted": "prompted",
    "not asked": "not asked",
    "not recorded": "·",
}
"""Each state in the width of a cell."""
WIDTH, GAP = 10, 1


@dataclass(frozen=True, slots=True)
class Fit:
    """Which questions are in sight: from one place to another, and the width of the people's names."""

    first: int
    last: int
    person: int


def fit(columns: int, room: int, marked: int) -> Fit:
    """The columns that fit into a room of so many cells, with the marked one in sight."""
    person = max(12, min(26, room // 4))
    many = max(1, (room - person) // (WIDTH + GAP))
    first = max(0, min(marked - many + 1 if marked >= many else 0, columns - many))
    return Fit(first, min(columns, first + many), person)


def in_words(cell: AskedLine | None) -> str:
    """A cell as it is shown: its state, or what is proposed with a question mark."""
    if cell is None:
        return ""
    return f"{WORDS[cell.proposed]}?" if cell.proposed else WORDS[cell.state]


class AskedCells(LineList[AskedRow]):
    """The people; arrows move the mark over people and questions."""

    column: var[int] = var(0, init=False)

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty=empty, id=id)
        self.grid = AskedGrid()

    def show(self, grid: AskedGrid) -> None:
        """Show people and questions, with the mark where it was."""
        kept = self.current.case_id if self.current else None
        self.grid = grid
        self.column = max(0, min(self.column, len(grid.questions) - 1))
        rows = grid.rows if grid.questions else ()
        self.show_items(rows, next((at for at, row in enumerate(rows) if row.case_id == kept), 0))
        self._heads()

    def fitting(self) -> Fit:
        """The questions in sight."""
        return fit(len(self.grid.questions), self.scrollable_content_region.width - 2, self.column)

    @property
    def here(self) -> AskedLine | None:
        """The cell under the mark."""
        row = self.current
        return row.cells[self.column] if row is not None and self.column < len(row.cells) else None

    def _heads(self) -> None:
        if isinstance(self.parent, Widget):
            for heads in self.parent.query(AskedHeads):
                heads.refresh()

    def watch_column(self) -> None:
        """Bring the marked question into sight and say where the mark is."""
        self._heads()
        self.refresh()
        self.post_message(self.Highlighted(self, self.highlighted))

    def on_resize(self) -> None:
        """Fit the questions again."""
        super().on_resize()
        self._heads()

    @command("asked.question_before", "Question before", key="left", palette=False)
    def action_question_before(self) -> None:
        """Move the mark to the question before."""
        self.column = max(0, self.column - 1)

    @command("asked.next_question", "Next question", key="right", palette=False)
    def action_next_question(self) -> None:
        """Move the mark to the next question."""
        self.column = min(self.column + 1, max(0, len(self.grid.questions) - 1))

    def on_click(self, event: events.Click) -> None:
        """A click moves the mark to the question it falls on, and to the person."""
        fitting = self.fitting()
        place = (event.get_content_offset_capture(self).x - 1 - fitting.person) // (WIDTH + GAP)
        if place >= 0:
            self.column = min(fitting.first + place, max(fitting.first, fitting.last - 1))
        super().on_click(event)

    def draw(self, item: AskedRow, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:  # noqa: ARG002
        """A person and their cells; the marked one stands out from its row."""
        fitting = self.fitting()
        ground = self.ink.component("lines--highlight-blurred") if chosen else base
        segments = [Segment(f" {fitted(item.case, fitting.person)}", ground)]
        for place in range(fitting.first, fitting.last):
            cell = item.cells[place]
            style = ground
            if chosen and place == self.column:
                style = base
            elif cell is not None and cell.proposed:
                style = ground + self.ink.component("lines--warning", partial=True)
            elif cell is None or cell.state in {"not recorded", "not asked"}:
                style = ground + self.ink.component("lines--quiet", partial=True)
            segments += [Segment(" " * GAP, ground), Segment(fitted(in_words(cell), WIDTH), style)]
        drawn = sum(segment.cell_length for segment in segments)
        return [*segments, Segment(" " * max(0, width - drawn), ground)]


class AskedHeads(Widget):
    """The questions' names above their columns; ‹ and › where some are out of sight."""

    DEFAULT_CSS = "AskedHeads { height: 2; width: 1fr; background: $surface; color: $quiet; }"

    def __init__(self, cells: AskedCells) -> None:
        super().__init__()
        self._cells = cells

    def render_line(self, y: int) -> Strip:
        """One line of the names."""
        fitting, questions, style = self._cells.fitting(), self._cells.grid.questions, self.rich_style
        left = ("Person" if y == 0 else "") if questions else ""
        segments = [Segment(f" {fitted(left + (' ‹' if fitting.first and y == 0 else ''), fitting.person)}", style)]
        for place in range(fitting.first, fitting.last):
            shown = style + Style(bold=True, underline=True) if place == self._cells.column else style
            name = _split(questions[place].short)[y]
            segments += [Segment(" " * GAP, style), Segment(fitted(name, WIDTH), shown if name else style)]
        segments.append(Segment(" ›" if fitting.last < len(questions) and y == 0 else "", style))
        return Strip(segments).adjust_cell_length(self.size.width, style)


def _split(name: str) -> Sequence[str]:
    """A name over two lines, parted at a word where it can be."""
    words = name.replace("_", " ").split()
    first = ""
    while words and len(f"{first} {words[0]}".strip()) <= WIDTH:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        return name[:WIDTH], name[WIDTH:]
    return first, " ".join(words)
