"""Which codes a change was about. Names of changes hold none: a code may be called by somebody's own words.

They are read from the codes as they stand, and from the history's payload, which a withdrawal purges. So a name that
had to go is gone here too.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.project.history import Entry, Payload
from workbench.project.schema import NUMBERS
from workbench.rows import table_of

MOST = 3
"""So many codes are named of one change."""


def codes_changed(session: Session, among: Collection[int]) -> dict[int, str]:
    """The codes that each of some changes was about, in words: “Dark” became “Unlit”; “Unlit” into “Dark”."""
    if not among:
        return {}
    entry, payload, code = table_of(Entry), table_of(Payload), table_of(Code)
    rows = session.execute(
        sa.select(entry.c.change_id, code.c.id, code.c.name, code.c.merged_into_id, payload.c.old)
        .select_from(entry.join(code, code.c.id == entry.c.row_id).outerjoin(payload, payload.c.entry_id == entry.c.id))
        .where(entry.c.tab == NUMBERS[code.name], entry.c.upto.is_(None))
        .where(entry.c.change_id.between(min(among), max(among)))
        .order_by(entry.c.id)
    ).all()
    names: dict[int, str] = dict(session.execute(sa.select(code.c.id, code.c.name)).all())
    told: dict[int, dict[int, str]] = defaultdict(dict)
    for change_id, key, name, into, old in rows:
        if change_id in among:
            changed = json.loads(old) if old else {}
            if not {"position"} >= changed.keys() or not changed:
                told[change_id][key] = _said(name, names.get(into, ""), changed)
    return {change_id: _listed(list(codes.values())) for change_id, codes in told.items()}


def _said(name: str, into: str, changed: dict[str, list[object]]) -> str:
    """One code in a change; what a copy brought comes without words, and is called as it is today."""
    before, after = changed.get("name", (None, None))
    if before is not None and after is not None:
        return f"“{before}” became “{after}”"
    if into and changed.get("gone", [None, False])[1]:
        return f"“{name}” into “{into}”"
    return f"“{name}”"


def _listed(codes: list[str]) -> str:
    """The first few, and how many more."""
    more = f" and {len(codes) - MOST:,} more" if len(codes) > MOST else ""
    return ", ".join(codes[:MOST]) + more
