"""How much of what people said carries a code or theme: passages and words, where people are not what is asked for.

Only the words of participants count. A word under several codings of the same subject counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.retrieval import touched
from workbench.rows import in_chunks, table_of
from workbench.sources.documents import Document, Segment
from workbench.text import word_count

Measure = Literal["people", "passages", "words"]
MEASURES: tuple[Measure, ...] = ("people", "passages", "words")
Subjects = Mapping[int, Iterable[int]]
"""What is counted by key, such as a theme: its codes."""
Groups = Mapping[str, set[int]]
"""People by the name of their group."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Numbers by subject and group, and the whole they are of."""

    numbers: Mapping[tuple[int, str], int] = field(default_factory=dict)
    whole: Mapping[str, int] = field(default_factory=dict)
    """Of words: how many the people of each group said; of passages nothing."""
    of_others: Mapping[int, int] = field(default_factory=dict)
    """Of passages: how many of each subject are in nobody's words who counts as a person, such as an interviewer's."""


def passages_by(
    session: Session, subjects: Subjects, groups: Groups, *, seen: sa.ColumnElement[bool] | None = None
) -> Amounts:
    """Passages of each subject in the words of each group; one that two people share is in the groups of both."""
    coding, segment = table_of(Coding), table_of(Segment)
    rows = _touched(session, [coding.c.code_id, coding.c.id, segment.c.case_id], seen)
    of_code, of_case = _by_code(subjects), _by_case(groups)
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    every: dict[int, set[int]] = defaultdict(set)
    of_people: dict[int, set[int]] = defaultdict(set)
    for code_id, coding_id, case_id in rows:
        for key in of_code.get(code_id, ()):
            every[key].add(coding_id)
            if case_id is not None:
                of_people[key].add(coding_id)
            for group in of_case.get(case_id, ()):
                found[key, group].add(coding_id)
    others = {key: len(ids - of_people[key]) for key, ids in every.items() if ids - of_people[key]}
    return Amounts({at: len(ids) for at, ids in found.items()}, {}, others)


def words_by(
    session: Session, subjects: Subjects, groups: Groups, *, seen: sa.ColumnElement[bool] | None = None
) -> Amounts:
    """Words of each subject that the people of each group said, of all that they said."""
    coding, segment, document = table_of(Coding), table_of(Segment), table_of(Document)
    cells = [segment.c.id, segment.c.case_id, segment.c.start, coding.c.code_id, coding.c.start, coding.c.end]
    rows = _touched(session, cells, seen, segment.c.case_id.is_not(None), order=segment.c.id)
    of_code, of_case = _by_code(subjects), _by_case(groups)
    numbers: dict[tuple[int, str], int] = defaultdict(int)
    by_segment = ((key, list(some)) for key, some in groupby(rows, key=itemgetter(0)))
    for some in in_chunks(by_segment):
        listed = sa.select(segment.c.id, segment.c.text).where(segment.c.id.in_([key for key, _ in some]))
        texts = {row.id: row.text for row in session.execute(listed)}
        for key, marks in some:
            for subject, number in _words_in(texts[key], marks, of_code):
                for group in of_case.get(marks[0][1], ()):
                    numbers[subject, group] += number
    said = (
        sa.select(segment.c.case_id, sa.func.sum(segment.c.words))
        .join(document, document.c.id == segment.c.document_id)
        .where(segment.c.gone.is_(False), document.c.gone.is_(False), segment.c.case_id.is_not(None))
        .group_by(segment.c.case_id)
    )
    whole: dict[str, int] = dict.fromkeys(groups, 0)
    for case_id, number in session.execute(said):
        for group in of_case.get(case_id, ()):
            whole[group] += number or 0
    return Amounts(dict(numbers), whole)


def _touched(
    session: Session,
    cells: Sequence[sa.ColumnElement[Any]],
    seen: sa.ColumnElement[bool] | None,
    *only: sa.ColumnElement[bool],
    order: sa.ColumnElement[int] | None = None,
) -> Iterator[Any]:
    """A row for each coding and segment that it touches."""
    chosen = sa.select(*cells).select_from(touched()).where(table_of(Coding).c.gone.is_(False), *only)
    if seen is not None:
        chosen = chosen.where(seen)
    yield from session.connection().execute(chosen if order is None else chosen.order_by(order))


def _by_code(subjects: Subjects) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for key, codes in subjects.items():
        for code in codes:
            found[code].append(key)
    return found


def _by_case(groups: Groups) -> dict[int | None, list[str]]:
    found: dict[int | None, list[str]] = defaultdict(list)
    for name, people in groups.items():
        for case_id in people:
            found[case_id].append(name)
    return found


def _words_in(
    text: str, marks: Iterable[tuple[int, ...]], of_code: Mapping[int, Iterable[int]]
) -> Iterator[tuple[int, int]]:
    """Each subject that has words of a segment, with how many, each word once."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for _, _, begins, code_id, start, end in marks:
        for key in of_code.get(code_id, ()):
            spans[key].append((max(0, start - begins), min(len(text), end - begins)))
    for key, some in spans.items():
        yield key, sum(word_count(text[start:end]) for start, end in united(some))


def united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches without what they share, in their order.

    >>> united([(4, 9), (0, 5), (12, 14)])
    [(0, 9), (12, 14)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
