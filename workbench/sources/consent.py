"""Consent as it was given: facts only. What follows from them is decided in `governance`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

SCOPES = ("verbatim", "paraphrase", "machine", "audience")
STATES = ("given", "refused", "unknown", "withdrawn")


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
