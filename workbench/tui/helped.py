"""What shows its help: F1 opens it beside a room, a page or a question, and closes it again."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from workbench.tui.commands import Commands, command

ResultT = TypeVar("ResultT")


class Helped(Commands, Screen[ResultT], Generic[ResultT]):
    """A screen with a `HELP` of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next part of the page", show=False),
        Binding("shift+tab", "app.focus_previous", "Part before", show=False),
        Binding("ctrl+c,super+c", "screen.copy_text", show=False, system=True),
    ]
    """What Textual has on every screen, in our words; nothing on a screen is copied by the mouse, so help does not name that."""

    @command("room.help", "Help", key="f1", footer=True)
    def action_help(self) -> None:
        """Show what can be done here, with every key; again to close it."""
        from workbench.tui.help import RoomHelp

        panels = self.query_children(RoomHelp)
        if panels:
            panels.remove()
        else:
            self.mount(RoomHelp())
        self.call_after_refresh(self.refresh_bindings)

    @property
    def helps(self) -> bool:
        """Whether its help is open."""
        return self.is_mounted and bool(self.query_children("RoomHelp"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Help is where some is written."""
        if action == "help":
            return bool(self.HELP)
        return super().check_action(action, parameters)
