"""The rows of another copy that are to come in: what it wrote since the two parted, and what those rows point at.

Rows are known by their GUID. Keys differ between copies, so every cell that names another row is told anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

from workbench.project import sqlite
from workbench.project.parted import Writes
from workbench.project.pointing import BY_KIND, pointers, pointing
from workbench.rows import in_chunks

Cells = dict[str, Any]
AT_HOME = frozenset({"conflict"})
"""Tables whose rows stay where they were made."""
ON_WORDS = frozenset(
    {"coding", "passage_flag", "settlement", "display_form", "suggestion", "memo", "sign_off", "quoted"}
)
"""Tables whose rows lie on words of a document."""
BLIND = frozenset({"blind_sample", "blind_passage", "blind_code"})
NO_WORK = frozenset(
    {"reading", "pin", "suggestion", "topic_passage", "segment", "speaker", "departure", "released", "quoted"}
    | {*BLIND, *AT_HOME}
)
"""Tables whose rows may point at a thing without anybody having worked on it."""
_WHOSE = frozenset({"segment", "speaker"})
"""Tables whose rows are nothing without those they name: who spoke, and which person that is."""
OWNED = {"document": ("document_id", ("segment", "speaker")), "indicator": ("indicator_id", ("observation",))}
"""What is nothing without its parts, by the cell in which those name it."""


def _before(table: str) -> set[str]:
    """The tables that a table's rows point at, and for those that lie on words the words."""
    things = set(BY_KIND[table][1].values()) if table in BY_KIND else set()
    words = {"segment"} if table in ON_WORDS else set()
    return ({pointer.table for pointer in pointers(table)} | things | words) - {table}


ORDER = tuple(TopologicalSorter({name: _before(name) for name in sqlite.EVERY if name not in AT_HOME}).static_order())
"""The tables, each after those that it points at."""


def rows_by(connection: Any, table: str, cell: str, keys: Iterable[Any]) -> Iterator[Cells]:
    """The rows of a table in which a cell is one of some keys, every cell as SQLite has it."""
    names = [column.name for column in sqlite.EVERY[table].columns]
    listed = ", ".join(f'"{name}"' for name in names)
    for some in in_chunks(keys):
        marks = ", ".join("?" * len(some))
        found = connection.execute(f'SELECT {listed} FROM "{table}" WHERE "{cell}" IN ({marks}) ORDER BY id', some)
        yield from (dict(zip(names, row, strict=True)) for row in found.fetchall())


def _unique_cells(table: str) -> tuple[str, str] | None:
    """The two cells by which the rows of a table are found where its GUIDs have no index."""
    if sqlite.EVERY[table].columns["guid"].unique:
        return None
    return ("case_id", "attribute_id")


