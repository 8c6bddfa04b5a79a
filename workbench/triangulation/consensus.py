"""Consensus: what two or more people settle on a pair of sources, with the reason; what each judged before is kept."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of
from workbench.triangulation.convergence import SILENCES, VALUES

HOW = ("talked through", "third person")


class Consensus(Row, table=True):
    """What stands for a pair of sources in a row after its judgements were compared. `a` and `b` are in alphabetical order."""

    __table_args__: Any = (
        one_of("value", VALUES),
        one_of("silence", ("", *SILENCES)),
        one_of("how", HOW),
        sa.Index("consensus_by_pair", "row_id", "a", "b"),
        AUTOINCREMENT,
    )

    row_id: int = Field(foreign_key="topic_row.id")
    a: str
    b: str
    value: str
    silence: str = ""
    how: str = HOW[0]
    why: str
    with_whom: str = ""
    """Who else took part, as they are named."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
    stamp: str = ""
    """The stamp of what both findings said when it was settled."""
    says: str = "{}"
