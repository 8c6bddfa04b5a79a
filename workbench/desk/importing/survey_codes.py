"""Columns of 0 and 1 beside a survey's answers: a coder's codings and readings."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from workbench.coding.codebook import ensure_code
from workbench.coding.codings import NewCoding, apply_codes
from workbench.rows import add_many, bulk, now
from workbench.sources.cases import case_labels
from workbench.sources.coders import coder_named
from workbench.sources.drafts import DraftCode, DraftSurvey, LeftOut
from workbench.sources.readings import Reading, read_segments, reading_guid
from workbench.sources.surveys import answer_segments


def take_in_codes(session: Session, draft: DraftSurvey) -> tuple[int, tuple[LeftOut, ...]]:
    """Put the codes of a survey's columns on its answers, and note that their coder has read them.

    Gives how many codings are new, and which ones have no answer to lie on.
    """
    if not draft.codes:
        return 0, ()
    coder = coder_named(session, draft.coder)
    keys = {label: key for key, label in case_labels(session).items()}
    left_out: list[LeftOut] = []
    codings: list[NewCoding] = []
    for column in dict.fromkeys(code.question for code in draft.codes):
        answers = answer_segments(session, draft.name, column)
        codes = [code for code in draft.codes if code.question == column]
        read: dict[int, int] = {}
        for code in codes:
            codings.extend(_codings(session, draft, code, keys, answers, left_out))
            for row in code.yes | code.no:
                place = answers.get(keys.get(draft.cases[row], 0))
                if place is not None:
                    read[place[1]] = place[0]
        note_reading(session, coder, read)
    applied = apply_codes(session, codings, coder=coder, origin="import")
    left_out.extend(LeftOut(f"character {coding.start}", "a coding", why) for coding, why in applied.left_out)
    return applied.added, tuple(left_out)


def _codings(
    session: Session,
    draft: DraftSurvey,
    code: DraftCode,
    keys: dict[str, int],
    answers: dict[int, tuple[int, int, int, int]],
    left_out: list[LeftOut],
) -> list[NewCoding]:
    code_id = ensure_code(session, code.path)
    codings: list[NewCoding] = []
    for row in sorted(code.yes):
        place = answers.get(keys.get(draft.cases[row], 0))
        if place is None:
            left_out.append(
                LeftOut(draft.cases[row], f"the code {code.path}", f"the answer to “{code.question}” is blank")
            )
        else:
            codings.append(NewCoding(code_id, place[0], place[2], place[3]))
    return codings


def note_reading(session: Session, coder: int, read: Mapping[int, int]) -> int:
    """Note that a coder has read these answers, given as {segment: document}; gives how many are new."""
    noted = 0
    for document_id in set(read.values()):
        done = read_segments(session, coder, document_id)
        fresh = [
            {
                "guid": reading_guid(session, document_id, coder, segment_id),
                "coder_id": coder,
                "document_id": document_id,
                "segment_id": segment_id,
                "state": "done",
                "at": now(),
            }
            for segment_id, where in read.items()
            if where == document_id and segment_id not in done
        ]
        with bulk(session, Reading):
            noted += add_many(session, Reading, fresh)
    return noted
