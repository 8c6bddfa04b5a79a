"""The sources room: transcripts and survey questions, who speaks in them, and bringing more in."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from workbench.sources.document_list import DocumentLine, documents
from workbench.sources.speakers import ROLES, SpeakerLine, set_role, speakers_of
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.sources.bringing import Bringing
from workbench.tui.widgets.rows import Column, RowLine, Rows


class SourcesScreen(Bringing):
    """What people said, and who they are."""

    HELP = """\
### Sources
`i` brings files in: transcripts (.docx, .vtt, .srt, .md, .txt), a survey (.xlsx, .csv or .tsv, with its map if you have
one), indicator tables (.csv). What was understood is shown before anything is kept. `enter` opens a transcript in Coding.

On the right are the people of the document: `s` changes somebody's role. Only participants count as people.
"""
    room = "sources"

    def compose_room(self) -> ComposeResult:
        """Documents, and the speakers of the one that is highlighted."""
        with Horizontal(id="sources"):
            with Vertical(id="sources-documents", classes="pane"):
                yield Rows(
                    Column("Name", share=3),
                    Column("Kind", width=10, gives_way=2),
                    Column("People", share=2, gives_way=3),
                    Column("Turns", width=6, align="right", gives_way=1),
                    Column("Words", width=8, align="right"),
                    empty="Nothing here yet. Press i to bring in transcripts, a survey or indicators.",
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

    def on_mount(self) -> None:
        """Name the panes."""
        self.query_one("#sources-documents").border_title = "Transcripts and questions"
        self.query_one("#sources-people").border_title = "Who speaks"

    def on_screen_resume(self) -> None:
        """Show what is there now."""
        super().on_screen_resume()
        if self.workbench.project is not None:
            self.show_latest()
            self.query_one("#documents", Rows).focus_list()

    def show_latest(self) -> None:
        """Draw everything again."""
        with self.project.read() as session:
            listed = documents(session)
        self.query_one("#documents", Rows).show([RowLine(str(one.id), _cells(one)) for one in listed])
        self._show_speakers()

    @on(Rows.RowHighlighted, "#documents")
    def _highlighted(self) -> None:
        self._show_speakers()

    def _document(self) -> int | None:
        row = self.query_one("#documents", Rows).current
        return int(row.key) if row else None

    def _show_speakers(self) -> None:
        key = self._document()
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

    @command("sources.set_role", "Role", key="s", footer=True)
    @work(exclusive=True, group="question")
    async def action_set_role(self) -> None:
        """Say in which role somebody speaks; only participants count as people."""
        row = self.query_one("#speakers", Rows).current
        if row is None:
            return
        answer = await self.app.push_screen_wait(Choose(f"{row.cells[0]} is", [Choice(role, role) for role in ROLES]))
        if isinstance(answer, Choice):
            with self.attempt("Role"), self.project.change("Change a role") as session:
                set_role(session, int(row.key), answer.key)
            self.show_latest()


def _cells(one: DocumentLine) -> tuple[str, ...]:
    people = ", ".join(one.cases[:4]) + (f" and {len(one.cases) - 4} more" if len(one.cases) > 4 else "")
    return (one.title or one.name, one.kind, people, f"{one.turns:,}", f"{one.words:,}")
