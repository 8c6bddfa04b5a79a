"""A code's page: what it means, how much rests on it, who uses it, what it goes with, and what was thought about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.cooccurrence import Meeting
from workbench.coding.memos import MemoLine, memos_on
from workbench.coding.retrieval import touched
from workbench.coding.themes import ThemeLine, themes
from workbench.rows import table_of
from workbench.sources.coders import Coder
from workbench.sources.documents import Segment


@dataclass(frozen=True, slots=True)
class CoderUse:
    """How one coder uses a code: codings, and the people whose words they touch."""

    coder: str
    codings: int
    cases: int
    found: int
    """How many of them were found by searching."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A code that meets another: on how many passages, in how many people's words."""

    code_id: int
    path: str
    passages: int
    cases: int


@dataclass(frozen=True, slots=True)
class CodePage:
    """What is known of a code beside its own words."""

    code_id: int
    coders: tuple[CoderUse, ...] = ()
    themes: tuple[ThemeLine, ...] = ()
    memos: tuple[MemoLine, ...] = ()


def code_page(session: Session, code_id: int, *, seen: sa.ColumnElement[bool] | None = None) -> CodePage:
    """Who uses a code, by the codings that are `seen`, the themes it serves, its memos; who uses it most comes first."""
    serves = tuple(line for line in themes(session) if code_id in line.code_ids)
    return CodePage(code_id, _uses(session, code_id, seen), serves, tuple(memos_on(session, "code", code_id)))


def _uses(session: Session, code_id: int, seen: sa.ColumnElement[bool] | None) -> tuple[CoderUse, ...]:
    coding, coder, segment = table_of(Coding), table_of(Coder), table_of(Segment)
    number = sa.func.count(coding.c.id.distinct())
    searched = sa.func.count(sa.case((coding.c.origin == "search", coding.c.id)).distinct())
    chosen = (
        sa.select(coder.c.name, number, sa.func.count(segment.c.case_id.distinct()), searched)
        .select_from(touched().join(coder, coder.c.id == coding.c.coder_id))
        .where(coding.c.gone.is_(False), coding.c.code_id == code_id, *(() if seen is None else (seen,)))
        .group_by(coder.c.name)
        .order_by(number.desc(), coder.c.name)
    )
    return tuple(CoderUse(*row) for row in session.execute(chosen))


def neighbours(met: Iterable[Meeting], code_id: int, *, most: int = 5) -> tuple[Neighbour, ...]:
    """The codes that one meets most often, from all that meet."""
    found = [
        Neighbour(*((one.b_id, one.code_b) if one.a_id == code_id else (one.a_id, one.code_a)), one.passages, one.cases)
        for one in met
        if code_id in (one.a_id, one.b_id)
    ]
    return tuple(found[:most])
