"""Governance: who has agreed to what, what needs attention, who may read what, what has left, what was changed."""

from __future__ import annotations

from collections.abc import Set

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.desk.merging.conflicts import ConflictLine
from workbench.governance.audiences import AudienceLine
from workbench.governance.departures import DepartureLine
from workbench.governance.flags import FlagLine
from workbench.governance.sign_offs import SignOffLine
from workbench.tui.commands import command
from workbench.tui.flagging import settle
from workbench.tui.governance import how_found, lists, people, second_reader
from workbench.tui.governance.at_the_door import AtTheDoorPage
from workbench.tui.governance.audience_rule import ask_audience
from workbench.tui.governance.left import LeftPage
from workbench.tui.governance.lists import Attention
from workbench.tui.governance.name_later import take_name_out
from workbench.tui.governance.people import PersonLine
from workbench.tui.governance.sheet import ConsentSheet, Recorded, scope_lines
from workbench.tui.governance.uniting import conflict_rows, make_copy, read_conflicts, settle_conflict, take_in_copy
from workbench.tui.governance.withdrawing import take_back
from workbench.tui.screen import Here
from workbench.tui.suggestions.switching import TITLE, switch
from workbench.tui.tabbed import Tabbed, tab_commands
from workbench.tui.widgets.rows import Rows

TABS = {
    "people": "People and consent",
    "attention": "Needs attention",
    "flagged": "Held back",
    "withdrawals": "Taken back",
    "audiences": "Who may read what",
    "departures": "What has left",
    "history": "History",
    "conflicts": "Said differently",
    "second": "Second reader",
}
SHORTER = (
    {
        "people": "People",
        "attention": "Attention",
        "flagged": "Held back",
        "withdrawals": "Taken back",
        "audiences": "Who reads",
        "departures": "What left",
        "history": "History",
        "conflicts": "Said differently",
        "second": "Second reader",
    },
    {
        "people": "People",
        "attention": "Look",
        "flagged": "Held",
        "withdrawals": "Taken",
        "audiences": "Readers",
        "departures": "Left",
        "history": "History",
        "conflicts": "Copies",
        "second": "Second",
    },
)
"""Labels for a terminal of 120 columns, and of 80."""


