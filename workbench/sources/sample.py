"""The sample: whom we meant to hear, group by group, beside whom we heard."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class SampleGroup(Row, table=True):
    """A group of people by one attribute's value: how many were invited, refused or not reached; all counts are people.

    Who took part is counted from the cases, and not written here.
    """

    __tablename__ = "sample_group"
    __table_args__: Any = (AUTOINCREMENT,)

    attribute: str = Field(index=True)
    value: str
    invited: int | None = None
    refused: int | None = None
    not_reached: int | None = None
    population: int | None = None
    """How many people of this group live where the study was made, by the census or another count."""
    source: str = ""
    """Where the population was counted, and when."""
    note: str = ""
