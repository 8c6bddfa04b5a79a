"""What is not in order about consent and sharing."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import Problem
from workbench.governance.audiences import Agreement
from workbench.governance.sign_offs import State, sign_offs
from workbench.rows import live, table_of
from workbench.sources.cases import Case
from workbench.sources.consent import Consent
from workbench.sources.documents import Segment
from workbench.text import dated

SECOND_READER = "second reader"


def problems(session: Session) -> list[Problem]:
    """People whose consent is not recorded or has run out, agreements that have ended, and what waits for a reader."""
    today = datetime.now(UTC).date().isoformat()
    return [*_consents(session, today), *_agreements(session, today), *_waiting(session)]


def _waiting(session: Session) -> list[Problem]:
    """Quotes of which a second reader was asked, and those that were changed after one agreed."""
    found = []
    states = [one.state for one in sign_offs(session)]
    kinds: tuple[tuple[State, str], ...] = (
        ("waiting", "for a second reader"),
        ("words changed", "to be asked about again: their words changed"),
    )
    for state, says in kinds:
        number = states.count(state)
        if number:
            said = f"{'1 passage waits' if number == 1 else f'{number:,} passages wait'} {says}."
            found.append(Problem("info", SECOND_READER, said))
    return found


def _consents(session: Session, today: str) -> list[Problem]:
    """Consent that has run out, by person; those without a record as one count."""
    consent, case, segment = table_of(Consent), table_of(Case), table_of(Segment)
    found = []
    over = (
        sa.select(case.c.label, consent.c.scope, sa.func.max(consent.c.expires_on))
        .select_from(consent.join(case, case.c.id == consent.c.case_id))
        .where(consent.c.gone.is_(False), case.c.gone.is_(False), consent.c.state == "given")
        .group_by(case.c.id, consent.c.scope, consent.c.audience)
        .having(sa.func.count() == sa.func.count(consent.c.expires_on), sa.func.max(consent.c.expires_on) < today)
        .order_by(case.c.label, consent.c.scope)
    )
    for label, scope, day in session.execute(over):
        said = f"the consent ({scope}) ran out on {dated(day)}. It counts as withdrawn until it is given again."
        found.append(Problem("warning", label, said))
    children = sa.select(sa.func.count(sa.distinct(case.c.id))).select_from(
        consent.join(case, case.c.id == consent.c.case_id)
    )
    unasked = session.execute(
        children.where(
            consent.c.gone.is_(False),
            case.c.gone.is_(False),
            consent.c.guardian != "",
            consent.c.assent.in_(("", "not asked")),
        )
    ).scalar_one()
    if unasked:
        said = "somebody else agreed for them, and it is not recorded what they said themselves."
        found.append(Problem("info", "consent", f"{unasked:,} {'person' if unasked == 1 else 'people'}: {said}"))
    recorded = sa.exists().where(
        consent.c.case_id == case.c.id, consent.c.gone.is_(False), consent.c.scope == "verbatim"
    )
    speaks = sa.exists().where(segment.c.case_id == case.c.id, segment.c.gone.is_(False))
    unknown = session.execute(sa.select(sa.func.count()).where(case.c.gone.is_(False), speaks, ~recorded)).scalar_one()
    if unknown:
        required = session.info.get("meta", {}).get("consent") == "required"
        people = "1 person: it" if unknown == 1 else f"{unknown:,} people: it"
        said = (
            f"is not recorded whether they may be quoted, {'so they are not' if required else 'so only the team may'}."
        )
        found.append(Problem("warning" if required else "info", "consent", f"{people} {said}"))
    return found


def _agreements(session: Session, today: str) -> list[Problem]:
    """Sharing agreements whose last day has passed."""
    rows = session.execute(live(Agreement)).scalars()
    return [
        Problem(
            "warning",
            f"agreement {row.reference}",
            f"ended on {dated(row.ends_on)}. Renew it before anything is shared.",
        )
        for row in rows
        if row.ends_on is not None and row.ends_on < today
    ]
