"""Peer sets: areas that somebody found alike, as a named list for each area, to set its figures beside theirs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class PeerSet(Row, table=True):
    """A way of choosing an area's peers, such as nearest neighbours of a publisher and year."""

    __tablename__ = "peer_set"
    __table_args__: Any = (AUTOINCREMENT,)

    name: str = Field(index=True)
    publisher: str = ""
    year: str = ""
    came_from: str = ""


class Peer(Row, table=True):
    """One peer of an area in a set; `rank` 1 is the most alike."""

    __table_args__: Any = (sa.Index("peer_by_area", "peer_set_id", "area_code"), AUTOINCREMENT)

    peer_set_id: int = Field(foreign_key="peer_set.id")
    area_code: str
    peer_code: str
    rank: int | None = None
