"""Two cases that are one person: their words and facts put together under one label, counted once."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.memos import Memo
from workbench.errors import WorkbenchError
from workbench.rows import Row, amend, find, live, remove, table_of
from workbench.sources.asked import Asked, record_asked
from workbench.sources.cases import AttributeValue, Case, CasePlace, attributes_of, set_attribute, set_place
from workbench.sources.consent import Consent, set_consent
from workbench.sources.documents import Segment
from workbench.sources.matches import decide
from workbench.sources.speakers import Speaker

STRICTER = ("withdrawn", "refused", "unknown", "given")
"""Of two answers the one that comes first here counts."""


class SameCaseError(WorkbenchError):
    """That is one case already. Choose another person to unite with."""


@dataclass(frozen=True, slots=True)
class United:
    """What came of uniting two cases: how much moved, and where what is known of them differs."""

    passages: int
    facts: int
    differ: tuple[str, ...] = field(default=())
    """In sentences: what was kept where the two said different things."""


def unite(session: Session, case_id: int, other_id: int) -> United:
    """Make two cases one person: what the other said and what is known of it becomes the first one's.

    Where both have a value the first one's stays; of two answers about consent the stricter counts, and no answer is
    stricter than yes. Undone as one change. Raises SameCaseError.
    """
    if case_id == other_id:
        raise SameCaseError
    case, other = find(session, Case, case_id), find(session, Case, other_id)
    passages = _give(session, Segment, other_id, case_id)
    _give(session, Speaker, other_id, case_id)
    differ = [
        *_attributes(session, case_id, other_id),
        *_consents(session, case_id, other_id),
    ]
    facts = _asked(session, case_id, other_id) + _places(session, case_id, other_id)
    memo = table_of(Memo)
    for key in session.execute(
        sa.select(memo.c.id).where(memo.c.about == "case", memo.c.thing_id == other_id)
    ).scalars():
        amend(session, Memo, key, thing_id=case_id)
    if case.weight is None and other.weight is not None:
        amend(session, Case, case_id, weight=other.weight)
    remove(session, Case, other_id)
    decide(session, case_id, other_id, "same")
    return United(passages, facts, tuple(differ))


def _give(session: Session, kind: type[Row], other_id: int, case_id: int) -> int:
    """Let every row of one case be another's; how many there were."""
    table = table_of(kind)
    keys = session.execute(sa.select(table.c.id).where(table.c.case_id == other_id)).scalars().all()
    for key in keys:
        amend(session, kind, key, case_id=case_id)
    return len(keys)


def _attributes(session: Session, case_id: int, other_id: int) -> list[str]:
    known = attributes_of(session)
    mine = known.get(case_id, {})
    differ = []
    for name, value in known.get(other_id, {}).items():
        if name not in mine:
            set_attribute(session, case_id, name, value)
        elif mine[name] != value:
            differ.append(f"{name}: {mine[name]} was kept, and {value} was not.")
    for row in session.execute(live(AttributeValue).where(table_of(AttributeValue).c.case_id == other_id)).scalars():
        remove(session, AttributeValue, row.id or 0)
    return differ


def _consents(session: Session, case_id: int, other_id: int) -> list[str]:
    """The stricter answer in every scope that either has, with what stands beside it."""
    rows = {
        key: {
            (row.scope, row.audience): row
            for row in session.execute(live(Consent).where(table_of(Consent).c.case_id == key)).scalars()
        }
        for key in (case_id, other_id)
    }
    differ = []
    for scope in {**rows[case_id], **rows[other_id]}:
        both = [rows[key].get(scope) for key in (case_id, other_id)]
        states = [row.state if row is not None else "unknown" for row in both]
        state = min(states, key=STRICTER.index)
        kept = next((row for row in both if row is not None and row.state == state), None)
        if states[0] != states[1]:
            differ.append(f"Consent ({scope[1] or scope[0]}): {states[0]} and {states[1]}; {state} counts.")
        set_consent(
            session,
            case_id,
            scope[0],
            state,
            audience=scope[1],
            given_on=kept.given_on if kept else None,
            expires_on=min((row.expires_on for row in both if row is not None and row.expires_on), default=None),
            form_version=kept.form_version if kept else "",
            method=kept.method if kept else "",
            guardian=kept.guardian if kept else "",
            assent=kept.assent if kept else "",
            withdraw_by=max((row.withdraw_by for row in both if row is not None and row.withdraw_by), default=None),
        )
    for row in rows[other_id].values():
        remove(session, Consent, row.id or 0)
    return differ


def _asked(session: Session, case_id: int, other_id: int) -> int:
    asked = table_of(Asked)
    mine = set(
        session.execute(
            sa.select(asked.c.question_id).where(asked.c.case_id == case_id, asked.c.gone.is_(False))
        ).scalars()
    )
    rows = session.execute(live(Asked).where(asked.c.case_id == other_id)).scalars().all()
    for row in rows:
        if row.question_id not in mine:
            record_asked(session, case_id, row.question_id, row.state)
        remove(session, Asked, row.id or 0)
    return len(rows)


def _places(session: Session, case_id: int, other_id: int) -> int:
    rows = session.execute(live(CasePlace).where(table_of(CasePlace).c.case_id == other_id)).scalars().all()
    for row in rows:
        set_place(session, case_id, row.area_code, row.role)
        remove(session, CasePlace, row.id or 0)
    return len(rows)
