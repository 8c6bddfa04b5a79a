"""Making one code of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code, CodeInsideItselfError, CodeQuestion, Pin
from workbench.coding.codings import Coding
from workbench.coding.memos import Memo
from workbench.coding.settlements import Settlement
from workbench.coding.themes import ThemeCode
from workbench.coding.tree import Tree, read_tree
from workbench.errors import WorkbenchError
from workbench.rows import amend, live, remove, table_of


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: codings moved, and those that were there already and so fell away."""

    codings: int
    twice: int


class CodeIntoItselfError(WorkbenchError):
    """A code cannot be merged into itself. Choose another one."""


def standing(session: Session, code_id: int) -> int | None:
    """The code that stands for one today: itself, the one it was merged into, or None when it is gone."""
    seen: set[int] = set()
    key: int | None = code_id
    while key is not None and key not in seen:
        seen.add(key)
        code = session.get(Code, key)
        if code is not None and not code.gone:
            return key
        key = code.merged_into_id if code is not None else None
    return None


def merge_codes(session: Session, into: int, others: Iterable[int]) -> Merged:
    """Make one code of several: codings, memos, settled differences, pins, themes, questions and codes below go over to `into`.

    Raises CodeInsideItselfError when `into` lies below one of the others, CodeNameTakenError when two of them have a
    code of the same name below.
    """
    tree = read_tree(session)
    tree.code(into)
    going = [key for key in dict.fromkeys(others) if key != into]
    _refuse_below(tree, into, going)
    for key in going:
        for child in tree.children.get(key, ()):
            if child in going:
                continue
            tree.refuse_twin(into, tree.codes[child]["name"], but=child)
            amend(session, Code, child, parent_id=into)
            tree.children.setdefault(into, []).append(child)
    moved, twice = _hand_over(session, into, going)
    for key in going:
        amend(session, Code, key, gone=True, merged_into_id=into)
    return Merged(moved, twice)


def _hand_over(session: Session, into: int, going: list[int]) -> tuple[int, int]:
    """Let `into` have whatever hangs on other codes; how many codings moved, and how many it had already."""
    moved, twice = _move_codings(session, into, going)
    for kind in (ThemeCode, CodeQuestion, Pin):
        _point(session, kind, into, going)
    memo = table_of(Memo)
    for row in session.execute(live(Memo).where(memo.c.about == "code", memo.c.thing_id.in_(going))).scalars():
        amend(session, Memo, row.id or 0, thing_id=into)
    for row in session.execute(live(Settlement).where(table_of(Settlement).c.code_id.in_(going))).scalars():
        amend(session, Settlement, row.id or 0, code_id=into)
    return moved, twice


def follow_merged(session: Session) -> int:
    """Let codings, themes and pins that still have a code that was merged go over to the one that stands for it.

    Two copies of a project make such: one merges the code while the other uses it. Returns how many codings moved.
    """
    code = table_of(Code)
    chosen = sa.select(code.c.id, code.c.merged_into_id).where(
        code.c.gone.is_(True), code.c.merged_into_id.is_not(None)
    )
    merged = {row[0]: row[1] for row in session.execute(chosen.order_by(code.c.guid))}
    for key in _one_of_each_ring(merged):
        amend(session, Code, key, gone=False, merged_into_id=None)
        del merged[key]
    moved = 0
    for key in merged:
        into = standing(session, key)
        if into is None or into == key:
            continue
        moved += _hand_over(session, into, [key])[0]
        for child in session.execute(live(Code).where(code.c.parent_id == key)).scalars():
            amend(session, Code, child.id or 0, parent_id=into)
    return moved


def lift_out_of_rings(session: Session) -> int:
    """Put one code of each ring at the top: two moves in two copies can put codes below themselves. Returns how many."""
    code = table_of(Code)
    chosen = sa.select(code.c.id, code.c.parent_id).where(code.c.gone.is_(False), code.c.parent_id.is_not(None))
    lifted = _one_of_each_ring({row[0]: row[1] for row in session.execute(chosen.order_by(code.c.guid))})
    for key in lifted:
        amend(session, Code, key, parent_id=None)
    return len(lifted)


