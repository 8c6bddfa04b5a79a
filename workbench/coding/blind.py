"""Reading blind: a coder who does not want to see other people's codings until they have read a document to its end.

Each coder chooses it for themselves, in the project; nobody else sees less because of it. What is counted and compared
for the project as a whole (tables, workbooks, agreement) does not change.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.rows import table_of
from workbench.sources.coders import Coder
from workbench.sources.documents import Document
from workbench.sources.readings import reading_states

CHOSEN = "yes"


def fact_of(coder: str) -> str:
    """The name under which a project keeps that this coder, by name, reads blind; its value is `CHOSEN`."""
    return f"blind:{coder}"


def reads_blind(session: Session) -> bool:
    """Whether the coder at the keyboard has chosen to read blind."""
    meta: dict[str, str] = session.info.get("meta", {})
    return meta.get(fact_of(str(session.info["who"]))) == CHOSEN


def unfinished(session: Session) -> frozenset[int]:
    """The documents in which other people's codings are hidden from the coder at the keyboard; none unless they chose so."""
    if not reads_blind(session):
        return frozenset()
    me = _me(session)
    states = reading_states(session, me) if me is not None else {}
    document = table_of(Document)
    there = session.execute(sa.select(document.c.id).where(document.c.gone.is_(False))).scalars()
    return frozenset(key for key in there if states.get(key) != "done")


def seen(session: Session) -> sa.ColumnElement[bool] | None:
    """Which codings the coder at the keyboard sees, as a condition for retrieval; None when they see all."""
    hidden = unfinished(session)
    if not hidden:
        return None
    coding = table_of(Coding)
    return sa.or_(coding.c.coder_id == (_me(session) or 0), coding.c.document_id.not_in(sorted(hidden)))


def _me(session: Session) -> int | None:
    """The key of the coder at the keyboard, None before their first change."""
    coder = table_of(Coder)
    chosen = sa.select(coder.c.id).where(coder.c.name == session.info["who"], coder.c.gone.is_(False))
    return session.execute(chosen).scalars().first()
