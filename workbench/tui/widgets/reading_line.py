"""A line that says what a room is reading beside the person; it is there only as long as that takes."""

from __future__ import annotations

from textual.widgets import Static


class ReadingLine(Static):
    """What is being read. Keys go on working meanwhile."""

    DEFAULT_CSS = """
    ReadingLine { height: auto; padding: 0 1; color: $quiet; display: none; }
    ReadingLine.-reading { display: block; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)

    @property
    def is_shown(self) -> bool:
        """Whether something is being read."""
        return self.has_class("-reading")

    def say(self, what: str) -> None:
        """Say what is being read; nothing takes the line away."""
        self.update(what)
        self.set_class(bool(what), "-reading")
