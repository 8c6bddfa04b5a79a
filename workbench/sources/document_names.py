"""Names for documents that are to stand beside others of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from sqlmodel import Session

from workbench.rows import find_guid
from workbench.sources.documents import Document, document_guid


def free_name(session: Session, name: str) -> str:
    """The name with a number, as in `07 (2).md`, for a document that is to stand beside one of the same name."""
    return next(one for one in numbered(name) if find_guid(session, Document, document_guid(session, one)) is None)


def numbered(name: str) -> Iterator[str]:
    """The name with 2, 3 and so on in it, before its suffix.

    >>> next(numbered("07.md")), next(numbered("Interview 7"))
    ('07 (2).md', 'Interview 7 (2)')
    """
    stem, end = (name[: name.rindex(".")], name[name.rindex(".") :]) if "." in name else (name, "")
    return (f"{stem} ({number}){end}" for number in count(2))
