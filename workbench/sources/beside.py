"""What lies beside a document: field notes, a photo's description, a translation. It stays a document of its own."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.rows import amend, find, live, table_of
from workbench.sources.documents import Document

WAYS = ("field notes", "photo description", "translation", "other")
"""How a document may lie beside another. A translation goes when its original is withdrawn; the others are unhooked."""


class BesideItselfError(WorkbenchError):
    """A document cannot lie beside itself, nor beside one that lies beside it. Choose another."""


@dataclass(frozen=True, slots=True)
class BesideLine:
    """A document that lies beside another: `way` is one of WAYS, or `original` seen from a translation."""

    id: int
    name: str
    way: str


def lay_beside(session: Session, document_id: int, beside_id: int, way: str) -> None:
    """Lay a document beside another. Raises BesideItselfError for a ring."""
    if way not in WAYS:
        raise ValueError(way)
    if document_id == beside_id or find(session, Document, beside_id).beside_id == document_id:
        raise BesideItselfError
    amend(session, Document, document_id, beside_id=beside_id, beside_as=way)


def take_away(session: Session, document_id: int) -> None:
    """Let a document stand by itself again."""
    amend(session, Document, document_id, beside_id=None, beside_as="")


def set_language(session: Session, document_id: int, language: str) -> None:
    """Say which language a document is in, as BCP 47 has it (en, pl, ur): what is not English no machine reads."""
    amend(session, Document, document_id, language=language)


def beside(session: Session, document_id: int) -> list[BesideLine]:
    """What lies beside a document, and what it lies beside itself, in the order in which they came in."""
    document = table_of(Document)
    here = find(session, Document, document_id)
    chosen = live(Document).where(sa.or_(document.c.beside_id == document_id, document.c.id == (here.beside_id or 0)))
    found: list[BesideLine] = []
    for row in session.execute(chosen.order_by(document.c.id)).scalars():
        way = row.beside_as if row.beside_id == document_id else _seen_from(here.beside_as)
        found.append(BesideLine(int(row.id or 0), row.title or row.name, way))
    return found


def _seen_from(way: str) -> str:
    return "original" if way == "translation" else "transcript"
