"""Summaries: what one person said of one code, in a researcher's words. A cell of the framework matrix holds one.

A summary is kept as a memo on the person, whose GUID is that of person and code together: copies of a project agree on
which cell it stands in, and a withdrawal takes it as it takes every memo on a person. Where two people are made one, or
the code goes, the text stays as a plain memo on the person.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.memos import Memo
from workbench.coding.retrieval import touched
from workbench.rows import add, amend, find, find_guid, halves_to_join, joined_guid, live, now, remove, table_of
from workbench.sources.cases import Case
from workbench.sources.coders import coder_names, current_coder
from workbench.sources.documents import Segment


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary with who wrote it when, and whether its passages are newer or were changed since."""

    text: str
    coder: str
    created: str
    older: bool


def sum_up(session: Session, case_id: int, code_id: int, text: str) -> None:
    """Write down what a person said of a code, in place of what stood there; with no text there is no summary any more.

    Raises NotInProjectError where the person or the code is not there.
    """
    guid = joined_guid(find(session, Case, case_id).guid, find(session, Code, code_id).guid)
    there = find_guid(session, Memo, guid)
    said = text.strip()
    if there is None:
        if said:
            cells = {"about": "case", "thing_id": case_id, "text": said, "created": now()}
            add(session, Memo, guid=guid, coder_id=current_coder(session), **cells)
        return
    assert there.id is not None
    if said:
        amend(session, Memo, there.id, text=said, coder_id=current_coder(session), created=now(), gone=False)
    elif not there.gone:
        remove(session, Memo, there.id)


def summaries(session: Session) -> dict[tuple[int, int], Summary]:
    """Every summary by person and code."""
    memo, case, code = table_of(Memo), table_of(Case), table_of(Code)
    rows = session.execute(
        sa.select(memo.c.guid, memo.c.thing_id, memo.c.text, memo.c.coder_id, memo.c.created, case.c.guid)
        .join(case, case.c.id == memo.c.thing_id)
        .where(memo.c.about == "case", memo.c.gone.is_(False), case.c.gone.is_(False))
    ).all()
    if not rows:
        return {}
    codes = {halves_to_join(guid, guid)[1]: key for key, guid in session.execute(sa.select(code.c.id, code.c.guid))}
    there = set(session.execute(live(Code).with_only_columns(code.c.id)).scalars())
    names, newest = coder_names(session), _newest(session)
    found: dict[tuple[int, int], Summary] = {}
    for guid, case_id, text, coder_id, created, owner in rows:
        key = codes.get(int.from_bytes(guid, "big") ^ halves_to_join(owner, owner)[0])
        if key in there and key is not None:
            older = newest.get((case_id, key), "") > created
            found[case_id, key] = Summary(text, names.get(coder_id, ""), created, older)
    return found


def _newest(session: Session) -> dict[tuple[int, int], str]:
    """When the newest coding of each person and code was made, or its words were changed beneath it."""
    coding, segment = table_of(Coding), table_of(Segment)
    chosen = (
        sa.select(segment.c.case_id, coding.c.code_id, sa.func.max(coding.c.created), sa.func.max(coding.c.reworded))
        .select_from(touched())
        .where(coding.c.gone.is_(False), segment.c.case_id.is_not(None))
        .group_by(segment.c.case_id, coding.c.code_id)
    )
    return {
        (case_id, code_id): max(created or "", reworded or "")
        for case_id, code_id, created, reworded in session.execute(chosen)
    }
