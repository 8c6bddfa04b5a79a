"""The page of the ethics pack: what the committee asks, what the records answer, what only a person can, what was advised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.briefs.ethics import (
    ADVICE,
    advise,
    answer,
    packs,
    remove_advice,
    reword_advice,
    settle_advice,
)
from workbench.triangulation.silence.requests import DueIsNoDayError, day_of
from workbench.tui.commands import command
from workbench.tui.dialogs import Field, Form
from workbench.tui.governance.ethics_rows import (
    AdviceRow,
    Read,
    RecordsRow,
    question_row_of,
    read_ethics,
    rows_of,
    told,
)
from workbench.tui.keeping_up import KeepsUp
from workbench.tui.leaving import Outgoing, ask_where, leave
from workbench.tui.printing import ENDINGS as PAPER_ENDINGS
from workbench.tui.printing import READY
from workbench.tui.widgets.rows import Column, Rows

if TYPE_CHECKING:
    from workbench.desk.door.leaving import Taken

NO_VERSION = "No version has gone to a committee yet. Print one with the committee's name first (p)."


class EthicsPage(KeepsUp):
    """The committee's questions part by part, with what was recommended above them."""

    HELP = """\
### Ethics pack
What an independent data ethics committee asks. `■` is what the project's own records say; `✓` what somebody of the team
answered; `○` what nobody has answered yet. Below the list stands the whole of what is marked.

`enter` answers a question, or says what was done about a recommendation. `p` prints the pack: with a committee's name it
is the next version and is kept; without one it is a draft. `r` notes what the committee recommended, `w` words a
recommendation anew, `x` takes one out that was noted by mistake. `escape` goes back.
"""
    room = "governance"
    shows_undo_of = frozenset({"ethics_answer", "advice"})
    DEFAULT_CSS = """
    EthicsPage #ethics-words { height: auto; max-height: 3; padding: 0 1; color: $quiet; }
    EthicsPage #ethics-rows { height: 3fr; }
    EthicsPage #ethics-whole { height: 2fr; min-height: 7; padding: 0 1; }
    EthicsPage #ethics-whole Static { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._read = Read((), (), "")

    def compose_room(self) -> ComposeResult:
        """How it stands, the list, and the whole of what is marked."""
        yield Static("Reading what the project says …", id="ethics-words", markup=False)
        yield Rows(
            Column("", width=1),
            Column("Part", share=2, wrap=3, gives_way=1, least=14),
            Column("What is asked", share=4, wrap=4, least=24),
            Column("What is said", share=4, wrap=2, least=20),
            empty="",
            id="ethics-rows",
            classes="pane",
        )
        with VerticalScroll(id="ethics-whole", classes="pane", can_focus=True):
            yield Static("", markup=False)

    def on_mount(self) -> None:
        """Name the panes."""
        self.query_one("#ethics-rows").border_title = "Ethics pack"
        self.query_one("#ethics-rows", Rows).focus_list()

    def show_latest(self) -> None:
        """Read beside the person; it takes a moment."""
        self._seen = self.project.latest_change()
        self._look()

    @work(thread=True, exclusive=True, group="ethics")
    def _look(self) -> None:
        read = read_ethics(self.project)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, read)

    def _show(self, read: Read) -> None:
        self._read = read
        self.query_one("#ethics-words", Static).update(read.stands)
        self.query_one("#ethics-rows", Rows).show(rows_of(read))
        self._tell()

    @property
    def _key(self) -> str:
        row = self.query_one("#ethics-rows", Rows).current
        return row.key if row else ""

    @on(Rows.RowHighlighted, "#ethics-rows")
    def _marked(self) -> None:
        self._tell()

    def _tell(self) -> None:
        pane = self.query_one("#ethics-whole")
        title, text = told(self._read, self._key)
        pane.border_title = title.replace("[", "\\[")
        pane.query_one(Static).update(text)
        pane.scroll_home(animate=False)

    # Answering

    @on(Rows.RowChosen, "#ethics-rows")
    def _chosen(self) -> None:
        self.action_answer()

    @command("ethics.answer", "Answer", key="e", footer=True)
    @work(exclusive=True, group="question")
    async def action_answer(self) -> None:
        """Answer the marked question, or say what was done about the marked recommendation."""
        match question_row_of(self._read, self._key):
            case RecordsRow():
                self.query_one("#ethics-whole").focus()
                self.notify("The records say this by themselves; it changes when they do.", title="Ethics pack")
            case AdviceRow(line=line):
                await self._settle(line.id, line.text, line.state, line.done, line.settled_on)
            case None:
                return
            case asked:
                question, said = asked.question, asked.text
                form = Form(
                    question.text,
                    [Field("text", "The answer", said, help=question.hint, lines=8)],
                    prompt="Left empty, it stands open in the pack.",
                )
                got = await self.app.push_screen_wait(form)
                if got is not None:
                    with self.attempt("Answer"), self.project.change("Answer a question of the committee") as session:
                        answer(session, question.item, got["text"])
                    self.show_latest()

    async def _settle(self, key: int, text: str, state: str, done: str, on_day: str) -> None:
        fields = [
            Field("state", "How it stands", state, options=tuple((one, one.capitalize()) for one in ADVICE)),
            Field("done", "What was done, or why it was not taken up", done, lines=5),
            Field("on", "On which day", on_day, help="Such as 3 March 2027. Left empty, it is today.", check=no_day),
        ]
        got = await self.app.push_screen_wait(Form("A recommendation", fields, prompt=text))
        if got is not None:
            with self.attempt("Recommendation"), self.project.change("What was done on a recommendation") as session:
                settle_advice(session, key, got["state"], got["done"], on=got["on"])
            self.show_latest()

    # Recommendations

    @command("ethics.recommend", "Recommendation", key="r", footer=True)
    @work(exclusive=True, group="question")
    async def action_recommend(self) -> None:
        """Note what the committee recommended, on a version."""
        with self.project.read() as session:
            there = packs(session)
        if not there:
            self.notify(NO_VERSION, title="Recommendation", severity="warning")
            return
        versions = tuple(
            (str(one.id), f"{one.name[:1].upper()}{one.name[1:]}, {one.went_to}") for one in reversed(there)
        )
        fields = [
            Field("text", "What they recommend", lines=4, required=True),
            Field("pack", "On which version", options=versions),
        ]
        got = await self.app.push_screen_wait(Form("A recommendation of the committee", fields))
        if got is not None:
            with self.attempt("Recommendation"), self.project.change("Note a recommendation") as session:
                advise(session, got["text"], pack_id=int(got["pack"]))
            self.show_latest()

    @command("ethics.reword_recommendation", "Word anew", key="w")
    @work(exclusive=True, group="question")
    async def action_reword_recommendation(self) -> None:
        """Write the marked recommendation anew, where it was noted wrongly."""
        marked = question_row_of(self._read, self._key)
        if not isinstance(marked, AdviceRow):
            self.notify("Mark a recommendation first.", title="Word anew")
            return
        form = Form(
            "A recommendation", [Field("text", "What they recommend", marked.line.text, lines=4, required=True)]
        )
        got = await self.app.push_screen_wait(form)
        if got is not None:
            with self.attempt("Recommendation"), self.project.change("Word a recommendation anew") as session:
                reword_advice(session, marked.line.id, got["text"])
            self.show_latest()

    @command("ethics.remove_recommendation", "Take out", key="x")
    def action_remove_recommendation(self) -> None:
        """Take out a recommendation that was noted by mistake; undo brings it back."""
        marked = question_row_of(self._read, self._key)
        if not isinstance(marked, AdviceRow):
            self.notify("Mark a recommendation first.", title="Take out")
            return
        with self.attempt("Recommendation"), self.project.change("Take out a recommendation") as session:
            remove_advice(session, marked.line.id)
        self.show_latest()

    # Printing

    @command("ethics.print", "Print", key="p", footer=True)
    @work(exclusive=True, group="question")
    async def action_print(self) -> None:
        """Print the pack: a draft, or the version that goes to a committee."""
        from workbench.desk.ethics.writing import AUDIENCE, write_pack

        with self.project.read() as session:
            there = packs(session)
        first = [
            Field(
                "committee", "To which committee does it go?", there[-1].committee if there else "", "Empty: a draft."
            ),
            Field(
                "meeting", "On which day does it meet?", "", "Such as 3 March 2027. Empty: not known yet.", check=no_day
            ),
        ]
        file = Outgoing("The pack", f"ethics-{len(there) + 1}", PAPER_ENDINGS)
        agreed = await ask_where(self, "Print the ethics pack", file, first=first, begun=AUDIENCE)
        if agreed is None:
            return

        def write(say: Callable[[float, str], None]) -> Taken:
            asked = {one: agreed.answers[one] for one in ("audience", "committee", "meeting")}
            return write_pack(self.project, agreed.out, progress=say, **asked)

        await leave(self, "Ethics pack", READY, write)
        self.show_latest()

    @command("ethics.leave", "Back", key="escape", footer=True)
    def action_leave(self) -> None:
        """Go back to where you came from."""
        self.dismiss()


def no_day(typed: str) -> str | None:
    """What is wrong with a day that somebody typed; None where nothing is."""
    try:
        day_of(typed)
    except DueIsNoDayError as refusal:
        return str(refusal)
    return None
