"""Saved questions to the codings: codes, themes, attributes, speakers, documents and coders, joined by and, or, not."""

from __future__ import annotations

from sqlmodel import Field

from workbench.rows import Row


class SavedQuery(Row, table=True):
    """A question under a name, asked anew whenever it is opened."""

    __tablename__ = "saved_query"

    name: str = Field(index=True)
    query: str
    coder_id: int = Field(foreign_key="coder.id")
    created: str
