"""Against: what people said against a cited finding, and the strongest of it that a brief could show beside it.

How strong a passage is, is told by these, each only where those before it are equal:

1. how close it is to the finding: named as evidence against it; then marked “against” under a code that it rests on;
   then under a code or theme that is itself evidence against it;
2. whether readers may see it without a second reader; what may not be shown to them at all is never offered;
3. whether it is of somebody whom the brief does not quote yet;
4. how near it is to a good length for a quote (`GOOD_LENGTH`, in letters).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import Citation
from workbench.coding.blind import seen
from workbench.coding.by_person import GOOD_LENGTH
from workbench.coding.codings import Coding
from workbench.coding.retrieval import Passage, passages
from workbench.governance.audiences import INTERNAL
from workbench.governance.quote_risk import Beside
from workbench.governance.quoting import Quote, quotes
from workbench.rows import in_chunks, table_of
from workbench.triangulation.findings import FindingLine, standing
from workbench.triangulation.resting import Ground

LOOKED_AT = 60
"""So many passages against a finding are brought to the door, the closest to it and of a good length first."""
HOW = (
    "named as evidence against it",
    "marked as evidence against, under a code that it rests on",
    "under a code or theme that speaks against it",
)


@dataclass(frozen=True, slots=True)
class Against:
    """A passage that speaks against a finding: how close to it, as a place in `HOW`, and how far from a good length."""

    close: int
    far: int
    coding_id: int


@dataclass(frozen=True, slots=True)
class Offered:
    """The strongest passage against something that a brief cites, as the team may see it."""

    coding_id: int
    text: str
    who: str
    document: str
    how: str
    waits: str = ""
    """What has to happen before the brief's readers see it; empty where nothing has to."""


def speaks_against(session: Session, finding_ids: Iterable[int]) -> dict[int, tuple[Against, ...]]:
    """By finding what people said against it, the closest first, as far as the coder at the keyboard may see it."""
    ground = standing(session)
    wanted = [key for key in finding_ids if key in ground.speaks_for]
    marked, carried = _codes(ground, wanted)
    opposed = _codings(session, {code for codes in marked.values() for code in codes}, "against")
    contrary = _codings(session, {code for codes in carried.values() for code in codes}, "for")
    found: dict[int, tuple[Against, ...]] = {}
    for key in wanted:
        heard = ground.material.documents_of(ground.speaks_for[key][0])
        named = [one.thing_id for one in ground.evidence[key] if (one.kind, one.direction) == ("coding", "against")]
        here = {coding: Against(0, far, coding) for coding, far in _lengths(session, named)}
        for close, codes, among in ((1, marked[key], opposed), (2, carried[key], contrary)):
            for coding, document, far in (one for code in codes for one in among.get(code, ())):
                if document in heard:
                    here.setdefault(coding, Against(close, far, coding))
        if here:
            found[key] = _in_order(here.values())
    return found


def strongest(session: Session, brief_id: int, kind: str, thing_id: int, audience: str = INTERNAL) -> Offered | None:
    """The strongest passage against a cited finding, or against the code of a cited quote, that these readers may see.

    None where there is none, or where one of them is cited in the brief already.
    """
    pool = speaks_against(session, [thing_id]).get(thing_id, ()) if kind == "finding" else _of_quote(session, thing_id)
    c = table_of(Citation).c
    chosen = sa.select(c.thing_id).where(c.brief_id == brief_id, c.kind == "quote", c.gone.is_(False))
    cited = set(session.execute(chosen).scalars())
    if not pool or cited & {one.coding_id for one in pool}:
        return None
    heard = {case for passage in passages(session, codings=sorted(cited)) for case in passage.case_ids}
    close = {one.coding_id: one for one in pool[:LOOKED_AT]}
    wanted = passages(session, codings=sorted(close))
    shown, back = quotes(session, wanted, audience, beside=Beside(candidates=True))
    asks = {(one.document, one.start, one.end) for one in back if one.risk is not None and one.risk.level == "amber"}
    waiting = [one for one in wanted if (one.document, one.start, one.end) in asks]
    ready = {one.passage.coding_id for one in shown}
    told, _ = quotes(session, [*(one.passage for one in shown), *waiting], INTERNAL)
    best = min(told, key=lambda one: _order(one, close[one.passage.coding_id], ready, heard), default=None)
    return None if best is None else _offered(best, close[best.passage.coding_id], ready)


def _order(
    one: Quote[Passage], against: Against, ready: Collection[int], heard: set[int]
) -> tuple[int, bool, bool, int, int]:
    known = not heard.isdisjoint(one.passage.case_ids)
    return against.close, against.coding_id not in ready, known, against.far, against.coding_id


def _offered(best: Quote[Passage], against: Against, ready: Collection[int]) -> Offered:
    passage = best.passage
    who = "; ".join(passage.cases) or passage.speaker or "not named"
    waits = "" if passage.coding_id in ready else "A second reader has to agree before these readers see it."
    return Offered(passage.coding_id, best.text, who, passage.document, HOW[against.close], waits)


def _in_order(found: Iterable[Against]) -> tuple[Against, ...]:
    return tuple(sorted(found, key=lambda one: (one.close, one.far, one.coding_id)))


def _codes(ground: Ground[FindingLine], keys: Iterable[int]) -> tuple[Mapping[int, set[int]], Mapping[int, set[int]]]:
    """By finding the codes that it rests on, and those that speak against it."""
    marked: dict[int, set[int]] = defaultdict(set)
    carried: dict[int, set[int]] = defaultdict(set)
    for key in keys:
        for row in ground.evidence[key]:
            thing = ground.things.get((row.kind, row.thing_id))
            if thing is not None:
                (marked if row.direction == "for" else carried)[key].update(thing.codes)
    return marked, carried


def _codings(session: Session, codes: Collection[int], direction: str) -> dict[int, list[tuple[int, int, int]]]:
    """By code its codings of a direction: key, document, and how far their length is from a good one."""
    c = table_of(Coding).c
    only = seen(session) if codes else None
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for some in in_chunks(sorted(codes)):
        chosen = sa.select(c.code_id, c.id, c.document_id, sa.func.abs(c.end - c.start - GOOD_LENGTH))
        chosen = chosen.where(c.code_id.in_(some), c.direction == direction, c.gone.is_(False))
        for code, key, document, far in session.execute(chosen if only is None else chosen.where(only)):
            found[code].append((key, document, far))
    return found


def _lengths(session: Session, codings: Collection[int]) -> list[tuple[int, int]]:
    """Of some codings that are there and may be seen, how far their length is from a good one."""
    if not codings:
        return []
    c = table_of(Coding).c
    only = seen(session)
    chosen = sa.select(c.id, sa.func.abs(c.end - c.start - GOOD_LENGTH)).where(c.id.in_(codings), c.gone.is_(False))
    return [(key, far) for key, far in session.execute(chosen if only is None else chosen.where(only))]


def _of_quote(session: Session, coding_id: int) -> tuple[Against, ...]:
    """Passages that are marked as evidence against under the code of a quote."""
    c = table_of(Coding).c
    code = session.execute(sa.select(c.code_id).where(c.id == coding_id)).scalar()
    rows = _codings(session, {code}, "against").get(code, ()) if code is not None else ()
    return _in_order(Against(1, far, key) for key, _, far in rows if key != coding_id)
