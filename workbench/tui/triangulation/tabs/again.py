"""Look again: what changed beneath judgements, a cause at a time, and one screen to go through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.desk.looking_again.look_again import says_of, says_still, still_stands, waiting
from workbench.desk.looking_again.waiting import Group, Waiting
from workbench.triangulation.was_and_is import was_and_is
from workbench.tui.commands import Commands, command
from workbench.tui.triangulation import again_parts
from workbench.tui.triangulation.again_page import AgainPage
from workbench.tui.triangulation.display import Display
from workbench.tui.triangulation.tabs.pane import Pane
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.rows import Column, Rows

if TYPE_CHECKING:
    from workbench.tui.triangulation.screen import TriangulationScreen


class AgainPane(Commands, Pane):
    """Causes with what they touched; where there is room, the marked one as it was and is beside the list."""

    label = "Look again"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    AgainPane {
        #again-progress { height: 1; padding: 0 1; color: $quiet; }
        #again-rows { height: 1fr; }
        #again-page { display: none; }
    }
    .-wide AgainPane {
        layout: grid; grid-size: 2 2; grid-columns: 3fr 2fr; grid-rows: 1 1fr;
        #again-progress { column-span: 2; }
        #again-page { display: block; height: 1fr; border-left: solid $panel; }
    }
    """
    HELP = """\
### Look again
A change that touched something, and beneath it every judgement that rests on it, the most important first: findings,
how two sources meet, what was settled on it, what we make of it together, and what briefs cite.
`enter` shows one as it was and is, `l` says that it still stands, `e` writes or judges it again, `s` skips it for now.
Each is kept as soon as it is said. `+` is more evidence since: the sentence still holds.
"""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._groups: list[Group] = []
        self._skipped: list[str] = []
        self._done: set[str] = set()

    def compose(self) -> ComposeResult:
        """How far one is, the list, and the marked judgement."""
        yield Static("", id="again-progress", markup=False)
        yield Rows(
            Column("", width=2),
            Column("What", share=3, wrap=4, least=18),
            Column("Why, and what follows", share=4, wrap=6, least=24),
            empty="Nothing to look at again: everything a judgement rests on still says what it said.",
            id="again-rows",
        )
        yield Reader(id="again-page")

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self.query_one("#again-rows", Rows)

    def show(self, display: Display) -> None:  # noqa: ARG002 - what waits is read with what briefs cite
        """List what moved, by its cause."""
        before = {one.key for group in self._groups for one in group.waiting if one.state == "recheck"}
        with self.room_screen.project.read() as session:
            self._groups = waiting(session)
        now = {one.key for group in self._groups for one in group.waiting}
        self._done = (self._done | (before - now)) - now
        at = self._following()
        self.rows.show(again_parts.group_rows(self._groups, self._skipped), at=at)
        self.query_one("#again-progress", Static).update(again_parts.progress(len(self._done), self._groups))
        self.refresh_bindings()

    def _following(self) -> str | None:
        """The row to stand on: the one marked, else the next that waits."""
        here = self.rows.current
        keys = [one.key for group in self._groups for one in group.waiting]
        if here is not None and (here.key in keys or here.key.startswith("cause:")) and here.key not in self._skipped:
            return here.key
        old = [row.key for row in self.rows.rows]
        after = old[old.index(here.key) :] if here is not None and here.key in old else []
        return next((key for key in (*after, *keys) if key in keys and key not in self._skipped), None)

    def focus_first(self) -> None:
        """Give the keys to the list, at the first judgement."""
        self.rows.focus_list()
        here = self.rows.current
        if here is not None and here.key.startswith("cause:") and len(self.rows.rows) > 1:
            self.rows.highlight(self.rows.rows[1].key)

    @property
    def here(self) -> Waiting | None:
        """The marked judgement; None on a cause."""
        key = self.rows.current.key if self.rows.current else ""
        return next((one for group in self._groups for one in group.waiting if one.key == key), None)

    @property
    def place(self) -> str:
        """Where the marked line leads."""
        return self.here.opens if self.here is not None else ""

    @on(Rows.RowHighlighted, "#again-rows")
    def _marked(self, event: Rows.RowHighlighted) -> None:
        """Where there is room, show the marked one as it was and is."""
        event.stop()
        reader, one = self.query_one("#again-page", Reader), self.here
        if not reader.display:
            return
        if one is None:
            reader.show([], top=True)
            return
        with self.room_screen.project.read() as session:
            lines = was_and_is(says_of(session, one), says_still(session, one))
        reader.show(again_parts.was_and_is_page(one, lines, None), top=True)

    @on(Rows.RowChosen, "#again-rows")
    def _opened(self, event: Rows.RowChosen) -> None:
        """Go in: was and is, with the evidence."""
        event.stop()
        if self.here is not None:
            self.app.push_screen(AgainPage(self.here))

    @property
    def _room(self) -> TriangulationScreen:
        return cast("TriangulationScreen", self.screen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done with a judgement is shown where one waits."""
        if not self._groups and action in {"still_stands", "change_it", "skip_one"}:
            return False
        return super().check_action(action, parameters)

    def _chosen(self, title: str) -> Waiting | None:
        if self.here is None:
            self._room.say("Choose one of the judgements beneath a cause first.", title)
        return self.here

    @command("again.still_stands", "It still stands", key="l", footer=True)
    def action_still_stands(self) -> None:
        """Say that the marked judgement still stands on what is there now."""
        one = self._chosen("It still stands")
        if one is None:
            return
        with self._room.attempt("It still stands"), self._room.project.change("Look again") as session:
            still_stands(session, one)
        self._room.show_latest()

    @command("again.change_it", "Change it", key="e", footer=True)
    def action_change_it(self) -> None:
        """Reword or rate the finding, judge or settle the pair again, write anew what is made of it; a brief is read there."""
        one = self._chosen("Change it")
        if one is None:
            return
        match one.kind:
            case "finding":
                self._room.action_edit_finding()
            case "judgement":
                self._room.action_judge()
            case "settled":
                self._room.action_settle()
            case "together":
                self._room.action_conclude()
            case "note":
                _, display, about = one.opens.split(":", 2)
                self._room.note_row(int(display), about)
            case "assessment":
                _, kind, about = one.opens.split(":", 2)
                self._room.sum_up(kind, about)
            case _:
                self._room.workbench.go_to_room("briefs")

    @command("again.skip_one", "Skip", key="s", footer=True)
    def action_skip_one(self) -> None:
        """Leave the marked judgement for later; it stays in the list, last beneath its cause."""
        one = self._chosen("Skip")
        if one is None:
            return
        self._skipped.append(one.key)
        self._room.show_latest()
