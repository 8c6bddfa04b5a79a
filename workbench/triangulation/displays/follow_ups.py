"""Following up and building: a result that was followed up with people, and a measure that was made of what people said."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.themes import Theme
from workbench.errors import WorkbenchError
from workbench.indicators.indicators import Indicator
from workbench.rows import add, amend, find, now, remove, table_of
from workbench.sources.coders import current_coder
from workbench.triangulation.displays.displays import Built, FollowUp
from workbench.triangulation.findings import Finding


@dataclass(frozen=True, slots=True)
class Added:
    """A follow-up of a result, or a question or measure made of a theme, as it is listed to go on with."""

    id: int
    of: str
    """The finding or the theme, as people name it."""
    said: str
    """Who was followed up, or the question or measure."""
    came: str
    """How that explains the result, or what came of it; empty: not written yet."""


class FollowUpIsUnclearError(WorkbenchError):
    """Say who was followed up, and how they were chosen."""


class NotANumberError(WorkbenchError):
    """What is followed up is a finding from numbers, and what speaks to it a finding from words. Choose others."""


class ItemIsMissingError(WorkbenchError):
    """Write the question or the measure that was made of what people said, in its wording."""


def follow_up_with(session: Session, finding_id: int, who: str, *, by_id: int | None = None, explains: str = "") -> int:
    """Write down who was followed up on a result, what finding speaks to it, and how that explains it."""
    if not who.strip():
        raise FollowUpIsUnclearError
    if find(session, Finding, finding_id).strand != "numbers":
        raise NotANumberError
    if by_id is not None and find(session, Finding, by_id).strand != "words":
        raise NotANumberError
    return add(
        session,
        FollowUp,
        finding_id=finding_id,
        by_id=by_id,
        who=who.strip(),
        explains=explains.strip(),
        coder_id=current_coder(session),
        at=now(),
    )


def explain(session: Session, follow_up_id: int, explains: str, *, by_id: int | None = None) -> None:
    """Write how what people said explains the result."""
    one = find(session, FollowUp, follow_up_id)
    if by_id is not None and find(session, Finding, by_id).strand != "words":
        raise NotANumberError
    amend(session, FollowUp, follow_up_id, explains=explains.strip(), by_id=by_id or one.by_id)


def remove_follow_up(session: Session, follow_up_id: int) -> None:
    """Take a follow-up out."""
    find(session, FollowUp, follow_up_id)
    remove(session, FollowUp, follow_up_id)


def follow_ups(session: Session) -> list[Added]:
    """Every follow-up of a result, in the order they were written."""
    t, f = table_of(FollowUp).c, table_of(Finding).c
    chosen = sa.select(t.id, f.number, t.who, t.explains).join(table_of(Finding), f.id == t.finding_id)
    rows = session.execute(chosen.where(t.gone.is_(False), f.gone.is_(False)).order_by(t.id))
    return [Added(row.id, f"F{row.number}", row.who, row.explains) for row in rows]


def built(session: Session) -> list[Added]:
    """Every question or measure that was made of a theme, in the order they were written."""
    t, theme = table_of(Built).c, table_of(Theme).c
    chosen = sa.select(t.id, theme.name, t.item, t.result).join(table_of(Theme), theme.id == t.theme_id)
    rows = session.execute(chosen.where(t.gone.is_(False), theme.gone.is_(False)).order_by(t.id))
    return [Added(row.id, row.name, row.item, row.result) for row in rows]


def build_from(
    session: Session,
    theme_id: int,
    item: str,
    *,
    coding_id: int | None = None,
    indicator_id: int | None = None,
    result: str = "",
) -> int:
    """Write down a question or a measure that was made of a theme, the passage behind it, and what came of it."""
    if not item.strip():
        raise ItemIsMissingError
    find(session, Theme, theme_id)
    if coding_id is not None:
        find(session, Coding, coding_id)
    if indicator_id is not None:
        find(session, Indicator, indicator_id)
    return add(
        session,
        Built,
        theme_id=theme_id,
        coding_id=coding_id,
        item=item.strip(),
        indicator_id=indicator_id,
        result=result.strip(),
        coder_id=current_coder(session),
        at=now(),
    )


def tell_result(session: Session, built_id: int, result: str) -> None:
    """Write what came of a question or a measure."""
    find(session, Built, built_id)
    amend(session, Built, built_id, result=result.strip())


def remove_built(session: Session, built_id: int) -> None:
    """Take what was made of a theme out."""
    find(session, Built, built_id)
    remove(session, Built, built_id)
