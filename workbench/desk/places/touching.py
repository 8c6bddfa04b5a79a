"""What is planned about a place: options and briefs that cite a figure, a finding or words of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import Citation
from workbench.briefs.options import briefs, options
from workbench.indicators.observations import Observation
from workbench.rows import live, table_of
from workbench.triangulation.finding_evidence import FindingEvidence
from workbench.triangulation.findings import Finding

LEAVING = frozenset({"for decision", "decided"})
"""Briefs of which readers outside the team may know."""


@dataclass(frozen=True, slots=True)
class Touching:
    """A brief that rests on something of a place, for which of its options, and on what."""

    brief_id: int
    name: str
    title: str
    status: str
    options: tuple[str, ...]
    """Those that cite it, else every option that is not business as usual."""
    cites: tuple[str, ...]
    """F3, a figure, what somebody said."""

    @property
    def sentence(self) -> str:
        """Its options, and on what of this place it rests."""
        what = "; ".join(self.options) or "no option yet"
        return f"{what}. It rests here on {', '.join(self.cites)}."


def touching(session: Session, codes: Iterable[str], codings: Collection[int], *, team: bool) -> list[Touching]:
    """The briefs that cite a figure of these areas, a finding that rests on one or on words from there, or such words."""
    areas = sorted(codes)
    names = _findings(session, areas, codings)
    o, c = table_of(Observation).c, table_of(Citation).c
    cited = list(session.execute(live(Citation).order_by(c.brief_id, c.position, c.id)).scalars())
    keys = sorted({one.thing_id for one in cited if one.kind == "figure"})
    figures = set(session.execute(sa.select(o.id).where(o.id.in_(keys), o.area_code.in_(areas))).scalars())
    found = []
    for brief in briefs(session):
        if not team and brief.status not in LEAVING:
            continue
        mine = [one for one in cited if one.brief_id == brief.id and _is_here(one, names, figures, codings)]
        if mine:
            every = [one for one in options(session, brief.id) if one.kind != "business as usual"]
            about = {one.option_id for one in mine if one.option_id is not None}
            chosen = [one for one in every if one.id in about] or every
            found.append(
                Touching(
                    brief.id,
                    brief.name,
                    brief.title,
                    brief.status,
                    tuple(f"{one.name} {one.title}{' ★' if one.preferred else ''}" for one in chosen),
                    tuple(dict.fromkeys(_cited(one, names if team else {}) for one in mine)),
                )
            )
    return found


def _findings(session: Session, areas: list[str], codings: Collection[int]) -> dict[int, str]:
    """Findings that rest on a figure of these areas or on words of people from there, with the name people know."""
    e, o, f = table_of(FindingEvidence).c, table_of(Observation).c, table_of(Finding).c
    numbers = (
        sa.select(e.finding_id)
        .join(table_of(Observation), sa.and_(o.id == e.thing_id, e.kind == "observation"))
        .where(e.gone.is_(False), o.area_code.in_(areas))
    )
    keys = set(session.execute(numbers).scalars())
    words = sa.select(e.finding_id, e.thing_id).where(e.kind == "coding", e.gone.is_(False))
    keys |= {finding for finding, coding in session.execute(words) if coding in codings}
    named = sa.select(f.id, f.number).where(f.gone.is_(False), f.id.in_(sorted(keys)))
    return {key: f"F{number}" for key, number in session.execute(named)}


def _is_here(one: Citation, findings: dict[int, str], figures: set[int], codings: Collection[int]) -> bool:
    among: Collection[int] = {"finding": findings, "figure": figures, "quote": codings}[one.kind]
    return one.thing_id in among


def _cited(one: Citation, findings: dict[int, str]) -> str:
    return {"figure": "a figure", "quote": "what somebody said"}.get(one.kind) or findings.get(one.thing_id, "findings")
