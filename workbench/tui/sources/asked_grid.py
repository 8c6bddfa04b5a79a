"""People by question: who was asked what, a mark on one cell."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from workbench.sources.asking import AskedGrid, AskedLine, AskedRow
from workbench.tui.commands import command
from workbench.tui.widgets.marked_grid import Fit, MarkedCells, MarkedHeads, fit_into

WORDS = {
    "asked": "asked",
    "volunteered": "by self",
    "prompted": "prompted",
    "not asked": "not asked",
    "not recorded": "·",
}
"""Each state in the width of a cell."""
WIDTH, GAP = 10, 1


def fit(columns: int, room: int, marked: int) -> Fit:
    """The columns that fit into a room of so many cells, with the marked one in sight."""
    person = max(12, min(26, room // 4))
    return fit_into(columns, max(1, (room - person) // (WIDTH + GAP)), marked, person)


def in_words(cell: AskedLine | None) -> str:
    """A cell as it is shown: its state, or what is proposed with a question mark."""
    if cell is None:
        return ""
    return f"{WORDS[cell.proposed]}?" if cell.proposed else WORDS[cell.state]


class AskedCells(MarkedCells[AskedRow]):
    """The people; arrows move the mark over people and questions."""

    WIDTH, GAP = WIDTH, GAP

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
        self.refresh_heads()

    @property
    def columns(self) -> int:
        """How many questions there are."""
        return len(self.grid.questions)

    def fitting(self) -> Fit:
        """The questions in sight."""
        return fit(self.columns, self.scrollable_content_region.width - 2, self.column)

    @property
    def here(self) -> AskedLine | None:
        """The cell under the mark."""
        row = self.current
        return row.cells[self.column] if row is not None and self.column < len(row.cells) else None

    @command("asked.question_before", "Question before", key="left", palette=False)
    def action_question_before(self) -> None:
        """Move the mark to the question before."""
        self.step_columns(-1)

    @command("asked.next_question", "Next question", key="right", palette=False)
    def action_next_question(self) -> None:
        """Move the mark to the next question."""
        self.step_columns(1)

    def on_click(self, event: events.Click) -> None:
        """A click moves the mark to the question it falls on, and to the person."""
        wanted = self.column_at(event.get_content_offset_capture(self).x)
        if wanted is not None:
            self.column = wanted
        super().on_click(event)

    def name_of(self, item: AskedRow, line: int, width: int) -> str:  # noqa: ARG002
        """A person."""
        return item.case

    def cell_of(self, item: AskedRow, line: int, place: int) -> tuple[str, str]:  # noqa: ARG002
        """Whether they were asked; what is only proposed stands out."""
        cell = item.cells[place]
        if cell is not None and cell.proposed:
            return in_words(cell), "warning"
        return in_words(cell), "quiet" if cell is None or cell.state in {"not recorded", "not asked"} else ""

    def corner(self) -> str:
        """What the rows are."""
        return "Person"

    def title_of(self, place: int) -> Sequence[str]:
        """A question's short name."""
        return _split(self.grid.questions[place].short)


class AskedHeads(MarkedHeads):
    """The questions' names above their columns."""

    MORE = " ›"


def _split(name: str) -> Sequence[str]:
    """A name over two lines, parted at a word where it can be."""
    words = name.replace("_", " ").split()
    first = ""
    while words and len(f"{first} {words[0]}".strip()) <= WIDTH:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        return name[:WIDTH], name[WIDTH:]
    return first, " ".join(words)
