"""Releases: a data set as its publisher put it out at one time, and what each did to the figures of the one before."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

CHANGES = ("new", "revised", "changed", "gone")
"""A figure that the release before did not have; one with other numbers; one with other words beside the same numbers;
one that the release no longer has."""


class Release(Row, table=True):
    """A release of a data set. The newest by `imported` is the one whose figures stand."""

    __tablename__ = "dataset_release"
    __table_args__: Any = (AUTOINCREMENT,)

    dataset_id: int = Field(foreign_key="dataset.id", index=True)
    name: str
    """What the publisher calls it, or the day it came out."""
    came_from: str = ""
    """The file's name."""
    published: str = ""
    """ISO day, where it is known."""
    imported: str = ""


class ReleaseChange(Row, table=True):
    """What a release did to one figure: the numbers that it had before, which are nowhere else."""

    __tablename__ = "release_change"
    __table_args__: Any = (one_of("kind", CHANGES), sa.Index("release_change_by_release", "release_id"), AUTOINCREMENT)

    release_id: int = Field(foreign_key="dataset_release.id")
    observation_id: int = Field(foreign_key="observation.id", index=True)
    kind: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    count: float | None = None
    denominator: float | None = None
    status: str = ""
    compared: str = ""
