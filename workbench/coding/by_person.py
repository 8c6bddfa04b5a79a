"""Codings by person: every coding that speaks for its code with each person whose words it touches, as plain numbers.

What counts people behind codes all over the project starts from it. It is kept, and after a change only codings that were
written are read anew. It holds keys and lengths, no words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.arrays import Arrays, numbers, segments
from workbench.coding.codings import Coding
from workbench.rows import CHUNK, Written, kept, table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Whole = npt.NDArray[np.int64]

CODE, CASE, CODING, FAR, DOCUMENT = range(5)
"""The columns of the rows; `FAR` is how far a coding is from a length that stands well in a table, in characters."""
GOOD_LENGTH = 160
"""So many letters make a quote that stands well in a table."""
READ_FROM = ("coding", "segment", "document", "cases")


def codings_by_person(session: Session) -> Whole:
    """Rows of code, case, coding, how far from a good length, and document; in this order of code, far and coding."""
    found: Whole = kept(session, "codings by person", _read, tables=READ_FROM, renew=_renewed)
    return found


def _read(session: Session) -> Whole:
    return _in_order(_rows(session))


def _renewed(session: Session, known: Whole, written: list[Written]) -> Whole | None:
    """What is known, with the codings anew that were written; None where more than a few codings were."""
    import numpy as np

    if any(one.table != "coding" or one.op == "D" for one in written):
        return None
    keys = {key for one in written for key in range(one.first, min(one.last, one.first + CHUNK) + 1)}
    if len(keys) > CHUNK:
        return None
    rest = known[~np.isin(known[:, CODING], np.array(sorted(keys), dtype=np.int64))]
    now = _in_order(_rows(session, table_of(Coding).c.id.in_(keys)))
    if not len(now):
        return rest
    places = [_place(rest, row) for row in now]
    return np.insert(rest, places, now, axis=0)


def _place(rows: Whole, row: Whole) -> int:
    """Where a row belongs among rows in order."""
    import numpy as np

    first, last = np.searchsorted(rows[:, CODE], (row[CODE], row[CODE] + 1))
    begin, end = np.searchsorted(rows[first:last, FAR], (row[FAR], row[FAR] + 1))
    return int(first + begin + np.searchsorted(rows[first + begin : first + end, CODING], row[CODING]))


def _rows(session: Session, *only: sa.ColumnElement[bool]) -> Whole:
    """The rows of all codings, or of those of which something holds, in no order."""
    import numpy as np

    coding, document, case = table_of(Coding), table_of(Document), table_of(Case)
    there = sa.select(document.c.id).where(document.c.gone.is_(False))
    cells: tuple[Any, ...] = (coding.c.document_id, coding.c.start, coding.c.end, coding.c.code_id, coding.c.id)
    codings = numbers(
        session,
        sa.select(*cells).where(
            coding.c.gone.is_(False), coding.c.direction == "for", coding.c.document_id.in_(there), *only
        ),
    )
    turns = segments(session)
    far = int(max(codings[:, 2].max(initial=0), turns[:, 2].max(initial=0))) + 2
    which, at = Arrays(codings, turns, far).touches()
    living = session.execute(sa.select(case.c.id).where(case.c.gone.is_(False))).scalars()
    people = turns[at, 3]
    keep = np.isin(people, np.fromiter(living, dtype=np.int64))
    which, people = which[keep], people[keep]
    length = codings[which, 2] - codings[which, 1]
    columns = (codings[which, 3], people, codings[which, 4], np.abs(length - GOOD_LENGTH), codings[which, 0])
    return np.stack(columns, axis=1)


def _in_order(rows: Whole) -> Whole:
    import numpy as np

    return rows[np.lexsort((rows[:, CASE], rows[:, CODING], rows[:, FAR], rows[:, CODE]))]
