"""The project's journal: what somebody thought, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from textual import on, work
from textual.app import ComposeResult

from workbench.coding.memos import MemoLine, amend_memo, memos, write_memo
from workbench.project.file import Project
from workbench.text import day_in_words
from workbench.tui.commands import command
from workbench.tui.dialogs import Field, Form
from workbench.tui.question import Question, said
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.paper import Block, Part, Rule, Run, blank, words
from workbench.tui.widgets.reader import Reader


def journal_page(entries: Sequence[MemoLine]) -> list[Part]:
    """The entries, the newest day first, each day's in the order in which they were written."""
    if not entries:
        return [words("Nothing in the journal yet. Press n to write what you think today.", "quiet")]
    newest = sorted(entries, key=lambda one: one.created)
    days = [(day, list(some)) for day, some in groupby(newest, key=lambda one: _local(one).date())]
    made: list[Part] = []
    for day, some in reversed(days):
        made += [Rule(day_in_words(day)), blank()]
        for one in some:
            made.append(Block((Run(f"{_local(one):%H:%M} {one.coder}", "", f"memo:{one.id}"),)))
            made += [words(one.text, indent=2), blank()]
    return made


def _local(entry: MemoLine) -> datetime:
    """When it was written, in this machine's zone."""
    return datetime.fromisoformat(entry.created).astimezone()


class JournalPage(Question[None]):
    """The journal over the room: read, written in, and mended."""

    title_text = "Journal"
    DEFAULT_CSS = "JournalPage Reader { height: 24; max-height: 70vh; }"

    def __init__(self, project: Project, room: WorkbenchScreen) -> None:
        super().__init__()
        self._project, self._room = project, room
        self.entries: list[MemoLine] = []

    def compose_box(self) -> ComposeResult:
        """The entries by day."""
        yield Reader(id="journal")
        yield said("n new entry · tab an entry, enter mends it · escape back", "hint")

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()
        self.query_one(Reader).focus()

    def _show(self) -> None:
        with self._project.read() as session:
            self.entries = memos(session, kind="journal")
        self.query_one(Reader).show(journal_page(self.entries))

    @command("journal.write_entry", "New entry", key="n", palette=False)
    @work(exclusive=True, group="journal")
    async def action_write_entry(self) -> None:
        """Write what you think today; the day is noted by itself."""
        answer = await self.app.push_screen_wait(Form("Journal", [Field("text", "Today", lines=10, required=True)]))
        if answer is not None:
            with self._room.attempt("Journal"), self._project.change("Write in the journal") as session:
                write_memo(session, answer["text"], about="project", kind="journal")
            self._show()

    @on(Reader.Followed)
    @work(exclusive=True, group="journal")
    async def _mend(self, event: Reader.Followed) -> None:
        """Change what an entry says; only who wrote it does."""
        entry = next((one for one in self.entries if f"memo:{one.id}" == event.to), None)
        if entry is None:
            return
        if entry.coder != self._project.coder:
            self.notify(f"{entry.coder} wrote this; press n to answer it.", title="Journal", markup=False)
            return
        form = Form("Journal", [Field("text", day_in_words(_local(entry).date()), entry.text, lines=10, required=True)])
        answer = await self.app.push_screen_wait(form)
        if answer is not None and answer["text"] != entry.text:
            with self._room.attempt("Journal"), self._project.change("Mend an entry of the journal") as session:
                amend_memo(session, entry.id, answer["text"])
            self._show()
