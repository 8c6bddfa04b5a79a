"""The options of a brief side by side, over the whole width; the head of each leads to its page."""

from __future__ import annotations

from workbench.briefs.order import move_option
from workbench.tui.briefs import reading
from workbench.tui.briefs.asking import AskingPage
from workbench.tui.briefs.option_page import OptionPage
from workbench.tui.briefs.reading import BriefRead
from workbench.tui.commands import command
from workbench.tui.widgets.paper import Part


class OptionsPage(AskingPage):
    """The options side by side."""

    HELP = """\
### Options
The options side by side; ★ marks the preferred one. `tab` walks their heads and what they cite, `enter` opens the page
of the marked option or goes to what is cited, `escape` comes back. `K` and `J` set the marked option before or behind
its neighbour; as options stand by their numbers, the two change numbers.
"""

    def __init__(self, read: BriefRead, seen: int) -> None:
        super().__init__()
        self._read, self._read_at = read, seen

    def on_mount(self) -> None:
        """Begin on the head of the first option."""
        super().on_mount()
        self.reader.begin_marked()

    def read_page(self) -> list[Part]:
        """The options as they were read, or anew where something has changed since."""
        now = self.project.latest_change()
        if now != self._read_at:
            self._read, self._read_at = reading.read_brief(self.project, self._read.contents.brief.id), now
        page = self._read.page
        self.page_title = f"{page.name} {page.title}".replace("[", "\\[")
        return reading.options_parts(self._read)

    def follow_place(self, to: str) -> None:
        """An option's head opens its page; a citation leads to its evidence."""
        kind, _, key = to.partition(":")
        if kind == "option":
            self.app.push_screen(OptionPage(self._read.contents.brief.id, int(key)))
        else:
            super().follow_place(to)

    @command("options.move_before", "Before its neighbour", key="K")
    def action_move_before(self) -> None:
        """Set the marked option before the one beside it."""
        self._move(-1)

    @command("options.move_behind", "Behind its neighbour", key="J")
    def action_move_behind(self) -> None:
        """Set the marked option behind the one beside it."""
        self._move(1)

    def _move(self, by: int) -> None:
        kind, _, key = self.reader.place.partition(":")
        if kind != "option":
            self.notify("Mark the head of an option first: tab walks them.", title="Move")
            return
        with self.attempt("Move"), self.project.change("Move an option") as session:
            move_option(session, int(key), by)
        self.show_latest()
