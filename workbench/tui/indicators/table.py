"""Every figure of an indicator with all that a number carries, read a page at a time however many there are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import on, work
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from workbench.indicators.catalogue import IndicatorLine
from workbench.indicators.listing import Breakdown, breakdown_words, breakdowns, figure_keys, figures_by_key
from workbench.indicators.observations import Figure
from workbench.indicators.sentence import figure_sentence, limit, missing_words, number
from workbench.project.file import Project
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.screen import Here, WorkbenchScreen
from workbench.tui.widgets.filtered import Filtered
from workbench.tui.widgets.lines import LineList, fitted
from workbench.tui.widgets.rows import GAP, Column, column_titles, column_widths

PAGE = 200
"""So many figures are read at once."""
COLUMNS = (
    Column("Area", share=2, least=12),
    Column("Time", share=2, least=9),
    Column("Value", width=10, align="right"),
    Column("95 % interval", width=17, align="right", gives_way=3),
    Column("Method", width=12, gives_way=7),
    Column("Counted", width=10, align="right", gives_way=4),
    Column("Of", width=11, align="right", gives_way=4),
    Column("Status", share=2, least=11, gives_way=2),
    Column("Group", share=2, least=11, gives_way=1),
    Column("Row", width=10, align="right", gives_way=6),
)


class FigureLines(LineList[int]):
    """The figures, by their places in the list; those in sight are read when they are drawn."""

    HELP = """\
### Figures
Arrows, `pageup`, `pagedown`, `home` and `end` move; below stands all that the marked figure carries. `enter` opens the
figure with its doubts. `/` and a few letters show only the rows of an area, a time, a group or a status that have them.
"""
    BINDING_GROUP_TITLE = "Figures"

    def __init__(self, project: Project, *, empty: str) -> None:
        super().__init__(empty=empty)
        self._project = project
        self._keys: Sequence[int] = ()
        self._pages: dict[int, dict[int, Figure]] = {}

    def show_keys(self, keys: Sequence[int]) -> None:
        """Show other figures."""
        self._keys, self._pages = keys, {}
        self.items = []
        self.show_items(range(len(keys)))

    def figure(self, place: int) -> Figure | None:
        """The figure at a place of the list; the page around it is read where it was not."""
        page = place // PAGE
        if page not in self._pages:
            wanted = self._keys[page * PAGE : (page + 1) * PAGE]
            with self._project.read() as session:
                self._pages[page] = figures_by_key(session, wanted)
            if len(self._pages) > 8:
                del self._pages[next(iter(self._pages))]
        return self._pages[page].get(self._keys[place])

    def draw(self, item: int, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:  # noqa: ARG002
        """One figure."""
        figure = self.figure(item)
        cells = cells_of(figure) if figure is not None else ("no longer in the project",)
        drawn = [Segment(" ", base)]
        for at, (column, size) in enumerate(column_widths(COLUMNS, width - 2).items()):
            text = cells[column] if column < len(cells) else ""
            drawn.append(Segment((" " * GAP if at else "") + fitted(text, size, COLUMNS[column].align), base))
        return drawn


def cells_of(figure: Figure) -> tuple[str, ...]:
    """A figure as a row, a cell for each of `COLUMNS`."""
    method = {"": "", "published": "as published"}.get(figure.interval, figure.interval)
    return (
        figure.area or figure.area_code,
        figure.period,
        "–" if figure.value is None else number(figure.value),
        _interval(figure),
        method,
        "–" if figure.count is None else number(figure.count),
        "–" if figure.denominator is None else number(figure.denominator),
        missing_words(figure).removeprefix("is ") if figure.value is None else figure.status,
        breakdown_words(figure.breakdown),
        "worked out" if figure.row is None else str(figure.row),
    )


def _interval(figure: Figure) -> str:
    if figure.lower is None or figure.upper is None:
        return "none"
    return f"{limit(figure.lower)} to {limit(figure.upper)}"


def all_of(figure: Figure) -> str:
    """All that a figure carries, in lines."""
    kept = f"Row {figure.row:,} of {figure.dataset}" if figure.row is not None else f"Worked out from {figure.dataset}"
    method = "as published" if figure.interval == "published" else figure.interval or "none is known"
    carried = (
        f"{figure.area_code} · {figure.starts} to {figure.ends} · {breakdown_words(figure.breakdown)}",
        f"Status: {figure.status} · Interval: {method} · {kept}{f' · {figure.note}' if figure.note else ''}",
    )
    return "\n".join((figure_sentence(figure), *carried))


class _Titles(Widget):
    """The titles of the columns."""

    DEFAULT_CSS = "_Titles { height: 1; width: 1fr; }"

    def render(self) -> str:
        """One line."""
        return column_titles(COLUMNS, self.size.width - 3).replace("[", "\\[")


class FigureTable(Filtered):
    """Titles and figures, with a filter over them."""

    def __init__(self, project: Project, indicator_id: int) -> None:
        super().__init__(id="figure-table")
        self._project, self._indicator_id = project, indicator_id
        self.breakdown: Breakdown | None = None

    def compose(self) -> ComposeResult:
        """Titles and rows."""
        yield _Titles()
        yield FigureLines(self._project, empty="No figure fits that.")

    def narrow(self, query: str) -> None:
        """Show the figures in which every typed word is found."""
        with self._project.read() as session:
            keys = figure_keys(session, self._indicator_id, breakdown=self.breakdown, words=query.split())
        self.query_one(FigureLines).show_keys(keys)


class FigureTableScreen(WorkbenchScreen):
    """The table of one indicator."""

    HELP = """\
