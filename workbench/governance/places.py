"""Places in documents that governance keeps something about: a flag on a passage, a question to a second reader."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from workbench.rows import Row, table_of
from workbench.sources.documents import Document


def in_documents(kind: type[Row]) -> sa.Select[Any]:
    """The rows of a kind that lie in a document, each with the document's `name`; none that is gone, nor of one that is."""
    row, document = table_of(kind), table_of(Document)
    chosen = sa.select(row, document.c.name).join(document, document.c.id == row.c.document_id)
    return chosen.where(row.c.gone.is_(False), document.c.gone.is_(False))
