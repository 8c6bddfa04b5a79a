"""What every room has: title bar, footer, status line, help, the way elsewhere, one place that catches."""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.errors import WorkbenchError
from workbench.tui.commands import command
from workbench.tui.helped import Helped
from workbench.tui.keys_line import KeysLine
from workbench.tui.long_work import StatusLine
from workbench.tui.painting import PartialCompositor
from workbench.tui.rooms import ROOM_STYLES, ROOMS, Room
from workbench.tui.title_bar import TitleBar

if TYPE_CHECKING:
    from textual.types import CSSPathType

    from workbench.project.file import Project
    from workbench.tui.app import WorkbenchApp

BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (150, "-wide")]


@dataclass(slots=True)
class Attempt:
    """How something tried went."""

    failed: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """The evidence in front of somebody: its kind as `briefs.cited_by` names it, and keys.

    `words` are a document and a position in it: whatever is coded from there.
    """

    kind: str
    keys: tuple[int, ...]


class GoTo(ModalScreen[str | None]):
    """The letters of the rooms, shown while `g` waits for one."""

    CSS_PATH = ROOM_STYLES
    HELP = "### Go to\nThe letter of a room goes there; any other key backs out."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(room.letter, f"pick('{room.letter}')", show=False, priority=True, system=True) for room in ROOMS
    ]

    def __init__(self, rooms: tuple[Room, ...], open_rooms: frozenset[str]) -> None:
        super().__init__()
        self._rooms, self._open, self._answered = rooms, open_rooms, False

    def compose(self) -> ComposeResult:
        """One line a room."""
        with Vertical(id="letters"):
            for room in self._rooms:
                away = "" if room.name in self._open else "-away"
                yield Static(f"{room.letter}  {room.label}", classes=away, markup=False)

    def on_mount(self) -> None:
        """Say what it is."""
        self.query_one("#letters").border_title = "Go to"

    def on_key(self, event: Any) -> None:
        """Any key that is no room's letter backs out."""
        event.stop()
        event.prevent_default()
        self._answer(None)

    def action_pick(self, letter: str) -> None:
        """Go to the room of that letter."""
        self._answer(next((room.name for room in self._rooms if room.letter == letter), None))

    def on_click(self) -> None:
        """A click backs out."""
        self._answer(None)

    def _answer(self, name: str | None) -> None:
        """The first key decides; those typed while it closes change nothing."""
        if self.is_current and not self._answered:
            self._answered = True
            self.dismiss(name if name in self._open else None)


