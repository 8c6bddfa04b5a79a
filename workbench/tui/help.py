"""The help beside a room: on what has the focus, on the room, and every key. Imported when somebody asks for it."""

from __future__ import annotations

from textwrap import dedent

from textual.widget import Widget
from textual.widgets import HelpPanel, Markdown

GUIDE = "The guide has a first hour for a researcher, an analyst and a lead: `ctrl+p`, then *guide*."


class RoomHelp(HelpPanel):
    """Help on what has the focus, then on the room, then every key."""

    def update_help(self, focused_widget: Widget | None) -> None:
        """Show the help of the focused part, then that of what it lies in."""
        nodes = (focused_widget or self.screen).ancestors_with_self
        found = [node.HELP for node in nodes if isinstance(node, Widget) and node.HELP]
        self.set_class(bool(found), "-show-help")
        for shown in self.query(Markdown):
            shown.update("\n\n".join([*(dedent(text).strip() for text in dict.fromkeys(found)), GUIDE]))
