"""Names for documents that stand beside others: a number where one is taken, and the end where many begin alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

import sqlalchemy as sa
from sqlmodel import Session

from workbench.rows import find_guid, table_of
from workbench.sources.documents import Document, document_guid


def free_name(session: Session, name: str) -> str:
    """The name with a number, as in `07 (2).md`, for a document that is to stand beside one of the same name."""
    return next(one for one in numbered(name) if find_guid(session, Document, document_guid(session, one)) is None)


def names_by_words(session: Session) -> dict[str, str]:
    """What documents are called, the first of those that are alike, by the SHA-256 of who said what in them as they came in."""
    table = table_of(Document)
    chosen = sa.select(table.c.content, table.c.name).where(table.c.gone.is_(False), table.c.content != "")
    chosen = chosen.order_by(table.c.id.desc())
    return {row.content: row.name for row in session.execute(chosen)}


_DOCUMENT = table_of(Document)
CALLED = sa.func.coalesce(sa.func.nullif(_DOCUMENT.c.title, ""), _DOCUMENT.c.name)
"""What every list calls a document: its title, where it has one, else its name."""


def titles(session: Session) -> dict[str, str]:
    """What every list calls a document, by its name."""
    listed = session.execute(sa.select(_DOCUMENT.c.name, CALLED).where(_DOCUMENT.c.gone.is_(False)))
    return {row[0]: row[1] for row in listed}


def numbered(name: str) -> Iterator[str]:
    """The name with 2, 3 and so on in it, before its suffix.

    >>> next(numbered("07.md")), next(numbered("Interview 7"))
    ('07 (2).md', 'Interview 7 (2)')
    """
    stem, end = (name[: name.rindex(".")], name[name.rindex(".") :]) if "." in name else (name, "")
    return (f"{stem} ({number}){end}" for number in count(2))


LIKE_BEGINNING = 3
"""So many words that titles begin with alike say nothing of which is which, where there is little room."""


def told_apart(titles: Sequence[str]) -> list[str]:
    """The titles for a narrow list: words that another title begins with too give way to …, three of them or more.

    >>> told_apart(["Transcript of interview with Kez", "Transcript of interview with Amina", "Field notes"])
    ['… Kez', '… Amina', 'Field notes']
    """
    split = [title.split() for title in titles]
    begins = Counter(tuple(words[:many]) for words in split for many in range(LIKE_BEGINNING, len(words)))
    told = []
    for title, words in zip(titles, split, strict=True):
        alike = max((many for many in range(LIKE_BEGINNING, len(words)) if begins[tuple(words[:many])] > 1), default=0)
        told.append(f"… {' '.join(words[alike:])}" if alike else title)
    return told
