"""Names for documents that are to stand beside others of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import sqlalchemy as sa
from sqlmodel import Session

from workbench.rows import find_guid, table_of
from workbench.sources.documents import Document, document_guid


def free_name(session: Session, name: str) -> str:
    """The name with a number, as in `07 (2).md`, for a document that is to stand beside one of the same name."""
    return next(one for one in numbered(name) if find_guid(session, Document, document_guid(session, one)) is None)


def names_by_words(session: Session) -> dict[str, str]:
    """What documents are called, by the SHA-256 of who said what in them as they came in."""
    table = table_of(Document)
    chosen = sa.select(table.c.content, table.c.name).where(table.c.gone.is_(False), table.c.content != "")
    return {row.content: row.name for row in session.execute(chosen)}


def numbered(name: str) -> Iterator[str]:
    """The name with 2, 3 and so on in it, before its suffix.

    >>> next(numbered("07.md")), next(numbered("Interview 7"))
    ('07 (2).md', 'Interview 7 (2)')
    """
    stem, end = (name[: name.rindex(".")], name[name.rindex(".") :]) if "." in name else (name, "")
    return (f"{stem} ({number}){end}" for number in count(2))
