"""Quotes with what is known of the people who said them, as far as an audience may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.by_group import materials
from workbench.coding.display import FormLine, forms
from workbench.coding.retrieval import Passage
from workbench.coding.voices import as_shown
from workbench.governance.clues import clues
from workbench.governance.descriptions import told
from workbench.governance.quoting import Quote
from workbench.rows import table_of
from workbench.sources.cases import attributes_of
from workbench.sources.document_names import titles
from workbench.sources.documents import Document, Segment

EDITED = "edited for reading"
NOT_NAMED = "name left off"


@dataclass(frozen=True, slots=True)
class Said:
    """Some words of one segment on their way to the door."""

    key: int
    """What they are known by beyond the door: a suggestion's key, or a segment's."""
    document: str
    start: int
    end: int
    text: str
    case_id: int | None

    @property
    def case_ids(self) -> tuple[int, ...]:
        """Whose words they are."""
        return () if self.case_id is None else (self.case_id,)

    @property
    def unattributed(self) -> bool:
        """Whether nobody's consent can be looked up for them."""
        return self.case_id is None


def in_their_form(session: Session, through: Sequence[Quote[Passage]]) -> list[Quote[Passage]]:
    """Quotes as they are shown, with a mark on those that somebody cut or put words in; the verbatim stays beside it.

    Where several speak in one it says which words are whose. What is shown in other words already is left as it is.
    """
    kept = forms(session)
    return [
        quote
        if quote.paraphrase or not (kept or quote.passage.voices)
        else _in_its_form(quote, kept.get((quote.passage.document_id, quote.passage.start, quote.passage.end)))
        for quote in through
    ]


def _in_its_form(quote: Quote[Passage], kept: FormLine | None) -> Quote[Passage]:
    one = quote.passage
    form, edited = as_shown(kept, one.text, one.voices)
    if edited and quote.risk and _tells_more(form, one.text):
        form, edited = as_shown(None, one.text, one.voices)
    mark = "; ".join(filter(None, [quote.mark, EDITED if edited else ""]))
    return replace(quote, form=form if form != one.text else "", mark=mark)


def _tells_more(form: str, verbatim: str) -> bool:
    """Whether the form of a quote holds what could tell who it is, and the words themselves do not."""
    shown, said = clues(form), clues(verbatim)
    kinds = (*shown.names_them, *shown.may_name, *shown.tells)
    return not {*kinds} <= {*said.names_them, *said.may_name, *said.tells}


def descriptors(session: Session, names: Sequence[str], fewest: int) -> dict[int, tuple[str, ...]]:
    """What may be printed of each person beside a quote: a value under each of these attributes; empty: not recorded.

    Every line that is printed is shared by at least `fewest` people of the same sample: the people of the interviews, those
    of each survey, those heard in both. Below 2 everything is printed.
    """
    known = attributes_of(session)
    samples: dict[frozenset[str], dict[int, tuple[str, ...]]] = defaultdict(dict)
    heard = _heard_in(session) if fewest > 1 else {}
    for case in {*known, *heard}:
        values = known.get(case, {})
        samples[heard.get(case, frozenset())][case] = tuple(values.get(name, "") for name in names)
    return {case: line for people in samples.values() for case, line in told(people, fewest).items()}


def _heard_in(session: Session) -> dict[int, frozenset[str]]:
    """The kinds of material in which each person was heard."""
    segment, found = table_of(Segment), defaultdict[int, set[str]](set)
    spoke = sa.select(segment.c.case_id, segment.c.document_id).where(
        segment.c.gone.is_(False), segment.c.case_id.is_not(None)
    )
    kinds = materials(session)
    for case, document in session.execute(spoke.distinct()):
        if document in kinds:
            found[case].add(kinds[document])
    return {case: frozenset(some) for case, some in found.items()}


def whose(quote: Quote[Passage], documents: Mapping[str, str]) -> tuple[str, str]:
    """Who said a quote, and in which document, as far as that may be said; `documents` is what each is called."""
    one = quote.passage
    called = documents[one.document]
    if quote.named:
        return "; ".join(one.cases) or one.speaker or "not named", called
    return NOT_NAMED, called.rstrip("0123456789 ") if called != one.document else called


def names_of_documents(session: Session, *, team: bool, titled: bool = False) -> dict[str, str]:
    """What each document is called beside a quote, by its name: for others than the team no more than its kind.

    For the team it is its file, by which tables are joined, or where it is only read (`titled`) what rooms call it.
    A file's name may say a person, a place or a post that is withheld elsewhere, so a transcript gets a number instead.
    """
    if team and titled:
        return titles(session)
    numbers = count(1)
    table = table_of(Document)
    listed = sa.select(table.c.name, table.c.kind).where(table.c.gone.is_(False)).order_by(table.c.id)
    return {
        name: name if team or kind == "question" else f"{kind} {next(numbers)}"
        for name, kind in session.execute(listed)
    }


def place_told(
    document: str, start: int, end: int, called: Mapping[str, str], *, team: bool
) -> tuple[str, int | None, int | None]:
    """Where something stands; outside the team only in what kind of document, or its passages make portraits.

    `called` is what `names_of_documents` gives; a document that is no longer there is one of no kind.
    """
    if team:
        return document, start, end
    name = called.get(document, "a document")
    return name.rstrip("0123456789 ") if name != document else name, None, None


def of_people(known: Mapping[int, tuple[str, ...]], cases: Iterable[int], width: int) -> tuple[str, ...]:
    """What may be printed of all the people of one quote, a cell an attribute."""
    told = [known.get(case, ("",) * width) for case in cases]
    return tuple("; ".join(dict.fromkeys(filter(None, (one[at] for one in told)))) for at in range(width))
