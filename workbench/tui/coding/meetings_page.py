"""The page on which one sees which codes lie on the same words; enter leads from any number to its passages."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.project.file import Project
from workbench.tui.coding.meetings import (
    MeetingCells,
    MeetingHeads,
    Meetings,
    heading,
    meaning,
    passages_of_both,
    read_meetings,
)
from workbench.tui.commands import command
from workbench.tui.keeping_up import KeepsUp
from workbench.tui.widgets.lines import LineList


class MeetingsPage(KeepsUp):
    """Codes by codes: in how many people's words, or in how many places, two of them lie on the same words."""

    HELP = """\
### Codes that meet
A row a code, a column a code; the number says in how many people's words both lie on the same words. `m` counts the
places instead. Arrows move the mark, `n` goes to the next two that meet. `enter` shows the passages of the code in the
row on whose words the other lies too, and `escape` comes back.
"""
    room = "coding"
    DEFAULT_CSS = """
    MeetingsPage #meetings-said { height: auto; max-height: 5; padding: 0 1; }
    MeetingsPage #meetings { height: 1fr; }
    MeetingsPage.-none MeetingHeads { display: none; }
    MeetingsPage #meetings-means { height: 4; padding: 0 1; border-top: solid $rule; }
    """

    def compose_room(self) -> ComposeResult:
        """A sentence, the table, and what the number under the mark means."""
        yield Static("Counting …", id="meetings-said", markup=False)
        with Vertical(id="meetings", classes="pane"):
            cells = MeetingCells(id="meeting-cells")
            yield MeetingHeads(cells)
            yield cells
        yield Static("", id="meetings-means", markup=False)

    @property
    def cells(self) -> MeetingCells:
        """The table."""
        return self.query_one(MeetingCells)

    def on_mount(self) -> None:
        """Name the pane."""
        self.query_one("#meetings").border_title = "Codes that meet · people"
        self.cells.focus()

    def show_latest(self) -> None:
        """Count as things are now."""
        self._seen = self.project.latest_change()
        self._count(self.project)

    @work(thread=True, exclusive=True, group="count")
    def _count(self, project: Project) -> None:
        """Count beside the person."""
        worker = get_current_worker()
        with project.read() as session:
            found = read_meetings(session)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, found)

    def _show(self, found: Meetings) -> None:
        if self.is_mounted:
            self.set_class(bool(found.why_not), "-none")
            self.cells.show(found)
            self._say()

    def _say(self) -> None:
        """Say what is counted."""
        found, counted = self.cells.meetings, self.cells.counted
        self.query_one("#meetings-said", Static).update(found.why_not or heading(found, counted))
        self.query_one("#meetings").border_title = f"Codes that meet · {counted}"
        self._mean()

    @on(LineList.Highlighted)
    def _highlighted(self) -> None:
        self._mean()

    def _mean(self) -> None:
        """Say what the number under the mark means."""
        here = self.cells.here
        self.query_one("#meetings-means", Static).update(meaning(self.cells.meetings, *here) if here else "")

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """Show the passages behind the number under the mark."""
        from workbench.tui.coding.quotes import QuotesScreen

        event.stop()
        here = self.cells.here
        if here is None:
            return
        if here in self.cells.meetings.pairs:
            self.app.push_screen(QuotesScreen(passages_of_both(self.cells.meetings, *here)))
        else:
            self.notify(meaning(self.cells.meetings, *here).splitlines()[1], title="Codes that meet", markup=False)

    @command("meetings.change_measure", "People or places", key="m", footer=True)
    def action_change_measure(self) -> None:
        """Count people, or the places in which two codes meet."""
        self.cells.count("places" if self.cells.counted == "people" else "people")
        self._say()

    @command("meetings.next_pair", "Next two that meet", key="n", footer=True)
    def action_next_pair(self) -> None:
        """Go to the next two codes that meet."""
        pair = self.cells.meetings.next_pair(self.cells.here)
        if pair is not None:
            self.cells.go_to(pair)

    @command("meetings.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to the counts."""
        self.dismiss()