def bring_back_used(session: Session) -> int:
    """Bring back codes that codings have and that were removed in another copy. Returns how many."""
    code, coding = table_of(Code), table_of(Coding)
    used = sa.exists().where(coding.c.code_id == code.c.id, coding.c.gone.is_(False))
    keys = session.execute(sa.select(code.c.id).where(code.c.gone.is_(True), used)).scalars().all()
    for key in keys:
        amend(session, Code, key, gone=False, merged_into_id=None)
    return len(keys)


def foreseen(session: Session, into: int, others: Iterable[int]) -> Merged:
    """What `merge_codes` would do, without doing it.

    Raises CodeIntoItselfError where nothing is left to merge, CodeInsideItselfError as `merge_codes` does.
    """
    going = [key for key in dict.fromkeys(others) if key != into]
    if not going:
        raise CodeIntoItselfError
    _refuse_below(read_tree(session), into, going)
    fates = [there for _, there in _fates(session, into, going)]
    return Merged(fates.count(False), fates.count(True))


def _refuse_below(tree: Tree, into: int, going: list[int]) -> None:
    """Raise CodeInsideItselfError where the code that stays lies below one that goes."""
    for key in going:
        if into in tree.below(key):
            raise CodeInsideItselfError(
                f"“{tree.code(into)['name']}” lies below “{tree.code(key)['name']}”. Move it out first, then merge."
            )


def _one_of_each_ring(merged: Mapping[int, int]) -> list[int]:
    """Of codes that were merged into each other, or put below each other, in two copies, the first of each ring."""
    found: list[int] = []
    settled: set[int] = set()
    for first in merged:
        way: list[int] = []
        key = first
        while key in merged and key not in settled and key not in way:
            way.append(key)
            key = merged[key]
        if key in way:
            ring = set(way[way.index(key) :])
            found.append(next(one for one in merged if one in ring))
        settled.update(way)
    return found


def _move_codings(session: Session, into: int, going: list[int]) -> tuple[int, int]:
    """Give codings another code; one that the same coder has there already on the same words falls away."""
    moved = twice = 0
    for key, there in list(_fates(session, into, going)):
        if there:
            remove(session, Coding, key)
            twice += 1
        else:
            amend(session, Coding, key, code_id=into)
            moved += 1
    return moved, twice


def _fates(session: Session, into: int, going: list[int]) -> Iterator[tuple[int, bool]]:
    """The codings that would go to another code, each with whether its coder has that one there already."""
    coding = table_of(Coding)
    chosen = sa.select(
        coding.c.id, coding.c.code_id, coding.c.coder_id, coding.c.document_id, coding.c.start, coding.c.end
    ).where(coding.c.gone.is_(False), coding.c.code_id.in_([into, *going]))
    rows = session.execute(chosen.order_by(coding.c.id)).fetchall()
    there = {tuple(row[2:]) for row in rows if row[1] == into}
    for row in rows:
        if row[1] != into:
            yield row[0], tuple(row[2:]) in there
            there.add(tuple(row[2:]))


def _point(
    session: Session, kind: type[ThemeCode] | type[CodeQuestion] | type[Pin], into: int, going: list[int]
) -> None:
    """Let what points to one of several codes point to `into`, once."""
    chosen = live(kind).where(table_of(kind).c.code_id.in_([into, *going])).order_by(table_of(kind).c.id)
    rows: list[Any] = sorted(session.execute(chosen).scalars(), key=lambda row: bytes(row.guid))
    seen = set()
    for row in rows:
        whose = getattr(row, "theme_id", None) or getattr(row, "question_id", None) or getattr(row, "coder_id", None)
        if whose in seen:
            remove(session, kind, row.id)
        elif row.code_id != into:
            amend(session, kind, row.id, code_id=into)
        seen.add(whose)
