"""How rows are laid out in a document: one after the other, and settled against those that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from workbench.rows import Row, add_many, amend, bulk, remove


def place_one_after_the_other(wanted: Sequence[dict[str, Any]], document_id: int) -> int:
    """Number the rows and give each its place, one line break between two; gives the length of the whole text."""
    place = 0
    for ordinal, row in enumerate(wanted):
        end = place + len(row["text"])
        row.update(document_id=document_id, ordinal=ordinal, start=place, end=end)
        place = end + 1
    return max(0, place - 1)


def settle(session: Session, kind: type[Row], there: Mapping[bytes, Any], wanted: Sequence[dict[str, Any]]) -> None:
    """Make the wanted rows the live ones, known by GUID: change, bring back, add, and remove the rest."""
    kept: set[bytes] = set()
    for row in wanted if there else ():
        before = there.get(row["guid"])
        if before is None:
            continue
        kept.add(row["guid"])
        changed = {cell: value for cell, value in row.items() if getattr(before, cell) != value}
        if changed or before.gone:
            amend(session, kind, before.id, **{**changed, "gone": False})
    for guid, before in there.items():
        if guid not in kept and not before.gone:
            remove(session, kind, before.id)
    fresh = [row for row in wanted if row["guid"] not in there]
    if fresh:
        with bulk(session, kind):
            add_many(session, kind, fresh)


def called(kind: str, ordinal: int) -> str:
    """What a segment is called among those of its document: `turn 31`, `answer 5`."""
    return f"{kind if kind in {'answer', 'paragraph'} else 'turn'} {ordinal + 1}"
