"""What we make of a topic together, where the topic says something else since: the history tells what it said then.

A topic keeps no stamp of what was concluded on. Its findings, their ratings and how every two sources met are taken back
to how they were when the conclusion was written, cell by cell, and compared with how they are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from workbench.desk.looking_again.causes import Causes
from workbench.desk.looking_again.waiting import Waiting
from workbench.desk.looking_again.written import FIT_WORDS
from workbench.desk.looking_again.written_since import in_force
from workbench.project.history import Change, Entry, Payload
from workbench.project.schema import NUMBERS
from workbench.rows import in_chunks, table_of
from workbench.triangulation import freshness
from workbench.triangulation.findings import Finding
from workbench.triangulation.freshness import Freshness
from workbench.triangulation.protocol.convergence import in_words
from workbench.triangulation.protocol.joint_display import JointRow
from workbench.triangulation.protocol.matrix import CANNOT_TELL, MatrixRow, Pair, matrix

Says = dict[str, Any]
RowT = TypeVar("RowT", MatrixRow, JointRow)
_RESTED_ON = {
    "finding": ("statement", "prominence", "gone"),
    "row_finding": ("gone",),
    "rating": ("meaning", "confirmed", "silence", "gone"),
    "consensus": ("value", "silence", "gone"),
}
"""What a conclusion rests on: cells by table."""


@dataclass(slots=True)
class _Before:
    """How rows were after a change: the cells that were changed since, as they were, and rows that came since."""

    cells: dict[tuple[str, int], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    came: set[tuple[str, int]] = field(default_factory=set)

    def of(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row as it was; one that came since was not there."""
        if (table, row["id"]) in self.came:
            return {**row, "gone": True}
        return {**row, **self.cells.get((table, row["id"]), {})}


def concluded(session: Session, rows: Iterable[MatrixRow], causes: Causes) -> Iterator[Waiting]:
    """Topics of which what we make of them together was written before something in them changed."""
    for row, state, since, kinds in _stale(session, rows):
        fit = f"We said of it: {FIT_WORDS[row.fit]}. Does it still?" if row.fit else "Read it again."
        yield Waiting(
            "together",
            row.id,
            f"What we make of “{row.title}” together: “{row.together}”",
            state.state,
            state.why,
            fit,
            causes.of_topics([row.id], since, kinds),
            f"row:{row.id}",
            (f"the topic “{row.title}”",),
        )


def with_conclusions(session: Session, rows: Iterable[MatrixRow]) -> list[MatrixRow]:
    """Rows as they are printed: one of which we made something before it changed says so beside its own state."""
    shown = list(rows)
    moved = {row.id: state for row, state, *_ in _stale(session, shown)}
    return [_marked(row, moved[row.id]) if row.id in moved else row for row in shown]


def with_conclusions_beside(session: Session, rows: Iterable[JointRow]) -> list[JointRow]:
    """Topics side by side, each as `with_conclusions` has it."""
    shown = list(rows)
    if not any(row.together for row in shown):
        return shown
    keys = {row.id for row in shown}
    moved = {
        row.id: state for row, state, *_ in _stale(session, [one for one in matrix(session).rows if one.id in keys])
    }
    return [_marked(row, moved[row.id]) if row.id in moved else row for row in shown]


def _marked(row: RowT, moved: Freshness) -> RowT:
    why = f"What we make of it together was written before this: {moved.why}"
    state = freshness.worst(Freshness(row.state, row.cause), Freshness(moved.state, why))
    return replace(row, state=state.state, cause=state.why)


def _stale(session: Session, rows: Iterable[MatrixRow]) -> Iterator[tuple[MatrixRow, Freshness, int, set[str]]]:
    """Topics that say something else than when it was written what we make of them, since which change, and what does."""
    written = {row.id: row for row in rows if row.together and not row.hidden}
    for key, (was, now, since) in _then_and_now(session, written).items():
        state = freshness.compare(was, now)
        if state.state != "current":
            things = {**was["things"], **now["things"]}
            yield written[key], state, since, {things[one]["kind"] for one in state.moved if one in things}


