"""Taking in what another copy of a project did: its new rows, its cells, what it took back, and its history.

A cell that only one copy wrote is taken from it. Of a cell that both wrote the later value stands, and both are kept
as a conflict. What one copy removed and the other worked on stays.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from workbench.project.coming import AT_HOME, NO_WORK, ON_WORDS, ORDER, OWNED, Cells, Coming, rows_by
from workbench.project.conflicts import Conflict
from workbench.project.following import is_counted
from workbench.project.meeting import Meeting
from workbench.project.parted import Stamp, Writes, brought_by, changes_of, left_out_of, writes_since
from workbench.project.pointing import pointers, pointing
from workbench.rows import add, find_guid, guid_for, in_chunks

QUIET = frozenset(
    {"created", "imported", "at", "written", "decided", "looked", "position", "ordinal", "length", "words", "anchor"}
    | {"stamp", "says", "came_from", "content", "reworded", "colour", "looked_by", "retrieved", "answered"}
)
"""Cells of which the later value stands without a word: when, in which order, worked out from others."""
OF_THE_WORDS = {"document": ("length", "content")}
"""Cells that follow from a document's words, by table."""
PLACE = ("anchor", "start", "end")
"""Where something lies in a text; the three go together."""
NUMBERED = ("finding", "brief", "options")
"""Tables whose rows have a number that people call them by."""


Placed = Callable[[str, Cells], Cells | None]
"""Where a row of theirs lies in the words as they are here; None where its words are not there."""


