"""What two copies of a project said differently: listed in words with both versions, and settled by a person."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.project.conflicts import STANDS, Conflict
from workbench.project.history import day
from workbench.project.pointing import pointers
from workbench.project.schema import TABLES
from workbench.rows import Row, amend, find, live, now, table_of

KINDS: dict[str, type[Row]] = {table_of(kind).name: kind for kind in TABLES}
THINGS = {
    "cases": "person",
    "coding": "coding",
    "memo": "memo",
    "attribute_value": "fact about",
    "options": "option",
    "topic_row": "topic",
    "thread": "question being followed",
    "thread_check": "check of a clash",
    "passage_flag": "flag on a passage",
    "sign_off": "question to a second reader",
    "code_question": "question of a code",
}
"""What a row of a table is called where the table's own name would not do."""
NAMES = ("name", "label", "short", "title", "statement", "question", "text", "term", "wanted")
"""Cells by which people know a row, the best first."""
CELLS = {"gone": "whether it is there", "place": "where it lies", "text": "its words", "parent_id": "what it is under"}
"""What a cell is called where its own name would not do."""
SHOWN = 60


class NotSettledHereError(WorkbenchError):
    """The words of a document are settled by bringing in the file that is right: import it with --amend."""


class ConflictIsGoneError(WorkbenchError):
    """What the two copies differed about is not in the project any more."""


class NoSuchSideError(WorkbenchError):
    """Choose ours or theirs."""


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One thing that two copies said differently."""

    id: int
    name: str
    """Eight digits by which a file of choices names it, the same in both copies."""
    thing: str
    """What it is about: code “Dark”."""
    cell: str
    ours: str
    theirs: str
    our_who: str
    their_who: str
    our_day: str
    their_day: str
    stands: str
    settled: bool

    def __str__(self) -> str:
        """In one line, with what stands marked."""
        mark = {side: "✓ " if self.stands == side else "" for side in STANDS}
        return (
            f"{self.name}  {self.thing}, {self.cell}: {mark['ours']}{self.ours} ({self.our_who}, {self.our_day})"
            f" or {mark['theirs']}{self.theirs} ({self.their_who}, {self.their_day})"
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "name": self.name,
            "thing": self.thing,
            "cell": self.cell,
            "ours": self.ours,
            "theirs": self.theirs,
            "our_who": self.our_who,
            "their_who": self.their_who,
            "stands": self.stands,
            "settled": self.settled,
        }


def conflicts(session: Session, keys: Iterable[int] | None = None, *, open_only: bool = False) -> list[ConflictLine]:
    """What copies said differently, the newest merge last: all, those with these keys, or those nobody has settled."""
    chosen = live(Conflict).order_by(table_of(Conflict).c.id)
    if keys is not None:
        chosen = chosen.where(table_of(Conflict).c.id.in_(list(keys)))
    if open_only:
        chosen = chosen.where(table_of(Conflict).c.settled.is_(None))
    return [_line(session, row) for row in session.execute(chosen).scalars()]


def settle(session: Session, conflict_id: int, stands: str) -> None:
    """Let one of two versions stand, and note that a person chose it.

    Raises NotSettledHereError for the words of a document, ConflictIsGoneError when the thing is not there any more.
    """
    if stands not in STANDS:
        raise NoSuchSideError
    row = find(session, Conflict, conflict_id)
    if row.stands != stands:
        if (row.tab, row.cell) == ("document", "text"):
            raise NotSettledHereError
        kind = KINDS[row.tab]
        key = _key(session, kind, row.row_guid)
        if key is None:
            raise ConflictIsGoneError
        amend(session, kind, key, **_cells(session, row, stands))
    amend(session, Conflict, conflict_id, stands=stands, settled=now())


def _cells(session: Session, row: Conflict, stands: str) -> dict[str, Any]:
    """The cells that the chosen version has."""
    value = json.loads(row.ours if stands == "ours" else row.theirs)
    if row.cell == "place":
        from workbench.coding.codings import Coding
        from workbench.sources.documents import segments_at
        from workbench.text import Span

        start, end = value
        cells = {"start": start, "end": end}
        if row.tab == "coding":
            key = _key(session, Coding, row.row_guid)
            coding = find(session, Coding, key or 0)
            there = segments_at(session, coding.document_id, Span(start, end))
            if not there:
                raise ConflictIsGoneError
            cells["anchor"] = there[0].start
        return cells
    if row.cell == "gone":
        return {"gone": bool(value)}
    pointer = next((one for one in pointers(row.tab) if one.cell == row.cell), None)
    if pointer is not None and value is not None:
        value = _key(session, KINDS[pointer.table], bytes.fromhex(value))
        if value is None:
            raise ConflictIsGoneError
    return {row.cell: value}


def _key(session: Session, kind: type[Row], guid: bytes) -> int | None:
    table = table_of(kind)
    found = session.execute(sa.select(table.c.id).where(table.c.guid == guid)).scalar()
    return None if found is None else int(found)


def _line(session: Session, row: Conflict) -> ConflictLine:
    pointer = next((one for one in pointers(row.tab) if one.cell == row.cell), None)
    shown = [
        _shown(session, row.cell, json.loads(value), pointer.table if pointer else None)
        for value in (row.ours, row.theirs)
    ]
    return ConflictLine(
        row.id or 0,
        row.guid.hex()[:8],
        f"{THINGS.get(row.tab, row.tab.replace('_', ' '))} {_called(session, row.tab, row.row_guid)}".strip(),
        CELLS.get(row.cell, row.cell.removesuffix("_id").replace("_", " ")),
        shown[0],
        shown[1],
        row.our_who,
        row.their_who,
        day(row.our_at),
        day(row.their_at),
        row.stands,
        row.settled is not None,
    )


def _shown(session: Session, cell: str, value: Any, points_at: str | None) -> str:
    """A value as people read it."""
    if cell == "gone":
        return "removed" if value else "kept"
    if cell == "text" and isinstance(value, dict):
        return f"{value['passages']:,} passages, {value['characters']:,} characters"
    if cell == "place":
        return f"characters {value[0]:,} to {value[1]:,}"
    if points_at is not None and value is not None:
        return _called(session, points_at, bytes.fromhex(value))
    if value is None or value == "":
        return "nothing"
    said = " ".join(str(value).split())
    return f"“{said if len(said) <= SHOWN else said[: SHOWN - 1] + '…'}”"


def _called(session: Session, table: str, guid: bytes) -> str:
    """What people call a row: its name, or what it lies between."""
    kind = KINDS[table]
    found = table_of(kind)
    row = session.execute(sa.select(found).where(found.c.guid == guid)).first()
    if row is None:
        return ""
    for cell in NAMES:
        said = getattr(row, cell, None)
        if said:
            said = " ".join(str(said).split())
            return f"“{said if len(said) <= SHOWN else said[: SHOWN - 1] + '…'}”"
    parts = []
    for pointer in pointers(table):
        key = getattr(row, pointer.cell)
        if key is not None and pointer.table in {"code", "cases", "attribute", "document", "theme", "finding"}:
            other = table_of(KINDS[pointer.table])
            of = session.execute(sa.select(other.c.guid).where(other.c.id == key)).scalar()
            parts.append(_called(session, pointer.table, of) if of is not None else "")
    return " · ".join(one for one in parts if one)
