"""Taking another copy's history in: who did what and when, without the words, under the merge that brought it."""

from __future__ import annotations

import json
from typing import Any

from workbench.project.coming import AT_HOME, rows_by
from workbench.project.history import DROPPED, SEALED, UNDONE
from workbench.project.meeting import Meeting
from workbench.project.parted import NAMES, Made

NOWHERE = (0, 0)
"""In the history of a copy that never had a row, the keys of what was taken back of it elsewhere."""


def take_history(meeting: Meeting) -> int:
    """Take in the other copy's changes, who and when, with what they did to which row; the words of none of them.

    The last thing in a change: whatever is written after it would count as theirs. Gives how many are new.
    """
    via = int(meeting.ours.execute("SELECT max(id) FROM change").fetchone()[0])
    known = {guid: made.id for guid, made in meeting.our_changes.items()}
    taken = 0
    for guid, made in meeting.their_changes.items():
        if guid in known or made.kind == "migrate":
            continue
        state = DROPPED if made.state in {UNDONE, DROPPED} else SEALED
        cursor = meeting.ours.execute(
            "INSERT INTO change(guid, name, who, at, kind, of_id, state, via) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (guid, made.name, made.who, made.at, made.kind, known.get(made.of or b""), state, via),
        )
        known[guid] = int(cursor.lastrowid)
        _entries(meeting, made, known[guid])
        taken += 1
    return taken


def _entries(meeting: Meeting, made: Made, change: int) -> None:
    """What one of their changes did, by our keys."""
    only = " AND op IN ('K', 'L')" if made.kind == "merge" else ""
    entries = meeting.theirs.execute(
        "SELECT tab, op, row_id, upto, guid, old FROM entry LEFT JOIN payload ON entry_id = entry.id"
        f" WHERE change_id = ?{only} ORDER BY entry.id",
        (made.id,),
    ).fetchall()
    for tab, op, key, upto, guid, old in entries:
        table = NAMES[tab]
        if table in AT_HOME:
            continue
        runs = _ours_of(meeting, table, key, key if upto is None else upto)
        if not runs and upto is None and guid is not None and op != "L":
            runs = [(row["id"], row["id"]) for row in rows_by(meeting.ours, table, "guid", [guid])]
        for first, last in runs or ([NOWHERE] if op in {"D", "L"} else []):
            cursor = meeting.ours.execute(
                "INSERT INTO entry(change_id, tab, op, row_id, upto, guid) VALUES (?, ?, ?, ?, ?, ?)",
                (change, tab, op, first, None if upto is None else last, guid),
            )
            if op == "U" and old is not None:
                cells = json.dumps({cell: [None, None] for cell in json.loads(old)})
                meeting.ours.execute("INSERT INTO payload(entry_id, old) VALUES (?, ?)", (int(cursor.lastrowid), cells))


def _ours_of(meeting: Meeting, table: str, first: int, last: int) -> list[tuple[int, int]]:
    """The runs of our keys that a range of theirs has; those that did not come in are left out."""
    runs: list[tuple[int, int]] = []
    for key in range(first, last + 1):
        here = meeting.coming.key(table, key)
        if here is None:
            continue
        if runs and runs[-1][1] == here - 1:
            runs[-1] = (runs[-1][0], here)
        else:
            runs.append((here, here))
    return runs


def forget_undone(connection: Any) -> None:
    """Delete from the history what a merge brought that was undone."""
    gone = "SELECT one.id FROM change one JOIN change brought ON brought.id = one.via WHERE brought.state IN (?, ?)"
    for statement in (
        f"DELETE FROM payload WHERE entry_id IN (SELECT id FROM entry WHERE change_id IN ({gone}))",
        f"DELETE FROM entry WHERE change_id IN ({gone})",
        f"DELETE FROM change WHERE id IN ({gone})",
    ):
        connection.execute(statement, (DROPPED, UNDONE))
