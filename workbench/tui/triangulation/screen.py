"""The triangulation room: the matrix, the same side by side, findings, what we do not know, what to look at again."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import ContentSwitcher, Tab, Tabs
from textual.worker import get_current_worker

from workbench.desk.looking_again.look_again import waiting
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.protocol.matrix import MatrixRow, Meeting
from workbench.triangulation.protocol.topic_rows import remove_row, reword_row, take_from
from workbench.tui.commands import Command, command
from workbench.tui.dialogs import Ask, Choice, Choose
from workbench.tui.triangulation.asking_for import AskingFor
from workbench.tui.triangulation.display import Display, read_display, speaking
from workbench.tui.triangulation.evidence import go
from workbench.tui.triangulation.meeting import MeetingPage
from workbench.tui.triangulation.protocol import ProtocolPage
from workbench.tui.triangulation.settling import Settling
from workbench.tui.triangulation.summing_up import SummingUp
from workbench.tui.triangulation.tabs.again import AgainPane
from workbench.tui.triangulation.tabs.findings import FindingsPane
from workbench.tui.triangulation.tabs.pane import Pane
from workbench.tui.triangulation.tabs.side import SidePane
from workbench.tui.triangulation.tabs.topics import TopicsPane
from workbench.tui.triangulation.tabs.unknown import UnknownPane
from workbench.tui.triangulation.writing import Writing
from workbench.tui.widgets.lines import LineList
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.reading_line import ReadingLine
from workbench.tui.widgets.rows import Rows

TABS: dict[str, type[Pane]] = {
    "matrix": TopicsPane,
    "side": SidePane,
    "findings": FindingsPane,
    "unknown": UnknownPane,
    "again": AgainPane,
}


READING = "What the findings rest on is being read. You can go on elsewhere meanwhile."


class TriangulationScreen(AskingFor, Writing, Settling, SummingUp):
    """Where what people say and what the data says are set side by side."""

    HELP = """\
### Triangulation
`n` writes a finding, `a` adds a topic, `p` puts a finding in the topic. `enter` opens what is marked: two findings
side by side with their evidence. There and here `v` judges how they meet, `w` writes what we make of it together,
`c` settles what two people judged differently, `t` begins to follow a question, `f` notes what people outside said,
`e` edits a finding, `r` renames the topic, `x` takes a finding out of it.

Where a source says nothing, `d` asks for it: a figure of somebody, or a question to people.

