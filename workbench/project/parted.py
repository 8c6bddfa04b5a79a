"""What a copy of a project has done since it and another parted.

Copies share the changes that were made before they parted, by GUID. What only one of them has is its own work. A cell
was written by whatever change still stands: one that was undone wrote nothing, and where a copy took back a change
that both share, the taking back is its own. What a merge wrote does not count again, but for what it kept; the changes that it brought do.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from workbench.project.history import DONE, SEALED
from workbench.project.schema import NUMBERS
from workbench.rows import in_chunks

NAMES = tuple(NUMBERS)
"""The names of the tables by their numbers."""
UNCOUNTED = frozenset({"merge", "migrate", "trial"})
"""Kinds of change that write nothing of their own."""
EVERY_CELL = "*"
"""Written in place of a cell's name where a row came as a whole."""
FOLLOWS = frozenset({"anchor", "start", "end", "reworded", "ordinal", "position", "length", "stamp", "says", "looked"})
"""Cells that are written when something else changes: where words lie now, in which order, what a judgement saw."""


class Stamp(NamedTuple):
    """Which change wrote something last: the later one stands, of two at the same moment the one with the larger GUID."""

    at: int
    guid: bytes
    who: str


class Made(NamedTuple):
    """A change as a copy's history has it."""

    id: int
    guid: bytes
    name: str
    who: str
    at: int
    kind: str
    of: bytes | None
    state: int
    via: int | None


@dataclass
class Writes:
    """What one copy wrote since the two parted, by table and that copy's key."""

    cells: dict[str, dict[int, dict[str, Stamp]]] = field(default_factory=lambda: defaultdict(dict))
    ranges: dict[str, list[tuple[int, int, Stamp]]] = field(default_factory=lambda: defaultdict(list))
    """Rows that came many at once, first and last key."""
    taken_back: dict[str, dict[bytes, Stamp]] = field(default_factory=lambda: defaultdict(dict))
    """Rows that both had and whose coming was undone, by GUID."""
    taken_back_ranges: list[tuple[str, bytes, Stamp]] = field(default_factory=list)
    """The same of rows that came many at once, by table and the change that had brought them."""

    def write(self, table: str, key: int, cell: str, stamp: Stamp) -> None:
        """Note that a cell was written."""
        row = self.cells[table].setdefault(key, {})
        if cell not in row or row[cell] < stamp:
            row[cell] = stamp

    def stamps(self, table: str, key: int) -> tuple[Stamp | None, Mapping[str, Stamp]]:
        """Who made a row since the two parted, if anybody did, and who wrote which of its cells last."""
        row = self.cells[table].get(key, {})
        whole = [stamp for stamp in (row.get(EVERY_CELL), self._in_range(table, key)) if stamp]
        return max(whole, default=None), row

    def of(self, table: str, key: int, cell: str) -> Stamp | None:
        """Who wrote a cell last in this copy; None where nobody did since the two parted."""
        whole, row = self.stamps(table, key)
        said = [stamp for stamp in (row.get(cell), whole) if stamp]
        return max(said, default=None)

    def worked_on(self, table: str, key: int) -> Stamp | None:
        """The last that was written of a row, without what follows from other things; None where nothing was."""
        whole, row = self.stamps(table, key)
        said = [stamp for cell, stamp in row.items() if cell not in FOLLOWS]
        return max([*said, *([whole] if whole else [])], default=None)

    def made(self, table: str) -> Iterator[int]:
        """The keys of all rows of a table that came since the two parted."""
        yield from (key for key, row in self.cells[table].items() if EVERY_CELL in row)
        for first, last, _ in self.ranges[table]:
            yield from range(first, last + 1)

    def _in_range(self, table: str, key: int) -> Stamp | None:
        ranges = self.ranges[table]
        at = bisect_right(ranges, key, key=lambda one: one[0]) - 1
        return ranges[at][2] if at >= 0 and key <= ranges[at][1] else None

    def keys(self, table: str) -> Iterator[int]:
        """The keys of all rows of a table that were written."""
        yield from self.cells[table]
        for first, last, _ in self.ranges[table]:
            yield from (key for key in range(first, last + 1) if key not in self.cells[table])


