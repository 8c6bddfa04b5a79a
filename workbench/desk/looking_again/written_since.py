"""What the history says was written since: the newest change to some rows, or to cells of them, after another change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.project.history import DONE, SEALED, Change, Entry, Payload
from workbench.project.schema import NUMBERS
from workbench.rows import in_chunks, table_of

_SAID: dict[str, tuple[str, ...]] = {
    "finding": ("statement", "prominence", "source", "gone"),
    "code": ("name", "parent_id", "definition", "include", "exclude", "gone"),
    "theme": ("name", "statement", "gone"),
    "rating": ("meaning", "confirmed", "silence", "gone"),
    "consensus": ("value", "silence", "gone"),
    "topic_row": ("title", "about", "gone"),
    "segment": ("text", "case_id", "gone"),
    "document": ("kind", "survey_id", "gone"),
    "cases": ("sampling", "gone"),
}
"""Cells of a table that judgements rest on; of a table that is not here every cell."""
_HEARD = ("segment", "cases", "document", "survey", "asked")
"""Tables of which a change lets other people count, where no coding tells."""


def in_force() -> sa.ColumnElement[bool]:
    """Whether a change stands: it was not taken back, and takes nothing back itself."""
    c = table_of(Change).c
    return sa.and_(c.state.in_([DONE, SEALED]), c.kind.not_in(["undo", "redo"]))


class WrittenSince:
    """Looks changes up in the history; what was asked once is remembered, for many judgements rest on the same."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._until: dict[str, int] = {}
        self._found: dict[tuple[str, tuple[int, ...], int], int] = {}

    def until(self, looked: str) -> int:
        """The newest change that somebody who looked then (as rows store times) had seen."""
        if looked not in self._until:
            t = table_of(Change).c
            at = int(datetime.fromisoformat(looked).timestamp() * 1000) if looked else 0
            self._until[looked] = self._session.execute(sa.select(sa.func.max(t.id)).where(t.at <= at)).scalar() or 0
        return self._until[looked]

    def wrote(self, table: str, key: int) -> int:
        """The newest change in force that wrote anything of a row."""
        e, c = table_of(Entry).c, table_of(Change)
        chosen = sa.select(sa.func.max(e.change_id)).join(c, c.c.id == e.change_id)
        chosen = chosen.where(e.tab == NUMBERS[table], e.row_id == key, in_force())
        return self._session.execute(chosen).scalar() or 0

    def rows(self, table: str, keys: Iterable[int], since: int) -> int:
        """The newest change after another that wrote what judgements rest on in one of these rows; 0 for none."""
        wanted = tuple(sorted(set(keys)))
        asked = (table, wanted, since)
        if asked not in self._found:
            entry = table_of(Entry).c
            newest = [self._newest(table, since, entry.row_id.in_(some)) for some in in_chunks(wanted)]
            self._found[asked] = max(newest, default=0)
        return self._found[asked]

    def coded(self, codes: Iterable[int], since: int) -> int:
        """The newest change that wrote a coding of these codes, or took one from them."""
        return max((self._coded(code, since) for code in set(codes)), default=0)

    def _coded(self, code: int, since: int) -> int:
        asked = ("coded", (code,), since)
        if asked not in self._found:
            given = {"tab": NUMBERS["coding"], "since": since, "code": code}
            found = self._session.connection().exec_driver_sql(_CODED, given).scalar()
            self._found[asked] = found or 0
        return self._found[asked]

    def heard(self, since: int) -> int:
        """The newest change of who is heard, or was asked."""
        return max(self._any(table, since) for table in _HEARD)

    def any(self, tables: Iterable[str], since: int) -> int:
        """The newest change of anything in these tables."""
        return max((self._any(table, since) for table in tables), default=0)

    def _any(self, table: str, since: int) -> int:
        asked = (table, (), since)
        if asked not in self._found:
            self._found[asked] = self._newest(table, since, sa.true())
        return self._found[asked]

    def withdrawn(self, since: int) -> int:
        """The newest withdrawal, of which the history keeps who and when alone."""
        t = table_of(Change).c
        purges = sa.select(sa.func.max(t.id)).where(t.id > since, t.kind == "purge", t.name != "Purge finished")
        return self._session.execute(purges).scalar() or 0

    def _newest(self, table: str, since: int, only: sa.ColumnElement[bool]) -> int:
        entry, payload = table_of(Entry), table_of(Payload)
        chosen = sa.select(sa.func.max(entry.c.change_id)).where(
            entry.c.tab == NUMBERS[table], entry.c.change_id > since, entry.c.change_id.not_in(_purges()), only
        )
        if table in _SAID:
            told = [sa.func.json_type(payload.c.old, f"$.{cell}").is_not(None) for cell in _SAID[table]]
            chosen = chosen.select_from(entry.outerjoin(payload, payload.c.entry_id == entry.c.id))
            chosen = chosen.where(sa.or_(entry.c.op != "U", payload.c.old.is_(None), *told))
        return self._session.execute(chosen).scalar() or 0


def _purges() -> sa.Select[Any]:
    """Withdrawals, which write to whatever lay on the words: they are causes of their own."""
    c = table_of(Change).c
    return sa.select(c.id).where(c.kind == "purge")


_CODED = (
    "SELECT max(change_id) FROM entry JOIN coding ON coding.id BETWEEN row_id AND coalesce(upto, row_id)"
    " LEFT JOIN payload ON entry_id = entry.id"
    " WHERE tab = :tab AND change_id > :since AND change_id NOT IN (SELECT id FROM change WHERE kind = 'purge')"
    " AND (code_id = :code OR json_extract(old, '$.code_id[0]') = :code)"
)
