"""The triangulation room: the matrix, the same side by side, findings, what we do not know, what to look at again."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ContentSwitcher, Tab, Tabs

from workbench.triangulation.findings import FindingLine
from workbench.triangulation.joint_display import JointRow
from workbench.triangulation.matrix import MatrixRow, Meeting
from workbench.triangulation.topic_rows import remove_row, reword_row, take_from
from workbench.tui.commands import Command, command
from workbench.tui.dialogs import Ask, Choice, Choose
from workbench.tui.triangulation import lists, pages
from workbench.tui.triangulation.display import Display, beneath, read_display, speaking
from workbench.tui.triangulation.evidence import go
from workbench.tui.triangulation.matrix import MatrixGrid, MatrixTable
from workbench.tui.triangulation.meeting import MeetingPage
from workbench.tui.triangulation.writing import Writing
from workbench.tui.widgets.lines import LineList
from workbench.tui.widgets.paper import Part
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.rows import Column, Rows

TABS = {
    "matrix": "Matrix",
    "side": "Side by side",
    "findings": "Findings",
    "unknown": "What we do not know",
    "again": "Look again",
}
EMPTY = (
    "No topics yet. Press n to write a finding, from what people said or from a figure, and put it in a topic; "
    "or press a to begin with a topic."
)


class TriangulationScreen(Writing):
    """Where what people say and what the data says are set side by side."""

    HELP = """\
### Triangulation
`n` writes a finding, `a` adds a topic, `p` puts a finding in the topic. `enter` opens what is marked: two findings
side by side with their evidence. There and here `v` judges how they meet, `w` writes what we make of it together,
`t` begins to follow a question, `e` edits a finding, `r` renames the topic, `x` takes a finding out of it.