def own_work(here: Mapping[bytes, Made], there: Mapping[bytes, Made]) -> list[bytes]:
    """The changes of one copy that the other does not have, but for what every copy does of itself: merges and purges."""
    return [guid for guid, made in here.items() if guid not in there and made.kind not in {*UNCOUNTED, "purge"}]


def takes_in(ours: Mapping[bytes, Made], theirs: Mapping[bytes, Made]) -> str:
    """Which of two copies takes the other in, so that both come to the same whoever asks.

    `nothing` where theirs has nothing that ours does not have; `follow` where ours has no work of its own and becomes
    what theirs is; else `ours` or `theirs`, the one with more work of its own.
    """
    mine, yours = own_work(ours, theirs), own_work(theirs, ours)
    if not yours:
        return "nothing"
    if not mine:
        return "follow"
    return "ours" if (len(mine), max(mine)) > (len(yours), max(yours)) else "theirs"


def changes_of(connection: Any) -> dict[bytes, Made]:
    """Every change that counts in a copy's history; what a merge brought that was undone since does not."""
    rows = connection.execute(
        "SELECT one.id, one.guid, one.name, one.who, one.at, one.kind, other.guid, one.state, one.via FROM change one"
        " LEFT JOIN change other ON other.id = one.of_id LEFT JOIN change brought ON brought.id = one.via"
        " WHERE brought.id IS NULL OR brought.state IN (?, ?) ORDER BY one.id",
        (DONE, SEALED),
    )
    found: dict[bytes, Made] = {}
    for key, guid, name, who, at, kind, of, state, via in rows:
        found[bytes(guid)] = Made(key, bytes(guid), name, who, at, kind, None if of is None else bytes(of), state, via)
    return found


def writes_since(connection: Any, here: Mapping[bytes, Made], shared: Iterable[bytes]) -> Writes:
    """What a copy wrote in changes that the other does not have.

    Taking back what both have counts from when that was done: whatever was written over it since stands.
    """
    common = set(shared)
    own = [made for guid, made in here.items() if guid not in common and made.kind not in UNCOUNTED]
    writes = Writes()
    for guid, made in here.items():
        if guid not in common and made.kind == "merge" and made.state in {DONE, SEALED}:
            _enter_kept(connection, made, writes)
    toggled = _toggles(own)
    for made in own:
        if made.kind in {"undo", "redo"}:
            continue
        last = toggled.get(made.guid, [made])[-1]
        if last.kind == "redo" or (last is made and made.state in {DONE, SEALED}):
            _enter(connection, made, made, writes)
            if last is not made:
                _enter(connection, last, made, writes)
    for guid, toggles in toggled.items():
        if guid in common and len(toggles) % 2:
            _enter(connection, toggles[-1], here[guid], writes, when=here[guid])
    for ranges in writes.ranges.values():
        ranges.sort()
    return writes


def _toggles(own: Iterable[Made]) -> dict[bytes, list[Made]]:
    """How a copy undid and redid changes, one list a change."""
    found: dict[bytes, list[Made]] = defaultdict(list)
    for made in own:
        if made.kind in {"undo", "redo"} and made.of is not None:
            found[made.of].append(made)
    return found


def _enter_kept(connection: Any, made: Made, writes: Writes) -> None:
    """Enter what a merge kept although one of the copies had removed it: all that a merge writes of its own."""
    kept = connection.execute("SELECT tab, row_id FROM entry WHERE change_id = ? AND op = 'K'", (made.id,)).fetchall()
    for tab, key in kept:
        writes.write(NAMES[tab], key, "gone", Stamp(made.at, made.guid, made.who))


def settled_apart(connection: Any, shared: Collection[bytes]) -> set[bytes]:
    """The changes that a copy has alone, merges too, and those that such a merge brought: settled in that copy alone."""
    changes = connection.execute("SELECT id, guid, via FROM change").fetchall()
    alone = {key for key, guid, _ in changes if bytes(guid) not in shared}
    return {bytes(guid) for key, guid, via in changes if key in alone or via in alone}


