"""A check-up: is the file whole, is it shaped as this version expects, and what does each room find amiss?"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from typing import Any

from sqlmodel import Session

from workbench.errors import Problem
from workbench.project import soundness

ROOMS = (
    "workbench.sources.problems",
    "workbench.sources.checks",
    "workbench.governance.problems",
    "workbench.coding.problems",
    "workbench.indicators.problems",
    "workbench.suggestions.problems",
    "workbench.suggestions.review",
    "workbench.triangulation.problems",
    "workbench.triangulation.displays.problems",
    "workbench.triangulation.unfinished",
    "workbench.triangulation.freshness",
    "workbench.triangulation.wording",
    "workbench.briefs.problems",
    "workbench.briefs.ethics",
    "workbench.briefs.readiness",
    "workbench.briefs.wording",
)
"""Where each room keeps its `problems(session)`. A module that is not there, or has none, finds nothing amiss.

What two modules of one room both say is said once."""

WHERE = "project file"
LISTED = 20
"""So many ties are named one by one; the rest are counted."""


def problems(session: Session) -> list[Problem]:
    """Everything that a person should know about this project, the file's own troubles first."""
    found = file_problems(session)
    for room in ROOMS:
        found.extend(_room_problems(room, session))
    return list(dict.fromkeys(found))


def file_problems(session: Session) -> list[Problem]:
    """What is wrong with the file itself: damage, lost ties, its shape, and a search that misses words.

    Looked at afresh: a connection that has read the text index before it was merged may take it for damaged.
    """
    with session.info["looking"]() as connection:
        damaged = list(_damage(connection))
        return damaged or [*_lost_ties(connection), *_shape(connection), *_text_index(connection)]


def _room_problems(name: str, session: Session) -> Iterable[Problem]:
    if importlib.util.find_spec(name) is None:
        return ()
    ask = getattr(importlib.import_module(name), "problems", None)
    return () if ask is None else ask(session)


def _damage(connection: Any) -> Iterator[Problem]:
    said = soundness.damage(connection)
    if said:
        yield Problem(
            "error", WHERE, f"The file is damaged ({'; '.join(said[:3])}). Open the newest backup instead of this file."
        )


def _lost_ties(connection: Any) -> Iterator[Problem]:
    lost = soundness.lost_ties(connection)
    for table, key, parent in lost[:LISTED]:
        yield Problem("error", f"{table} {key}", f"It belongs to a {parent} that is not there. Send this to us.")
    if len(lost) > LISTED:
        yield Problem("error", WHERE, f"{len(lost) - LISTED} more rows belong to something that is not there.")


def _shape(connection: Any) -> Iterator[Problem]:
    is_there, should_be = soundness.shape(connection), soundness.expected_shape()
    for name in sorted(should_be.keys() - is_there.keys()):
        yield Problem("error", WHERE, f"The file lacks {name}. Open the newest backup, or send this to us.")
    for name in sorted(is_there.keys() - should_be.keys()):
        yield Problem("warning", WHERE, f"The file has {name}, which no Workbench of this version makes.")
    for name in sorted(name for name in should_be.keys() & is_there.keys() if should_be[name] != is_there[name]):
        yield Problem("error", WHERE, f"{name} is not as this version makes it. Open the newest backup.")


def _text_index(connection: Any) -> Iterator[Problem]:
    if not soundness.text_index_is_true(connection):
        yield Problem(
            "error", WHERE, "The search does not match the texts. Copy the project with a backup and tell us."
        )
