"""Tables of codes from other tools on their way in: coded segments, whose texts are looked for, and coded answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from workbench.coding.segment_drafts import DraftAnswerCodes, DraftSegments
from workbench.coding.study_drafts import Study
from workbench.desk.importing.coded import answer_codes, segments_found
from workbench.governance.pseudonyms import Pseudonyms
from workbench.sources.documents import Added

CodedTable = DraftSegments | DraftAnswerCodes


def take_in_table(session: Session, draft: CodedTable, take_in: Callable[[Study], Added]) -> Added:
    """Take in a table of codes; `take_in` takes in the study that coded segments are."""
    if isinstance(draft, DraftAnswerCodes):
        return answer_codes.take_in_answer_codes(session, draft)
    found = segments_found.FoundSegments(session, draft)
    added = take_in(found)
    return replace(added, left_out=(*found.left_out, *added.left_out), notes=(*found.notes, *added.notes))


def table_without_names(draft: CodedTable, names: Pseudonyms) -> CodedTable:
    """The table with every name of a key replaced, before anything of it is looked for or kept."""
    if isinstance(draft, DraftAnswerCodes):
        return answer_codes.without_names(draft, names)
    return segments_found.without_names(draft, names)
