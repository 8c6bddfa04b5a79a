"""How people came into the study, said for all that a list shows: a group taken in as a whole is known to outsiders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.sources.how_found import HOW_FOUND, say_how_found
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.governance.people import PersonLine

if TYPE_CHECKING:
    from workbench.tui.screen import WorkbenchScreen

NAMED = 6
SAYS = {
    "purposive": "For what they could tell.",
    "self-selected": "Who wished to could take part.",
    "random": "A share says something of more than these people.",
    "everyone": "Outsiders know who is in it: its numbers are told as those from records are, few of them not at all.",
}


async def ask_how_found(screen: WorkbenchScreen, shown: Sequence[PersonLine]) -> None:
    """Ask how some people were found, and write it down for all of them in one change."""
    names = ", ".join(line.label for line in shown[:NAMED])
    who = "1 person" if len(shown) == 1 else f"{len(shown):,} people"
    prompt = f"For {who}: {names}{' …' if len(shown) > NAMED else '.'} / narrows the list to a group first."
    choices = [Choice(key, said, SAYS.get(key, "")) for key, said in HOW_FOUND.items()]
    chosen = await screen.app.push_screen_wait(Choose("How were they found?", choices, prompt=prompt, note_lines=2))
    if not isinstance(chosen, Choice):
        return
    changed = 0
    title = f"How {who} were found" if len(shown) > 1 else "How 1 person was found"
    with screen.attempt(title) as tried, screen.project.change(title) as session:
        changed = say_how_found(session, [line.id for line in shown], str(chosen.key))
    if not tried.failed:
        said = f"Written down for {changed:,}; ctrl+z takes it back." if changed else "It was written down so already."
        screen.notify(said, title="How they were found")
