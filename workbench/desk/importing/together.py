"""Transcripts that are new, written so many at a time: making one durable by itself takes longer than writing its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.project.changes import next_change
from workbench.project.file import Project
from workbench.rows import bulk, find_guid
from workbench.sources.documents import Added, Document, Segment, document_guid
from workbench.sources.drafts import DraftDocument

MOST = 16
PASSAGES = 4_000
"""So many files, or passages in them, are enough: who waits to write something else waits some tenths of a second."""


class _StandsAlreadyError(WorkbenchError):
    """A document of that name is in the project, or was."""


def are_enough(drafts: Sequence[DraftDocument]) -> bool:
    """Whether so many drafts are to be written now."""
    return len(drafts) >= MOST or sum(len(draft.turns) for draft in drafts) >= PASSAGES


def written_together(
    project: Project, drafts: Sequence[DraftDocument], add: Callable[[Session, DraftDocument], Added]
) -> list[Added] | None:
    """Take in each draft in a change of its own, all of them or none.

    None where one of them is no new document or is refused: then each has to come in by itself.
    """
    added: list[Added] = []
    try:
        with project.change(f"Import {drafts[0].name}") as session, bulk(session, Segment):
            for number, draft in enumerate(drafts):
                if number:
                    next_change(session, f"Import {draft.name}")
                if find_guid(session, Document, document_guid(session, draft.name)) is not None:
                    raise _StandsAlreadyError
                added.append(add(session, draft))
    except WorkbenchError:
        return None
    return added
