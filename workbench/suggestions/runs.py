"""Runs: one time a machine looked at the words, with everything needed to do it again."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

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
