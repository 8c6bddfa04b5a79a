"""Quotes at the door: for one audience which would leave, which wait for a second reader, which are held back, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.desk.door.at_the_door import AtTheDoor, ask_second_reader, at_the_door, said_of, what_green_means
from workbench.text import Span
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.governance.second_reader import choose_readers
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.rows import Column, RowLine, Rows, Tone

SAYS: dict[str, tuple[str, Tone]] = {
    "second reader": ("⚠ second reader", "warning"),
    "held back": ("✗ held back", "error"),
    "goes through": ("· goes through", ""),
}
if TYPE_CHECKING:
    from workbench.project.file import Project


def door_rows(found: list[AtTheDoor]) -> list[RowLine]:
    """A row a quote; never its words."""
    return [
        RowLine(
            str(at),
            (
                SAYS[one.says][0],
                f"{one.document}, from {one.start:,}",
                one.reasons if one.risk else one.why,
                one.asked.says() if one.asked else "nobody was asked" if one.says == "second reader" else "",
            ),
            SAYS[one.says][1],
        )
        for at, one in enumerate(found)
    ]


def counted(found: list[AtTheDoor], audience: str) -> str:
    """How many of each kind, in words."""
    number = {kind: sum(one.says == kind for one in found) for kind in SAYS}
    return (
        f"For {audience}: {number['goes through']:,} go through · {number['second reader']:,} wait for a second reader"
        f" · {number['held back']:,} held back"
    )


class AtTheDoorPage(WorkbenchScreen):
    """What the door says of every quote for one audience; looking is not taking out, and nothing is entered."""

    HELP = """\
### Quotes at the door
Which quotes would leave for these readers, and why others would not. Looking takes nothing out.

`a` asks a second reader about every quote that waits for one. `enter` on a quote goes to its words. `/` narrows the list.
"""
    room = "governance"
    DEFAULT_CSS = """
    AtTheDoorPage #door-words { height: auto; padding: 0 1; color: $quiet; }
    AtTheDoorPage Rows { height: 1fr; }
    """

    def __init__(self, audience: str) -> None:
        super().__init__()
        self.audience = audience
        self._found: list[AtTheDoor] = []

    def compose_room(self) -> ComposeResult:
        """What was looked at, and a row a quote."""
        with Vertical():
            yield Static("Looking through the quotes …", id="door-words", markup=False)
            yield Rows(
                Column("", width=16),
                Column("Where", share=2, wrap=2, least=14),
                Column("What was found", share=4, wrap=4, least=24),
                Column("Second reader", share=2, wrap=3, gives_way=2, least=14),
                empty="Nothing is coded yet, so there are no quotes.",
                id="door-rows",
                classes="pane",
            )

    def on_mount(self) -> None:
        """Look."""
        self.query_one(Rows).border_title = f"Quotes at the door, for {self.audience}"
        self.query_one(Rows).focus()
        self.show_latest()

    def show_latest(self) -> None:
        """Look through all quotes, beside the person."""
        self._look(self.project)

    @work(thread=True, exclusive=True, group="door")
    def _look(self, project: Project) -> None:
        with project.read() as session:
            found = at_the_door(session, self.audience)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, found)

    def _show(self, found: list[AtTheDoor]) -> None:
        self._found = found
        self.query_one("#door-words", Static).update(f"{counted(found, self.audience)}.\n{what_green_means()}")
        self.query_one(Rows).show(door_rows(found))

    @command("door.ask_all", "Ask a second reader", key="a", footer=True)
    def action_ask_all(self) -> None:
        """Ask a second reader about every quote that waits for one and of which nobody was asked."""
        asked = 0
        with self.attempt("Second reader") as tried, self.project.change("Ask a second reader") as session:
            asked = ask_second_reader(session, self._found)
        if tried.failed:
            return
        said = f"{asked} of them wait under Second reader now." if asked else "None waits that was not asked about."
        self.notify(said, title="Second reader")
        self.show_latest()

    @on(Rows.RowChosen, "#door-rows")
    def _chosen(self, event: Rows.RowChosen) -> None:
        one = self._found[int(event.key)]
        self.workbench.open_in_coding(one.document_id, one.start)

    @command("door.leave", "Back", key="escape", footer=True)
    def action_leave(self) -> None:
        """Go back to where you came from."""
        self.dismiss()


async def tell_of_quote(screen: WorkbenchScreen, document_id: int, span: Span) -> None:
    """Say what the door says of some words for readers that are asked for, and ask a second reader if that is wanted."""
    audience = await choose_readers(screen, "Could these words leave? For which readers")
    if not audience:
        return
    found: AtTheDoor | None = None
    with screen.attempt("At the door"), screen.project.read() as session:
        found = said_of(session, document_id, span, audience)
    if found is None:
        return
    said = f"For {audience}: {SAYS[found.says][0][2:]}"
    choices = [Choice("seen", "Seen")]
    if found.says == "second reader":
        choices.insert(0, Choice("ask", "Ask a second reader", found.asked.says() if found.asked else ""))
    prompt = f"{found.reasons if found.risk else found.why}\n{what_green_means()}"
    chosen = await screen.app.push_screen_wait(Choose(said, choices, prompt=prompt, note_lines=1))
    if isinstance(chosen, Choice) and chosen.key == "ask":
        with screen.attempt("Second reader") as tried, screen.project.change("Ask a second reader") as session:
            asked_now = ask_second_reader(session, [found])
        if not tried.failed:
            told = "It waits in Governance, under Second reader, for somebody else of the team."
            screen.notify(told if asked_now else found.asked.says() if found.asked else told, title="Second reader")
