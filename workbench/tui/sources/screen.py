"""The sources room: transcripts and survey questions, who speaks in them, and bringing more in."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from workbench.sources.document_list import DocumentLine, documents
from workbench.sources.sample import SampleLine
from workbench.sources.speakers import ROLES, SpeakerLine, set_role, speakers_of
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.screen import Here
from workbench.tui.sources.asked_grid import AskedCells, AskedHeads
from workbench.tui.sources.laying import Laying
from workbench.tui.tabbed import tab_commands
from workbench.tui.widgets.rows import Column, RowLine, Rows

NO_SAMPLE = "No group of the sample is written down yet. ctrl+n writes one, t takes a table."
SAMPLE = (
    Column("By", share=1, least=8),
    Column("Group", share=1, least=8),
    Column("Invited", width=7, align="right", gives_way=3),
    Column("Refused", width=7, align="right", gives_way=4),
    Column("Not reached", width=11, align="right", gives_way=5),
    Column("Heard", width=6, align="right"),
    Column("of heard", width=8, align="right"),
    Column("of people", width=9, align="right"),
    Column("Counted by", share=1, gives_way=6),
)
TABS = {"said": "What was said", "people": "People", "asked": "Who was asked", "sample": "Sample"}
OF_A_TAB = {
    "set_role": "said",
    "show_answers": "said",
    "lay_beside": "said",
    "set_recording": "said",
    "write_attribute": "people",
    "write_place": "people",
    "same_person": "people",
    "record_asked": "asked",
    "confirm_asked": "asked",
    "sample_from_table": "sample",
}


class SourcesScreen(Laying):
    """What people said, and who they are."""

    HELP = """\
### Sources
`1` to `4` change the view. `i` brings files in: transcripts, a survey (with its map if you have one), indicator tables,
or a whole folder. What was understood is shown before anything is kept; `l` shows afterwards what was left out, and why. `enter` opens a transcript in Coding. On the
right are the people of the document: `s` changes somebody's role. Only participants count as people. `b` lays a
document beside another, as field notes, a photo's description or a translation; `o` says where its recording lies (♪).

`v` shows the answers to a survey's question, a person a row, with the closed answers beside them.

