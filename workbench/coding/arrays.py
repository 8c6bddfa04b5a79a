"""Codings and segments of the whole project as plain arrays: what everything that counts over all of them starts from.

They are read in one go and kept while the project stays as it is. They hold keys and positions, no words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.rows import kept, table_of
from workbench.sources.documents import Document, Segment

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Whole = npt.NDArray[np.int64]

_CODING, _SEGMENT, _DOCUMENT = table_of(Coding), table_of(Segment), table_of(Document)


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """Both by their place: document, then where they start.

    `codings` are rows of document, start, end, code and coder; `segments` are rows of document, start, end and case, 0
    for none. Documents that are gone are in neither. `far` is more than any position: document x `far` + position puts
    all of them on one line.
    """

    codings: Whole
    segments: Whole
    far: int

    def touches(self) -> tuple[Whole, Whole]:
        """Which coding touches which segment, as places in the two, in the order of the codings."""
        import numpy as np

        codings, segments, far = self.codings, self.segments, self.far
        starts, ends = (segments[:, 0] * far + segments[:, cell] for cell in (1, 2))
        first = np.searchsorted(ends, codings[:, 0] * far + codings[:, 1], "right")
        many = np.maximum(np.searchsorted(starts, codings[:, 0] * far + codings[:, 2], "left") - first, 0)
        return expanded(first, many)


def expanded(first: Whole, many: Whole) -> tuple[Whole, Whole]:
    """So many numbers from each first one on: for each of them its place in the two, and the number.

    >>> import numpy as np
    >>> [found.tolist() for found in expanded(np.array([5, 0, 7]), np.array([2, 0, 1]))]
    [[0, 0, 2], [5, 6, 7]]
    """
    import numpy as np

    which = np.repeat(np.arange(len(many)), many)
    return which, np.arange(len(which)) + np.repeat(first - np.cumsum(many) + many, many)


def arrays(session: Session) -> Arrays:
    """Both, as they are now."""
    found: Arrays = kept(session, "arrays", _read)
    return found


def codings_where(session: Session, far: int, *only: sa.ColumnElement[bool]) -> Whole:
    """The codings of which something holds, as in `Arrays`."""
    return _in_order(_codings(session, *only), far)


def _codings(session: Session, *only: sa.ColumnElement[bool]) -> Whole:
    there = sa.select(_DOCUMENT.c.id).where(_DOCUMENT.c.gone.is_(False))
    cells = (_CODING.c.document_id, _CODING.c.start, _CODING.c.end, _CODING.c.code_id, _CODING.c.coder_id)
    return numbers(session, sa.select(*cells).where(_CODING.c.gone.is_(False), _CODING.c.document_id.in_(there), *only))


def _in_order(some: Whole, far: int) -> Whole:
    import numpy as np

    return some[np.argsort(some[:, 0] * far + some[:, 1], kind="stable")]


def _read(session: Session) -> Arrays:
    codings, turns = _codings(session), segments(session)
    far = int(max(codings[:, 2].max(initial=0), turns[:, 2].max(initial=0))) + 2
    return Arrays(_in_order(codings, far), turns, far)


def segments(session: Session) -> Whole:
    """The segments of all documents as in `Arrays`, kept while no document and no turn is written to."""
    found: Whole = kept(session, "segments", _segments, tables=("segment", "document"))
    return found


def _segments(session: Session) -> Whole:
    import numpy as np

    there = sa.select(_DOCUMENT.c.id).where(_DOCUMENT.c.gone.is_(False))
    case = sa.func.coalesce(_SEGMENT.c.case_id, 0).label("case")
    chosen = sa.select(_SEGMENT.c.document_id, _SEGMENT.c.start, _SEGMENT.c.end, case)
    found = numbers(session, chosen.where(_SEGMENT.c.gone.is_(False), _SEGMENT.c.document_id.in_(there)))
    return found[np.lexsort((found[:, 1], found[:, 0]))]


def numbers(session: Session, chosen: sa.Select[Any]) -> Whole:
    """What a statement finds, as rows of whole numbers in no order; none of its cells may be empty.

    The database writes each column as one text, which is read several times as fast as a tuple for every row.
    """
    import numpy as np

    found = chosen.subquery()
    texts = sa.select(*(sa.func.aggregate_strings(sa.cast(cell, sa.String), ",") for cell in found.c))
    row = session.connection().execute(texts).one()
    return np.stack([np.fromstring(text or "", dtype=np.int64, sep=",") for text in row], axis=1)
