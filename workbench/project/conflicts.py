"""Where two copies of a project say different things of the same: both versions, and which of them stands."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STANDS = ("ours", "theirs")


class Conflict(Row, table=True):
    """One cell, or the words of a document, that both copies changed since they parted."""

    __table_args__: Any = (
        one_of("stands", STANDS),
        sa.Index("conflict_by_row", "row_guid"),
        AUTOINCREMENT,
    )

    tab: str
    row_guid: bytes = Field(sa_type=sa.LargeBinary(16))
    cell: str
    ours: str
    """What the copy that took the other in said, as JSON."""
    theirs: str
    our_who: str
    their_who: str
    our_at: int
    """When it was said, in milliseconds since 1970."""
    their_at: int
    stands: str
    settled: str | None = None
    """When a person settled it; nothing while the default stands unseen."""
