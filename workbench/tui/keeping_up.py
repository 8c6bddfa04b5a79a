"""A page that is read again when the project has changed since it was read."""

from __future__ import annotations

from workbench.tui.screen import WorkbenchScreen


class KeepsUp(WorkbenchScreen):
    """A page over a room; its `show_latest` notes in `_seen` which change it has read up to."""

    _seen = -1

    def on_screen_resume(self) -> None:
        """Read again what has changed meanwhile."""
        super().on_screen_resume()
        if self.workbench.project is not None and self.project.latest_change() != self._seen:
            self.show_latest()
