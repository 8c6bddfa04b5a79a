"""The palette over the live commands: whatever can be done from here, found by name."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from workbench.tui.commands import LiveCommand, live_commands


class LiveCommands(Provider):
    """Finds commands by their name or their help; those that cannot be done just now are left out."""

    async def startup(self) -> None:
        """Remember what could be done when the palette opened."""
        self._live = [each for each in live_commands(self.screen) if each.enabled and each.command.palette]

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for live in self._live:
            yield DiscoveryHit(_title(live), self._run(live), text=live.command.title, help=live.command.help)

    async def search(self, query: str) -> Hits:
        """What fits the letters typed; a hit in the name counts for more than all the words in the name and the help."""
        matcher = self.matcher(query)
        for live in self._live:
            title = live.command.title
            score = matcher.match(title)
            shown = matcher.highlight(title) if score else Content(title)
            told = f"{title} {live.command.help}".casefold()
            if not score and all(word in told for word in query.casefold().split()):
                score = 0.1
            if score:
                yield Hit(score, shown, self._run(live), text=title, help=_help(live))

    def _run(self, live: LiveCommand) -> partial[Any]:
        """Run the command where it was found."""
        return partial(self.app.run_action, live.command.action, live.node)


def _title(live: LiveCommand) -> Content:
    """The name, with its key behind it."""
    return Content(f"{live.command.title}   {' '.join(live.keys)}".rstrip())


def _help(live: LiveCommand) -> str:
    """The help line, with the key in front."""
    return f"{' '.join(live.keys)}  {live.command.help}".strip()