On people, `e` writes what is known of somebody, `p` a place, `=` says that two are one person. On who was asked, the
arrows move over people and questions, and a letter writes it down: `a` asked, `v` came to it by themselves, `r`
prompted, `n` not asked, `u` not recorded; `c` confirms what is proposed with `?`, `ctrl+n` adds a question. On the
sample, `ctrl+n` adds a group, `t` takes a table.
"""
    room = "sources"
    TABS = TABS
    COMMAND_LIST = (*tab_commands("sources", TABS), *Laying.COMMAND_LIST)

    def __init__(self) -> None:
        super().__init__()
        self._groups: dict[str, SampleLine] = {}

    def compose_tabs(self) -> ComposeResult:
        """Documents with their speakers, people with their page, questions with who was asked, the sample."""
        with Horizontal(id="said", classes="sources"):
            with Vertical(id="sources-documents", classes="pane"):
                yield Rows(
                    Column("Name", share=3, least=26),
                    Column("Kind", width=10, gives_way=2),
                    Column("People", share=2, gives_way=3),
                    Column("Passages", width=8, align="right", gives_way=1),
                    Column("Words", width=8, align="right"),
                    empty="Nothing here yet. Press i to bring in transcripts, a survey, figures, or a project of another program.",
                    id="documents",
                )
            with Vertical(id="sources-people", classes="pane"):
                yield Rows(
                    Column("Speaker", share=3),
                    Column("Role", share=2),
                    Column("Counts as", share=2, gives_way=1),
                    empty="Nobody speaks in this document.",
                    id="speakers",
                )
        with Horizontal(id="people", classes="sources"):
            yield Rows(
                Column("Person", share=2, least=10),
                Column("In", width=3, align="right", gives_way=2),
                Column("Passages", width=8, align="right", gives_way=3),
                Column("Words", width=8, align="right"),
                Column("What is known", share=2, gives_way=1),
                empty="Nobody is in the project yet. Press i to bring in a transcript or a survey.",
                id="people-list",
                classes="pane listed",
            )
            with VerticalScroll(classes="pane beside"):
                yield Static("", id="person-page")
        with Vertical(id="asked"):
            with Vertical(classes="pane"):
                cells = AskedCells(empty="No question of a topic guide yet. ctrl+n adds one.", id="asked-cells")
                yield AskedHeads(cells)
                yield cells
            yield Static("", id="asked-said")
        with Vertical(id="sample"):
            yield Rows(*SAMPLE, empty=NO_SAMPLE, id="sample-list", classes="pane")

    def on_mount(self) -> None:
        """Name the panes."""
        self.query_one("#sources-documents").border_title = "Transcripts and questions"
        self.query_one("#sources-people").border_title = "Who speaks"

    def read_tab(self, name: str) -> None:
        """Read the view in sight."""
        match name:
            case "said":
                with self.project.read() as session:
                    listed = documents(session)
                self.query_one("#documents", Rows).show(
                    [RowLine(str(one.id), _cells(one)) for one in _in_order(listed)]
                )
                self._show_speakers()
            case "people":
                self.show_people()
            case "asked":
                self.show_questions()
            case "sample":
                self.show_sample()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What a view can do is only there in that view."""
        if action == "add" and self.is_mounted:
            return self.tab in {"asked", "sample"}
        if action in OF_A_TAB and self.is_mounted:
            return self.tab == OF_A_TAB[action]
        return super().check_action(action, parameters)

    @on(Rows.RowHighlighted, "#documents")
    def _highlighted(self) -> None:
        self._show_speakers()

    def _show_speakers(self) -> None:
        key = self.document_here()
        listed: list[SpeakerLine] = []
        if key is not None:
            with self.project.read() as session:
                listed = speakers_of(session, key)
        self.query_one("#speakers", Rows).show(
            [RowLine(str(one.id), (one.label, one.role, one.case or "nobody")) for one in listed]
        )

    @on(Rows.RowChosen, "#documents")
    def _open(self, event: Rows.RowChosen) -> None:
        self.workbench.open_in_coding(int(event.key))

    def evidence_here(self) -> Here | None:
        """The highlighted document, or the highlighted person."""
        if self.tab not in {"said", "people"}:
            return None
        kind = "document" if self.tab == "said" else "person"
        row = self.query_one("#documents" if kind == "document" else "#people-list", Rows).current
        return None if row is None else Here(kind, (int(row.key),))

    @command("sources.show_answers", "Answers", key="v", footer=True)
    @work(exclusive=True, group="question")
    async def action_show_answers(self) -> None:
        """Show a survey question's answers, a person a row, with what they chose beside what they wrote."""
        from workbench.tui.sources.answers import AnswersPage, question_in

        question = question_in(self.project, self.document_here())
        if question is None:
            self.notify("Answers are shown of a survey's question; this is a transcript.", title="Answers")
            return
        place = await self.app.push_screen_wait(AnswersPage(self.project, question))
        if place is not None:
            self.workbench.open_in_coding(*place)

    @command("sources.set_role", "Role", key="s", footer=True)
    @work(exclusive=True, group="question")
    async def action_set_role(self) -> None:
        """Say in which role somebody speaks; only participants count as people."""
        row = self.query_one("#speakers", Rows).current
        if row is None:
            self.notify("Nobody speaks in this document, so there is no role to change.", title="Role")
            return
        answer = await self.app.push_screen_wait(Choose(f"{row.cells[0]} is", [Choice(role, role) for role in ROLES]))
        if isinstance(answer, Choice):
            with self.attempt("Role"), self.project.change("Change a role") as session:
                set_role(session, int(row.key), answer.key)
            self.show_latest()


def _in_order(listed: list[DocumentLine]) -> list[DocumentLine]:
    """Each document with those that lie beside it below it."""
    there = {one.id for one in listed}
    below: dict[int | None, list[DocumentLine]] = {}
    for one in listed:
        below.setdefault(one.beside_id if one.beside_id in there else None, []).append(one)
    ordered: list[DocumentLine] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        one = waiting.pop()
        ordered.append(one)
        waiting += reversed(below.get(one.id, []))
    return ordered


def _cells(one: DocumentLine) -> tuple[str, ...]:
    people = ", ".join(one.cases[:4]) + (f" and {len(one.cases) - 4} more" if len(one.cases) > 4 else "")
    name = f"{'♪ ' if one.recording else ''}{one.title or one.name}"
    name = f"└ {name}" if one.beside_as else name
    return (name, one.beside_as or one.kind, people, f"{one.segments:,}", f"{one.words:,}")
