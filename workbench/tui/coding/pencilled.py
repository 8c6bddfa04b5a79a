"""Pencil notes on the words of a document: drawn in the margin as ✎ beside the codings, and said below the words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workbench.coding import blind
from workbench.coding.memos import MemoLine, memos_on
from workbench.tui.widgets.passages import Mark

KEY = "note "
"""What the key of a mark begins with that is a note."""


def notes_in(session: Any, document_id: int) -> tuple[MemoLine, ...]:
    """The notes on words of a document, the oldest first; only one's own while one reads it blind."""
    alone = document_id in blind.unfinished(session)
    return tuple(
        one
        for one in memos_on(session, "document", document_id)
        if one.kind == "note" and one.start is not None and not (alone and one.coder != session.info["who"])
    )


def marks_of_notes(notes: Iterable[MemoLine]) -> tuple[Mark, ...]:
    """Notes as they are drawn."""
    return tuple(Mark(f"{KEY}{one.id}", one.start or 0, one.end or 0, "✎", 1, suggested=True) for one in notes)


def note_of(notes: Iterable[MemoLine], key: str) -> MemoLine | None:
    """The note behind a mark; None for a coding, a flag or a suggestion."""
    return next((one for one in notes if f"{KEY}{one.id}" == key), None)
