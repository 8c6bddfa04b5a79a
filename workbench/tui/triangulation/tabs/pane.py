"""A pane of the triangulation room: it draws what the room has read, and says what is marked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Vertical

from workbench.triangulation.matrix import Pair
from workbench.tui.triangulation.display import Display

if TYPE_CHECKING:
    from workbench.tui.screen import WorkbenchScreen


class Pane(Vertical):
    """What one tab shows. A kind of it composes its widgets and draws them in `show`."""

    label: ClassVar[str] = ""
    """The tab's words."""

    @property
    def room_screen(self) -> WorkbenchScreen:
        """The screen it stands in, with its project."""
        return cast("WorkbenchScreen", self.screen)

    def show(self, display: Display) -> None:
        """Draw what was read."""

    def focus_first(self) -> None:
        """Give the keys to what is in the pane."""

    def waiting(self, display: Display) -> str:  # noqa: ARG002 - a kind of it counts
        """What stands behind the tab's words, such as how many wait; empty for nothing."""
        return ""

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
