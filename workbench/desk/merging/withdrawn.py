"""Who withdrew in another copy of a project: the same is carried out here before the two are united."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from workbench.desk.withdrawal.purging import purge_from_document
from workbench.desk.withdrawal.versions import take_from_kept
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.project.file import Project
from workbench.project.purge import purge, purging
from workbench.project.schema import TABLES
from workbench.rows import Row, in_chunks, table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment

NAMED = "Take out what was taken out in another copy"


def taken_out(here: Any, there: Any) -> dict[bytes, type[Row]]:
    """Rows that one copy has and that were deleted for good in the other, by GUID."""
    deleted: dict[int, list[bytes]] = {}
    for guid, tab in there.execute("SELECT guid, tab FROM tombstone").fetchall():
        deleted.setdefault(tab, []).append(guid)
    found: dict[bytes, type[Row]] = {}
    for tab, guids in deleted.items():
        for some in in_chunks(guids):
            marks = ", ".join("?" * len(some))
            rows = here.execute(f'SELECT guid FROM "{table_of(TABLES[tab]).name}" WHERE guid IN ({marks})', some)
            found.update((bytes(row[0]), TABLES[tab]) for row in rows)
    return found


def people_in(found: Mapping[bytes, type[Row]]) -> int:
    """How many people are among the rows; one at least where somebody took back a part."""
    return sum(kind is Case for kind in found.values()) or min(1, len(found))


def delete_withdrawn(project: Project, theirs: Any) -> None:
    """Carry out here what was withdrawn there: people, what somebody said in one document, then whatever is left."""
    case = table_of(Case)
    with project.read() as session:
        guids = [guid for guid, kind in _left(project, theirs).items() if kind is Case]
        labels = session.execute(sa.select(case.c.label).where(case.c.guid.in_(guids))).scalars().all()
    for label in labels:
        withdraw(project, label)
    for case_id, document_id, label, document in _said_in(project, _left(project, theirs)):
        if document:
            withdraw(project, label, document=document)
        else:
            with purging(project, NAMED) as session:
                done = purge_from_document(session, case_id, document_id)
                list(take_from_kept(session, cut=done.cut))
    left = _left(project, theirs)
    if left:
        with purging(project, NAMED) as session:
            for kind in reversed(TABLES):
                table = table_of(kind)
                guids = [guid for guid, of in left.items() if of is kind]
                keys = session.execute(sa.select(table.c.id).where(table.c.guid.in_(guids))).scalars().all()
                purge(session, kind, keys, reason="withdrawal")
            list(take_from_kept(session))


def _left(project: Project, theirs: Any) -> dict[bytes, type[Row]]:
    """What is still here of what was deleted there."""
    with project.reading_connection() as here:
        return taken_out(here, theirs)


def _said_in(project: Project, left: Mapping[bytes, type[Row]]) -> list[tuple[int, int, str, str]]:
    """Whose passages, in which document, were taken out there; without a name where the document was removed here."""
    guids = [guid for guid, kind in left.items() if kind is Segment]
    segment, case, document = table_of(Segment), table_of(Case), table_of(Document)
    found: set[tuple[int, int, str, str]] = set()
    with project.read() as session:
        for some in in_chunks(guids):
            chosen = (
                sa.select(case.c.id, document.c.id, case.c.label, document.c.name, document.c.gone)
                .select_from(
                    segment.join(case, case.c.id == segment.c.case_id).join(
                        document, document.c.id == segment.c.document_id
                    )
                )
                .where(segment.c.guid.in_(some))
            )
            found |= {(row[0], row[1], row[2], "" if row[4] else row[3]) for row in session.execute(chosen)}
    return sorted(found)
