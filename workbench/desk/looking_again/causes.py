"""Which changes in the history moved a judgement: of every kind that did, the newest since somebody looked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.themes import Theme, ThemeCode
from workbench.coding.tree import Tree, read_tree
from workbench.desk.looking_again.written_since import WrittenSince
from workbench.governance.flags import PassageFlag
from workbench.indicators.datasets import Dataset
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.project.history import Change, day
from workbench.rows import Row, in_chunks, table_of
from workbench.sources.consent import Consent
from workbench.sources.documents import Segment
from workbench.triangulation.findings import FindingLine

DID = {
    "coding": "words were coded otherwise",
    "heard": "who is heard, or was asked, is otherwise",
    "observation": "a figure was revised",
    "indicator": "what the figure measures was changed",
    "dataset": "the terms of the figures were changed",
    "agreement": "the terms of the figures were changed",
    "doubt": "a doubt about a figure was answered or raised",
    "code": "a code was changed",
    "theme": "a theme was changed",
    "theme_code": "a theme gathers other codes",
    "segment": "the words were changed",
    "document": "the transcript was changed",
    "cases": "the person was changed",
    "consent": "somebody said otherwise how their words may be used",
    "passage_flag": "a passage was flagged, or a flag taken away",
    "finding_evidence": "what it rests on was changed",
    "finding": "a finding was reworded or rated",
    "row_finding": "findings were put in a topic or taken out",
    "rating": "two sources were judged",
    "consensus": "it was settled how two sources meet",
    "topic_row": "topics were changed",
    "display": "what the display shows was changed",
    "withdrawn": "somebody who was heard withdrew",
}
"""What a change did, by what it wrote."""
Rows = tuple[str, tuple[int, ...]]
"""A table and keys in it."""
_KINDS: dict[str, type[Row]] = {"theme": Theme, "code": Code, "coding": Coding, "observation": Observation}


@dataclass(frozen=True, slots=True)
class Cause:
    """A change by name, with who made it and when; without a key where the history does not tell."""

    key: int
    name: str
    who: str
    on: str
    """The day, as people write it."""
    did: str = ""
    """What it did to what the judgement rests on: 2 of 11 people withdrew."""

    @property
    def named(self) -> str:
        """The change in a line."""
        return f"{self.name} · {self.who}, {self.on}" if self.key else self.name

    @property
    def said(self) -> str:
        """What it did, and when: 2 of 11 people withdrew, 1 June 2026 (Withdraw P1)."""
        return f"{self.did}, {self.on} ({self.name})" if self.key and self.did else self.named


UNKNOWN = Cause(0, "Nothing in the history tells when this changed", "", "")


class Causes:
    """Looks up causes, the newest first; what was asked once is remembered, for many judgements rest on the same."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._since = WrittenSince(session)
        self._tree: Tree | None = None
        self._changes: dict[int, Cause] = {}
        self._guids: dict[tuple[str, int], str] = {}
        self._said_by: dict[tuple[str, int], list[Rows]] = {}

    def of_finding(self, line: FindingLine, looked: str, was: Mapping[str, Any]) -> tuple[Cause, ...]:
        """Why a finding is not current; `looked` is when somebody looked last, `was` what its evidence said then."""
        since = self._since.until(looked)
        found: dict[str, int] = {}
        for kind, key, cells in self._moved(line):
            _newer(found, self._rows_newest(_telling(self._around(kind, key), cells), since))
        heard = line.count is not None and (was.get("of"), was.get("asked")) != (line.count.heard, line.count.asked)
        fewer = line.count is not None and (was.get("of") or 0) > line.count.heard
        if "people" in line.moved:
            _newer(found, {"coding": self._since.coded(self._codes(line), since)})
        if "people" in line.moved and (heard or not any(found.values())):
            _newer(found, {"heard": self._since.heard(since)})
        left = self._withdrew(was)
        purged = any(one.gone and not self._guid(one.kind, one.thing_id) for one in line.evidence)
        if left or purged or fewer or not any(found.values()):
            _newer(found, {"withdrawn": self._since.withdrawn(since)})
        if not any(found.values()):
            _newer(found, self._rows_newest([("finding", (line.id,))], since))
        if self._since.any(["finding_evidence"], since):
            rows = self._keys("finding_evidence", "finding_id", [line.id])
            _newer(found, self._rows_newest([("finding_evidence", rows)], since))
        return self._causes(found, {"withdrawn": left})

    def of_pair(self, row: int, findings: Iterable[int], ratings: Iterable[int], since: int) -> tuple[Cause, ...]:
        """Why a judgement of findings in a topic, or what was settled on judgements, is not current."""
        rows = [
            ("finding", tuple(findings)),
            ("row_finding", self._keys("row_finding", "row_id", [row])),
            ("rating", tuple(ratings)),
        ]
        return self._with_withdrawals(self._rows_newest(rows, since), since)

    def of_topics(self, rows: Collection[int], since: int, kinds: Collection[str]) -> tuple[Cause, ...]:
        """Why what was made of topics is not current; `kinds` are what moved: finding, judgement, who speaks."""

        def of_row(table: str) -> Rows:
            return table, self._keys(table, "row_id", rows)

        listed: list[Rows] = []
        if "judgement" in kinds:
            listed += [of_row("rating"), of_row("consensus")]
        if {"finding", "speaks"} & set(kinds):
            listed += [of_row("row_finding"), ("finding", self._speaking(rows))]
        found = self._rows_newest(listed, since)
        if not any(found.values()):
            found = self._rows_newest([of_row("row_finding"), ("topic_row", tuple(rows))], since)
        return self._with_withdrawals(found, since)

    def _speaking(self, rows: Collection[int]) -> tuple[int, ...]:
        """The findings that speak, or spoke, in topics."""
        t = sa.table("row_finding", sa.column("row_id"), sa.column("finding_id")).c
        return tuple(
            key
            for some in in_chunks(sorted(rows))
            for key in self._session.execute(sa.select(t.finding_id).where(t.row_id.in_(some))).scalars()
        )

    def of_note(
        self, display: int, things: Mapping[str, set[str]], moved: Collection[str], since: int, *, codes: bool
    ) -> tuple[Cause, ...]:
        """Why a note on a display is not current: `things` are GUIDs of what moved by kind, `codes` whether counts did."""
        found: dict[str, int] = {}
        for kind, guids in things.items():
            for guid in guids if kind in _KINDS else ():
                for key in self._by_guid(kind, guid):
                    _newer(found, self._rows_newest(_telling(self._around(kind, key), _cells(guid, moved)), since))
        if "finding" in things:
            _newer(found, {"finding": self._since.any(["finding"], since)})
        if codes:
            _newer(found, {"coding": self._since.any(["coding"], since), "heard": self._since.heard(since)})
        if not any(found.values()):
            _newer(found, {"display": self._since.any(["follow_up", "built"], since)})
            _newer(found, self._rows_newest([("display", (display,))], since))
        return self._with_withdrawals(found, since, always=codes)

    def of_thing(self, kind: str, key: int, since: int) -> tuple[Cause, ...]:
        """The newest changes after another that wrote a thing or what it is made of."""
        return self._with_withdrawals(self._rows_newest(self._around(kind, key), since), since)

    def wrote(self, table: str, key: int) -> int:
        """The newest change that wrote a row itself."""
        return self._since.wrote(table, key)

    def until(self, looked: str) -> int:
        """The newest change that somebody who looked then had seen."""
        return self._since.until(looked)

    # What things are said by

    def _moved(self, line: FindingLine) -> Iterator[tuple[str, int, set[str]]]:
        """The things of a finding that say something else, with their cells that do; one that was purged has no GUID."""
        for one in line.evidence:
            guid = self._guid(one.kind, one.thing_id)
            if guid and (guid in line.moved or one.gone):
                yield one.kind, one.thing_id, _cells(guid, line.moved)

    def _guid(self, kind: str, key: int) -> str:
        """A thing's GUID as text; empty for one that was purged."""
        if (kind, key) not in self._guids:
            t = table_of(_KINDS[kind]).c
            guid = self._session.execute(sa.select(t.guid).where(t.id == key)).scalar()
            self._guids[kind, key] = guid.hex() if guid is not None else ""
        return self._guids[kind, key]

    def _by_guid(self, kind: str, guid: str) -> list[int]:
        t = table_of(_KINDS[kind]).c
        return list(self._session.execute(sa.select(t.id).where(t.guid == bytes.fromhex(guid))).scalars())

    def _keys(self, table: str, cell: str, values: Collection[int]) -> tuple[int, ...]:
        """The keys of the rows that belong to others, gone or not."""
        t = sa.table(table, sa.column("id"), sa.column(cell)).c
        return tuple(
            key
            for some in in_chunks(sorted(values))
            for key in self._session.execute(sa.select(t.id).where(t[cell].in_(some))).scalars()
        )

    def _around(self, kind: str, key: int) -> list[Rows]:
        """The rows that a thing is said by."""
        if (kind, key) not in self._said_by:
            self._said_by[kind, key] = self._read_around(kind, key)
        return self._said_by[kind, key]

    def _read_around(self, kind: str, key: int) -> list[Rows]:
        if kind == "finding":
            return [("finding", (key,))]
        if kind == "observation":
            return self._around_figure(key)
        if kind == "coding":
            return self._around_passage(key)
        if kind == "theme":
            t = table_of(ThemeCode).c
            rows = self._session.execute(sa.select(t.id, t.code_id).where(t.theme_id == key)).all()
            above = [code for row in rows for code in self._above(row.code_id)]
            return [("theme", (key,)), ("theme_code", tuple(row.id for row in rows)), ("code", tuple(above))]
        return [("code", self._above(key))]

    def _around_figure(self, key: int) -> list[Rows]:
        o, i, d = table_of(Observation).c, table_of(Indicator).c, table_of(Dataset).c
        chosen = sa.select(i.id, d.id, d.agreement_id, i.benchmark, o.period_start, o.area_code).select_from(
            table_of(Observation)
            .join(table_of(Indicator), i.id == o.indicator_id)
            .join(table_of(Dataset), d.id == i.dataset_id)
        )
        row = self._session.execute(chosen.where(o.id == key)).first()
        if row is None:
            return [("observation", (key,))]
        beside = sa.select(o.id).where(o.indicator_id == row[0], o.area_code == row[3], o.period_start == row[4])
        figures = (key, *self._session.execute(beside).scalars())
        terms = [("agreement", (row[2],))] if row[2] else []
        t = table_of(Doubt).c
        doubts = sa.select(t.id).where(t.indicator_id == row[0], t.area_code.in_(["", row[5]]))
        return [
            ("observation", figures), ("indicator", (row[0],)), ("dataset", (row[1],)), *terms,
            ("doubt", tuple(self._session.execute(doubts).scalars())),
        ]  # fmt: skip

    def _around_passage(self, key: int) -> list[Rows]:
        c, s, t = table_of(Coding).c, table_of(Segment).c, table_of(Consent).c
        coding = self._session.execute(sa.select(c.document_id, c.anchor, c.end, c.code_id).where(c.id == key)).first()
        if coding is None:
            return [("coding", (key,))]
        here = sa.select(s.id, s.case_id).where(s.document_id == coding[0], s.start >= coding[1], s.start < coding[2])
        segments = self._session.execute(here).all()
        people = {row.case_id for row in segments if row.case_id is not None}
        consents = self._session.execute(sa.select(t.id).where(t.case_id.in_(people))).scalars().all()
        f = table_of(PassageFlag).c
        flags = sa.select(f.id).where(f.document_id == coding[0], f.start < coding[2], f.end > coding[1])
        return [
            ("coding", (key,)), ("segment", tuple(row.id for row in segments)), ("consent", tuple(consents)),
            ("cases", tuple(people)), ("code", self._above(coding[3])), ("document", (coding[0],)),
            ("passage_flag", tuple(self._session.execute(flags).scalars())),
        ]  # fmt: skip

    def _above(self, code: int) -> tuple[int, ...]:
        """A code and those above it."""
        if self._tree is None:
            self._tree = read_tree(self._session)
        found: list[int] = []
        here: int | None = code
        while here is not None and here not in found:
            found.append(here)
            here = self._tree.codes[here]["parent_id"] if here in self._tree.codes else None
        return tuple(found)

    def _codes(self, line: FindingLine) -> set[int]:
        """The codes whose people a finding counts."""
        codes = {one.thing_id for one in line.evidence if one.kind == "code" and one.direction == "for"}
        themes = [one.thing_id for one in line.evidence if one.kind == "theme" and one.direction == "for"]
        t = table_of(ThemeCode).c
        return codes or set(self._session.execute(sa.select(t.code_id).where(t.theme_id.in_(themes))).scalars())

    # From changes to causes

    def _withdrew(self, was: Mapping[str, Any]) -> str:
        """How many of the people who said it have withdrawn since, in words; empty for nobody."""
        said = set(was.get("people", ()))
        gone = said & {guid.hex()[-12:] for guid in self._session.info["purged"]} if said else set()
        return f"{len(gone)} of {len(said)} people withdrew" if gone else ""

    def _with_withdrawals(self, found: dict[str, int], since: int, *, always: bool = False) -> tuple[Cause, ...]:
        if always or not any(found.values()):
            _newer(found, {"withdrawn": self._since.withdrawn(since)})
        return self._causes(found, {})

    def _rows_newest(self, rows: Iterable[Rows], since: int) -> dict[str, int]:
        """By table, the newest change that wrote one of these rows."""
        found: dict[str, int] = {}
        for table, keys in rows:
            if keys:
                _newer(found, {table: self._since.rows(table, keys, since)})
        return found

    def _causes(self, found: Mapping[str, int], told: Mapping[str, str]) -> tuple[Cause, ...]:
        """Changes by what they wrote as causes, one a change, the newest first."""
        did: dict[int, list[str]] = {}
        for kind, change in found.items():
            if change:
                did.setdefault(change, []).append(told.get(kind) or DID[kind])
        return tuple(
            replace(self._change(change), did=_listed(did[change])) for change in sorted(did, reverse=True)
        ) or (UNKNOWN,)

    def _change(self, key: int) -> Cause:
        if key not in self._changes:
            t = table_of(Change).c
            row = self._session.execute(sa.select(t.name, t.who, t.at).where(t.id == key)).one()
            self._changes[key] = Cause(key, row.name, row.who, day(row.at))
        return self._changes[key]