class WorkbenchScreen(Helped[None]):
    """A room. A kind of it sets `room`, `HELP` and writes `compose_room`."""

    CSS_PATH: ClassVar[CSSPathType | None] = ROOM_STYLES
    HELP = "`g` and a letter goes to a room, `ctrl+p` finds any command by its name."
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    room: ClassVar[str] = ""
    shows_undo_of: ClassVar[frozenset[str]] = frozenset()
    """Tables whose rows are shown here when a change to them, and to no others, is taken back."""

    @dataclass
    class UndoRequested(Message):
        """The person wants their newest change taken back."""

    @dataclass
    class RedoRequested(Message):
        """The person wants it done again after all."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = PartialCompositor()

    @property
    def workbench(self) -> WorkbenchApp:
        """The app, by its own type."""
        return cast("WorkbenchApp", self.app)

    @property
    def project(self) -> Project:
        """The open project; a room that needs one cannot be gone to without."""
        return cast("Project", self.workbench.project)

    def shows_undo(self, tables: Set[str]) -> bool:
        """Whether what was changed in these tables is seen here, so that taking it back goes nowhere else."""
        return self.shows_undo_of.issuperset(tables)

    def compose_room(self) -> ComposeResult:
        """The room's own widgets, between title bar and footer."""
        yield from ()

    def compose(self) -> ComposeResult:
        """The frame and the room in it."""
        self._size_up()
        yield TitleBar(self.workbench.ROOMS)
        with Vertical(id="room"):
            yield from self.compose_room()
        yield StatusLine()
        yield KeysLine()

    def _size_up(self) -> None:
        """Know how wide the window is before anything is styled, so that nothing is styled twice."""
        fits = [name for least, name in BREAKPOINTS if self.app.size.width >= least]
        self.update_classes({name: name == fits[-1] for _, name in BREAKPOINTS}, update=False)

    def on_title_bar_room_clicked(self, event: TitleBar.RoomClicked) -> None:
        """Go to a room by the mouse."""
        self.workbench.go_to_room(event.room)

    def on_screen_resume(self) -> None:
        """Show what changed while another room was open."""
        self.refresh_frame()

    def refresh_frame(self) -> None:
        """Draw title bar and status line again."""
        app = self.workbench
        for bar in self.query(TitleBar):
            bar.show(self.room, app.heading, app.open_rooms())
        self.refresh_status()

    def show_latest(self) -> None:
        """Show the project as it is now; a room that shows some of it says how."""

    def refresh_status(self) -> None:
        """Draw the status line again."""
        for line in self.query(StatusLine):
            line.show(self.workbench.work)

    def evidence_here(self) -> Here | None:
        """The evidence in front of the person, from which sentences of briefs can be found; None where there is none."""
        return None

    @contextmanager
    def attempt(self, title: str) -> Iterator[Attempt]:
        """Do something that may be refused; a refusal is shown as its sentence, titled with what was tried.

        Works in a thread too. `with self.attempt("Apply code") as tried:` and after it `if tried.failed:`.
        """
        tried = Attempt()
        try:
            yield tried
        except WorkbenchError as refusal:
            tried.failed = True
            self.app.notify(str(refusal), title=title, severity="error", timeout=12, markup=False)

    @command("room.go", "Go to a room", key="g", priority=True, palette=False)
    def action_go(self) -> None:
        """Show the letters of the rooms and go to the one that is pressed, however fast it follows."""
        app = self.workbench
        self.app.push_screen(GoTo(app.ROOMS, app.open_rooms()), app.go_to_room)

    @command("project.find_everywhere", "Find in everything", key="ctrl+f", priority=True)
    @work(exclusive=True, group="question")
    async def action_find_everywhere(self) -> None:
        """Find words in every transcript and answer, and go there."""
        from workbench.tui.finding import FindEverywhere

        hit = await self.app.push_screen_wait(FindEverywhere(self.project))
        if hit is not None:
            self.workbench.open_in_coding(hit.document_id, hit.start)

    @command("project.find_place", "A place", key="ctrl+l", priority=True)
    @work(exclusive=True, group="question")
    async def action_find_place(self) -> None:
        """Open the page of a place: its figures, what people there say, where they meet, and what nobody knows."""
        from workbench.tui.dialogs import Choice, Choose
        from workbench.tui.indicators.place_choosing import places_offered

        app = self.workbench
        offered = places_offered(self.project, app.places_seen)
        chosen = await app.push_screen_wait(Choose("Which place?", offered, prompt=""))
        if isinstance(chosen, Choice):
            app.open_place(chosen.key)

    @command("project.cited_by", "Up to briefs", key="U")
    def action_cited_by(self) -> None:
        """Go up from the words, the finding, the figure, the document or the person here to the sentences of briefs that rest on it."""
        from workbench.tui.briefs.cited_by import CitedByPage

        here = self.evidence_here()
        if here is not None:
            self.app.push_screen(CitedByPage(here))

    @command("project.undo", "Undo", key="ctrl+z")
    def action_undo(self) -> None:
        """Take back your newest change, in whichever room it was."""
        self.app.post_message(self.UndoRequested())

    @command("project.redo", "Redo", key="ctrl+y")
    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.app.post_message(self.RedoRequested())

    @command("work.pause", "Pause the work, or go on", key="ctrl+g")
    def action_pause(self) -> None:
        """Let the long work that is going on rest, and go on with it later."""
        self.workbench.pause_work()

    @command("work.open_result", "Show the result", key="ctrl+o")
    def action_open_result(self) -> None:
        """Go to what the finished work has made."""
        self.workbench.open_result()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pausing is here while something runs, the result once there is one, undo and finding with a project."""
        work = self.workbench.work
        match action:
            case "go":
                return self.is_current and not (self.focused and self.focused.check_consume_key("g", "g"))
            case "pause":
                return work is not None and work.pausable and not work.finished
            case "open_result":
                return work is not None and bool(work.room) and work.finished
            case "cited_by":
                return self.is_mounted and self.workbench.project is not None and self.evidence_here() is not None
            case "undo" | "redo" | "find_everywhere" | "find_place":
                return True if self.workbench.project is not None else None
        return super().check_action(action, parameters)
