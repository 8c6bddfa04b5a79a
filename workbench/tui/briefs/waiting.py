"""What waits over all briefs: a page for a lead, from which every line leads to where it is done."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from workbench.desk.briefs.waiting import HEADINGS, Waiting, waiting
from workbench.tui.triangulation.evidence import Page
from workbench.tui.widgets.paper import Block, Part, Rule, Run, blank, words

NOTHING = "Nothing waits: no brief is to be decided, no condition is open, no review is due."


class WaitingPage(Page):
    """Briefs to be decided, what they were sent back with, open conditions, reviews that are due."""

    HELP = """\
### What waits
`tab` walks what waits, `enter` opens the brief, or its decisions where a task or a condition is meant. ✗ marks what is
late. `escape` goes back.
"""
    room = "briefs"
    page_title = "What waits"

    def __init__(self, show: Callable[[int], None]) -> None:
        super().__init__()
        self._show = show

    def read_page(self) -> list[Part]:
        """Everything that waits, by kind."""
        found = waiting(self.project)
        if not found:
            return [words(NOTHING, "quiet")]
        made: list[Part] = []
        for kind, listed in groupby(found, key=lambda one: one.kind):
            lines = list(listed)
            made += [*([blank()] if made else []), Rule(f"{HEADINGS[kind]}: {len(lines)}", kind)]
            made += [_line(one) for one in lines]
        return made

    def follow_place(self, to: str) -> None:
        """Open the brief in the room, or its decisions over this page."""
        from workbench.tui.briefs.log import LogPage

        kind, _, key = to.partition(":")
        if kind == "brief":
            self.dismiss()
            self._show(int(key))
        else:
            self.app.push_screen(LogPage(int(key)))


def _line(one: Waiting) -> Block:
    """One thing that waits; what is late has a sign and a word."""
    to = f"log:{one.brief_id}" if one.leads or one.kind in {"at once", "review", "outcome"} else f"brief:{one.brief_id}"
    said = Run(one.said, "warning" if one.late else "")
    return Block((Run(one.brief, "title", to), Run("  "), said), 0, _sign(one))


def _sign(one: Waiting) -> str:
    return "✗" if one.late else "○"
