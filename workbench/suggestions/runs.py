"""Runs: one time a machine looked at the words, with everything needed to do it again."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.rows import AUTOINCREMENT, Row, live, one_of, table_of

KINDS = ("topics", "codes")


class Run(Row, table=True):
    """A run of a model over the segments it was allowed to read."""

    __table_args__: Any = (one_of("kind", KINDS), AUTOINCREMENT)

    kind: str
    model: str
    """Name and version of the model and of the method around it."""
    settings: str = "{}"
    """Every setting as JSON, the seed among them."""
    seed: int = 0
    segments: int = 0
    left_out: int = 0
    """Segments not read by the machine: no consent to it, another language, or not a participant's."""
    content: str = ""
    """Stamp of the words it read."""
    taught: str = ""
    """Stamp of the codings, readings and codebook it learned from; empty where it learned from nobody."""
    versions: str = "{}"
    """Versions of the packages, of Python, and the kind of processor, as JSON: what would make it differ."""
    at: str = ""
    coder_id: int | None = Field(default=None, foreign_key="coder.id")


def newest_first(kind: str | None = None) -> sa.Select[Run]:
    """A selection of runs, of one kind or all, in an order that copies share."""
    table = table_of(Run)
    chosen = live(Run).order_by(table.c.at.desc(), table.c.guid.desc())
    return chosen if kind is None else chosen.where(table.c.kind == kind)


def newest(session: Session, kind: str | None = None) -> Run | None:
    """The last run, of one kind or of all."""
    return session.execute(newest_first(kind).limit(1)).scalars().first()


def model_of(settings: str) -> str:
    """The plain name of the model that a run with these settings read with, so that more can be read alike."""
    return str(json.loads(settings or "{}").get("model", "minilm"))
