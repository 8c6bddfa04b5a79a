"""The matrix: topics down, sources across, then how each two of them meet; beneath it what the marked cell says."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from workbench.triangulation.protocol.matrix import MatrixRow, Pair
from workbench.tui.triangulation import lists, pages
from workbench.tui.triangulation.display import Display, beneath
from workbench.tui.triangulation.matrix import MatrixGrid, MatrixTable
from workbench.tui.triangulation.tabs.pane import Pane
from workbench.tui.widgets.lines import LineList
from workbench.tui.widgets.paper import Part
from workbench.tui.widgets.reader import Reader

EMPTY = (
    "No topics yet. Press n to write a finding, from what people said or from a figure, and put it in a topic; "
    "or press a to begin with a topic."
)


class TopicsPane(Pane):
    """The matrix and what lies beneath its marked cell."""

    label = "Matrix"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    TopicsPane {
        layout: vertical;
        #matrix-table { height: 3fr; }
        #under-cell { height: 2fr; border-top: solid $panel; }
    }
    .-wide TopicsPane {
        layout: horizontal;
        #matrix-table { width: 7fr; height: 1fr; }
        #under-cell { width: 3fr; height: 1fr; border-top: none; border-left: solid $panel; }
    }
    """

    _display: Display | None = None

    def compose(self) -> ComposeResult:
        """The matrix above, the marked cell beneath; side by side where there is room."""
        yield MatrixTable(empty=EMPTY, id="matrix-table")
        yield Reader(id="under-cell")

    @property
    def grid(self) -> MatrixGrid:
        """The matrix."""
        return self.query_one(MatrixGrid)

    def show(self, display: Display) -> None:
        """Draw the matrix."""
        self._display = display
        self.grid.show(display.matrix)
        self.show_under()

    def focus_first(self) -> None:
        """Give the keys to the matrix."""
        self.grid.focus()

    @property
    def row_id(self) -> int | None:
        """The topic of the marked cell."""
        return self.grid.current.id if self.grid.current else None

    @property
    def pair(self) -> Pair | None:
        """The pair of the marked cell."""
        return self.grid.here.pair if self.grid.here is not None else None

    @property
    def finding_id(self) -> int | None:
        """The finding of the marked cell, where there is one."""
        row, column = self._row(), self.grid.here
        if row is None or column is None or column.kind != "source":
            return None
        lines = row.cells[column.source].findings
        return lines[0].id if len(lines) == 1 else None

    @property
    def silence(self) -> tuple[int, str] | None:
        """The marked cell, where its source says nothing."""
        row, column = self._row(), self.grid.here
        if row is None or column is None or column.kind != "source" or row.cells[column.source].findings:
            return None
        return row.id, column.source

    @property
    def opens(self) -> Pair | None:
        """The pair that opening the marked cell shows: its own, or one in which its source meets another."""
        row, column = self._row(), self.grid.here
        if row is None or column is None or column.kind != "source":
            return self.pair
        own = [each for each in row.meetings if column.source in each and row.meetings[each].proposal is not None]
        own.sort(key=lambda each: sum(not row.cells[name].findings for name in each))
        return own[0] if own else None

    def _row(self) -> MatrixRow | None:
        key = self.row_id
        return None if self._display is None or key is None else self._display.row(key)

    @on(LineList.Highlighted)
    def _cell_marked(self, event: LineList.Highlighted) -> None:
        if event.lines is self.grid:
            event.stop()
            self.show_under()

    def show_under(self) -> None:
        """Beneath the matrix what the marked cell says."""
        row = self._row()
        self.query_one("#under-cell", Reader).show([] if row is None else self._under(row), top=True)

    def _under(self, row: MatrixRow) -> list[Part]:
        """A cell's findings in full; of a pair or the whole, how they meet and what we make of it."""
        column = self.grid.here
        if column is not None and column.kind == "source":
            cell = row.cells[column.source]
            with self.room_screen.project.read() as session:
                return list(pages.side(cell, beneath(session, list(cell.findings))))
        return lists.summary(row, row.meetings.get(column.pair) if column and column.pair else None)
