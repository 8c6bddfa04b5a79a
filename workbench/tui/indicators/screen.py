"""Indicators: the catalogue on the left, on the right what an indicator says and of which areas."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.reactive import var
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.indicators.catalogue import IndicatorLine
from workbench.indicators.datasets import KEPT_OUT
from workbench.indicators.listing import Breakdown, breakdown_words
from workbench.indicators.reading_a_figure import reading_lines
from workbench.indicators.trend import trend_sentence
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.indicators.answering import DoubtsPage, in_brief
from workbench.tui.indicators.areas import AreaPlot, Trend
from workbench.tui.indicators.board import AreaLine, Board, county_of, read_board, read_catalogue, work_out_ahead
from workbench.tui.indicators.catalogue import NO_INDICATORS, CatalogueScreen, narrow_rows
from workbench.tui.indicators.from_survey import FromSurvey
from workbench.tui.indicators.peers import PeersPage
from workbench.tui.indicators.table import FigureTableScreen, choose_group
from workbench.tui.screen import Here
from workbench.tui.widgets.lines import LineList
from workbench.tui.widgets.rows import Column, Rows

SOON = 0.05
"""Seconds after which what has changed is read again: a question that closes often opens a page at once."""
EMPTY = "No figures to show. f shows those that the coding frame looks for, and those that nobody publishes."


class IndicatorsScreen(FromSurvey):
    """What the figures say."""

    HELP = """\
### Indicators
Left the indicators; on the right what the marked one says of an area, how that went over time, every area beside it,
and what makes one careful. `tab` goes from pane to pane, up and down choose an indicator or an area.

