"""The terminal app: the rooms, the open project, long work, and the empty screen."""

from __future__ import annotations

import gc
import re
import time
from asyncio import to_thread
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.binding import Binding
from textual.notifications import Notify

from workbench.errors import NOT_SHOWN
from workbench.suggestions.worker import Worker
from workbench.tui.commands import Command, Commands, command
from workbench.tui.helped import Helped
from workbench.tui.holding import HoldsProject
from workbench.tui.long_work import LongWork
from workbench.tui.palette import LiveCommands
from workbench.tui.question import Question
from workbench.tui.rooms import ROOMS, Room
from workbench.tui.screen import BREAKPOINTS, GoTo, WorkbenchScreen
from workbench.tui.stylesheet import OnceParsed
from workbench.tui.themes import DARK, LIGHT
from workbench.tui.title_bar import Heading
from workbench.tui.typed_ahead import is_done
from workbench.tui.unkept import Unkept

if TYPE_CHECKING:
    from workbench.tui.blanking import BlankScreen
    from workbench.tui.sources.taking_names_out import NamesKey

SWEPT_AFTER = (50_000, 20, 20)
"""New objects after which Python looks for some that hold each other: a long transcript with thousands of codings has half as
many, and none does."""


class WorkbenchApp(Commands, HoldsProject):
    """The workbench in a terminal. `project` is whatever the rooms need; the app only holds it."""

    TITLE = "Workbench"
    CSS_PATH = Path(__file__).with_name("workbench.tcss")
    COMMANDS = {LiveCommands}  # noqa: RUF012
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    ROOMS: ClassVar[tuple[Room, ...]] = ROOMS
    DEFAULT_MODE = "home"
    ALLOW_SELECT = False
    """Nothing on a screen goes to the clipboard by the mouse: what leaves passes the door."""
    IDLE_SECONDS: ClassVar[float] = 600
    BINDING_GROUP_TITLE = "Everywhere"
    COMMAND_LIST = tuple(
        Command(
            f"room.{room.name}",
            f"Go to {room.label}",
            f"Open the room {room.label}; also g, then {room.letter}.",
            room.key,
            action=f"go_room('{room.name}')",
        )
        for room in ROOMS
    )

    def __init__(
        self,
        *,
        heading: Heading | None = None,
        project: object | None = None,
        project_path: Path | None = None,
        coder: str | None = None,
    ) -> None:
        super().__init__()
        self.project_path = project_path
        self.coder = coder
        self.project = project
        self.heading = heading or Heading()
        self.work: LongWork | None = None
        self.worker = Worker()
        """The process that computes suggestions, for whichever room asks; it is begun when it is first needed."""
        self.passphrase_check: Callable[[str], bool] | None = None
        self.names_key: NamesKey | None = None
        """The key of this project's names, once somebody has opened it here."""
        self.idle_seconds = self.IDLE_SECONDS
        """After so long without a key or the mouse everything is hidden; the settings of who opens a project say it."""
        self._touched = time.monotonic()
        self._blank: BlankScreen | None = None
        self._been_in: set[str] = set()
        self.opening = project_path is not None
        """Whether a project is being opened, which may ask for its passphrase."""
        self.typed_while_opening: list[events.Key] = []
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.set_reactive(WorkbenchApp.theme, DARK.name)
        self.stylesheet = OnceParsed(variables=self.get_css_variables())
        for room in self.ROOMS:
            self.add_mode(room.name, room.open)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the code colours to themes that have none of their own."""
        return dict(DARK.variables)

    def get_key_display(self, binding: Binding) -> str:
        """Write keys as they are written on the keyboard: `ctrl+z`, `F1`."""
        shown = super().get_key_display(binding).replace("^", "ctrl+")
        return shown.upper() if re.fullmatch(r"f\d+", shown) else shown

    def on_mount(self) -> None:
        """Begin to watch for idleness, and open the project that was named."""
        gc.set_threshold(*SWEPT_AFTER)
        self.set_interval(0.25, self._follow_work, name="work")
        if self.project_path is not None:
            self.open_path(self.project_path)
        self.set_interval(max(0.05, min(5.0, self.IDLE_SECONDS / 10)), self._blank_if_idle, name="idle")

    async def on_unmount(self) -> None:
        """Leave no process behind; the project is closed by who holds it."""
        self.worker.end()

    # Rooms

    def open_rooms(self) -> frozenset[str]:
        """The names of the rooms that can be gone to just now."""
        ready = self.project is not None
        return frozenset(room.name for room in self.ROOMS if room.built() and (ready or not room.needs_project))

    def set_project(self, project: object | None, heading: Heading) -> None:
        """Hold an opened project, or none, and say so in the title bar."""
        self.worker.end()
        self.project, self.names_key, self.places_seen = project, None, ()
        self.set_heading(heading)

    def set_heading(self, heading: Heading) -> None:
        """Say something else in the title bar."""
        self.heading = heading
        for screen in self.screen_stack:
            if isinstance(screen, WorkbenchScreen):
                screen.refresh_frame()
        if self.screen_stack:
            self.screen.refresh_bindings()

    def go_to_room(self, name: str | None) -> None:
        """Go to a room, importing it first if nobody has been there; None stays here."""
        if name is not None and name in self.open_rooms():
            self._open_room(name)

    def action_go_room(self, name: str) -> None:
        """Go to a room."""
        self.go_to_room(name)

    @work(exclusive=True, group="room")
    async def _open_room(self, name: str) -> None:
        """Import the room away from the interface, then show it."""
        room = next(room for room in self.ROOMS if room.name == name)
        await to_thread(import_module, room.module)
        if self._blank is None:
            asking = isinstance(self.screen, GoTo)
            if asking:
                self.pop_screen()
            await self.switch_mode(name)
            if asking and isinstance(self.screen, WorkbenchScreen):
                self.screen.action_go()
        if name not in self._been_in:
            self._been_in.add(name)
            gc.freeze()  # what a room brings stays; to look through all of it now and then is felt at the keyboard

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Rooms that need a project are greyed without one; nothing is behind the empty screen."""
        if action == "go_room":
            return True if parameters and parameters[0] in self.open_rooms() else None
        if action in ("blank", "command_palette"):
            return self._blank is None
        if action == "close_help":
            return bool(self.screen_stack) and isinstance(self.screen, Helped) and self.screen.helps
        if action == "stop":
            return self.work is not None
        if action in ("import_files", "export_work"):
            return self.project is not None
        return super().check_action(action, parameters)

    # Long work

    def begin_work(self, title: str, *, total: float | None = None) -> LongWork:
        """Show a status line for work that is about to begin; hand the result to the thread that does it."""
        self.work = LongWork(title, total)
        self._show_work()
        self.screen.refresh_bindings()
        return self.work

    def end_work(self, result: str = "", *, room: str = "") -> None:
        """Take the status line away, or leave a sentence there that leads to a room. Safe from any thread."""
        if self.work is not None:
            self.work.result, self.work.room = result, room
            if not result:
                self.work = None
        self.call_later(self._show_work)

    def stop_work(self) -> None:
        """Ask the work to stop at its next step, or close the line with its result."""
        if self.work is not None and self.work.finished:
            self.work = None
        elif self.work is not None:
            self.work.stopping = True
        self._show_work()

    @command("app.close_help", "Close the help", key="escape", priority=True, palette=False)
    def action_close_help(self) -> None:
        """Close the help, before escape does anything else here."""
        if isinstance(self.screen, Helped):
            self.screen.action_help()

    @command("work.stop", "Stop the work", key="escape")
    def action_stop(self) -> None:
        """Stop the long work that is going on, leaving the project as it was, or close the line with its result."""
        self.stop_work()

    def pause_work(self) -> None:
        """Let the work rest, or go on."""
        if self.work is not None and self.work.pausable and not self.work.finished:
            self.work.pause()
        self._show_work()

    def open_result(self) -> None:
        """Go where the finished work leads."""
        if self.work is not None and self.work.finished:
            room, self.work = self.work.room, None
            self.go_to_room(room)
            self._show_work()

    def _follow_work(self) -> None:
        """Draw the status line again while there is work to follow."""
        if self.work is not None:
            self._show_work()

    def _show_work(self) -> None:
        """Draw the status line of the room in sight."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, WorkbenchScreen):
                screen.refresh_status()
                return

    # The empty screen

    @command("app.blank", "Hide the screen", key="ctrl+b", priority=True)
    def action_blank(self) -> None:
        """Hide everything at once; any key, and the passphrase if there is one, brings it back."""
        if self._blank is None:
            self._hide()

    def _come_back(self, _: None) -> None:
        """Note that somebody is there again."""
        self._blank = None
        self._touched = time.monotonic()
        self.screen.refresh_bindings()

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Ask a question; one that comes while everything is hidden waits underneath."""
        shown = super().push_screen(screen, *args, **options)
        if self._blank is not None:
            self._hide()
        return shown

    def _hide(self) -> None:
        """Put an empty screen over everything."""
        from workbench.tui.blanking import BlankScreen

        self._blank = BlankScreen(self.passphrase_check)
        super().push_screen(self._blank, self._come_back)

    @property
    def hidden(self) -> bool:
        """Whether the empty screen is up."""
        return self._blank is not None

    async def on_event(self, event: events.Event) -> None:
        """Note when somebody last did something, and leave what was typed for a question to the question."""
        if isinstance(event, events.InputEvent):
            self._touched = time.monotonic()
        if not (isinstance(event, events.Key) and await is_done(self, event)):
            await super().on_event(event)

    def _blank_if_idle(self) -> None:
        """Hide everything when nobody has touched key or mouse for so long."""
        if self.screen_stack and time.monotonic() - self._touched > self.idle_seconds:
            self.action_blank()

    def _fatal_error(self) -> None:
        """Say where it broke, without the values of variables and what the error says: they may hold people's words."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        told = Traceback(show_locals=False, width=None)
        for stack in told.trace.stacks:
            stack.exc_value, stack.notes = NOT_SHOWN, []
        self._exit_renderables.append(Segments(self.console.render(told, self.console.options)))
        self._close_messages_no_wait()

    # Notices

    def on_notify(self, event: Notify) -> None:
        """What is said once more takes the place of the same said before, so that notices never hide the page."""
        new = event.notification
        for one in [one for one in self._notifications if (one.title, one.message) == (new.title, new.message)]:
            self._unnotify(one, refresh=False)

    # Looks

    @command("app.switch_theme", "Light or dark", key="")
    def action_switch_theme(self) -> None:
        """Change between the light and the dark look."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    @command("app.read_guide", "Guide", key="")
    def action_read_guide(self) -> None:
        """Read the guide: a first hour for a researcher, an analyst, a lead, and a page for your IT department."""
        from workbench.tui.guide import Guide

        self.push_screen(Guide())

    @command("app.leave", "Quit", key="")
    def action_leave(self) -> None:
        """Leave the workbench; everything is saved, but for what is being written: then only when asked once more."""
        if all(one.may_leave() for one in reversed(self.screen_stack) if isinstance(one, Question | Unkept)):
            self.exit()

    async def action_quit(self) -> None:
        """The same by ctrl+q."""
        self.action_leave()