class Coming:
    """Theirs by table and their key, with the key that each row has here or gets."""

    def __init__(
        self,
        ours: Any,
        theirs: Any,
        writes: Writes,
        purged: set[bytes],
        again: Mapping[str, set[bytes]],
        *,
        marks_too: bool = False,
    ) -> None:
        self.ours, self.theirs, self.purged, self.marks_too = ours, theirs, purged, marks_too
        self.rows: dict[str, dict[int, Cells]] = {name: {} for name in ORDER}
        self.here: dict[str, dict[int, int]] = defaultdict(dict)
        """Our key of a row of theirs, of those that are here already."""
        self.given: dict[str, dict[int, int]] = defaultdict(dict)
        """Our key of a row of theirs that is new here."""
        self.kept_out: dict[str, set[int]] = defaultdict(set)
        """Rows that do not come in, because somebody withdrew or the words they lay on are not there."""
        for name in ORDER:
            self._read(name, writes.keys(name))
            self.rows[name].update((row["id"], row) for row in rows_by(theirs, name, "guid", again.get(name, ())))
        self._bring_along()
        for name in ORDER:
            self._find(name)

    def _read(self, table: str, keys: Iterable[int]) -> set[int]:
        """Read rows of theirs that are not read yet; gives their keys."""
        wanted = sorted(set(keys) - self.rows[table].keys())
        fresh = {row["id"]: row for row in rows_by(self.theirs, table, "id", wanted)}
        self.rows[table].update(fresh)
        return set(fresh)

    def _bring_along(self) -> None:
        """Read what the rows point at, and what that points at, so that every pointer has an end.

        What work points at comes in though this copy took it back; what only a mark points at does not, unless that
        is wanted too.
        """
        work = {name: {key for key, row in rows.items() if not row["gone"]} for name, rows in self.rows.items()}
        self._follow({name: keys for name, keys in work.items() if keys and name not in NO_WORK})
        known = {name: set(rows) for name, rows in self.rows.items()}
        self._follow({name: set(rows) for name, rows in self.rows.items() if rows})
        self.weak = {name: () if self.marks_too else rows.keys() - known[name] for name, rows in self.rows.items()}

    def _follow(self, waiting: dict[str, set[int]]) -> None:
        while waiting:
            wanted: dict[str, set[int]] = defaultdict(set)
            for name, keys in waiting.items():
                for key in keys:
                    row = self.rows[name][key]
                    for pointer in pointing(name, row):
                        to = row[pointer.cell]
                        if to is not None and to not in self.rows[pointer.table]:
                            wanted[pointer.table].add(to)
            waiting = {name: fresh for name, keys in wanted.items() if (fresh := self._read(name, keys))}
            for name, (cell, parts) in OWNED.items():
                missing = self._not_here(name, waiting.get(name, set()))
                for part in parts if missing else ():
                    rows = {row["id"]: row for row in rows_by(self.theirs, part, cell, missing)}
                    waiting.setdefault(part, set()).update(rows.keys() - self.rows[part].keys())
                    self.rows[part].update(rows)

    def _not_here(self, table: str, keys: Iterable[int]) -> list[int]:
        """Those of some rows that this copy does not have at all."""
        guids = {self.rows[table][key]["guid"]: key for key in keys}
        there = {row["guid"] for row in rows_by(self.ours, table, "guid", guids)}
        return [key for guid, key in guids.items() if guid not in there]

    def _find(self, table: str) -> None:
        """Find the rows of a table here."""
        rows = self.rows[table]
        pair = _unique_cells(table)
        if pair is None:
            known = {}
            for some in in_chunks(row["guid"] for row in rows.values()):
                marks = ", ".join("?" * len(some))
                known.update(self.ours.execute(f'SELECT guid, id FROM "{table}" WHERE guid IN ({marks})', some))
            found = {key: known.get(row["guid"]) for key, row in rows.items()}
        else:
            found = {key: self._by_pair(table, pair, row) for key, row in rows.items()}
        for key, row in rows.items():
            there = found[key]
            if there is not None:
                self.here[table][key] = there
            elif row["guid"] in self.purged or key in self.weak[table]:
                self.kept_out[table].add(key)

    def _by_pair(self, table: str, pair: tuple[str, str], row: Cells) -> int | None:
        told = [
            self.key(pointer.table, row[pointer.cell])
            for cell in pair
            for pointer in pointers(table)
            if pointer.cell == cell
        ]
        if None in told:
            return None
        first, second = pair
        found = self.ours.execute(f'SELECT id FROM "{table}" WHERE "{first}" = ? AND "{second}" = ?', told).fetchone()
        return None if found is None else int(found[0])

    def give_keys(self, table: str) -> None:
        """Give a key to every row of a table that is new here; whatever adds to the table has to be done by then."""
        last = self.ours.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        fresh = int(last[0]) if last else 0
        for key in self.rows[table]:
            if key not in self.here[table] and key not in self.kept_out[table]:
                fresh += 1
                self.given[table][key] = fresh

    def key(self, table: str, theirs: int) -> int | None:
        """Our key of a row of theirs; None where it does not come in."""
        if theirs in self.kept_out[table]:
            return None
        found = self.here[table].get(theirs)
        return self.given[table].get(theirs) if found is None else found

    def told(self, table: str, key: int) -> Cells | None:
        """A row of theirs with our keys in it; None where it points at something that does not come in."""
        if key in self.kept_out[table]:
            return None
        row = dict(self.rows[table][key])
        for pointer in pointing(table, row):
            if row[pointer.cell] is None:
                continue
            to = self.key(pointer.table, row[pointer.cell])
            if to is None and (pointer.needed or table in _WHOSE or pointer.table == "segment"):
                return None
            row[pointer.cell] = to
        return row

    def keep_out(self, table: str, key: int) -> None:
        """Leave a row out, and so whatever cannot be without it."""
        self.kept_out[table].add(key)
