"""The ground that findings stand on, kept in memory while a project is open, and what a change touches of it.

A change is marked by the history that it writes: whoever reads next looks up what was written since, finds through
this index the findings that rest on it, and compares those alone. So the marks hold after an undo, a redo and what
another process wrote; where the history does not tell all, such as after a merge, everything is compared anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.tree import code_paths
from workbench.indicators.datasets import kept_out
from workbench.rows import Written, in_chunks
from workbench.triangulation.evidence import Things, places_of_codings, things
from workbench.triangulation.material import Material, read_again, read_material
from workbench.triangulation.touched import RESTED_ON, Touched, touched

__all__ = ["RESTED_ON", "Ground", "read_ground", "renewed"]

LineT = TypeVar("LineT")
Key = tuple[str, int]
Make = Callable[[Session, Sequence[int], "Ground[LineT]"], dict[int, LineT]]
"""What makes the lines of some findings from what they stand on: what compares them."""

_FINDING = sa.table(
    "finding", *map(sa.column, ("id", "number", "source", "question_id")), sa.column("gone", sa.Boolean())
)
_EVIDENCE = sa.table(
    "finding_evidence",
    *map(sa.column, ("id", "finding_id", "kind", "thing_id", "direction")),
    sa.column("gone", sa.Boolean()),
)


@dataclass(frozen=True, slots=True)
class Ground(Generic[LineT]):
    """Every finding, what it rests on, and the index from there back to it."""

    speaks_for: Mapping[int, tuple[str, int | None]]
    """Source and question of each finding, in the order of their numbers."""
    evidence: Mapping[int, Sequence[Any]]
    """By finding, what it rests on, gone or not."""
    resting: Mapping[Key, frozenset[int]]
    """The findings that rest on a thing, by its kind and key."""
    things: Things
    material: Material
    paths: Mapping[int, str]
    out: Mapping[int, tuple[str, ...]]
    """Data sets that are kept out of analysis."""
    places: Mapping[int, tuple[int, int, frozenset[int]]]
    """Of each cited passage its document, its code and the people in it."""
    approach: str
    names: Mapping[int | None, str]
    """Questions by key."""
    lines: dict[int, LineT]
    """What has been compared so far, by finding."""
    marked: set[int]
    """The findings that a change has marked, and that nobody has read since; at first all."""

    def read(self, session: Session, make: Make[LineT], wanted: Collection[int] | None = None) -> list[LineT]:
        """The lines of every finding, or of those wanted; of those that are marked compared now."""
        keys = [key for key in self.speaks_for if wanted is None or key in wanted]
        if stale := [key for key in keys if key in self.marked]:
            self.lines.update(make(session, stale, self))
            self.marked.difference_update(stale)
        return [self.lines[key] for key in keys]

    def resting_on(self, keys: Iterable[Key]) -> set[int]:
        """The findings that rest on one of these."""
        return {finding for key in keys for finding in self.resting.get(key, ())}


def read_ground(session: Session, wanted: Collection[int] | None = None) -> Ground[LineT]:
    """Everything, or what some findings stand on, with all of them still to be compared."""
    speaks_for = _speaks_for(session, wanted)
    evidence = _evidence(session, speaks_for, every=wanted is None)
    resting = _index(evidence)
    found = things(session, resting)
    codes = {code for thing in found.values() for code in thing.codes}
    questions = {question for _, question in speaks_for.values() if question}
    return Ground(
        speaks_for,
        evidence,
        resting,
        found,
        read_material(session, codes, questions),
        code_paths(session) if wanted is None else {},
        kept_out(session),
        places_of_codings(session, _cited(resting)) if wanted is None else {},
        str(session.info["meta"].get("approach", "")),
        _questions(session),
        {},
        set(speaks_for),
    )


def renewed(session: Session, known: Ground[LineT], written: Iterable[Written]) -> Ground[LineT] | None:
    """What is known, brought up to what was written since, with what that marks. None: compare all anew."""
    if known.approach != str(session.info["meta"].get("approach", "")):
        return None
    what = touched(session, written)
    if what is None:
        return None
    ground, marks = _marked(session, known, what)
    lines = {key: line for key, line in known.lines.items() if key in ground.speaks_for}
    return replace(ground, lines=lines, marked=(known.marked | marks) & ground.speaks_for.keys())


def _marked(session: Session, known: Ground[LineT], what: Touched) -> tuple[Ground[LineT], set[int]]:
    """The ground as it is now, and the findings for which any of it says something else."""
    ground, marks = known, set(what.findings)
    if what.findings:
        ground = _findings_again(session, ground, what.findings)
    names = _questions(session) if what.question_names else known.names
    if names != known.names:
        marks |= {key for key, (_, asks) in ground.speaks_for.items() if names.get(asks) != known.names.get(asks)}
    if what.coder_names:
        marks |= ground.speaks_for.keys()
    paths = code_paths(session) if what.codes else known.paths
    renamed = {key for key in {*paths, *known.paths} if paths.get(key) != known.paths.get(key)} if what.codes else set()
    places = dict(known.places)
    cited = _cited(ground.resting)
    fresh = cited - places.keys()
    placed = {key for key, (document, *_) in places.items() if document in what.documents} if what.documents else set()
    if stale := (fresh | placed | what.coded_among(cited)) & cited:
        places.update(places_of_codings(session, stale))
    out = kept_out(session)
    ground = replace(ground, names=names, paths=paths, places=places, out=out)
    again = _things_to_read(session, known, ground, what, renamed)
    now = {key: one for key, one in ground.things.items() if key not in again} | things(session, again)
    moved = {key for key in again if now.get(key) != known.things.get(key)}
    ground = replace(ground, things=now)
    marks |= ground.resting_on(moved)
    ground, voices = _material_again(session, known, ground, what)
    return ground, marks | voices


def _things_to_read(
    session: Session, known: Ground[LineT], ground: Ground[LineT], what: Touched, renamed: Collection[int]
) -> set[Key]:
    """Which things may say something else now."""
    rested = ground.resting.keys()
    again = set(rested - known.things.keys())
    again |= {("theme", key) for key in what.themes} & rested
    otherwise = {*renamed, *what.defined}
    if otherwise:
        again |= {("code", key) for key in otherwise} & rested
        gathered = {key for key, one in known.things.items() if not otherwise.isdisjoint(one.codes)}
        again |= {key for key in gathered if key[0] == "theme"}
        again |= {("theme", key) for key in _gathering(session, otherwise)} & rested
    documents = what.documents | what.flagged
    if what.codings or documents or what.people or renamed:
        again |= {("coding", key) for key in what.coded_among(_cited(rested))}
        for key, (document, code, people) in ground.places.items():
            if document in documents or code in renamed or not people.isdisjoint(what.people):
                again.add(("coding", key))
    sets = {key for key in {*ground.out, *known.out} if ground.out.get(key) != known.out.get(key)}
    if what.observations or what.indicators or sets:
        figures = {key for kind, key in rested if kind == "observation"}
        again |= {("observation", key) for key in what.figures_among(session, figures, sets)}
    return again & rested


def _gathering(session: Session, codes: Collection[int]) -> set[int]:
    """The themes that gather one of these codes, whether it is there or not."""
    t = sa.table("theme_code", *map(sa.column, ("theme_id", "code_id", "gone"))).c
    found: set[int] = set()
    for some in in_chunks(sorted(codes)):
        found |= set(session.execute(sa.select(t.theme_id).where(t.code_id.in_(some), t.gone == 0)).scalars())
    return found


def _material_again(
    session: Session, known: Ground[LineT], ground: Ground[LineT], what: Touched
) -> tuple[Ground[LineT], set[int]]:
    """The people behind the codes as they are now, and the findings that count others than before."""
    before = {code for thing in known.things.values() for code in thing.codes}
    codes = {code for thing in ground.things.values() for code in thing.codes}
    asks = {question for _, question in ground.speaks_for.values() if question}
    asked_before = {question for _, question in known.speaks_for.values() if question}
    documents = what.documents | {document for code, document in what.coded if code in codes}
    coded = codes if what.documents else {code for code, _ in what.coded} & codes
    questions = (what.questions & asks) | (asks - asked_before)
    if not (documents and coded) and not (codes - before) and not questions and not what.lists and not what.documents:
        return ground, set()
    old = known.material
    if codes and not before:
        new = read_material(session, codes, asks)
    else:
        new = read_again(
            session, old, coded, documents, unread=codes - before, questions=questions,
            lists=what.lists or bool(what.documents),
        )  # fmt: skip
    marks: set[int] = set()
    other = _changed_places(old, new, coded | (codes - before))
    for key in ground.resting_on({key for key, one in ground.things.items() if not other.keys().isdisjoint(one.codes)}):
        heard = new.documents_of(ground.speaks_for[key][0])
        codes_here = {
            code
            for one in ground.evidence[key]
            if (thing := ground.things.get((one.kind, one.thing_id))) is not None
            for code in thing.codes
        }
        if any(not other[code].isdisjoint(heard) for code in codes_here if code in other):
            marks.add(key)
    listening = {
        pair
        for pair in set(ground.speaks_for.values())
        if old.documents_of(pair[0]) != new.documents_of(pair[0]) or old.listening(*pair) != new.listening(*pair)
    }
    marks |= {key for key, pair in ground.speaks_for.items() if pair in listening and _counts(ground, key)}
    return replace(ground, material=new), marks


def _counts(ground: Ground[Any], key: int) -> bool:
    """Whether a finding counts people."""
    return any(one.kind in {"theme", "code"} for one in ground.evidence.get(key, ()))


def _changed_places(old: Material, new: Material, codes: Iterable[int]) -> dict[int, set[int]]:
    """Of each code the documents in which it has other people or passages than before."""
    found: dict[int, set[int]] = {}
    for code in codes:
        here: set[int] = set()
        for before, after in ((old.mentions, new.mentions), (old.codings, new.codings)):
            one: Mapping[int, Any] = before.get(code, {})
            other: Mapping[int, Any] = after.get(code, {})
            if one != other:
                here |= {place for place in {*one, *other} if one.get(place) != other.get(place)}
        if here:
            found[code] = here
    return found


def _findings_again(session: Session, known: Ground[LineT], keys: Collection[int]) -> Ground[LineT]:
    """The ground with these findings, and what they rest on, as they are written now."""
    now = _speaks_for(session, keys)
    rows = _evidence(session, now, every=False)
    evidence = {key: one for key, one in known.evidence.items() if key not in keys} | rows
    resting = dict(known.resting)
    for key in keys:
        for one in known.evidence.get(key, ()):
            resting[one.kind, one.thing_id] = resting[one.kind, one.thing_id] - {key}
        for one in rows.get(key, ()):
            resting[one.kind, one.thing_id] = resting.get((one.kind, one.thing_id), frozenset()) | {key}
    speaks_for = {**known.speaks_for, **now}
    if now.keys() != known.speaks_for.keys() & set(keys):
        speaks_for = _speaks_for(session, None)
    return replace(
        known, speaks_for=speaks_for, evidence=evidence, resting={key: one for key, one in resting.items() if one}
    )


def _index(evidence: Mapping[int, Sequence[Any]]) -> dict[Key, frozenset[int]]:
    """The findings by what they rest on."""
    found: dict[Key, set[int]] = defaultdict(set)
    for key, rows in evidence.items():
        for one in rows:
            found[one.kind, one.thing_id].add(key)
    return {key: frozenset(some) for key, some in found.items()}


def _cited(rested: Iterable[Key]) -> set[int]:
    return {key for kind, key in rested if kind == "coding"}


def _speaks_for(session: Session, wanted: Collection[int] | None) -> dict[int, tuple[str, int | None]]:
    """Source and question of every finding, or of some, in the order of their numbers."""
    t = _FINDING.c
    chosen = sa.select(t.id, t.source, t.question_id, t.number).where(t.gone.is_(False))
    if wanted is None:
        rows = session.execute(chosen).all()
    else:
        rows = [row for some in in_chunks(sorted(wanted)) for row in session.execute(chosen.where(t.id.in_(some)))]
    return {row.id: (row.source, row.question_id) for row in sorted(rows, key=lambda row: (row.number, row.id))}


def _evidence(session: Session, findings: Collection[int], *, every: bool) -> dict[int, list[Any]]:
    """By finding, the rows of what it rests on: id, finding_id, kind, thing_id, direction."""
    t = _EVIDENCE.c
    chosen = sa.select(t.id, t.finding_id, t.kind, t.thing_id, t.direction).where(t.gone.is_(False)).order_by(t.id)
    found: dict[int, list[Any]] = {key: [] for key in findings}
    for some in [None] if every else in_chunks(sorted(findings)):
        for row in session.execute(chosen if some is None else chosen.where(t.finding_id.in_(some))):
            if row.finding_id in found:
                found[row.finding_id].append(row)
    return found


def _questions(session: Session) -> dict[int | None, str]:
    questions = sa.table("question", *map(sa.column, ("id", "short", "gone")))
    rows = session.execute(sa.select(questions.c.id, questions.c.short).where(questions.c.gone == 0))
    return defaultdict(str, {row.id: row.short for row in rows})
