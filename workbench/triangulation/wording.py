"""What a team writes of findings and of topics, looked through for words that would stick to a named place.

Quotes are no part of it: what people said is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from workbench.errors import Problem
from workbench.governance.wording import Sticking, sticking
from workbench.rows import live
from workbench.triangulation.displays.displays import Built, Display, DisplayNote, FollowUp
from workbench.triangulation.findings import Finding
from workbench.triangulation.protocol.topic_rows import TopicRow

Written = tuple[str, str, str]
"""Where it stands as people name it, where it leads (`finding:3`, `row:2`), and the words."""


def written(session: Session) -> Iterator[Written]:
    """Everything that the team wrote of findings and topics."""
    for row in session.execute(live(Finding)).scalars():
        for text in (row.statement, row.against, row.confidence_reason):
            yield f"F{row.number}", f"finding:{row.id}", text
    for topic in session.execute(live(TopicRow)).scalars():
        for text in (topic.title, topic.meta_inference):
            yield f"“{topic.title}”", f"row:{topic.id}", text
    titles = {row.id: row.title for row in session.execute(live(Display)).scalars()}
    for key, title in titles.items():
        yield f"“{title}”", f"display:{key}", title
    for note in session.execute(live(DisplayNote)).scalars():
        if note.display_id in titles:
            yield f"“{titles[note.display_id]}”", f"display:{note.display_id}", note.together
    for one in session.execute(live(FollowUp)).scalars():
        yield "a result that was followed up", f"finding:{one.finding_id}", f"{one.who} {one.explains}"
    for built in session.execute(live(Built)).scalars():
        yield "what was made of a theme", f"theme:{built.theme_id}", f"{built.item} {built.result}"


def problems(session: Session) -> list[Problem]:
    """Sentences of findings and topics that would stigmatise a named place; a warning each."""
    return [Problem("warning", where, one.said) for where, _, text in written(session) for one in sticking(text)]


def sticking_in(texts: Iterator[Written], places: list[str]) -> list[tuple[str, str, Sticking]]:
    """Of some texts the sentences that would stick to one of these places: where, where it leads, and what."""
    return [(where, to, one) for where, to, text in texts for one in sticking(text, places)]
