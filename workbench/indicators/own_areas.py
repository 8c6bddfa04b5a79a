"""Own areas: areas and memberships that came from an official lookup file, beside those of the register."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

RELATIONS = ("part of", "unchanged", "split", "merged", "irregular", "renamed")
"""A smaller area within a larger, or an area beside the one that came after it."""


class AreaEntry(Row, table=True):
    """An area that the register does not hold."""

    __tablename__ = "area_entry"
    __table_args__: Any = (AUTOINCREMENT,)

    code: str = Field(index=True)
    name: str = ""
    kind: str = ""
    starts: str | None = None
    """ISO day, the first."""
    ends: str | None = None
    """ISO day, the last."""
    source: str = ""


class AreaMember(Row, table=True):
    """An area that lies in another, or became it."""

    __tablename__ = "area_member"
    __table_args__: Any = (
        one_of("relation", RELATIONS),
        sa.Index("area_member_by_code", "code"),
        sa.Index("area_member_by_whole", "whole"),
        AUTOINCREMENT,
    )

    code: str
    whole: str
    """The code of the larger area, or of the one that came after."""
    relation: str = "part of"
    vintage: str = ""
    """The year of the areas, such as 2011 or 2021."""
    source: str = ""
