"""What people said in projects and tables of other programs, before anything of them is in the project."""

from __future__ import annotations

from typing import Any

from workbench.coding.segment_drafts import DraftAnswerCodes, DraftSegments
from workbench.coding.study_drafts import Study
from workbench.sources.drafts import DraftDocument, DraftTurn


def texts_in(draft: Any) -> list[DraftDocument]:
    """What people said in another program's project or table, as drafts in which names can be looked for."""
    if isinstance(draft, Study):
        return [document.draft for document in draft.documents()]
    if isinstance(draft, DraftSegments):
        said = tuple(dict.fromkeys(one.words for one in draft.segments))
    elif isinstance(draft, DraftAnswerCodes):
        said = tuple(draft.words.values())
    else:
        said = ()
    return [DraftDocument(draft.name, "transcript", tuple(DraftTurn(None, words) for words in said))] if said else []