def topic_says(session: Session, row: MatrixRow) -> tuple[Says, Says]:
    """What a topic said when what we make of it was written, and what it says now."""
    found = _then_and_now(session, {row.id: row}).get(row.id)
    now = _says_now(session, [row])[row.id]
    return (found[0], found[1]) if found is not None else (now, now)


def _then_and_now(session: Session, rows: Mapping[int, MatrixRow]) -> dict[int, tuple[Says, Says, int]]:
    """Of the topics in which anything was written since: what they said, what they say, and since which change."""
    since = _written(session, rows)
    moved = _moved_since(session, since)
    if not moved:
        return {}
    now = _says_now(session, [rows[key] for key in moved])
    read = _Rows(session, moved)
    return {key: (read.as_before(key, before, now[key]), now[key], since[key]) for key, before in moved.items()}


def _written(session: Session, rows: Collection[int]) -> dict[int, int]:
    """By topic, the newest change that wrote what we make of it together."""
    e, p, c = table_of(Entry), table_of(Payload), table_of(Change)
    told = sa.or_(e.c.op != "U", sa.func.json_type(p.c.old, "$.meta_inference").is_not(None))
    chosen = sa.select(e.c.row_id, sa.func.max(e.c.change_id)).select_from(
        e.join(c, c.c.id == e.c.change_id).outerjoin(p, p.c.entry_id == e.c.id)
    )
    chosen = chosen.where(e.c.tab == NUMBERS["topic_row"], told, in_force()).group_by(e.c.row_id)
    return {row: change for row, change in session.execute(chosen).all() if row in rows}


def _moved_since(session: Session, since: Mapping[int, int]) -> dict[int, _Before]:
    """By topic, what was written after its conclusion of what it rests on; topics without are left out."""
    if not since:
        return {}
    e, p = table_of(Entry), table_of(Payload)
    chosen = sa.select(e.c.change_id, e.c.tab, e.c.op, e.c.row_id, e.c.upto, p.c.old)
    chosen = chosen.select_from(e.outerjoin(p, p.c.entry_id == e.c.id)).where(e.c.change_id > min(since.values()))
    names = {NUMBERS[table]: table for table in _RESTED_ON}
    of = _TopicsOf(session)
    found: dict[int, _Before] = {}
    for change, tab, op, first, last, old in session.execute(chosen.where(e.c.tab.in_(names)).order_by(e.c.id)):
        table = names[tab]
        cells = {cell: pair[0] for cell, pair in json.loads(old or "{}").items()} if op == "U" else {}
        cells = {cell: was for cell, was in cells.items() if cell in _RESTED_ON[table]}
        if op not in "IU" or (op == "U" and not cells):
            continue
        for key in range(first, (last or first) + 1):
            for topic in of.row(table, key):
                if topic in since and change > since[topic]:
                    before = found.setdefault(topic, _Before())
                    if op == "I":
                        before.came.add((table, key))
                    elif (table, key) not in before.came:
                        before.cells[table, key] = {**cells, **before.cells[table, key]}
    return found