class GovernanceScreen(Tabbed):
    """What may be shown to whom, and what was done."""

    HELP = """\
### Governance
`1` to `9` change the view. On people, `enter` records what a person has agreed to; `a` records the same for all that
are shown (`/` narrows the list first). What nobody has recorded serves the team alone, and leaves for nobody else.
`f` says how all that are shown came into the study: where everybody of a group was taken in, outsiders know who is in it.
`w` takes back what a person said, or their consent: what that touches is shown first. `o` takes out a name that was
overlooked.

On what is held back, `enter` records what was done, says it in other words or agrees to that. On needs attention, `enter` goes where a thing can be settled. On who may read what, `n` adds an audience and `enter`
changes one: by which rule counts from records and surveys are shown to it, which are withheld and to what the others are
rounded. What an agreement with a partner demands stands beside it, and holds where it is stricter.

`q` shows for one audience which quotes would leave, which wait for a second reader, and why; `a` there asks one. On what has
left, `enter` shows which quotes were in it. Under second reader, `enter` answers the questions and agrees, or says why not: somebody else than who asked. `t` asks about a
whole transcript.

`e` opens the ethics pack: what a data ethics committee asks, to answer, print and note what it recommends.

`d` opens the data sets that partners shared or publish: on what terms, until when, and what is missing.

`c` makes a copy of the project, as a backup or for a colleague. `u` takes in a copy of the project in which somebody else has worked. What the two say differently is listed, with both
versions: `enter` chooses which stands.
"""
    room = "governance"
    TABS = TABS
    SHORTER = SHORTER
    COMMAND_LIST = tab_commands("governance", TABS)
    DEFAULT_CSS = """
    GovernanceScreen .said-above { height: 1; padding: 0 1; color: $quiet; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[str, PersonLine] = {}
        self._audiences: dict[str, AudienceLine] = {}
        self._flags: dict[str, FlagLine] = {}
        self._conflicts: dict[str, ConflictLine] = {}
        self._asked: dict[str, SignOffLine] = {}
        self._departures: dict[str, DepartureLine] = {}
        self._attention = Attention((), ())

    def compose_tabs(self) -> ComposeResult:
        """A list in each view."""
        for name, pane in lists.PANES.items():
            with Vertical(id=name):
                if name == "attention":
                    yield Static("", id="attention-words", classes="said-above", markup=False)
                yield Rows(*pane.columns, empty=pane.empty, id=pane.rows, classes="pane")

    # Showing

    def read_tab(self, name: str) -> None:
        """Read the list in sight."""
        match name:
            case "people":
                listed = people.read_people(self.project)
                self._people = {str(one.id): one for one in listed}
                self.query_one("#people-rows", Rows).show([people.row_of(one) for one in listed])
            case "attention":
                self.query_one("#attention-words", Static).update("Looking through the project …")
                self._look()
            case "flagged":
                flagged = lists.read_flags(self.project)
                self._flags = {str(one.id): one for one in flagged}
                self.query_one("#flag-rows", Rows).show(lists.flag_rows(flagged))
            case "withdrawals":
                rows = lists.withdrawal_rows(lists.read_withdrawals(self.project))
                self.query_one("#withdrawal-rows", Rows).show(rows)
            case "audiences":
                known = lists.read_audiences(self.project)
                self._audiences = {one.name: one for one in known}
                rows = lists.audience_rows(known, lists.read_demands(self.project))
                self.query_one("#audience-rows", Rows).show(rows)
            case "departures":
                left = lists.read_departures(self.project)
                self._departures = {str(one.id): one for one in left}
                self.query_one("#departure-rows", Rows).show(lists.departure_rows(left))
            case "conflicts":
                differing = read_conflicts(self.project)
                self._conflicts = {str(one.id): one for one in differing}
                self.query_one("#conflict-rows", Rows).show(conflict_rows(differing))
            case "second":
                asked = second_reader.read_sign_offs(self.project)
                self._asked = {str(one.id): one for one in asked}
                self.query_one("#second-rows", Rows).show(second_reader.sign_off_rows(asked))
            case "history":
                self.query_one("#history-rows", Rows).show(lists.history_rows(lists.read_history(self.project)))

    @work(thread=True, exclusive=True, group="attention")
    def _look(self) -> None:
        """Look through the whole project beside the person."""
        found = lists.read_attention(self.project)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_attention, found)

    def _show_attention(self, found: Attention) -> None:
        self._attention = found
        self.query_one("#attention-words", Static).update(lists.attention_words(found))
        self.query_one("#attention-rows", Rows).show(lists.attention_rows(found))
        waiting = sum(one.severity != "info" for one in found.problems)
        self.note_on_tab("attention", f"⚠ {waiting}" if waiting else "")

    # Consent

    @on(Rows.RowChosen, "#people-rows")
    @work(exclusive=True, group="question")
    async def _person_chosen(self, event: Rows.RowChosen) -> None:
        """Record what one person has agreed to."""
        line = self._people.get(event.key)
        if line is None:
            return
        scopes = scope_lines(line, people.readers(self.project))
        title = f"What {line.label} has agreed to"
        answer = await self.app.push_screen_wait(ConsentSheet(title, scopes, known=line.details))
        if answer is None:
            return
        changes = people.changed(line, answer.states, dated=answer.details.dated and answer.details != line.details)
        if changes:
            title = f"Consent of {line.label}"
            with self.attempt(title), self.project.change(title) as session:
                people.write_consent(session, line.id, changes, answer.details)
            self.show_latest()

    @command("governance.record_for_all", "All shown", key="a", footer=True)
    @work(exclusive=True, group="question")
    async def action_record_for_all(self) -> None:
        """Record the same consent for everybody who is shown in the list."""
        shown = [self._people[row.key] for row in self.query_one("#people-rows", Rows).shown]
        if not shown:
            return
        scopes = scope_lines(None, people.readers(self.project))
        said = f"For {len(shown):,} people: {', '.join(line.label for line in shown[:6])}"
        said += " …" if len(shown) > 6 else "."
        answer = await self.app.push_screen_wait(ConsentSheet("What they have agreed to", scopes, prompt=said))
        if answer is not None and people.changed(None, answer.states):
            self._record([line.id for line in shown], answer)

    @work(thread=True, exclusive=True, group="record")
    def _record(self, keys: list[int], answer: Recorded) -> None:
        """Write many people's consent in one change."""
        app, changes = self.workbench, people.changed(None, answer.states)
        going_on = app.call_from_thread(app.begin_work, "Recording consent", total=float(len(keys)))
        title = f"Consent of {len(keys):,} people"
        with self.attempt(title), self.project.change(title) as session:
            for done, key in enumerate(keys):
                going_on.progress(done)
                people.write_consent(session, key, changes, answer.details)
        app.call_from_thread(app.end_work)
        app.call_from_thread(self.show_latest)

    @command("governance.how_found", "How they were found", key="f")
    @work(exclusive=True, group="question")
    async def action_how_found(self) -> None:
        """Say how all that are shown came into the study: of a group taken in as a whole, outsiders know who is in it."""
        shown = [self._people[row.key] for row in self.query_one("#people-rows", Rows).shown]
        if shown:
            await how_found.ask_how_found(self, shown)

    def evidence_here(self) -> Here | None:
        """The highlighted person."""
        row = self.query_one("#people-rows", Rows).current if self.tab == "people" else None
        line = self._people.get(row.key) if row is not None else None
        return None if line is None else Here("person", (line.id,))

    @command("governance.take_back", "Take back", key="w", footer=True)
    @work(exclusive=True, group="question")
    async def action_take_back(self) -> None:
        """Take back what a person said, or what they agreed to; what it touches is shown first."""
        row = self.query_one("#people-rows", Rows).current
        line = self._people.get(row.key) if row else None
        if line is not None:
            await take_back(self, line, people.readers(self.project))

    @command("governance.name_later", "A name overlooked", key="o")
    @work(exclusive=True, group="question")
    async def action_name_later(self) -> None:
        """Take out a name that was overlooked, wherever it stands."""
        await take_name_out(self)

    @command("governance.data_sets", "Data sets", key="d")
    def action_data_sets(self) -> None:
        """Open the data sets: on what terms they are here, and what is missing."""
        from workbench.tui.indicators.data_sets import DataSetsPage

        self.app.push_screen(DataSetsPage())

    @command("governance.ethics", "Ethics", key="e", footer=True)
    def action_ethics(self) -> None:
        """Open the ethics pack: what a committee asks, what is answered, what it recommended."""
        from workbench.tui.governance.ethics_page import EthicsPage

        self.app.push_screen(EthicsPage())

    @on(Rows.RowChosen, "#flag-rows")
    @work(exclusive=True, group="question")
    async def _flag_chosen(self, event: Rows.RowChosen) -> None:
        """Settle what a flag asks for."""
        line = self._flags.get(event.key)
        if line is not None:
            await settle(self, line)
            self.show_latest()

    # Quotes

    @command("governance.at_the_door", "At the door", key="q", footer=True)
    @work(exclusive=True, group="question")
    async def action_at_the_door(self) -> None:
        """Show for one audience which quotes would leave, which wait for a second reader, and why."""
        audience = await second_reader.choose_readers(self, "Quotes at the door: for which readers")
        if audience:
            await self.app.push_screen(AtTheDoorPage(audience))

    @command("governance.whole_transcript", "A whole transcript", key="t", footer=True)
    @work(exclusive=True, group="question")
    async def action_whole_transcript(self) -> None:
        """Ask a second reader whether a whole transcript may be shown to some readers."""
        await second_reader.ask_about_transcript(self)
        self.show_latest()

    @on(Rows.RowChosen, "#second-rows")
    @work(exclusive=True, group="question")
    async def _asked_chosen(self, event: Rows.RowChosen) -> None:
        """Answer as a second reader."""
        line = self._asked.get(event.key)
        if line is not None:
            await second_reader.answer(self, line)
            self.show_latest()

    @on(Rows.RowChosen, "#departure-rows")
    def _departure_chosen(self, event: Rows.RowChosen) -> None:
        """Show what was in it."""
        line = self._departures.get(event.key)
        if line is not None:
            self.app.push_screen(LeftPage(line))

    # Copies

    @command("governance.switch_suggestions", TITLE)
    def action_switch_suggestions(self) -> None:
        """Let no machine propose anything in this project, or let it again; for everybody who works in it."""
        switch(self)

    @command("governance.take_in_copy", "Take in a copy", key="u", footer=True)
    @work(exclusive=True, group="question")
    async def action_take_in_copy(self) -> None:
        """Take in what somebody else did in a copy of this project."""
        if await take_in_copy(self):
            self.action_show_tab("conflicts")

    @command("governance.make_copy", "A copy for a colleague", key="c")
    @work(exclusive=True, group="question")
    async def action_make_copy(self) -> None:
        """Copy the project into a new file, as a backup or for somebody to work in elsewhere, while it is open."""
        await make_copy(self)

    @on(Rows.RowChosen, "#conflict-rows")
    @work(exclusive=True, group="question")
    async def _conflict_chosen(self, event: Rows.RowChosen) -> None:
        """Choose which of two versions stands."""
        one = self._conflicts.get(event.key)
        if one is not None:
            await settle_conflict(self, one)

    # Attention

    @on(Rows.RowChosen, "#attention-rows")
    def _problem_chosen(self, event: Rows.RowChosen) -> None:
        """Go where it can be settled."""
        kind, _, name = self._attention.leads[int(event.key)].partition(":")
        match kind:
            case "document":
                self.workbench.open_in_coding(int(name))
            case "room":
                self.workbench.go_to_room(name)
            case "tab":
                where = self._attention.problems[int(event.key)].where
                self.action_show_tab(name)
                found = next((key for key, line in self._people.items() if line.label == where), None)
                if found is not None:
                    self.call_after_refresh(self.query_one("#people-rows", Rows).highlight, found)
            case _:
                message = self._attention.problems[int(event.key)].message
                self.notify(message, title="Needs attention", markup=False)

    # Audiences

    @on(Rows.RowChosen, "#audience-rows")
    @work(exclusive=True, group="question")
    async def _audience_chosen(self, event: Rows.RowChosen) -> None:
        """Change who an audience is and what is withheld from it."""
        line = self._audiences.get(event.key)
        if line is None or line.id is None:
            self.notify("The team itself reads everything that people have not refused.", title="The team")
            return
        await self._ask_audience(line)

    @command("governance.add_audience", "New audience", key="n", footer=True)
    @work(exclusive=True, group="question")
    async def action_add_audience(self) -> None:
        """Add an organisation, or a circle of readers, that may be shown something."""
        await self._ask_audience(None)

    async def _ask_audience(self, line: AudienceLine | None) -> None:
        await ask_audience(self, line, lists.read_demands(self.project))
        self.show_latest()

    def shows_undo(self, tables: Set[str]) -> bool:
        """What was settled between copies is taken back where it is listed."""
        return super().shows_undo(tables) or (self.tab == "conflicts" and "conflict" in tables)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What a view can do is only there in that view."""
        if action in {"record_for_all", "take_back", "how_found"} and self.is_mounted:
            return self.tab == "people"
        if action == "add_audience" and self.is_mounted:
            return self.tab == "audiences"
        if action == "whole_transcript" and self.is_mounted:
            return self.tab == "second"
        return super().check_action(action, parameters)
