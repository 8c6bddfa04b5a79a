"""How well it does: what blind samples say, what was made of the suggestions, and what they rest on."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.worker import get_current_worker

from workbench.desk.suggesting.machine_use import read_use
from workbench.project.file import Project
from workbench.sources.cases import attribute_names
from workbench.suggestions.precision import figures, read_blind
from workbench.suggestions.problems import problems
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.keeping_up import KeepsUp
from workbench.tui.suggestions.well_pages import WellKnown, well_page
from workbench.tui.widgets.paper import words
from workbench.tui.widgets.reader import Reader


def read_well(project: Project, by: str | None) -> WellKnown:
    """Everything the page says, with groups by an attribute of people where one was chosen."""
    use = read_use(project)
    with project.read() as session:
        passages, people = read_blind(session)
        return WellKnown(
            tuple(figures(session, by=by)),
            passages,
            people,
            use.tallies,
            tuple(problems(session)),
            use.last_run,
            use.rests_on,
            by or "",
        )


class HowWellPage(KeepsUp):
    """A page to read."""

    HELP = """\
### How well it does
How often the machine was right where people read without sight of its proposals; what people made of the proposals that
they saw; and what the last suggestions rest on. `b` chooses what makes the groups of people. Two papers come of this, a
draft of a transparency record and a statement for participants: `P` in Coding prints them.
"""
    room = "suggestions"

    def __init__(self) -> None:
        super().__init__()
        self._by: str | None = None

    def compose_room(self) -> ComposeResult:
        """One page."""
        yield Reader(id="well", classes="pane")

    def on_mount(self) -> None:
        """Name the page."""
        page = self.query_one("#well", Reader)
        page.border_title = "How well it does"
        page.show([words("Counting …", "quiet")])
        page.focus()

    def show_latest(self) -> None:
        """Count as things are now."""
        self._seen = self.project.latest_change()
        self._read(self.project, self._by)

    @work(thread=True, exclusive=True, group="well")
    def _read(self, project: Project, by: str | None) -> None:
        """Count beside the person."""
        known = read_well(project, by)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, known)

    def _show(self, known: WellKnown) -> None:
        if self.is_mounted:
            self.query_one("#well", Reader).show(well_page(known))

    @command("well.choose_groups", "Groups", key="b", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose_groups(self) -> None:
        """Choose what makes the groups of people."""
        with self.project.read() as session:
            names = attribute_names(session)
        if not names:
            self.notify("Nothing is known of people here that could make groups.", title="Groups")
            return
        answer = await self.app.push_screen_wait(Choose("Groups by what?", [Choice(name, name) for name in names]))
        if isinstance(answer, Choice):
            self._by = answer.key
            self.show_latest()

    @command("well.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to Review."""
        self.dismiss()
