"""Releases: a data set as its publisher put it out at one time, and what each did to the figures of the one before."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.rows import AUTOINCREMENT, Row, add, find_guid, guid_for, one_of, table_of

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


def write_release(
    session: Session, dataset_id: int, dataset: bytes, name: str, *, came_from: str, imported: str, published: str = ""
) -> int:
    """Write down that a release came in, the same in every copy that took in the same files; returns its key.

    Args:
        session: of a change.
        dataset_id: the data set's key.
        dataset: its GUID.
        name: what the publisher calls the release; the file's name where nobody said.
        came_from: the file's name.
        imported: when, as `now` gives it.
        published: the ISO day on which it came out, where it is known.
    """
    guid = new_release_guid(session, dataset, came_from)
    cells = {"came_from": came_from, "published": published, "imported": imported}
    return add(session, Release, guid=guid, dataset_id=dataset_id, name=name or came_from, **cells)


def new_release_guid(session: Session, dataset: bytes, came_from: str) -> bytes:
    """The GUID of a data set's next release from a file of that name: the first, or the second if there is one."""
    for number in itertools.count(1):
        guid = guid_for(session, "dataset_release", f"{dataset.hex()}\x1f{came_from}\x1f{number}")
        if find_guid(session, Release, guid) is None:
            return guid
    raise AssertionError


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release as a table or a page shows it, with how many figures it touched, by kind."""

    id: int
    dataset_id: int
    name: str
    came_from: str
    published: str
    imported: str
    counts: Mapping[str, int]


def releases(session: Session, dataset_id: int | None = None) -> list[ReleaseLine]:
    """The releases of a data set, or of all, by data set, the newest first."""
    r, c = table_of(Release).c, table_of(ReleaseChange).c
    statement = sa.select(table_of(Release)).where(r.gone.is_(False)).order_by(r.dataset_id, r.imported.desc(), r.id)
    if dataset_id is not None:
        statement = statement.where(r.dataset_id == dataset_id)
    rows = session.execute(statement).all()
    counted = sa.select(c.release_id, c.kind, sa.func.count()).where(c.gone.is_(False)).group_by(c.release_id, c.kind)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for key, kind, number in session.execute(counted):
        counts[key][kind] = number
    return [
        ReleaseLine(row.id, row.dataset_id, row.name, row.came_from, row.published, row.imported, counts[row.id])
        for row in rows
    ]
