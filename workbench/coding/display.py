"""How a quote is shown: its words with cuts, insertions and fillers left out, and nothing else changed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row


class DisplayForm(Row, table=True):
    """The form in which some words are shown; the words themselves stay as they were said."""

    __tablename__ = "display_form"
    __table_args__: Any = (sa.Index("display_form_by_place", "document_id", "start"), AUTOINCREMENT)

    document_id: int = Field(foreign_key="document.id")
    start: int
    end: int
    form: str
    """The edits as a JSON list."""
    coder_id: int = Field(foreign_key="coder.id")
    created: str
