"""What a kept question names beside codes, known again after it was renamed: themes, people, documents, coders, attributes.

Each is kept as a line: its kind, its GUID and the name it had, as in `theme 0192… The long way home`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.query_language import FIELDS, Fact, Query, as_typed, facts_in
from workbench.coding.query_names import letters
from workbench.coding.themes import Theme
from workbench.coding.tree import same_name
from workbench.rows import Row, table_of
from workbench.sources.cases import Attribute, Case
from workbench.sources.coders import Coder
from workbench.sources.documents import Document


class _Named(NamedTuple):
    """Where names of one kind stand: their table, its column, and the field that asks for them."""

    of: type[Row]
    column: str
    field: str


KINDS: Mapping[str, _Named] = {
    "theme": _Named(Theme, "name", "theme"),
    "person": _Named(Case, "label", "person"),
    "document": _Named(Document, "name", "document"),
    "title": _Named(Document, "title", "document"),
    "coder": _Named(Coder, "name", "coder"),
    "attribute": _Named(Attribute, "name", ""),
}
"""An attribute is a field itself."""


class Kept(NamedTuple):
    """One name of a kept question: its kind, the GUID behind it, and the name when it was kept."""

    kind: str
    guid: str
    name: str

    def line(self) -> str:
        """How it is written down."""
        return f"{self.kind} {self.guid} {self.name}"


def names_kept(session: Session, query: Query) -> Iterator[Kept]:
    """What the facts of a question stand for, each once; what stands for nothing, or for several, is left out."""
    seen: set[tuple[str, str]] = set()
    for fact in facts_in(query):
        asked = fact.field.casefold()
        wanted = fact.value if asked in FIELDS else fact.field
        alike = same_name if asked in FIELDS else letters
        for kind, named in KINDS.items():
            if named.field != (asked if asked in FIELDS else "") or (kind, wanted) in seen:
                continue
            table = table_of(named.of)
            rows = session.execute(sa.select(table.c.guid, table.c[named.column]).where(table.c.gone.is_(False)))
            fitting = [guid for guid, name in rows if name and alike(name) == alike(wanted)]
            if len(fitting) == 1:
                seen.add((kind, wanted))
                yield Kept(kind, fitting[0].hex(), wanted)
                break


def read_lines(lines: Iterable[str]) -> list[Kept]:
    """The names of a kept question, from its lines; lines of codes are left out."""
    parts = (line.split(" ", 2) for line in lines)
    return [Kept(*three) for three in parts if len(three) == 3 and three[0] in KINDS]


class NamesToday:
    """What kept names are called now."""

    def __init__(self, session: Session, kept: Iterable[Kept]) -> None:
        wanted: dict[str, set[bytes]] = {}
        for one in kept:
            if len(one.guid) == 32 and set(one.guid) <= set("0123456789abcdef"):
                wanted.setdefault(one.kind, set()).add(bytes.fromhex(one.guid))
        self._names: dict[tuple[str, str], str] = {}
        for kind, guids in wanted.items():
            table: Any = table_of(KINDS[kind].of)
            chosen = sa.select(table.c.guid, table.c[KINDS[kind].column])
            rows = session.execute(chosen.where(table.c.guid.in_(guids), table.c.gone.is_(False)))
            self._names |= {(kind, guid.hex()): name for guid, name in rows}

    def renamed(self, fact: Fact, kept: Iterable[Kept]) -> tuple[Fact, str]:
        """A fact with the name of today, and what is missing where nothing of that name is there any more."""
        asked = fact.field.casefold()
        of_people = asked not in FIELDS
        for one in kept:
            field = KINDS[one.kind].field
            if one.name != (fact.field if of_people else fact.value) or field != ("" if of_people else asked):
                continue
            name = self._names.get((one.kind, one.guid))
            if not name:
                return fact, one.name if of_people else f"{asked}:{as_typed(one.name)}"
            return (Fact(name, fact.value) if of_people else Fact(fact.field, name)), ""
        return fact, ""
