"""The empty screen that hides everything when somebody comes to the door, or nobody is there."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from workbench.tui.rooms import ROOM_STYLES


class BlankScreen(ModalScreen[None]):
    """Hides all words until a key is pressed, and the passphrase given where the project has one."""

    CSS_PATH = ROOM_STYLES
    AUTO_FOCUS = ""

    def __init__(self, accepts: Callable[[str], bool] | None) -> None:
        super().__init__()
        self._accepts = accepts

    def compose(self) -> ComposeResult:
        """Nothing to read but how to come back."""
        with Vertical(id="door"):
            yield Static("Hidden. Press any key to come back.", id="hint", markup=False)
            yield Input(password=True, placeholder="Passphrase", id="passphrase", disabled=True, compact=True)

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Leave out Textual's place for messages: they wait until somebody is back."""

    def on_screen_resume(self) -> None:
        """Go away when a question above has been answered and somebody is there again."""
        if not getattr(self.app, "hidden", True):
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """The first key asks for the passphrase, or brings everything back."""
        if self.query_one(Input).has_focus:
            return
        event.stop()
        event.prevent_default()
        self._come_back()

    def on_click(self) -> None:
        """The mouse does the same."""
        if not self.query_one(Input).has_focus:
            self._come_back()

    def _come_back(self) -> None:
        """Ask for the passphrase if there is one."""
        if self._accepts is None:
            self.dismiss(None)
            return
        self.query_one("#hint", Static).update("Type the passphrase of the project to come back.")
        answer = self.query_one(Input)
        answer.disabled = False
        answer.add_class("-asked")
        answer.focus()

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        """Come back if it is right."""
        event.stop()
        if self._accepts is None or self._accepts(event.value):
            self.dismiss(None)
            return
        event.input.value = ""
        self.query_one("#hint", Static).update("That is not the passphrase. Try again.")
