"""Which change in the history moved a judgement: the newest since somebody looked that wrote what it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.themes import ThemeCode
from workbench.coding.tree import Tree, read_tree
from workbench.indicators.datasets import Dataset
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.project.history import Change, day
from workbench.project.schema import NUMBERS
from workbench.rows import in_chunks, table_of
from workbench.sources.consent import Consent
from workbench.sources.documents import Segment
from workbench.triangulation.findings import FindingLine

PEOPLE = ("segment", "cases", "document", "asked", "survey", "consent")
"""Tables of which a change lets other people count, where no coding tells."""
Rows = tuple[str, tuple[int, ...]]
"""A table and keys in it."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A change by name, with who made it and when; without a key where the history does not tell."""

    key: int
    name: str
    who: str
    on: str
    """The day, as people write it."""

    @property
    def said(self) -> str:
        """It in a line."""
        return f"{self.name} · {self.who}, {self.on}" if self.key else self.name


UNKNOWN = Cause(0, "Nothing in the history tells when this changed", "", "")


class Causes:
    """Looks up causes; what was asked once is remembered, for many judgements rest on the same."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tree: Tree | None = None
        self._first: dict[str, int] = {}
        self._newest: dict[tuple[Rows, int], int] = {}
        self._changes: dict[int, Cause] = {0: UNKNOWN}

    def of_finding(self, line: FindingLine, looked: str) -> Cause:
        """Why a finding is not current, by what it rests on; `looked` is when somebody looked last."""
        since = self._after(looked)
        found = [self._rows_newest(self._around(one.kind, one.thing_id), since) for one in line.evidence]
        if "people" in line.moved:
            codes = self._codes(line)
            found.append(max((self._coded(code, since) for code in codes), default=0) or self._of_people(since))
        found += (
            [self._rows_newest([("finding_evidence", ()), ("finding", (line.id,))], since)] if not any(found) else []
        )
        return self._cause(max(found, default=0) or self._purged(since))

    def of_findings(self, keys: Iterable[int], looked: str) -> Cause:
        """Why a judgement of findings is not current: which change reworded or rated one of them."""
        since = self._after(looked)
        rows = ("finding", tuple(sorted(keys)))
        return self._cause(self._rows_newest([rows], since) or self._purged(since))

    def of_thing(self, kind: str, key: int, since: int) -> Cause:
        """The newest change after another that wrote a thing or what it is made of."""
        return self._cause(self._rows_newest(self._around(kind, key), since) or self._purged(since))

    def written(self, table: str, key: int) -> int:
        """The newest change that wrote a row itself."""
        return self._one_table(table, (key,), 0)

    def _around(self, kind: str, key: int) -> list[Rows]:
        """The rows that a thing is said by."""
        if kind == "observation":
            return self._around_figure(key)
        if kind == "coding":
            return self._around_passage(key)
        if kind == "theme":
            t = table_of(ThemeCode).c
            rows = self._session.execute(sa.select(t.id, t.code_id).where(t.theme_id == key)).all()
            above = [code for row in rows for code in self._above(row.code_id)]
            return [
                ("theme", (key,)),
                ("theme_code", tuple(row.id for row in rows)),
                ("code", tuple(sorted(set(above)))),
            ]
        return [("code", self._above(key))]

    def _around_figure(self, key: int) -> list[Rows]:
        o, i, d = table_of(Observation).c, table_of(Indicator).c, table_of(Dataset).c
        chosen = sa.select(i.id, d.id, d.agreement_id, i.benchmark, o.period_start).select_from(
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
        return [("observation", figures), ("indicator", (row[0],)), ("dataset", (row[1],)), *terms]

    def _around_passage(self, key: int) -> list[Rows]:
        c, s, t = table_of(Coding).c, table_of(Segment).c, table_of(Consent).c
        coding = self._session.execute(sa.select(c.document_id, c.anchor, c.end, c.code_id).where(c.id == key)).first()
        if coding is None:
            return [("coding", (key,))]
        here = sa.select(s.id, s.case_id).where(s.document_id == coding[0], s.start >= coding[1], s.start < coding[2])
        segments = self._session.execute(here).all()
        people = {row.case_id for row in segments if row.case_id is not None}
        consents = self._session.execute(sa.select(t.id).where(t.case_id.in_(people))).scalars().all()
        return [
            ("coding", (key,)), ("segment", tuple(row.id for row in segments)), ("consent", tuple(consents)),
            ("cases", tuple(sorted(people))), ("code", self._above(coding[3])), ("document", (coding[0],)),
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

    def _coded(self, code: int, since: int) -> int:
        """The newest change that wrote a coding of a code, or took one from it."""
        key = (("coded", (code,)), since)
        if key not in self._newest:
            self._newest[key] = (
                self._session.connection()
                .exec_driver_sql(_CODED, {"tab": NUMBERS["coding"], "since": since, "code": code})
                .scalar()
                or 0
            )
        return self._newest[key]

    def _of_people(self, since: int) -> int:
        numbers = ",".join(str(NUMBERS[table]) for table in PEOPLE)
        asked = f"SELECT max(change_id) FROM entry WHERE change_id > :since AND tab IN ({numbers})"
        return self._session.connection().exec_driver_sql(asked, {"since": since}).scalar() or 0

    def _purged(self, since: int) -> int:
        """The newest withdrawal, of which the history keeps who and when alone."""
        t = table_of(Change).c
        purges = sa.select(sa.func.max(t.id)).where(t.id > since, t.kind == "purge", t.name != "Purge finished")
        return self._session.execute(purges).scalar() or 0

    def _rows_newest(self, rows: Iterable[Rows], since: int) -> int:
        """The newest change that wrote one of these rows, alone or in a range."""
        return max((self._one_table(table, keys, since) for table, keys in rows if keys), default=0)

    def _one_table(self, table: str, keys: tuple[int, ...], since: int) -> int:
        key = ((table, keys), since)
        if key not in self._newest:
            newest = 0
            for some in in_chunks(keys):
                listed = ",".join(map(str, some))
                asked = (
                    f"SELECT max(change_id) FROM entry WHERE tab = :tab AND row_id IN ({listed}) AND change_id > :since"
                )
                given = {"tab": NUMBERS[table], "since": since}
                newest = max(newest, self._session.connection().exec_driver_sql(asked, given).scalar() or 0)
            self._newest[key] = newest
        return self._newest[key]

    def _after(self, looked: str) -> int:
        """The newest change that somebody who looked then had seen."""
        if looked not in self._first:
            t = table_of(Change).c
            at = int(datetime.fromisoformat(looked).timestamp() * 1000) if looked else 0
            chosen = sa.select(sa.func.max(t.id)).where(t.at <= at)
            self._first[looked] = self._session.execute(chosen).scalar() or 0
        return self._first[looked]

    def _cause(self, change: int) -> Cause:
        if change not in self._changes:
            t = table_of(Change).c
            row = self._session.execute(sa.select(t.name, t.who, t.at).where(t.id == change)).one()
            self._changes[change] = Cause(change, row.name, row.who, day(row.at))
        return self._changes[change]


def newest_first(causes: Collection[Cause]) -> list[Cause]:
    """Causes by when they happened; those that nothing tells of last."""
    return sorted(causes, key=lambda one: -one.key)


_CODED = (
    "SELECT max(change_id) FROM entry JOIN coding ON coding.id BETWEEN row_id AND coalesce(upto, row_id)"
    " LEFT JOIN payload ON entry_id = entry.id"
    " WHERE tab = :tab AND change_id > :since AND (code_id = :code OR json_extract(old, '$.code_id[0]') = :code)"
)
