"""Cited by: from some words, a finding, a figure, a document or a person up to every sentence of a brief that rests on it.

A citation names a finding, a quote or a figure. Below a finding lies what it rests on, beside it what it meets on a
topic, and a brief shows these too. So the way up has as many steps as the way down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import Citation
from workbench.briefs.lines import BriefLine, OptionLine
from workbench.briefs.objectives import Objective
from workbench.briefs.options import briefs, options
from workbench.coding.blind import seen
from workbench.coding.codings import Coding
from workbench.coding.retrieval import passages, touched
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import quotes
from workbench.indicators.observations import Observation
from workbench.rows import in_chunks, table_of
from workbench.sources.documents import Segment
from workbench.triangulation.figures import figure_lines
from workbench.triangulation.findings import FindingLine, findings, standing
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.resting import Ground

Kind = Literal["quote", "finding", "figure", "indicator", "document", "person"]
"""What may be asked about: quotes by their codings, figures by their observations, a person by their case."""
Place = tuple[str, int]
"""A kind and a key: what a brief cites at a place."""
NOBODY = "No sentence of a brief rests on this."
_STATE = {"draft": "open, a draft", "for decision": "open, for decision"}


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A sentence of a brief that rests on what was asked about."""

    brief_id: int
    brief: str
    """Its name and title."""
    option_id: int | None
    option: str
    """The name and title of the option for which it is cited; empty for the brief as a whole."""
    supports: str
    kind: str
    """What is cited there: a finding, a quote, a figure, or the objective that starts from one."""
    thing_id: int
    sentence: str
    """As it stands there now, for the team."""
    through: str
    """By which steps it rests on what was asked about; empty where that itself is cited."""
    version: int
    status: str

    @property
    def stands(self) -> str:
        """Which version it is, and whether it is decided or open."""
        return f"version {self.version}, {_STATE.get(self.status, self.status)}"


@dataclass(frozen=True, slots=True)
class _Place:
    """A place where a brief cites something."""

    brief_id: int
    option_id: int | None
    kind: str
    thing_id: int
    supports: str
    beside: str = ""
    """Of a finding that is not cited: the cited one that it stands beside, and the topic."""
    through: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    """Coded words that were asked about."""

    coding_id: int
    code_id: int
    document_id: int


def cited_by(session: Session, kind: Kind, keys: Collection[int]) -> list[CitedLine]:
    """Every sentence of a brief that rests on one of these, brief by brief; what is cited itself first in each.

    Of codings only those count that the coder at the keyboard may see: who reads blind learns nothing of others'.
    """
    places = _places(session)
    if not places or not keys:
        return []
    ground = standing(session)
    figures = _figures(session, kind, keys)
    spoken = _spoken(session, kind, keys)
    wanted: set[Place] = {("figure", key) for key in figures} | {("quote", one.coding_id) for one in spoken}
    wanted |= {("finding", key) for key in keys} if kind == "finding" else set()
    found = [one for key in sorted(wanted & places.keys()) for one in places[key]]
    cited = {key for what, key in places if what == "finding"}
    for finding, how in _resting(ground, cited, figures, spoken):
        found += [replace(one, through=how) for one in places["finding", finding]]
    return list(_lines(session, _once(found)))


def codings_from(session: Session, document_id: int, start: int) -> set[int]:
    """The codings that begin at a position of a document, as far as the coder at the keyboard may see them."""
    c = table_of(Coding).c
    chosen = sa.select(c.id).where(c.document_id == document_id, c.start == start, c.gone.is_(False))
    return set(session.execute(_seen(session, chosen)).scalars())


def _places(session: Session) -> dict[Place, list[_Place]]:
    """Every place where a brief cites something, by what it cites."""
    found: dict[Place, list[_Place]] = defaultdict(list)
    by_finding: dict[int, set[int]] = defaultdict(set)
    c, o = table_of(Citation).c, table_of(Objective).c
    cells = (c.brief_id, c.option_id, c.kind, c.thing_id, c.supports)
    for row in session.execute(sa.select(*cells).where(c.gone.is_(False)).order_by(c.brief_id, c.position, c.id)):
        found[row.kind, row.thing_id].append(_Place(*row))
        if row.kind == "finding":
            by_finding[row.thing_id].add(row.brief_id)
    started = sa.select(o.brief_id, o.id, o.observation_id).where(o.gone.is_(False), o.observation_id.is_not(None))
    for brief, key, figure in session.execute(started):
        found["figure", figure].append(_Place(brief, None, "objective", key, ""))
    for key, place in _beside(session, by_finding):
        found["finding", key].append(place)
    return found


def _beside(session: Session, cited: dict[int, set[int]]) -> Iterator[tuple[int, _Place]]:
    """Findings that stand in a brief because they meet a cited one on a topic."""
    if not cited:
        return
    there: set[tuple[int, int]] = set()
    for row in matrix(session).rows:
        here = [line for cell in row.cells.values() for line in cell.findings]
        for first in here:
            for brief in sorted(cited.get(first.id, ())):
                for line in here:
                    if brief not in cited.get(line.id, ()) and (brief, line.id) not in there:
                        there.add((brief, line.id))
                        said = f"beside {first.name}, on “{row.title}”"
                        yield line.id, _Place(brief, None, "finding", line.id, "problem", said)


def _figures(session: Session, kind: Kind, keys: Collection[int]) -> set[int]:
    """The figures that were asked about."""
    if kind != "indicator":
        return set(keys) if kind == "figure" else set()
    o = table_of(Observation).c
    chosen = sa.select(o.id).where(o.gone.is_(False), o.indicator_id.in_(sorted(keys)))
    return set(session.execute(chosen).scalars())


