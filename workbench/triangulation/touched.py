"""What was written since, as far as judgements rest on it: from rows of the history to codes, documents, people, figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import Written, in_chunks, table_of
from workbench.sources.documents import Segment

RESTED_ON = (
    "finding", "finding_evidence", "coding", "theme", "theme_code", "code", "segment", "cases", "document", "survey",
    "asked", "consent", "question", "coder", "observation", "indicator", "dataset", "agreement",
    "doubt", "passage_flag",
)  # fmt: skip
"""The tables of which a change can move a finding."""
_MEANS = {"definition", "include", "exclude"}
MANY = 5_000
"""So many codes in documents, or documents, are not told apart: everything is compared anew."""


@dataclass(slots=True)
class Touched:
    """What changes have touched."""

    findings: set[int] = field(default_factory=set)
    coded: set[tuple[int, int]] = field(default_factory=set)
    """Code and document of codings that came, went or moved."""
    codings: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of keys."""
    documents: set[int] = field(default_factory=set)
    """Documents in which words, or who said them, changed, or which came or went themselves."""
    people: set[int] = field(default_factory=set)
    """Cases of whom consent, or they themselves, changed."""
    questions: set[int] = field(default_factory=set)
    themes: set[int] = field(default_factory=set)
    codes: bool = False
    defined: set[int] = field(default_factory=set)
    """Codes that mean something else."""
    flagged: set[int] = field(default_factory=set)
    """Documents in which a flag came, went or changed."""
    lists: bool = False
    """Whether people, documents or surveys came, went, or are known as something else."""
    question_names: bool = False
    coder_names: bool = False
    observations: list[tuple[int, int]] = field(default_factory=list)
    indicators: set[int] = field(default_factory=set)
    """Indicators of which every figure may be said or compared in another way."""

    def coded_among(self, keys: Iterable[int]) -> set[int]:
        """Of some codings those that were written."""
        return _among(keys, self.codings)

    def figures_among(self, session: Session, keys: Collection[int], sets: Collection[int]) -> set[int]:
        """Of some figures those that may say something else; `sets` are data sets kept out, or let in again."""
        found = _among(keys, self.observations)
        if self.indicators or sets:
            o, i = table_of(Observation).c, table_of(Indicator).c
            moved = sa.or_(i.id.in_(sorted(self.indicators)), i.dataset_id.in_(sorted(sets)))
            for some in in_chunks(sorted(keys)):
                chosen = sa.select(o.id).join(table_of(Indicator), i.id == o.indicator_id).where(o.id.in_(some), moved)
                found |= set(session.execute(chosen).scalars())
        return found


def _among(keys: Iterable[int], ranges: Collection[tuple[int, int]]) -> set[int]:
    """The keys that lie in one of these ranges."""
    single = {first for first, last in ranges if first == last}
    wide = [one for one in ranges if one[0] != one[1]]
    if not wide:
        return single.intersection(keys)
    return {key for key in keys if key in single or any(first <= key <= last for first, last in wide)}


def touched(session: Session, written: Iterable[Written]) -> Touched | None:
    """What these rows of the history touch; None where they do not tell all, or are too many to be told apart."""
    found, by_table = Touched(), dict[str, list[Written]]()
    for one in written:
        if one.op == "D" and one.old is None:
            return None
        by_table.setdefault(one.table, []).append(one)
    for table, some in by_table.items():
        _READ[table](session, found, some)
        if len(found.coded) > MANY or len(found.documents) > MANY:
            return None
    return found


def _findings(_: Session, found: Touched, some: list[Written]) -> None:
    found.findings |= {key for one in some for key in range(one.first, one.last + 1)}


def _evidence(session: Session, found: Touched, some: list[Written]) -> None:
    rows = sa.table("finding_evidence", sa.column("id"), sa.column("finding_id"))
    found.findings |= _cells(session, rows, "finding_id", some) | _before("finding_id", some)


def _codings(session: Session, found: Touched, some: list[Written]) -> None:
    t = table_of(Coding)
    found.codings += [(one.first, one.last) for one in some]
    found.coded |= {(row[0], row[1]) for row in _rows(session, t, (t.c.code_id, t.c.document_id), some)}
    for one in some:
        codes, documents = (
            ({one.old[cell]} if cell in one.old else set() for cell in ("code_id", "document_id"))
            if one.old
            else (set(), set())
        )
        if codes or documents:
            here = {(row[0], row[1]) for row in _rows(session, t, (t.c.code_id, t.c.document_id), [one])}
            codes = codes or {code for code, _ in here}
            documents = documents or {document for _, document in here}
            found.coded |= {(code, document) for code in codes for document in documents}


def _themes(_: Session, found: Touched, some: list[Written]) -> None:
    found.themes |= {key for one in some for key in range(one.first, one.last + 1)}


def _theme_codes(session: Session, found: Touched, some: list[Written]) -> None:
    rows = sa.table("theme_code", sa.column("id"), sa.column("theme_id"))
    found.themes |= _cells(session, rows, "theme_id", some) | _before("theme_id", some)


