"""Doubts that came along with figures: numbers raised them that the project may not keep."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from workbench.indicators.answers import doubt_guid
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.drafts import FROM_ALL, DraftFigures
from workbench.indicators.indicators import Indicator
from workbench.rows import add, amend, find_guid, guid_for, remove, table_of


def keep_doubts(session: Session, draft: DraftFigures) -> int:
    """Write down the doubts that a draft brings, and remove those it brought before and no longer does.

    Returns how many changed. An answer that a person gave stands.
    """
    changed = 0
    for entry in draft.indicators:
        indicator = find_guid(session, Indicator, guid_for(session, "indicator", f"{draft.name}\x1f{entry.name}"))
        if indicator is None or indicator.id is None:
            continue
        now = set()
        for doubt in entry.doubts:
            guid = doubt_guid(session, indicator.id, (doubt.area_code, doubt.period, doubt.kind))
            now.add(guid)
            there = find_guid(session, Doubt, guid)
            if there is None:
                cells = {"area_code": doubt.area_code, "period": doubt.period, "kind": doubt.kind}
                add(session, Doubt, guid=guid, indicator_id=indicator.id, evidence=doubt.sentence, **cells)
                changed += 1
            elif there.id is not None and (there.gone or (not there.answer and there.evidence != doubt.sentence)):
                amend(session, Doubt, there.id, gone=False, evidence=doubt.sentence)
                changed += 1
        changed += _no_longer(session, indicator.id, now, {figure.period for figure in entry.figures})
    return changed


def _no_longer(session: Session, indicator_id: int, now: set[bytes], periods: set[str]) -> int:
    """Remove doubts of these periods that nobody answered and that are not raised now."""
    d = table_of(Doubt).c
    statement = sa.select(d.id, d.guid, d.period).where(
        d.indicator_id == indicator_id, d.gone.is_(False), d.answer == "", d.evidence.like(f"{FROM_ALL}%")
    )
    gone = [key for key, guid, period in session.execute(statement) if guid not in now and period in periods]
    for key in gone:
        remove(session, Doubt, key)
    return len(gone)
