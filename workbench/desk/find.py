"""Finding passages: words, phrases, beginnings of words, patterns, narrowed by who speaks, where, and under which code.

What is held back for safeguarding is not found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.retrieval import touched
from workbench.coding.tree import read_tree
from workbench.errors import WorkbenchError
from workbench.governance.flags import held_spans
from workbench.rows import table_of
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.documents import Document, Segment
from workbench.sources.search import Hit, find_words, folded, hits_of, understood
from workbench.sources.speakers import Speaker
from workbench.text import Span

FILTERS = ("speaker", "role", "person", "document", "code")
"""What a search can be narrowed by, beside the name of any attribute."""
_PART = re.compile(
    r'(?P<name>[\w-]+):(?:"(?P<quoted>[^"]*)"?|(?P<bare>\S+))|/(?P<regex>(?:\\.|[^/\\])+)/|(?P<word>"[^"]*"?|\S+)'
)
_PAGE = 500
_STOP_EVERY = 512


class SearchIsUnclearError(WorkbenchError):
    """That search cannot be read."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: words as they were typed, a pattern, and filters as (name, value)."""

    words: str = ""
    pattern: re.Pattern[str] | None = None
    filters: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for yet."""
        return self.pattern is None and not self.filters and not understood(self.words).groups


def wanted(typed: str) -> Wanted:
    """What was typed, taken apart. Raises SearchIsUnclearError for a pattern that cannot be read.

    >>> wanted('dark "bus stop" person:Kez code:"On journeys"').filters
    (('person', 'Kez'), ('code', 'On journeys'))
    """
    words: list[str] = []
    filters: list[tuple[str, str]] = []
    pattern: re.Pattern[str] | None = None
    for match in _PART.finditer(typed):
        if match["name"] is not None:
            filters.append((match["name"], match["quoted"] if match["quoted"] is not None else match["bare"]))
        elif match["regex"] is not None:
            try:
                pattern = re.compile(match["regex"], re.IGNORECASE)
            except re.error as reason:
                raise SearchIsUnclearError(f"The pattern /{match['regex']}/ cannot be read: {reason.msg}.") from None
        else:
            words.append(match["word"])
    ends = " " if typed[-1:].isspace() else ""
    return Wanted(" ".join(words) + ends, pattern, tuple(filters))


def find(session: Session, typed: str, *, limit: int = 50, stopped: Callable[[], bool] = lambda: False) -> list[Hit]:
    """The passages that are looked for, in the order in which they came into the project, at most `limit`.

    Args:
        session: a session to read with.
        typed: words, "a phrase", the beginning of a word, /a pattern/, and filters such as role:interviewer,
            person:Kez, document:survey, code:Lighting or age:16-17; all of them hold.
        limit: at most so many.
        stopped: asked now and then whether the answer is no longer wanted; a question that SQLite is still busy with
            is broken off, and what was found until then is the answer.

    Raises SearchIsUnclearError.
    """
    asked = wanted(typed)
    if asked.is_empty:
        return []
    allowed = _allowed(session, asked.filters) if asked.filters else None
    held = held_spans(session)

    def may(hit: Hit) -> bool:
        spans = held.get(hit.document_id)
        return not spans or not any(span.touches(Span(hit.segment_start, hit.segment_end)) for span in spans)

    if asked.pattern is not None:
        found = _by_pattern(session, asked, allowed, stopped)
    elif understood(asked.words).groups:
        found = _by_words(session, asked.words, allowed, stopped, limit if allowed is None else _PAGE)
    else:
        found = iter(hits_of(session, sorted(allowed or ())[: limit * 2]))
    hits: list[Hit] = []
    with session.info["unless"](stopped):
        hits.extend(islice((hit for hit in found if may(hit)), limit))
    return hits


def _by_words(
    session: Session, words: str, allowed: set[int] | None, stopped: Callable[[], bool], most: int
) -> Iterator[Hit]:
    """Passages with all the words, `most` at a time, those that the filters let through."""
    offset = 0
    while not stopped():
        page = find_words(session, words, limit=most, offset=offset)
        yield from (hit for hit in page if allowed is None or hit.segment_id in allowed)
        if len(page) < most:
            return
        offset += most


def _by_pattern(
    session: Session, asked: Wanted, allowed: set[int] | None, stopped: Callable[[], bool]
) -> Iterator[Hit]:
    """Passages in which the pattern stands, and every word that was typed beside it."""
    pattern = asked.pattern
    assert pattern is not None
    words = [" ".join(group) for group in understood(asked.words).groups]
    segment, document = table_of(Segment), table_of(Document)
    rows = session.execute(
        sa.select(segment.c.id, segment.c.text)
        .join(document, document.c.id == segment.c.document_id)
        .where(segment.c.gone.is_(False), document.c.gone.is_(False))
        .order_by(segment.c.id)
        .execution_options(yield_per=_STOP_EVERY)
    )
    for count, (key, text) in enumerate(rows):
        if count % _STOP_EVERY == 0 and stopped():
            return
        if allowed is not None and key not in allowed:
            continue
        match = pattern.search(text)
        if match and all(folded(word) in folded(text) for word in words):
            yield from hits_of(session, [key], at=(match.start(), match.end()))


def _allowed(session: Session, filters: tuple[tuple[str, str], ...]) -> set[int]:
    """The keys of the passages that every filter lets through."""
    found: set[int] | None = None
    for name, value in filters:
        keys = _filtered(session, name.casefold(), value)
        found = keys if found is None else found & keys
    return found or set()


def _filtered(session: Session, name: str, value: str) -> set[int]:
    segment = table_of(Segment)
    chosen = sa.select(segment.c.id).where(segment.c.gone.is_(False))
    speaker, document, case = table_of(Speaker), table_of(Document), table_of(Case)
    match name:
        case "speaker":
            keys = _like(session, speaker, speaker.c.label, value)
            chosen = chosen.where(segment.c.speaker_id.in_(keys))
        case "role":
            keys = _like(session, speaker, speaker.c.role, value)
            chosen = chosen.where(segment.c.speaker_id.in_(keys))
        case "person":
            chosen = chosen.where(segment.c.case_id.in_(_like(session, case, case.c.label, value)))
        case "document":
            named = _like(session, document, document.c.name, value)
            keys = [*named, *_like(session, document, document.c.title, value)]
            chosen = chosen.where(segment.c.document_id.in_(keys))
        case "code":
            return _coded(session, value)
        case _:
            chosen = chosen.where(segment.c.case_id.in_(_known(session, name, value)))
    return set(session.execute(chosen).scalars())


def _like(session: Session, table: sa.Table, column: sa.ColumnElement[str], value: str) -> list[int]:
    """The keys of the rows whose name is the value, else of those whose name holds it; capitals do not matter."""
    rows = session.execute(sa.select(table.c.id, column).where(table.c.gone.is_(False))).all()
    plain = folded(value)
    same = [key for key, text in rows if folded(text) == plain]
    return same or [key for key, text in rows if plain and plain in folded(text)]


def _known(session: Session, name: str, value: str) -> list[int]:
    """The people of whom an attribute has that value. Raises SearchIsUnclearError where there is no such attribute."""
    attribute, said = table_of(Attribute), table_of(AttributeValue)
    names = {
        re.sub(r"\W|_", "", folded(row.name)): (row.id, row.name)
        for row in session.execute(sa.select(attribute.c.id, attribute.c.name).where(attribute.c.gone.is_(False)))
    }
    key = names.get(re.sub(r"\W|_", "", folded(name)))
    if key is None:
        some = ", ".join(known for _, known in [*names.values()][:6])
        raise SearchIsUnclearError(
            f"There is nothing called “{name}” to narrow by. There are {', '.join(FILTERS)}"
            + (f", {some}." if some else ".")
        )
    rows = session.execute(
        sa.select(said.c.case_id, said.c.value).where(said.c.attribute_id == key[0], said.c.gone.is_(False))
    )
    return [case for case, text in rows if folded(text) == folded(value)]


def _coded(session: Session, value: str) -> set[int]:
    tree = read_tree(session)
    plain = folded(value)
    keys = [key for key in tree.order if plain and plain in folded(tree.path(key))]
    coding, segment = table_of(Coding), table_of(Segment)
    chosen = sa.select(segment.c.id).select_from(touched()).where(coding.c.gone.is_(False), coding.c.code_id.in_(keys))
    return set(session.execute(chosen.distinct()).scalars())
