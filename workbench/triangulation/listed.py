"""What people write down beside topics, as it is listed: rows in order, each with who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from sqlmodel import Session

from workbench.rows import Row, column, live
from workbench.sources.coders import coder_names

RowT = TypeVar("RowT", bound=Row)


def listed(session: Session, kind: type[RowT], *by: str) -> Iterator[tuple[RowT, str]]:
    """The rows of a table with a `coder_id` that are not gone, in the order of these cells, each with who wrote it."""
    names = coder_names(session)
    ordered = live(kind).order_by(*(column(kind, name) for name in by))
    for row in session.execute(ordered.execution_options(populate_existing=True)).scalars():
        yield row, names.get(row.coder_id, "")
