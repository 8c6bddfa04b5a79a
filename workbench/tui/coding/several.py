"""Several codes on the same words, as one change."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.coding.codebook import ensure_code
from workbench.coding.codings import AlreadyCodedError, apply_code
from workbench.project.file import Project
from workbench.text import Span


def apply_several(project: Project, document_id: int, wanted: Sequence[int | str], span: Span) -> int:
    """Put codes, by their keys or by the paths of new ones, on some words; gives the key of the last.

    One that the coder has on exactly these words stays as it is; AlreadyCodedError where that is so of all of them.
    """
    with project.change(f"Apply {len(wanted)} codes") as session:
        new, key = 0, 0
        for one in wanted:
            key = ensure_code(session, one) if isinstance(one, str) else one
            try:
                apply_code(session, key, document_id, span)
            except AlreadyCodedError:
                continue
            new += 1
        if not new:
            raise AlreadyCodedError("You have all of these codes on exactly these words already.")
    return key
