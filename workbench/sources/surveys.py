"""Surveys: a table of answers, one row a respondent. An open question is a document, its answers are segments."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of
from workbench.sources.cases import SAMPLING


class Survey(Row, table=True):
    """A survey as it was imported, with the map of its columns that replays the import."""

    __table_args__: Any = (one_of("sampling", SAMPLING), AUTOINCREMENT)

    name: str = Field(index=True)
    column_map: str = "{}"
    """The map as JSON, in the form that `--map` reads."""
    sampling: str = "self-selected"
    came_from: str = ""
    imported: str = ""