def _spoken(session: Session, kind: Kind, keys: Collection[int]) -> list[_Words]:
    """The coded words that were asked about: named themselves, in a document, or a person's."""
    if kind not in {"quote", "document", "person"}:
        return []
    c, s = table_of(Coding).c, table_of(Segment).c
    of = {"quote": c.id, "document": c.document_id, "person": s.case_id}[kind]
    rows: list[_Words] = []
    for some in in_chunks(sorted(keys)):
        chosen = sa.select(c.id, c.code_id, c.document_id).distinct().where(c.gone.is_(False), of.in_(some))
        chosen = chosen.select_from(touched()) if kind == "person" else chosen
        rows += [_Words(*row) for row in session.execute(_seen(session, chosen))]
    return rows


def _seen(session: Session, chosen: sa.Select[tuple[int, ...]]) -> sa.Select[tuple[int, ...]]:
    """Only of codings that the coder at the keyboard may see."""
    only = seen(session)
    return chosen if only is None else chosen.where(only)


def _resting(
    ground: Ground[FindingLine], cited: Collection[int], figures: Collection[int], spoken: Sequence[_Words]
) -> Iterator[tuple[int, str]]:
    """The findings of briefs that rest on these figures or words, each with how."""
    documents: dict[tuple[str, int], set[int]] = defaultdict(set)
    for one in spoken:
        documents["coding", one.coding_id].add(one.document_id)
        documents["code", one.code_id].add(one.document_id)
    for kind, key in ground.resting:
        if kind == "theme" and (theme := ground.things.get((kind, key))) is not None:
            for code in theme.codes:
                documents[kind, key] |= documents.get(("code", code), set())
    counted = {("observation", key) for key in figures}
    for finding in sorted(ground.resting_on([*documents, *counted]) & set(cited)):
        heard = ground.material.documents_of(ground.speaks_for[finding][0]) if spoken else frozenset()
        for row in ground.evidence[finding]:
            on = row.kind, row.thing_id
            if on in counted or (on in documents and (row.kind == "coding" or not heard.isdisjoint(documents[on]))):
                thing = ground.things.get(on)
                said = f"“{thing.name}”" if thing is not None and row.kind in {"theme", "code"} else "it"
                yield (
                    finding,
                    f"which has {said} against it" if row.direction == "against" else f"which rests on {said}",
                )
                break


def _once(places: Iterable[_Place]) -> list[_Place]:
    """Each place once, with the shortest way to it: that which was found first."""
    found: dict[tuple[int, int | None, str, int, str], _Place] = {}
    for one in places:
        found.setdefault((one.brief_id, one.option_id, one.kind, one.thing_id, one.supports), one)
    return list(found.values())


def _lines(session: Session, places: Sequence[_Place]) -> Iterator[CitedLine]:
    """Places with their sentences, in the order of the briefs; of a brief or an option that is gone none."""
    there = {one.id: one for one in briefs(session)}
    given = {one.id: one for one in options(session)}
    kept = [one for one in places if one.brief_id in there and (one.option_id is None or one.option_id in given)]
    names, said = _said(session, kept)
    order = list(there)
    for one in sorted(kept, key=lambda one: (order.index(one.brief_id), bool(one.through or one.beside))):
        if (sentence := said.get((one.kind, one.thing_id))) is not None:
            yield _line(there[one.brief_id], given.get(one.option_id or 0), one, sentence, names)


def _line(brief: BriefLine, option: OptionLine | None, one: _Place, sentence: str, names: dict[int, str]) -> CitedLine:
    name = names.get(one.thing_id, "") if one.kind == "finding" else ""
    steps = f"{name}, {one.through}" if one.through else ""
    beside = f"{'it' if steps else name} stands there {one.beside}" if one.beside else ""
    through = "; ".join(part for part in (f"through {steps}" if steps else "", beside) if part)
    named = f"{option.name} {option.title}" if option is not None else ""
    return CitedLine(
        brief.id, f"{brief.name} {brief.title}", one.option_id, named, one.supports, one.kind, one.thing_id, sentence,
        through, brief.version, brief.status,
    )  # fmt: skip


def _said(session: Session, places: Iterable[_Place]) -> tuple[dict[int, str], dict[Place, str]]:
    """The names of the findings, and the sentence of each place; what is gone has none."""
    keys: dict[str, set[int]] = defaultdict(set)
    for one in places:
        keys[one.kind].add(one.thing_id)
    said: dict[Place, str] = {}
    lines = findings(session, keys["finding"]) if keys["finding"] else []
    said |= {("finding", line.id): line.statement for line in lines}
    counted = figure_lines(session, keys["figure"]) if keys["figure"] else {}
    said |= {("figure", key): f"{line.described}: {line.in_words}" for key, line in counted.items()}
    shown, back = (
        quotes(session, passages(session, codings=sorted(keys["quote"])), INTERNAL) if keys["quote"] else ([], [])
    )
    said |= {("quote", one.passage.coding_id): f"“{one.text}”" for one in shown}
    held = {(one.document, one.start, one.end): one.why for one in back}
    for passage in passages(session, codings=sorted(keys["quote"])) if held else ():
        why = held.get((passage.document, passage.start, passage.end))
        if why is not None:
            said["quote", passage.coding_id] = f"A quote that is not shown: {why}"
    o = table_of(Objective).c
    for some in in_chunks(sorted(keys["objective"])):
        for key, text in session.execute(sa.select(o.id, o.text).where(o.id.in_(some))):
            said["objective", key] = text
    return {line.id: line.name for line in lines}, said
