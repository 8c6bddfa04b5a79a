"""The ledger: what became of every suggestion, and what was made of them by model, coder and code.

How much was accepted is not how often the machine was right: who sees a proposal leans towards it, and what was put off
or never shown is not in it. How often it is right only a blind sample says (`precision.py`). No words are in the ledger.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.tree import paths_of
from workbench.rows import in_chunks, table_of
from workbench.sources.coders import coder_names
from workbench.sources.documents import Document
from workbench.suggestions.nearest import in_words
from workbench.suggestions.review import GLANCE_MS, TAKEN, Suggestion
from workbench.suggestions.runs import Run

MADE_WAY = "made way"
"""What became of an open proposal that a later run, or a blind reading, took the place of."""
KEPT, CHANGED, REMOVED = "kept", "changed since", "removed since"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One suggestion, whatever became of it: no words, but everything by which it could be made again."""

    guid: bytes
    document: str
    start: int
    end: int
    code: str
    score: float
    likelihood: str
    basis: str
    status: str
    """proposed, accepted, edited, rejected, later; or made way."""
    shown: str
    decided_by: int | None
    decided: str
    looked_ms: int | None
    coding: str
    """Of the coding that came of it: kept, changed since, removed since; empty where none did."""
    run_id: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What was made of the proposals of one model, by one coder, or of one code. Counts are suggestions."""

    by: Literal["model", "coder", "code"]
    name: str
    accepted: int
    edited: int
    rejected: int
    later: int
    open: int
    glances: int
    """Of the accepted and edited, how many were decided in under two seconds."""
    timed: int
    """Of the accepted and edited, for how many it is known how long somebody looked."""

    @property
    def decided(self) -> int:
        """Accepted, edited or rejected."""
        return self.accepted + self.edited + self.rejected


def entries(session: Session) -> Iterator[LedgerEntry]:
    """Every suggestion of every run that stands, in an order that copies of a project share."""
    suggestion, run, document = table_of(Suggestion), table_of(Run), table_of(Document)
    chosen = (
        sa.select(suggestion, document.c.name.label("document"))
        .join(run, run.c.id == suggestion.c.run_id)
        .join(document, document.c.id == suggestion.c.document_id)
        .where(run.c.gone.is_(False))
        .where(sa.or_(suggestion.c.gone.is_(False), suggestion.c.status == "proposed"))
    )
    rows = session.execute(chosen).all()
    paths = paths_of(session, {row.code_id for row in rows})
    codings = _codings(session, {row.coding_id for row in rows if row.coding_id is not None})
    made = [
        LedgerEntry(
            row.guid,
            row.document,
            row.start,
            row.end,
            paths.get(row.code_id, ""),
            row.score,
            in_words(row.score),
            row.basis,
            MADE_WAY if row.gone else row.status,
            row.shown,
            row.decided_by,
            row.decided,
            row.looked_ms,
            _became(row, codings),
            row.run_id,
        )
        for row in rows
    ]
    runs = {key: place for place, key in enumerate(one.id for one in every_run(session))}
    yield from sorted(
        made,
        key=lambda one: (runs.get(one.run_id, -1), one.document, one.start, one.end, -one.score, one.code, one.guid),
    )


def every_run(session: Session) -> list[Run]:
    """The runs that stand, the oldest first, in an order that copies of a project share."""
    table = table_of(Run)
    chosen = sa.select(Run).where(table.c.gone.is_(False))
    return list(session.execute(chosen.order_by(table.c.at, table.c.kind, table.c.guid)).scalars())


def tallies(session: Session) -> list[Tally]:
    """What was made of the proposals: by model, by coder, by code, each by name."""
    suggestion, run = table_of(Suggestion), table_of(Run)
    timed = sa.case((suggestion.c.looked_ms.is_not(None), 1), else_=0)
    glance = sa.case((suggestion.c.looked_ms < GLANCE_MS, 1), else_=0)
    keys = (run.c.model, suggestion.c.decided_by, suggestion.c.code_id, suggestion.c.status)
    chosen = (
        sa.select(*keys, sa.func.count(), sa.func.sum(glance), sa.func.sum(timed))
        .join(run, run.c.id == suggestion.c.run_id)
        .where(suggestion.c.gone.is_(False), run.c.gone.is_(False))
        .group_by(*keys)
    )
    rows = session.execute(chosen).all()
    names, paths = coder_names(session), paths_of(session, {row[2] for row in rows})
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for model, coder, code, status, count, glances, known in rows:
        for by, name in (("model", model), ("coder", names.get(coder, "")), ("code", paths.get(code, ""))):
            if by == "coder" and coder is None:
                continue
            counts[by, name][status] += count
            if status in TAKEN:
                counts[by, name]["glances"] += glances
                counts[by, name]["timed"] += known
    order = {"model": 0, "coder": 1, "code": 2}
    return [
        Tally(
            by,  # type: ignore[arg-type]
            name,
            *(found[cell] for cell in ("accepted", "edited", "rejected", "later", "proposed", "glances", "timed")),
        )
        for (by, name), found in sorted(counts.items(), key=lambda one: (order[one[0][0]], one[0][1]))
    ]


def _codings(session: Session, keys: set[int]) -> dict[int, Any]:
    table = table_of(Coding)
    cells = (table.c.id, table.c.gone, table.c.code_id, table.c.start, table.c.end)
    return {
        row.id: row
        for some in in_chunks(sorted(keys))
        for row in session.execute(sa.select(*cells).where(table.c.id.in_(some)))
    }


def _became(row: Any, codings: dict[int, Any]) -> str:
    """What became of the coding that a suggestion led to; of one with another code or place, whether it is there."""
    if row.status not in TAKEN:
        return ""
    coding = codings.get(row.coding_id)
    if coding is None or coding.gone:
        return REMOVED
    if row.status == "edited":
        return KEPT
    same = (coding.code_id, coding.start, coding.end) == (row.code_id, row.start, row.end)
    return KEPT if same else CHANGED
