"""The columns of a table of figures for correction: a column a line, what it means, its first cells, and what comes of it."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from workbench.desk.importing.figure_tables import FigureTable, figure_tables, mapped, remembered
from workbench.errors import WorkbenchError
from workbench.exchange.figures.wording import MEANS
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.helped import Helped
from workbench.tui.rooms import ROOM_STYLES
from workbench.tui.screen import BREAKPOINTS
from workbench.tui.unkept import Unkept
from workbench.tui.widgets.rows import Column, RowLine, Rows

if TYPE_CHECKING:
    from workbench.exchange.readers import Options

LISTED = {"categories": "a group of people, such as a fifth of neighbourhoods", "notes": "a note on the figure"}
OUT = "ignore"
FIRST = ("value", "area_code", "area", "period", "count", "denominator", "lower", "upper", "unit", "indicator")
"""What is offered first."""
KEYS = "enter says what a column means · u takes your last word back · ctrl+s takes it in · F1 help · escape back"
FIGURES_SHOWN = 5
SHOWN = 200
"""So many columns are listed."""


async def figure_columns_told(screen: Screen[Any], path: Path, options: Options) -> Mapping[str, Any] | None:
    """Show a table's columns for correction; the map that came of it, or None where somebody went back."""
    options = replace(options, as_="indicators", remembered=remembered)
    try:
        table = await to_thread(_table, path, options)
    except WorkbenchError as refusal:
        screen.notify(str(refusal), title="Columns", severity="error", timeout=12, markup=False)
        return None
    return await screen.app.push_screen_wait(FigureColumnsPage(path, options, table))


def _table(path: Path, options: Options) -> FigureTable:
    """The table that is corrected: the first of the file in which columns were found."""
    tables = figure_tables(path, options)
    return next((one for one in tables if one.map is not None), tables[0])


class FigureColumnsPage(Unkept, Helped["Mapping[str, Any] | None"], ModalScreen["Mapping[str, Any] | None"]):
    """Every column with what it means, which a person changes; the answer is the map."""

    CSS_PATH = ROOM_STYLES
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP = """\
### Columns
Each line is a column of the table: what it is understood as, and its first cells. `enter` lists what it could be; what
comes of it stands below at once: the first figures, and how many rows stay out. `u` takes your last word back.
`ctrl+s` takes it in, and the next table with these columns is read in the same way; `escape` goes back.
"""
    DEFAULT_CSS = """
    FigureColumnsPage { align: center middle; }
    FigureColumnsPage > Vertical { width: 150; max-width: 98%; height: 94%; border: round $primary; background: $surface; }
    FigureColumnsPage Rows { height: 2fr; }
    FigureColumnsPage #figure-how { height: auto; max-height: 4; padding: 0 1; color: $quiet; }
    FigureColumnsPage #figure-first { height: 1fr; min-height: 4; padding: 0 1; border-top: solid $quiet; }
    FigureColumnsPage #figure-keys { height: auto; padding: 0 1; color: $quiet; }
    """

    def __init__(self, path: Path, options: Options, table: FigureTable) -> None:
        super().__init__()
        self._path, self._options, self.table = path, options, table
        self.map: dict[str, Any] = dict(table.map or {})
        self._before: list[dict[str, Any]] = []

    def compose(self) -> ComposeResult:
        """How it was read, the columns, the first figures, what the keys do."""
        with Vertical() as box:
            where = f", sheet {self.table.sheet}" if self.table.sheet else ""
            box.border_title = f"Columns of {self._path.name}{where}".replace("[", "\\[")
            yield Static("", id="figure-how", markup=False)
            yield Rows(
                Column("Column", share=2, least=14),
                Column("Means", share=2, least=14),
                Column("First cells", share=2, least=12, gives_way=1),
                empty="No column was found. Say with m where a map lies.",
                id="figure-columns",
            )
            yield Static("", id="figure-first", markup=False)
            yield Static(KEYS, id="figure-keys", markup=False)

    def on_mount(self) -> None:
        """Show them."""
        self._show()
        self.query_one("#figure-columns", Rows).focus_list()

    def _show(self, at: str | None = None) -> None:
        table = self.table
        rows = [
            RowLine(
                str(place),
                (one.name, one.means or "not kept", " · ".join(cell for cell in one.cells if cell)),
                "" if one.means else "quiet",
            )
            for place, one in enumerate(table.columns[:SHOWN])
        ]
        self.query_one("#figure-columns", Rows).show(rows, at=at)
        self.query_one("#figure-how", Static).update(f"⚠ {table.wrong}" if table.wrong else table.how)
        self.query_one("#figure-first", Static).update("\n".join(said_of(table)))

    async def _try(self, told: dict[str, Any], at: str | None) -> None:
        """Read the table by a map, and show what that gives, or why it gives nothing."""
        options = replace(self._options, map_path=None, columns=told)
        try:
            self.table = await to_thread(_table, self._path, options)
        except WorkbenchError as refusal:
            self.table = replace(self.table, wrong=str(refusal), first=(), figures=0, left_out=())
        self.map = told
        self._show(at)

    @on(Rows.RowChosen, "#figure-columns")
    @work(exclusive=True, group="question")
    async def _choose(self) -> None:
        row = self.query_one("#figure-columns", Rows).current
        if row is None:
            return
        name = self.table.columns[int(row.key)].name
        means = {**dict.fromkeys(FIRST, ""), OUT: "not kept", **MEANS, **LISTED}
        answer = await self.app.push_screen_wait(
            Choose(f"What is “{name}”?", [Choice(key, words) for key, words in means.items()])
        )
        if isinstance(answer, Choice):
            self._before.append(self.map)
            await self._try(mapped(self.map, name, answer.key), row.key)

    @command("figure_columns.undo", "Undo", key="u,ctrl+z", footer=True)
    @work(exclusive=True, group="question")
    async def action_undo(self) -> None:
        """Take your last word back."""
        if self._before:
            row = self.query_one("#figure-columns", Rows).current
            await self._try(self._before.pop(), row.key if row else None)

    @command("figure_columns.take_in", "Take it in", key="ctrl+s", footer=True, priority=True)
    def action_take_in(self) -> None:
        """Go on with the columns as they are."""
        if self.table.wrong or not self.table.figures:
            said = self.table.wrong or "Nothing would come in so. Say which column holds the value and which the area."
            self.notify(said, title="Columns", severity="warning", markup=False)
        else:
            self.dismiss(self.map)

    def unkept(self) -> int:
        """How many things were said here."""
        return len(self._before)

    @command("figure_columns.back_out", "Back", key="escape", footer=True)
    def action_back_out(self) -> None:
        """Go back to what was understood."""
        if self.may_leave():
            self.dismiss(None)


def said_of(table: FigureTable) -> list[str]:
    """What comes of a table: how many figures, the first of them, and what stays out."""
    if not table.figures:
        return ["No figure comes of it."]
    many = len(table.left_out)
    out = f"; {many:,} {'thing stays' if many == 1 else 'things stay'} out" if many else ""
    said = [f"{table.figures:,} figures{out}. The first:"]
    for name, figure in table.first[:FIGURES_SHOWN]:
        value = f"{figure.value:,.10g}" if figure.value is not None else figure.status
        said.append(f"row {figure.row}: {figure.area or figure.area_code}, {figure.period}, {name}: {value}")
    said += [f"left out, {one.where}: {one.what} ({one.why})" for one in table.left_out[:2]]
    return said