### All figures
Every figure of the indicator: value, interval and its method, what was counted of how many, time, status, group, and the
row of the file. `/` narrows it, `b` shows one group of people only, `enter` opens a figure, `escape` goes back.
"""
    room = "indicators"
    DEFAULT_CSS = """
    FigureTableScreen {
        #carried { height: 6; padding: 0 1; border-top: solid $rule; color: $foreground; }
    }
    """

    def __init__(self, indicator: IndicatorLine) -> None:
        super().__init__()
        self._indicator = indicator
        self._seen = -1

    def compose_room(self) -> ComposeResult:
        """The table, and all of the marked figure."""
        table = FigureTable(self.project, self._indicator.id)
        table.add_class("pane")
        yield table
        yield Static("", id="carried", markup=False)

    def on_screen_resume(self) -> None:
        """Read again what has changed."""
        super().on_screen_resume()
        if self.project.latest_change() != self._seen:
            self.show_latest()
        self.query_one(FigureLines).focus()

    def show_latest(self) -> None:
        """Read the list again."""
        self._seen = self.project.latest_change()
        table = self.query_one(FigureTable)
        table.narrow(table.query_text)
        self._say()

    def _say(self) -> None:
        table, lines = self.query_one(FigureTable), self.query_one(FigureLines)
        group = f" · {breakdown_words(table.breakdown)}" if table.breakdown is not None else ""
        table.border_title = f"{self._indicator.short or self._indicator.name}{group}".replace("[", "\\[")
        unit = f" · {self._indicator.unit}" if self._indicator.unit else ""
        table.border_subtitle = f"{len(lines.items):,} figures{unit}".replace("[", "\\[")

    def evidence_here(self) -> Here | None:
        """The marked figure."""
        lines = self.query_one(FigureLines)
        figure = lines.figure(lines.current) if lines.current is not None else None
        return None if figure is None else Here("figure", (figure.id,))

    @on(LineList.Highlighted)
    def _marked(self, event: LineList.Highlighted) -> None:
        event.stop()
        lines = self.query_one(FigureLines)
        figure = lines.figure(lines.current) if lines.current is not None else None
        self.query_one("#carried", Static).update(all_of(figure) if figure is not None else "")
        self._say()

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        from workbench.tui.triangulation.evidence import FigurePage

        figure = self.query_one(FigureLines).figure(event.index)
        if figure is not None:
            self.app.push_screen(FigurePage(figure.id))

    @command("figures.choose_group", "Group", key="b", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose_group(self) -> None:
        """Show the figures of one group of people only: by sex, age or category."""
        chosen = await choose_group(self, self._indicator.id)
        if chosen is not None:
            table = self.query_one(FigureTable)
            table.breakdown = chosen.key
            self.show_latest()

    @command("figures.leave_table", "Back", key="escape", footer=True)
    def action_leave_table(self) -> None:
        """Go back to the indicator."""
        self.dismiss()


async def choose_group(
    screen: WorkbenchScreen, indicator_id: int, *, every: bool = True
) -> Choice[Breakdown | None] | None:
    """Ask which group of people; None where somebody backed out.

    Its key is None for all of them, or for the group that stands for everybody where not `every` may be shown at once.
    """
    with screen.project.read() as session:
        found = breakdowns(session, indicator_id)
    choices: list[Choice[Breakdown | None]] = [
        Choice(None, "All groups", count=f"{sum(one.figures for one in found):,}")
        if every
        else Choice(None, "The group that stands for everybody")
    ]
    choices += [Choice(one.breakdown, one.name, count=f"{one.figures:,}") for one in found]
    answer = await screen.app.push_screen_wait(Choose("Whose figures?", choices))
    return answer if isinstance(answer, Choice) else None
