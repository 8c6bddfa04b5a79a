"""Quotes with what is known of the people who said them, as far as an audience may know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.display import forms, in_form
from workbench.coding.retrieval import Passage
from workbench.governance.quoting import Quote
from workbench.rows import table_of
from workbench.sources.cases import attributes_of
from workbench.sources.documents import Document

WITHHELD = "withheld by us"
EDITED = "edited for reading"


def in_their_form(session: Session, through: Sequence[Quote[Passage]]) -> list[Quote[Passage]]:
    """Quotes as they are shown, with a mark on those that somebody cut or put words in; the verbatim stays beside it.

    What is shown in other words already is left as it is.
    """
    kept = forms(session)
    if not kept:
        return list(through)
    found = []
    for quote in through:
        one = quote.passage
        form = in_form(kept.get((one.document_id, one.start, one.end)), one.text)
        if form and not quote.paraphrase:
            quote = replace(quote, form=form, mark="; ".join(filter(None, [quote.mark, EDITED])))
        found.append(quote)
    return found


def descriptors(session: Session, names: Sequence[str], threshold: int) -> dict[int, tuple[str, ...]]:
    """What may be printed of each person beside a quote: a value under each of these attributes.

    Outside the team a value is printed as long as at least `threshold` people share it and all that stand before it; from the
    first that fewer share, nothing more is. Empty: not recorded.
    """
    known = attributes_of(session)
    shared = Counter(
        tuple(one.get(name, "") for name in names[:length])
        for one in known.values()
        for length in range(1, 1 + len(names))
    )
    return {case: _told(one, names, shared, threshold) for case, one in known.items()}


def _told(
    one: Mapping[str, str], names: Sequence[str], shared: Mapping[tuple[str, ...], int], threshold: int
) -> tuple[str, ...]:
    """One person's values, those that too few share withheld."""
    values = tuple(one.get(name, "") for name in names)
    enough = [shared[values[: length + 1]] >= threshold for length in range(len(names))]
    return tuple(value if all(enough[: at + 1]) else WITHHELD for at, value in enumerate(values))


def names_of_documents(session: Session, *, team: bool) -> dict[str, str]:
    """What each document is called beside a quote, by its name: for the team its file, for others no more than its kind.

    A file's name may say a person, a place or a post that is withheld elsewhere, so a transcript gets a number instead.
    """
    numbers = count(1)
    table = table_of(Document)
    listed = sa.select(table.c.name, table.c.kind).where(table.c.gone.is_(False)).order_by(table.c.id)
    return {
        name: name if team or kind == "question" else f"{kind} {next(numbers)}"
        for name, kind in session.execute(listed)
    }


def of_people(known: Mapping[int, tuple[str, ...]], cases: Iterable[int], width: int) -> tuple[str, ...]:
    """What may be printed of all the people of one quote, a cell an attribute."""
    told = [known.get(case, ("",) * width) for case in cases]
    return tuple("; ".join(dict.fromkeys(filter(None, (one[at] for one in told)))) for at in range(width))
