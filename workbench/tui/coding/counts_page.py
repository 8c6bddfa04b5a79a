"""The page that counts people by codes and themes, in groups; enter leads from any number to its passages."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.coding.amounts import MEASURES, Measure
from workbench.coding.crosstab import AttributeUnknownError, Of
from workbench.project.file import Project
from workbench.tui.coding.counts import (
    Counts,
    attributes_to_group_by,
    heading,
    meaning_in,
    passages_behind,
    read_counts,
)
from workbench.tui.coding.counts_grid import CountCells, CountHeads
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.keeping_up import KeepsUp
from workbench.tui.widgets.lines import LineList

EVERYBODY = "Everyone together"
NAMED_AS_A_FIELD = "“{}” means something else in a question, so these passages cannot be asked for by it."


class CountsPage(KeepsUp):
    """How many people mention each code or theme, a column a group."""

    HELP = """\
### Counts
How many people mention each code, of how many who were asked; of how many we heard, where asking is not recorded.
`+2` are two more who raised it unasked. A percentage stands there only where people were drawn at random, or all were
taken in, and twenty or more were asked. Arrows move the mark; below, the number under it is said in a sentence.
`enter` shows its passages, and `escape` comes back.

`b` chooses what makes the groups, `t` shows themes or codes, `u` counts a code for the codes above it too. People from
interviews and from a survey are counted together here; the evidence workbook has each by itself. `m` counts passages
or words instead of people, and says so. `w` shows which codes lie on the same words.
"""
    room = "coding"
    DEFAULT_CSS = """
    CountsPage #counts-said { height: auto; max-height: 5; padding: 0 1; }
    CountsPage #counts { height: 1fr; }
    CountsPage.-none CountHeads { display: none; }
    CountsPage #counts-means { height: 4; padding: 0 1; border-top: solid $rule; }
    """

    def __init__(self, *, by: str | None = None, of: Of = "codes") -> None:
        super().__init__()
        self._by = by
        self._of: Of = of
        self._rolled_up = False
        self._counted: Measure = "people"

    def compose_room(self) -> ComposeResult:
        """A sentence, the table, and what the number under the mark means."""
        yield Static("Counting …", id="counts-said", markup=False)
        with Vertical(id="counts", classes="pane"):
            cells = CountCells(id="count-cells")
            yield CountHeads(cells)
            yield cells
        yield Static("", id="counts-means", markup=False)

    @property
    def cells(self) -> CountCells:
        """The table."""
        return self.query_one(CountCells)

    def on_mount(self) -> None:
        """Name the pane."""
        self.query_one("#counts").border_title = "Counts · people"
        self.cells.focus()

    def show_latest(self) -> None:
        """Count as things are now."""
        self._seen = self.project.latest_change()
        self._count(self.project, self._by, self._of, self._rolled_up, self._counted)

    @work(thread=True, exclusive=True, group="count")
    def _count(self, project: Project, by: str | None, of: Of, rolled_up: bool, measure: Measure) -> None:
        """Count beside the person; by nothing where the attribute has gone meanwhile."""
        worker = get_current_worker()
        with project.read() as session:
            try:
                found = read_counts(session, by=by, of=of, rolled_up=rolled_up, measure=measure)
            except AttributeUnknownError:
                found = read_counts(session, by=None, of=of, rolled_up=rolled_up, measure=measure)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, found)

    def _show(self, found: Counts) -> None:
        if not self.is_mounted:
            return
        self._by = found.by
        self.set_class(bool(found.why_not), "-none")
        self.query_one("#counts-said", Static).update(found.why_not or heading(found))
        self.query_one("#counts").border_title = f"Counts · {found.measure}"
        self.cells.show(found)
        self._mean()

    @on(LineList.Highlighted)
    def _highlighted(self) -> None:
        self._mean()

    def _mean(self) -> None:
        """Say what the number under the mark means."""
        row, cell = self.cells.current, self.cells.here
        told = ""
        if row is not None and cell is not None:
            how = "   enter shows the passages" if cell.cases else ""
            told = f"{row.name} · {cell.group}{how}\n{meaning_in(self.cells.counts, row, cell)}"
        self.query_one("#counts-means", Static).update(told)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """Show the passages behind the number under the mark."""
        from workbench.tui.coding.quotes import QuotesScreen

        event.stop()
        row, cell = self.cells.current, self.cells.here
        if row is None or cell is None:
            return
        if not cell.cases:
            self.notify(f"Nobody here mentions {row.name}.", title="Counts", markup=False)
            return
        with self.project.read() as session:
            query = passages_behind(session, self.cells.counts, row, cell)
        if query:
            self.app.push_screen(QuotesScreen(query))
        else:
            self.notify(NAMED_AS_A_FIELD.format(self._by), title="Counts", markup=False)

    @command("counts.choose_groups", "Groups", key="b", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose_groups(self) -> None:
        """Choose what makes the groups: an attribute of people, or nothing."""
        with self.project.read() as session:
            names = attributes_to_group_by(session)
        if not names:
            self.notify("Nothing is known of people yet. Sources (g s) has a page for each.", title="Groups")
            return
        choices = [Choice("", EVERYBODY), *(Choice(name, name) for name in names)]
        answer = await self.app.push_screen_wait(Choose("Groups by", choices))
        if isinstance(answer, Choice):
            self._by = answer.key or None
            self.show_latest()

    @command("counts.show_themes", "Themes or codes", key="t", footer=True)
    def action_show_themes(self) -> None:
        """Count themes, or codes again."""
        self._of = "codes" if self._of == "themes" else "themes"
        self.refresh_bindings()
        self.show_latest()

    @command("counts.roll_up", "Codes below", key="u", footer=True)
    def action_roll_up(self) -> None:
        """Count a code for the codes above it too, or no longer."""
        self._rolled_up = not self._rolled_up
        self.show_latest()

    @command("counts.change_measure", "People or words", key="m", footer=True)
    def action_change_measure(self) -> None:
        """Count people, or passages, or words; people are what counts in a finding."""
        self._counted = MEASURES[(MEASURES.index(self._counted) + 1) % len(MEASURES)]
        self.show_latest()

    @command("counts.show_meetings", "Codes that meet", key="w", footer=True)
    def action_show_meetings(self) -> None:
        """See which codes lie on the same words, in how many people's words and in how many places."""
        from workbench.tui.coding.meetings_page import MeetingsPage

        self.app.push_screen(MeetingsPage())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Themes have nothing below them."""
        if action == "roll_up":
            return None if self._of == "themes" else True
        return super().check_action(action, parameters)

    @command("counts.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to coding."""
        self.dismiss()
