"""Consent as it was given: facts only. What follows from them is decided in `governance`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add,
    add_many,
    amend,
    bulk,
    find,
    find_guid,
    guid_for,
    guid_text,
    live,
    one_of,
    table_of,
)
from workbench.sources.cases import Case

SCOPES = ("verbatim", "paraphrase", "machine", "audience")
STATES = ("given", "refused", "unknown", "withdrawn")
ASSENTS = ("", "given", "refused", "not asked")
"""What a child said for itself where a guardian agreed for it."""


class Consent(Row, table=True):
    """What one case has agreed to in one scope. No row means unknown.

    `audience` names the organisation for the scope `audience` (police, school, health, public …), else it is empty.
    """

    __table_args__: Any = (
        one_of("scope", SCOPES),
        one_of("state", STATES),
        sa.Index("consent_by_case", "case_id", "scope", "audience"),
        AUTOINCREMENT,
    )

    case_id: int = Field(foreign_key="cases.id")
    scope: str
    audience: str = ""
    state: str = "unknown"
    given_on: str | None = None
    expires_on: str | None = None
    form_version: str = ""
    method: str = ""
    guardian: str = ""
    """Who agreed for them, by relation and never by name: mother, foster carer."""
    assent: str = ""
    """What a child said for itself: given, refused, not asked; nothing where no guardian agrees for them."""
    withdraw_by: str | None = None
    """The last day up to which they were promised that they can take it back."""


class ConsentIsUnclearError(WorkbenchError):
    """Consent is recorded as given, refused, unknown or withdrawn, for verbatim, paraphrase, machine or an audience."""


def _must_be_clear(scope: str, audience: str, state: str) -> None:
    """Raise ConsentIsUnclearError where a scope, its audience or a state is none."""
    if scope not in SCOPES or state not in STATES or (scope == "audience") != bool(audience):
        raise ConsentIsUnclearError


def _guid(session: Session, case: Case, scope: str, audience: str) -> bytes:
    """The key of what a case agreed to in one scope."""
    return guid_for(session, "consent", f"{guid_text(case.guid)} {scope} {audience}")


def set_consent(
    session: Session,
    case_id: int,
    scope: str,
    state: str,
    *,
    audience: str = "",
    given_on: str | None = None,
    expires_on: str | None = None,
    form_version: str = "",
    method: str = "",
    guardian: str = "",
    assent: str = "",
    withdraw_by: str | None = None,
) -> None:
    """Write down what a case has agreed to in one scope; a later word replaces an earlier one.

    Args:
        session: inside a change.
        case_id: whose consent it is.
        scope: verbatim, paraphrase, machine or audience.
        state: given, refused, unknown or withdrawn.
        audience: the organisation, for the scope `audience` only.
        given_on: the day, as 2026-03-14.
        expires_on: the last day it holds, if there is one.
        form_version: which consent form was signed.
        method: how it was given: on paper, spoken on the recording.
        guardian: who agreed for them, by relation and never by name.
        assent: what a child said for itself; a refusal counts, whatever the guardian said.
        withdraw_by: the last day up to which they were promised that they can take it back.
    """
    _must_be_clear(scope, audience, state)
    if assent not in ASSENTS:
        raise ConsentIsUnclearError(f"Assent is given, refused or not asked, and not “{assent}”.")
    guid = _guid(session, find(session, Case, case_id), scope, audience)
    cells = {
        "state": state,
        "given_on": given_on,
        "expires_on": expires_on,
        "form_version": form_version,
        "method": method,
        "guardian": guardian,
        "assent": assent,
        "withdraw_by": withdraw_by,
    }
    found = find_guid(session, Consent, guid)
    if found is None:
        add(session, Consent, guid=guid, case_id=case_id, scope=scope, audience=audience, **cells)
    else:
        assert found.id is not None
        amend(session, Consent, found.id, gone=False, **cells)


def set_all_consents(session: Session, case_ids: Iterable[int], states: Mapping[tuple[str, str], str]) -> None:
    """Write down at once what many cases agreed to alike, as on a survey's first page; `states` by scope and audience.

    A case that has said something of its own in a scope before has said the later word now.
    """
    for (scope, audience), state in states.items():
        _must_be_clear(scope, audience, state)
    wanted = set(case_ids)
    people = [row for row in session.execute(live(Case)).scalars() if row.id in wanted]
    there = set(session.execute(sa.select(table_of(Consent).c.guid)).scalars())
    new = []
    for case in people:
        for (scope, audience), state in states.items():
            guid = _guid(session, case, scope, audience)
            if guid in there:
                set_consent(session, case.id or 0, scope, state, audience=audience)
            else:
                cells = {"guid": guid, "case_id": case.id, "scope": scope, "audience": audience, "state": state}
                new.append(cells)
    with bulk(session, Consent):
        add_many(session, Consent, new)


def consents_of(session: Session, case_ids: Iterable[int] | None = None) -> dict[int, dict[tuple[str, str], str]]:
    """What each case has agreed to: {case: {(scope, audience): state}}. What is not there is unknown."""
    statement = live(Consent)
    if case_ids is not None:
        statement = statement.where(table_of(Consent).c.case_id.in_(list(case_ids)))
    states: dict[int, dict[tuple[str, str], str]] = {}
    for row in session.execute(statement).scalars():
        states.setdefault(row.case_id, {})[row.scope, row.audience] = row.state
    return states
