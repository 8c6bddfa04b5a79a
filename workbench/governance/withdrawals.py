"""Withdrawals: the register of who took their words back, without saying who. It holds no words and no label."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.rows import AUTOINCREMENT, Row, add, live, now, table_of
from workbench.sources.coders import coder_names, current_coder

EVERYTHING = "everything"


class Withdrawal(Row, table=True):
    """A withdrawal that was carried out: when, by whom, how far it went, and how much was deleted."""

    __table_args__: Any = (AUTOINCREMENT,)

    name: str = Field(index=True)
    """What the certificate is called: W-2026-001."""
    at: str
    coder_id: int = Field(foreign_key="coder.id")
    scope: str = ""
    """Everything, one document, or the use or audience for which consent was taken back."""
    asked_on: str | None = None
    """The day on which the person asked for it."""
    counts: str = "{}"
    """How many rows of what were deleted, as JSON."""


COUNTED = {
    "person": "people",
    "document": "documents",
    "passage": "passages",
    "word": "words",
    "voice": "voices",
    "coding": "codings",
    "memo": "memos",
    "flag": "flags",
    "settled difference": "settled differences",
    "display form": "display forms",
    "question to a second reader": "questions to second readers",
    "place in the register": "places in the register",
    "fact": "facts",
    "piece of evidence": "pieces of evidence",
    "quote in briefs": "quotes in briefs",
    "suggestion": "suggestions",
    "place in a topic": "places in topics",
    "passage read blind": "passages read blind",
    "reading mark": "reading marks",
    "alias": "aliases",
    "quotation": "quotations in what the team wrote",
}
"""What is counted of a withdrawal, one and many, in the order in which people read it."""


def in_words(counts: Mapping[str, int]) -> str:
    """How many of what, as people read it: 1 person, 21 passages."""
    return ", ".join(
        f"{counts[one]:,} {one if counts[one] == 1 else many}" for one, many in COUNTED.items() if counts.get(one)
    )


@dataclass(frozen=True, slots=True)
class WithdrawalLine:
    """A withdrawal as the register shows it; `counts` says how many of what were deleted."""

    name: str
    at: str
    who: str
    scope: str
    asked_on: str | None
    counts: Mapping[str, int]


def record_withdrawal(
    session: Session, *, scope: str, counts: Mapping[str, int], asked_on: str | None = None
) -> WithdrawalLine:
    """Enter a withdrawal in the register, under the next free name of this year."""
    at = now()
    table = table_of(Withdrawal)
    year = f"W-{at[:4]}-"
    taken = session.execute(sa.select(table.c.name).where(table.c.name.startswith(year))).scalars()
    number = max((int(name.removeprefix(year)) for name in taken), default=0) + 1
    name = f"{year}{number:03d}"
    kept = {what: count for what, count in sorted(counts.items()) if count}
    coder = current_coder(session)
    add(
        session,
        Withdrawal,
        name=name,
        at=at,
        coder_id=coder,
        scope=scope,
        asked_on=asked_on,
        counts=json.dumps(kept),
    )
    return WithdrawalLine(name, at, coder_names(session).get(coder, ""), scope, asked_on, kept)


def withdrawals(session: Session) -> list[WithdrawalLine]:
    """Every withdrawal, the newest first."""
    names = coder_names(session)
    rows = session.execute(live(Withdrawal).order_by(table_of(Withdrawal).c.id.desc())).scalars()
    return [
        WithdrawalLine(
            row.name, row.at, names.get(row.coder_id, ""), row.scope, row.asked_on, dict(json.loads(row.counts))
        )
        for row in rows
    ]
