"""Codes that meet: two codes on words that they share, by at least one character.

Any two codings that overlap meet, whoever made them; ask for one coder to leave out meetings between coders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.tree import read_tree
from workbench.rows import table_of
from workbench.sources.documents import Document, Segment

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

STEP = 200_000
"""Codings looked at together, so that memory stays small whatever the project's size."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two codes that meet: in how many places, in how many people's words. `code_a` comes first in the codebook."""

    a_id: int
    b_id: int
    code_a: str
    code_b: str
    passages: int
    """Pairs of codings that overlap."""
    cases: int
    """People whose words are in an overlap."""


def cooccurrence(
    session: Session, *, coder: int | None = None, seen: sa.ColumnElement[bool] | None = None
) -> list[Meeting]:
    """Every two codes that meet, those that meet most first.

    Args:
        session: A session to read with.
        coder: Only this coder's codings.
        seen: Only codings of which this holds: what a coder who reads blind sees.
    """
    tree = read_tree(session)
    order = {key: place for place, key in enumerate(tree.order)}
    codings = _codings(session, coder, seen, order)
    if not len(codings):
        return []
    passages, cases = _count(codings, _segments(session), len(order))
    lines = []
    for pair, number in passages.items():
        a, b = (tree.order[place] for place in divmod(pair, len(order)))
        lines.append(Meeting(a, b, tree.path(a), tree.path(b), number, cases.get(pair, 0)))
    return sorted(lines, key=lambda line: (-line.passages, order[line.a_id], order[line.b_id]))


def _rows(session: Session, chosen: sa.Select[Any], columns: int) -> Numbers:
    """Whole numbers from a query, a row a line."""
    import numpy as np

    rows = session.connection().execute(chosen).fetchall()
    return np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, columns)


def _codings(
    session: Session, coder: int | None, seen: sa.ColumnElement[bool] | None, order: dict[int, int]
) -> Numbers:
    """Document, start, end and the code's place of each coding, by place in the text."""
    import numpy as np

    coding, document = table_of(Coding), table_of(Document)
    chosen = (
        sa.select(coding.c.document_id, coding.c.start, coding.c.end, coding.c.code_id)
        .select_from(coding.join(document, document.c.id == coding.c.document_id))
        .where(coding.c.gone.is_(False), document.c.gone.is_(False))
    )
    if coder is not None:
        chosen = chosen.where(coding.c.coder_id == coder)
    if seen is not None:
        chosen = chosen.where(seen)
    found = _rows(session, chosen, 4)
    place = np.full(max([*order, *found[:, 3].tolist(), 0]) + 1, -1, dtype=np.int64)
    for key, at in order.items():
        place[key] = at
    found[:, 3] = place[found[:, 3]]
    found = found[found[:, 3] >= 0]
    return found[np.lexsort((found[:, 1], found[:, 0]))]


def _segments(session: Session) -> Numbers:
    """Document, start, end and case of each segment (0 for none), by place in the text."""
    segment = table_of(Segment)
    chosen = (
        sa.select(segment.c.document_id, segment.c.start, segment.c.end, sa.func.coalesce(segment.c.case_id, 0))
        .where(segment.c.gone.is_(False))
        .order_by(segment.c.document_id, segment.c.start)
    )
    return _rows(session, chosen, 4)


def _count(codings: Numbers, segments: Numbers, codes: int) -> tuple[dict[int, int], dict[int, int]]:
    """Meetings and people by pair of codes, the pair as first place x number of codes + second."""
    import numpy as np

    far = int(max(codings[:, 2].max(), segments[:, 2].max() if len(segments) else 0)) + 2
    met: dict[int, int] = {}
    people: list[Numbers] = []
    most = int(segments[:, 3].max()) + 1 if len(segments) else 1
    for first, second in _overlaps(codings[:, 0] * far + codings[:, 1], codings[:, 0] * far + codings[:, 2]):
        one, other = codings[first, 3], codings[second, 3]
        apart = one != other
        first, second, one, other = first[apart], second[apart], one[apart], other[apart]
        pair = np.minimum(one, other) * codes + np.maximum(one, other)
        keys, numbers = np.unique(pair, return_counts=True)
        for key, number in zip(keys.tolist(), numbers.tolist(), strict=True):
            met[key] = met.get(key, 0) + number
        begin = codings[second, 0] * far + codings[second, 1]
        finish = codings[second, 0] * far + np.minimum(codings[first, 2], codings[second, 2])
        people.append(_whose(pair, begin, finish, segments, far, most))
    together = np.unique(np.concatenate(people)) if people else np.empty(0, np.int64)
    keys, numbers = np.unique(together // most, return_counts=True)
    return met, dict(zip(keys.tolist(), numbers.tolist(), strict=True))


def _overlaps(begin: Numbers, end: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Which codings overlap which, as positions in arrays sorted by `begin`; the first of a pair begins first."""
    import numpy as np

    after = np.arange(len(begin)) + 1
    number = np.maximum(np.searchsorted(begin, end, "left") - after, 0)
    for at in range(0, len(begin), STEP):
        some = number[at : at + STEP]
        first = np.repeat(np.arange(at, at + len(some)), some)
        second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(some) - some, some)
        yield first, second


def _whose(pair: Numbers, begin: Numbers, finish: Numbers, segments: Numbers, far: int, most: int) -> Numbers:
    """Each pair with each case whose words lie in the overlap, as pair x `most` + case, each once."""
    import numpy as np

    if not len(segments):
        return np.empty(0, np.int64)
    starts, ends = segments[:, 0] * far + segments[:, 1], segments[:, 0] * far + segments[:, 2]
    first = np.searchsorted(ends, begin, "right")
    last = np.searchsorted(starts, finish, "left")
    number = np.maximum(last - first, 0)
    which = np.repeat(np.arange(len(pair)), number)
    at = np.repeat(first, number) + np.arange(len(which)) - np.repeat(np.cumsum(number) - number, number)
    case = segments[at, 3]
    return np.unique((pair[which] * most + case)[case > 0])
