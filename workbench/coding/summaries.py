"""Summaries: what one person said of one code or theme, in a researcher's words. A cell of the framework matrix holds one.

A summary is kept as a memo on the person, whose GUID is that of person and code (or theme) together: copies of a project
agree on which cell it stands in, and a withdrawal takes it as it takes every memo on a person. Where two people are made
one, or the code goes, the text stays as a plain memo on the person. What a coder has begun to write and not kept yet is
a memo of the same kind, whose GUID has the coder in it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.crosstab import Of
from workbench.coding.framework import CODED, NOT_READ, FrameworkCell
from workbench.coding.memos import Memo
from workbench.coding.retrieval import touched
from workbench.coding.themes import Theme, ThemeCode
from workbench.rows import add, amend, find, find_guid, halves_to_join, joined_guid, live, now, remove, table_of
from workbench.sources.cases import Case
from workbench.sources.coders import Coder, coder_names, current_coder
from workbench.sources.documents import Segment

Standing = Literal["summarised", "older", "coded", "nothing", "unread"]
"""How a cell stands: summed up; summed up before its passages came or changed; to be summed up; read, nothing there;
not read to the end."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary with who wrote it when, and whether its passages are newer or were changed since."""

    text: str
    coder: str
    created: str
    older: bool


def standing(cell: FrameworkCell, summary: Summary | None) -> Standing:
    """How a cell stands. A summary of which no passage is left is older than what there is."""
    if summary is not None:
        return "older" if summary.older or not cell.passages else "summarised"
    if cell.state == CODED:
        return "coded"
    return "unread" if cell.state == NOT_READ else "nothing"


def sum_up(session: Session, case_id: int, thing_id: int, text: str, *, of: Of = "codes") -> None:
    """Write down what a person said of a code or theme, in place of what stood there; with no text there is none any more.

    Raises NotInProjectError where the person, the code or the theme is not there.
    """
    _write(session, case_id, _cell_of(session, case_id, thing_id, of), text.strip())


def begin_summary(session: Session, case_id: int, thing_id: int, text: str, *, of: Of = "codes") -> None:
    """Set aside what the coder at the keyboard has written so far and not kept; with no text nothing is set aside.

    Raises NotInProjectError where the person, the code or the theme is not there.
    """
    coder = find(session, Coder, current_coder(session))
    _write(session, case_id, joined_guid(_cell_of(session, case_id, thing_id, of), coder.guid), text.strip())


def _cell_of(session: Session, case_id: int, thing_id: int, of: Of) -> bytes:
    thing = find(session, Theme, thing_id) if of == "themes" else find(session, Code, thing_id)
    return joined_guid(find(session, Case, case_id).guid, thing.guid)


def _write(session: Session, case_id: int, guid: bytes, said: str) -> None:
    """Write the memo with that GUID, or take it away where nothing is said."""
    there = find_guid(session, Memo, guid)
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


def summaries(session: Session, *, of: Of = "codes") -> dict[tuple[int, int], Summary]:
    """Every summary by person and code, or by person and theme."""
    found = _memos_of_cells(session, of)
    if not found:
        return {}
    names, newest = coder_names(session), _newest(session, of)
    return {
        cell: Summary(text, names.get(coder_id, ""), created, newest.get(cell, "") > created)
        for cell, (text, coder_id, created) in found.items()
    }


def begun_summaries(session: Session, *, of: Of = "codes") -> dict[tuple[int, int], str]:
    """What the coder at the keyboard has begun to write and not kept, by person and code or theme."""
    coder = table_of(Coder)
    mine = session.execute(
        sa.select(coder.c.guid).where(coder.c.name == session.info["who"], coder.c.gone.is_(False))
    ).scalar()
    return {cell: text for cell, (text, _, _) in _memos_of_cells(session, of, mine).items()} if mine else {}


def _memos_of_cells(
    session: Session, of: Of, coder: bytes | None = None
) -> dict[tuple[int, int], tuple[str, int, str]]:
    """Text, coder and time of the memos that stand in a cell, or with `coder` of those that this coder has begun."""
    memo, case, thing = table_of(Memo), table_of(Case), table_of(Theme if of == "themes" else Code)
    rows = session.execute(
        sa.select(memo.c.guid, memo.c.thing_id, memo.c.text, memo.c.coder_id, memo.c.created, case.c.guid)
        .join(case, case.c.id == memo.c.thing_id)
        .where(memo.c.about == "case", memo.c.gone.is_(False), case.c.gone.is_(False))
    ).all()
    if not rows:
        return {}
    there = session.execute(live(Theme if of == "themes" else Code).with_only_columns(thing.c.id, thing.c.guid))
    keys = {halves_to_join(guid, guid)[1]: key for key, guid in there}
    begun = halves_to_join(coder, coder)[0] if coder is not None else 0
    found: dict[tuple[int, int], tuple[str, int, str]] = {}
    for guid, case_id, text, coder_id, created, owner in rows:
        key = keys.get(int.from_bytes(guid, "big") ^ halves_to_join(owner, owner)[0] ^ begun)
        if key is not None:
            found[case_id, key] = (text, coder_id, created)
    return found


def _newest(session: Session, of: Of) -> dict[tuple[int, int], str]:
    """When the newest coding of each person and code or theme was made, or its words were changed beneath it."""
    coding, segment, gathered = table_of(Coding), table_of(Segment), table_of(ThemeCode)
    source, column = touched(), coding.c.code_id
    if of == "themes":
        source = source.join(gathered, sa.and_(gathered.c.code_id == coding.c.code_id, gathered.c.gone.is_(False)))
        column = gathered.c.theme_id
    chosen = (
        sa.select(segment.c.case_id, column, sa.func.max(coding.c.created), sa.func.max(coding.c.reworded))
        .select_from(source)
        .where(coding.c.gone.is_(False), segment.c.case_id.is_not(None))
        .group_by(segment.c.case_id, column)
    )
    return {
        (case_id, key): max(created or "", reworded or "")
        for case_id, key, created, reworded in session.execute(chosen)
    }