_TELLING = {"doubt": "doubts", "passage_flag": "flagged", "consent": "withdrawn"}
"""Tables that speak in one cell of what a thing says alone."""


def _cells(guid: str, moved: Iterable[str]) -> set[str]:
    """The cells of a thing that say something else."""
    return {cell for one in moved for thing, _, cell in [one.partition(":")] if thing == guid and cell}


def _telling(rows: Iterable[Rows], cells: Collection[str]) -> Iterator[Rows]:
    """Of the rows that a thing is said by those that speak in these cells; all where none is known."""
    others = set(cells) - set(_TELLING.values())
    for table, keys in rows:
        speaks = _TELLING.get(table)
        if not cells or (speaks in cells if speaks else others):
            yield table, keys


def _listed(said: Iterable[str]) -> str:
    """Several things done, in words: a code was changed, a theme gathers other codes and words were coded otherwise."""
    *first, last = dict.fromkeys(said)
    return f"{', '.join(first)} and {last}" if first else last


def _newer(found: dict[str, int], more: Mapping[str, int]) -> None:
    """Keep of each kind the newer change."""
    for kind, change in more.items():
        found[kind] = max(found.get(kind, 0), change)


def newest_first(causes: Collection[Cause]) -> list[Cause]:
    """Causes by when they happened; those that nothing tells of last."""
    return sorted(causes, key=lambda one: -one.key)
