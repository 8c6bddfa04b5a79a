"""Which passages could be quoted beside a finding, of a good length first: found for thousands of findings at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.arrays import numbers
from workbench.coding.by_person import GOOD_LENGTH
from workbench.coding.codings import Coding
from workbench.rows import Written, kept, table_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Whole = npt.NDArray[np.int64]

_FIRST = 64
"""So many of a code are looked at before all of it are."""
_CODE, _DOCUMENT, _FAR, _KEY = range(4)


@dataclass(frozen=True, slots=True, eq=False)
class Quotable:
    """Every passage that speaks for its code, as rows of code, document, how far from a good length, key, in that order."""

    rows: Whole
    starts: dict[int, tuple[int, int]]
    """Where the rows of each code begin and end."""
    known: dict[tuple[frozenset[int], frozenset[int], int], tuple[int, ...]] = field(default_factory=dict)
    """The best of codes in documents, as they are looked up."""

    def best(self, codes: frozenset[int], documents: frozenset[int], number: int) -> tuple[int, ...]:
        """The best passages of some codes in some documents, as keys, the best first."""
        asked = codes, documents, number
        if asked not in self.known:
            self.known[asked] = self._best(*asked)
        return self.known[asked]

    def _best(self, codes: Iterable[int], documents: Collection[int], number: int) -> tuple[int, ...]:
        found: list[tuple[int, int]] = []
        for code in codes:
            begin, end = self.starts.get(code, (0, 0))
            few = self._among(begin, min(end, begin + _FIRST), documents)
            found += (few if len(few) >= number or end <= begin + _FIRST else self._among(begin, end, documents))[
                :number
            ]
        return tuple(key for _, key in sorted(found)[:number])

    def _among(self, begin: int, end: int, documents: Collection[int]) -> list[tuple[int, int]]:
        """Of some rows those in these documents, as how far and which."""
        return [(row[_FAR], row[_KEY]) for row in self.rows[begin:end].tolist() if row[_DOCUMENT] in documents]


def quotable(session: Session) -> Quotable:
    """The passages as they are now; after a change the codes that it touched are read anew."""
    found: Quotable = kept(session, "quotable", _read, tables=("coding",), renew=_renewed)
    return found


def _read(session: Session) -> Quotable:
    return _in_order(_rows(session))


def _renewed(session: Session, known: Quotable, written: list[Written]) -> Quotable | None:
    """What is known, with the codes anew of which a coding was written; None where too much was."""
    import numpy as np

    if any(one.first != one.last or one.op == "D" for one in written):
        return None
    t = table_of(Coding).c
    keys = {one.first for one in written}
    if len(keys) > _FIRST:
        return None
    codes = set(session.execute(sa.select(t.code_id).where(t.id.in_(keys)).distinct()).scalars())
    codes |= {one.old["code_id"] for one in written if one.old and "code_id" in one.old}
    rest = known.rows[~np.isin(known.rows[:, _CODE], list(codes))]
    now = _in_order(np.concatenate((rest, _rows(session, t.code_id.in_(codes)))))
    now.known.update((asked, best) for asked, best in known.known.items() if codes.isdisjoint(asked[0]))
    return now


def _rows(session: Session, *only: sa.ColumnElement[bool]) -> Whole:
    t = table_of(Coding).c
    far = sa.func.abs(t.end - t.start - GOOD_LENGTH).label("far")
    cells: tuple[Any, ...] = (t.code_id, t.document_id, far, t.id)
    return numbers(session, sa.select(*cells).where(t.gone.is_(False), t.direction == "for", *only))


def _in_order(rows: Whole) -> Quotable:
    import numpy as np

    rows = rows[np.lexsort((rows[:, _KEY], rows[:, _FAR], rows[:, _CODE]))]
    codes, begins = np.unique(rows[:, _CODE], return_index=True)
    bounds = [*begins.tolist(), len(rows)]
    return Quotable(rows, dict(zip(codes.tolist(), pairwise(bounds), strict=True)))