def _codes(_: Session, found: Touched, some: list[Written]) -> None:
    found.codes = True
    found.defined |= {one.first for one in some if one.old and _MEANS & one.old.keys()}


def _segments(session: Session, found: Touched, some: list[Written]) -> None:
    found.documents |= _cells(session, table_of(Segment), "document_id", some) | _before("document_id", some)


def _cases(session: Session, found: Touched, some: list[Written]) -> None:
    found.lists = True
    t = table_of(Segment).c
    for one in some:
        speaking = sa.select(t.document_id).where(t.case_id.between(one.first, one.last)).distinct()
        found.documents |= set(session.execute(speaking).scalars())
        if one.first == one.last:
            found.people.add(one.first)


def _documents(_: Session, found: Touched, some: list[Written]) -> None:
    found.lists = True
    found.documents |= {key for one in some for key in range(one.first, one.last + 1)}


def _surveys(_: Session, found: Touched, __: list[Written]) -> None:
    found.lists = True


def _asked(session: Session, found: Touched, some: list[Written]) -> None:
    rows = sa.table("asked", sa.column("id"), sa.column("question_id"))
    found.questions |= _cells(session, rows, "question_id", some) | _before("question_id", some)


def _consents(session: Session, found: Touched, some: list[Written]) -> None:
    rows = sa.table("consent", sa.column("id"), sa.column("case_id"))
    found.people |= _cells(session, rows, "case_id", some) | _before("case_id", some)


def _question_names(_: Session, found: Touched, __: list[Written]) -> None:
    found.question_names = True


def _coder_names(_: Session, found: Touched, __: list[Written]) -> None:
    found.coder_names = True


def _figures(session: Session, found: Touched, some: list[Written]) -> None:
    """The figures themselves; where one is its indicator's benchmark, or was, all that are beside it."""
    found.observations += [(one.first, one.last) for one in some]
    o, i = table_of(Observation), table_of(Indicator).c
    beside = sa.select(o.c.indicator_id).join(table_of(Indicator), i.id == o.c.indicator_id)
    for only in _where(o.c.id, some):
        chosen = beside.where(only, o.c.area_code == i.benchmark).distinct()
        found.indicators |= set(session.execute(chosen).scalars())
    moved = [one for one in some if one.old and {"area_code", "indicator_id", "period_start", "sex"} & one.old.keys()]
    found.indicators |= _cells(session, o, "indicator_id", moved) | _before("indicator_id", moved)


def _indicators(_: Session, found: Touched, some: list[Written]) -> None:
    found.indicators |= {key for one in some for key in range(one.first, one.last + 1)}


def _sets(session: Session, found: Touched, some: list[Written]) -> None:
    i = table_of(Indicator).c
    for only in _where(i.dataset_id, some):
        found.indicators |= set(session.execute(sa.select(i.id).where(only)).scalars())


def _terms(_: Session, __: Touched, ___: list[Written]) -> None:
    """An agreement moves figures only by keeping them out, which is looked up each time."""


def _doubts(session: Session, found: Touched, some: list[Written]) -> None:
    rows = sa.table("doubt", sa.column("id"), sa.column("indicator_id"))
    found.indicators |= _cells(session, rows, "indicator_id", some) | _before("indicator_id", some)


def _flags(session: Session, found: Touched, some: list[Written]) -> None:
    rows = sa.table("passage_flag", sa.column("id"), sa.column("document_id"))
    found.flagged |= _cells(session, rows, "document_id", some) | _before("document_id", some)


def _where(column: sa.ColumnElement[Any], some: Collection[Written]) -> Iterable[sa.ColumnElement[bool]]:
    """Conditions that together name every row written."""
    for keys in in_chunks(sorted({one.first for one in some if one.first == one.last})):
        yield column.in_(keys)
    for one in some:
        if one.first != one.last:
            yield column.between(one.first, one.last)


def _rows(session: Session, table: Any, cells: Collection[Any], some: Collection[Written]) -> Iterable[Any]:
    """These cells of the rows written, each combination once."""
    for only in _where(table.c.id, some):
        yield from session.execute(sa.select(*cells).where(only).distinct())


def _cells(session: Session, table: Any, cell: str, some: Collection[Written]) -> set[int]:
    return {row[0] for row in _rows(session, table, (table.c[cell],), some) if row[0] is not None}


def _before(cell: str, some: Iterable[Written]) -> set[int]:
    """What a cell was before it was changed or its row went."""
    return {one.old[cell] for one in some if one.old and one.old.get(cell) is not None}


_READ = {
    "finding": _findings,
    "finding_evidence": _evidence,
    "coding": _codings,
    "theme": _themes,
    "theme_code": _theme_codes,
    "code": _codes,
    "segment": _segments,
    "cases": _cases,
    "document": _documents,
    "survey": _surveys,
    "asked": _asked,
    "consent": _consents,
    "question": _question_names,
    "coder": _coder_names,
    "observation": _figures,
    "indicator": _indicators,
    "dataset": _sets,
    "agreement": _terms,
    "doubt": _doubts,
    "passage_flag": _flags,
}
