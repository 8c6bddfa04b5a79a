"""A pane of the triangulation room: it draws what the room has read, and says what is marked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Vertical

from workbench.triangulation.protocol.matrix import Pair
from workbench.tui.triangulation.display import Display

if TYPE_CHECKING:
    from workbench.tui.screen import WorkbenchScreen


class Pane(Vertical):
    """What one tab shows. A kind of it composes its widgets and draws them in `show`."""

    label: ClassVar[str] = ""
    """The tab's words."""
    behind: Display | None = None
    """What was read while the pane was out of sight, and it has not drawn yet."""

    def show_when_seen(self, display: Display) -> None:
        """Draw what was read, or keep it until the pane comes into sight."""
        self.behind = display
        if self.display:
            self.catch_up()

    def catch_up(self) -> None:
        """Draw what was read while the pane was out of sight, if anything was."""
        if self.behind is not None:
            display, self.behind = self.behind, None
            self.show(display)

    @property
    def room_screen(self) -> WorkbenchScreen:
        """The screen it stands in, with its project."""
        return cast("WorkbenchScreen", self.screen)

    def show(self, display: Display) -> None:
        """Draw what was read."""

    def focus_first(self) -> None:
        """Give the keys to what is in the pane."""

    @property
    def place(self) -> str:
        """Where the marked line leads: row:3, row:3:interviews:survey, finding:5, thread:2; empty for nowhere."""
        return ""

    @property
    def row_id(self) -> int | None:
        """The marked topic's key."""
        kind, _, rest = self.place.partition(":")
        return int(rest.split(":")[0]) if kind == "row" else None

    @property
    def pair(self) -> Pair | None:
        """The two sources that are marked in the topic."""
        parts = self.place.split(":", 3)
        return (parts[2], parts[3]) if parts[0] == "row" and len(parts) == 4 else None

    @property
    def finding_id(self) -> int | None:
        """The marked finding's key."""
        kind, _, rest = self.place.partition(":")
        return int(rest) if kind == "finding" else None

    @property
    def silence(self) -> tuple[int, str] | None:
        """The marked silence: the topic's key and the source that says nothing on it."""
        return None
