"""The protocol's own page: where the six steps stand, what comes next, and the keys that do it."""

from __future__ import annotations

from textual import on, work

from workbench.triangulation.findings import FindingLine
from workbench.triangulation.protocol.feedback import FeedbackLine, remove_feedback
from workbench.triangulation.protocol.matrix import MatrixRow, Meeting
from workbench.triangulation.protocol.steps import Protocol, protocol
from workbench.triangulation.protocol.topic_rows import add_row, move, sort_under
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Created
from workbench.tui.triangulation.evidence import FindingPage, Page, go
from workbench.tui.triangulation.meeting import MeetingPage
from workbench.tui.triangulation.settling import Settling
from workbench.tui.triangulation.steps import protocol_page
from workbench.tui.triangulation.summing_up import SummingUp
from workbench.tui.triangulation.writing import Writing
from workbench.tui.widgets.paper import Part
from workbench.tui.widgets.reader import Reader


class ProtocolPage(Page, Writing, Settling, SummingUp):
    """From findings to what they say together, step by step."""

    HELP = """\
### The protocol
`tab` walks the places, `enter` goes there; `enter` on the first line does what comes next. On a finding `m` moves it to
another topic, `K` and `J` to the topic above or below; `q` puts a topic under a research question.
`v` judges a pair, `c` settles one that two judged differently, `s` sums up the whole, `f` notes what people outside said,
`x` takes a remark of theirs out.
Whatever you leave stays as it is; the page finds its place again.
"""
    page_title = "The protocol"

    def __init__(self) -> None:
        super().__init__()
        self.read: Protocol | None = None

    def on_mount(self) -> None:
        """Stand on what comes next."""
        self.reader.begin_marked()

    def read_page(self) -> list[Part]:
        """The protocol as it stands."""
        with self.project.read() as session:
            self.read = protocol(session)
        self.refresh_bindings()
        return protocol_page(self.read)

    # What is marked

    def _place(self) -> tuple[str, list[str]]:
        kind, _, rest = self.reader.place.partition(":")
        return kind, rest.split(":", 2) if rest else []

    def topic_here(self) -> MatrixRow | None:
        """The marked topic, or that of the marked finding."""
        kind, rest = self._place() if self.is_mounted else ("", [])
        key = int(rest[0]) if kind == "row" else int(rest[1]) if kind == "sort" else 0
        return next((row for row in self.read.matrix.rows if row.id == key), None) if self.read and key else None

    def meeting_here(self) -> Meeting | None:
        """The marked pair."""
        row = self.topic_here()
        kind, rest = self._place() if row is not None else ("", [])
        return row.meetings.get((rest[1], rest[2])) if row is not None and kind == "row" and len(rest) == 3 else None

    def finding_here(self) -> FindingLine | None:
        """The marked finding."""
        kind, rest = self._place() if self.is_mounted else ("", [])
        if self.read is None or kind not in {"sort", "finding"}:
            return None
        lines = [line for row in self.read.matrix.rows for cell in row.cells.values() for line in cell.findings]
        return next((line for line in (*lines, *self.read.unplaced) if line.id == int(rest[0])), None)

    @on(Reader.Stood)
    def _stood(self, event: Reader.Stood) -> None:
        """What can be done depends on what is marked."""
        event.stop()
        self.refresh_bindings()

    # Going there

    def follow_place(self, to: str) -> None:
        """Go where a place leads, or ask what is asked there."""
        kind, _, rest = to.partition(":")
        match kind:
            case "sort":
                self.app.push_screen(FindingPage(int(rest.split(":")[0])))
            case "row" if ":" in rest:
                key, a, b = rest.split(":", 2)
                self.app.push_screen(MeetingPage(int(key), (a, b)))
            case "assess":
                self.sum_up(*rest.split(":", 1))
            case "feedback" if rest == "new":
                self.action_note_feedback()
            case "feedback":
                self.answer_feedback(int(rest))
            case _:
                go(self, to)

    @work(exclusive=True, group="question")
    async def answer_feedback(self, feedback_id: int) -> None:
        """Say what a remark changed."""
        line = next((one for one in self.read.feedback if one.id == feedback_id), None) if self.read else None
        if line is not None:
            await self.say_what_changed(line)

    @command("protocol.take_out_remark", "Take out", key="x,delete", footer=True)
    def action_take_out_remark(self) -> None:
        """Take the marked remark of people outside out; undo brings it back."""
        line = self.remark_here()
        if line is None:
            self.say("Mark a remark under step 6 first (tab).", "Take out")
            return
        with self.attempt("Take out"), self.project.change(f"Take out what {line.who} said") as session:
            remove_feedback(session, line.id)
        self.show_latest()

    def remark_here(self) -> FeedbackLine | None:
        """The marked remark."""
        kind, rest = self._place() if self.is_mounted else ("", [])
        if self.read is None or kind != "feedback" or rest == ["new"]:
            return None
        return next((one for one in self.read.feedback if one.id == int(rest[0])), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a remark is taken out here."""
        if action == "take_out_remark":
            return self.remark_here() is not None
        return super().check_action(action, parameters)

    # Sorting

    @command("protocol.move_finding", "Move", key="m", footer=True)
    @work(exclusive=True, group="question")
    async def action_move_finding(self) -> None:
        """Move the marked finding to another topic, or a new one."""
        line = self.finding_here()
        if line is None or self.read is None:
            self.say("Mark a finding first (tab).", "Move")
            return
        here = self.topic_here()
        choices = [
            Choice(row.id, row.title, row.about) for row in self.read.matrix.rows if here is None or row.id != here.id
        ]
        answer = await self.app.push_screen_wait(
            Choose(f"Move {line.name} to which topic?", choices, create="New topic “{}”", prompt=line.statement)
        )
        if answer is None:
            return
        with self.attempt("Move"), self.project.change("Move a finding to another topic") as session:
            if isinstance(answer, Created):
                to = add_row(session, answer.name, about=here.about if here else "")
            else:
                to = answer.key
            move(session, line.id, here.id if here else None, to)
        self.show_latest()

    @command("protocol.move_up", "To the topic above", key="K")
    def action_move_up(self) -> None:
        """Move the marked finding to the topic above."""
        self._shift(-1)

    @command("protocol.move_down", "To the topic below", key="J")
    def action_move_down(self) -> None:
        """Move the marked finding to the topic below."""
        self._shift(1)

    def _shift(self, by: int) -> None:
        line, here = self.finding_here(), self.topic_here()
        if line is None or self.read is None or not self.read.matrix.rows:
            self.say("Mark a finding first (tab).", "Move")
            return
        rows = sorted(self.read.matrix.rows, key=lambda one: not one.about)
        at = [row.id for row in rows].index(here.id) + by if here is not None else 0
        if not 0 <= at < len(rows):
            return
        with self.attempt("Move"), self.project.change("Move a finding to another topic") as session:
            move(session, line.id, here.id if here else None, rows[at].id)
        self.show_latest()
        self.reader.mark(f"sort:{line.id}:{rows[at].id}")

    @command("protocol.sort_topic", "Research question", key="q")
    @work(exclusive=True, group="question")
    async def action_sort_topic(self) -> None:
        """Put the marked topic under a research question."""
        row = self.topic_here()
        if row is None or self.read is None:
            self.say("Mark a topic first (tab).", "Research question")
            return
        choices = [Choice(about, about) for about in self.read.questions if about != row.about]
        choices += [Choice("", "Under none")] if row.about else []
        answer = await self.app.push_screen_wait(
            Choose(f"Which question does “{row.title}” help to answer?", choices, create="New question “{}”")
        )
        if answer is not None:
            about = answer.name if isinstance(answer, Created) else answer.key
            with self.attempt("Research question"), self.project.change("Sort a topic") as session:
                sort_under(session, row.id, about)
            self.show_latest()

    # The whole

    @command("protocol.sum_up", "Sum up", key="s", footer=True)
    def action_sum_up(self) -> None:
        """Write what you make of all topics together, or of what each source adds."""
        kind, _, rest = self.reader.place.partition(":")
        self.sum_up(*(rest.split(":", 1) if kind == "assess" else ("whole", "")))
