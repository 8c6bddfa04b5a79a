"""Peer sets: areas that somebody found alike, as a named list for each area, to set its figures beside theirs."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.indicators.area_drafts import DraftPeers
from workbench.indicators.observations import Figure, figures
from workbench.indicators.own_areas import known_area
from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add,
    add_many,
    amend,
    bulk,
    find_guid,
    guid_for,
    remove,
    table_of,
)
from workbench.sources.documents import Added


class PeerSet(Row, table=True):
    """A way of choosing an area's peers, such as nearest neighbours of a publisher and year."""

    __tablename__ = "peer_set"
    __table_args__: Any = (AUTOINCREMENT,)

    name: str = Field(index=True)
    publisher: str = ""
    year: str = ""
    came_from: str = ""


class Peer(Row, table=True):
    """One peer of an area in a set; `rank` 1 is the most alike."""

    __table_args__: Any = (sa.Index("peer_by_area", "peer_set_id", "area_code"), AUTOINCREMENT)

    peer_set_id: int = Field(foreign_key="peer_set.id")
    area_code: str
    peer_code: str
    rank: int | None = None


class PeerSetLine(NamedTuple):
    """A set of peers in a list: its name, from whom and when, and of how many areas it names peers."""

    id: int
    name: str
    publisher: str
    year: str
    areas: int

    @property
    def said(self) -> str:
        """Its publisher and year, and how large it is."""
        source = ", ".join(filter(None, (self.publisher, self.year)))
        size = f"peers of {self.areas:,} area{'' if self.areas == 1 else 's'}"
        return f"{source}; {size}" if source else size


class PeerFigure(NamedTuple):
    """A peer beside an area: its place in the set, its name, and its figure where there is one."""

    code: str
    name: str
    rank: int | None
    figure: Figure | None


def add_peers(session: Session, draft: DraftPeers) -> Added:
    """Take a file's sets of peers into the project. A file of the same name takes the place of what it said before."""
    counts = dict.fromkeys(("rows", "sets", "peers", "removed"), 0)
    counts["rows"] = draft.rows
    fresh = []
    for name in dict.fromkeys(one.set_name for one in draft.peers):
        key = _set(session, draft, name, counts)
        there = {
            row.guid: row
            for row in session.execute(sa.select(table_of(Peer)).where(table_of(Peer).c.peer_set_id == key))
        }
        mine = [one for one in draft.peers if one.set_name == name]
        told = set()
        for one in mine:
            guid = guid_for(session, "peer", "\x1f".join((draft.name, name, one.area_code, one.peer_code)))
            told.add(guid)
            held = there.get(guid)
            if held is None:
                cells = {"area_code": one.area_code, "peer_code": one.peer_code, "rank": one.rank}
                fresh.append({"guid": guid, "peer_set_id": key, **cells})
            elif held.gone or held.rank != one.rank:
                amend(session, Peer, held.id, gone=False, rank=one.rank)
                counts["peers"] += 1
        for guid, held in there.items():
            if guid not in told and not held.gone:
                remove(session, Peer, held.id)
                counts["removed"] += 1
    with bulk(session, Peer):
        counts["peers"] += add_many(session, Peer, fresh)
    new = counts["sets"] or counts["peers"] or counts["removed"]
    gone = f"Taken out, as the file names them no longer: {counts['removed']:,} of the neighbours of before."
    return Added("added" if new else "found", counts, (), (gone,) if counts["removed"] else ())


def _set(session: Session, draft: DraftPeers, name: str, counts: dict[str, int]) -> int:
    guid = guid_for(session, "peer set", f"{draft.name}\x1f{name}")
    there = find_guid(session, PeerSet, guid)
    if there is None:
        counts["sets"] += 1
        return add(
            session, PeerSet, guid=guid, name=name, publisher=draft.publisher, year=draft.year, came_from=draft.name
        )
    assert there.id is not None
    if there.gone:
        amend(session, PeerSet, there.id, gone=False)
        counts["sets"] += 1
    return there.id


def peer_sets(session: Session, area_code: str = "") -> list[PeerSetLine]:
    """The project's sets of peers by name; with an area only those that name peers of it."""
    s, p = table_of(PeerSet), table_of(Peer)
    statement = (
        sa.select(s.c.id, s.c.name, s.c.publisher, s.c.year, sa.func.count(p.c.area_code.distinct()))
        .select_from(s.join(p, p.c.peer_set_id == s.c.id))
        .where(s.c.gone.is_(False), p.c.gone.is_(False))
        .group_by(s.c.id)
        .order_by(s.c.name, s.c.year)
    )
    if area_code:
        named = sa.select(p.c.peer_set_id).where(p.c.area_code == area_code, p.c.gone.is_(False))
        statement = statement.where(s.c.id.in_(named))
    return [PeerSetLine._make(row) for row in session.execute(statement)]


def peers_in(session: Session, peer_set_id: int, area_code: str) -> list[str]:
    """The codes of an area's peers in a set, the most alike first; none where the set names none of it."""
    return [code for code, _ in _ranked(session, peer_set_id, area_code)]


def _ranked(session: Session, peer_set_id: int, area_code: str) -> list[tuple[str, int | None]]:
    p = table_of(Peer).c
    statement = (
        sa.select(p.peer_code, p.rank)
        .where(p.peer_set_id == peer_set_id, p.area_code == area_code, p.gone.is_(False))
        .order_by(p.rank.is_(None), p.rank, p.peer_code)
    )
    return [(code, rank) for code, rank in session.execute(statement)]


def peer_figures(session: Session, peer_set_id: int, figure: Figure) -> list[PeerFigure]:
    """Each peer of a figure's area with its figure of the same time and people, in the order of the set."""
    ranked = _ranked(session, peer_set_id, figure.area_code)
    if not ranked:
        return []
    found = figures(
        session, indicator_id=figure.indicator_id, area=[code for code, _ in ranked], starts=[figure.starts]
    )
    alike = {one.area_code: one for one in found if one.ends == figure.ends and one.breakdown == figure.breakdown}
    return [PeerFigure(code, _name(session, code, alike.get(code)), rank, alike.get(code)) for code, rank in ranked]


def mean_of_peers(peers: Sequence[PeerFigure]) -> float | None:
    """The plain mean of the peers' values, each area counting once, whatever its size; None where none has a value."""
    known = [one.figure.value for one in peers if one.figure is not None and one.figure.value is not None]
    return fmean(known) if known else None


def _name(session: Session, code: str, figure: Figure | None) -> str:
    area = known_area(session, code)
    return area.name if area else figure.area if figure is not None and figure.area else code
