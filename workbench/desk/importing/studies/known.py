"""Which rows of the project the things of another tool's study are, by the keys that the tool gave them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.study_drafts import Study
from workbench.project.identity import Alias
from workbench.rows import Row, RowT, add_many, bulk, fetched, find_guid, guid_for, in_chunks, is_purged, table_of

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SAME = 0.5
"""So large a share of the codes whose keys are known has to have the names they had, or it is another study."""


def own_guid(key: str) -> bytes | None:
    """The bytes of a key that is a GUID, or None."""
    return bytes.fromhex(key.replace("-", "")) if _GUID.fullmatch(key) else None


def guids_of(session: Session, kind: type[Row], keys: Iterable[int]) -> dict[int, bytes]:
    """The GUIDs of rows by their keys."""
    table, found = table_of(kind), dict[int, bytes]()
    for some in in_chunks(sorted(set(keys))):
        found.update(fetched(session, sa.select(table.c.id, table.c.guid).where(table.c.id.in_(some))))
    return found


class Known:
    """Keys and the rows they stand for, as far as earlier imports left them; what this one finds out is kept at its end.

    A key that is a GUID means the same in every file, and one that is a row's own GUID, because this project was taken
    out into the other tool, means that row. Other keys mean something within a study of that name and tool alone.
    """

    def __init__(self, session: Session, study: Study) -> None:
        self._session = session
        self._space = f"{study.tool.split(' ')[0]} {study.name}".strip()
        self._tool = study.tool
        table = table_of(Alias)
        chosen = sa.select(table.c.tab, table.c.alias, table.c.source, table.c.row_guid).where(table.c.gone.is_(False))
        self._guids: dict[tuple[str, str], bytes] = {
            (tab, alias): guid
            for tab, alias, source, guid in fetched(session, chosen.order_by(table.c.id))
            if own_guid(alias) or source == self._space
        }
        self._fresh: dict[tuple[str, str], bytes] = {}
        if not self._is_same(study):
            self._guids = {known: guid for known, guid in self._guids.items() if own_guid(known[1])}

    def _is_same(self, study: Study) -> bool:
        """Whether this is the study that the keys are known from, and no other one of its name."""
        held = {code.key: code.name for code in study.codes if not own_guid(code.key)}
        named: dict[bytes, str] = {}
        for some in in_chunks([self._guids[at] for key in held if (at := ("code", key)) in self._guids]):
            table = table_of(Code)
            named.update(fetched(self._session, sa.select(table.c.guid, table.c.name).where(table.c.guid.in_(some))))
        known = [
            (name, named.get(self._guids["code", key])) for key, name in held.items() if ("code", key) in self._guids
        ]
        return not known or sum(name == here for name, here in known) >= SAME * len(known)

    def row(self, kind: type[RowT], key: str) -> RowT | None:
        """The row that a key stands for, gone or not; None where that is not known."""
        if not key:
            return None
        guid = self._guids.get((str(kind.__tablename__), key)) or own_guid(key)
        return None if guid is None else find_guid(self._session, kind, guid)

    def remember(self, kind: type[Row], key: str, guid: bytes) -> None:
        """Note which row a key stands for."""
        at = (str(kind.__tablename__), key)
        if key and self._guids.get(at) != guid and own_guid(key) != guid:
            self._guids[at] = self._fresh[at] = guid

    def keep(self) -> int:
        """Write down what was found out; gives how much that was."""
        rows: list[dict[str, Any]] = []
        for (tab, key), row_guid in self._fresh.items():
            source = self._tool if own_guid(key) else self._space
            guid = guid_for(self._session, "alias", f"{tab}\x1f{key}\x1f{source}\x1f{row_guid.hex()}")
            if not is_purged(self._session, guid) and find_guid(self._session, Alias, guid) is None:
                rows.append({"guid": guid, "tab": tab, "row_guid": row_guid, "alias": key, "source": source})
        with bulk(self._session, Alias):
            return add_many(self._session, Alias, rows)
