"""Memos as notes: what each is called, and what refers to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.memos import Memo
from workbench.coding.themes import Theme
from workbench.desk.refi.codes import guids_of
from workbench.exchange.refi.guids import AGAINST, beside, joining, usable, written
from workbench.exchange.refi.outgoing import OutLink, OutNote, OutPassage
from workbench.rows import Row, fetched, in_chunks, live, table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document

_THINGS: dict[str, type[Row]] = {
    "document": Document,
    "case": Case,
    "code": Code,
    "coding": Coding,
    "theme": Theme,
}
SPEAKS_AGAINST = "These words speak against the code."


class Memos:
    """Every memo that has a place in the format: those on findings have none."""

    def __init__(self, session: Session, users: Mapping[int, str], made: str) -> None:
        self.notes: list[OutNote] = []
        self._on: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
        self._passages: dict[int, list[OutPassage]] = defaultdict(list)
        self.on_project: tuple[str, ...] = ()
        self.coding_named = _coding_named
        guids = guids_of(session, Memo)
        coding = table_of(Coding)
        against = sa.select(coding.c.id).where(coding.c.gone.is_(False), coding.c.direction == "against").limit(1)
        if fetched(session, against):
            self.notes.append(OutNote(AGAINST, "against", SPEAKS_AGAINST, "", made))
        chosen = live(Memo).where(table_of(Memo).c.about != "finding").order_by(table_of(Memo).c.id)
        rows = list(session.execute(chosen).scalars())
        there = _there(session, rows)
        for number, row in enumerate((one for one in rows if (one.about, one.thing_id) in there), 1):
            assert row.id is not None
            guid, user = guids[row.id], users.get(row.coder_id, "")
            self.notes.append(OutNote(guid, f"{row.kind} {number}", row.text, user, row.created or made))
            if row.thing_id is None:
                self.on_project = (*self.on_project, guid)
            elif row.about == "document" and row.start is not None and row.end is not None:
                self._passages[row.thing_id].append(OutPassage(guid, user, row.start, row.end, row.created))
            else:
                self._on[row.about][row.thing_id] = (*self._on[row.about].get(row.thing_id, ()), guid)

    def on(self, about: str) -> Mapping[int, tuple[str, ...]]:
        """The notes on things of a kind, by the thing's key."""
        return self._on[about]

    def passages_in(self, document_id: int) -> list[OutPassage]:
        """The notes on passages of a document."""
        return self._passages.get(document_id, [])

    def forget(self) -> None:
        """Let nothing refer to a memo any more."""
        self._on.clear()
        self._passages.clear()

    def links(self, cases: Mapping[int | None, str]) -> Iterator[OutLink]:
        """What leads from notes to cases, which cannot refer to them, and to passages, where some tools look for it."""
        for key, notes in self._on["case"].items():
            if key in cases:
                yield from (OutLink(joining(note, cases[key]), "memo", note, cases[key]) for note in notes)
        for some in self._passages.values():
            for one in some:
                yield OutLink(joining(one.note, beside(one.note)), "note", one.note, beside(one.note))


def _there(session: Session, rows: Iterable[Memo]) -> set[tuple[str, int | None]]:
    """The things that memos are about and that are in the project."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.thing_id is not None:
            wanted[row.about].add(row.thing_id)
    found: set[tuple[str, int | None]] = {("project", None)}
    for about, keys in wanted.items():
        table = table_of(_THINGS[about])
        for some in in_chunks(sorted(keys)):
            chosen = sa.select(table.c.id).where(table.c.id.in_(some), table.c.gone.is_(False))
            found.update((about, row[0]) for row in fetched(session, chosen))
    return found


def _coding_named(guid: bytes, alias: str | None) -> str:
    """What a coding is called outside."""
    return (usable([(guid, alias)]).get(guid) if alias else None) or written(guid)