class _TopicsOf:
    """In which topics a finding, a placing, a judgement or a consensus stands, or stood."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, dict[int, list[int]]] = {}

    def row(self, table: str, key: int) -> list[int]:
        """The topics of a row."""
        if table not in self._known:
            name, cell = ("row_finding", "finding_id") if table == "finding" else (table, "id")
            t = sa.table(name, sa.column("row_id"), sa.column(cell)).c
            found: dict[int, list[int]] = defaultdict(list)
            for topic, at in self._session.execute(sa.select(t.row_id, t[cell])):
                found[at].append(topic)
            self._known[table] = found
        return self._known[table].get(key, [])


class _Rows:
    """The rows that some topics rest on, gone or not, to be taken back to how they were."""

    def __init__(self, session: Session, topics: Collection[int]) -> None:
        self._session = session
        self.placed = self._by_topic("row_finding", ("finding_id",), topics)
        cells = ("a", "b", "coder_id", "meaning", "confirmed", "silence", "at")
        self.rated = self._by_topic("rating", cells, topics)
        self.settled = self._by_topic("consensus", ("a", "b", "value", "silence", "at"), topics)
        keys = {one["finding_id"] for some in self.placed.values() for one in some}
        self.findings = {key: one for some in in_chunks(sorted(keys)) for key, one in self._findings(some)}

    def _by_topic(self, table: str, cells: tuple[str, ...], topics: Collection[int]) -> dict[int, list[dict[str, Any]]]:
        t = sa.table(table, *map(sa.column, ("id", "row_id", *cells)), sa.column("gone", sa.Boolean())).c
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for some in in_chunks(sorted(topics)):
            chosen = sa.select(*t).where(t.row_id.in_(some)).order_by(t.at if "at" in cells else t.id, t.id)
            for row in self._session.execute(chosen).mappings():
                found[row["row_id"]].append(dict(row))
        return found

    def _findings(self, keys: Collection[int]) -> Iterator[tuple[int, dict[str, Any]]]:
        t = table_of(Finding).c
        cells = (t.id, t.guid, t.number, t.statement, t.prominence, t.gone)
        for row in self._session.execute(sa.select(*cells).where(t.id.in_(keys))).mappings():
            yield row["id"], dict(row)

    def as_before(self, topic: int, before: _Before, now: Says) -> Says:
        """What a topic said then: its findings, and how every two sources met that do now."""
        things: Says = {}
        for placing in self.placed[topic]:
            finding = before.of("finding", self.findings[placing["finding_id"]])
            if not before.of("row_finding", placing)["gone"] and not finding["gone"]:
                things[finding["guid"].hex()] = _finding(finding["number"], finding["statement"], finding["prominence"])
        then = self._meetings(topic, before)
        for key, thing in now["things"].items():
            if thing["kind"] == "judgement":
                a, b = key.split("\x1f")
                things[key] = {**thing, "words": then.get((a, b), in_words(""))}
        return {"things": things}

    def _meetings(self, topic: int, before: _Before) -> dict[Pair, str]:
        """What stood for each pair then: what was settled, else what those who judged said."""
        said: dict[Pair, dict[int, str]] = defaultdict(dict)
        for rating in (before.of("rating", one) for one in self.rated[topic]):
            if not rating["gone"] and (rating["confirmed"] or rating["meaning"] == "cannot tell"):
                verdict = in_words(rating["confirmed"], rating["silence"]) if rating["confirmed"] else CANNOT_TELL
                said[rating["a"], rating["b"]][rating["coder_id"]] = verdict
        found = {pair: _together(list(dict.fromkeys(verdicts.values()))) for pair, verdicts in said.items()}
        for one in (before.of("consensus", each) for each in self.settled[topic]):
            if not one["gone"]:
                found[one["a"], one["b"]] = in_words(one["value"], one["silence"])
        return found


def _together(said: list[str]) -> str:
    """What stands where nothing was settled, as `Meeting.words` has it."""
    if len(said) > 1:
        return f"judged differently: {' / '.join(sorted(said))}"
    return said[0] if said and said[0] != CANNOT_TELL else in_words("")


def _finding(number: int, statement: str, prominence: str) -> Says:
    return {"kind": "finding", "called": f"F{number}", "statement": statement, "prominence": prominence}


def _says_now(session: Session, rows: Iterable[MatrixRow]) -> dict[int, Says]:
    """What topics say now: their findings, and how every two sources meet that are worth a word."""
    listed = list(rows)
    keys = {line.id for row in listed for cell in row.cells.values() for line in cell.findings}
    t = table_of(Finding).c
    guids = {
        key: guid.hex()
        for some in in_chunks(sorted(keys))
        for key, guid in session.execute(sa.select(t.id, t.guid).where(t.id.in_(some)))
    }
    found: dict[int, Says] = {}
    for row in listed:
        things: Says = {
            guids[line.id]: _finding(line.number, line.statement, line.prominence)
            for cell in row.cells.values()
            for line in cell.findings
        }
        for one in row.meetings.values():
            if one.matters:
                called = f"How {one.a} and {one.b} meet"
                things[f"{one.a}\x1f{one.b}"] = {"kind": "judgement", "called": called, "words": one.words}
        found[row.id] = {"things": things}
    return found
