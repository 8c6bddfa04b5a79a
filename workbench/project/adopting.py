"""Making this copy of a project say what another one says, in which the two have met already.

Two copies come to the same whoever takes in the other, because it is always the same one of them that takes the other
in: where that is not this one, the meeting is held in a copy of theirs, and this one becomes what came of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlmodel import Session

from workbench.project.coming import AT_HOME, ON_WORDS, ORDER, Cells, Coming, rows_by
from workbench.project.conflicts import Conflict
from workbench.project.meeting import Meeting
from workbench.project.parted import (
    EVERY_CELL,
    NAMES,
    Made,
    Stamp,
    Writes,
    brought_by,
    guids_of,
    settled_apart,
    touched_by,
    writes_since,
)
from workbench.rows import add, find_guid

OF_EACH_COPY = frozenset({"withdrawal", *AT_HOME})
"""Tables of which what came up in the meeting itself is not taken over: every copy writes it down for itself."""
_SWAPPED = {"ours": "theirs", "theirs": "ours"}

Guids = Mapping[str, Collection[bytes]]


def touched_since(ours: Any, theirs: Any, mine: Mapping[bytes, Made], yours: Mapping[bytes, Made]) -> Guids:
    """The rows that either of two copies wrote since they parted, by table, as GUIDs."""
    shared = mine.keys() & yours.keys()
    apart = settled_apart(ours, shared) | settled_apart(theirs, shared)
    found: dict[str, set[bytes]] = defaultdict(set)
    for here, made, there, others in ((ours, mine, theirs, yours), (theirs, yours, ours, mine)):
        for table, guids in touched_by(here, apart).items():
            found[table] |= guids
        writes = writes_since(here, made, shared)
        for table, change, _ in writes.taken_back_ranges:
            for first, last in brought_by(there, others.get(change), table):
                found[table] |= guids_of(there, table, range(first, last + 1))
    return found


class Adopting(Meeting):
    """This copy becomes, in every row that was touched, what `united` is."""

    def __init__(
        self,
        session: Session,
        ours: Any,
        united: Any,
        touched: Iterable[Guids],
        our_changes: Mapping[bytes, Made],
        their_changes: Mapping[bytes, Made],
    ) -> None:
        super().__init__(session, ours, united)
        self.our_changes, self.their_changes = our_changes, their_changes
        self.touched: dict[str, set[bytes]] = defaultdict(set)
        for guids in touched:
            for table, some in guids.items():
                self.touched[table] |= set(some)
        self._whole_texts()
        self.coming = Coming(ours, united, self._as_written(), session.info["purged"], {}, marks_too=True)
        self.reworded: set[int] = set()
        """Our keys of the documents whose words are others now."""

    def _whole_texts(self) -> None:
        """Where a passage of a document was touched all of them are: a text is one copy's or the other's."""
        for connection in (self.ours, self.theirs):
            documents = {
                row["document_id"] for row in rows_by(connection, "segment", "guid", list(self.touched["segment"]))
            } | {row["id"] for row in rows_by(connection, "document", "guid", list(self.touched["document"]))}
            known = [row["guid"] for row in rows_by(connection, "document", "id", documents)]
            for each in (self.ours, self.theirs):
                keys = [row["id"] for row in rows_by(each, "document", "guid", known)]
                for table in ("segment", "speaker"):
                    self.touched[table] |= {row["guid"] for row in rows_by(each, table, "document_id", keys)}

    def _as_written(self) -> Writes:
        writes = Writes()
        for table in ORDER:
            for row in rows_by(self.theirs, table, "guid", self.touched[table]):
                writes.write(table, row["id"], EVERY_CELL, Stamp(0, b"", ""))
        return writes

    def rows(self, table: str) -> None:
        """Become what `united` is in one table."""
        coming, new = self.coming, list[Cells]()
        coming.give_keys(table)
        known = {row["id"]: row for row in rows_by(self.ours, table, "id", set(coming.here[table].values()))}
        there: set[bytes] = set()
        for key in sorted(coming.rows[table]):
            row = coming.told(table, key)
            if row is None:
                coming.keep_out(table, key)
                continue
            there.add(row["guid"])
            if key not in coming.here[table]:
                new.append({**row, "id": coming.given[table][key]})
            elif row["guid"] in self.touched[table]:
                self._become(table, known[coming.here[table][key]], row)
        self.insert(table, new)
        for here in list(rows_by(self.ours, table, "guid", self.touched[table] - there)):
            if not here["gone"]:
                self.amend(table, here["id"], {"gone": 1})

    def _become(self, table: str, here: Cells, row: Cells) -> None:
        cells = {cell: row[cell] for cell in row if cell not in {"id", "guid"} and row[cell] != here[cell]}
        self.amend(table, here["id"], cells)
        if table == "segment" and cells.keys() & {"text", "gone"}:
            self.reworded.add(here["document_id"])

    def decisions(self, change: int) -> None:
        """What the meeting decided of rows: which it kept, and which it left out; and what was said differently in it."""
        kept = self.theirs.execute(
            "SELECT tab, op, row_id, guid FROM entry WHERE change_id = ? AND op IN ('K', 'L')", (change,)
        )
        for tab, op, key, guid in kept.fetchall():
            here = self.coming.key(NAMES[tab], key) if op == "K" else 0
            if here is not None:
                self.enter(NAMES[tab], op, here, guid)

    def conflicts(self, keys: Iterable[int]) -> None:
        """Note what was said differently, as it is seen from here: what is theirs there is ours."""
        for row in rows_by(self.theirs, "conflict", "id", keys):
            if find_guid(self.session, Conflict, row["guid"]) is not None:
                continue
            made = add(
                self.session,
                Conflict,
                guid=row["guid"],
                tab=row["tab"],
                row_guid=row["row_guid"],
                cell=row["cell"],
                ours=row["theirs"],
                theirs=row["ours"],
                our_who=row["their_who"],
                their_who=row["our_who"],
                our_at=row["their_at"],
                their_at=row["our_at"],
                stands=_SWAPPED[row["stands"]],
            )
            self.taken.conflicts.append(made)

    def count_left_out(self, theirs: Any) -> None:
        """Count what lies on words in the other copy as it came, and has no place in the words that stand."""
        for table in ON_WORDS:
            wanted = {row["guid"] for row in rows_by(theirs, table, "guid", self.touched[table]) if not row["gone"]}
            stand = {row["guid"] for row in rows_by(self.ours, table, "guid", wanted)}
            if left := len(wanted - stand):
                self.taken.left_out[table] += left