`1` to `5`, or `[` and `]`, change between the matrix, side by side, findings, what we do not know, look again.
On Look again `l` says that a judgement still stands, `e` changes it, `s` skips it.
`S` opens the protocol: six steps, where each stands, what is next.
"""
    room = "triangulation"
    CSS = """
    TriangulationScreen {
        Tabs { background: $background; }
        #triangulation { height: 1fr; }
    }
    """

    COMMAND_LIST = tuple(
        Command(
            f"triangulation.tab_{number}",
            pane.label,
            f"Show {pane.label.lower()}.",
            str(number),
            action=f"show_tab('{name}')",
        )
        for number, (name, pane) in enumerate(TABS.items(), 1)
    )

    def __init__(self) -> None:
        super().__init__()
        self.display_read: Display | None = None
        self._seen = -1

    def compose_room(self) -> ComposeResult:
        """A tab for each pane."""
        yield ReadingLine()
        yield Tabs(*(Tab(pane.label, id=f"tab-{name}") for name, pane in TABS.items()), id="tabs")
        with ContentSwitcher(initial="matrix", id="triangulation"):
            for name, pane in TABS.items():
                yield pane(id=name, classes="pane")

    # Showing

    def on_screen_resume(self) -> None:
        """Show what is there now."""
        super().on_screen_resume()
        if self.workbench.project is not None and self.project.latest_change() != self._seen:
            self._seen = self.project.latest_change()
            if self.display_read is None:
                self.query_one(ReadingLine).say(READING)
            self._read_beside()
        if self.focused is None or self.focused.id == "tabs":
            self.focus_tab()

    def show_latest(self) -> None:
        """Read and draw everything again."""
        seen = self.project.latest_change()
        self._take_in(read_display(self.project), seen)

    @work(thread=True, exclusive=True, group="reading")
    def _read_beside(self) -> None:
        """Read everything beside the person, who may do something else meanwhile."""
        worker, project = get_current_worker(), self.project
        seen = project.latest_change()
        display = read_display(project)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take_in, display, seen)

    def _take_in(self, display: Display, seen: int) -> None:
        """Draw what was read at a change: the pane in sight now, the others when they come into sight."""
        if not self.is_mounted or self.workbench.project is None:
            return
        self._seen, self.display_read = seen, display
        self.query_one(ReadingLine).say("")
        for name in TABS:
            pane = self.query_one(f"#{name}", Pane)
            pane.show_when_seen(display)
        self._count_waiting()

    @work(thread=True, exclusive=True, group="waiting")
    def _count_waiting(self) -> None:
        """Count beside the person what waits to be looked at again, and write it behind the tab's words."""
        worker, project = get_current_worker(), self.project
        with project.read() as session:
            count = sum(one.state == "recheck" for group in waiting(session) for one in group.waiting)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_waiting, count)

    def _show_waiting(self, count: int) -> None:
        if self.is_mounted:
            self.query_one("#tab-again", Tab).label = " ".join(
                filter(None, (AgainPane.label, f"⚠ {count}" * bool(count)))
            )

    @property
    def is_reading(self) -> bool:
        """Whether the room has not read anything yet."""
        return self.display_read is None

    @property
    def tab(self) -> str:
        """The tab in sight."""
        return self.query_one("#triangulation", ContentSwitcher).current or "matrix"

    @property
    def pane(self) -> Pane:
        """The pane in sight."""
        return self.query_one(f"#{self.tab}", Pane)

    @property
    def topics(self) -> TopicsPane:
        """The pane of the matrix."""
        return self.query_one(TopicsPane)

    def focus_tab(self) -> None:
        """Give the keys to what is in the tab."""
        self.pane.focus_first()

    @on(Tabs.TabActivated)
    def _activated(self, event: Tabs.TabActivated) -> None:
        event.stop()
        switcher = self.query_one("#triangulation", ContentSwitcher)
        name = (event.tab.id or "").removeprefix("tab-")
        if name in TABS and switcher.current != name:
            switcher.current = name
            self.pane.catch_up()
            self.call_after_refresh(self.focus_tab)
        self.refresh_bindings()

    def action_show_tab(self, name: str) -> None:
        """Show a tab."""
        self.query_one("#tabs", Tabs).active = f"tab-{name}"

    # What is in front of the person

    def topic_here(self) -> MatrixRow | None:
        """The marked topic."""
        key = self.pane.row_id
        return None if self.display_read is None or key is None else self.display_read.row(key)

    def meeting_here(self) -> Meeting | None:
        """The marked pair; of a topic with only one pair, that one."""
        row, pair = self.topic_here(), self.pane.pair
        if row is None:
            return None
        if pair in row.meetings:
            return row.meetings[pair]
        spoken = [one for one in row.meetings.values() if one.proposal is not None]
        both = [one for one in spoken if row.cells[one.a].findings and row.cells[one.b].findings]
        found = both if both else spoken
        return found[0] if len(found) == 1 else None

    def silence_here(self) -> tuple[int, str] | None:
        """The marked silence."""
        return self.pane.silence

    def finding_here(self) -> FindingLine | None:
        """The marked finding."""
        key = self.pane.finding_id
        return None if self.display_read is None or key is None else self.display_read.finding(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Settling is shown where two people have judged, reading on where something is hidden."""
        if action in {"settle", "read_only"} and self.display_read is None:
            return False
        found = super().check_action(action, parameters)
        return False if found is None and action in {"settle", "read_only"} else found

    # Going in

    @on(LineList.Chosen)
    def _cell_opened(self, event: LineList.Chosen) -> None:
        row = self.topic_here()
        if event.lines is self.topics.grid:
            event.stop()
            if row is not None:
                self.app.push_screen(MeetingPage(row.id, self.topics.opens))

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

    @command("triangulation.open_protocol", "Six steps", key="S", footer=True)
    def action_open_protocol(self) -> None:
        """Go through the protocol step by step: what is sorted, judged, settled, and what comes next."""
        self.app.push_screen(ProtocolPage())

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
