"""The framework matrix: a row a person, a column a code, in each cell what that person said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.retrieval import touched
from workbench.coding.tree import code_paths
from workbench.rows import table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.sources.readings import Reading
from workbench.text import by_numbers

CODED, NOTHING_HERE, NOT_READ = "coded", "read, nothing here", "not read"


@dataclass(frozen=True, slots=True)
class FrameworkCell:
    """One person and one code: how many passages, and whether an empty cell has been read."""

    case_id: int
    case: str
    code_id: int
    code: str
    passages: int
    state: str


@dataclass(frozen=True, slots=True)
class Framework:
    """The matrix, kept by the cells that have something."""

    cases: dict[int, str]
    """Labels by key, in the order of the labels."""
    codes: dict[int, str]
    """Paths by key, in the codebook's order."""
    passages: dict[tuple[int, int], int]
    """Passages by case and code."""
    unread: frozenset[int]
    """Cases of which some words have been read by nobody."""
    spoke: frozenset[int] = frozenset()
    """Cases that have words in a transcript; the others wrote answers only."""

    def cell(self, case_id: int, code_id: int) -> FrameworkCell:
        """One cell."""
        number = self.passages.get((case_id, code_id), 0)
        state = CODED if number else NOT_READ if case_id in self.unread else NOTHING_HERE
        return FrameworkCell(case_id, self.cases[case_id], code_id, self.codes[code_id], number, state)

    def cells(self, *, empty: bool = True) -> Iterator[FrameworkCell]:
        """Every cell, row by row; without `empty` those that have passages."""
        for case_id in self.cases:
            for code_id in self.codes:
                if empty or (case_id, code_id) in self.passages:
                    yield self.cell(case_id, code_id)

    def gathered(self, groups: Mapping[int, tuple[str, Iterable[int]]]) -> Framework:
        """The matrix with a column for each group of codes, such as a theme: by key its name and its codes."""
        found: dict[tuple[int, int], int] = {}
        of_code: dict[int, list[int]] = {}
        for group, (_, codes) in groups.items():
            for code in codes:
                of_code.setdefault(code, []).append(group)
        for (case_id, code), number in self.passages.items():
            for group in of_code.get(code, ()):
                found[case_id, group] = found.get((case_id, group), 0) + number
        return replace(self, codes={key: name for key, (name, _) in groups.items()}, passages=found)

    def people(self, cells: Iterable[tuple[int, int]]) -> list[int]:
        """Who has a row, who spoke before who wrote: everybody who spoke, and of the others those who have a cell."""
        said = {case_id for case_id, _ in cells}
        kept = [case_id for case_id in self.cases if case_id in self.spoke or case_id in said]
        return sorted(kept, key=lambda case_id: (case_id not in self.spoke, by_numbers(self.cases[case_id])))


def framework(
    session: Session,
    *,
    codes: Iterable[int] | None = None,
    coder: int | None = None,
    seen: sa.ColumnElement[bool] | None = None,
) -> Framework:
    """The matrix of all people whose words we have.

    Args:
        session: A session to read with.
        codes: Only these codes.
        coder: Only this coder's codings and readings.
        seen: Only codings of which this holds: what a coder who reads blind sees.
    """
    coding, segment, case, document = table_of(Coding), table_of(Segment), table_of(Case), table_of(Document)
    wanted = None if codes is None else set(codes)
    paths = {key: path for key, path in code_paths(session).items() if wanted is None or key in wanted}
    counted = (
        sa.select(segment.c.case_id, coding.c.code_id, sa.func.count(coding.c.id.distinct()))
        .select_from(touched())
        .where(coding.c.gone.is_(False), segment.c.case_id.is_not(None))
        .group_by(segment.c.case_id, coding.c.code_id)
    )
    if coder is not None:
        counted = counted.where(coding.c.coder_id == coder)
    if seen is not None:
        counted = counted.where(seen)
    there = sa.exists().where(segment.c.case_id == case.c.id, segment.c.gone.is_(False))
    there = there.where(document.c.id == segment.c.document_id, document.c.gone.is_(False))
    people = sa.select(case.c.id, case.c.label).where(case.c.gone.is_(False), there).order_by(case.c.label, case.c.id)
    labels = {row[0]: row[1] for row in session.execute(people)}
    found = {(row[0], row[1]): row[2] for row in session.execute(counted) if row[0] in labels and row[1] in paths}
    return Framework(labels, paths, found, _unread(session, coder), _spoke(session))


def _spoke(session: Session) -> frozenset[int]:
    """The cases that have words in a transcript."""
    segment, document = table_of(Segment), table_of(Document)
    chosen = (
        sa.select(segment.c.case_id)
        .join(document, document.c.id == segment.c.document_id)
        .where(document.c.kind != "question", segment.c.gone.is_(False), segment.c.case_id.is_not(None))
    )
    return frozenset(session.execute(chosen.distinct()).scalars())


def _unread(session: Session, coder: int | None) -> frozenset[int]:
    """Cases with a segment that nobody (or not this coder) has noted as read, alone or with its whole document."""
    segment = table_of(Segment)
    chosen = sa.select(segment.c.case_id).where(
        segment.c.case_id.is_not(None), segment.c.gone.is_(False), ~has_been_read(coder)
    )
    return frozenset(session.execute(chosen.distinct()).scalars())


def has_been_read(coder: int | None = None) -> sa.Exists:
    """That somebody, or this coder, noted a segment as read, alone or with its whole document."""
    segment, reading = table_of(Segment), table_of(Reading)
    done = sa.exists().where(
        reading.c.document_id == segment.c.document_id,
        reading.c.gone.is_(False),
        sa.or_(
            reading.c.segment_id == segment.c.id, sa.and_(reading.c.segment_id.is_(None), reading.c.state == "done")
        ),
    )
    return done if coder is None else done.where(reading.c.coder_id == coder)
