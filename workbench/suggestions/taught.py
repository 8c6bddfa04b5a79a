"""Taught: what codes are learned from, as far as the machine may read it.

Passages with every code that people gave them; passages that somebody who codes in a document read to the end and left
without a code; and codes that people took off a proposal. Evidence given against a code is no example of it, nor of its
absence. Of who reads blind only their own work counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.blind import reads_blind
from workbench.coding.codings import Coding
from workbench.rows import live, table_of
from workbench.sources.coders import Coder
from workbench.sources.readings import read_segments
from workbench.suggestions.covered import Covered, Given
from workbench.suggestions.nearest import Coded
from workbench.suggestions.review import Suggestion
from workbench.text import Span


class Words(Protocol):
    """A segment that the machine may read."""

    @property
    def segment_id(self) -> int:
        """Its key."""
        ...

    @property
    def document_id(self) -> int:
        """The key of its document."""
        ...

    @property
    def start(self) -> int:
        """Where it begins in its document."""
        ...

    @property
    def text(self) -> str:
        """Its words."""
        ...

    @property
    def coded(self) -> bool:
        """Whether anybody has coded any of it."""
        ...


def covered_by(session: Session) -> dict[int, Covered]:
    """Where codes are, by document, in order; of who reads blind only their own."""
    table = table_of(Coding)
    cells = ("document_id", "start", "end", "code_id", "coder_id", "direction")
    chosen = live(Coding).with_only_columns(*(table.c[cell] for cell in cells))
    only = _only(session)
    if only is not None:
        chosen = chosen.where(table.c.coder_id == only)
    found: dict[int, list[Given]] = defaultdict(list)
    for document, start, end, code, coder, direction in session.execute(chosen):
        found[document].append(Given(Span(start, end), code, coder, direction == "against"))
    return {document: Covered(places) for document, places in found.items()}


def coded_passages(
    session: Session, segments: Sequence[Words], covered: Mapping[int, Covered], codes: frozenset[int]
) -> Iterator[Coded]:
    """What there is to learn from among the segments that may be read, in their order.

    Args:
        session: Any session.
        segments: What the machine may read, and nothing else.
        covered: Where codes are, from `covered_by`.
        codes: The codes that are in use.
    """
    rejected = _rejected(session)
    read = _read_without(session, segments, covered)
    for segment in segments:
        whole = Span(segment.start, segment.start + len(segment.text))
        places = covered[segment.document_id].touching(whole) if segment.document_id in covered else []
        refused = rejected.get(segment.segment_id, {})
        yield from _passages(segment, places, refused)
        if not places and segment.segment_id in read:
            yield Coded(segment.text, frozenset())
            continue
        for span, some in _by_span(refused).items():
            if not any(one.span.touches(span) for one in places) and some & codes:
                yield Coded(_words(segment, span), frozenset(), codes - some)


def _passages(segment: Words, places: Sequence[Given], refused: Mapping[int, Span]) -> Iterator[Coded]:
    """Each span that was coded, with all codes that touch it."""
    for span in sorted({one.span for one in places}):
        here = _words(segment, span)
        given = frozenset(one.code for one in places if one.span.touches(span) and not one.against)
        against = frozenset(one.code for one in places if one.span.touches(span) and one.against)
        if any(character.isalnum() for character in here) and (given or against):
            yield Coded(here, given, against - given - refused.keys())


def _words(segment: Words, span: Span) -> str:
    return segment.text[max(span.start - segment.start, 0) : max(span.end - segment.start, 0)]


def _by_span(refused: Mapping[int, Span]) -> dict[Span, frozenset[int]]:
    found: dict[Span, set[int]] = defaultdict(set)
    for code, span in refused.items():
        found[span].add(code)
    return {span: frozenset(found[span]) for span in sorted(found)}


def _rejected(session: Session) -> dict[int, dict[int, Span]]:
    """For each segment the codes that people took off, and the words they were proposed for."""
    table = table_of(Suggestion)
    chosen = live(Suggestion).with_only_columns(
        table.c.segment_id, table.c.code_id, table.c.start, table.c.end, table.c.id
    )
    chosen = chosen.where(table.c.status == "rejected").order_by(table.c.document_id, table.c.start, table.c.id)
    only = _only(session)
    if only is not None:
        chosen = chosen.where(table.c.decided_by == only)
    found: dict[int, dict[int, Span]] = defaultdict(dict)
    for segment, code, start, end, _ in session.execute(chosen):
        found[segment][code] = Span(start, end)
    return found


def _read_without(session: Session, segments: Iterable[Words], covered: Mapping[int, Covered]) -> frozenset[int]:
    """Segments that somebody read to the end, of documents in which they coded something."""
    documents = {segment.document_id for segment in segments}
    found: set[int] = set()
    for document in sorted(documents & covered.keys()):
        for coder in covered[document].coders:
            found |= read_segments(session, coder, document)
    return frozenset(found)


def _only(session: Session) -> int | None:
    """The coder whose work alone counts, 0 where they have none yet; None where everybody's does."""
    if not reads_blind(session):
        return None
    coder = table_of(Coder)
    chosen: Any = sa.select(coder.c.id).where(coder.c.name == session.info["who"], coder.c.gone.is_(False))
    return session.execute(chosen).scalars().first() or 0