def changes_after(connection: Any, last: int) -> set[bytes]:
    """The changes that a file was given after one, whatever brought them."""
    return {bytes(row[0]) for row in connection.execute("SELECT guid FROM change WHERE id > ?", (last,))}


def touched_by(connection: Any, changes: Collection[bytes]) -> dict[str, set[bytes]]:
    """The rows that some changes wrote, by table, as GUIDs."""
    wanted = [key for key, guid in connection.execute("SELECT id, guid FROM change") if bytes(guid) in changes]
    found: dict[str, set[bytes]] = defaultdict(set)
    keys: dict[str, set[int]] = defaultdict(set)
    for some in in_chunks(wanted):
        marks = ", ".join("?" * len(some))
        entries = connection.execute(
            f"SELECT tab, row_id, coalesce(upto, row_id), guid FROM entry WHERE change_id IN ({marks})", some
        )
        for tab, first, last, guid in entries:
            if guid is not None:
                found[NAMES[tab]].add(bytes(guid))
            else:
                keys[NAMES[tab]].update(range(first, last + 1))
    for table, written in keys.items():
        found[table] |= guids_of(connection, table, written)
    return found


def brought_by(connection: Any, made: Made | None, table: str) -> Iterator[tuple[int, int]]:
    """The keys, first and last, of rows that came many at once with a change."""
    yield from connection.execute(
        "SELECT row_id, upto FROM entry WHERE change_id = ? AND tab = ? AND op = 'I' AND upto IS NOT NULL",
        (made.id if made else 0, NUMBERS[table]),
    ).fetchall()


def guids_of(connection: Any, table: str, keys: Iterable[int]) -> set[bytes]:
    """The GUIDs of the rows of a table that have these keys."""
    found: set[bytes] = set()
    for some in in_chunks(keys):
        marks = ", ".join("?" * len(some))
        found |= {
            bytes(row[0]) for row in connection.execute(f'SELECT guid FROM "{table}" WHERE id IN ({marks})', some)
        }
    return found


def left_out_of(connection: Any, here: dict[bytes, Made]) -> dict[str, set[bytes]]:
    """Rows that a merge could not take in because their words were not there, by table, as GUIDs."""
    found: dict[str, set[bytes]] = defaultdict(set)
    standing = {made.id for made in here.values() if made.kind == "merge" and made.state in {DONE, SEALED}}
    for change, tab, guid in connection.execute("SELECT change_id, tab, guid FROM entry WHERE op = 'L'"):
        if change in standing:
            found[NAMES[tab]].add(bytes(guid))
    return found


def _enter(connection: Any, made: Made, of: Made, writes: Writes, *, when: Made | None = None) -> None:
    """Enter what one change wrote; `of` is the change that it is, or takes back or does again; `when` its moment."""
    when = when or made
    stamp = Stamp(when.at, when.guid, made.who)
    entries = connection.execute(
        "SELECT tab, op, row_id, upto, guid, old FROM entry LEFT JOIN payload ON entry_id = entry.id"
        " WHERE change_id = ? ORDER BY entry.id",
        (made.id,),
    )
    for tab, op, key, upto, guid, old in entries:
        table = NAMES[tab]
        if op == "I" and upto is not None:
            writes.ranges[table].append((key, upto, stamp))
        elif op == "I":
            writes.write(table, key, EVERY_CELL, stamp)
        elif op == "U":
            for cell in json.loads(old) if old is not None else (EVERY_CELL,):
                if made.kind != "purge" or cell not in {*FOLLOWS, "content"}:
                    writes.write(table, key, cell, stamp)
        elif made.kind == "purge":
            continue  # its tombstones say so
        elif guid is not None:
            writes.taken_back[table][bytes(guid)] = stamp
        else:
            writes.taken_back_ranges.append((table, of.guid, stamp))
