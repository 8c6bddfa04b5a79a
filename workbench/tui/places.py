"""Where a change happened, so that an undo can show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.project.file import Project

ROOMS = {
    "coding": "coding",
    "code": "coding",
    "pin": "coding",
    "memo": "coding",
    "settlement": "coding",
    "document": "sources",
    "segment": "sources",
    "speaker": "sources",
    "survey": "sources",
    "asked": "sources",
    "suggestion": "suggestions",
    "topic": "suggestions",
    "run": "suggestions",
    "blind_sample": "suggestions",
    "blind_passage": "suggestions",
    "blind_code": "suggestions",
    "dataset": "indicators",
    "indicator": "indicators",
    "observation": "indicators",
    "doubt": "indicators",
    "theme": "triangulation",
    "finding": "triangulation",
    "finding_evidence": "triangulation",
    "topic_row": "triangulation",
    "row_finding": "triangulation",
    "rating": "triangulation",
    "link": "triangulation",
    "thread": "triangulation",
    "thread_step": "triangulation",
    "brief": "briefs",
    "options": "briefs",
    "decision": "briefs",
    "citation": "briefs",
    "consent": "governance",
    "audience": "governance",
    "agreement": "governance",
}
"""The room that shows a row of each table."""


@dataclass(frozen=True, slots=True)
class Place:
    """A room, and in the coding room a position in a document."""

    room: str
    document_id: int | None = None
    offset: int | None = None


def place_of(project: Project, touched: Iterable[tuple[str, int]]) -> Place | None:
    """The place of the first row that some room shows; None where nothing can be seen of it.

    A coding that came with a decided suggestion is shown where it was decided.
    """
    rows = [(table, key) for table, key in touched if table in ROOMS]
    if any(table == "suggestion" for table, _ in rows):
        return Place(ROOMS["suggestion"])
    for table, key in rows:
        if table == "coding":
            return _in_document(project, key)
    return Place(ROOMS[rows[0][0]]) if rows else None


def _in_document(project: Project, key: int) -> Place:
    import sqlalchemy as sa

    from workbench.coding.codings import Coding
    from workbench.rows import table_of

    table = table_of(Coding)
    with project.read() as session:
        found = session.execute(sa.select(table.c.document_id, table.c.start).where(table.c.id == key)).first()
    return Place("coding", found[0], found[1]) if found else Place("coding")
