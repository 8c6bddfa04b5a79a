"""The framework matrix on the screen: people by codes or themes, what is summed up, what waits; enter opens a cell."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.coding.crosstab import Of
from workbench.coding.summaries import Standing
from workbench.coding.themes import themes
from workbench.project.file import Project
from workbench.tui.coding.framework import NO_THEMES, Cell, Matrix, heading, read_matrix
from workbench.tui.coding.framework_grid import FrameworkCells, FrameworkHeads
from workbench.tui.coding.summing_up import SummaryPage
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.lines import LineList

ALL_CODES, ALL_THEMES = "All codes", "Themes"
NONE_LEFT: dict[Standing, str] = {
    "coded": "Every cell with passages is summed up.",
    "older": "No summary is older than its passages.",
}


class FrameworkPage(WorkbenchScreen):
    """What each person said of each code or theme: a row a person, a summary a cell."""

    HELP = """\
### Framework
A row a person, a column a code or a theme. ● is to be summed up, ■ is summed up, ▲ is older than its passages, ✎ is
begun and not kept, – is read and nothing is there, ○ is not all read; the number counts passages.
Arrows move the mark. `enter` opens a cell: its passages, and beside them the summary to write.

`n` goes to the next cell that is to be summed up, `o` to the next that is older than its passages. `t` chooses the
columns: all codes, the codes of a theme, or the themes. `P` in Coding prints the matrix.
"""
    room = "coding"
    shows_undo_of: ClassVar[frozenset[str]] = frozenset({"memo"})
    DEFAULT_CSS = """
    FrameworkPage #framework-said { height: auto; max-height: 5; padding: 0 1; }
    FrameworkPage #framework { height: 1fr; }
    FrameworkPage.-none FrameworkHeads { display: none; }
    FrameworkPage #framework-means { height: 5; padding: 0 1; border-top: solid $rule; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._of: Of = "codes"
        self._theme: int | None = None
        self._seen = -1
        self._opened: SummaryPage | None = None

    def compose_room(self) -> ComposeResult:
        """A sentence, the matrix, and what the cell under the mark says."""
        yield Static("Reading the matrix …", id="framework-said", markup=False)
        with Vertical(id="framework", classes="pane"):
            cells = FrameworkCells(id="framework-cells")
            yield FrameworkHeads(cells)
            yield cells
        yield Static("", id="framework-means", markup=False)

    @property
    def cells(self) -> FrameworkCells:
        """The matrix."""
        return self.query_one(FrameworkCells)

    def on_mount(self) -> None:
        """Name the pane."""
        self.query_one("#framework").border_title = "Framework"
        self.cells.focus()

    def on_screen_resume(self) -> None:
        """Read again when something has changed, and stand where the last summary was written."""
        super().on_screen_resume()
        at, self._opened = self._opened.at if self._opened is not None else None, None
        if at is not None and at[0] in self.cells.matrix.answers:
            self.cells.go_to(at)
        if self.workbench.project is not None and self.project.latest_change() != self._seen:
            self.show_latest()

    def show_latest(self) -> None:
        """Read the matrix as it is now."""
        self._seen = self.project.latest_change()
        self._read(self.project, self._of, self._theme)

    @work(thread=True, exclusive=True, group="framework")
    def _read(self, project: Project, of: Of, theme: int | None) -> None:
        """Read beside the person."""
        worker = get_current_worker()
        with project.read() as session:
            found = read_matrix(session, of=of, theme=theme)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, found)

    def _show(self, found: Matrix) -> None:
        if not self.is_mounted:
            return
        self.set_class(bool(found.why_not), "-none")
        self.query_one("#framework-said", Static).update(found.why_not or heading(found))
        self.cells.show(found)
        self._mean()
        self.refresh_bindings()

    @on(LineList.Highlighted)
    def _highlighted(self) -> None:
        self._mean()

    def _mean(self) -> None:
        """Say how the cell under the mark stands, and what its summary says."""
        here, cell, matrix = self.cells.here, self.cells.cell, self.cells.matrix
        told = ""
        if here is not None and cell is not None:
            name = f"{matrix.found.cases[here[0]]} · {matrix.found.codes[here[1]]}"
            marked = f" · {matrix.mark(here[0])}" if matrix.mark(here[0]) else ""
            told = f"{name}{marked}\n{cell.meaning()}"
            if cell.summary is not None and not cell.held:
                told = f"{told}\n{' '.join(cell.summary.text.split())}"
        self.query_one("#framework-means", Static).update(told)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """Open the cell under the mark."""
        event.stop()
        if self.cells.here is not None:
            self._open(self.cells.here)

    def _open(self, at: Cell) -> None:
        matrix = self.cells.matrix
        cell = matrix.cell(*at)
        if cell.held:
            self.notify(cell.held, title="Framework", markup=False)
            return
        if not cell.passages and cell.summary is None and not cell.begun:
            self.notify(cell.meaning(), title="Framework", markup=False)
            return
        self._opened = SummaryPage(matrix, at)
        self.app.push_screen(self._opened)

    @command("framework.next_empty", "Next to sum up", key="n", footer=True)
    def action_next_empty(self) -> None:
        """Go to the next cell that has passages and is not summed up."""
        self._go_to_next("coded")

    @command("framework.next_older", "Next older", key="o", footer=True)
    def action_next_older(self) -> None:
        """Go to the next summary that is older than its passages."""
        self._go_to_next("older")

    def _go_to_next(self, wanted: Standing) -> None:
        at = self.cells.matrix.next_cell(self.cells.here, wanted)
        if at is None:
            self.notify(NONE_LEFT[wanted], title="Framework")
        else:
            self.cells.go_to(at)

    @command("framework.choose_columns", "Columns", key="t", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose_columns(self) -> None:
        """Choose what stands across: all codes, the codes of a theme, or the themes."""
        with self.project.read() as session:
            kept = [line for line in themes(session) if line.state != "dropped" and line.code_ids]
        if not kept:
            self.notify(NO_THEMES, title="Columns")
            return
        keys: list[tuple[str | int, str]] = [("codes", ALL_CODES), ("themes", ALL_THEMES)]
        keys += [(line.id, f"Codes of {line.name}") for line in kept]
        choices = [Choice(key, title) for key, title in keys]
        answer = await self.app.push_screen_wait(Choose("Columns", choices))
        if isinstance(answer, Choice):
            self._of = "themes" if answer.key == "themes" else "codes"
            self._theme = answer.key if isinstance(answer.key, int) else None
            self.show_latest()

    @command("framework.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to coding."""
        self.dismiss()
