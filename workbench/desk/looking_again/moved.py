"""Which judgements a change to figures moves: findings, the ratings they stand in, and what briefs cite, each with its cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import Citation, citations
from workbench.briefs.options import Brief, Option
from workbench.indicators.observations import Observation
from workbench.rows import in_chunks, table_of
from workbench.triangulation.finding_evidence import FindingEvidence
from workbench.triangulation.findings import Finding, findings
from workbench.triangulation.protocol.topic_rows import Rating, RowFinding, TopicRow

LOOK_AGAIN, MORE = "look again", "more evidence since"
_WORDS = {"recheck": LOOK_AGAIN, "grown": MORE}


@dataclass(frozen=True, slots=True)
class Moved:
    """A judgement that a change moves: what it is, whether it asks for another look, and why."""

    name: str
    state: str
    """`look again` or `more evidence since`."""
    why: str

    @property
    def said(self) -> str:
        """It in a line."""
        return f"{self.name}, {self.state}: {self.why}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How judgements that rest on figures stand at a moment."""

    findings: Mapping[int, tuple[str, str]]
    """State and cause by the finding's key."""
    citations: Mapping[int, tuple[str, str]]
    newest: Mapping[int, str]
    """Of each figure that is cited the period that is the newest of its kind."""

    @property
    def figures(self) -> frozenset[int]:
        """The keys of the figures that anything rests on."""
        return frozenset(self.newest)


def standing(session: Session) -> Standing:
    """How everything that rests on figures stands now."""
    f, e, c = table_of(Finding).c, table_of(FindingEvidence).c, table_of(Citation).c
    session.expire_all()
    evidence = sa.select(e.finding_id, e.thing_id).join(table_of(Finding), f.id == e.finding_id)
    resting = session.execute(
        evidence.where(e.kind == "observation", e.gone.is_(False), f.gone.is_(False)).order_by(e.id)
    ).all()
    cited = session.execute(sa.select(c.thing_id).where(c.kind == "figure", c.gone.is_(False))).scalars()
    figures = {row.thing_id for row in resting} | set(cited)
    lines = findings(session, {row.finding_id for row in resting})
    return Standing(
        {line.id: (line.state, line.why) for line in lines},
        {one.id: (one.state, one.why) for one in citations(session)},
        _newest(session, figures),
    )


def _newest(session: Session, keys: Iterable[int]) -> dict[int, str]:
    """Of each figure the newest period of the same indicator, area and group; its own where it is that."""
    mine, other = table_of(Observation).alias(), table_of(Observation).alias()
    same = [mine.c[name] == other.c[name] for name in ("indicator_id", "area_code", "sex", "age", "category")]
    found: dict[int, str] = {}
    for some in in_chunks(sorted(keys)):
        beside = sa.select(mine.c.id, mine.c.period, other.c.period.label("newest"))
        beside = beside.select_from(mine.outerjoin(other, sa.and_(*same, other.c.gone.is_(False))))
        for row in session.execute(beside.where(mine.c.id.in_(some)).order_by(mine.c.id, other.c.period_end)):
            found[row.id] = row.newest or row.period
    return found


def moved(session: Session, before: Standing) -> tuple[Moved, ...]:
    """What stands otherwise than it did: findings by number, then ratings and citations that rest on them."""
    now = standing(session)
    told: dict[int, Moved] = {}
    newer = _newer(session, before, now)
    lines = {line.id: line for line in findings(session, now.findings)}
    for key, line in sorted(lines.items(), key=lambda pair: pair[1].number):
        if line.state != "current" and before.findings.get(key) != (line.state, line.why):
            told[key] = Moved(f"Finding {line.name}", _WORDS[line.state], line.why)
        elif key in newer:
            told[key] = Moved(f"Finding {line.name}", MORE, newer[key])
    return (*told.values(), *_ratings(session, told, lines), *_citations(session, before, now))


def _newer(session: Session, before: Standing, now: Standing) -> dict[int, str]:
    """Findings on a figure that was the newest, and has a newer one beside it since."""
    e, o = table_of(FindingEvidence).c, table_of(Observation).c
    past = {key for key, period in now.newest.items() if key in before.newest and before.newest[key] != period}
    found: dict[int, list[str]] = {}
    for some in in_chunks(sorted(past)):
        rows = session.execute(
            sa.select(e.finding_id, o.id, o.area, o.area_code, o.period)
            .join(table_of(Observation), o.id == e.thing_id)
            .where(e.kind == "observation", e.gone.is_(False), o.id.in_(some), o.gone.is_(False))
        )
        for row in rows:
            if row.period == before.newest[row.id]:
                said = f"There is a figure for {row.area or row.area_code} {now.newest[row.id]} now."
                found.setdefault(row.finding_id, []).append(said)
    return {key: " ".join(dict.fromkeys(said)) for key, said in found.items()}


def _ratings(session: Session, told: Mapping[int, Moved], lines: Mapping[int, Any]) -> list[Moved]:
    """The topic rows that somebody has rated and in which a moved finding speaks."""
    p, t, r = table_of(RowFinding).c, table_of(TopicRow).c, table_of(Rating).c
    rated = sa.exists().where(r.row_id == t.id, r.gone.is_(False))
    rows = session.execute(
        sa.select(t.id, t.title, p.finding_id)
        .join(table_of(TopicRow), t.id == p.row_id)
        .where(p.gone.is_(False), t.gone.is_(False), rated)
        .order_by(t.position, p.id)
    ).all()
    found: dict[int, tuple[str, list[int]]] = {}
    for row in rows:
        if row.finding_id in told:
            found.setdefault(row.id, (row.title, []))[1].append(row.finding_id)
    said = []
    for title, keys in found.values():
        grave = [key for key in keys if told[key].state == LOOK_AGAIN]
        names = " and ".join(dict.fromkeys(lines[key].name for key in grave or keys))
        said.append(Moved(f"How sources meet on “{title}”", LOOK_AGAIN if grave else MORE, f"It rests on {names}."))
    return said


def _citations(session: Session, before: Standing, now: Standing) -> list[Moved]:
    """What briefs and their options cite and what stands otherwise."""
    keys = [key for key, one in now.citations.items() if one[0] != "current" and before.citations.get(key) != one]
    if not keys:
        return []
    c, b, o = table_of(Citation).c, table_of(Brief).c, table_of(Option).c
    joined = table_of(Citation).join(table_of(Brief), b.id == c.brief_id)
    joined = joined.outerjoin(table_of(Option), o.id == c.option_id)
    rows = session.execute(
        sa.select(c.id, b.title, o.number).select_from(joined).where(c.id.in_(keys)).order_by(c.brief_id, c.position)
    )
    return [
        Moved(
            f"A citation in “{row.title}”" + (f", option O{row.number}" if row.number else ""),
            _WORDS[now.citations[row.id][0]],
            now.citations[row.id][1],
        )
        for row in rows
    ]
