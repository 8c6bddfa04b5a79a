"""Two copies of a project that meet: their histories, what of the other's comes in, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from workbench.project import sqlite
from workbench.project.coming import Cells, Coming
from workbench.project.parted import Made
from workbench.project.schema import NUMBERS


@dataclass
class Taken:
    """What came of it: rows new, changed and removed by table, conflicts, and what could not come in."""

    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    conflicts: list[int] = field(default_factory=list)
    """Keys of the conflicts that are new."""
    left_out: Counter[str] = field(default_factory=Counter)
    changes: int = 0


class Meeting:
    """Rows of another copy are written into this one, inside a change."""

    our_changes: Mapping[bytes, Made]
    their_changes: Mapping[bytes, Made]
    coming: Coming

    def __init__(self, session: Session, ours: Any, theirs: Any) -> None:
        self.session, self.ours, self.theirs = session, ours, theirs
        self.taken = Taken()

    def insert(self, table: str, new: list[Cells]) -> None:
        """Add rows of theirs, with our keys in every cell."""
        if not new:
            return
        cells = list(new[0])
        marks, listed = ", ".join("?" * len(cells)), ", ".join(f'"{cell}"' for cell in cells)
        with sqlite.range_entries(self.ours, [table]):
            self.ours.executemany(
                f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', [tuple(row.values()) for row in new]
            )
        self.taken.new[table] += sum(not row["gone"] for row in new)

    def amend(self, table: str, key: int, change: Cells) -> None:
        """Write cells of a row of ours."""
        if not change:
            return
        pairs = ", ".join(f'"{cell}" = ?' for cell in change)
        self.ours.execute(f'UPDATE "{table}" SET {pairs} WHERE id = ?', (*change.values(), key))
        if change.get("gone"):
            self.taken.removed[table] += 1
        else:
            self.taken.changed[table] += 1

    def enter(self, table: str, op: str, key: int, guid: bytes) -> None:
        """Write into the history what this merge itself decided of a row: kept (`K`) or left out (`L`)."""
        self.ours.execute(
            "INSERT INTO entry(change_id, tab, op, row_id, guid) VALUES ((SELECT max(id) FROM change), ?, ?, ?, ?)",
            (NUMBERS[table], op, key, guid),
        )
