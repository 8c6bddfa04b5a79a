"""Identity beyond a row's own GUID: other tools' names for it, and what remains when a row is purged."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from workbench.rows import AUTOINCREMENT, Row


class Alias(Row, table=True):
    """A GUID that another tool gave to a row, so that its next file finds the row again."""

    __table_args__: Any = (sa.Index("alias_by_name", "alias"), AUTOINCREMENT)

    tab: str
    row_guid: bytes = Field(sa_type=sa.LargeBinary(16))
    alias: str
    source: str = ""


class Tombstone(SQLModel, table=True):
    """A purged row: its GUID and no more. Merges and imports do not bring it back."""

    guid: bytes = Field(sa_type=sa.LargeBinary(16), primary_key=True)
    tab: int
    at: str
    reason: str = ""


class Meta(SQLModel, table=True):
    """What the project file says of itself: title, approach, secret, consent rule, when it was made."""

    key: str = Field(primary_key=True)
    value: str