`1` to `5`, or `[` and `]`, change between the matrix, side by side, findings, what we do not know, look again.
On Look again, `l` says that a finding still stands.
"""
    room = "triangulation"
    CSS = """
    TriangulationScreen {
        Tabs { background: $background; }
        #triangulation { height: 1fr; }
        #matrix { layout: vertical; }
        #matrix-table { height: 3fr; }
        #under-cell { height: 2fr; border-top: solid $panel; }
        #thread-page { height: 2fr; border-top: solid $panel; }
        &.-wide #matrix, &.-wide #unknown { layout: horizontal; }
        &.-wide #matrix-table, &.-wide #unknown-rows { width: 7fr; height: 1fr; }
        &.-wide #under-cell, &.-wide #thread-page {
            width: 3fr; height: 1fr; border-top: none; border-left: solid $panel;
        }
    }
    """

    COMMAND_LIST = tuple(
        Command(
            f"triangulation.tab_{number}",
            label,
            f"Show {label.lower()}.",
            str(number),
            action=f"show_tab('{name}')",
        )
        for number, (name, label) in enumerate(TABS.items(), 1)
    )

    def __init__(self) -> None:
        super().__init__()
        self.display_read: Display | None = None
        self._seen = -1

    def compose_room(self) -> ComposeResult:
        """Five tabs."""
        yield Tabs(*(Tab(label, id=f"tab-{name}") for name, label in TABS.items()), id="tabs")
        with ContentSwitcher(initial="matrix", id="triangulation"):
            with Vertical(id="matrix", classes="pane"):
                yield MatrixTable(empty=EMPTY, id="matrix-table")
                yield Reader(id="under-cell")
            with Vertical(id="side", classes="pane"):
                yield Reader(id="side-page")
            with Vertical(id="findings", classes="pane"):
                yield Rows(
                    Column("", width=5),
                    Column("From", share=2, gives_way=1, least=10),
                    Column("Finding", share=7, wrap=4, least=24),
                    Column("How prominent", width=15, gives_way=2),
                    Column("In which topic", share=2, wrap=3, gives_way=3, least=16),
                    empty="No findings yet. Press n to write one, from what people said or from a figure.",
                    id="finding-rows",
                )
            with Vertical(id="unknown", classes="pane"):
                yield Rows(
                    Column("", width=2),
                    Column("Topic", share=2, wrap=3, least=14),
                    Column("What we do not know", share=4, wrap=4, least=24),
                    empty="Nothing is left open: every topic is judged, and no question is being followed.",
                    id="unknown-rows",
                )
                yield Reader(id="thread-page")
            with Vertical(id="again", classes="pane"):
                yield Rows(
                    Column("", width=2),
                    Column("What", share=3, wrap=4, least=18),
                    Column("Why", share=4, wrap=5, least=24),
                    empty="Nothing to look at again: everything a judgement rests on still says what it said.",
                    id="again-rows",
                )

    # Showing

    def on_screen_resume(self) -> None:
        """Show what is there now."""
        super().on_screen_resume()
        if self.workbench.project is not None and self.project.latest_change() != self._seen:
            self.show_latest()
        if self.focused is None or self.focused.id == "tabs":
            self.focus_tab()

    def show_latest(self) -> None:
        """Read and draw everything again."""
        self._seen = self.project.latest_change()
        display = self.display_read = read_display(self.project)
        self.grid.show(display.matrix)
        self.query_one("#side-page", Reader).show(pages.side_by_side_page(_spoken(display)))
        self.query_one("#finding-rows", Rows).show(lists.finding_rows(display))
        self.query_one("#unknown-rows", Rows).show(lists.unknown_rows(display))
        again = lists.again_rows(display)
        self.query_one("#again-rows", Rows).show(again)
        waiting = sum(row.tone == "warning" for row in again)
        self.query_one("#tab-again", Tab).label = f"Look again ⚠ {waiting}" if waiting else "Look again"
        self.show_under()

    @property
    def grid(self) -> MatrixGrid:
        """The matrix."""
        return self.query_one(MatrixGrid)

    @property
    def tab(self) -> str:
        """The tab in sight."""
        return self.query_one("#triangulation", ContentSwitcher).current or "matrix"

    def focus_tab(self) -> None:
        """Give the keys to what is in the tab."""
        match self.tab:
            case "matrix":
                self.grid.focus()
            case "side":
                self.query_one("#side-page", Reader).focus()
            case name:
                self.query_one(
                    {"findings": "#finding-rows", "unknown": "#unknown-rows"}.get(name, "#again-rows"), Rows
                ).focus_list()

    @on(Tabs.TabActivated)
    def _activated(self, event: Tabs.TabActivated) -> None:
        event.stop()
        switcher = self.query_one("#triangulation", ContentSwitcher)
        name = (event.tab.id or "").removeprefix("tab-")
        if name in TABS and switcher.current != name:
            switcher.current = name
            self.call_after_refresh(self.focus_tab)
        self.refresh_bindings()

    def action_show_tab(self, name: str) -> None:
        """Show a tab."""
        self.query_one("#tabs", Tabs).active = f"tab-{name}"

    @on(LineList.Highlighted)
    def _cell_marked(self, event: LineList.Highlighted) -> None:
        if event.lines is self.grid:
            event.stop()
            self.show_under()

    def show_under(self) -> None:
        """Under the matrix (beside it where there is room) what the marked cell says."""
        reader = self.query_one("#under-cell", Reader)
        row = self.topic_here()
        if row is None or self.display_read is None:
            reader.show([], top=True)
            return
        reader.show(self._under(row), top=True)

    def _under(self, row: MatrixRow) -> list[Part]:
        """A cell's findings in full; of a pair or the whole, how they meet and what we make of it."""
        column = self.grid.here
        if column is not None and column.kind == "source":
            cell = row.cells[column.source]
            with self.project.read() as session:
                return list(pages.side(cell, beneath(session, list(cell.findings))))
        return lists.summary(row, row.meetings.get(column.pair) if column and column.pair else None)

    @on(Rows.RowHighlighted, "#unknown-rows")
    def _thread_marked(self, event: Rows.RowHighlighted) -> None:
        """Show the steps of the question that is marked."""
        kind, _, key = (event.key or "").partition(":")
        display = self.display_read
        shown: list[Part] = []
        if kind == "thread" and display is not None:
            shown += [part for one in display.threads if str(one.id) == key for part in pages.thread_blocks(one)]
        elif kind == "row" and display is not None and (row := display.row(int(key.split(":")[0]))) is not None:
            shown += lists.summary(row, None)
        self.query_one("#thread-page", Reader).show(shown, top=True)

    # What is in front of the person

    def topic_here(self) -> MatrixRow | None:
        """The marked topic."""
        display = self.display_read
        if display is None:
            return None
        if self.tab == "matrix":
            return display.row(self.grid.current.id) if self.grid.current else None
        to = self._marked()
        return display.row(int(to.split(":")[1])) if to.startswith("row:") else None

    def meeting_here(self) -> Meeting | None:
        """The marked pair; of a topic with only one pair, that one."""
        row = self.topic_here()
        if row is None:
            return None
        column = self.grid.here if self.tab == "matrix" else None
        if column is not None and column.pair is not None:
            return row.meetings[column.pair]
        spoken = [one for one in row.meetings.values() if one.proposal is not None]
        both = [one for one in spoken if row.cells[one.a].findings and row.cells[one.b].findings]
        found = both if both else spoken
        return found[0] if len(found) == 1 else None

    def finding_here(self) -> FindingLine | None:
        """The marked finding."""
        display = self.display_read
        to = self._marked() if self.tab != "matrix" else ""
        if display is not None and to.startswith("finding:"):
            return display.finding(int(to.split(":")[1]))
        column, row = self.grid.here, self.topic_here() if self.tab == "matrix" else None
        if row is not None and column is not None and column.kind == "source":
            lines = row.cells[column.source].findings
            return lines[0] if len(lines) == 1 else None
        return None

    def _marked(self) -> str:
        """Where the marked line of the tab in sight leads."""
        if self.tab == "side":
            return self.query_one("#side-page", Reader).place
        names = {"findings": "#finding-rows", "unknown": "#unknown-rows", "again": "#again-rows"}
        row = self.query_one(names[self.tab], Rows).current if self.tab in names else None
        return row.key if row else ""

    # Going in

    @on(LineList.Chosen)
    def _cell_opened(self, event: LineList.Chosen) -> None:
        if event.lines is not self.grid:
            return
        event.stop()
        row, column = self.topic_here(), self.grid.here
        if row is None:
            return
        pair = column.pair if column else None
        if column is not None and column.kind == "source":
            own = [each for each in row.meetings if column.source in each and row.meetings[each].proposal is not None]
            own.sort(key=lambda each: sum(not row.cells[name].findings for name in each))
            pair = own[0] if own else None
        self.app.push_screen(MeetingPage(row.id, pair))

    @on(Rows.RowChosen)
    def _row_opened(self, event: Rows.RowChosen) -> None:
        event.stop()
        self._open(event.key)

    @on(Reader.Followed)
    def _place_followed(self, event: Reader.Followed) -> None:
        event.stop()
        self._open(event.to)

    def _open(self, to: str) -> None:
        kind, _, rest = to.partition(":")
        if kind == "row" and ":" in rest:
            key, a, b = rest.split(":", 2)
            self.app.push_screen(MeetingPage(int(key), (a, b)))
        else:
            go(self, to)

    # Topics

    @command("triangulation.rename_topic", "Rename", key="r")
    @work(exclusive=True, group="question")
    async def action_rename_topic(self) -> None:
        """Give the topic another name."""
        row = self.topic_here()
        if row is None:
            self.say("Choose a topic first.", "Rename")
            return
        title = await self.app.push_screen_wait(Ask("Rename", "The topic in a few words", value=row.title))
        if title:
            with self.attempt("Rename"), self.project.change("Rename a topic") as session:
                reword_row(session, row.id, title=title, question_id=row.question_id)
            self.show_latest()

    @command("triangulation.take_out", "Take out", key="x,delete")
    @work(exclusive=True, group="question")
    async def action_take_out(self) -> None:
        """Take a finding out of the topic; a topic with none left can be taken out itself."""
        row = self.topic_here()
        if row is None:
            self.say("Choose a topic first.", "Take out")
            return
        lines = speaking(row)
        choices = [Choice(line.id, f"{line.name} {line.statement}", "The finding itself stays.") for line in lines]
        choices.append(Choice(0, f"The whole topic “{row.title}”", "Its findings stay."))
        answer = await self.app.push_screen_wait(Choose("Take out", choices)) if lines else choices[-1]
        if isinstance(answer, Choice):
            with self.attempt("Take out"), self.project.change("Take out of the matrix") as session:
                if answer.key:
                    take_from(session, row.id, answer.key)
                else:
                    remove_row(session, row.id)
            self.show_latest()

    def _step(self, by: int) -> None:
        names = list(TABS)
        self.action_show_tab(names[(names.index(self.tab) + by) % len(names)])

    @command("triangulation.next_tab", "Next view", key="right_square_bracket")
    def action_next_tab(self) -> None:
        """Show the next view."""
        self._step(1)

    @command("triangulation.previous_tab", "View before", key="left_square_bracket")
    def action_previous_tab(self) -> None:
        """Show the view before."""
        self._step(-1)


def _spoken(display: Display) -> list[JointRow]:
    return [row for row in display.joint if row.numbers or row.words]