`p` or `enter` on an area opens the page of the place: its figures beside what people from there say. `d` opens all
doubts about the figure, where they can be answered: ▲ changes the sentence, ▸ weakens it, · worth knowing. `n` writes
a finding from it. `a` finds an area, also of another county. `b` shows another group of people: by sex, age, category.
`t` shows every figure with all it carries. `c` shows or folds the list, `/` narrows it by name, publisher, data set or
kind of area, `C` shows the whole catalogue. `f` shows what the coding frame looks for, and what nobody publishes. `N`
sets the area beside its neighbours of a named set. `s` makes figures of a survey's closed question, and on one of those
`w` shows what the same people said in their own words. `D` opens the data sets: where figures come from, on what terms, and what
a new release changed.
"""
    room = "indicators"
    catalogue_shown: var[bool] = var(False, toggle_class="-catalogue")
    DEFAULT_CSS = """
    IndicatorsScreen {
        #catalogue { width: 34; display: none; }
        &.-catalogue #catalogue { display: block; }
        &.-narrow.-catalogue #catalogue { width: 1fr; }
        &.-narrow.-catalogue #indicator { display: none; }
        #says { height: 3fr; }
        #areas { height: 2fr; min-height: 6; }
        #sentence, #doubts, #reading, #source { height: auto; padding: 0 1; }
        #sentence { text-style: bold; margin-bottom: 1; }
        #doubts { margin-bottom: 1; color: $warning; }
        #reading, #source { margin-top: 1; }
        #source { color: $quiet; }
        Trend { padding: 0 1; }
        &.-wide #indicator { layout: horizontal; }
        &.-wide #says, &.-wide #areas { width: 1fr; height: 1fr; }
        &.-narrow Trend { height: 8; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None
        self._catalogue: dict[str, IndicatorLine] = {}
        self._area: str | None = None
        self._group: Breakdown | None = None
        self._seen = -1

    def compose_room(self) -> ComposeResult:
        """Catalogue, what the figure says, the areas."""
        with Horizontal():
            with Vertical(id="catalogue", classes="pane"):
                yield Rows(
                    Column("Indicator", share=3, wrap=3, least=14),
                    Column("Newest", width=9, gives_way=1),
                    empty=NO_INDICATORS,
                    id="indicator-rows",
                )
            with Vertical(id="indicator"):
                with VerticalScroll(id="says", classes="pane"):
                    yield Static("", id="sentence", markup=False)
                    yield Static("", id="doubts", markup=False)
                    yield Trend()
                    yield Static("", id="reading", markup=False)
                    yield Static("", id="source", markup=False)
                yield AreaPlot(empty=EMPTY, id="areas", classes="pane")

    def on_mount(self) -> None:
        """Name the panes."""
        self.query_one("#catalogue").border_title = "Indicators"

    # Showing

    def on_screen_resume(self) -> None:
        """Read again what has changed."""
        super().on_screen_resume()
        if self.workbench.project is None:
            return
        begun, self.catalogue_shown = self._seen >= 0, self.catalogue_shown or self.app.size.width >= 100
        if not begun:
            self.show_latest()
        elif self.project.latest_change() != self._seen:
            self.set_timer(SOON, self._catch_up)
        if not begun or self.focused is None:
            self.call_after_refresh(self._focus)

    def _catch_up(self) -> None:
        """Read again what has changed, unless another page came to the front meanwhile."""
        if self.is_current and self.workbench.project is not None and self.project.latest_change() != self._seen:
            self.show_latest()

    def _focus(self) -> None:
        if self.catalogue_shown:
            self.query_one("#indicator-rows", Rows).focus_list()
        else:
            self.query_one(AreaPlot).focus()

    def show_latest(self) -> None:
        """Draw everything again: what the indicators are called at once, how much there is once it is counted."""
        self._seen = self.project.latest_change()
        self.board = None
        self._list(read_catalogue(self.project, counted=False))
        self._count()

    def _list(self, listed: list[IndicatorLine]) -> None:
        self._catalogue = {str(one.id): one for one in listed}
        self.query_one("#indicator-rows", Rows).show(narrow_rows(listed))
        if not listed:
            self._show_board(None)
        for screen in self.app.screen_stack:
            if isinstance(screen, CatalogueScreen):
                screen.show_counted(listed)

    @work(thread=True, exclusive=True, group="catalogue")
    def _count(self) -> None:
        """Count how much there is of each, beside the person."""
        listed = read_catalogue(self.project)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._list, listed)
            work_out_ahead(self.project)

    @on(Rows.RowHighlighted, "#indicator-rows")
    def _indicator_marked(self, event: Rows.RowHighlighted) -> None:
        indicator = self._catalogue.get(event.key or "")
        if indicator is not None and (self.board is None or self.board.indicator.id != indicator.id):
            self._group = None
            self._read(indicator, county_of(self._area) if self._area else "")

    @on(Rows.RowChosen, "#indicator-rows")
    def _indicator_chosen(self) -> None:
        if self.app.size.width < 100:
            self.catalogue_shown = False
        self.query_one(AreaPlot).focus()

    @work(thread=True, exclusive=True, group="board")
    def _read(self, indicator: IndicatorLine, county: str = "") -> None:
        """Read an indicator beside the person, who may go on to another meanwhile."""
        if get_current_worker().is_cancelled:
            return
        board = read_board(self.project, indicator, county, self._group)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_board, board)

    def _show_board(self, board: Board | None) -> None:
        self.board = board
        plot = self.query_one(AreaPlot)
        if board is None:
            plot.show_items([])
            self._show_area(None)
            return
        at = self._area if board.area(self._area) else board.first
        group = breakdown_words(self._group) if self._group is not None else ""
        plot.border_title = " · ".join(part for part in ("Areas", board.period, group) if part).replace("[", "\\[")
        unit = f" {board.indicator.unit}" if board.indicator.unit else ""
        plot.border_subtitle = f"┊ {board.benchmark.area}{unit and ' ·'}{unit}" if board.benchmark else unit.strip()
        plot.show_board(board, at)

    @on(LineList.Highlighted)
    def _area_marked(self, event: LineList.Highlighted) -> None:
        if isinstance(event.lines, AreaPlot):
            event.stop()
            here = event.lines.current
            self._area = here.code if here else self._area
            self._show_area(here)

    def _show_area(self, here: AreaLine | None) -> None:
        """Say what the figure of the marked area says, how it went, and what makes one careful."""
        says = self.query_one("#says")
        if here is None or self.board is None:
            says.border_title = ""
            for name in ("#sentence", "#doubts", "#reading", "#source"):
                self.query_one(name, Static).update("")
            if self.board is not None and self.board.indicator.kept_out:
                out = f"{KEPT_OUT} {self.board.indicator.kept_out} Press D to say what is missing."
                self.query_one("#sentence", Static).update(out)
            self.query_one(Trend).show((), ())
            return
        indicator = self.board.indicator
        says.border_title = f"{indicator.short or indicator.name} · {here.name}"
        self.query_one("#sentence", Static).update(here.sentence)
        self.query_one(Trend).show(here.history, here.beside)
        trend = trend_sentence(here.history) or f"There is only one period, {here.figure.period}, so no trend."
        size = self.app.size
        most = len(here.line.doubted) if size.width >= 150 else 2 if size.width >= 100 and size.height >= 30 else 1
        care = in_brief(here.line.doubted, most)
        self.query_one("#doubts", Static).update("\n".join([*([care] if care else []), trend]))
        shown = self.board.areas
        history = here.history if here.figure in here.history else ()
        read = reading_lines(here.figure, here.line.comparator, here.peers, history, [one.figure for one in shown])
        self.query_one("#reading", Static).update("\n".join(read))
        about = [here.line.definition, indicator.caveats, f"Source: {here.line.source}"]
        self.query_one("#source", Static).update("\n".join(text for text in about if text))

    # Going on

    def evidence_here(self) -> Here | None:
        """In the list the indicator with all its figures, else the figure of the marked area."""
        if self.board is None:
            return None
        rows = self.query_one("#indicator-rows", Rows)
        here = self.board.area(self._area)
        if here is None or (self.focused is not None and rows in self.focused.ancestors):
            return Here("indicator", (self.board.indicator.id,))
        return Here("figure", (here.figure.id,))

    @on(LineList.Chosen)
    def _area_chosen(self, event: LineList.Chosen) -> None:
        if isinstance(event.lines, AreaPlot):
            event.stop()
            self.action_open_place()

    @command("indicators.open_place", "Place", key="p", footer=True)
    def action_open_place(self) -> None:
        """Open the page of the marked place: its figures beside what people from there say."""
        if self._area is not None and self.board is not None:
            self.workbench.open_place(self._area)

    @command("indicators.open_doubts", "Doubts", key="d", footer=True)
    def action_open_doubts(self) -> None:
        """Open every doubt about the figure of the marked area, to read and to answer them."""
        here = self.board.area(self._area) if self.board else None
        if here is not None:
            self.app.push_screen(DoubtsPage(here.figure.id))

    @command("indicators.open_peers", "Neighbours", key="N")
    def action_open_peers(self) -> None:
        """Set the figure of the marked area beside its neighbours of a named set, such as CIPFA's."""
        here = self.board.area(self._area) if self.board else None
        if here is not None:
            self.app.push_screen(PeersPage(here.figure))

    @command("indicators.write_finding", "Write", key="n", footer=True)
    @work(exclusive=True, group="question")
    async def action_write_finding(self) -> None:
        """Write a finding from the figure of the marked area, with its doubts before you."""
        here = self.board.area(self._area) if self.board else None
        if here is None:
            return
        cells = await self.cells_from_figures([here.line])
        if cells is not None:
            await self.keep_finding("numbers", cells)

    @command("indicators.find_area", "Find an area", key="a", footer=True)
    @work(exclusive=True, group="question")
    async def action_find_area(self) -> None:
        """Find an area by a few letters, also of another county."""
        board = self.board
        if board is None:
            return
        choices = [Choice(one.code, one.name) for one in board.areas]
        choices += [Choice(code, name, note="of another county") for code, name in board.elsewhere]
        answer = await self.app.push_screen_wait(Choose("Which area?", choices))
        if not isinstance(answer, Choice):
            return
        self._area = answer.key
        if board.area(answer.key):
            self.query_one(AreaPlot).show_board(board, answer.key)
        else:
            self._read(board.indicator, county_of(answer.key))
        self.query_one(AreaPlot).focus()

    @command("indicators.show_catalogue", "Catalogue", key="c", footer=True)
    def action_show_catalogue(self) -> None:
        """Show or fold the list of indicators."""
        self.catalogue_shown = not self.catalogue_shown
        self.call_after_refresh(self._focus)

    @command("indicators.show_table", "Table", key="t", footer=True)
    def action_show_table(self) -> None:
        """Show every figure of the indicator with all that a number carries."""
        if self.board is not None:
            self.app.push_screen(FigureTableScreen(self.board.indicator))

    @command("indicators.choose_group", "Group", key="b")
    @work(exclusive=True, group="question")
    async def action_choose_group(self) -> None:
        """Show the figures of another group of people: by sex, age or category."""
        board = self.board
        chosen = await choose_group(self, board.indicator.id, every=False) if board is not None else None
        if chosen is not None and board is not None:
            self._group = chosen.key
            self._read(board.indicator, board.county)

    @command("indicators.open_catalogue", "Whole catalogue", key="C")
    def action_open_catalogue(self) -> None:
        """Show every indicator with its data set, publisher and areas, and how many figures and times there are."""
        self.app.push_screen(CatalogueScreen(list(self._catalogue.values()), self._go_to))

    def _go_to(self, key: str) -> None:
        """Show an indicator that was chosen in the whole catalogue."""
        rows = self.query_one("#indicator-rows", Rows)
        rows.narrow("")
        rows.highlight(key)

    @command("indicators.data_sets", "Data sets", key="D")
    def action_data_sets(self) -> None:
        """Open the data sets: where figures come from, on what terms, and what their releases changed."""
        from workbench.tui.indicators.data_sets import DataSetsPage

        self.app.push_screen(DataSetsPage())

    @command("indicators.read_frame", "Frame", key="f", footer=True)
    def action_read_frame(self) -> None:
        """Read which figures the coding frame looks for: by district, wider only, or not published."""
        self.workbench.action_read_frame()
