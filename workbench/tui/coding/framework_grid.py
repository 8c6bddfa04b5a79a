"""The framework matrix as it is drawn: people down, codes or themes across, a mark on one cell."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.coding.paths import split_path
from workbench.tui.coding.framework import Cell, Matrix, MatrixCell
from workbench.tui.commands import command
from workbench.tui.widgets.marked_grid import Fit, MarkedCells, MarkedHeads, fit_into
from workbench.tui.widgets.rows import cell_lines

WIDTH, GAP = 22, 2
TALL = 4
"""Lines of a row in which something is summed up: how it stands, and the beginning of what is written."""


def fit(columns: int, room: int, marked: int) -> Fit:
    """The columns that fit into a room of so many cells, with the marked one in sight; names get what is left."""
    least = max(12, min(18, room // 5))
    many = max(1, min(columns, (room - least) // (WIDTH + GAP)))
    return fit_into(columns, many, marked, max(1, min(40, room - many * (WIDTH + GAP))))


class FrameworkCells(MarkedCells[int]):
    """The people; arrows move the mark over them and over codes or themes."""

    BINDING_GROUP_TITLE = "Framework"
    WIDTH, GAP = WIDTH, GAP

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty=empty, id=id)
        self.matrix = Matrix()
        self._tall: frozenset[int] = frozenset()

    def show(self, matrix: Matrix, at: Cell | None = None) -> None:
        """Show a matrix, with the mark on a cell, or where it was as far as that is still there."""
        case_id, key = at or self.here or (0, 0)
        self.matrix = matrix
        across = set(matrix.columns)
        self._tall = frozenset(case for case, thing in matrix.summed.shown if thing in across)
        self.set_reactive(FrameworkCells.column, matrix.columns.index(key) if key in across else 0)
        self.show_items(matrix.people, matrix.people.index(case_id) if case_id in matrix.answers else 0)
        self.refresh_heads()
        self.refresh()

    def go_to(self, at: Cell) -> None:
        """Put the mark on a cell."""
        self.column = self.matrix.columns.index(at[1])
        self.highlighted = self.matrix.people.index(at[0])

    @property
    def columns(self) -> int:
        """How many codes or themes there are."""
        return len(self.matrix.columns)

    def fitting(self) -> Fit:
        """The columns in sight."""
        return fit(self.columns, self.scrollable_content_region.width - 2, self.column)

    @property
    def here(self) -> Cell | None:
        """The person and the code or theme under the mark."""
        case_id = self.current
        return (case_id, self.matrix.columns[self.column]) if case_id is not None and self.columns else None

    @property
    def cell(self) -> MatrixCell | None:
        """The cell under the mark."""
        return self.matrix.cell(*self.here) if self.here is not None else None

    @command("framework.column_before", "Column before", key="left", palette=False)
    def action_column_before(self) -> None:
        """Move the mark to the column before."""
        self.step_columns(-1)

    @command("framework.next_column", "Next column", key="right", palette=False)
    def action_next_column(self) -> None:
        """Move the mark to the next column."""
        self.step_columns(1)

    def lines_of(self, item: int, width: int) -> int:  # noqa: ARG002
        """One, and more where something of the person is summed up."""
        return TALL if item in self._tall else 1

    def name_of(self, item: int, line: int, width: int) -> str:
        """Who it is, and below, where there is room, what must be said beside their words."""
        told = [self.matrix.found.cases[item], *cell_lines(self.matrix.mark(item), max(8, width - 1), 2)]
        return told[line] if line < len(told) else ""

    def cell_of(self, item: int, line: int, place: int) -> tuple[str, str]:
        """How it stands, and below it the beginning of the summary."""
        cell = self.matrix.cell(item, self.matrix.columns[place])
        if line == 0:
            look = "warning" if cell.stands == "older" else "quiet" if cell.stands in ("nothing", "unread") else ""
            return "× not shown" if cell.held else cell.in_cell(), "quiet" if cell.held else look
        if cell.summary is None or cell.held:
            return "", ""
        lines = cell_lines(cell.summary.text, WIDTH, TALL - 1)
        return (lines[line - 1] if line <= len(lines) else ""), "quiet"

    def corner(self) -> str:
        """What the rows are."""
        return "Person"

    def title_of(self, place: int) -> Sequence[str]:
        """A theme's name; of a code its own name below those that it stands under."""
        name = self.matrix.found.codes[self.matrix.columns[place]]
        if self.matrix.of == "themes":
            return cell_lines(name, WIDTH, 2)
        *above, last = split_path(name)
        return (" / ".join(above), last) if above else ("", last)


class FrameworkHeads(MarkedHeads):
    """The codes or themes above their columns."""

    MORE = "›"