class Taking(Meeting):
    """One copy takes in another, inside a change."""

    def __init__(self, session: Session, ours: Any, theirs: Any) -> None:
        super().__init__(session, ours, theirs)
        self.our_changes, self.their_changes = changes_of(ours), changes_of(theirs)
        shared = self.our_changes.keys() & self.their_changes.keys()
        self.mine: Writes = writes_since(ours, self.our_changes, shared)
        self.yours: Writes = writes_since(theirs, self.their_changes, shared)
        self.left_out = left_out_of(ours, self.our_changes)
        self.coming = Coming(ours, theirs, self.yours, session.info["purged"], self.left_out)
        self.leaned_on = self._leaned_on()

    def _leaned_on(self) -> dict[str, set[int]]:
        """Our rows that rows which this copy wrote point at."""
        found: dict[str, set[int]] = defaultdict(set)
        for name in ORDER:
            if name in NO_WORK:
                continue
            for row in rows_by(self.ours, name, "id", self.mine.keys(name)):
                for pointer in pointing(name, row):
                    if row[pointer.cell] is not None and not row["gone"]:
                        found[pointer.table].add(row[pointer.cell])
        return found

    # Rows

    def rows(self, table: str, placed: Placed | None = None) -> None:
        """Take in the rows of one table; `placed` moves those that lie on words to where the words are here."""
        coming, new = self.coming, list[Cells]()
        coming.give_keys(table)
        known = {row["id"]: row for row in rows_by(self.ours, table, "id", set(coming.here[table].values()))}
        for key in sorted(coming.rows[table]):
            row = coming.told(table, key)
            if row is None:
                coming.keep_out(table, key)
                continue
            row = row if placed is None else placed(table, row)
            if row is None:
                self._leave_out(table, key)
            elif key in coming.here[table]:
                self._meet(table, key, known[coming.here[table][key]], row)
                self._lean(table, key)
            else:
                new.append({**row, "id": coming.given[table][key]})
                self._lean(table, key)
        self.insert(table, new)

    def _leave_out(self, table: str, key: int) -> None:
        """Leave out what lies on words that are not here, until a copy comes in which they are."""
        there = key in self.coming.here[table]
        self.coming.keep_out(table, key)
        row = self.coming.rows[table][key]
        if there or row["gone"] or row["guid"] in self.left_out[table]:
            return
        self.taken.left_out[table] += 1
        self.enter(table, "L", 0, row["guid"])

    def _meet(self, table: str, theirs: int, here: Cells, row: Cells) -> None:
        """Bring a row of ours together with theirs, cell by cell."""
        whole, cells = self.yours.stamps(table, theirs)
        if whole is None and not cells:
            return
        change = self._place_of(table, theirs, here, row) if table in ON_WORDS else {}
        apart = {"id", "guid", "gone", *(PLACE if table in ON_WORDS else OF_THE_WORDS.get(table, ()))}
        for cell, value in row.items():
            stamp = None if cell in apart else max([one for one in (cells.get(cell), whole) if one], default=None)
            if stamp is None or here[cell] == value:
                continue
            mine = self.mine.of(table, here["id"], cell)
            if mine is None or self._differ(table, here, row, cell, mine, stamp) == "theirs":
                change[cell] = value
        self.amend(table, here["id"], change)
        if bool(here["gone"]) != bool(row["gone"]):
            self._live_or_gone(table, theirs, here, row)

    def _live_or_gone(self, table: str, theirs: int, here: Cells, row: Cells) -> None:
        """Settle whether a row is there that one copy has and the other removed: where one worked on it, it stays."""
        mine, yours = self.mine.of(table, here["id"], "gone"), self.yours.of(table, theirs, "gone")
        if row["gone"] and yours is not None and (mine is None or mine < yours):
            if self._worked_on(table, here["id"]) and row.get("merged_into_id") is None:
                work = self.mine.worked_on(table, here["id"]) or yours._replace(who=str(self.session.info["who"]))
                self._stays(table, here, yours, mine=work, yours=yours, stands="ours")
            else:
                self.amend(table, here["id"], {"gone": 1})
        elif not row["gone"]:
            work_there = self.yours.worked_on(table, theirs)
            if yours is not None and (mine is None or mine < yours):
                self.amend(table, here["id"], {"gone": 0})
            elif work_there is not None:
                self._bring_back(table, here, work_there)

    def _place_of(self, table: str, theirs: int, here: Cells, row: Cells) -> Cells:
        """Where a row lies that one of the copies moved: start and end from the same copy."""
        cells = [cell for cell in PLACE if cell in row]
        if all(here[cell] == row[cell] for cell in cells) or (row["gone"] and not here["gone"]):
            return {}
        if here["gone"] and not row["gone"]:
            return {cell: row[cell] for cell in cells}
        yours = max([one for cell in cells if (one := self.yours.of(table, theirs, cell))], default=None)
        mine = max([one for cell in cells if (one := self.mine.of(table, here["id"], cell))], default=None)
        stands = "theirs" if yours is not None and (mine is None or mine < yours) else "ours"
        if yours is not None and mine is not None:
            both = [[one["start"], one["end"]] for one in (here, row)]
            self.conflict(table, here["guid"], "place", both[0], both[1], mine, yours, stands)
        return {cell: row[cell] for cell in cells} if stands == "theirs" else {}

    def _worked_on(self, table: str, key: int) -> bool:
        """Whether this copy wrote a row, or made something that points at it, since the two parted."""
        return self.mine.worked_on(table, key) is not None or key in self.leaned_on[table]

    # What one copy removed and the other worked on

    def _lean(self, table: str, theirs: int) -> None:
        """Bring back what this copy removed, and the other did not, where a row of theirs points at it."""
        row = self.coming.rows[table][theirs]
        if table in NO_WORK or row["gone"]:
            return
        for pointer in pointing(table, row):
            to = row[pointer.cell]
            key = None if to is None else self.coming.here[pointer.table].get(to)
            if key is None or self.coming.rows[pointer.table][to]["gone"]:
                continue
            if self.mine.of(pointer.table, key, "gone") is None:
                continue
            for here in rows_by(self.ours, pointer.table, "id", [key]):
                if here["gone"]:
                    self._bring_back(pointer.table, here, None)

    def _bring_back(self, table: str, here: Cells, work: Stamp | None) -> None:
        """Undo a removal of ours because the other copy worked on the row; a code that was merged stays merged."""
        mine = self.mine.of(table, here["id"], "gone")
        if mine is None or here.get("merged_into_id") is not None:
            return
        self.amend(table, here["id"], {"gone": 0})
        self._stays(table, here, mine, mine=mine, yours=work or mine, stands="theirs")

    def _stays(self, table: str, here: Cells, removal: Stamp, *, mine: Stamp, yours: Stamp, stands: str) -> None:
        """Note that one copy removed what the other worked on, and that it was kept."""
        self.enter(table, "K", here["id"], here["guid"])
        named = f"{table} {here['guid'].hex()} removed {removal.guid.hex()}"
        kept, removed = (False, True) if stands == "ours" else (True, False)
        self._keep(named, table, here["guid"], "gone", kept, removed, mine, yours, stands)

    def taken_back(self) -> None:
        """Remove what the other copy undid of what both had, unless this one has worked on it or on what it is part of."""
        undone: dict[str, dict[int, Cells]] = {name: {} for name in ORDER}
        for table, back in self.yours.taken_back.items():
            if table not in AT_HOME:
                undone[table].update((row["id"], row) for row in rows_by(self.ours, table, "guid", back))
        for table, change, _ in self.yours.taken_back_ranges:
            if table not in AT_HOME:
                for first, last in brought_by(self.ours, self.our_changes.get(change), table):
                    undone[table].update(
                        (row["id"], row) for row in rows_by(self.ours, table, "id", range(first, last + 1))
                    )
        for table in OWNED:
            for key in list(undone[table]):
                if self._worked_on(table, key):
                    del undone[table][key]
        for table in reversed(ORDER):
            owners = [(owner, cell) for owner, (cell, parts) in OWNED.items() if table in parts]
            rows = [
                row
                for row in undone[table].values()
                if not row["gone"]
                and not self._worked_on(table, row["id"])
                and all(row[cell] in undone[owner] for owner, cell in owners)
            ]
            guids = [row["guid"] for row in rows]
            there = {row["guid"] for row in rows_by(self.theirs, table, "guid", guids) if not row["gone"]}
            going = {row["id"] for row in rows if row["guid"] not in there}
            while still := self._pointed_at(table, going):
                going -= still
            for gone in sorted(going):
                self.amend(table, gone, {"gone": 1})

    def _pointed_at(self, table: str, going: set[int]) -> set[int]:
        """Those of some rows at which one points that stays."""
        found: set[int] = set()
        marks_only = NO_WORK - {part for _, parts in OWNED.values() for part in parts}
        own = OWNED.get(table, ("", ()))[1]
        for name in ORDER:
            for pointer in pointers(name) if name not in marks_only and name not in own else ():
                if pointer.table != table:
                    continue
                for some in in_chunks(going):
                    marks = ", ".join("?" * len(some))
                    rows = self.ours.execute(
                        f'SELECT id, "{pointer.cell}" FROM "{name}" WHERE gone = 0 AND "{pointer.cell}" IN ({marks})',
                        some,
                    )
                    found |= {to for key, to in rows.fetchall() if name != table or key not in going}
        return found

    # Conflicts

    def _differ(
        self, table: str, here: Cells, row: Cells, cell: str, mine: Stamp, yours: Stamp, *, stands: str = ""
    ) -> str:
        """Which of two values stands; both are kept as a conflict, unless nobody would want to be asked."""
        stands = stands or ("theirs" if (yours.at, yours.guid) > (mine.at, mine.guid) else "ours")
        if cell not in QUIET and not (table == "observation" and is_counted(self.ours, here["indicator_id"])):
            self.conflict(
                table,
                here["guid"],
                cell,
                self._shown(table, cell, here),
                self._shown(table, cell, row),
                mine,
                yours,
                stands,
            )
        return stands

    def _shown(self, table: str, cell: str, row: Cells) -> Any:
        """A value as a conflict keeps it: what another row is called by its GUID."""
        value = row[cell]
        pointer = next((one for one in pointers(table) if one.cell == cell), None)
        if pointer is None or value is None:
            return value.hex() if isinstance(value, bytes) else value
        found = self.ours.execute(f'SELECT guid FROM "{pointer.table}" WHERE id = ?', (value,)).fetchone()
        if found is not None:
            return bytes(found[0]).hex()
        waiting = {here: key for key, here in self.coming.given[pointer.table].items()}
        return self.coming.rows[pointer.table][waiting[value]]["guid"].hex()

    def conflict(
        self, table: str, guid: bytes, cell: str, ours: Any, theirs: Any, mine: Stamp, yours: Stamp, stands: str
    ) -> None:
        """Keep both values of what both copies wrote."""
        stamps = "".join(sorted((mine.guid.hex(), yours.guid.hex())))
        self._keep(f"{table} {guid.hex()} {cell} {stamps}", table, guid, cell, ours, theirs, mine, yours, stands)

    def _keep(
        self,
        named: str,
        table: str,
        guid: bytes,
        cell: str,
        ours: Any,
        theirs: Any,
        mine: Stamp,
        yours: Stamp,
        stands: str,
    ) -> None:
        """Write a conflict down; once, however often the two copies meet."""
        key = guid_for(self.session, "conflict", named)
        if find_guid(self.session, Conflict, key) is not None:
            return
        made = add(
            self.session,
            Conflict,
            guid=key,
            tab=table,
            row_guid=guid,
            cell=cell,
            ours=json.dumps(ours, ensure_ascii=False),
            theirs=json.dumps(theirs, ensure_ascii=False),
            our_who=mine.who,
            their_who=yours.who,
            our_at=mine.at,
            their_at=yours.at,
            stands=stands,
        )
        self.taken.conflicts.append(made)
