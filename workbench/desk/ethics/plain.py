"""The project in plain sentences, as far as its records reach: what a resident reads first."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefs.decisions import decisions
from workbench.briefs.options import briefs
from workbench.briefs.page import Paragraph
from workbench.coding.by_group import SPOKEN
from workbench.desk.briefs.whom_heard import people_in
from workbench.desk.door.door import Door
from workbench.desk.importing.data_sets import data_sets
from workbench.desk.suggesting.machine_use import use_of
from workbench.exchange.paper.pages import Block
from workbench.text import counted, dated


def plain(at: Door) -> Iterator[Block]:
    """Whose words, which figures, whether a computer helped, and what came of it."""
    yield Paragraph(" ".join((_heard(at), _figures(at))))
    yield Paragraph(_computer(at))
    yield Paragraph(_came_of_it(at))


def _heard(at: Door) -> str:
    heard = people_in(at.session)
    if not heard:
        return "This project has not listened to anybody yet."
    spoke = len(heard.get(SPOKEN, {}))
    wrote = len({key for kind, people in heard.items() if kind != SPOKEN for key in people})
    parts = [f"{counted(spoke, 'person', 'people')} spoke with the team" if spoke else ""]
    parts.append(f"{counted(wrote, 'person', 'people')} answered a survey in their own words" if wrote else "")
    return f"{', and '.join(filter(None, parts))}. What they said is in this project."


def _figures(at: Door) -> str:
    listed = data_sets(at.session)
    if not listed:
        return "There are no figures in it."
    shared = sum(one.shared for one in listed)
    said = f"It sets figures of areas beside that, from {counted(len(listed), 'set')} of data"
    if not shared:
        return f"{said}, all of which were published."
    return f"{said}, {shared} of which partners shared and did not publish."


def _computer(at: Door) -> str:
    use = use_of(at.session)
    if not use.runs:
        return "People read what was said. No computer suggested anything."
    return (
        "A program on the team's own computer helped to find passages that are alike. It sent nothing over the internet,"
        " and it decided nothing: people did."
    )


def _came_of_it(at: Door) -> str:
    listed = briefs(at.session)
    if not listed:
        return "Nothing is asked of anybody yet."
    taken = [(brief, one) for brief in listed for one in decisions(at.session, brief.id)]
    if not taken:
        return f"From it came {counted(len(listed), 'proposal')}. Nothing was decided yet."
    brief, last = max(taken, key=lambda each: (each[1].decided_on, each[1].id))
    on = f" on {dated(last.decided_on)}" if last.decided_on else ""
    said = {
        "approve": "was agreed to",
        "approve with conditions": "was agreed to, with conditions,",
        "revise": "was sent back to be written anew",
        "reject": "was turned down",
        "defer": "was put off",
    }[last.outcome]
    return f"From it came {counted(len(listed), 'proposal')}. “{brief.title}” {said}{on}."
